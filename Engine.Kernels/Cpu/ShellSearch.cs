using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Engine.Kernels.Cpu;

/// <summary>Finds the points of shells round an atom that no other atom is near; four points at a time, the lanes of a register.</summary>
/// <param name="points">Shells and points.</param>
internal sealed unsafe class ShellSearch(ShellPoints points)
{
    private const int Lanes = 4;

    private readonly double[] unit = points.Coordinates;
    private readonly int all = points.Start[^1];

    /// <summary>Shells and points.</summary>
    public ShellRule Rule => points.Rule;

    /// <summary>The neighbours of an atom relative to it, three numbers each.</summary>
    /// <returns>Their number.</returns>
    public static int Relative(ProfileAtoms atoms, int atom, double* around)
    {
        double[] x = atoms.Positions;
        int count = atoms.Start[atom + 1] - atoms.Start[atom];
        for (int k = 0; k < count; k++)
        {
            int j = atoms.Neighbors[atoms.Start[atom] + k];
            for (int axis = 0; axis < 3; axis++)
                around[3 * k + axis] = x[3 * j + axis] - x[3 * atom + axis];
        }

        return count;
    }

    /// <summary>The position of a point.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Place(int point, double radius, double* centre, double* place)
    {
        place[0] = centre[0] + radius * unit[point];
        place[1] = centre[1] + radius * unit[all + point];
        place[2] = centre[2] + radius * unit[2 * all + point];
    }

    /// <summary>The free points of the first try that has enough of them.</summary>
    /// <param name="radius">Radius of the shell, Å.</param>
    /// <param name="around">Neighbours relative to the atom.</param>
    /// <param name="neighbors">Their number.</param>
    /// <param name="free">Receives indices of points.</param>
    /// <returns>Their number; 0 where no try has enough.</returns>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public int FreePoints(double radius, double* around, int neighbors, Span<int> free)
    {
        double limit = Rule.Clearance * radius;
        limit *= limit;
        fixed (double* table = unit)
        {
            for (int attempt = 0; attempt < Rule.Tries; attempt++)
            {
                int start = points.Start[attempt], count = points.Count(attempt), found = 0;
                for (int k = 0; k < count; k += Lanes)
                {
                    uint kept = Free(table + start + k, radius, limit, around, neighbors) & (count - k >= Lanes ? 15u : (1u << (count - k)) - 1);
                    for (; kept != 0; kept &= kept - 1)
                        free[found++] = start + k + BitOperations.TrailingZeroCount(kept);
                }

                if (found >= Rule.Points)
                    return found;
            }
        }

        return 0;
    }

    /// <summary>One bit per lane: set where no neighbour is within the limit.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private uint Free(double* table, double radius, double limit, double* around, int neighbors)
    {
        Vector256<double> x = Vector256.Load(table) * radius, y = Vector256.Load(table + all) * radius, z = Vector256.Load(table + 2 * all) * radius;
        Vector256<double> least = Vector256.Create(limit);
        Vector256<double> kept = Vector256<double>.AllBitsSet;
        for (int n = 0; n < neighbors; n++)
        {
            Vector256<double> dx = x - Vector256.Create(around[3 * n]), dy = y - Vector256.Create(around[3 * n + 1]), dz = z - Vector256.Create(around[3 * n + 2]);
            kept &= Vector256.GreaterThanOrEqual(dx * dx + dy * dy + dz * dz, least);
            if (kept.ExtractMostSignificantBits() == 0)
                return 0;
        }

        return kept.ExtractMostSignificantBits();
    }
}
