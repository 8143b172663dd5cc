using System.Text;
using Engine.Core.Geometry;
using Engine.Core.Maps;
using Engine.Core.ModelMaps;
using Engine.Core.Models;
using Engine.Kernels;
using Engine.Tests.Scoring;
using NUnit.Framework;

namespace Engine.Tests.ModelMaps;

/// <summary>The resolution of each atom from every source that there is.</summary>
[TestFixture]
public class AtomResolutionsTests
{
    private const string Cif = """
        data_x
        loop_
        _atom_site.group_PDB
        _atom_site.id
        _atom_site.type_symbol
        _atom_site.label_atom_id
        _atom_site.label_comp_id
        _atom_site.label_asym_id
        _atom_site.label_seq_id
        _atom_site.Cartn_x
        _atom_site.Cartn_y
        _atom_site.Cartn_z
        _atom_site.occupancy
        _atom_site.B_iso_or_equiv
        _atom_site.auth_asym_id
        _atom_site.auth_seq_id
        _atom_site.local_resolution
        ATOM 1 C CA GLY A 1 1.0 2.0 3.0 1.0 20 A 1 2.5
        ATOM 2 C CA GLY A 2 4.0 2.0 3.0 1.0 30 A 2 ?
        ATOM 3 C CA GLY B 1 7.0 2.0 3.0 1.0 400 B 1 4.75

        """;

    [Test]
    public void Map_IsInterpolatedAtTheAtoms_OnAnyGrid()
    {
        MapGrid grid = TestGrid.Make(12, 10, 8, new Vec3(1.5, 1.2, 1.1), new Vec3(-2, 0.5, 1));
        using DensityMap map = Linear(grid);
        AtomResolutions r = AtomResolutions.FromMap(Read(Cif).First, map, 9);
        Assert.That(r.Values, Is.EqualTo(new[] { 2 + 0.1 * 1 + 0.2 * 2, 2 + 0.1 * 4 + 0.2 * 2, 2 + 0.1 * 7 + 0.2 * 2 }).Within(1e-5));
        Assert.That(r.Warnings, Is.Empty);
    }

    [Test]
    public void AtomsOutsideTheMap_GetTheFallback_AndAreCounted()
    {
        MapGrid grid = TestGrid.Make(6, 10, 8, new Vec3(1.5, 1.2, 1.1), new Vec3(-2, 0.5, 1));
        using DensityMap map = Linear(grid);
        AtomResolutions r = AtomResolutions.FromMap(Read(Cif).First, map, 9);
        Assert.That(r.Values[2], Is.EqualTo(9));
        Assert.That(r.Warnings, Is.EqualTo(new[] { "1 of 3 atoms without a value in the local-resolution map: they get 9 Å" }));
    }

    [Test]
    public void EmptyVoxels_DoNotLowerTheirNeighbours()
    {
        MapGrid grid = TestGrid.Make(12, 10, 8, new Vec3(1.5, 1.2, 1.1), new Vec3(-2, 0.5, 1));
        using DensityMap map = Linear(grid);
        for (long i = 0; i < grid.VoxelCount; i++)
            map.Values[i] = i % grid.Nx >= 5 ? 0 : 3;
        double[] values = AtomResolutions.FromMap(Read(Cif).First, map, 9).Values;
        Assert.That(values, Is.EqualTo(new double[] { 3, 3, 9 }).Within(1e-6), "the second atom lies on the last filled voxel");
    }

    [Test]
    public void BColumn_CountsWhatCannotBeAResolution()
    {
        AtomResolutions r = AtomResolutions.FromB(Read(Cif).First, 3);
        Assert.That(r.Values, Is.EqualTo(new double[] { 20, 30, 3 }));
        Assert.That(r.Warnings, Has.Count.EqualTo(2));
    }

    [Test]
    public void Property_IsReadFromMmcif()
    {
        AtomResolutions r = AtomResolutions.FromProperty(Read(Cif), 3);
        Assert.That(r.Values, Is.EqualTo(new[] { 2.5, 3, 4.75 }));
        Assert.That(r.Warnings, Has.Count.EqualTo(1));
        Structure without = Read(Cif.Replace("local_resolution", "something", StringComparison.Ordinal));
        Assert.That(() => AtomResolutions.FromProperty(without, 3), Throws.TypeOf<InputException>().With.Message.Contains("local_resolution"));
    }

    [Test]
    public void Chains_AreNamedByTheUser()
    {
        Model model = Read(Cif).First;
        AtomResolutions r = AtomResolutions.FromChains(model, new Dictionary<string, double> { ["B"] = 6 }, 3);
        Assert.That(r.Values, Is.EqualTo(new double[] { 3, 3, 6 }));
        Assert.That(() => AtomResolutions.FromChains(model, new Dictionary<string, double> { ["C"] = 6 }, 3), Throws.TypeOf<InputException>().With.Message.Contains("A, B"));
    }

    [Test]
    public void Clamp_RaisesFineValues_AndSaysHowMany()
    {
        AtomResolutions r = AtomResolutions.FromProperty(Read(Cif), 3);
        r.Clamp(2.8, "the limit of the grid");
        Assert.That(r.Values, Is.EqualTo(new[] { 2.8, 3, 4.75 }));
        Assert.That(r.Warnings[^1], Is.EqualTo("1 of 3 atoms have a resolution finer than 2.8 Å, the limit of the grid: set to 2.8 Å"));
    }

    private static Structure Read(string text)
    {
        string path = Path.Combine(Path.GetTempPath(), $"resolutions_{Guid.NewGuid():N}.cif");
        File.WriteAllText(path, text, Encoding.UTF8);
        try
        {
            return StructureReader.Read(path);
        }
        finally
        {
            File.Delete(path);
        }
    }

    /// <summary>2 + 0.1 x + 0.2 y, which trilinear interpolation gives exactly.</summary>
    private static DensityMap Linear(MapGrid grid)
    {
        var values = new NativeBuffer<float>(grid.VoxelCount, "test");
        for (long i = 0; i < grid.VoxelCount; i++)
        {
            double x = grid.Origin.X + i % grid.Nx * grid.VoxelSize.X, y = grid.Origin.Y + i / grid.Nx % grid.Ny * grid.VoxelSize.Y;
            values[i] = (float)(2 + 0.1 * x + 0.2 * y);
        }

        return new DensityMap(grid, values) { Name = "local.mrc" };
    }
}
