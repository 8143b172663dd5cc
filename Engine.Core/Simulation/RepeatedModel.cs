using System.Globalization;
using Engine.Core.Geometry;
using Engine.Core.Models;

namespace Engine.Core.Simulation;

/// <summary>Many copies of a model side by side: a model of any size that has the density and the geometry of the one.</summary>
public static class RepeatedModel
{
    /// <summary>Smallest distance between the boxes of two copies, Å.</summary>
    private const double Gap = 3;

    /// <summary>Puts copies in a cube, each with chains of its own; atoms of one copy follow each other.</summary>
    /// <param name="one">The model; not changed.</param>
    /// <param name="copies">Number of copies, 1 or more.</param>
    public static Structure Of(Model one, int copies)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(copies, 1);
        int edge = (int)Math.Ceiling(Math.Cbrt(copies));
        Vec3 low = Corner(one, Math.Min), size = Corner(one, Math.Max) - low;
        var model = new Model();
        for (int copy = 0; copy < copies; copy++)
        {
            Vec3 shift = new((size.X + Gap) * (copy % edge), (size.Y + Gap) * (copy / edge % edge), (size.Z + Gap) * (copy / edge / edge));
            Add(model, one, shift - low, copy);
        }

        var structure = new Structure { Name = $"{copies} copies" };
        structure.Models.Add(model);
        return structure;
    }

    private static void Add(Model model, Model one, Vec3 shift, int copy)
    {
        int chains = model.Chains.Count, residues = model.Residues.Count, atoms = model.Atoms.Count;
        string prefix = Letters(copy);
        foreach (Chain chain in one.Chains)
        {
            var added = new Chain { Id = prefix + chain.Id };
            added.Residues.AddRange(chain.Residues.Select(r => r + residues));
            model.Chains.Add(added);
        }

        foreach (Residue r in one.Residues)
        {
            model.Residues.Add(new Residue
            {
                Name = r.Name,
                ChainIndex = r.ChainIndex + chains,
                Number = r.Number,
                InsertionCode = r.InsertionCode,
                LabelChain = prefix + r.LabelChain,
                LabelNumber = r.LabelNumber,
                EntityId = r.EntityId,
                IsHetero = r.IsHetero,
                EndsChain = r.EndsChain,
                FirstAtom = r.FirstAtom + atoms,
                AtomCount = r.AtomCount,
            });
        }

        foreach (Atom a in one.Atoms)
        {
            model.Atoms.Add(new Atom
            {
                Name = a.Name,
                Element = a.Element,
                Charge = a.Charge,
                AltLoc = a.AltLoc,
                Serial = model.Atoms.Count + 1,
                ResidueIndex = a.ResidueIndex + residues,
                Position = a.Position + shift,
                Occupancy = a.Occupancy,
                BIso = a.BIso,
                UAniso = a.UAniso,
            });
        }
    }

    /// <summary>A, B … Z, AA, AB …: one name per copy.</summary>
    private static string Letters(int number)
    {
        string text = "";
        for (int n = number + 1; n > 0; n = (n - 1) / 26)
            text = ((char)('A' + (n - 1) % 26)).ToString(CultureInfo.InvariantCulture) + text;
        return text;
    }

    private static Vec3 Corner(Model model, Func<double, double, double> choose) =>
        model.Atoms.Select(a => a.Position).Aggregate((p, q) => new Vec3(choose(p.X, q.X), choose(p.Y, q.Y), choose(p.Z, q.Z)));
}
