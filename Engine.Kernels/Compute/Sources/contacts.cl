/*
 * Contacts by dots: one group per atom with dots, one dot per item and round. A dot belongs to the partner that it lies deepest in; after each round every
 * item collects the largest overlaps of the partners that are its own, so that no two items write one number.
 */
FUNCTION double squared_distance(GLOBAL const double *positions, int atom, Vec3 origin, Vec3 dot)
{
    Vec3 r = subtract3(subtract3(load3(positions, atom), origin), dot);
    return dot3(r, r);
}

KERNEL(CONTACT_GROUP) contact_overlaps(
    GLOBAL const double *positions, GLOBAL const float *radii, GLOBAL const int *centres, GLOBAL const int *kinds, GLOBAL const int *partner_start,
    GLOBAL const int *partners, GLOBAL const double *allowed, GLOBAL const int *hidden_start, GLOBAL const int *hidden,
    GLOBAL const int *dot_start, GLOBAL const double *dot_x, GLOBAL const double *dot_y, GLOBAL const double *dot_z, GLOBAL double *overlaps)
{
    LOCAL int owner[CONTACT_GROUP];
    LOCAL double depth[CONTACT_GROUP];
    int atom = (int)GROUP_ID;
    Vec3 origin = load3(positions, centres[atom]);
    int end = dot_start[kinds[atom] + 1];
    for (int first = dot_start[kinds[atom]]; first < end; first += CONTACT_GROUP) {
        int d = first + LOCAL_ID, nearest = -1;
        double deepest = 0;
        if (d < end) {
            Vec3 dot = vec3(dot_x[d], dot_y[d], dot_z[d]);
            for (int k = partner_start[atom]; k < partner_start[atom + 1]; k++) {
                double overlap = radii[partners[k]] - sqrt(squared_distance(positions, partners[k], origin, dot));
                if (overlap > deepest) {
                    deepest = overlap;
                    nearest = k;
                }
            }
            for (int k = hidden_start[atom]; k < hidden_start[atom + 1] && nearest >= 0; k++) {
                double radius = radii[hidden[k]];
                if (squared_distance(positions, hidden[k], origin, dot) < radius * radius)
                    nearest = -1;
            }
        }
        owner[LOCAL_ID] = nearest;
        depth[LOCAL_ID] = deepest;
        GROUP_BARRIER();
        for (int k = partner_start[atom] + LOCAL_ID; k < partner_start[atom + 1]; k += CONTACT_GROUP) {
            double most = overlaps[k];
            for (int i = 0; i < CONTACT_GROUP; i++) {
                if (owner[i] == k && depth[i] - allowed[k] > most)
                    most = depth[i] - allowed[k];
            }
            overlaps[k] = most;
        }
        GROUP_BARRIER();
    }
}
