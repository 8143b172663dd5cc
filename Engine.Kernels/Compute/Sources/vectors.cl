/* Vector algebra of the minimiser, one work-item per element. */

KERNEL(ITEM_GROUP) vector_fill(GLOBAL double *x, double value, long count)
{
    long i = GLOBAL_ID;
    if (i < count)
        x[i] = value;
}

KERNEL(ITEM_GROUP) vector_scale(double a, GLOBAL double *x, long count)
{
    long i = GLOBAL_ID;
    if (i < count)
        x[i] = a * x[i];
}

/* z = x + a y; z may be x or y. */
KERNEL(ITEM_GROUP) vector_add_scaled(GLOBAL const double *x, double a, GLOBAL const double *y, GLOBAL double *z, long count)
{
    long i = GLOBAL_ID;
    if (i < count)
        z[i] = x[i] + a * y[i];
}

/* z = x y; z may be x or y. */
KERNEL(ITEM_GROUP) vector_multiply(GLOBAL const double *x, GLOBAL const double *y, GLOBAL double *z, long count)
{
    long i = GLOBAL_ID;
    if (i < count)
        z[i] = x[i] * y[i];
}
