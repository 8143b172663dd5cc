using Engine.Core.Geometry;
using Engine.Core.Validation.Contacts;

namespace Engine.Core.Validation.Hydrogens;

/// <summary>One way to put the atoms of a mover.</summary>
/// <param name="Name">What it is, such as "flipped, HE2".</param>
/// <param name="Places">Position of each atom, Å; null for a hydrogen that is not there.</param>
/// <param name="Penalty">How much better than others it has to be, in units of the score.</param>
/// <param name="Torsion">Torsion of a rotor, degrees.</param>
/// <param name="IsFlip">True when the heavy atoms are not where the model has them.</param>
internal sealed record MoverState(string Name, Vec3?[] Places, double Penalty, double Torsion, bool IsFlip);

/// <summary>Atoms that go together and have a choice of places.</summary>
internal sealed class Mover
{
    /// <summary>Residue.</summary>
    public required int Residue { get; init; }

    /// <summary>The atoms, indices into the model.</summary>
    public required int[] Atoms { get; init; }

    /// <summary>The choices; the first is the one to prefer.</summary>
    public required MoverState[] States { get; init; }

    /// <summary>The rotating group; null for flips.</summary>
    public HydrogenGroup? Rotor { get; init; }

    /// <summary>Centre of a sphere about all places of all atoms, Å.</summary>
    public Vec3 Centre { get; private set; }

    /// <summary>Radius of that sphere, Å.</summary>
    public double Reach { get; private set; }

    /// <summary>Finds the sphere about all places.</summary>
    public Mover Bounded()
    {
        Vec3 sum = Vec3.Zero;
        int count = 0;
        foreach (Vec3 place in Everywhere())
            (sum, count) = (sum + place, count + 1);
        Centre = sum / count;
        Reach = Everywhere().Max(p => Vec3.Distance(p, Centre));
        return this;
    }

    /// <summary>Role of an atom in a state: a nitrogen of His without its hydrogen takes hydrogen bonds.</summary>
    /// <param name="system">Roles when all hydrogens are there.</param>
    /// <param name="k">Which atom.</param>
    /// <param name="state">State.</param>
    public ContactRole RoleIn(ContactSystem system, int k, MoverState state)
    {
        ContactRole role = system.Role[Atoms[k]];
        if (Rotor != null)
            return role;
        bool both = !state.Places.Contains(null);
        if (!both)
            role &= ~ContactRole.Positive;
        if (!both && system.Model.Atoms[Atoms[k]].Element.Number == 7)
        {
            for (int h = 0; h < Atoms.Length; h++)
            {
                if (state.Places[h] == null && system.Graph.Of(Atoms[h]).Contains(Atoms[k]))
                    role |= ContactRole.Acceptor;
            }
        }

        return role;
    }

    private IEnumerable<Vec3> Everywhere() => States.SelectMany(s => s.Places).Where(p => p != null).Select(p => p!.Value);
}
