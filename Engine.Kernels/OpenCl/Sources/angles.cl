/* Angles, apex in the middle: E = w (theta - ideal)^2 in degrees. Straight angles have no direction to turn to: no gradient. */
KERNEL(ITEM_GROUP) angle_terms(
    GLOBAL const double *positions, GLOBAL const int *atoms, GLOBAL const double *ideal, GLOBAL const double *weight,
    GLOBAL double *slots, long first_slot, int write_gradient, GLOBAL double *partial, long first_partial, long count)
{
    LOCAL double scratch[ITEM_GROUP];
    long term = GLOBAL_ID;
    double energy = 0;
    if (term < count) {
        Vec3 apex = load3(positions, atoms[3 * term + 1]);
        Vec3 a = subtract3(load3(positions, atoms[3 * term]), apex);
        Vec3 b = subtract3(load3(positions, atoms[3 * term + 2]), apex);
        double la = length3(a), lb = length3(b);
        double cosine = dot3(a, b) / (la * lb);
        double sine = length3(cross3(a, b)) / (la * lb);
        int usable = !(sine < SMALLEST_SINE) && la > 0 && lb > 0;
        Vec3 ga = vec3(0, 0, 0), gb = vec3(0, 0, 0);
        if (usable) {
            double delta = atan2(sine, cosine) * RADIANS_TO_DEGREES - ideal[term];
            double slope = 2 * weight[term] * delta * RADIANS_TO_DEGREES;
            energy = weight[term] * delta * delta;
            ga = scale3(slope / (la * sine), subtract3(scale3(cosine / la, a), scale3(1 / lb, b)));
            gb = scale3(slope / (lb * sine), subtract3(scale3(cosine / lb, b), scale3(1 / la, a)));
        } else if (!isfinite(la + lb)) {
            energy = NO_NUMBER;
        }
        if (write_gradient) {
            store3(slots, first_slot + 3 * term, ga);
            store3(slots, first_slot + 3 * term + 1, scale3(-1, add3(ga, gb)));
            store3(slots, first_slot + 3 * term + 2, gb);
        }
    }
    energy = group_sum(scratch, energy, ITEM_GROUP);
    if (LOCAL_ID == 0)
        partial[first_partial + GROUP_ID] = energy;
}
