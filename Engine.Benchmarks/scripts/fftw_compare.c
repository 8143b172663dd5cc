/* Best times of FFTW's single precision real-to-complex transforms, planned with FFTW_MEASURE, in the format of FftTimes.cs:
   size, threads, direction, wall time and processor time in milliseconds. Arguments: number of threads, then sizes NXxNYxNZ[xBATCH]. */
#include <fftw3.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

static double now(clockid_t clock)
{
    struct timespec t;
    clock_gettime(clock, &t);
    return 1e3 * t.tv_sec + 1e-6 * t.tv_nsec;
}

static void run(fftwf_plan plan, double best[2])
{
    double wall = now(CLOCK_MONOTONIC), processor = now(CLOCK_PROCESS_CPUTIME_ID);
    fftwf_execute(plan);
    wall = now(CLOCK_MONOTONIC) - wall;
    processor = now(CLOCK_PROCESS_CPUTIME_ID) - processor;
    best[0] = wall < best[0] ? wall : best[0];
    best[1] = processor < best[1] ? processor : best[1];
}

static int measure(const char *size, int threads)
{
    int nx, ny, nz, batch = 1;
    if (sscanf(size, "%dx%dx%dx%d", &nx, &ny, &nz, &batch) < 3) {
        fprintf(stderr, "%s: not NXxNYxNZ or NXxNYxNZxBATCH\n", size);
        return 1;
    }
    long volume = (long)nx * ny * nz, half_volume = (long)(nx / 2 + 1) * ny * nz;
    float *real = fftwf_alloc_real(volume * batch);
    fftwf_complex *half = fftwf_alloc_complex(half_volume * batch);
    int n[3] = {nz, ny, nx};
    fftwf_plan forward = fftwf_plan_many_dft_r2c(3, n, batch, real, 0, 1, volume, half, 0, 1, half_volume, FFTW_MEASURE);
    fftwf_plan inverse = fftwf_plan_many_dft_c2r(3, n, batch, half, 0, 1, half_volume, real, 0, 1, volume, FFTW_MEASURE);
    double best_forward[2] = {1e300, 1e300}, best_inverse[2] = {1e300, 1e300}, start = now(CLOCK_MONOTONIC);
    for (int i = 0; i < 3 || (i < 1000 && now(CLOCK_MONOTONIC) - start < 1000); i++) {
        /* FFTW's inverse does not divide by the number of points: fill anew, or the numbers grow. */
        for (long j = 0; j < volume * batch; j++)
            real[j] = (float)(j % 1021) / 1021 - 0.5f;
        run(forward, best_forward);
        run(inverse, best_inverse);
    }
    printf("%s %d forward %.3f %.3f\n", size, threads, best_forward[0], best_forward[1]);
    printf("%s %d inverse %.3f %.3f\n", size, threads, best_inverse[0], best_inverse[1]);
    fftwf_destroy_plan(forward);
    fftwf_destroy_plan(inverse);
    fftwf_free(real);
    fftwf_free(half);
    return 0;
}

int main(int argc, char **argv)
{
    if (argc < 3) {
        fprintf(stderr, "usage: fftw_compare THREADS SIZE...\n");
        return 2;
    }
    int threads = atoi(argv[1]), status = 0;
    fftwf_init_threads();
    fftwf_plan_with_nthreads(threads);
    for (int i = 2; i < argc; i++)
        status |= measure(argv[i], threads);
    return status;
}
