using System.Globalization;
using Engine.Core.Geometry;
using Engine.Kernels;

namespace Engine.Core.Ncs;

/// <summary>How tightly copies are held together.</summary>
public sealed record NcsRestraintOptions
{
    /// <summary>Standard deviation of an atom about the mean of the copies, Å.</summary>
    public double Sigma { get; init; } = 0.05;

    /// <summary>Distance from which the restraint fades, so that true differences remain, Å: the ceiling is (limit/σ)².</summary>
    public double Limit { get; init; } = 0.5;
}

/// <summary>
/// Restraints of copies to their common structure. The mean of the copies moves with them (<see cref="RestraintTable.CopyAtoms"/>); their operators stay as they are in the
/// coordinates from which the restraints were made, and the caller makes them again when the copies have moved.
/// </summary>
public static class NcsRestraints
{
    /// <summary>Makes a group of each atom (no hydrogens) that at least two chains have. A copy that differs by more than the limit neither shifts the others nor is held.</summary>
    /// <param name="groups">Copies; operators are found again for these coordinates.</param>
    /// <param name="x">3N coordinates, Å.</param>
    /// <param name="options">Width; null for the defaults.</param>
    /// <returns>Groups in the order of groups of chains and atoms of their masters.</returns>
    /// <exception cref="UsageException">Sigma is not above zero, or the limit is negative.</exception>
    public static RestraintTable Build(IReadOnlyList<NcsGroup> groups, ReadOnlySpan<double> x, NcsRestraintOptions? options = null)
    {
        options ??= new NcsRestraintOptions();
        if (!(options.Sigma > 0) || !double.IsFinite(options.Sigma) || !(options.Limit >= 0) || !double.IsFinite(options.Limit))
        {
            throw new UsageException(string.Create(
                CultureInfo.InvariantCulture, $"restraints of copies: sigma {options.Sigma} Å and limit {options.Limit} Å; sigma must be above 0, the limit 0 (none) or more"));
        }

        List<int> start = [0], members = [], frameOf = [];
        List<double> frames = [];
        foreach (NcsGroup group in groups)
        {
            NcsGroup fitted = group.Refit(x);
            int firstFrame = frames.Count / RestraintTable.CopyFrameNumbers;
            AddFrame(frames, RigidTransform.Identity);
            foreach (NcsCopy copy in fitted.Copies)
                AddFrame(frames, copy.Operator);
            for (int place = 0; place < fitted.MasterAtoms.Length; place++)
            {
                int[] atoms = [.. fitted.AtomsAt(place)];
                if (!fitted.Superposed[place] || atoms.Count(i => i >= 0) < 2)
                    continue;
                for (int c = 0; c < atoms.Length; c++)
                {
                    if (atoms[c] < 0)
                        continue;
                    members.Add(atoms[c]);
                    frameOf.Add(firstFrame + c);
                }

                start.Add(members.Count);
            }
        }

        double weight = 1 / (options.Sigma * options.Sigma);
        return new RestraintTable
        {
            AtomCount = x.Length / 3,
            CopyStart = [.. start],
            CopyAtoms = [.. members],
            CopyFrame = [.. frameOf],
            CopyFrames = [.. frames],
            CopyWeight = [.. Enumerable.Repeat(weight, start.Count - 1)],
            CopyTop = [.. Enumerable.Repeat(weight * options.Limit * options.Limit, start.Count - 1)],
        };
    }

    private static void AddFrame(List<double> frames, RigidTransform t)
    {
        foreach (Vec3 row in (Vec3[])[t.RowX, t.RowY, t.RowZ, t.Shift])
            frames.AddRange([row.X, row.Y, row.Z]);
    }
}
