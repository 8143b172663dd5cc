/* Each atom sums the slots that terms wrote for it, in list order, and last the slot of its repulsion where there is one. */
KERNEL(ITEM_GROUP) gather_slots(
    GLOBAL const double *slots, GLOBAL const int *start, GLOBAL const int *list, long nonbonded_slot, double scale,
    GLOBAL double *gradient, long count)
{
    long atom = GLOBAL_ID;
    if (atom < count) {
        Vec3 sum = vec3(0, 0, 0);
        for (int k = start[atom]; k < start[atom + 1]; k++)
            sum = add3(sum, load3(slots, list[k]));
        if (nonbonded_slot >= 0)
            sum = add3(sum, load3(slots, nonbonded_slot + atom));
        store3(gradient, atom, add3(load3(gradient, atom), scale3(scale, sum)));
    }
}
