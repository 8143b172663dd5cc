using Engine.Core.Chemistry;
using Engine.Core.Geometry;
using Engine.Core.Models;

namespace Engine.Core.Simulation;

/// <summary>
/// A small made-up protein: three helices and a strand joined by loops, all twenty amino acids, a magnesium ion with waters. Backbone torsions are
/// the usual basins; loops are found by a seeded search for a compact chain without collisions. The result still has to be regularised with restraints.
/// </summary>
public static class SyntheticProtein
{
    private const int LoopTries = 4000;

    private const string OneLetterCodes = "ACDEFGHIKLMNPQRSTVWY";

    private static readonly string[] ThreeLetterCodes =
        "ALA CYS ASP GLU PHE GLY HIS ILE LYS LEU MET ASN PRO GLN ARG SER THR VAL TRP TYR".Split(' ');

    // One letter per residue: helix H, strand E, loop L.
    private const string Sequence = "SAEELWKQALEFMRKNGDPSTVKVTYCDGNPEAHLQKIAEEVRKLTGPDSEELARRMAEWYNQL";
    private const string Fold = "LHHHHHHHHHHHHHHLLLLEEEEEEELLLLLHHHHHHHHHHHHHHLLLLHHHHHHHHHHHHHHL";

    /// <summary>The sequence, one letter per residue.</summary>
    public static string Letters => Sequence;

    /// <summary>Builds the protein.</summary>
    /// <param name="library">Ideal geometry of the residues.</param>
    /// <param name="seed">Seed of loops and side chains.</param>
    public static Structure Build(ComponentLibrary library, ulong seed)
    {
        var random = new RandomSource(seed);
        List<Dictionary<string, Vec3>> backbone = Backbone(random);
        var atoms = new List<(string Residue, int Number, string Name, Element Element, Vec3 Position)>();
        for (int r = 0; r < Sequence.Length; r++)
        {
            string name = ThreeLetterCodes[OneLetterCodes.IndexOf(Sequence[r], StringComparison.Ordinal)];
            ChemicalComponent component = library.Find(name)
                ?? throw new InvalidOperationException($"no ideal geometry of {name}");
            IReadOnlyDictionary<string, Vec3> placed = BestSideChain(component, backbone, r, atoms, random);
            foreach (ComponentAtom atom in component.Atoms)
            {
                if (placed.TryGetValue(atom.Name, out Vec3 position))
                    atoms.Add((name, r + 1, atom.Name, atom.Element, position));
            }
        }

        AddIon(atoms, random);
        return Assemble(atoms);
    }

    /// <summary>Backbones by loop search: the most compact chain without collisions among many.</summary>
    private static List<Dictionary<string, Vec3>> Backbone(RandomSource random)
    {
        List<Dictionary<string, Vec3>>? best = null;
        double bestSize = double.PositiveInfinity;
        for (int attempt = 0; attempt < LoopTries; attempt++)
        {
            List<Dictionary<string, Vec3>> chain = Trace(random);
            double size = RadiusOfGyration(chain);
            if (size < bestSize && !Collides(chain))
                (best, bestSize) = (chain, size);
        }

        return best ?? throw new InvalidOperationException("no loop conformation without collisions");
    }

