/*
 * Density and its gradient between voxels. Fractions, weights and sums are double: the work is bound by the gather of voxels, and the
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

/* Grid position of a place. Returns 0 outside, 1 inside, -1 when the place is not finite. */
FUNCTION int locate_place(double px, double py, double pz, GLOBAL const double *frame, Grid grid, double *u)
{
    double x = px - frame[9], y = py - frame[10], z = pz - frame[11];
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

FUNCTION int locate(GLOBAL const double *positions, long atom, GLOBAL const double *frame, Grid grid, double *u)
{
    return locate_place(positions[3 * atom], positions[3 * atom + 1], positions[3 * atom + 2], frame, grid, u);
}
