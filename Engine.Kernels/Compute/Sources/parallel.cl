/*
 * Parallel planes: E = w (1 - cos^2 theta), theta the angle between the normals of the best planes of two groups of atoms. The normal n is the eigenvector of the smallest
 * eigenvalue lambda of M = sum r r^T; dn = -(M - lambda)^+ dM n, so a slope g = dE/dn gives the atoms (r.n) q + (r.q) n with q = -(M - lambda)^+ g.
 * Atoms in line have no plane: no energy, no gradient. One work-item per pair.
 */
typedef struct { Vec3 centre, axis[3]; double value[3]; int line; } Principal;

/* Principal axes of a group of atoms, that of the smallest value first. */
FUNCTION Principal principal_axes(GLOBAL const double *positions, GLOBAL const int *atoms, int first, int end)
{
    Principal p;
    double m[3][3] = { { 0, 0, 0 }, { 0, 0, 0 }, { 0, 0, 0 } }, v[3][3];
    int least;
    p.centre = vec3(0, 0, 0);
    for (int k = first; k < end; k++)
        p.centre = add3(p.centre, load3(positions, atoms[k]));
    p.centre = scale3(1.0 / (end - first), p.centre);
    for (int k = first; k < end; k++)
        add_outer(m, 1, subtract3(load3(positions, atoms[k]), p.centre));
    least = diagonalise(m, v);
    for (int k = 0; k < 3; k++) {
        int c = (least + k) % 3;
        p.axis[k] = vec3(v[0][c], v[1][c], v[2][c]);
        p.value[k] = m[c][c];
    }
    /* False for NaN, which is to show in the energy. */
    p.line = (p.value[1] < p.value[2] ? p.value[1] : p.value[2]) - p.value[0] <= SMALLEST_PLANE_GAP * (p.value[0] + p.value[1] + p.value[2]);
    return p;
}

FUNCTION void write_parallel(
    GLOBAL const double *positions, GLOBAL const int *atoms, int first, int end, Principal p, Vec3 slope, GLOBAL double *slots, long first_slot)
{
    Vec3 q = add3(
        scale3(dot3(slope, p.axis[1]) / (p.value[0] - p.value[1]), p.axis[1]), scale3(dot3(slope, p.axis[2]) / (p.value[0] - p.value[2]), p.axis[2]));
    for (int k = first; k < end; k++) {
        Vec3 r = subtract3(load3(positions, atoms[k]), p.centre);
        store3(slots, first_slot + k, add3(scale3(dot3(r, p.axis[0]), q), scale3(dot3(r, q), p.axis[0])));
    }
}

KERNEL(ITEM_GROUP) parallel_terms(
    GLOBAL const double *positions, GLOBAL const int *start, GLOBAL const int *atoms, GLOBAL const double *weight,
    GLOBAL double *slots, long first_slot, int write_gradient, GLOBAL double *partial, long first_partial, long count)
{
    LOCAL double scratch[ITEM_GROUP];
    long pair = GLOBAL_ID;
    double energy = 0;
    if (pair < count) {
        int first = start[2 * pair], middle = start[2 * pair + 1], end = start[2 * pair + 2];
        Principal one = principal_axes(positions, atoms, first, middle), two = principal_axes(positions, atoms, middle, end);
        if (one.line || two.line) {
            for (int k = first; k < end && write_gradient; k++)
                store3(slots, first_slot + k, vec3(0, 0, 0));
        } else {
            Vec3 across = cross3(one.axis[0], two.axis[0]);
            double slope = -2 * weight[pair] * dot3(one.axis[0], two.axis[0]);
            energy = weight[pair] * dot3(across, across);
            if (write_gradient) {
                write_parallel(positions, atoms, first, middle, one, scale3(slope, two.axis[0]), slots, first_slot);
                write_parallel(positions, atoms, middle, end, two, scale3(slope, one.axis[0]), slots, first_slot);
            }
        }
    }
    energy = group_sum(scratch, energy, ITEM_GROUP);
    if (LOCAL_ID == 0)
        partial[first_partial + GROUP_ID] = energy;
}
