/*
 * Copies: E = sum f(|y - m|^2) over the members of a group, y = R^T (x - t) a member in the common frame, f(s) = w s or, with top > 0, top (1 - exp(-w s / top)), and m the
 * point of least energy. There m's own change does not count, so the gradient of a member is 2 f' R (y - m). One work-item per group.
 */
FUNCTION Vec3 in_common_frame(GLOBAL const double *positions, GLOBAL const int *atoms, GLOBAL const int *frame_of, GLOBAL const double *frames, int member)
{
    GLOBAL const double *f = frames + FRAME_NUMBERS * (long)frame_of[member];
    Vec3 v = subtract3(load3(positions, atoms[member]), vec3(f[9], f[10], f[11]));
    return vec3(f[0] * v.x + f[3] * v.y + f[6] * v.z, f[1] * v.x + f[4] * v.y + f[7] * v.z, f[2] * v.x + f[5] * v.y + f[8] * v.z);
}

FUNCTION double distance2(Vec3 a, Vec3 b)
{
    Vec3 r = subtract3(a, b);
    return dot3(r, r);
}

/* The mean, weighted anew with f' until it stays. The nearest member has the weight 1, so that far members never leave 0/0. */
FUNCTION Vec3 copy_mean(
    GLOBAL const double *positions, GLOBAL const int *atoms, GLOBAL const int *frame_of, GLOBAL const double *frames, int first, int end, double weight, double top)
{
    Vec3 mean = vec3(0, 0, 0);
    int stays = !(top > 0) || end - first < 3;
    for (int k = first; k < end; k++)
        mean = add3(mean, in_common_frame(positions, atoms, frame_of, frames, k));
    mean = scale3(1.0 / (end - first), mean);
    for (int round = 0; round < COPY_ROUNDS && !stays; round++) {
        double nearest = distance2(in_common_frame(positions, atoms, frame_of, frames, first), mean), total = 0;
        Vec3 next = vec3(0, 0, 0);
        for (int k = first + 1; k < end; k++)
            nearest = fmin(nearest, distance2(in_common_frame(positions, atoms, frame_of, frames, k), mean));
        for (int k = first; k < end; k++) {
            Vec3 y = in_common_frame(positions, atoms, frame_of, frames, k);
            double factor = exp(-weight * (distance2(y, mean) - nearest) / top);
            next = add3(next, scale3(factor, y));
            total += factor;
        }
        next = scale3(1 / total, next);
        stays = distance2(next, mean) < COPY_STILL;
        mean = next;
    }
    return mean;
}

KERNEL(ITEM_GROUP) copy_terms(
    GLOBAL const double *positions, GLOBAL const int *start, GLOBAL const int *atoms, GLOBAL const int *frame_of, GLOBAL const double *frames,
    GLOBAL const double *weight, GLOBAL const double *top, GLOBAL double *slots, long first_slot, int write_gradient,
    GLOBAL double *partial, long first_partial, long count)
{
    LOCAL double scratch[ITEM_GROUP];
    long group = GLOBAL_ID;
    double energy = 0;
    if (group < count) {
        double w = weight[group], ceiling = top[group];
        Vec3 mean = copy_mean(positions, atoms, frame_of, frames, start[group], start[group + 1], w, ceiling);
        for (int k = start[group]; k < start[group + 1]; k++) {
            Vec3 r = subtract3(in_common_frame(positions, atoms, frame_of, frames, k), mean);
            double e = w * dot3(r, r), slope = 2 * w * ceiling_slope(e, ceiling);
            energy += ceiling_energy(e, ceiling);
            if (write_gradient) {
                GLOBAL const double *f = frames + FRAME_NUMBERS * (long)frame_of[k];
                Vec3 turned = vec3(f[0] * r.x + f[1] * r.y + f[2] * r.z, f[3] * r.x + f[4] * r.y + f[5] * r.z, f[6] * r.x + f[7] * r.y + f[8] * r.z);
                store3(slots, first_slot + k, scale3(slope, turned));
            }
        }
    }
    energy = group_sum(scratch, energy, ITEM_GROUP);
    if (LOCAL_ID == 0)
        partial[first_partial + GROUP_ID] = energy;
}
