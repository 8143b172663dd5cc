/* Comparison of two maps voxel by voxel. has_weights is 0 where every weight is 1; then weights is not read. */

/* Six weighted sums per block of REDUCE_BLOCK voxels, by a fixed tree. */
KERNEL(REDUCE_GROUP) voxels_sums(
    GLOBAL const float *observed, GLOBAL const float *calculated, GLOBAL const float *weights, int has_weights, GLOBAL double *partial, long count)
{
    LOCAL double scratch[REDUCE_GROUP];
    double sum[MAP_SUMS];
    for (int c = 0; c < MAP_SUMS; c++)
        sum[c] = 0;
    long first = GROUP_ID * REDUCE_BLOCK;
    for (int k = LOCAL_ID; k < REDUCE_BLOCK; k += REDUCE_GROUP) {
        long i = first + k;
        if (i < count) {
            double w = has_weights ? weights[i] : 1, o = observed[i], v = calculated[i];
            sum[0] += w;
            sum[1] += w * o;
            sum[2] += w * v;
            sum[3] += w * o * o;
            sum[4] += w * o * v;
            sum[5] += w * v * v;
        }
    }
    for (int c = 0; c < MAP_SUMS; c++) {
        double total = group_sum(scratch, sum[c], REDUCE_GROUP);
        if (LOCAL_ID == 0)
            partial[GROUP_ID * MAP_SUMS + c] = total;
        GROUP_BARRIER();
    }
}

/* result = w (a o + b c + e). */
KERNEL(ITEM_GROUP) voxels_combine(
    double a, GLOBAL const float *observed, double b, GLOBAL const float *calculated, double e, GLOBAL const float *weights, int has_weights,
    GLOBAL float *result, long count)
{
    long i = GLOBAL_ID;
    if (i < count) {
        double w = has_weights ? weights[i] : 1;
        result[i] = (float)(w * (a * observed[i] + b * calculated[i] + e));
    }
}

/* result = a b. */
KERNEL(ITEM_GROUP) voxels_multiply(GLOBAL const float *a, GLOBAL const float *b, GLOBAL float *result, long count)
{
    long i = GLOBAL_ID;
    if (i < count)
        result[i] = a[i] * b[i];
}

/*
 * Correlation coefficients from local averages of a b, a^2, b^2 and of a and b, which are 0 without has_first and has_second; 0 where a variance is not above
 * its limit.
 */
KERNEL(ITEM_GROUP) voxels_correlate(
    GLOBAL const float *product, GLOBAL const float *first_squared, GLOBAL const float *second_squared, GLOBAL const float *first, int has_first,
    GLOBAL const float *second, int has_second, double first_limit, double second_limit, GLOBAL float *result, long count)
{
    long i = GLOBAL_ID;
    if (i < count) {
        double a = has_first ? first[i] : 0, b = has_second ? second[i] : 0;
        double va = first_squared[i] - a * a, vb = second_squared[i] - b * b;
        double c = va > first_limit && vb > second_limit ? (product[i] - a * b) / sqrt(va * vb) : 0;
        result[i] = (float)(c > 1 ? 1 : c < -1 ? -1 : c);
    }
}

/* result += t source, t = 1 at the middle, falling linearly on either side with the places. */
KERNEL(ITEM_GROUP) voxels_add_between(
    GLOBAL const float *places, double middle, double rise, double fall, GLOBAL const float *source, GLOBAL float *result, long count)
{
    long i = GLOBAL_ID;
    if (i < count) {
        double away = places[i] - middle, t = away < 0 ? 1 + away * rise : 1 - away * fall;
        if (t > 0)
            result[i] += (float)(t * source[i]);
    }
}

/* A coarse map between its nodes, linear along each axis; node (x, y, z) and the parts of a step beyond it. */
FUNCTION float between_nodes(GLOBAL const float *values, int nodes_x, int nodes_y, int nodes_z, int x, int y, int z, float u, float v, float w)
{
    long dx = x + 1 < nodes_x ? 1 : 0, dy = y + 1 < nodes_y ? nodes_x : 0, dz = z + 1 < nodes_z ? (long)nodes_x * nodes_y : 0;
    GLOBAL const float *a = values + ((long)z * nodes_y + y) * nodes_x + x;
    float near = (1 - v) * ((1 - u) * a[0] + u * a[dx]) + v * ((1 - u) * a[dy] + u * a[dy + dx]);
    float far = (1 - v) * ((1 - u) * a[dz] + u * a[dz + dx]) + v * ((1 - u) * a[dz + dy] + u * a[dz + dy + dx]);
    return (1 - w) * near + w * far;
}

/* result += source n/d with n and d between nodes of a coarse grid, over the voxels from the first node to the last. */
KERNEL(ITEM_GROUP) voxels_add_ratio(
    GLOBAL const float *numerators, GLOBAL const float *denominators, int nodes_x, int nodes_y, int nodes_z, int step, int start, int nx, int ny, double limit,
    GLOBAL const float *source, GLOBAL float *result, long count)
{
    long item = GLOBAL_ID;
    if (item < count) {
        int extent_x = (nodes_x - 1) * step + 1, extent_y = (nodes_y - 1) * step + 1;
        int fx = (int)(item % extent_x), fy = (int)(item / extent_x % extent_y), fz = (int)(item / extent_x / extent_y);
        int x = fx / step, y = fy / step, z = fz / step;
        float u = (float)(fx % step) / step, v = (float)(fy % step) / step, w = (float)(fz % step) / step;
        float d = between_nodes(denominators, nodes_x, nodes_y, nodes_z, x, y, z, u, v, w);
        if (d > (float)limit) {
            long i = ((long)(fz + start) * ny + fy + start) * nx + fx + start;
            result[i] += source[i] * (between_nodes(numerators, nodes_x, nodes_y, nodes_z, x, y, z, u, v, w) / d);
        }
    }
}
