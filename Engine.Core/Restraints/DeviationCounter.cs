using Engine.Core.Geometry;
using Engine.Kernels;

namespace Engine.Core.Restraints;

/// <summary>Gathers the deviations of every class of covalent terms.</summary>
internal static class DeviationCounter
{
    public static GeometrySet Count(RestraintModel model, ReadOnlySpan<double> positions, bool[]? selection, int worst = DeviationTally.WorstLength, ITermSink? sink = null)
    {
        DeviationTally Tally(CovalentTerm kind) => new(model.AtomLabel, worst, kind, sink);
        return new(
            Bonds(model, positions, selection, Tally(CovalentTerm.Bond)), Angles(model, positions, selection, Tally(CovalentTerm.Angle)),
            Torsions(model, positions, selection, Tally(CovalentTerm.Torsion)), Chirals(model, positions, selection, Tally(CovalentTerm.Chirality)),
            Planes(model, positions, selection, Tally(CovalentTerm.Plane)));
    }

    private static GeometryClass Bonds(RestraintModel model, ReadOnlySpan<double> x, bool[]? selection, DeviationTally tally)
    {
        RestraintTable t = model.Table;
        for (int k = 0; k < t.BondCount; k++)
        {
            ReadOnlySpan<int> a = t.BondAtoms.AsSpan(2 * k, 2);
            if (model.BondCounts[k] != 0 && Selected(a, selection))
                tally.Add(a, Vec3.Distance(TermGeometry.At(x, a[0]), TermGeometry.At(x, a[1])), t.BondIdeal[k], t.BondWeight[k]);
        }

        return tally.Result();
    }

    private static GeometryClass Angles(RestraintModel model, ReadOnlySpan<double> x, bool[]? selection, DeviationTally tally)
    {
        RestraintTable t = model.Table;
        for (int k = 0; k < t.AngleCount; k++)
        {
            ReadOnlySpan<int> a = t.AngleAtoms.AsSpan(3 * k, 3);
            if (model.AngleCounts[k] == 0 || !Selected(a, selection))
                continue;
            tally.Add(a, Vec3.AngleDegrees(TermGeometry.At(x, a[0]), TermGeometry.At(x, a[1]), TermGeometry.At(x, a[2])), t.AngleIdeal[k], t.AngleWeight[k]);
        }

        return tally.Result();
    }

    private static GeometryClass Torsions(RestraintModel model, ReadOnlySpan<double> x, bool[]? selection, DeviationTally tally)
    {
        RestraintTable t = model.Table;
        for (int k = 0; k < t.TorsionCount; k++)
        {
            ReadOnlySpan<int> a = t.TorsionAtoms.AsSpan(4 * k, 4);
            if (model.TorsionCounts[k] == 0 || !Selected(a, selection))
                continue;
            double angle = Vec3.TorsionDegrees(TermGeometry.At(x, a[0]), TermGeometry.At(x, a[1]), TermGeometry.At(x, a[2]), TermGeometry.At(x, a[3]));
            tally.Add(a, angle, t.TorsionIdeal[k], TermGeometry.TorsionDelta(angle, t.TorsionIdeal[k], t.TorsionPeriod[k]), t.TorsionWeight[k]);
        }

        return tally.Result();
    }

    private static GeometryClass Chirals(RestraintModel model, ReadOnlySpan<double> x, bool[]? selection, DeviationTally tally)
    {
        RestraintTable t = model.Table;
        for (int k = 0; k < t.ChiralCount; k++)
        {
            ReadOnlySpan<int> a = t.ChiralAtoms.AsSpan(4 * k, 4);
            if (model.ChiralCounts[k] == 0 || !Selected(a, selection))
                continue;
            double volume = ChiralVolume.Of(TermGeometry.At(x, a[0]), TermGeometry.At(x, a[1]), TermGeometry.At(x, a[2]), TermGeometry.At(x, a[3]));
            double ideal = t.ChiralBoth[k] != 0 ? Math.CopySign(t.ChiralIdeal[k], volume) : t.ChiralIdeal[k];
            tally.Add(a, volume, ideal, t.ChiralWeight[k]);
        }

        return tally.Result();
    }

    private static GeometryClass Planes(RestraintModel model, ReadOnlySpan<double> x, bool[]? selection, DeviationTally tally)
    {
        RestraintTable t = model.Table;
        for (int p = 0; p < t.PlaneCount; p++)
        {
            ReadOnlySpan<int> a = t.PlaneAtoms.AsSpan(t.PlaneStart[p]..t.PlaneStart[p + 1]);
            if (model.PlaneCounts[p] == 0 || !Selected(a, selection))
                continue;
            var distances = new double[a.Length];
            TermGeometry.PlaneDistances(x, a, distances);
            tally.AddPlane(a, distances, t.PlaneWeight[t.PlaneStart[p]]);
        }

        return tally.Result();
    }

    private static bool Selected(ReadOnlySpan<int> atoms, bool[]? selection)
    {
        if (selection == null)
            return true;
        foreach (int a in atoms)
        {
            if (!selection[a])
                return false;
        }

        return true;
    }
}
