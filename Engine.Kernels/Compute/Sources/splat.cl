/*
 * Gaussian atoms onto a grid. A group owns a tile of voxels and loops over the list of atoms that reach it, so each voxel sums its atoms
 * in list order. An atom of the list stands on a grid point (anchor, in voxels from the tile's first voxel) plus a shift in Angstrom:
 * distances then keep their accuracy in single precision wherever the grid lies. Coefficients per Gaussian: amplitude and exponent of isotropic
 * atoms; amplitude and six exponents 11 22 33 12 13 23 of anisotropic ones.
 */
KERNEL(TILE_GROUP) splat_tiles(
    GLOBAL float *grid, int nx, int ny, int nz, float voxel_x, float voxel_y, float voxel_z,
    GLOBAL const int *tile_origin, GLOBAL const int *start, GLOBAL const int *entry_atom, GLOBAL const int *entry_anchor,
    GLOBAL const float *shift, GLOBAL const float *radius_squared, GLOBAL const int *aniso_row,
    GLOBAL const float *iso, GLOBAL const float *aniso, int terms)
{
    long tile = GROUP_ID;
    int item = LOCAL_ID;
    int x = item % TILE_X, y = item / TILE_X % TILE_Y, z = item / (TILE_X * TILE_Y);
    int gx = tile_origin[3 * tile] + x, gy = tile_origin[3 * tile + 1] + y, gz = tile_origin[3 * tile + 2] + z;
    int last = start[tile + 1];
    float sum = 0;
    for (int k = start[tile]; k < last; k++) {
        int atom = entry_atom[k];
        float dx = (x - entry_anchor[3 * k]) * voxel_x - shift[3 * atom];
        float dy = (y - entry_anchor[3 * k + 1]) * voxel_y - shift[3 * atom + 1];
        float dz = (z - entry_anchor[3 * k + 2]) * voxel_z - shift[3 * atom + 2];
        float r2 = dx * dx + dy * dy + dz * dz;
        if (r2 <= radius_squared[atom]) {
            int row = aniso_row[atom];
            if (row < 0) {
                long p = 2L * terms * atom;
                for (int g = 0; g < terms; g++)
                    sum += iso[p + 2 * g] * exp(-iso[p + 2 * g + 1] * r2);
            } else {
                long p = 7L * terms * row;
                for (int g = 0; g < terms; g++) {
                    long q = p + 7 * g;
                    float e = aniso[q + 1] * dx * dx + aniso[q + 2] * dy * dy + aniso[q + 3] * dz * dz
                        + 2 * (aniso[q + 4] * dx * dy + aniso[q + 5] * dx * dz + aniso[q + 6] * dy * dz);
                    sum += aniso[q] * exp(-e);
                }
            }
        }
    }
    if (gx < nx && gy < ny && gz < nz)
        grid[((long)gz * ny + gy) * nx + gx] += sum;
}

/* Index on an axis that repeats. */
FUNCTION int wrapped_index(int i, int n)
{
    int remainder = i % n;
    return remainder < 0 ? remainder + n : remainder;
}

/*
 * One group per atom: the gradients of a target by its parameters, over the voxels that splat_tiles would write, by a fixed tree. Coefficients are those of
 * unit occupancy; anchor is the atom's nearest grid point, not wrapped.
 */
