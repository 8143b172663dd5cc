using Engine.Core.ModelMaps;

namespace Engine.Core.Refinement.Displacements;

/// <summary>The variables of a B refinement: u_i = start_i + p of the atom's group, B_i = exp(u_i) - B0 brought into the bounds.</summary>
internal sealed class BFactorVariables
{
    private readonly int[] atoms;
    private readonly int[] group;
    private readonly double[] start;
    private readonly double[] values;
    private readonly BFactorOptions options;
    private readonly double lowest;
    private readonly double highest;

    /// <summary>Prepares the variables.</summary>
    /// <param name="values">B of all atoms that scatter, Å²; those that are refined are overwritten by <see cref="Set"/>.</param>
    /// <param name="atoms">The atoms that are refined, as indices into the former.</param>
    /// <param name="group">Group of each of them.</param>
    /// <param name="equal">All atoms of a group start from the same B: the mean in u.</param>
    /// <param name="options">Bounds and softening.</param>
    public BFactorVariables(double[] values, int[] atoms, int[] group, bool equal, BFactorOptions options)
    {
        (this.values, this.atoms, this.group, this.options) = (values, atoms, group, options);
        lowest = Math.Log(options.Smallest + options.Softening);
        highest = Math.Log(options.Largest + options.Softening);
        Logarithms = new double[atoms.Length];
        start = [.. atoms.Select(a => Math.Log(Math.Clamp(values[a], options.Smallest, options.Largest) + options.Softening))];
        int groups = group.Length == 0 ? 0 : group.Max() + 1;
        Length = Math.Max(3, (groups + 2) / 3 * 3);
        if (equal)
            Average(groups);
    }

    /// <summary>Number of refined atoms.</summary>
    public int Count => atoms.Length;

    /// <summary>Length of the parameter vector: the groups, rounded up to a multiple of three.</summary>
    public int Length { get; }

    /// <summary>u of each refined atom after <see cref="Set"/>.</summary>
    public double[] Logarithms { get; }

    /// <summary>Puts the B that belong to parameters into the atoms.</summary>
    /// <param name="parameters">p.</param>
    /// <param name="target">Atoms that scatter.</param>
    public void Set(ReadOnlySpan<double> parameters, ScatteringAtoms target)
    {
        for (int i = 0; i < atoms.Length; i++)
        {
            Logarithms[i] = start[i] + parameters[group[i]];
            values[atoms[i]] = Math.Exp(Math.Clamp(Logarithms[i], lowest, highest)) - options.Softening;
        }

        target.SetB(values);
    }

    /// <summary>dT/du of each refined atom; 0 where a bound stops the descent.</summary>
    /// <param name="byB">dT/dB of all atoms that scatter.</param>
    /// <param name="factor">Multiplies the derivatives.</param>
    /// <param name="result">Receives the derivatives.</param>
    public void ByLogarithm(ReadOnlySpan<double> byB, double factor, Span<double> result)
    {
        for (int i = 0; i < atoms.Length; i++)
        {
            double g = factor * byB[atoms[i]] * (values[atoms[i]] + options.Softening);
            bool stopped = (Logarithms[i] <= lowest && g > 0) || (Logarithms[i] >= highest && g < 0);
            result[i] = stopped ? 0 : g;
        }
    }

    /// <summary>Sums derivatives of atoms over groups.</summary>
    /// <param name="byAtom">One per refined atom.</param>
    /// <param name="byGroup">Receives the sums.</param>
    public void Collect(ReadOnlySpan<double> byAtom, Span<double> byGroup)
    {
        byGroup.Clear();
        for (int i = 0; i < atoms.Length; i++)
            byGroup[group[i]] += byAtom[i];
    }

    private void Average(int groups)
    {
        var sums = new double[groups];
        var counts = new int[groups];
        for (int i = 0; i < atoms.Length; i++)
            (sums[group[i]], counts[group[i]]) = (sums[group[i]] + start[i], counts[group[i]] + 1);
        for (int i = 0; i < atoms.Length; i++)
            start[i] = sums[group[i]] / counts[group[i]];
    }
}
