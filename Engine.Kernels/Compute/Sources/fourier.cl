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

/* The shell of the coefficient h of a row, which lies at the squared distance across from the axis. */
FUNCTION int shell_index(int h, double across, double cell_x, double width)
{
    double sx = h / cell_x;
    return (int)(sqrt(sx * sx + across) / width + SHELL_HALF_UP);
}

/* The first coefficient of a row in shell k or beyond. A guess from the shell's radius, put right by the rule itself: the shells of a row rise with h. */
FUNCTION int shell_start(int k, double across, double cell_x, double width, int row)
{
    double rest = (k - 0.5) * width * ((k - 0.5) * width) - across;
    int h = rest > 0 ? (int)fmin(sqrt(rest) * cell_x, (double)row) : 0;
    while (h > 0 && shell_index(h - 1, across, cell_x, width) >= k)
        h--;
    while (h < row && shell_index(h, across, cell_x, width) < k)
        h++;
    return h;
}

/*
 * Sums over Fourier shells of two half spaces: Re(a b*), |a|^2, |b|^2 and the number of coefficients, those with h = 0 and h = nx/2 once, others twice. One
 * work-item per shell and plane adds the runs of its shell row by row, so that the order of the sums is fixed. Shell 0 holds nothing.
 */
KERNEL(ITEM_GROUP) fourier_shells(
    GLOBAL const float *a, GLOBAL const float *b, int nx, int ny, int nz, double cell_x, double cell_y, double cell_z, double width, int shells, GLOBAL double *sums)
{
    long i = GLOBAL_ID;
    if (i < (long)shells * nz) {
        int k = (int)(i % shells), z = (int)(i / shells), row = nx / 2 + 1;
        double sz = signed_index(z, nz) / cell_z, cross = 0, first = 0, second = 0, count = 0;
        for (int y = 0; k > 0 && y < ny; y++) {
            double sy = signed_index(y, ny) / cell_y, across = sy * sy + sz * sz;
            long offset = ((long)z * ny + y) * row;
            int end = shell_start(k + 1, across, cell_x, width, row);
            for (int h = shell_start(k, across, cell_x, width, row); h < end; h++) {
                double weight = h == 0 || 2 * h == nx ? 1 : 2;
                double ar = a[2 * (offset + h)], ai = a[2 * (offset + h) + 1], br = b[2 * (offset + h)], bi = b[2 * (offset + h) + 1];
                cross += weight * (ar * br + ai * bi);
                first += weight * (ar * ar + ai * ai);
                second += weight * (br * br + bi * bi);
                count += weight;
            }
        }
        sums[SHELL_NUMBERS * i] = cross;
        sums[SHELL_NUMBERS * i + 1] = first;
        sums[SHELL_NUMBERS * i + 2] = second;
        sums[SHELL_NUMBERS * i + 3] = count;
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

/* Each number times a factor; count is their number. */
KERNEL(ITEM_GROUP) fourier_scale(GLOBAL float *values, float factor, long count)
{
    long i = GLOBAL_ID;
    if (i < count)
        values[i] = factor * values[i];
}
