using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Engine.Kernels.Cpu;

/// <summary>Contacts by dots on the CPU: atoms in chunks, four dots in the lanes of a vector.</summary>
internal sealed class CpuContactKernels(CpuWorkers workers) : ContactKernels
{
    private const int AtomsPerChunk = 32;

    /// <inheritdoc/>
    private protected override void Overlaps(DottedAtoms atoms, SurfaceDots dots, double[] overlaps)
    {
        int most = Enumerable.Range(0, atoms.Count).Max(i => Math.Max(atoms.PartnerStart[i + 1] - atoms.PartnerStart[i], atoms.HiddenStart[i + 1] - atoms.HiddenStart[i]));
        workers.Run((atoms.Count + AtomsPerChunk - 1) / AtomsPerChunk, chunk =>
        {
            Sphere[] partners = new Sphere[most], hidden = new Sphere[most];
            for (int i = chunk * AtomsPerChunk; i < Math.Min(atoms.Count, (chunk + 1) * AtomsPerChunk); i++)
            {
                Range own = atoms.PartnerStart[i]..atoms.PartnerStart[i + 1];
                Atom(
                    dots, atoms.Kinds[i], Relative(atoms, i, atoms.Partners.AsSpan(own), partners),
                    Relative(atoms, i, atoms.Hidden.AsSpan(atoms.HiddenStart[i]..atoms.HiddenStart[i + 1]), hidden), atoms.Allowed.AsSpan(own), overlaps.AsSpan(own));
            }
        });
    }

    private static ReadOnlySpan<Sphere> Relative(DottedAtoms atoms, int centre, ReadOnlySpan<int> list, Sphere[] room)
    {
        double[] x = atoms.Positions;
        int c = 3 * atoms.Centres[centre];
        for (int k = 0; k < list.Length; k++)
        {
            int p = 3 * list[k];
            room[k] = new(x[p] - x[c], x[p + 1] - x[c + 1], x[p + 2] - x[c + 2], atoms.Radii[list[k]]);
        }

        return room.AsSpan(0, list.Length);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Atom(SurfaceDots dots, int kind, ReadOnlySpan<Sphere> partners, ReadOnlySpan<Sphere> hidden, ReadOnlySpan<double> allowed, Span<double> overlaps)
    {
        for (int d = dots.Start[kind]; d < dots.Start[kind + 1]; d += SurfaceDots.Multiple)
        {
            Vector256<double> x = Vector256.Create(dots.X, d), y = Vector256.Create(dots.Y, d), z = Vector256.Create(dots.Z, d);
            Vector256<double> deepest = default, nearest = Vector256.Create(-1.0);
            for (int k = 0; k < partners.Length; k++)
            {
                ref readonly Sphere s = ref partners[k];
                Vector256<double> overlap = Vector256.Create(s.Radius) - Vector256.Sqrt(Squared(s, x, y, z)), deeper = Vector256.GreaterThan(overlap, deepest);
                deepest = Vector256.ConditionalSelect(deeper, overlap, deepest);
                nearest = Vector256.ConditionalSelect(deeper, Vector256.Create((double)k), nearest);
            }

            Vector256<double> counts = Vector256.GreaterThanOrEqual(nearest, default);
            for (int k = 0; k < hidden.Length && counts != default; k++)
            {
                ref readonly Sphere s = ref hidden[k];
                counts = Vector256.AndNot(counts, Vector256.LessThan(Squared(s, x, y, z), Vector256.Create(s.Radius * s.Radius)));
            }

            for (uint lanes = counts.ExtractMostSignificantBits(); lanes != 0; lanes &= lanes - 1)
            {
                int lane = System.Numerics.BitOperations.TrailingZeroCount(lanes), k = (int)nearest[lane];
                overlaps[k] = Math.Max(overlaps[k], deepest[lane] - allowed[k]);
            }
        }
    }

    private static Vector256<double> Squared(in Sphere s, Vector256<double> x, Vector256<double> y, Vector256<double> z)
    {
        Vector256<double> dx = Vector256.Create(s.X) - x, dy = Vector256.Create(s.Y) - y, dz = Vector256.Create(s.Z) - z;
        return dx * dx + dy * dy + dz * dz;
    }

    /// <summary>A sphere relative to the atom with the dots.</summary>
    private readonly record struct Sphere(double X, double Y, double Z, double Radius);
}
