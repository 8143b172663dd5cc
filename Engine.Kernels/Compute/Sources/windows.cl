/* Cubic windows of a map: gathered one after the other for a batch of Fourier transforms, and sums over their coefficients. */

/* One group per window and plane. starts holds x, y, z of the first voxel of each window. */
KERNEL(WINDOW_GROUP) windows_gather(
    GLOBAL const float *map, int nx, int ny, GLOBAL const int *starts, int side, GLOBAL float *windows)
{
    long window = GROUP_ID / side;
    int plane = (int)(GROUP_ID - window * side);
    long from = ((long)(starts[3 * window + 2] + plane) * ny + starts[3 * window + 1]) * nx + starts[3 * window];
    long to = GROUP_ID * side * side;
    /* x and y go on by the group's size: no division per voxel. */
    int x = LOCAL_ID, y = 0;
    for (int i = LOCAL_ID; i < side * side; i += WINDOW_GROUP) {
        while (x >= side) {
            x -= side;
            y++;
        }
        windows[to + i] = map[from + (long)y * nx + x];
        x += WINDOW_GROUP;
    }
}

/*
 * One group per window and bin; points are the coefficients of the half space sorted by bin, firsts their first point by bin. factors holds the sign and weight of a
 * point in the central voxel, and its fraction of the interval; amplitude_weights the weight of a bin in its shell, 0 for none.
 */
KERNEL(WINDOW_GROUP) windows_sums(
    GLOBAL const float *map, GLOBAL const float *reference, int has_reference, long coefficients, GLOBAL const int *points, GLOBAL const float *factors,
    GLOBAL const int *firsts, GLOBAL const float *amplitude_weights, int bins, GLOBAL double *sums)
{
    LOCAL double scratch[WINDOW_GROUP];
    long window = GROUP_ID / bins;
    int bin = (int)(GROUP_ID - window * bins);
    double sum[WINDOW_SUMS];
    for (int c = 0; c < WINDOW_SUMS; c++)
        sum[c] = 0;
    double amplitude_weight = amplitude_weights[bin];
    for (int p = firsts[bin] + LOCAL_ID; p < firsts[bin + 1]; p += WINDOW_GROUP) {
        long k = 2 * (window * coefficients + points[p]);
        double re = map[k], im = map[k + 1], part = factors[2 * p] * re;
        sum[2] += part;
        sum[3] += factors[2 * p + 1] * part;
        if (amplitude_weight > 0) {
            sum[0] += sqrt(re * re + im * im);
            if (has_reference) {
                re = reference[k];
                im = reference[k + 1];
                sum[1] += sqrt(re * re + im * im);
            }
        }
    }
    for (int c = 0; c < WINDOW_SUMS; c++) {
        double total = group_sum(scratch, sum[c], WINDOW_GROUP);
        if (LOCAL_ID == 0)
            sums[GROUP_ID * WINDOW_SUMS + c] = c < 2 ? amplitude_weight * total : total;
        GROUP_BARRIER();
    }
}
