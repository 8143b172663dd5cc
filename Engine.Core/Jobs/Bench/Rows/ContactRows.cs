using Engine.Core.Validation;
using Engine.Core.Validation.Contacts;
using Engine.Kernels;

namespace Engine.Core.Jobs.Bench.Rows;

/// <summary>Clashes of atoms by dots on their surfaces.</summary>
internal static class ContactRows
{
    /// <summary>Radius of a carbon, Å.</summary>
    private const float Radius = 1.7f;

    /// <summary>So many of the nearest atoms stand for those that are near in bonds.</summary>
    private const int Bonded = 4;

    /// <summary>The row.</summary>
    public static IEnumerable<BenchRow> All =>
    [
        new()
        {
            Name = "contacts.dots",
            What = "overlaps with all neighbours by dots, 581 on every atom, the nearest four hidden as if bonded",
            Unit = "atoms",
            Model = "12 double operations for a dot and a neighbour; 36 bytes per atom, 20 per neighbour",
            Sizes = AtomMapRows.Atoms,
            Memory = n => 1500.0 * n,
            Prepare = (scope, n) =>
            {
                DottedAtoms atoms = Crowd(new AtomBall((int)n, 1));
                SurfaceDots dots = new([[.. DotSphere.Of(Radius).SelectMany(p => (double[])[p.X, p.Y, p.Z])]]);
                double neighbors = atoms.Partners.Length + atoms.Hidden.Length;
                return new(() => scope.Device.Contacts.Overlaps(atoms, dots), new BenchCost(36.0 * atoms.Count + 20 * neighbors, Double: 12 * neighbors * dots.X.Length));
            },
        },
    ];

    /// <summary>Every atom with dots; all whose spheres overlap its own are partners, but for the nearest.</summary>
    private static DottedAtoms Crowd(AtomBall ball)
    {
        int count = ball.Places.Count;
        ProfileAtoms near = QScoreNeighbors.Find(ball.ToModel(), [.. Enumerable.Range(0, count)], 2 * Radius);
        List<int> partners = [], hidden = [];
        int[] partnerStart = new int[count + 1], hiddenStart = new int[count + 1];
        for (int i = 0; i < count; i++)
        {
            ReadOnlySpan<int> list = near.Neighbors.AsSpan(near.Start[i]..near.Start[i + 1]);
            int bonded = Math.Min(Bonded, list.Length);
            hidden.AddRange(list[..bonded]);
            partners.AddRange(list[bonded..]);
            (partnerStart[i + 1], hiddenStart[i + 1]) = (partners.Count, hidden.Count);
        }

        return new()
        {
            Positions = ball.Coordinates,
            Radii = [.. Enumerable.Repeat(Radius, count)],
            Centres = [.. Enumerable.Range(0, count)],
            Kinds = new int[count],
            PartnerStart = partnerStart,
            Partners = [.. partners],
            Allowed = new double[partners.Count],
            HiddenStart = hiddenStart,
            Hidden = [.. hidden],
        };
    }
}
