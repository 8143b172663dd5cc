/*
 * Atom images on a grid, and the gradients of a target by their parameters. An image stands on a grid point (anchor) plus a shift in Angstrom; its radial
 * profile is looked up by distance, a cubic Hermite polynomial between nodes.
 */

/* Coefficients of the cubic between two nodes: value, and derivative by the fraction q of the interval. */
FUNCTION float hermite(float v0, float s0, float v1, float s1, float q)
{
    float rise = v1 - v0;
    return v0 + q * (s0 + q * (3 * rise - 2 * s0 - s1 + q * (s0 + s1 - 2 * rise)));
}

FUNCTION float hermite_slope(float v0, float s0, float v1, float s1, float q)
{
    float rise = v1 - v0;
    return s0 + q * (2 * (3 * rise - 2 * s0 - s1) + 3 * q * (s0 + s1 - 2 * rise));
}

/* A group owns a tile of voxels and loops over the list of images that reach it, so each voxel sums its images in list order. */
KERNEL(TILE_GROUP) images_tiles(
    GLOBAL float *grid, int nx, int ny, int nz, float voxel_x, float voxel_y, float voxel_z,
    GLOBAL const int *tile_origin, GLOBAL const int *start, GLOBAL const int *entry_image, GLOBAL const int *entry_anchor,
    GLOBAL const float *shift, GLOBAL const float *radius, GLOBAL const int *class_of, GLOBAL const float *weight,
    GLOBAL const float *table, int nodes, int quantities)
{
    long tile = GROUP_ID;
    int item = LOCAL_ID;
    int x = item % TILE_X, y = item / TILE_X % TILE_Y, z = item / (TILE_X * TILE_Y);
    int gx = tile_origin[3 * tile] + x, gy = tile_origin[3 * tile + 1] + y, gz = tile_origin[3 * tile + 2] + z;
    int last = start[tile + 1];
    float sum = 0;
    for (int k = start[tile]; k < last; k++) {
        int image = entry_image[k];
        float dx = (x - entry_anchor[3 * k]) * voxel_x - shift[3 * image];
        float dy = (y - entry_anchor[3 * k + 1]) * voxel_y - shift[3 * image + 1];
        float dz = (z - entry_anchor[3 * k + 2]) * voxel_z - shift[3 * image + 2];
        float r2 = dx * dx + dy * dy + dz * dz, end = radius[image];
        if (r2 < end * end) {
            float t = sqrt(r2) * ((nodes - 1) / end);
            int i = (int)t;
            i = i < nodes - 2 ? i : nodes - 2;
            long p = ((long)class_of[image] * quantities * nodes + i) * 2;
            sum += weight[image] * hermite(table[p], table[p + 1], table[p + 2], table[p + 3], t - i);
        }
    }
    if (gx < nx && gy < ny && gz < nz)
        grid[((long)gz * ny + gy) * nx + gx] += sum;
}

/* Index on an axis that repeats. */
FUNCTION int wrapped(int i, int n)
{
    int remainder = i % n;
    return remainder < 0 ? remainder + n : remainder;
}

/*
 * One group per image: sums over the voxels that the image reaches, by a fixed tree. anchor is the image's nearest grid point, not wrapped. present: bit 1 by B,
 * 2 by resolution, 3 curvature.
 */
KERNEL(GATHER_GROUP) images_gather(
    GLOBAL const float *slopes, int nx, int ny, int nz, int periodic, float voxel_x, float voxel_y, float voxel_z,
    GLOBAL const int *anchor, GLOBAL const float *shift, GLOBAL const float *radius, GLOBAL const int *class_of, GLOBAL const float *weight,
    GLOBAL const float *table, int nodes, int quantities, int present, GLOBAL double *sums)
{
    LOCAL double scratch[GATHER_GROUP];
    double sum[SUM_STRIDE];
    for (int c = 0; c < SUM_STRIDE; c++)
        sum[c] = 0;
    long image = GROUP_ID;
    float end = radius[image], per_angstrom = (nodes - 1) / end;
    int reach_x = (int)(end / voxel_x) + 1, reach_y = (int)(end / voxel_y) + 1, reach_z = (int)(end / voxel_z) + 1;
    int size_x = 2 * reach_x + 1, size_y = 2 * reach_y + 1, size_z = 2 * reach_z + 1;
    long first = (long)class_of[image] * quantities * nodes * 2;
    for (long k = LOCAL_ID; k < (long)size_x * size_y * size_z; k += GATHER_GROUP) {
        int ix = (int)(k % size_x) - reach_x, iy = (int)(k / size_x % size_y) - reach_y, iz = (int)(k / size_x / size_y) - reach_z;
        float dx = ix * voxel_x - shift[3 * image], dy = iy * voxel_y - shift[3 * image + 1], dz = iz * voxel_z - shift[3 * image + 2];
        float r2 = dx * dx + dy * dy + dz * dz;
        int x = ix + anchor[3 * image], y = iy + anchor[3 * image + 1], z = iz + anchor[3 * image + 2];
        int inside = r2 < end * end;
        if (periodic) {
            x = wrapped(x, nx);
            y = wrapped(y, ny);
            z = wrapped(z, nz);
        } else {
            inside = inside && x >= 0 && y >= 0 && z >= 0 && x < nx && y < ny && z < nz;
        }
        if (inside) {
            float slope = slopes[((long)z * ny + y) * nx + x], r = sqrt(r2), t = r * per_angstrom;
            int i = (int)t;
            i = i < nodes - 2 ? i : nodes - 2;
            float q = t - i, per_r = r > 0 ? 1 / r : 0;
            long p = first + 2 * i;
            sum[0] += slope * hermite(table[p], table[p + 1], table[p + 2], table[p + 3], q);
            float pull = -slope * per_angstrom * per_r * hermite_slope(table[p], table[p + 1], table[p + 2], table[p + 3], q);
            sum[1] += pull * dx;
            sum[2] += pull * dy;
            sum[3] += pull * dz;
            float over = r > 0 ? per_r * per_angstrom * hermite_slope(table[p], table[p + 1], table[p + 2], table[p + 3], q)
                : 2 * per_angstrom * per_angstrom * (3 * (table[p + 2] - table[p]) - 2 * table[p + 1] - table[p + 3]);
            p += 2L * nodes;
            if (present & 2) {
                sum[4] += slope * hermite(table[p], table[p + 1], table[p + 2], table[p + 3], q);
                p += 2L * nodes;
            }
            if (present & 4) {
                sum[5] += slope * hermite(table[p], table[p + 1], table[p + 2], table[p + 3], q);
                p += 2L * nodes;
            }
            if (present & 8) {
                float ex = dx * per_r, ey = dy * per_r, ez = dz * per_r;
                float flat = slope * over / 2, steep = slope * hermite(table[p], table[p + 1], table[p + 2], table[p + 3], q) / 2;
                sum[6] += flat + steep * ex * ex;
                sum[7] += flat + steep * ey * ey;
                sum[8] += flat + steep * ez * ez;
                sum[9] += 2 * steep * ex * ey;
                sum[10] += 2 * steep * ex * ez;
                sum[11] += 2 * steep * ey * ez;
            }
        }
    }
    for (int c = 0; c < SUM_STRIDE; c++) {
        double total = group_sum(scratch, sum[c], GATHER_GROUP);
        if (LOCAL_ID == 0)
            sums[image * SUM_STRIDE + c] = c == 0 ? total : weight[image] * total;
        GROUP_BARRIER();
    }
}
