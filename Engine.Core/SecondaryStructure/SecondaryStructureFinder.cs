using Engine.Core.Geometry;
using Engine.Core.Models;

namespace Engine.Core.SecondaryStructure;

/// <summary>
/// Secondary structure from coordinates: hydrogen bonds by energy, helices and sheets by their patterns, and helices from the CA trace where the peptides are too poor.
/// Where kinds compete, alpha helices come first, then strands, 3-10 and pi helices.
/// </summary>
public static class SecondaryStructureFinder
{
    /// <summary>Longest N-O distance of a bond that only the trace suggests, Å.</summary>
    private const double TraceBond = 3.5;

    /// <summary>Smallest angle C-O...N of such a bond, degrees.</summary>
    private const double TraceAngle = 110;

    /// <summary>Assigns helices and sheets.</summary>
    /// <param name="model">Names and residues.</param>
    /// <param name="x">3N coordinates, Å.</param>
    /// <exception cref="ArgumentException">The number of coordinates is not 3N.</exception>
    public static SecondaryStructureRecord Find(Model model, double[] x)
    {
        ProteinBackbone backbone = ProteinBackbone.Of(model, x);
        BackboneHydrogenBonds bonds = BackboneHydrogenBonds.Find(backbone);
        var codes = new char[backbone.Units.Count];
        Array.Fill(codes, '-');
        List<HelixRange> helices = HelixFinder.Mark(backbone, bonds, HelixKind.Alpha, 'H', codes);
        List<Ladder> all = BridgeFinder.Ladders(backbone, BridgeFinder.Bridges(backbone, bonds));
        List<Ladder> ladders = [.. all.Where(l => l.Bridges.Count > 1)];
        MarkStrands(all, codes);
        helices.AddRange(HelixFinder.Mark(backbone, bonds, HelixKind.ThreeTen, 'G', codes));
        helices.AddRange(HelixFinder.Mark(backbone, bonds, HelixKind.Pi, 'I', codes));
        List<HelixRange> traced = AlphaTrace.Helices(backbone, i => codes[i] == '-');
        foreach (HelixRange helix in traced)
            Array.Fill(codes, 'H', helix.First, helix.Last - helix.First + 1);
        helices.AddRange(traced);
        helices.Sort((a, b) => a.First.CompareTo(b.First));
        List<StructuralHydrogenBond> structural = [.. helices.SelectMany(h => HelixBonds(backbone, bonds, h)), .. ladders.SelectMany(l => SheetBonds(backbone, bonds, l))];
        return new SecondaryStructureRecord
        {
            Helices = [.. helices.Select(h => new HelixRecord(h.Kind, backbone.Units[h.First].Residue, backbone.Units[h.Last].Residue, h.Last - h.First + 1, h.FromTrace))],
            Sheets = SheetFinder.Group(backbone, ladders),
            Bonds = [.. structural.DistinctBy(b => (b.AcceptorO, b.DonorN))],
            Codes = PerResidue(model, backbone, codes),
            BackboneBonds = bonds.All.Count,
            Residues = backbone.Units.Count,
        };
    }

    private static void MarkStrands(List<Ladder> ladders, char[] codes)
    {
        foreach (Ladder ladder in ladders)
        {
            char letter = ladder.Bridges.Count > 1 ? 'E' : 'B';
            foreach ((int first, int last) in new[] { ladder.Side1, ladder.Side2 })
            {
                for (int i = first; i <= last; i++)
                    codes[i] = codes[i] is 'H' or 'E' ? codes[i] : letter;
            }
        }
    }

    private static string PerResidue(Model model, ProteinBackbone backbone, char[] codes)
    {
        var letters = new char[model.Residues.Count];
        Array.Fill(letters, '-');
        for (int i = 0; i < codes.Length; i++)
            letters[backbone.Units[i].Residue] = codes[i];
        return new string(letters);
    }

    /// <summary>The bonds of a helix, from the carbonyl before its first residue to the amide after its last.</summary>
    private static List<StructuralHydrogenBond> HelixBonds(ProteinBackbone backbone, BackboneHydrogenBonds bonds, HelixRange helix)
    {
        int n = HelixFinder.Step(helix.Kind);
        HydrogenBondKind kind = helix.Kind switch
        {
            HelixKind.ThreeTen => HydrogenBondKind.ThreeTenHelix,
            HelixKind.Pi => HydrogenBondKind.PiHelix,
            _ => HydrogenBondKind.AlphaHelix,
        };
        var found = new List<StructuralHydrogenBond>();
        for (int i = helix.First - 1; i + n <= helix.Last + 1; i++)
        {
            if (backbone.IsUnbroken(i, i + n) && (bonds.Has(i, i + n) || (helix.FromTrace && IsPlausible(backbone, i, i + n))))
                found.Add(Describe(backbone, i, i + n, kind));
        }

        for (int k = 0; k < found.Count; k++)
            found[k] = found[k] with { IsEnd = k == 0 || k == found.Count - 1 };
        return found;
    }

    private static bool IsPlausible(ProteinBackbone backbone, int acceptor, int donor)
    {
        BackboneUnit a = backbone.Units[acceptor], d = backbone.Units[donor];
        if (a.C < 0 || a.O < 0 || backbone.Hydrogen(donor) == null)
            return false;
        Vec3 o = backbone.At(a.O), n = backbone.At(d.N);
        return Vec3.Distance(o, n) <= TraceBond && Vec3.AngleDegrees(backbone.At(a.C), o, n) >= TraceAngle;
    }

    private static IEnumerable<StructuralHydrogenBond> SheetBonds(ProteinBackbone backbone, BackboneHydrogenBonds bonds, Ladder ladder) =>
        ladder.Bridges.SelectMany(BridgeFinder.BondsOf).Where(b => bonds.Has(b.Acceptor, b.Donor)).Distinct().Select(b =>
            Describe(backbone, b.Acceptor, b.Donor, ladder.IsParallel ? HydrogenBondKind.ParallelSheet : HydrogenBondKind.AntiparallelSheet));

    private static StructuralHydrogenBond Describe(ProteinBackbone backbone, int acceptor, int donor, HydrogenBondKind kind)
    {
        BackboneUnit a = backbone.Units[acceptor], d = backbone.Units[donor];
        return new(kind, a.C, a.O, d.N, d.CA, backbone.Units[donor - 1].C, false, Vec3.Distance(backbone.At(a.O), backbone.At(d.N)));
    }
}