    private static List<Dictionary<string, Vec3>> Trace(RandomSource random)
    {
        (double Phi, double Psi)[] basins = [(-63, -42), (-120, 135), (-75, 150), (-65, -30), (57, 40), (-90, 0)];
        var torsions = new (double Phi, double Psi)[Sequence.Length];
        for (int r = 0; r < torsions.Length; r++)
        {
            (double phi, double psi) = Fold[r] switch { 'H' => basins[0], 'E' => basins[1], _ => basins[Pick(random, Sequence[r] == 'G' ? 6 : 4)] };
            if (Sequence[r] == 'P')
                phi = -65;
            double spread = Fold[r] == 'L' ? 12 : 2;
            torsions[r] = (phi + spread * random.NextNormal(), psi + spread * random.NextNormal());
        }

        var chain = new List<Dictionary<string, Vec3>>();
        Vec3 n = Vec3.Zero, ca = new(1.458, 0, 0), c = InternalCoordinates.Place(new(0, 1, 0), n, ca, 1.525, 111, -60);
        for (int r = 0; r < torsions.Length; r++)
        {
            Vec3 nextN = InternalCoordinates.Place(n, ca, c, 1.335, 116.6, torsions[r].Psi);
            Vec3 o = InternalCoordinates.Place(n, ca, c, 1.231, 120.4, torsions[r].Psi + 180);
            chain.Add(new(StringComparer.Ordinal) { ["N"] = n, ["CA"] = ca, ["C"] = c, ["O"] = o });
            if (r + 1 == torsions.Length)
                break;
            Vec3 nextCa = InternalCoordinates.Place(ca, c, nextN, 1.458, 121.7, 180);
            Vec3 nextC = InternalCoordinates.Place(c, nextN, nextCa, 1.525, 111, torsions[r + 1].Phi);
            (n, ca, c) = (nextN, nextCa, nextC);
        }

        return chain;
    }

    private static int Pick(RandomSource random, int count) => (int)(random.NextUniform() * count);

    private static double RadiusOfGyration(List<Dictionary<string, Vec3>> chain)
    {
        Vec3 centre = Vec3.Zero;
        foreach (Dictionary<string, Vec3> r in chain)
            centre += r["CA"] / chain.Count;
        return Math.Sqrt(chain.Average(r => (r["CA"] - centre).LengthSquared));
    }

    /// <summary>Alpha carbons of neighbouring secondary structure elements keep the distance that side chains need.</summary>
    private static bool Collides(List<Dictionary<string, Vec3>> chain)
    {
        for (int i = 0; i < chain.Count; i++)
        {
            for (int j = i + 4; j < chain.Count; j++)
            {
                double limit = Fold[i] == 'L' || Fold[j] == 'L' ? 6.0 : 7.5;
                bool sameElement = Fold[i] == Fold[j] && Fold[i] != 'L' && !Fold[i..j].Contains('L', StringComparison.Ordinal);
                if (!sameElement && j - i > 4 && Vec3.Distance(chain[i]["CA"], chain[j]["CA"]) < limit)
                    return true;
                if (j - i > 2 && Vec3.Distance(chain[i]["O"], chain[j]["N"]) < 2.5)
                    return true;
            }
        }

        return false;
    }

    /// <summary>Of several random staggered conformations the one that comes least close to anything else.</summary>
    private static IReadOnlyDictionary<string, Vec3> BestSideChain(
        ChemicalComponent component, List<Dictionary<string, Vec3>> backbone, int residue,
        List<(string Residue, int Number, string Name, Element Element, Vec3 Position)> built, RandomSource random)
    {
        double[] staggered = [-65, 180, 62];
        IReadOnlyDictionary<string, Vec3>? best = null;
        double bestScore = double.NegativeInfinity;
        for (int attempt = 0; attempt < 60; attempt++)
        {
            double[] chi = [.. Enumerable.Range(0, 5).Select(k => staggered[Pick(random, k == 0 && attempt < 20 ? 2 : 3)])];
            if (component.Id is "PHE" or "TYR" or "TRP" or "HIS")
                chi[1] = 90;
            if (component.Id is "ASN" or "ASP" or "GLN" or "GLU")
                chi[component.Id[0] == 'A' ? 1 : 2] = -20;
            if (component.Id == "PRO")
                chi = [-25, 36, -33, 20];
            var placed = new Dictionary<string, Vec3>(new ResidueAssembler(component).Build(backbone[residue], chi), StringComparer.Ordinal);
            double score = Openness(placed, backbone, residue, built);
            if (score > bestScore)
                (best, bestScore) = (placed, score);
        }

        return best!;
    }

