/*
 * Torsions (IUPAC sign). With delta in degrees: period n > 0: E = w (9600/n^2) (1 - cos(n delta)); n = 0: E = w delta^2, delta wrapped to
 * +-180 and counted from the edge of the flat bottom, level at top where top > 0. Gradient of the angle after Blondel & Karplus, J. Comput. Chem. 17 (1996) 1132.
 */
KERNEL(ITEM_GROUP) torsion_terms(
    GLOBAL const double *positions, GLOBAL const int *atoms, GLOBAL const double *ideal, GLOBAL const double *weight,
    GLOBAL const int *period, GLOBAL const double *top, GLOBAL const double *slack, GLOBAL double *slots, long first_slot, int write_gradient,
    GLOBAL double *partial, long first_partial, long count)
{
    LOCAL double scratch[ITEM_GROUP];
    long term = GLOBAL_ID;
    double energy = 0;
    if (term < count) {
        Vec3 x1 = load3(positions, atoms[4 * term + 1]), x2 = load3(positions, atoms[4 * term + 2]);
        Vec3 f = subtract3(load3(positions, atoms[4 * term]), x1);
        Vec3 g = subtract3(x1, x2);
        Vec3 h = subtract3(load3(positions, atoms[4 * term + 3]), x2);
        Vec3 a = cross3(f, g), b = cross3(h, g);
        double aa = dot3(a, a), bb = dot3(b, b), lg = length3(g);
        Vec3 g0 = vec3(0, 0, 0), g1 = g0, g2 = g0, g3 = g0;
        double delta = atan2(dot3(cross3(b, a), g) / lg, dot3(a, b)) * RADIANS_TO_DEGREES - ideal[term];
        double w = weight[term], slope;
        int n = period[term];
        if (n > 0) {
            double factor = w * TORSION_SCALE / ((double)n * n);
            double argument = n * delta / RADIANS_TO_DEGREES;
            energy = factor * (1 - cos(argument));
            slope = factor * n * sin(argument);
        } else {
            delta -= 360 * rint(delta / 360);
            delta -= fmin(fmax(delta, -slack[term]), slack[term]);
            energy = ceiling_energy(w * delta * delta, top[term]);
            slope = 2 * w * delta * RADIANS_TO_DEGREES * ceiling_slope(w * delta * delta, top[term]);
        }
        if (aa > SMALLEST_NORMAL && bb > SMALLEST_NORMAL && lg > SHORTEST_AXIS) {
            Vec3 share = subtract3(scale3(slope * dot3(f, g) / (aa * lg), a), scale3(slope * dot3(h, g) / (bb * lg), b));
            g0 = scale3(-slope * lg / aa, a);
            g3 = scale3(slope * lg / bb, b);
            g1 = subtract3(share, g0);
            g2 = scale3(-1, add3(share, g3));
        }
        if (write_gradient) {
            store3(slots, first_slot + 4 * term, g0);
            store3(slots, first_slot + 4 * term + 1, g1);
            store3(slots, first_slot + 4 * term + 2, g2);
            store3(slots, first_slot + 4 * term + 3, g3);
        }
    }
    energy = group_sum(scratch, energy, ITEM_GROUP);
    if (LOCAL_ID == 0)
        partial[first_partial + GROUP_ID] = energy;
}
