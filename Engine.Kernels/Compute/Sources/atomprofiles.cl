/*
 * Density on shells round atoms, one group per atom. The points of a try are shared out to the items; sums over a shell are taken in a
 * fixed order, so that they do not depend on how groups run.
 */

/* True when no neighbour is nearer to a point than the limit; places relative to the atom. */
FUNCTION int is_free(
    double x, double y, double z, double limit, GLOBAL const double *positions, GLOBAL const int *neighbors, int first, int end, long atom)
{
    for (int n = first; n < end; n++) {
        long j = neighbors[n];
        double dx = x - (positions[3 * j] - positions[3 * atom]);
        double dy = y - (positions[3 * j + 1] - positions[3 * atom + 1]);
        double dz = z - (positions[3 * j + 2] - positions[3 * atom + 2]);
        if (dx * dx + dy * dy + dz * dz < limit)
            return 0;
    }
    return 1;
}

KERNEL(GATHER_GROUP) profile_atoms(
    GLOBAL const float *map, int nx, int ny, int nz, int periodic, GLOBAL const double *frame, GLOBAL const double *positions,
    GLOBAL const int *starts, GLOBAL const int *neighbors, GLOBAL const double *points, GLOBAL const int *point_starts, int all_points,
    double step, int shells, int least, int tries, double clearance, GLOBAL double *sums, GLOBAL int *counts)
{
    LOCAL double scratch[GATHER_GROUP];
    long atom = GROUP_ID;
    long out = atom * (shells + 2);
    int item = LOCAL_ID, first = starts[atom], end = starts[atom + 1];
    double centre = 0, squares = 0, outside = 0, u[3], slope[3];
    double px = positions[3 * atom], py = positions[3 * atom + 1], pz = positions[3 * atom + 2];
    Grid grid;
    int inside;
    grid.nx = nx;
    grid.ny = ny;
    grid.nz = nz;
    grid.periodic = periodic;
    inside = locate_place(px, py, pz, frame, grid, u);
    if (inside > 0)
        centre = density_at(map, grid, u, 0, slope);
    for (int shell = 1; shell <= shells && inside > 0; shell++) {
        double radius = shell * step, limit = clearance * radius, found = 0, sum = 0, counted = 0;
        int attempt = 0, start = 0, count = 0;
        limit *= limit;
        for (; attempt < tries && found < least; attempt++) {
            double mine = 0;
            start = point_starts[attempt];
            count = least + 2 * attempt;
            for (int k = item; k < count; k += GATHER_GROUP) {
                double x = radius * points[start + k], y = radius * points[all_points + start + k], z = radius * points[2 * all_points + start + k];
                mine += is_free(x, y, z, limit, positions, neighbors, first, end, atom);
            }
            found = group_sum(scratch, mine, GATHER_GROUP);
            GROUP_BARRIER();
        }
        if (found >= least) {
            for (int k = item; k < count; k += GATHER_GROUP) {
                double x = radius * points[start + k], y = radius * points[all_points + start + k], z = radius * points[2 * all_points + start + k];
                if (!is_free(x, y, z, limit, positions, neighbors, first, end, atom))
                    continue;
                if (locate_place(px + x, py + y, pz + z, frame, grid, u) > 0) {
                    double difference = density_at(map, grid, u, 0, slope) - centre;
                    sum += difference;
                    squares += difference * difference;
                    counted += 1;
                } else {
                    outside += 1;
                }
            }
        }
        sum = group_sum(scratch, sum, GATHER_GROUP);
        GROUP_BARRIER();
        counted = group_sum(scratch, counted, GATHER_GROUP);
        GROUP_BARRIER();
        if (item == 0) {
            sums[out + shell] = sum;
            counts[out + shell] = (int)counted;
        }
    }
    squares = group_sum(scratch, squares, GATHER_GROUP);
    GROUP_BARRIER();
    outside = group_sum(scratch, outside, GATHER_GROUP);
    if (item == 0) {
        sums[out] = inside < 0 ? NO_NUMBER : centre;
        counts[out] = inside > 0;
        sums[out + shells + 1] = squares;
        counts[out + shells + 1] = (int)outside;
    }
}
