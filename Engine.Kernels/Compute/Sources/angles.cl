/*
 * Angles, apex in the middle: E = w (theta - ideal)^2 in degrees, level at top where top > 0. Straight angles have no direction to turn to, hence
 * no gradient.
 */
KERNEL(ITEM_GROUP) angle_terms(
    GLOBAL const double *positions, GLOBAL const int *atoms, GLOBAL const double *ideal, GLOBAL const double *weight,
    GLOBAL const double *top, GLOBAL double *slots, long first_slot, int write_gradient, GLOBAL double *partial, long first_partial, long count)
{
    LOCAL double scratch[ITEM_GROUP];
    long term = GLOBAL_ID;
    double energy = 0;
    if (term < count) {
        Vec3 apex = load3(positions, atoms[3 * term + 1]);
        Vec3 a = subtract3(load3(positions, atoms[3 * term]), apex);
        Vec3 b = subtract3(load3(positions, atoms[3 * term + 2]), apex);
        double aa = dot3(a, a), bb = dot3(b, b), product = dot3(a, b), area = length3(cross3(a, b));
        double delta = atan2(area, product) * RADIANS_TO_DEGREES - ideal[term];
        Vec3 ga = vec3(0, 0, 0), gb = ga;
        double full = weight[term] * delta * delta;
        energy = ceiling_energy(full, top[term]);
        if (area > SMALLEST_SINE * sqrt(aa * bb)) {
            double slope = 2 * weight[term] * delta * RADIANS_TO_DEGREES * ceiling_slope(full, top[term]) / area;
            ga = scale3(slope, subtract3(scale3(product / aa, a), b));
            gb = scale3(slope, subtract3(scale3(product / bb, b), a));
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
