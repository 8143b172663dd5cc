/*
 * Bonds. E = w delta^2 with delta = max(0, |d - ideal| - slack); with top > 0, on the long side, E = top (1 - exp(-w delta^2 / top)).
 * Each kernel of this program writes one energy per group, and the gradient of each of its atoms to a slot of its own.
 */
KERNEL(ITEM_GROUP) bond_terms(
    GLOBAL const double *positions, GLOBAL const int *atoms, GLOBAL const double *ideal, GLOBAL const double *weight,
    GLOBAL const double *slack, GLOBAL const double *top, GLOBAL double *slots, long first_slot, int write_gradient,
    GLOBAL double *partial, long first_partial, long count)
{
    LOCAL double scratch[ITEM_GROUP];
    long term = GLOBAL_ID;
    double energy = 0;
    if (term < count) {
        Vec3 r = subtract3(load3(positions, atoms[2 * term]), load3(positions, atoms[2 * term + 1]));
        double d = length3(r);
        double difference = d - ideal[term];
        double beyond = fabs(difference) - slack[term];
        /* Not fmax, which drops NaN: a position that is not finite must show in the energy. */
        double delta = beyond < 0 ? 0 : beyond;
        double w = weight[term], ceiling = top[term], slope = 2 * w * delta;
        energy = w * delta * delta;
        if (ceiling > 0 && difference > 0) {
            double damping = exp(-energy / ceiling);
            energy = ceiling * (1 - damping);
            slope *= damping;
        }
        if (write_gradient) {
            Vec3 g = d > SHORTEST ? scale3((difference < 0 ? -slope : slope) / d, r) : vec3(0, 0, 0);
            store3(slots, first_slot + 2 * term, g);
            store3(slots, first_slot + 2 * term + 1, scale3(-1, g));
        }
    }
    energy = group_sum(scratch, energy, ITEM_GROUP);
    if (LOCAL_ID == 0)
        partial[first_partial + GROUP_ID] = energy;
}
