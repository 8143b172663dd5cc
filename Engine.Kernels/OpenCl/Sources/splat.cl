/*
 * Gaussian atoms onto a grid. A group owns a tile of voxels and loops over the list of atoms that reach it, so each voxel sums its atoms
 * in list order. An atom of the list stands on a grid point (anchor, in voxels from the tile's first voxel) plus a shift in Angstrom:
 * distances then keep their accuracy in single precision wherever the grid lies.
 */
KERNEL(TILE_GROUP) splat_tiles(
    GLOBAL float *grid, int nx, int ny, int nz, float voxel_x, float voxel_y, float voxel_z,
    GLOBAL const int *tile_origin, GLOBAL const int *start, GLOBAL const int *entry_atom, GLOBAL const int *entry_anchor,
    GLOBAL const float *shift, GLOBAL const float *radius_squared, GLOBAL const int *aniso_row,
    GLOBAL const float *iso, GLOBAL const float *aniso)
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
                long p = (long)atom * ISO_STRIDE;
                for (int g = 0; g < GAUSSIANS; g++)
                    sum += iso[p + 2 * g] * exp(-iso[p + 2 * g + 1] * r2);
            } else {
                long p = (long)row * ANISO_STRIDE;
                for (int g = 0; g < GAUSSIANS; g++) {
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
