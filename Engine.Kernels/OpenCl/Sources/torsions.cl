/*
 * Torsions (IUPAC sign). With delta in degrees: period n > 0: E = w (9600/n^2) (1 - cos(n delta)); n = 0: E = w delta^2, delta wrapped to
 * +-180. Gradient of the angle after Blondel & Karplus, J. Comput. Chem. 17 (1996) 1132.
 */
KERNEL(ITEM_GROUP) torsion_terms(
    GLOBAL const double *positions, GLOBAL const int *atoms, GLOBAL const double *ideal, GLOBAL const double *weight,
    GLOBAL const int *period, GLOBAL double *slots, long first_slot, int write_gradient,
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
        if (!(aa < TORSION_DEGENERATE) && !(bb < TORSION_DEGENERATE)) {
            double angle = atan2(dot3(cross3(b, a), g) / lg, dot3(a, b)) * RADIANS_TO_DEGREES;
            double delta = angle - ideal[term], slope, fg, hg;
            double w = weight[term];
            int n = period[term];
            if (n > 0) {
                double argument = n * delta / RADIANS_TO_DEGREES;
                energy = w * (TORSION_SCALE / ((double)n * n)) * (1 - cos(argument));
                slope = w * (TORSION_SCALE / (double)n) * sin(argument);
            } else {
                delta -= 360 * floor(delta / 360 + 0.5);
                energy = w * delta * delta;
                slope = 2 * w * delta * RADIANS_TO_DEGREES;
            }
            fg = dot3(f, g) / (aa * lg);
            hg = dot3(h, g) / (bb * lg);
            g0 = scale3(-slope * lg / aa, a);
            g3 = scale3(slope * lg / bb, b);
            g1 = subtract3(scale3(slope * fg, a), scale3(slope * hg, b));
            g2 = scale3(-1, add3(g1, g3));
            g1 = subtract3(g1, g0);
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
