using Engine.Core.Geometry;
using Engine.Core.Restraints;
using Engine.Core.Validation.Contacts;

namespace Engine.Core.Validation.Hydrogens;

/// <summary>Scores the states of movers against what stands still, and pairs of states against each other.</summary>
internal sealed class MoverScorer
{
    /// <summary>Radii of the widest atoms, Å.</summary>
    private const double Widest = 2.1;

    private const double CellEdge = 8;

    private readonly ContactSystem system;
    private readonly AtomGrid grid;
    private readonly int[] owner;

    public MoverScorer(ContactSystem system, IReadOnlyList<Mover> movers)
    {
        this.system = system;
        owner = new int[system.Radius.Length];
        Array.Fill(owner, -1);
        for (int m = 0; m < movers.Count; m++)
        {
            foreach (int atom in movers[m].Atoms)
                owner[atom] = m;
        }

        grid = new([.. system.Model.Atoms.Select(a => a.Position)], Enumerable.Range(0, owner.Length).Where(i => system.Model.Atoms[i].Occupancy > 0.1), CellEdge);
    }

    /// <summary>Number of the mover that an atom belongs to; -1 for none.</summary>
    public int OwnerOf(int atom) => owner[atom];

    /// <summary>Score of each state against the atoms that no mover owns, penalties taken off.</summary>
    /// <param name="mover">Mover.</param>
    /// <param name="absent">Atoms that do not count.</param>
    public double[] Alone(Mover mover, bool[] absent)
    {
        int[] near = [.. Around(mover).Where(i => owner[i] < 0 && !absent[i])];
        return [.. mover.States.Select(s => Score(mover, s, i => near, (k, j) => (system.Model.Atoms[j].Position, system.Role[j])) - s.Penalty)];
    }

    /// <summary>Score of two movers' states against each other, from both sides.</summary>
    public double Between(Mover a, MoverState sa, Mover b, MoverState sb) => OneWay(a, sa, b, sb) + OneWay(b, sb, a, sa);

    /// <summary>True when two movers can touch.</summary>
    public static bool MayTouch(Mover a, Mover b) => Vec3.Distance(a.Centre, b.Centre) < a.Reach + b.Reach + 2 * Widest;

    /// <summary>Score of a state with all other atoms where the model has them now.</summary>
    public double InPlace(Mover mover, MoverState state, bool[] absent)
    {
        int own = owner[mover.Atoms[0]];
        int[] near = [.. Around(mover).Where(i => owner[i] != own && !absent[i])];
        return Score(mover, state, _ => near, (k, j) => (system.Model.Atoms[j].Position, system.Role[j])) - state.Penalty;
    }

    private double OneWay(Mover a, MoverState sa, Mover b, MoverState sb)
    {
        int[] others = [.. b.Atoms.Where((_, k) => sb.Places[k] != null)];
        return Score(a, sa, _ => others, (_, j) =>
        {
            int k = Array.IndexOf(b.Atoms, j);
            return (sb.Places[k]!.Value, b.RoleIn(system, k, sb));
        });
    }

    private List<int> Around(Mover mover)
    {
        var found = new List<int>();
        grid.Near(mover.Centre, Math.Min(CellEdge, mover.Reach + 2 * Widest), found);
        return found;
    }

    private double Score(Mover mover, MoverState state, Func<int, int[]> candidates, Func<int, int, (Vec3 At, ContactRole Role)> partner)
    {
        double sum = 0;
        List<ContactSphere> spheres = [], hidden = [];
        for (int k = 0; k < mover.Atoms.Length; k++)
        {
            if (state.Places[k] is not Vec3 at)
                continue;
            int atom = mover.Atoms[k];
            ContactRole role = mover.RoleIn(system, k, state);
            spheres.Clear();
            foreach (int j in candidates(k))
            {
                (Vec3 place, ContactRole other) = partner(k, j);
                double reach = system.Radius[atom] + system.Radius[j];
                if ((place - at).LengthSquared >= reach * reach || !system.Topology.Conformers.Compatible(atom, j) || system.ExcludedOf(atom).BinarySearch(j) >= 0)
                    continue;
                spheres.Add(new(j, place, system.Radius[j], ContactRules.AllowedOverlap(role, other)));
            }

            if (spheres.Count == 0)
                continue;
            Hide(mover, state, atom, hidden);
            sum += DotContacts.Score(at, system.Radius[atom], spheres, hidden);
        }

        return sum;
    }

    private void Hide(Mover mover, MoverState state, int atom, List<ContactSphere> hidden)
    {
        hidden.Clear();
        foreach (int j in system.ExcludedOf(atom))
        {
            int k = Array.IndexOf(mover.Atoms, j);
            if (k < 0)
                hidden.Add(new(j, system.Model.Atoms[j].Position, system.Radius[j], 0));
            else if (state.Places[k] is Vec3 at)
                hidden.Add(new(j, at, system.Radius[j], 0));
        }
    }
}
