/*
 * Repulsion, E = c max(0, contact - r)^4 over full neighbour lists: an atom sums its own partners in list order, and takes half of each
 * pair's energy. One work-item per atom; its gradient goes to its slot.
 */
KERNEL(ITEM_GROUP) nonbonded_terms(
    GLOBAL const double *positions, GLOBAL const int *start, GLOBAL const int *partners, GLOBAL const float *contact, double repulsion,
    GLOBAL double *slots, long first_slot, int write_gradient, GLOBAL double *partial, long first_partial, long count)
{
    LOCAL double scratch[ITEM_GROUP];
    long atom = GLOBAL_ID;
    double energy = 0;
    if (atom < count) {
        Vec3 here = load3(positions, atom), sum = vec3(0, 0, 0);
        for (int k = start[atom]; k < start[atom + 1]; k++) {
            Vec3 r = subtract3(here, load3(positions, partners[k]));
            double limit = contact[k];
            double square = dot3(r, r);
            if (!(square >= limit * limit)) {
                double d = sqrt(square);
                double overlap = limit - d, cube = overlap * overlap * overlap;
                energy += 0.5 * repulsion * cube * overlap;
                if (d > SHORTEST)
                    sum = subtract3(sum, scale3(4 * repulsion * cube / d, r));
            }
        }
        if (write_gradient)
            store3(slots, first_slot + atom, sum);
    }
    energy = group_sum(scratch, energy, ITEM_GROUP);
    if (LOCAL_ID == 0)
        partial[first_partial + GROUP_ID] = energy;
}
