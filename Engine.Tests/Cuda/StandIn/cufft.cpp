/* Fourier transforms in double precision: mixed radix, primes by the definition. Layouts as cuFFT's advanced ones with a stride of 1. */
#include "standin.h"
#include <algorithm>
#include <cmath>
#include <complex>
#include <limits>
#include <map>
#include <numeric>

namespace {

enum { InvalidPlan = 1, ExecFailed = 6, InvalidSize = 8, NoWorkspace = 13, RealToComplex = 0x2a, ComplexToReal = 0x2c, ComplexToComplex = 0x29 };
using Complex = std::complex<double>;

struct Plan
{
    int type = 0, rank = 0;
    long long sizes[3], in_last = 0, out_last = 0, in_distance = 0, out_distance = 0, batch = 0;
    bool allocates = true;
    uint64_t work = 0;
    Stream *stream = nullptr;
};

std::mutex gate;
std::map<int, Plan> plans;
int next_plan = 1;

/* Transforms of one length: exp(sign 2 pi i k / n), and work space. */
struct Line
{
    std::vector<Complex> roots, scratch;
    Line(long long n, int sign) : roots(n), scratch(2 * n)
    {
        for (long long k = 0; k < n; k++)
            roots[k] = std::polar(1.0, sign * 2 * M_PI * (double)k / (double)n);
    }
    void operator()(const Complex *in, Complex *out) { part(in, 1, out, (long long)roots.size(), scratch.data()); }

    /* out = transform of n numbers of in, stride apart; room for 2 n numbers. */
    void part(const Complex *in, long long stride, Complex *out, long long n, Complex *room)
    {
        if (n == 1) {
            out[0] = in[0];
            return;
        }
        long long p = 2;
        while (p * p <= n && n % p)
            p++;
        p = n % p ? n : p;
        long long m = n / p, root = (long long)roots.size() / n;
        for (long long r = 0; r < p; r++)
            part(in + r * stride, stride * p, room + r * m, m, room + n);
        for (long long k = 0; k < n; k++) {
            Complex sum = room[k % m];
            for (long long r = 1, at = k; r < p; r++, at += k) {
                while (at >= n)
                    at -= n;
                sum += roots[at * root] * room[r * m + k % m];
            }
            out[k] = sum;
        }
    }
};

/* Transforms an array of rows * n * inner numbers along its middle axis. */
void along(std::vector<Complex> &data, long long rows, long long n, long long inner, int sign)
{
    std::vector<Complex> line(n), result(n);
    Line transform(n, sign);
    for (long long r = 0; r < rows; r++)
        for (long long i = 0; i < inner; i++) {
            for (long long k = 0; k < n; k++)
                line[k] = data[(r * n + k) * inner + i];
            transform(line.data(), result.data());
            for (long long k = 0; k < n; k++)
                data[(r * n + k) * inner + i] = result[k];
        }
}

/* All axes but the last, whose rows hold width numbers. */
void outer_axes(const Plan &plan, std::vector<Complex> &data, long long width, int sign)
{
    long long inner = width;
    for (int axis = plan.rank - 2; axis >= 0; axis--) {
        long long n = plan.sizes[axis];
        along(data, (long long)data.size() / (n * inner), n, inner, sign);
        inner *= n;
    }
}

long long rows(const Plan &plan) { return std::accumulate(plan.sizes, plan.sizes + plan.rank - 1, 1LL, std::multiplies<long long>()); }

void real_to_complex(const Plan &plan, const float *in, float *out)
{
    long long n = plan.sizes[plan.rank - 1], half = n / 2 + 1, count = rows(plan);
    std::vector<Complex> data(count * half), line(n), result(n);
    Line transform(n, -1);
    for (long long r = 0; r < count; r++) {
        std::copy(in + r * plan.in_last, in + r * plan.in_last + n, line.begin());
        transform(line.data(), result.data());
        std::copy(result.begin(), result.begin() + half, data.begin() + r * half);
    }
    outer_axes(plan, data, half, -1);
    for (long long r = 0; r < count; r++)
        for (long long k = 0; k < half; k++) {
            out[2 * (r * plan.out_last + k)] = (float)data[r * half + k].real();
            out[2 * (r * plan.out_last + k) + 1] = (float)data[r * half + k].imag();
        }
}

/* The input is spoilt, as cuFFT may do. */
void complex_to_real(const Plan &plan, float *in, float *out)
{
    long long n = plan.sizes[plan.rank - 1], half = n / 2 + 1, count = rows(plan);
    std::vector<Complex> data(count * half), line(n), result(n);
    Line transform(n, 1);
    for (long long r = 0; r < count; r++)
        for (long long k = 0; k < half; k++) {
            data[r * half + k] = Complex(in[2 * (r * plan.in_last + k)], in[2 * (r * plan.in_last + k) + 1]);
            in[2 * (r * plan.in_last + k)] = in[2 * (r * plan.in_last + k) + 1] = std::numeric_limits<float>::quiet_NaN();
        }
    outer_axes(plan, data, half, 1);
    for (long long r = 0; r < count; r++) {
        for (long long k = 0; k < n; k++)
            line[k] = k < half ? data[r * half + k] : std::conj(data[r * half + n - k]);
        line[0] = line[0].real();
        if (n % 2 == 0)
            line[n / 2] = line[n / 2].real();
        transform(line.data(), result.data());
        for (long long k = 0; k < n; k++)
            out[r * plan.out_last + k] = (float)result[k].real();
    }
}

void complex_to_complex(const Plan &plan, const float *in, float *out, int sign)
{
    long long n = plan.sizes[plan.rank - 1], count = rows(plan) * n;
    std::vector<Complex> data(count);
    for (long long k = 0; k < count; k++)
        data[k] = Complex(in[2 * k], in[2 * k + 1]);
    along(data, count / n, n, 1, sign);
    outer_axes(plan, data, n, sign);
    for (long long k = 0; k < count; k++) {
        out[2 * k] = (float)data[k].real();
        out[2 * k + 1] = (float)data[k].imag();
    }
}

int execute(int handle, uint64_t in, uint64_t out, int type, int sign)
{
    std::lock_guard<std::mutex> lock(gate);
    auto found = plans.find(handle);
    if (found == plans.end() || found->second.type != type)
        return InvalidPlan;
    Plan plan = found->second;
    unsigned char *work, *from, *to;
    if (plan.allocates || plan.work == 0 || !find(plan.work, 64, &work))
        return NoWorkspace;
    size_t in_bytes = (type == RealToComplex ? 4 : 8) * plan.in_distance * plan.batch, out_bytes = (type == ComplexToReal ? 4 : 8) * plan.out_distance * plan.batch;
    auto read = find(in, in_bytes, &from), written = find(out, out_bytes, &to);
    if (!has_context() || !read || !written)
        return ExecFailed;
    auto run = [=] {
        for (long long b = 0; b < plan.batch; b++) {
            float *x = reinterpret_cast<float *>(from) + b * plan.in_distance * (type == RealToComplex ? 1 : 2);
            float *y = reinterpret_cast<float *>(to) + b * plan.out_distance * (type == ComplexToReal ? 1 : 2);
            if (type == RealToComplex)
                real_to_complex(plan, x, y);
            else if (type == ComplexToReal)
                complex_to_real(plan, x, y);
            else
                complex_to_complex(plan, x, y, sign);
        }
        return (int)Success;
    };
    return enqueue(plan.stream, { run, { read, written } }) == Success ? 0 : ExecFailed;
}

}

