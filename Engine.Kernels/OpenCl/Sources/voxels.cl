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
