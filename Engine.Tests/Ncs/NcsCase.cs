using Engine.Core.Geometry;
using Engine.Core.Models;
using Engine.Core.Simulation;
using Engine.Tests.Simulation;

namespace Engine.Tests.Ncs;

/// <summary>Copies of the made-up protein about a fourfold axis, each a chain of its own.</summary>
internal static class NcsCase
{
    /// <summary>Quarter turns about an axis along z.</summary>
    public static RigidTransform Turn(int quarter) => RigidTransform.About(new Vec3(0, 0, quarter * Math.PI / 2), new Vec3(40, 35, 0), Vec3.Zero);

    /// <summary>Chains A, B, ... : copies that are equal but for a random displacement.</summary>
    /// <param name="copies">Number of chains.</param>
    /// <param name="noise">Standard deviation per coordinate, Å.</param>
    /// <param name="residues">Residues of each chain, 0 = all.</param>
    public static Model Ring(int copies, double noise = 0, int residues = 0)
    {
        Model one = (residues == 0 ? SyntheticCase.Protein() : SyntheticCase.Peptide(residues)).First;
        var model = new Model();
        var random = new RandomSource(5);
        for (int c = 0; c < copies; c++)
        {
            RigidTransform turn = Turn(c);
            AddChain(model, ((char)('A' + c)).ToString(), one, r => ResidueClasses.IsProtein(r.Name), (_, p) =>
                turn.Apply(p) + noise * new Vec3(random.NextNormal(), random.NextNormal(), random.NextNormal()));
        }

        return model;
    }

    /// <summary>Adds some residues of a model as a chain.</summary>
    public static void AddChain(Model model, string id, Model source, Func<Residue, bool> keep, Func<Atom, Vec3, Vec3> place)
    {
        int chain = model.Chains.FindIndex(c => c.Id == id);
        if (chain < 0)
        {
            chain = model.Chains.Count;
            model.Chains.Add(new Chain { Id = id });
        }

        foreach (Residue residue in source.Residues.Where(keep))
        {
            model.Chains[chain].Residues.Add(model.Residues.Count);
            model.Residues.Add(new Residue
            {
                Name = residue.Name,
                ChainIndex = chain,
                Number = residue.Number,
                InsertionCode = residue.InsertionCode,
                FirstAtom = model.Atoms.Count,
                AtomCount = residue.AtomCount,
            });
            foreach (Atom atom in source.Atoms.GetRange(residue.FirstAtom, residue.AtomCount))
            {
                model.Atoms.Add(new Atom
                {
                    Name = atom.Name,
                    Element = atom.Element,
                    AltLoc = atom.AltLoc,
                    ResidueIndex = model.Residues.Count - 1,
                    Position = place(atom, atom.Position),
                    BIso = atom.BIso,
                    Occupancy = atom.Occupancy,
                });
            }
        }
    }

    /// <summary>Adds a residue of one atom.</summary>
    public static void AddIon(Model model, string chain, string name, Element element, Vec3 at)
    {
        var source = new Model();
        source.Residues.Add(new Residue { Name = name, Number = 900 + model.Residues.Count, FirstAtom = 0, AtomCount = 1 });
        source.Atoms.Add(new Atom { Name = name, Element = element, Position = at });
        AddChain(model, chain, source, _ => true, (_, p) => p);
    }
}
