using Engine.Core.Geometry;
using Engine.Core.Models;
using Engine.Core.Refinement;
using Engine.Core.Restraints;
using Engine.Core.Simulation;
using Engine.Tests.Simulation;

namespace Engine.Tests.Refinement;

/// <summary>A made-up peptide with its restraints and a displaced start.</summary>
internal sealed class RefinementCase
{
    private RefinementCase(Structure structure)
    {
        Structure = structure;
        Restraints = RestraintBuilder.Build(structure.First, structure.Links, SyntheticCase.Library, new RestraintOptions());
        X = Coordinates.Of(structure.First);
        All = [.. structure.First.Atoms.Select(_ => true)];
    }

    public Structure Structure { get; }

    public Model Model => Structure.First;

    public RestraintModel Restraints { get; }

    /// <summary>3N coordinates, Å.</summary>
    public double[] X { get; }

    /// <summary>One true per atom.</summary>
    public bool[] All { get; }

    public bool[] Hydrogens => [.. Restraints.IsHydrogen.Select(h => h != 0)];

    /// <summary>A structure as it is.</summary>
    public static RefinementCase Of(Structure structure) => new(structure);

    /// <summary>The whole made-up protein without hydrogens, shaken.</summary>
    public static RefinementCase Protein(double shake)
    {
        Structure structure = SyntheticCase.Protein();
        ModelShaker.Shake(structure.First, shake, 4);
        return new(structure);
    }

    /// <summary>The first residues, shaken, with hydrogens roughly where they belong.</summary>
    public static RefinementCase WithHydrogens(int residues, double shake)
    {
        Structure structure = SyntheticCase.Peptide(residues);
        ModelShaker.Shake(structure.First, shake, 4);
        AddHydrogens(structure.First, new RandomSource(8));
        return new(structure);
    }

    /// <summary>The problem of the whole structure.</summary>
    public RefinementProblem Problem(bool[]? movable = null) => RefinementProblem.Create(Restraints, movable ?? All);

    /// <summary>Hydrogens of the dictionary, 1 Å from their parent, away from its neighbours and from each other; those of the first nitrogen are left out.</summary>
    private static void AddHydrogens(Model model, RandomSource random)
    {
        Vec3 Random() => 0.4 * new Vec3(random.NextNormal(), random.NextNormal(), random.NextNormal());
        Atom[] heavy = [.. model.Atoms];
        model.Atoms.Clear();
        for (int r = 0; r < model.Residues.Count; r++)
        {
            Residue residue = model.Residues[r];
            Atom[] own = heavy[residue.FirstAtom..(residue.FirstAtom + residue.AtomCount)];
            var component = SyntheticCase.Library.Find(residue.Name)!;
            residue.FirstAtom = model.Atoms.Count;
            model.Atoms.AddRange(own);
            foreach (var bond in component.Bonds)
            {
                var hydrogen = component.Atoms.First(a => a.Name == bond.Atom2);
                Atom? parent = Array.Find(own, a => a.Name == bond.Atom1);
                if (!hydrogen.Element.IsHydrogen || parent == null || (parent.Name == "N" && (r == 0 || residue.Name == "PRO" || bond.Atom2 != "H")))
                    continue;
                Vec3 away = Random();
                foreach (Atom near in heavy.Where(a => a != parent && Vec3.Distance(a.Position, parent.Position) < 2))
                    away += parent.Position - near.Position;
                model.Atoms.Add(new Atom
                {
                    Name = bond.Atom2,
                    Element = hydrogen.Element,
                    ResidueIndex = r,
                    Position = parent.Position + away.Normalized(),
                    BIso = parent.BIso,
                });
            }

            residue.AtomCount = model.Atoms.Count - residue.FirstAtom;
        }
    }
}
