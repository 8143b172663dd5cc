/* Sites: atoms held to points. E = w r^2; with top > 0: E = top (1 - exp(-w r^2 / top)). */
KERNEL(ITEM_GROUP) site_terms(
    GLOBAL const double *positions, GLOBAL const int *atoms, GLOBAL const double *ideal, GLOBAL const double *weight,
    GLOBAL const double *top, GLOBAL double *slots, long first_slot, int write_gradient,
    GLOBAL double *partial, long first_partial, long count)
{
    LOCAL double scratch[ITEM_GROUP];
    long term = GLOBAL_ID;
    double energy = 0;
    if (term < count) {
        Vec3 r = subtract3(load3(positions, atoms[term]), load3(ideal, term));
        double slope = 2 * weight[term] * ceiling_slope(weight[term] * dot3(r, r), top[term]);
        energy = ceiling_energy(weight[term] * dot3(r, r), top[term]);
        if (write_gradient)
            store3(slots, first_slot + term, scale3(slope, r));
    }
    energy = group_sum(scratch, energy, ITEM_GROUP);
    if (LOCAL_ID == 0)
        partial[first_partial + GROUP_ID] = energy;
}
