/* Vectors of three doubles. A struct of our own: the vector types of OpenCL C and CUDA C++ are built in different ways. */
typedef struct { double x, y, z; } Vec3;

FUNCTION Vec3 vec3(double x, double y, double z)
{
    Vec3 r;
    r.x = x;
    r.y = y;
    r.z = z;
    return r;
}

FUNCTION Vec3 load3(GLOBAL const double *a, long i) { return vec3(a[3 * i], a[3 * i + 1], a[3 * i + 2]); }

FUNCTION void store3(GLOBAL double *a, long i, Vec3 v)
{
    a[3 * i] = v.x;
    a[3 * i + 1] = v.y;
    a[3 * i + 2] = v.z;
}

FUNCTION Vec3 add3(Vec3 a, Vec3 b) { return vec3(a.x + b.x, a.y + b.y, a.z + b.z); }

FUNCTION Vec3 subtract3(Vec3 a, Vec3 b) { return vec3(a.x - b.x, a.y - b.y, a.z - b.z); }

FUNCTION Vec3 scale3(double s, Vec3 a) { return vec3(s * a.x, s * a.y, s * a.z); }

FUNCTION double dot3(Vec3 a, Vec3 b) { return a.x * b.x + a.y * b.y + a.z * b.z; }

FUNCTION Vec3 cross3(Vec3 a, Vec3 b) { return vec3(a.y * b.z - a.z * b.y, a.z * b.x - a.x * b.z, a.x * b.y - a.y * b.x); }

FUNCTION double length3(Vec3 a) { return sqrt(dot3(a, a)); }
