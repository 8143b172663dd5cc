/* Chiral volumes, centre first: V = (a1-c).((a2-c)x(a3-c)), E = w (V - V0)^2; where both hands are allowed V0 takes the sign of V. */
KERNEL(ITEM_GROUP) chirality_terms(
    GLOBAL const double *positions, GLOBAL const int *atoms, GLOBAL const double *ideal, GLOBAL const double *weight,
    GLOBAL const unsigned char *both, GLOBAL double *slots, long first_slot, int write_gradient,
    GLOBAL double *partial, long first_partial, long count)
{
    LOCAL double scratch[ITEM_GROUP];
    long term = GLOBAL_ID;
    double energy = 0;
    if (term < count) {
        Vec3 centre = load3(positions, atoms[4 * term]);
        Vec3 a = subtract3(load3(positions, atoms[4 * term + 1]), centre);
        Vec3 b = subtract3(load3(positions, atoms[4 * term + 2]), centre);
        Vec3 c = subtract3(load3(positions, atoms[4 * term + 3]), centre);
        Vec3 bc = cross3(b, c);
        double volume = dot3(a, bc);
        double target = ideal[term];
        double delta;
        if (both[term])
            target = volume < 0 ? -fabs(target) : fabs(target);
        delta = volume - target;
        energy = weight[term] * delta * delta;
        if (write_gradient) {
            double slope = 2 * weight[term] * delta;
            Vec3 ga = scale3(slope, bc), gb = scale3(slope, cross3(c, a)), gc = scale3(slope, cross3(a, b));
            store3(slots, first_slot + 4 * term, scale3(-1, add3(add3(ga, gb), gc)));
            store3(slots, first_slot + 4 * term + 1, ga);
            store3(slots, first_slot + 4 * term + 2, gb);
            store3(slots, first_slot + 4 * term + 3, gc);
        }
    }
    energy = group_sum(scratch, energy, ITEM_GROUP);
    if (LOCAL_ID == 0)
        partial[first_partial + GROUP_ID] = energy;
}
