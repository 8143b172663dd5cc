/* Density and its gradient at positions. */

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
