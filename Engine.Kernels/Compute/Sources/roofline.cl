/* Ceilings of the device: memory, and multiply-adds in registers. */

KERNEL(ITEM_GROUP) roofline_triad(GLOBAL float *a, GLOBAL const float *b, GLOBAL const float *c, float factor, long count)
{
    long i = GLOBAL_ID;
    if (i < count)
        a[i] = b[i] + factor * c[i];
}

/* Eight chains hide the latency. The sum is written, so that no compiler drops them. */
KERNEL(ITEM_GROUP) roofline_single(GLOBAL float *sink, float factor, int rounds)
{
    float t = 0.5f, a = t, b = t + 1, c = t + 2, d = t + 3, e = t + 4, f = t + 5, g = t + 6, h = t + 7;
    for (int round = 0; round < rounds; round++) {
        a = fma(a, factor, t);
        b = fma(b, factor, t);
        c = fma(c, factor, t);
        d = fma(d, factor, t);
        e = fma(e, factor, t);
        f = fma(f, factor, t);
        g = fma(g, factor, t);
        h = fma(h, factor, t);
    }
    sink[GLOBAL_ID] = a + b + c + d + e + f + g + h;
}

KERNEL(ITEM_GROUP) roofline_double(GLOBAL double *sink, double factor, int rounds)
{
    double t = 0.5, a = t, b = t + 1, c = t + 2, d = t + 3, e = t + 4, f = t + 5, g = t + 6, h = t + 7;
    for (int round = 0; round < rounds; round++) {
        a = fma(a, factor, t);
        b = fma(b, factor, t);
        c = fma(c, factor, t);
        d = fma(d, factor, t);
        e = fma(e, factor, t);
        f = fma(f, factor, t);
        g = fma(g, factor, t);
        h = fma(h, factor, t);
    }
    sink[GLOBAL_ID] = a + b + c + d + e + f + g + h;
}
