using Engine.Core.Chemistry;
using Engine.Core.Geometry;
using Engine.Core.Models;

namespace Engine.Core.Restraints;

/// <summary>
/// Restraints that hold atoms to the geometry they come with, for components that no dictionary knows: atoms nearer than the sum of
/// their covalent radii + 0.4 Å are bonded; present bonds (σ 0.02 Å), angles (σ 3°), chiral volumes and planes become the targets.
/// </summary>
internal sealed class InputGeometry(Model model, Conformers conformers, TermCollector terms)
{
    private const double Tolerance = 0.4;
    private const double Coincident = 0.4;
    private const double BondSigma = 0.02;
    private const double AngleSigma = 3;
    private const double PlaneSigma = 0.02;

    /// <summary>A centre with three neighbours is planar when it lies nearer than this to their plane, Å.</summary>
    private const double PlanarDistance = 0.15;

    /// <summary>Two planar centres share a plane when the torsions about their bond are nearer than this to 0 or 180°.</summary>
    private const double PlanarTorsion = 15;

    /// <summary>Chiral volumes below this are no chiral centres, Å³.</summary>
    private const double SmallestVolume = 0.7;

    /// <summary>Holds a whole residue.</summary>
    public void HoldResidue(int residueIndex)
    {
        Residue residue = model.Residues[residueIndex];
        Hold(residueIndex, [.. Enumerable.Range(residue.FirstAtom, residue.AtomCount)], null);
    }

    /// <summary>Holds single atoms that a template lacks: terms with at least one of them are made, the others are left to the template.</summary>
    public void HoldAtoms(int residueIndex, IReadOnlyCollection<int> atoms)
    {
        Residue residue = model.Residues[residueIndex];
        Hold(residueIndex, [.. Enumerable.Range(residue.FirstAtom, residue.AtomCount)], [.. atoms]);
    }

    private void Hold(int residueIndex, int[] members, HashSet<int>? only)
    {
        foreach (int code in conformers.OfResidue(residueIndex))
        {
            int[] atoms = [.. members.Where(i => conformers.OfAtom[i] == 0 || conformers.OfAtom[i] == code)];
            List<int>[] bonded = FindBonds(atoms);
            for (int k = 0; k < atoms.Length; k++)
            {
                AddBondsAndAngles(atoms, bonded, k, only);
                AddShape(atoms, bonded, k, only);
            }

            foreach (int[] ring in SmallRings.Find(bonded))
                AddRing(atoms, bonded, ring, only);
        }
    }

    private static bool Wanted(HashSet<int>? only, params ReadOnlySpan<int> atoms)
    {
        if (only == null)
            return true;
        foreach (int a in atoms)
        {
            if (only.Contains(a))
                return true;
        }

        return false;
    }

    private Vec3 At(int atom) => model.Atoms[atom].Position;

    private bool IsHydrogen(int atom) => model.Atoms[atom].Element.IsHydrogen;

    private List<int>[] FindBonds(int[] atoms)
    {
        var bonded = new List<int>[atoms.Length];
        for (int k = 0; k < atoms.Length; k++)
            bonded[k] = [];
        for (int k = 0; k < atoms.Length; k++)
        {
            if (IsHydrogen(atoms[k]))
            {
                Join(bonded, k, NearestHeavy(atoms, k));
                continue;
            }

            for (int m = k + 1; m < atoms.Length; m++)
            {
                if (!IsHydrogen(atoms[m]) && Reaches(atoms[k], atoms[m]))
                    Join(bonded, k, m);
            }
        }

        return bonded;
    }

    private static void Join(List<int>[] bonded, int k, int m)
    {
        if (m < 0)
            return;
        bonded[k].Add(m);
        bonded[m].Add(k);
    }

    private bool Reaches(int a, int b)
    {
        double d = Vec3.Distance(At(a), At(b));
        return d > Coincident && d <= CovalentRadii.Of(model.Atoms[a].Element) + CovalentRadii.Of(model.Atoms[b].Element) + Tolerance;
    }

    private int NearestHeavy(int[] atoms, int hydrogen)
    {
        int best = -1;
        double bestDistance = double.MaxValue;
        for (int m = 0; m < atoms.Length; m++)
        {
            double d = (At(atoms[m]) - At(atoms[hydrogen])).LengthSquared;
            if (!IsHydrogen(atoms[m]) && d < bestDistance && Reaches(atoms[hydrogen], atoms[m]))
                (best, bestDistance) = (m, d);
        }

        return best;
    }

