/* Filters and layout changes of half-space arrays: (Nx/2+1) x Ny x Nz complex numbers, x fastest. One work-item per target coefficient. */

/* What lies just inside the sphere must not depend on whether a compiler joins products and sums. */
#pragma OPENCL FP_CONTRACT OFF

/* Signed index of a wrapped axis. */
FUNCTION int signed_index(int i, int n) { return 2 * i > n ? i - n : i; }

/*
 * target(h) = scale W(s) exp(blur s^2/4) source(h) where both grids hold h below their Nyquist index (s = 0 only if keep_origin); 0 elsewhere. The window W is
 * 1 up to s_inner and falls as a raised cosine to 0 at s_outer. With accumulate the result is added.
 */
KERNEL(ITEM_GROUP) fourier_filter(
    GLOBAL const float *source, int source_nx, int source_ny, int source_nz, GLOBAL float *target, int target_nx, int target_ny,
    int target_nz, double cell_x, double cell_y, double cell_z, double blur, double s_inner, double s_outer, double scale, int keep_origin,
    int accumulate)
{
    long i = GLOBAL_ID;
    int row = target_nx / 2 + 1;
    if (i < (long)row * target_ny * target_nz) {
        int h = (int)(i % row);
        int k = signed_index((int)(i / row % target_ny), target_ny);
        int l = signed_index((int)(i / row / target_ny), target_nz);
        double sx = h / cell_x, sy = k / cell_y, sz = l / cell_z;
        double s2 = (sy * sy + sz * sz) + sx * sx;
        int keep = s2 < s_outer * s_outer && (s2 > 0 || keep_origin);
        int ak = k < 0 ? -k : k, al = l < 0 ? -l : l;
        float real = 0, imaginary = 0;
        if (keep && 2 * h < target_nx && 2 * ak < target_ny && 2 * al < target_nz
            && 2 * h < source_nx && 2 * ak < source_ny && 2 * al < source_nz) {
            long from = ((long)(l < 0 ? l + source_nz : l) * source_ny + (k < 0 ? k + source_ny : k)) * (source_nx / 2 + 1) + h;
            double factor = scale * exp(blur * s2 / 4);
            if (s2 > s_inner * s_inner)
                factor *= 0.5 * (1 + cos(3.14159265358979323846 * (sqrt(s2) - s_inner) / (s_outer - s_inner)));
            real = (float)(factor * source[2 * from]);
            imaginary = (float)(factor * source[2 * from + 1]);
        }
        if (accumulate) {
            real += target[2 * i];
            imaginary += target[2 * i + 1];
        }
        target[2 * i] = real;
        target[2 * i + 1] = imaginary;
    }
}

/* True when a size holds an index that another has: all of them between equal sizes, else those below both Nyquist limits. */
FUNCTION int both_hold(int index, int n, int m) { return n == m || (2 * index < n && 2 * index < m); }

/*
 * target(h) = T(|s|) source(h). segments holds value and rise to the next node for the nodes 0 .. last, step apart, then the value past the last one and 0.
 * With accumulate the result is added.
 */
KERNEL(ITEM_GROUP) fourier_radial(
    GLOBAL const float *source, int source_nx, int source_ny, int source_nz, GLOBAL float *target, int target_nx, int target_ny,
    int target_nz, double cell_x, double cell_y, double cell_z, GLOBAL const double *segments, int last, double step, int accumulate)
{
    long i = GLOBAL_ID;
    int row = target_nx / 2 + 1;
    if (i < (long)row * target_ny * target_nz) {
        int h = (int)(i % row);
        int k = signed_index((int)(i / row % target_ny), target_ny);
        int l = signed_index((int)(i / row / target_ny), target_nz);
        int ak = k < 0 ? -k : k, al = l < 0 ? -l : l;
        float real = 0, imaginary = 0;
        if (both_hold(h, source_nx, target_nx) && both_hold(ak, source_ny, target_ny) && both_hold(al, source_nz, target_nz)) {
            double sx = h / cell_x, sy = k / cell_y, sz = l / cell_z;
            double u = sqrt((sy * sy + sz * sz) + sx * sx) / step;
            int node = u > last ? last + 1 : (int)u;
            double rise = segments[2 * node + 1];
            float factor = (float)(segments[2 * node] + (rise == 0 ? 0 : (u - node) * rise));
            long from = ((long)(l < 0 ? l + source_nz : l) * source_ny + (k < 0 ? k + source_ny : k)) * (source_nx / 2 + 1) + h;
            real = factor * source[2 * from];
            imaginary = factor * source[2 * from + 1];
        }
        if (accumulate) {
            real += target[2 * i];
            imaginary += target[2 * i + 1];
        }
        target[2 * i] = real;
        target[2 * i + 1] = imaginary;
    }
}

/* Real numbers to complex ones; count is their number. */
KERNEL(ITEM_GROUP) fourier_widen(GLOBAL const float *real, GLOBAL float *complex_values, long count)
{
    long i = GLOBAL_ID;
    if (i < count) {
        complex_values[2 * i] = real[i];
        complex_values[2 * i + 1] = 0;
    }
}

/* Real parts of complex numbers. */
KERNEL(ITEM_GROUP) fourier_narrow(GLOBAL const float *complex_values, GLOBAL float *real, long count)
{
    long i = GLOBAL_ID;
    if (i < count)
        real[i] = complex_values[2 * i];
}
