using Engine.Core.Models;
using Engine.Kernels;

namespace Engine.Core.ModelMaps;

/// <summary>
/// The atoms of a model that scatter, as flat arrays: the selected ones with an occupancy above 0, checked. B factors are brought into 0 to 999 Å²,
/// displacement matrices that give no proper Gaussian are repaired; what was changed is in <see cref="Warnings"/>.
/// </summary>
public sealed class ScatteringAtoms
{
    /// <summary>Largest B factor used, Å².</summary>
    public const double LargestB = 999;

    /// <summary>8π²: B = 8π² U.</summary>
    internal const double BPerU = 8 * Math.PI * Math.PI;

    private double[] resolutions = [];

    internal ScatteringAtoms(ScatteringTable table, int[] atomIndex, ScatteringArrays arrays, IReadOnlyList<string> warnings)
    {
        (Table, AtomIndex, Arrays, Warnings) = (table, atomIndex, arrays, warnings);
    }

    /// <summary>Form factors.</summary>
    public ScatteringTable Table { get; }

    /// <summary>Number of atoms.</summary>
    public int Count => AtomIndex.Length;

    /// <summary>Index in the model of each atom.</summary>
    public IReadOnlyList<int> AtomIndices => AtomIndex;

    /// <summary>Smallest B, Å²; for anisotropic atoms that of the shortest axis, which may be negative.</summary>
    public double BMin => Arrays.SmallestB.Length == 0 ? 0 : Arrays.SmallestB.Min();

    /// <summary>Mean of the isotropic or equivalent B, Å².</summary>
    public double MeanB => Arrays.EquivalentB.Length == 0 ? 0 : Arrays.EquivalentB.Average();

    /// <summary>What was odd about the atoms, one line each.</summary>
    public IReadOnlyList<string> Warnings { get; }

    /// <summary>3N coordinates, Å.</summary>
    public ReadOnlySpan<double> Positions => Arrays.Positions;

    /// <summary>Element of each atom.</summary>
    public ReadOnlySpan<Element> Elements => Arrays.Element;

    /// <summary>Isotropic B of each atom, Å²; for anisotropic atoms the equivalent one.</summary>
    public ReadOnlySpan<double> EquivalentB => Arrays.EquivalentB;

    /// <summary>Occupancy of each atom.</summary>
    public ReadOnlySpan<float> Occupancies => Arrays.Occupancy;

    /// <summary>Resolution d of each atom, Å; empty until <see cref="SetResolutions"/> or <see cref="SetResolution"/>.</summary>
    public ReadOnlySpan<double> Resolutions => resolutions;

    internal int[] AtomIndex { get; }

    internal ScatteringArrays Arrays { get; }

    /// <summary>Collects the atoms of a model.</summary>
    /// <param name="model">Model.</param>
    /// <param name="selection">One flag per atom of the model.</param>
    /// <param name="table">Form factors.</param>
    /// <param name="withHydrogens">False leaves out H and D.</param>
    /// <param name="keepAbsent">Keep atoms of occupancy 0: they add no density, but have a gradient by the occupancy.</param>
    /// <exception cref="InputException">No atom is left, or a position is not finite.</exception>
    public static ScatteringAtoms Create(
        Model model, ReadOnlySpan<bool> selection, ScatteringTable table, bool withHydrogens = true, bool keepAbsent = false) =>
        new ScatteringAtomsBuilder(model, table).Build(selection, withHydrogens, keepAbsent);

    /// <summary>Gives all atoms one resolution.</summary>
    /// <param name="d">Resolution, Å, above 0.</param>
    public void SetResolution(double d)
    {
        double[] values = new double[Count];
        Array.Fill(values, d);
        SetResolutions(values);
    }

    /// <summary>Gives each atom its own resolution.</summary>
    /// <param name="values">One per atom, Å, above 0.</param>
    /// <exception cref="NumericalException">A value is not a positive number.</exception>
    public void SetResolutions(ReadOnlySpan<double> values)
    {
        CheckLength(values.Length, 1);
        foreach (double d in values)
        {
            if (!(d > 0) || !double.IsFinite(d))
                throw new NumericalException($"an atom has resolution {d} Å: it must be above 0");
        }

        resolutions = values.ToArray();
    }

    /// <summary>Takes new B factors of isotropic atoms; those of anisotropic ones stay.</summary>
    /// <param name="values">One per atom, Å²; brought into 0 to <see cref="LargestB"/>.</param>
    /// <exception cref="NumericalException">A value is not a number.</exception>
    public void SetB(ReadOnlySpan<double> values)
    {
        CheckLength(values.Length, 1);
        for (int i = 0; i < Count; i++)
        {
            if (Arrays.AnisoRow[i] >= 0)
                continue;
            if (!double.IsFinite(values[i]))
                throw new NumericalException($"atom {AtomIndex[i] + 1} of the model has B {values[i]}: the B factors diverged");
            double b = Math.Clamp(values[i], 0, LargestB);
            (Arrays.BIso[i], Arrays.EquivalentB[i], Arrays.SmallestB[i], Arrays.LargestB[i]) = ((float)b, b, b, b);
        }
    }

