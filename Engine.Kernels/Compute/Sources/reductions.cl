/*
 * Reductions to one number per block of REDUCE_BLOCK elements. An item takes every REDUCE_GROUP-th element of its block, then the
 * group combines by a fixed tree; the host combines the blocks in order. Nothing depends on the device's width.
 */

KERNEL(REDUCE_GROUP) reduce_dot(GLOBAL const double *x, GLOBAL const double *y, GLOBAL double *partial, long count)
{
    LOCAL double scratch[REDUCE_GROUP];
    long first = GROUP_ID * REDUCE_BLOCK;
    double sum = 0;
    for (int k = LOCAL_ID; k < REDUCE_BLOCK; k += REDUCE_GROUP) {
        long i = first + k;
        if (i < count)
            sum += x[i] * y[i];
    }
    sum = group_sum(scratch, sum, REDUCE_GROUP);
    if (LOCAL_ID == 0)
        partial[GROUP_ID] = sum;
}

/* The larger of two numbers; not a number if either is not. */
FUNCTION double larger(double a, double b)
{
    if (isnan(a) || isnan(b))
        return NO_NUMBER;
    return a > b ? a : b;
}

/* Largest squared length of triples; count is the number of triples. */
KERNEL(REDUCE_GROUP) reduce_max_triple(GLOBAL const double *x, GLOBAL double *partial, long count)
{
    LOCAL double scratch[REDUCE_GROUP];
    int item = LOCAL_ID;
    long first = GROUP_ID * REDUCE_BLOCK;
    double largest = 0;
    for (int k = item; k < REDUCE_BLOCK; k += REDUCE_GROUP) {
        long i = first + k;
        if (i < count) {
            double a = x[3 * i], b = x[3 * i + 1], c = x[3 * i + 2];
            largest = larger(largest, a * a + b * b + c * c);
        }
    }
    scratch[item] = largest;
    GROUP_BARRIER();
    for (int half_size = REDUCE_GROUP / 2; half_size > 0; half_size /= 2) {
        if (item < half_size)
            scratch[item] = larger(scratch[item], scratch[item + half_size]);
        GROUP_BARRIER();
    }
    if (item == 0)
        partial[GROUP_ID] = scratch[0];
}
