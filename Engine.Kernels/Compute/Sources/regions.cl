/*
 * Sums over unions of equal spheres: one group per region, its rows dealt out to the items. A voxel counts once, where the first sphere that holds it is met.
 * The numbers are those of SphereRuns: squared distances in double precision, at most the squared radius.
 */
KERNEL(REGION_GROUP) region_sums(
    GLOBAL const float *a, GLOBAL const float *b, int nx, int ny, int nz, double voxel_x, double voxel_y, double voxel_z, double radius,
    GLOBAL const int *start, GLOBAL const double *centres, GLOBAL const int *windows, GLOBAL const long *pivots, GLOBAL double *sums)
{
    LOCAL double scratch[REGION_GROUP];
    long region = GROUP_ID;
    GLOBAL const int *window = windows + 6 * region;
    double total[REGION_SUMS], limit = radius * radius;
    double pivot_a = a[pivots[region]], pivot_b = b[pivots[region]];
    for (int c = 0; c < REGION_SUMS; c++)
        total[c] = 0;
    for (int row = LOCAL_ID; row < window[4] * window[5]; row += REGION_GROUP) {
        int y = window[1] + row % window[4], z = window[2] + row / window[4];
        int wrapped_y = ((y % ny) + ny) % ny, wrapped_z = ((z % nz) + nz) % nz;
        GLOBAL const float *row_a = a + ((long)wrapped_z * ny + wrapped_y) * nx, *row_b = b + ((long)wrapped_z * ny + wrapped_y) * nx;
        int next = window[0], last = window[0] + window[3] - 1;
        /* Runs are taken in rising order: among the spheres that hold a voxel at or behind 'next', the one whose run starts first. */
        while (next <= last) {
            int low = last + 1, high = last;
            for (int s = start[region]; s < start[region + 1]; s++) {
                double dz = (z - centres[3 * s + 2]) * voxel_z, dy = (y - centres[3 * s + 1]) * voxel_y, x = centres[3 * s];
                double rest = dz * dz + dy * dy;
                if (rest <= limit) {
                    double half_run = sqrt(limit - rest) / voxel_x;
                    double first = floor(x - half_run), end = ceil(x + half_run);
                    int from = first > next ? (int)first : next, to = end < last ? (int)end : last;
                    while (from <= to && !((from - x) * voxel_x * ((from - x) * voxel_x) + rest <= limit))
                        from++;
                    while (to >= from && !((to - x) * voxel_x * ((to - x) * voxel_x) + rest <= limit))
                        to--;
                    if (from <= to && (from < low || (from == low && to > high))) {
                        low = from;
                        high = to;
                    }
                }
            }
            for (int k = low; k <= high; k++) {
                int at = ((k % nx) + nx) % nx;
                double p = row_a[at] - pivot_a, q = row_b[at] - pivot_b;
                total[0] += 1;
                total[1] += p;
                total[2] += q;
                total[3] += p * p;
                total[4] += q * q;
                total[5] += p * q;
            }
            next = high + 1;
        }
    }
    for (int c = 0; c < REGION_SUMS; c++) {
        double all = group_sum(scratch, total[c], REGION_GROUP);
        if (LOCAL_ID == 0)
            sums[region * REGION_SUMS + c] = all;
        GROUP_BARRIER();
    }
}
