/*
 * Density and its gradient at positions. Fractions, weights and sums are double: the work is bound by the gather of voxels, and the
 * gradient then agrees with finite differences of the value to rounding.
 */

/* An axis of the stencil: wraps when periodic, else repeats the edge voxel. */
FUNCTION int stencil_index(int i, int n, int periodic)
{
    if (periodic) {
        int r = i % n;
        return r < 0 ? r + n : r;
    }
    return i < 0 ? 0 : (i >= n ? n - 1 : i);
}

/* Weights and their derivatives at fraction t of the 4 points -1..2 (cubic, Catmull-Rom), or of the points 0, 1 (linear). */
FUNCTION void axis_weights(double t, int cubic, double *w, double *d)
{
    if (cubic) {
        w[0] = ((-0.5 * t + 1.0) * t - 0.5) * t;
        w[1] = (1.5 * t - 2.5) * t * t + 1.0;
        w[2] = ((-1.5 * t + 2.0) * t + 0.5) * t;
        w[3] = (0.5 * t - 0.5) * t * t;
        d[0] = (-1.5 * t + 2.0) * t - 0.5;
        d[1] = (4.5 * t - 5.0) * t;
        d[2] = (-4.5 * t + 4.0) * t + 0.5;
        d[3] = (1.5 * t - 1.0) * t;
    } else {
        w[0] = 1.0 - t;
        w[1] = t;
        d[0] = -1.0;
        d[1] = 1.0;
    }
}

typedef struct { int nx, ny, nz, periodic; } Grid;

/* Value and gradient (per voxel) of the density at grid position u. */
FUNCTION double density_at(GLOBAL const float *map, Grid grid, const double *u, int cubic, double *slope)
{
    double wx[4], wy[4], wz[4], dx[4], dy[4], dz[4];
    int taps = cubic ? 4 : 2;
    int back = cubic ? 1 : 0;
    double fx = floor(u[0]), fy = floor(u[1]), fz = floor(u[2]);
    int ix = (int)fx - back, iy = (int)fy - back, iz = (int)fz - back;
    double value = 0, gx = 0, gy = 0, gz = 0;
    axis_weights(u[0] - fx, cubic, wx, dx);
    axis_weights(u[1] - fy, cubic, wy, dy);
    axis_weights(u[2] - fz, cubic, wz, dz);
    for (int c = 0; c < taps; c++) {
        double plane = 0, plane_x = 0, plane_y = 0;
        long z = stencil_index(iz + c, grid.nz, grid.periodic);
        for (int b = 0; b < taps; b++) {
            double row = 0, row_x = 0;
            long first = (z * grid.ny + stencil_index(iy + b, grid.ny, grid.periodic)) * grid.nx;
            for (int a = 0; a < taps; a++) {
                double v = map[first + stencil_index(ix + a, grid.nx, grid.periodic)];
                row += wx[a] * v;
                row_x += dx[a] * v;
            }
            plane += wy[b] * row;
            plane_x += wy[b] * row_x;
            plane_y += dy[b] * row;
        }
        value += wz[c] * plane;
        gx += wz[c] * plane_x;
        gy += wz[c] * plane_y;
        gz += dz[c] * plane;
    }
    slope[0] = gx;
    slope[1] = gy;
    slope[2] = gz;
    return value;
}

/* Grid position of an atom. Returns 0 outside, 1 inside, -1 when the position is not finite. */
FUNCTION int locate(GLOBAL const double *positions, long atom, GLOBAL const double *frame, Grid grid, double *u)
{
    double x = positions[3 * atom] - frame[9], y = positions[3 * atom + 1] - frame[10], z = positions[3 * atom + 2] - frame[11];
    u[0] = frame[0] * x + frame[1] * y + frame[2] * z;
    u[1] = frame[3] * x + frame[4] * y + frame[5] * z;
    u[2] = frame[6] * x + frame[7] * y + frame[8] * z;
    if (!isfinite(u[0]) || !isfinite(u[1]) || !isfinite(u[2]))
        return -1;
    if (grid.periodic) {
        u[0] -= grid.nx * floor(u[0] / grid.nx);
        u[1] -= grid.ny * floor(u[1] / grid.ny);
        u[2] -= grid.nz * floor(u[2] / grid.nz);
        return 1;
    }
    return u[0] >= 0 && u[0] <= grid.nx - 1 && u[1] >= 0 && u[1] <= grid.ny - 1 && u[2] >= 0 && u[2] <= grid.nz - 1;
}

/* Group sums of weight x density into partial; adds scale x weight x gradient where write_gradient is set. */
KERNEL(ITEM_GROUP) interpolation_evaluate(
    GLOBAL const float *map, int nx, int ny, int nz, int periodic, GLOBAL const double *frame, GLOBAL const double *positions,
    GLOBAL const float *weights, int cubic, double scale, GLOBAL double *gradient, int write_gradient, GLOBAL double *partial, long count)
{
    LOCAL double scratch[ITEM_GROUP];
    long atom = GLOBAL_ID;
    double sum = 0;
    if (atom < count && weights[atom] != 0) {
        double u[3], slope[3];
        Grid grid;
        int inside;
        grid.nx = nx;
        grid.ny = ny;
        grid.nz = nz;
        grid.periodic = periodic;
        inside = locate(positions, atom, frame, grid, u);
        if (inside > 0) {
            double weight = weights[atom];
            double factor = scale * weight;
            sum = weight * density_at(map, grid, u, cubic, slope);
            if (write_gradient) {
                gradient[3 * atom] += factor * (frame[0] * slope[0] + frame[3] * slope[1] + frame[6] * slope[2]);
                gradient[3 * atom + 1] += factor * (frame[1] * slope[0] + frame[4] * slope[1] + frame[7] * slope[2]);
                gradient[3 * atom + 2] += factor * (frame[2] * slope[0] + frame[5] * slope[1] + frame[8] * slope[2]);
            }
        } else if (inside < 0) {
            sum = NO_NUMBER;
        }
    }
    sum = group_sum(scratch, sum, ITEM_GROUP);
    if (LOCAL_ID == 0)
        partial[GROUP_ID] = sum;
}

KERNEL(ITEM_GROUP) interpolation_values(
    GLOBAL const float *map, int nx, int ny, int nz, int periodic, GLOBAL const double *frame, GLOBAL const double *positions,
    int cubic, GLOBAL float *values, long count)
{
    long atom = GLOBAL_ID;
    if (atom < count) {
        double u[3], slope[3];
        Grid grid;
        int inside;
        double value = 0;
        grid.nx = nx;
        grid.ny = ny;
        grid.nz = nz;
        grid.periodic = periodic;
        inside = locate(positions, atom, frame, grid, u);
        if (inside > 0)
            value = density_at(map, grid, u, cubic, slope);
        else if (inside < 0)
            value = NO_NUMBER;
        values[atom] = (float)value;
    }
}