    /// <summary>Minus the sum of overlaps below 3.4 Å with other residues.</summary>
    private static double Openness(
        Dictionary<string, Vec3> placed, List<Dictionary<string, Vec3>> backbone, int residue,
        List<(string Residue, int Number, string Name, Element Element, Vec3 Position)> built)
    {
        double score = 0;
        foreach ((string name, Vec3 p) in placed)
        {
            if (name is "N" or "CA" or "C" or "O")
                continue;
            for (int r = 0; r < backbone.Count; r++)
            {
                if (r == residue)
                    continue;
                foreach (Vec3 q in backbone[r].Values)
                    score -= Math.Pow(Math.Max(0, 3.4 - Vec3.Distance(p, q)), 2);
            }

            foreach (var other in built)
            {
                if (other.Name is not ("N" or "CA" or "C" or "O"))
                    score -= Math.Pow(Math.Max(0, 3.4 - Vec3.Distance(p, other.Position)), 2);
            }
        }

        return score;
    }

    /// <summary>A magnesium ion beside the most exposed aspartate oxygen, with five waters that complete its octahedron.</summary>
    private static void AddIon(List<(string Residue, int Number, string Name, Element Element, Vec3 Position)> atoms, RandomSource random)
    {
        const double MagnesiumOxygen = 2.08;
        (double Clearance, Vec3 Ion, Vec3 Ligand) best = (double.NegativeInfinity, default, default);
        foreach (var oxygen in atoms.Where(a => a.Residue is "ASP" or "GLU" && a.Name is "OD1" or "OE1").ToArray())
        {
            Vec3 carbon = atoms.First(a => a.Number == oxygen.Number && a.Name == (oxygen.Name == "OD1" ? "CG" : "CD")).Position;
            Vec3 ion = oxygen.Position + MagnesiumOxygen * (oxygen.Position - carbon).Normalized();
            double clearance = atoms.Where(a => a.Position != oxygen.Position).Min(a => Vec3.Distance(a.Position, ion));
            if (clearance > best.Clearance)
                best = (clearance, ion, oxygen.Position);
        }

        Vec3 axis = (best.Ligand - best.Ion).Normalized();
        Vec3 side = Vec3.Cross(axis, new Vec3(random.NextNormal(), random.NextNormal(), random.NextNormal())).Normalized();
        Vec3 third = Vec3.Cross(axis, side);
        int number = Sequence.Length + 1;
        atoms.Add(("MG", number, "MG", new Element(12), best.Ion));
        foreach (Vec3 direction in new[] { -axis, side, -side, third, -third })
            atoms.Add(("HOH", ++number, "O", Element.O, best.Ion + MagnesiumOxygen * direction));
    }

    private static Structure Assemble(List<(string Residue, int Number, string Name, Element Element, Vec3 Position)> atoms)
    {
        var model = new Model();
        var chain = new Chain { Id = "A" };
        model.Chains.Add(chain);
        foreach (var group in atoms.GroupBy(a => a.Number))
        {
            var residue = new Residue
            {
                Name = group.First().Residue,
                Number = group.Key,
                LabelNumber = group.Key <= Sequence.Length ? group.Key : null,
                LabelChain = group.Key <= Sequence.Length ? "A" : group.First().Residue == "MG" ? "B" : "C",
                EntityId = group.Key <= Sequence.Length ? "1" : group.First().Residue == "MG" ? "2" : "3",
                IsHetero = group.Key > Sequence.Length,
                EndsChain = group.Key == Sequence.Length,
                FirstAtom = model.Atoms.Count,
                AtomCount = group.Count(),
            };
            chain.Residues.Add(model.Residues.Count);
            foreach (var a in group)
            {
                model.Atoms.Add(new Atom
                {
                    Name = a.Name,
                    Element = a.Element,
                    Charge = a.Residue == "MG" ? (sbyte)2 : (sbyte)0,
                    Serial = model.Atoms.Count + 1,
                    ResidueIndex = model.Residues.Count,
                    Position = a.Position,
                    BIso = 40,
                });
            }

            model.Residues.Add(residue);
        }

        var structure = new Structure { Name = "synthetic protein" };
        structure.Models.Add(model);
        return structure;
    }
}