    /// <summary>Replaces anisotropic displacements by the equivalent isotropic B.</summary>
    /// <param name="chosen">Tells whether an atom, given by its index in the model, is changed; null = all.</param>
    public void MakeIsotropic(Func<int, bool>? chosen = null)
    {
        for (int i = 0; i < Count; i++)
        {
            if (Arrays.AnisoRow[i] < 0 || (chosen != null && !chosen(AtomIndex[i])))
                continue;
            double b = Math.Clamp(Arrays.EquivalentB[i], 0, LargestB);
            (Arrays.AnisoRow[i], Arrays.BIso[i], Arrays.EquivalentB[i], Arrays.SmallestB[i], Arrays.LargestB[i]) = (-1, (float)b, b, b, b);
        }
    }

    /// <summary>Takes new occupancies.</summary>
    /// <param name="values">One per atom.</param>
    public void SetOccupancies(ReadOnlySpan<double> values)
    {
        CheckLength(values.Length, 1);
        for (int i = 0; i < Count; i++)
            Arrays.Occupancy[i] = (float)values[i];
    }

    /// <summary>Takes new coordinates of these atoms.</summary>
    /// <param name="values">3N coordinates in the order of these atoms, Å.</param>
    public void SetOwnPositions(ReadOnlySpan<double> values)
    {
        CheckLength(values.Length, 3);
        values.CopyTo(Arrays.Positions);
    }

    /// <summary>Takes new coordinates.</summary>
    /// <param name="modelPositions">3 numbers per atom of the model (all of them, selected or not), Å.</param>
    /// <exception cref="NumericalException">A coordinate is NaN or infinite.</exception>
    public void SetPositions(ReadOnlySpan<double> modelPositions)
    {
        double[] positions = Arrays.Positions;
        for (int i = 0; i < AtomIndex.Length; i++)
        {
            for (int k = 0; k < 3; k++)
            {
                double x = modelPositions[3 * AtomIndex[i] + k];
                if (!double.IsFinite(x))
                    throw new NumericalException($"atom {AtomIndex[i] + 1} of the model has coordinate {x}: the coordinates diverged");
                positions[3 * i + k] = x;
            }
        }
    }

    /// <summary>The atoms as the kernels take them.</summary>
    /// <param name="blur">B added to every atom, Å²; only used for the cut-off radii.</param>
    /// <param name="tolerance">Part of an atom's peak at which its density is cut off.</param>
    internal GaussianAtoms ToGaussians(double blur, double tolerance)
    {
        var radii = new SplatRadii(Arrays.FormFactors, Table.Terms, tolerance);
        var radius = new float[Count];
        for (int i = 0; i < radius.Length; i++)
            radius[i] = radii.Radius(Arrays.Row[i], Arrays.LargestB[i] + blur);
        return new GaussianAtoms
        {
            Positions = Arrays.Positions,
            FormFactor = Arrays.Row,
            Terms = Table.Terms,
            FormFactors = Arrays.FormFactors,
            BIso = Arrays.BIso,
            Occupancy = Arrays.Occupancy,
            Radius = radius,
            AnisoRow = Arrays.UAniso.Length == 0 ? null : Arrays.AnisoRow,
            UAniso = Arrays.UAniso,
        };
    }

    private void CheckLength(int length, int perAtom)
    {
        if (length != perAtom * Count)
            throw new ArgumentException($"{length} numbers for {Count} atoms", nameof(length));
    }
}

/// <summary>Flat arrays of <see cref="ScatteringAtoms"/>.</summary>
/// <param name="Element">Element per atom.</param>
/// <param name="Positions">3N coordinates, Å.</param>
/// <param name="Row">Row of the form factors per atom.</param>
/// <param name="FormFactors">Rows of 2 × the table's terms.</param>
/// <param name="BIso">Isotropic B, Å².</param>
/// <param name="EquivalentB">Isotropic B, or 8π² tr(U)/3, Å².</param>
/// <param name="SmallestB">B along the shortest axis, Å².</param>
/// <param name="LargestB">B along the longest axis, Å².</param>
/// <param name="Occupancy">Occupancy.</param>
/// <param name="AnisoRow">Row of <paramref name="UAniso"/> per atom, -1 for isotropic.</param>
/// <param name="UAniso">Rows of six numbers, Å².</param>
internal sealed record ScatteringArrays(
    Element[] Element, double[] Positions, int[] Row, float[] FormFactors, float[] BIso, double[] EquivalentB, double[] SmallestB, double[] LargestB,
    float[] Occupancy, int[] AnisoRow, float[] UAniso);