    private void AddBondsAndAngles(int[] atoms, List<int>[] bonded, int k, HashSet<int>? only)
    {
        int centre = atoms[k];
        foreach (int m in bonded[k])
        {
            if (m > k && Wanted(only, centre, atoms[m]))
                terms.AddBond(centre, atoms[m], Vec3.Distance(At(centre), At(atoms[m])), BondSigma, false);
        }

        for (int p = 0; p < bonded[k].Count; p++)
        {
            for (int q = p + 1; q < bonded[k].Count; q++)
            {
                int a = atoms[bonded[k][p]], b = atoms[bonded[k][q]];
                if (Wanted(only, centre, a, b))
                    terms.AddAngle(a, centre, b, Vec3.AngleDegrees(At(a), At(centre), At(b)), AngleSigma, false);
            }
        }
    }

    private void AddShape(int[] atoms, List<int>[] bonded, int k, HashSet<int>? only)
    {
        int[] heavy = [.. bonded[k].Where(m => !IsHydrogen(atoms[m]))];
        if (IsPlanar(atoms, bonded, k))
        {
            int[] plane = [atoms[k], .. bonded[k].Select(m => atoms[m])];
            if (Wanted(only, plane))
                terms.AddPlane(plane, PlaneSigma, false);
            foreach (int m in bonded[k].Where(m => m > k && IsPlanar(atoms, bonded, m)))
                AddSharedPlane(atoms, bonded, k, m, only);
        }
        else if (heavy.Length is 3 or 4 && Wanted(only, [atoms[k], .. heavy.Take(3).Select(m => atoms[m])]))
        {
            int a = atoms[heavy[0]], b = atoms[heavy[1]], c = atoms[heavy[2]];
            double volume = ChiralVolume.Of(At(atoms[k]), At(a), At(b), At(c));
            if (Math.Abs(volume) > SmallestVolume)
                terms.AddChiral(atoms[k], a, b, c, volume, false, false);
        }
    }

    private bool IsPlanar(int[] atoms, List<int>[] bonded, int k)
    {
        if (bonded[k].Count != 3)
            return false;
        Vec3 a = At(atoms[bonded[k][0]]), b = At(atoms[bonded[k][1]]), c = At(atoms[bonded[k][2]]);
        Vec3 normal = Vec3.Cross(b - a, c - a);
        double length = normal.Length;
        return length > 1e-6 && Math.Abs(Vec3.Dot(At(atoms[k]) - a, normal)) / length < PlanarDistance;
    }

    /// <summary>A flat ring and the atoms on it that lie in its plane.</summary>
    private void AddRing(int[] atoms, List<int>[] bonded, int[] ring, HashSet<int>? only)
    {
        int[] members = [.. ring, .. ring.SelectMany(k => bonded[k]).Distinct().Where(k => !ring.Contains(k))];
        double[] x = [.. members.SelectMany(k => new[] { At(atoms[k]).X, At(atoms[k]).Y, At(atoms[k]).Z })];
        var distances = new double[ring.Length];
        TermGeometry.PlaneDistances(x, [.. Enumerable.Range(0, ring.Length)], distances);
        if (distances.Any(d => Math.Abs(d) > PlanarDistance))
            return;
        Vec3 a = At(atoms[ring[0]]), normal = Vec3.Cross(At(atoms[ring[1]]) - a, At(atoms[ring[3]]) - a).Normalized();
        int[] plane = [.. ring.Select(k => atoms[k]), .. members.Skip(ring.Length).Select(k => atoms[k]).Where(i => Math.Abs(Vec3.Dot(At(i) - a, normal)) < 2 * PlanarDistance)];
        if (Wanted(only, plane))
            terms.AddPlane(plane, PlaneSigma, false);
    }

    private void AddSharedPlane(int[] atoms, List<int>[] bonded, int k, int m, HashSet<int>? only)
    {
        foreach (int p in bonded[k].Where(p => p != m))
        {
            foreach (int q in bonded[m].Where(q => q != k && q != p))
            {
                double torsion = Math.Abs(Vec3.TorsionDegrees(At(atoms[p]), At(atoms[k]), At(atoms[m]), At(atoms[q])));
                if (Math.Min(torsion, 180 - torsion) > PlanarTorsion)
                    return;
            }
        }

        int[] plane = [.. bonded[k].Union(bonded[m]).Select(x => atoms[x])];
        if (Wanted(only, plane))
            terms.AddPlane(plane, PlaneSigma, false);
    }
}
