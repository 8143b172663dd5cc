using Engine.Core.Geometry;
using Engine.Core.Maps;
using Engine.Core.Models;
using Engine.Kernels;

namespace Engine.Core.Jobs.Bench;

/// <summary>
/// Atoms in a ball at the density of the heavy atoms of proteins, on a disturbed lattice, in a box with a margin. Their order is that of the lattice: neighbours in the list are neighbours in
/// space, as in files.
/// </summary>
public sealed class AtomBall
{
    /// <summary>Heavy atoms per Å³ of protein: 0.81 Da/Å³, 14 Da for a heavy atom with its hydrogens.</summary>
    public const double Density = 0.058;

    /// <summary>Distance of the ball to the faces of the box, Å.</summary>
    private const double Margin = 12;

    /// <summary>Largest shift from the lattice along an axis, Å.</summary>
    private const double Disorder = 0.5;

    /// <summary>Makes a ball.</summary>
    /// <param name="atoms">Wanted number of atoms.</param>
    /// <param name="voxel">Voxel size, Å.</param>
    public AtomBall(int atoms, double voxel)
    {
        double radius = Math.Cbrt(3 * atoms / (4 * Math.PI * Density)), step = Math.Cbrt(1 / Density);
        Voxels = FourierSizes.NextSmooth((int)Math.Ceiling(2 * (radius + Margin) / voxel), even: true);
        Voxel = voxel;
        double centre = 0.5 * Voxels * voxel;
        var random = new Random(1);
        var places = new List<Vec3>(atoms);
        int reach = (int)Math.Ceiling(radius / step) + 1;
        for (int k = -reach; k <= reach; k++)
        {
            for (int j = -reach; j <= reach; j++)
            {
                for (int i = -reach; i <= reach; i++)
                {
                    Vec3 place = step * new Vec3(i, j, k);
                    if (place.Length <= radius && places.Count < atoms)
                        places.Add(place + new Vec3(centre + Shift(random), centre + Shift(random), centre + Shift(random)));
                }
            }
        }

        Places = places;
    }

    /// <summary>Positions, Å.</summary>
    public IReadOnlyList<Vec3> Places { get; }

    /// <summary>Voxels along an edge of the box.</summary>
    public int Voxels { get; }

    /// <summary>Voxel size, Å.</summary>
    public double Voxel { get; }

    /// <summary>3N coordinates.</summary>
    public double[] Coordinates => [.. Places.SelectMany(p => (double[])[p.X, p.Y, p.Z])];

    /// <summary>The box as kernels see it.</summary>
    public GridFrame Frame => GridFrame.Orthogonal(Voxels, Voxels, Voxels, 0, 0, 0, Voxel, Voxel, Voxel, true);

    /// <summary>The box as a grid of maps.</summary>
    public MapGrid Grid => CubeOf(Voxels, Voxel);

    /// <summary>The number of voxels that boxes of so many atoms have.</summary>
    /// <param name="atoms">Atoms.</param>
    /// <param name="voxel">Voxel size, Å.</param>
    public static double VoxelsOf(long atoms, double voxel) => Math.Pow(2 * (Math.Cbrt(3 * atoms / (4 * Math.PI * Density)) + Margin) / voxel, 3);

    /// <summary>A cubic grid with its origin at 0.</summary>
    /// <param name="n">Voxels along an edge.</param>
    /// <param name="voxel">Voxel size, Å.</param>
    public static MapGrid CubeOf(int n, double voxel) => new()
    {
        Nx = n,
        Ny = n,
        Nz = n,
        Cell = new UnitCell(n * voxel, n * voxel, n * voxel),
        Sampling = (n, n, n),
        Origin = Vec3.Zero,
    };

    /// <summary>The atoms as a model: carbon, B from 20 to 60 Å² in whole numbers.</summary>
    public Model ToModel()
    {
        var model = new Model();
        var chain = new Chain { Id = "A" };
        model.Chains.Add(chain);
        foreach (Vec3 place in Places)
            model.Atoms.Add(new Atom { Name = "C", Element = Element.C, Position = place, BIso = 20 + model.Atoms.Count % 41 });
        chain.Residues.Add(0);
        model.Residues.Add(new Residue { Name = "UNK", Number = 1, AtomCount = model.Atoms.Count });
        return model;
    }

    private static double Shift(Random random) => Disorder * (2 * random.NextDouble() - 1);
}
