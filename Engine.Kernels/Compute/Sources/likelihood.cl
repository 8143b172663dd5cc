/* Likelihood of densities and the Newton step of Fourier coefficients. */

/*
 * L', L'' of ln P, P = p [(1 - q) M + q N(mu, sigma^2 + noise)] + (1 - p) S, and per block of REDUCE_BLOCK voxels the sums of L, L', L'', of the probabilities of
 * the molecule and of voxels with L'' > 0. table: mean, 1/variance, height, 0 per Gaussian, those of the molecule first. The smallest exponent is taken off
 * before the exponentials. mean, deviation and share are not read when has_expected is 0.
 */
KERNEL(REDUCE_GROUP) likelihood_derive(
    GLOBAL const float *map, GLOBAL const float *probability, GLOBAL const float *table, int molecule, int classes, float least, GLOBAL const float *mean,
    GLOBAL const float *deviation, GLOBAL const float *share, int has_expected, float noise, GLOBAL float *first, GLOBAL float *second, GLOBAL double *partial, long count)
{
    LOCAL double scratch[REDUCE_GROUP];
    double sum[LIKELIHOOD_SUMS];
    for (int c = 0; c < LIKELIHOOD_SUMS; c++)
        sum[c] = 0;
    long start = GROUP_ID * REDUCE_BLOCK;
    for (int step = LOCAL_ID; step < REDUCE_BLOCK; step += REDUCE_GROUP) {
        long i = start + step;
        if (i < count) {
            float rho = map[i], p = probability[i];
            p = p < least ? least : p > 1 - least ? 1 - least : p;
            float part = 0, inverse = 0, slope_expected = 0, q_expected = 0, nearest = LIKELIHOOD_FAR;
            if (has_expected) {
                part = share[i];
                part = part < 0 ? 0 : part > 1 - least ? 1 - least : part;
            }
            if (part > 0) {
                float u = mean[i] - rho;
                inverse = 1 / (deviation[i] * deviation[i] + noise);
                slope_expected = u * inverse;
                nearest = q_expected = 0.5f * (u * slope_expected);
            }
            for (int k = 0; k < classes; k++) {
                float u = table[4 * k] - rho, q = 0.5f * (u * (u * table[4 * k + 1]));
                nearest = q < nearest ? q : nearest;
            }
            float total = 0, in_molecule = 0, slope = 0, width = 0;
            float free_part = p * (1 - part);
            for (int k = 0; k < classes; k++) {
                float u = table[4 * k] - rho, t = u * table[4 * k + 1];
                float r = (k < molecule ? free_part : 1 - p) * table[4 * k + 2] * exp(nearest - 0.5f * (u * t));
                total += r;
                in_molecule += k < molecule ? r : 0;
                slope += r * t;
                width += r * table[4 * k + 1];
            }
            float r_expected = 0;
            if (part > 0) {
                r_expected = p * part * sqrt(inverse) * 0.3989422804f * exp(nearest - q_expected);
                total += r_expected;
                in_molecule += r_expected;
                slope += r_expected * slope_expected;
                width += r_expected * inverse;
            }
            slope /= total;
            float bend = r_expected * (slope_expected - slope) * (slope_expected - slope);
            for (int k = 0; k < classes; k++) {
                float u = table[4 * k] - rho, t = u * table[4 * k + 1];
                float r = (k < molecule ? free_part : 1 - p) * table[4 * k + 2] * exp(nearest - 0.5f * (u * t));
                bend += r * (t - slope) * (t - slope);
            }
            bend = (bend - width) / total;
            first[i] = slope;
            second[i] = bend;
            sum[0] += log(total) - nearest;
            sum[1] += slope;
            sum[2] += bend;
            sum[3] += in_molecule / total;
            sum[4] += bend > 0 ? 1 : 0;
        }
    }
    for (int c = 0; c < LIKELIHOOD_SUMS; c++) {
        double total = group_sum(scratch, sum[c], REDUCE_GROUP);
        if (LOCAL_ID == 0)
            partial[GROUP_ID * LIKELIHOOD_SUMS + c] = total;
        GROUP_BARRIER();
    }
}

/* The index behind the middle of a wrapped axis is a negative one. */
FUNCTION int wrapped(int i, int n) { return 2 * i > n ? i - n : i; }

/*
 * result(h) = F(h) + D(h) below the limit, F(h) beyond it and for h = 0. [[m + br, bi], [bi, m - br]] D = -A with b = B(2h)/points; D = -A/m where |b|^2 > largest
 * and for coefficients that are real by symmetry. Per block of REDUCE_BLOCK coefficients: number changed, number that fell back, sums of |F|^2 and |D|^2.
 */
KERNEL(REDUCE_GROUP) likelihood_newton(
    GLOBAL const float *coefficients, GLOBAL const float *gradient, GLOBAL const float *curvature, int nx, int ny, int nz, double cell_x, double cell_y,
    double cell_z, double limit_squared, double m, double largest, GLOBAL float *result, GLOBAL double *partial)
{
    LOCAL double scratch[REDUCE_GROUP];
    double sum[NEWTON_SUMS];
    for (int c = 0; c < NEWTON_SUMS; c++)
        sum[c] = 0;
    int row = nx / 2 + 1;
    long start = GROUP_ID * REDUCE_BLOCK, count = (long)row * ny * nz;
    double points = (double)nx * ny * nz;
    for (int item = LOCAL_ID; item < REDUCE_BLOCK; item += REDUCE_GROUP) {
        long i = start + item;
        if (i < count) {
            int h = (int)(i % row), y = (int)(i / row % ny), z = (int)(i / row / ny);
            double sx = h / cell_x, sy = wrapped(y, ny) / cell_y, sz = wrapped(z, nz) / cell_z;
            double fr = coefficients[2 * i], fi = coefficients[2 * i + 1], dr = 0, di = 0;
            if (i > 0 && (sy * sy + sz * sz) + sx * sx < limit_squared) {
                int y2 = (int)(2L * y % ny), z2 = (int)(2L * z % nz), x2 = 2 * h, sign = 1;
                if (x2 >= row) {
                    x2 = nx - x2;
                    y2 = y2 ? ny - y2 : 0;
                    z2 = z2 ? nz - z2 : 0;
                    sign = -1;
                }
                long at = ((long)z2 * ny + y2) * row + x2;
                double ar = gradient[2 * i], ai = gradient[2 * i + 1], br = curvature[2 * at] / points, bi = sign * curvature[2 * at + 1] / points;
                double squared = br * br + bi * bi, weight = h == 0 || 2 * h == nx ? 1 : 2;
                int is_real = at == 0, is_fallback = !(squared <= largest);
                if (is_real || is_fallback) {
                    dr = -ar / m;
                    di = is_real ? 0 : -ai / m;
                } else {
                    double scale = -1 / (m * m - squared);
                    dr = scale * ((m - br) * ar - bi * ai);
                    di = scale * ((m + br) * ai - bi * ar);
                }
                sum[0] += weight;
                sum[1] += is_fallback && !is_real ? weight : 0;
                sum[2] += weight * (fr * fr + fi * fi);
                sum[3] += weight * (dr * dr + di * di);
            }
            result[2 * i] = (float)(fr + dr);
            result[2 * i + 1] = (float)(fi + di);
        }
    }
    for (int c = 0; c < NEWTON_SUMS; c++) {
        double total = group_sum(scratch, sum[c], REDUCE_GROUP);
        if (LOCAL_ID == 0)
            partial[GROUP_ID * NEWTON_SUMS + c] = total;
        GROUP_BARRIER();
    }
}