API int cufftGetVersion(int *version) { return *version = 11300, 0; }

API int cufftCreate(int *handle)
{
    std::lock_guard<std::mutex> lock(gate);
    plans[*handle = next_plan++] = Plan();
    return has_context() ? 0 : InvalidPlan;
}

API int cufftDestroy(int handle)
{
    std::lock_guard<std::mutex> lock(gate);
    return plans.erase(handle) ? 0 : InvalidPlan;
}

API int cufftSetAutoAllocation(int handle, int value)
{
    std::lock_guard<std::mutex> lock(gate);
    return plans.count(handle) ? plans[handle].allocates = value != 0, 0 : InvalidPlan;
}

API int cufftSetStream(int handle, Stream *stream)
{
    std::lock_guard<std::mutex> lock(gate);
    return plans.count(handle) ? plans[handle].stream = stream, 0 : InvalidPlan;
}

API int cufftSetWorkArea(int handle, uint64_t work)
{
    std::lock_guard<std::mutex> lock(gate);
    return plans.count(handle) ? plans[handle].work = work, 0 : InvalidPlan;
}

API int cufftMakePlanMany64(
    int handle, int rank, long long *sizes, long long *in_embed, long long in_stride, long long in_distance, long long *out_embed, long long out_stride,
    long long out_distance, int type, long long batch, size_t *work_bytes)
{
    std::lock_guard<std::mutex> lock(gate);
    auto found = plans.find(handle);
    if (found == plans.end() || rank < 1 || rank > 3 || in_stride != 1 || out_stride != 1 || batch < 1)
        return found == plans.end() ? InvalidPlan : InvalidSize;
    Plan &plan = found->second;
    plan.type = type;
    plan.rank = rank;
    std::copy(sizes, sizes + rank, plan.sizes);
    for (int axis = 0; axis < rank - 1; axis++)
        if (in_embed[axis] != sizes[axis] || out_embed[axis] != sizes[axis])
            return InvalidSize;
    long long n = sizes[rank - 1], half = n / 2 + 1;
    if (in_embed[rank - 1] < (type == ComplexToReal ? half : n) || out_embed[rank - 1] < (type == RealToComplex ? half : n))
        return InvalidSize;
    if (in_distance < in_embed[rank - 1] * rows(plan) || out_distance < out_embed[rank - 1] * rows(plan))
        return InvalidSize;
    plan.in_last = in_embed[rank - 1];
    plan.out_last = out_embed[rank - 1];
    plan.in_distance = in_distance;
    plan.out_distance = out_distance;
    plan.batch = batch;
    *work_bytes = 64;
    return 0;
}

API int cufftExecR2C(int plan, uint64_t in, uint64_t out) { return execute(plan, in, out, RealToComplex, -1); }

API int cufftExecC2R(int plan, uint64_t in, uint64_t out) { return execute(plan, in, out, ComplexToReal, 1); }

API int cufftExecC2C(int plan, uint64_t in, uint64_t out, int sign) { return execute(plan, in, out, ComplexToComplex, sign); }