KERNEL(GATHER_GROUP) splat_gather(
    GLOBAL const float *slopes, int nx, int ny, int nz, int periodic, float voxel_x, float voxel_y, float voxel_z,
    GLOBAL const int *anchor, GLOBAL const float *shift, GLOBAL const float *radius_squared, GLOBAL const float *occupancy,
    GLOBAL const int *aniso_row, GLOBAL const float *iso, GLOBAL const float *aniso, int terms, GLOBAL double *sums)
{
    LOCAL double scratch[GATHER_GROUP];
    double sum[SUM_STRIDE];
    for (int c = 0; c < SUM_STRIDE; c++)
        sum[c] = 0;
    long atom = GROUP_ID;
    int row = aniso_row[atom];
    float limit = radius_squared[atom], end = sqrt(limit);
    int reach_x = (int)(end / voxel_x) + 1, reach_y = (int)(end / voxel_y) + 1, reach_z = (int)(end / voxel_z) + 1;
    int size_x = 2 * reach_x + 1, size_y = 2 * reach_y + 1, size_z = 2 * reach_z + 1;
    for (long k = LOCAL_ID; k < (long)size_x * size_y * size_z; k += GATHER_GROUP) {
        int ix = (int)(k % size_x) - reach_x, iy = (int)(k / size_x % size_y) - reach_y, iz = (int)(k / size_x / size_y) - reach_z;
        float dx = ix * voxel_x - shift[3 * atom], dy = iy * voxel_y - shift[3 * atom + 1], dz = iz * voxel_z - shift[3 * atom + 2];
        float r2 = dx * dx + dy * dy + dz * dz;
        int x = ix + anchor[3 * atom], y = iy + anchor[3 * atom + 1], z = iz + anchor[3 * atom + 2];
        int inside = r2 <= limit;
        if (periodic) {
            x = wrapped_index(x, nx);
            y = wrapped_index(y, ny);
            z = wrapped_index(z, nz);
        } else {
            inside = inside && x >= 0 && y >= 0 && z >= 0 && x < nx && y < ny && z < nz;
        }
        if (inside) {
            float slope = slopes[((long)z * ny + y) * nx + x];
            for (int g = 0; g < terms; g++) {
                if (row < 0) {
                    /* e = 4 pi^2 / v: d/dx = 2 e x, d/dB = (e r^2 - 3/2) / v. */
                    float e = iso[2L * terms * atom + 2 * g + 1], part = slope * iso[2L * terms * atom + 2 * g] * exp(-e * r2);
                    sum[0] += part;
                    sum[1] += 2 * e * dx * part;
                    sum[2] += 2 * e * dy * part;
                    sum[3] += 2 * e * dz * part;
                    sum[4] += part * (e * r2 - 1.5f) * e / (float)FOUR_PI_SQUARED;
                } else {
                    /* With E = 4 pi^2 M^-1 and h = E r: d/dx = 2 h, d/dU = 2 h h^T - E. */
                    long q = 7L * terms * row + 7 * g;
                    float hx = aniso[q + 1] * dx + aniso[q + 4] * dy + aniso[q + 5] * dz;
                    float hy = aniso[q + 4] * dx + aniso[q + 2] * dy + aniso[q + 6] * dz;
                    float hz = aniso[q + 5] * dx + aniso[q + 6] * dy + aniso[q + 3] * dz;
                    float part = slope * aniso[q] * exp(-(hx * dx + hy * dy + hz * dz));
                    sum[0] += part;
                    sum[1] += 2 * hx * part;
                    sum[2] += 2 * hy * part;
                    sum[3] += 2 * hz * part;
                    sum[6] += part * (2 * hx * hx - aniso[q + 1]);
                    sum[7] += part * (2 * hy * hy - aniso[q + 2]);
                    sum[8] += part * (2 * hz * hz - aniso[q + 3]);
                    sum[9] += 2 * part * (2 * hx * hy - aniso[q + 4]);
                    sum[10] += 2 * part * (2 * hx * hz - aniso[q + 5]);
                    sum[11] += 2 * part * (2 * hy * hz - aniso[q + 6]);
                }
            }
        }
    }
    for (int c = 0; c < SUM_STRIDE; c++) {
        double total = group_sum(scratch, sum[c], GATHER_GROUP);
        if (LOCAL_ID == 0)
            sums[atom * SUM_STRIDE + c] = c == 0 ? total : occupancy[atom] * total;
        GROUP_BARRIER();
    }
}
