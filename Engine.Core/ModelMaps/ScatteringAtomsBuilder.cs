using Engine.Core.Models;
using Engine.Kernels;

namespace Engine.Core.ModelMaps;

/// <summary>Turns the atoms of a model into <see cref="ScatteringAtoms"/> and collects what had to be changed.</summary>
internal sealed class ScatteringAtomsBuilder(Model model, ScatteringTable table)
{
    private const double SmallestWidth = 0.5;
    private readonly List<int> kept = [];
    private readonly Dictionary<(Element, int), int> rows = [];
    private readonly List<float> formFactors = [];
    private readonly List<float> displacements = [];
    private readonly SortedSet<string> charged = new(StringComparer.Ordinal);
    private int unknown;
    private int clamped;
    private int repaired;
    private int absent;

    public ScatteringAtoms Build(ReadOnlySpan<bool> selection, bool withHydrogens, bool keepAbsent)
    {
        if (selection.Length != model.Atoms.Count)
            throw new ArgumentException($"{selection.Length} flags for {model.Atoms.Count} atoms", nameof(selection));
        Collect(selection, withHydrogens, keepAbsent);
        int n = kept.Count;
        var arrays = new ScatteringArrays(
            new Element[n], new double[3 * n], new int[n], [], new float[n], new double[n], new double[n], new double[n], new float[n], new int[n], []);
        for (int i = 0; i < n; i++)
            Fill(i, model.Atoms[kept[i]], arrays);
        arrays = arrays with
        {
            FormFactors = [.. formFactors],
            UAniso = [.. displacements],
        };
        return new ScatteringAtoms(table, [.. kept], arrays, Warnings());
    }

    private void Collect(ReadOnlySpan<bool> selection, bool withHydrogens, bool keepAbsent)
    {
        int selected = 0;
        for (int i = 0; i < selection.Length; i++)
        {
            if (!selection[i])
                continue;
            selected++;
            Atom atom = model.Atoms[i];
            if (!withHydrogens && atom.Element.IsHydrogen)
                continue;
            if (!atom.Position.IsFinite)
                throw new InputException($"atom {atom.Serial} {atom.Name} has position {atom.Position}: correct the coordinates in the model file");
            if (atom.Occupancy > 0 || keepAbsent)
                kept.Add(i);
            else
                absent++;
        }

        if (kept.Count > 0)
            return;
        throw new InputException(selected == 0
            ? $"the selection holds none of the {model.Atoms.Count} atoms of the model: give another --select"
            : $"none of the {selected} selected atoms scatters: all are {(withHydrogens ? "at" : "hydrogen or at")} occupancy 0");
    }

    private void Fill(int i, Atom atom, ScatteringArrays a)
    {
        (a.Positions[3 * i], a.Positions[3 * i + 1], a.Positions[3 * i + 2]) = (atom.Position.X, atom.Position.Y, atom.Position.Z);
        a.Element[i] = atom.Element;
        int charge = table.UsesCharges ? atom.Charge : 0, terms = table.Terms;
        if (!rows.TryGetValue((atom.Element, charge), out int row))
        {
            rows[(atom.Element, charge)] = row = rows.Count;
            formFactors.AddRange(table.Row(atom.Element, charge));
        }

        if (atom.Element == Element.Unknown)
            unknown++;
        if (atom.Charge != 0 && !table.UsesCharges)
            charged.Add($"{atom.Element}{Math.Abs(atom.Charge)}{(atom.Charge > 0 ? '+' : '-')}");
        double b = double.IsFinite(atom.BIso) ? Math.Clamp(atom.BIso, 0, ScatteringAtoms.LargestB) : 0;
        if (b != atom.BIso && atom.UAniso == null)
            clamped++;
        a.Row[i] = row;
        a.Occupancy[i] = (float)atom.Occupancy;
        a.BIso[i] = (float)b;
        (a.EquivalentB[i], a.SmallestB[i], a.LargestB[i], a.AnisoRow[i]) = (b, b, b, -1);
        if (atom.UAniso is { } u)
            FillAnisotropic(i, u, formFactors.Skip((2 * row + 1) * terms).Take(terms).Min(), a);
    }

    /// <summary>
    /// Takes a displacement matrix. Where 8π²U plus the narrowest Gaussian of the form factor is not positive definite, its eigenvalues are raised until
    /// the sum is at least 0.5 Å² in every direction; values above the largest B are lowered to it.
    /// </summary>
    private void FillAnisotropic(int i, double[] u, double narrowest, ScatteringArrays a)
    {
        (double[] values, double[] vectors) = SymmetricMatrix3.Decompose(u);
        bool changed = false;
        for (int k = 0; k < 3; k++)
        {
            double b = ScatteringAtoms.BPerU * values[k];
            if (!double.IsFinite(b))
                throw new InputException($"atom {model.Atoms[kept[i]].Serial} has an anisotropic displacement that is not a number: correct or remove its ANISOU record");
            if (b + narrowest > 0 && b <= ScatteringAtoms.LargestB)
                continue;
            values[k] = Math.Clamp(b, SmallestWidth - narrowest, ScatteringAtoms.LargestB) / ScatteringAtoms.BPerU;
            changed = true;
        }

        double[] m = u;
        if (changed)
        {
            m = SymmetricMatrix3.Compose(values, vectors);
            repaired++;
        }

        a.AnisoRow[i] = displacements.Count / 6;
        foreach (double x in m)
            displacements.Add((float)x);
        a.EquivalentB[i] = ScatteringAtoms.BPerU * (m[0] + m[1] + m[2]) / 3;
        a.SmallestB[i] = ScatteringAtoms.BPerU * values.Min();
        a.LargestB[i] = ScatteringAtoms.BPerU * values.Max();
    }

    private List<string> Warnings()
    {
        var warnings = new List<string>();
        if (unknown > 0)
            warnings.Add($"{unknown} atoms of unknown element scatter as carbon");
        if (charged.Count > 0)
            warnings.Add($"charged atoms ({string.Join(", ", charged)}) scatter as neutral ones");
        if (clamped > 0)
            warnings.Add($"{clamped} B factors lie outside 0 to {ScatteringAtoms.LargestB} Å² and were brought into that range");
        if (repaired > 0)
            warnings.Add($"{repaired} anisotropic displacements are not positive definite or too large and were repaired");
        if (absent > 0)
            warnings.Add($"{absent} selected atoms have occupancy 0 and do not enter the model map nor the mask");
        return warnings;
    }
}
