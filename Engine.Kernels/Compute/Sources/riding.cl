/*
 * Hydrogens that ride on heavy atoms: h = p + l0 e0 + l1 e1 + l2 e2 with e0 = unit(a - p), e1 = unit part of (b - p) perpendicular to e0,
 * e2 = e0 x e1; without frame atoms (a < 0) in the laboratory frame.
 */
typedef struct { Vec3 e0, e1, e2, second; double first_length, second_length; } Frame;

FUNCTION Frame riding_frame(GLOBAL const double *positions, GLOBAL const int *frames, long h)
{
    Frame f;
    int a = frames[3 * h + 1], b = frames[3 * h + 2];
    if (a < 0) {
        f.e0 = vec3(1, 0, 0);
        f.e1 = vec3(0, 1, 0);
        f.e2 = vec3(0, 0, 1);
        f.second = vec3(0, 0, 0);
        f.first_length = f.second_length = 1;
    } else {
        Vec3 p = load3(positions, frames[3 * h]), v, perpendicular;
        v = subtract3(load3(positions, a), p);
        f.first_length = length3(v);
        f.e0 = scale3(1 / f.first_length, v);
        f.second = subtract3(load3(positions, b), p);
        perpendicular = subtract3(f.second, scale3(dot3(f.second, f.e0), f.e0));
        f.second_length = length3(perpendicular);
        f.e1 = scale3(1 / f.second_length, perpendicular);
        f.e2 = cross3(f.e0, f.e1);
    }
    return f;
}

KERNEL(ITEM_GROUP) riding_capture(
    GLOBAL const double *positions, GLOBAL const int *hydrogens, GLOBAL const int *frames, GLOBAL double *local_coordinates, long count)
{
    long h = GLOBAL_ID;
    if (h < count) {
        Frame f = riding_frame(positions, frames, h);
        Vec3 r = subtract3(load3(positions, hydrogens[h]), load3(positions, frames[3 * h]));
        store3(local_coordinates, h, vec3(dot3(r, f.e0), dot3(r, f.e1), dot3(r, f.e2)));
    }
}

KERNEL(ITEM_GROUP) riding_place(
    GLOBAL double *positions, GLOBAL const int *hydrogens, GLOBAL const int *frames, GLOBAL const double *local_coordinates, long count)
{
    long h = GLOBAL_ID;
    if (h < count) {
        Frame f = riding_frame(positions, frames, h);
        Vec3 l = load3(local_coordinates, h);
        Vec3 r = add3(add3(scale3(l.x, f.e0), scale3(l.y, f.e1)), scale3(l.z, f.e2));
        store3(positions, hydrogens[h], add3(load3(positions, frames[3 * h]), r));
    }
}

/*
 * Adjoint of riding_place for one hydrogen: from its gradient g the parts of p, a and b, written to slots; g is then cleared.
 * With G0, G1 the derivatives by e0 and e1: e2 = e0 x e1 adds l2 (e1 x g) to G0 and l2 (g x e0) to G1; a unit vector's adjoint is the part
 * of G perpendicular to it, divided by the length.
 */
KERNEL(ITEM_GROUP) riding_spread(
    GLOBAL const double *positions, GLOBAL const int *hydrogens, GLOBAL const int *frames, GLOBAL const double *local_coordinates,
    GLOBAL double *gradient, GLOBAL double *slots, long count)
{
    long h = GLOBAL_ID;
    if (h < count) {
        Vec3 g = load3(gradient, hydrogens[h]), ga = vec3(0, 0, 0), gb = ga;
        if (frames[3 * h + 1] >= 0) {
            Frame f = riding_frame(positions, frames, h);
            Vec3 l = load3(local_coordinates, h);
            Vec3 g0 = add3(scale3(l.x, g), scale3(l.z, cross3(f.e1, g)));
            Vec3 g1 = add3(scale3(l.y, g), scale3(l.z, cross3(g, f.e0)));
            Vec3 q = scale3(1 / f.second_length, subtract3(g1, scale3(dot3(g1, f.e1), f.e1)));
            double along = dot3(q, f.e0);
            gb = subtract3(q, scale3(along, f.e0));
            g0 = subtract3(g0, add3(scale3(along, f.second), scale3(dot3(f.second, f.e0), q)));
            ga = scale3(1 / f.first_length, subtract3(g0, scale3(dot3(g0, f.e0), f.e0)));
        }
        store3(slots, RIDING_SLOTS * h, subtract3(subtract3(g, ga), gb));
        store3(slots, RIDING_SLOTS * h + 1, ga);
        store3(slots, RIDING_SLOTS * h + 2, gb);
        store3(gradient, hydrogens[h], vec3(0, 0, 0));
    }
}

/* Each frame atom adds its slots in list order; count is the number of frame atoms. */
KERNEL(ITEM_GROUP) riding_collect(
    GLOBAL const double *slots, GLOBAL const int *frame_atoms, GLOBAL const int *start, GLOBAL const int *list, GLOBAL double *gradient,
    long count)
{
    long i = GLOBAL_ID;
    if (i < count) {
        Vec3 sum = load3(gradient, frame_atoms[i]);
        for (int k = start[i]; k < start[i + 1]; k++)
            sum = add3(sum, load3(slots, list[k]));
        store3(gradient, frame_atoms[i], sum);
    }
}
