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

    internal ScatteringAtoms(ScatteringTable table, int[] atomIndex, ScatteringArrays arrays, IReadOnlyList<string> warnings)
    {
        (Table, AtomIndex, Arrays, Warnings) = (table, atomIndex, arrays, warnings);
        BMin = arrays.SmallestB.Length == 0 ? 0 : arrays.SmallestB.Min();
        MeanB = arrays.EquivalentB.Length == 0 ? 0 : arrays.EquivalentB.Average();
    }

    /// <summary>Form factors.</summary>
    public ScatteringTable Table { get; }

    /// <summary>Number of atoms.</summary>
    public int Count => AtomIndex.Length;

    /// <summary>Index in the model of each atom.</summary>
    public IReadOnlyList<int> AtomIndices => AtomIndex;

    /// <summary>Smallest B, Å²; for anisotropic atoms that of the shortest axis, which may be negative.</summary>
    public double BMin { get; }

    /// <summary>Mean of the isotropic or equivalent B, Å².</summary>
    public double MeanB { get; }

    /// <summary>What was odd about the atoms, one line each.</summary>
    public IReadOnlyList<string> Warnings { get; }

    /// <summary>3N coordinates, Å.</summary>
    public ReadOnlySpan<double> Positions => Arrays.Positions;

    /// <summary>Element of each atom.</summary>
    public ReadOnlySpan<Element> Elements => Arrays.Element;

    internal int[] AtomIndex { get; }

    internal ScatteringArrays Arrays { get; }

    /// <summary>Collects the atoms of a model.</summary>
    /// <param name="model">Model.</param>
    /// <param name="selection">One flag per atom of the model.</param>
    /// <param name="table">Form factors.</param>
    /// <param name="withHydrogens">False leaves out H and D.</param>
    /// <exception cref="InputException">No atom is left, or a position is not finite.</exception>
    public static ScatteringAtoms Create(Model model, ReadOnlySpan<bool> selection, ScatteringTable table, bool withHydrogens = true) =>
        new ScatteringAtomsBuilder(model, table).Build(selection, withHydrogens);

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
        var radii = new SplatRadii(Arrays.FormFactors, tolerance);
        var radius = new float[Count];
        for (int i = 0; i < radius.Length; i++)
            radius[i] = radii.Radius(Arrays.Row[i], Arrays.LargestB[i] + blur);
        return new GaussianAtoms
        {
            Positions = Arrays.Positions,
            FormFactor = Arrays.Row,
            FormFactors = Arrays.FormFactors,
            BIso = Arrays.BIso,
            Occupancy = Arrays.Occupancy,
            Radius = radius,
            AnisoRow = Arrays.UAniso.Length == 0 ? null : Arrays.AnisoRow,
            UAniso = Arrays.UAniso,
        };
    }
}

/// <summary>Flat arrays of <see cref="ScatteringAtoms"/>.</summary>
/// <param name="Element">Element per atom.</param>
/// <param name="Positions">3N coordinates, Å.</param>
/// <param name="Row">Row of the form factors per atom.</param>
/// <param name="FormFactors">Rows of ten numbers.</param>
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
