using Engine.Core.Geometry;
using Engine.Core.Maps;
using Engine.Core.Scoring;
using Engine.Kernels;
using NUnit.Framework;

namespace Engine.Tests.Scoring;

[TestFixture]
public class MolecularMaskTests
{
    [TestCase(20, 22, 24, 0.65, 0.65, 0.65)]
    [TestCase(70, 30, 26, 0.4, 0.5, 0.6)]
    [TestCase(16, 17, 15, 1.34, 1.2, 1.4)]
    [TestCase(130, 21, 20, 0.3, 0.8, 0.7)]
    public void Mask_AgreesWithDefinitionVoxelByVoxel(int nx, int ny, int nz, double vx, double vy, double vz)
    {
        MapGrid grid = TestGrid.Make(nx, ny, nz, new Vec3(vx, vy, vz), new Vec3(3, -5, 11));
        Vec3[] positions = TestGrid.RandomPositions(grid, 12, nx);
        double[] radii = [.. positions.Select((_, i) => 1.2 + i % 4 * 0.25)];
        VoxelMask mask = MolecularMask.Compute(grid, positions, radii);
        bool[,,] expected = ByDefinition(grid, positions, radii);
        int different = TestGrid.Voxels(grid).Count(v => mask[v.X, v.Y, v.Z] != expected[v.X, v.Y, v.Z]);
        Assert.That(different, Is.Zero);
        Assert.That(mask.Count, Is.EqualTo(expected.Cast<bool>().Count(b => b)));
    }

    [Test]
    public void Mask_MovesWithTheModelByWholeVoxels()
    {
        MapGrid grid = TestGrid.Make(30, 28, 26, new Vec3(0.7, 0.8, 0.9));
        Vec3[] positions = TestGrid.RandomPositions(grid, 20, 5);
        double[] radii = [.. positions.Select(_ => 1.7)];
        VoxelMask here = MolecularMask.Compute(grid, positions, radii);
        VoxelMask moved = MolecularMask.Compute(grid, [.. positions.Select(p => p + new Vec3(0.7, -1.6, 2.7))], radii);
        Assert.That(TestGrid.Voxels(grid).All(v => here[v.X, v.Y, v.Z] == moved[(v.X + 1) % 30, (v.Y + 26) % 28, (v.Z + 3) % 26]), Is.True);
    }

    [Test]
    public void Mask_OfManyAtoms_IsTheSameInAnyOrder()
    {
        MapGrid grid = TestGrid.Make(40, 40, 40, new Vec3(1, 1, 1));
        Vec3[] positions = TestGrid.RandomPositions(grid, 1200, 9);
        double[] radii = [.. positions.Select(p => 1.5 + 0.1 * Math.Abs(p.X % 3))];
        VoxelMask first = MolecularMask.Compute(grid, positions, radii);
        Array.Reverse(positions);
        Array.Reverse(radii);
        VoxelMask second = MolecularMask.Compute(grid, positions, radii);
        Assert.That(TestGrid.Voxels(grid).All(v => first[v.X, v.Y, v.Z] == second[v.X, v.Y, v.Z]), Is.True);
    }

    [Test]
    public void Sphere_LargerThanTheBox_FillsIt()
    {
        MapGrid grid = TestGrid.Make(9, 8, 7, new Vec3(0.5, 0.5, 0.5));
        var mask = new VoxelMask(grid);
        mask.AddSpheres(new[] { new Vec3(4.2, -3, 20) }, new[] { 6.0 }, inclusive: false);
        Assert.That(mask.Count, Is.EqualTo(grid.VoxelCount));
    }

    [TestCase(true, 7)]
    [TestCase(false, 1)]
    public void Sphere_TakesItsSurfaceOnlyWhenInclusive(bool inclusive, int count)
    {
        var mask = new VoxelMask(TestGrid.Make(8, 8, 8, new Vec3(0.5, 0.5, 0.5)));
        mask.AddSpheres(new[] { new Vec3(0, 7, 3) }, new[] { 0.5 }, inclusive);
        Assert.That(mask.Count, Is.EqualTo(count));
    }

    [Test]
    public void Sphere_OutsideTheWindow_IsRefused()
    {
        MapGrid grid = TestGrid.Make(30, 30, 30, new Vec3(1, 1, 1));
        var mask = new VoxelMask(grid, VoxelWindow.Around(grid, (2, 2, 2), (8, 8, 8)));
        Assert.Throws<ArgumentOutOfRangeException>(() => mask.AddSpheres(new[] { new Vec3(8, 5, 5) }, new[] { 2.0 }, inclusive: true));
    }

    [Test]
    public void Mask_NonOrthogonalGrid_SaysSo()
    {
        MapGrid grid = TestGrid.Make(8, 8, 8, new Vec3(1, 1, 1)) with { Cell = new UnitCell(8, 8, 8, 90, 90, 120) };
        Assert.That(() => MolecularMask.Compute(grid, [], []), Throws.TypeOf<InputException>().With.Message.Contains("orthogonal"));
    }

    private static bool[,,] ByDefinition(MapGrid grid, Vec3[] positions, double[] radii)
    {
        var solvent = new bool[grid.Nx, grid.Ny, grid.Nz];
        var core = new bool[grid.Nx, grid.Ny, grid.Nz];
        foreach ((int x, int y, int z) in TestGrid.Voxels(grid))
        {
            solvent[x, y, z] = true;
            for (int i = 0; i < positions.Length; i++)
            {
                double distance = Math.Sqrt(TestGrid.DistanceSquared(grid, x, y, z, positions[i]));
                solvent[x, y, z] &= distance >= radii[i] + 1.1;
                core[x, y, z] |= distance < radii[i];
            }
        }

        var inside = new bool[grid.Nx, grid.Ny, grid.Nz];
        foreach ((int x, int y, int z) in TestGrid.Voxels(grid))
            inside[x, y, z] = core[x, y, z] || (!solvent[x, y, z] && !SolventWithin(grid, solvent, x, y, z, 0.9));
        return inside;
    }

    private static bool SolventWithin(MapGrid grid, bool[,,] solvent, int x, int y, int z, double radius)
    {
        Vec3 v = grid.VoxelSize;
        for (int dz = -4; dz <= 4; dz++)
        {
            for (int dy = -4; dy <= 4; dy++)
            {
                for (int dx = -4; dx <= 4; dx++)
                {
                    if (new Vec3(dx * v.X, dy * v.Y, dz * v.Z).Length < radius
                        && solvent[(x + dx + grid.Nx) % grid.Nx, (y + dy + grid.Ny) % grid.Ny, (z + dz + grid.Nz) % grid.Nz])
                        return true;
                }
            }
        }

        return false;
    }
}
