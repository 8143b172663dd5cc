using Engine.Core.Geometry;
using Engine.Core.Maps;
using Engine.Core.Models;
using Engine.Tests.Scoring;

namespace Engine.Tests.ModelMaps;

/// <summary>Small models for tests.</summary>
internal static class TestModel
{
    /// <summary>Atoms of several elements at random places of a grid's box, some of them outside, one per residue.</summary>
    public static Model Random(MapGrid grid, int count, int seed, double bLow, double bHigh, bool anisotropic = false)
    {
        var random = new Random(seed);
        Element[] elements = [Element.C, Element.N, Element.O, Element.S, Element.H, new Element(12), Element.D];
        Vec3[] positions = TestGrid.RandomPositions(grid, count, seed + 1, beyond: 0.1);
        var atoms = new Atom[count];
        for (int i = 0; i < count; i++)
        {
            atoms[i] = new Atom
            {
                Name = "CA",
                Element = elements[i % elements.Length],
                Position = positions[i],
                BIso = bLow + (bHigh - bLow) * random.NextDouble(),
                Occupancy = 0.5 + 0.5 * random.NextDouble(),
            };
            if (anisotropic && i % 2 == 0)
            {
                double u = atoms[i].BIso / (8 * Math.PI * Math.PI);
                atoms[i].UAniso = [1.3 * u, u, 0.8 * u, 0.2 * u, -0.3 * u, 0.1 * u];
            }
        }

        return Of(atoms);
    }

    /// <summary>A model with one chain and one residue per atom.</summary>
    public static Model Of(params Atom[] atoms)
    {
        var model = new Model();
        var chain = new Chain { Id = "A" };
        model.Chains.Add(chain);
        foreach (Atom atom in atoms)
        {
            atom.ResidueIndex = model.Residues.Count;
            chain.Residues.Add(model.Residues.Count);
            model.Residues.Add(new Residue { Name = "ALA", Number = model.Residues.Count + 1, FirstAtom = model.Atoms.Count, AtomCount = 1 });
            model.Atoms.Add(atom);
        }

        return model;
    }

    /// <summary>Flags that select every atom.</summary>
    public static bool[] All(Model model) => [.. model.Atoms.Select(_ => true)];
}
