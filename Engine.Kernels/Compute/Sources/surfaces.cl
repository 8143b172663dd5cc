/*
 * Torsion pairs: atoms a b c d e, phi = abcd, psi = bcde (IUPAC sign), E = w U(phi, psi). U is bicubic Hermite between nodes at -180 + 360 i / n
 * degrees; each node has U, dU/dphi, dU/dpsi and the cross derivative, psi fastest.
 */

/* A torsion in degrees, and its derivatives by the four atoms (degrees per Angstrom); none when three atoms are in line. */
FUNCTION double torsion_with_gradient(Vec3 x0, Vec3 x1, Vec3 x2, Vec3 x3, Vec3 slope[4])
{
    Vec3 f = subtract3(x0, x1), g = subtract3(x1, x2), h = subtract3(x3, x2);
    Vec3 a = cross3(f, g), b = cross3(h, g);
    double aa = dot3(a, a), bb = dot3(b, b), lg = length3(g);
    for (int k = 0; k < 4; k++)
        slope[k] = vec3(0, 0, 0);
    if (aa > SMALLEST_NORMAL && bb > SMALLEST_NORMAL && lg > SHORTEST_AXIS) {
        Vec3 share = subtract3(scale3(dot3(f, g) / (aa * lg), a), scale3(dot3(h, g) / (bb * lg), b));
        slope[0] = scale3(-lg / aa, a);
        slope[3] = scale3(lg / bb, b);
        slope[1] = subtract3(share, slope[0]);
        slope[2] = scale3(-1, add3(share, slope[3]));
        for (int k = 0; k < 4; k++)
            slope[k] = scale3(RADIANS_TO_DEGREES, slope[k]);
    }
    return atan2(-lg * dot3(f, b), dot3(a, b)) * RADIANS_TO_DEGREES;
}

/* Factors of the values at 0 and 1, then of the slopes there; d: the derivatives of all four. */
FUNCTION void hermite(double t, double width, double h[4], double d[4])
{
    h[1] = t * t * (3 - 2 * t);
    h[0] = 1 - h[1];
    h[2] = width * t * (1 - t) * (1 - t);
    h[3] = width * t * t * (t - 1);
    d[1] = 6 * t * (1 - t) / width;
    d[0] = -d[1];
    d[2] = (1 - t) * (1 - 3 * t);
    d[3] = t * (3 * t - 2);
}

/* A node index brought to 0 .. n-1; 0 for NaN. */
FUNCTION int wrapped_node(double index, int n)
{
    return index == index ? (((int)index % n) + n) % n : 0;
}

KERNEL(ITEM_GROUP) surface_terms(
    GLOBAL const double *positions, GLOBAL const int *atoms, GLOBAL const int *surface, GLOBAL const double *weight,
    GLOBAL const double *nodes, int n, GLOBAL double *slots, long first_slot, int write_gradient,
    GLOBAL double *partial, long first_partial, long count)
{
    LOCAL double scratch[ITEM_GROUP];
    long term = GLOBAL_ID;
    double energy = 0;
    if (term < count) {
        Vec3 x[5], by_phi[4], by_psi[4];
        double a[4], da[4], b[4], db[4], width = 360.0 / n, value = 0, du = 0, dv = 0, u, v, low, left;
        int i, j;
        for (int k = 0; k < 5; k++)
            x[k] = load3(positions, atoms[5 * term + k]);
        u = (torsion_with_gradient(x[0], x[1], x[2], x[3], by_phi) + 180) / width;
        v = (torsion_with_gradient(x[1], x[2], x[3], x[4], by_psi) + 180) / width;
        low = floor(u);
        left = floor(v);
        i = wrapped_node(low, n);
        j = wrapped_node(left, n);
        hermite(u - low, width, a, da);
        hermite(v - left, width, b, db);
        for (int corner = 0; corner < 4; corner++) {
            int k = corner >> 1, l = corner & 1;
            long node = 4 * (((long)surface[term] * n + (i + k) % n) * n + (j + l) % n);
            value += a[k] * (b[l] * nodes[node] + b[l + 2] * nodes[node + 2]) + a[k + 2] * (b[l] * nodes[node + 1] + b[l + 2] * nodes[node + 3]);
            du += da[k] * (b[l] * nodes[node] + b[l + 2] * nodes[node + 2]) + da[k + 2] * (b[l] * nodes[node + 1] + b[l + 2] * nodes[node + 3]);
            dv += a[k] * (db[l] * nodes[node] + db[l + 2] * nodes[node + 2]) + a[k + 2] * (db[l] * nodes[node + 1] + db[l + 2] * nodes[node + 3]);
        }
        energy = weight[term] * value;
        if (write_gradient) {
            for (int k = 0; k < 5; k++) {
                Vec3 g = vec3(0, 0, 0);
                if (k < 4)
                    g = add3(g, scale3(weight[term] * du, by_phi[k]));
                if (k > 0)
                    g = add3(g, scale3(weight[term] * dv, by_psi[k - 1]));
                store3(slots, first_slot + 5 * term + k, g);
            }
        }
    }
    energy = group_sum(scratch, energy, ITEM_GROUP);
    if (LOCAL_ID == 0)
        partial[first_partial + GROUP_ID] = energy;
}
