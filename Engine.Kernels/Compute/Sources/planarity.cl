/*
 * Planes: E = sum w dist^2 to the plane that makes the sum smallest. At that plane its own change does not count, so the gradient of an
 * atom is 2 w dist n. One work-item per plane.
 */

/* One Jacobi rotation that zeroes m[p][q] of a symmetric matrix; v collects the rotations. */
FUNCTION void rotate(double m[3][3], double v[3][3], int p, int q)
{
    double theta, t, c, s;
    int k;
    if (m[p][q] == 0)
        return;
    theta = (m[q][q] - m[p][p]) / (2 * m[p][q]);
    t = 1 / (fabs(theta) + sqrt(theta * theta + 1));
    if (theta < 0)
        t = -t;
    c = 1 / sqrt(t * t + 1);
    s = t * c;
    for (k = 0; k < 3; k++) {
        double a = m[k][p], b = m[k][q];
        m[k][p] = c * a - s * b;
        m[k][q] = s * a + c * b;
    }
    for (k = 0; k < 3; k++) {
        double a = m[p][k], b = m[q][k];
        m[p][k] = c * a - s * b;
        m[q][k] = s * a + c * b;
        a = v[k][p];
        b = v[k][q];
        v[k][p] = c * a - s * b;
        v[k][q] = s * a + c * b;
    }
}

/* Eigenvalues on the diagonal of a symmetric matrix, which is overwritten, unit eigenvectors in the columns of v; returns the column of the smallest. */
FUNCTION int diagonalise(double m[3][3], double v[3][3])
{
    double size = m[0][0] + m[1][1] + m[2][2];
    int best = 0;
    for (int k = 0; k < 9; k++)
        v[k / 3][k % 3] = k % 4 == 0 ? 1 : 0;
    for (int sweep = 0; sweep < 20; sweep++) {
        if (fabs(m[0][1]) + fabs(m[0][2]) + fabs(m[1][2]) <= 1e-30 * size)
            break;
        rotate(m, v, 0, 1);
        rotate(m, v, 0, 2);
        rotate(m, v, 1, 2);
    }
    if (m[1][1] < m[best][best])
        best = 1;
    if (m[2][2] < m[best][best])
        best = 2;
    return best;
}

/* m += w r r^T. */
FUNCTION void add_outer(double m[3][3], double w, Vec3 r)
{
    m[0][0] += w * r.x * r.x;
    m[0][1] += w * r.x * r.y;
    m[0][2] += w * r.x * r.z;
    m[1][1] += w * r.y * r.y;
    m[1][2] += w * r.y * r.z;
    m[2][2] += w * r.z * r.z;
    m[1][0] = m[0][1];
    m[2][0] = m[0][2];
    m[2][1] = m[1][2];
}

KERNEL(ITEM_GROUP) planarity_terms(
    GLOBAL const double *positions, GLOBAL const int *start, GLOBAL const int *atoms, GLOBAL const double *weight,
    GLOBAL double *slots, long first_slot, int write_gradient, GLOBAL double *partial, long first_partial, long count)
{
    LOCAL double scratch[ITEM_GROUP];
    long plane = GLOBAL_ID;
    double energy = 0;
    if (plane < count) {
        int first = start[plane], end = start[plane + 1];
        double m[3][3] = { { 0, 0, 0 }, { 0, 0, 0 }, { 0, 0, 0 } }, v[3][3];
        double total = 0;
        int best;
        Vec3 centre = vec3(0, 0, 0), normal;
        for (int k = first; k < end; k++) {
            centre = add3(centre, scale3(weight[k], load3(positions, atoms[k])));
            total += weight[k];
        }
        centre = scale3(1 / total, centre);
        for (int k = first; k < end; k++)
            add_outer(m, weight[k], subtract3(load3(positions, atoms[k]), centre));
        best = diagonalise(m, v);
        normal = vec3(v[0][best], v[1][best], v[2][best]);
        for (int k = first; k < end; k++) {
            double distance = dot3(subtract3(load3(positions, atoms[k]), centre), normal);
            energy += weight[k] * distance * distance;
            if (write_gradient)
                store3(slots, first_slot + k, scale3(2 * weight[k] * distance, normal));
        }
    }
    energy = group_sum(scratch, energy, ITEM_GROUP);
    if (LOCAL_ID == 0)
        partial[first_partial + GROUP_ID] = energy;
}
