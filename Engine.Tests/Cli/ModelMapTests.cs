using System.Text.Json.Nodes;
using Engine.Core.Maps;
using Engine.Core.Models;
using Engine.Tests.ModelMaps;
using NUnit.Framework;

namespace Engine.Tests.Cli;

/// <summary>cryoengine model-map: every method and option, what is written, and what odd input gets.</summary>
[TestFixture]
[NonParallelizable]
public sealed class ModelMapTests : PeptideFixture
{
    private static readonly string[] OwnKeys =
        ["schema", "map", "method", "builder", "builder_choice", "terms", "nodes", "profiles", "radius", "edge", "accuracy", "estimated_error", "bins", "scattering", "unit", "atoms", "wrap", "grid", "statistics", "timings", "warnings"];

    [TestCase("auto")]
    [TestCase("shells")]
    [TestCase("fourier")]
    [TestCase("bins")]
    [TestCase("gaussian")]
    [TestCase("molmap")]
    [TestCase("emready")]
    [TestCase("cryofit")]
    [TestCase("demo-emfit")]
    public void EveryMethodWritesAMapAndHowItWasMade(string method)
    {
        CommandResult result = Run("--like", Files.Map, "--method", method);
        Assert.That(result.ExitCode, Is.Zero, result.Error);
        JsonObject json = Json();
        Assert.That(json.Select(p => p.Key), Is.SupersetOf(OwnKeys));
        Assert.That((string)json["schema"]!, Is.EqualTo("cryoengine.model_map/1"));
        if (method == "auto")
            Assert.That((string)json["choice"]!, Is.Not.Empty);
        else
            Assert.That((string)json["method"]!, Is.EqualTo(method));
        byte[] header = File.ReadAllBytes(Files["out.mrc"])[..72];
        Assert.Multiple(() =>
        {
            Assert.That(BitConverter.ToInt32(header, 12), Is.EqualTo(2), "mode");
            Assert.That((BitConverter.ToInt32(header, 64), BitConverter.ToInt32(header, 68)), Is.EqualTo((1, 2)), "axis order X, Y");
        });
        using DensityMap like = MapReader.Read(Files.Map), made = Map();
        Assert.That((made.Grid.Nx, made.Grid.Ny, made.Grid.Nz, made.Grid.Origin), Is.EqualTo((like.Grid.Nx, like.Grid.Ny, like.Grid.Nz, like.Grid.Origin)));
    }

    [TestCase("--edge", "0.2", "--radius", "6", 0.004)]
    [TestCase("--edge", "0.2", "--accuracy", "0.001", 0.0015)]
    [TestCase("--builder", "shells", "--radius", "6", 0.004)]
    [TestCase("--table", "xray", "--radius", "6", 0.004)]
    [TestCase("--table", "neutron", "--radius", "6", 0.02)]
    [TestCase("--select", "backbone", "--radius", "6", 0.004)]
    public void ShellsAreTheFourierMap(string option, string value, string limit, string at, double tolerance)
    {
        Run("--like", Files.Map, "--method", "fourier", option is "--builder" ? "--edge" : option, option is "--builder" ? "0.2" : value);
        double[] exact = Values();
        CommandResult result = Run("--like", Files.Map, "--method", "shells", option, value, limit, at);
        Assert.That(result.ExitCode, Is.Zero, result.Error);
        Assert.That(MapDifference.RelativeRms([.. Values().Select(v => (float)v)], exact), Is.LessThan(tolerance));
    }

    [Test]
    public void OneBinIsTheFourierMap()
    {
        Run("--like", Files.Map, "--method", "fourier");
        double[] exact = Values();
        Run("--like", Files.Map, "--method", "bins");
        Assert.That(MapDifference.RelativeRms([.. Values().Select(v => (float)v)], exact), Is.LessThan(1e-5));
    }

    [Test]
    public void ABoxRoundTheModelHasTheWantedVoxelAndMargin()
    {
        CommandResult result = Run("--voxel", "0.9", "--margin", "6");
        Assert.That(result.ExitCode, Is.Zero, result.Error);
        Model model = StructureReader.Read(Files.Truth).First;
        using DensityMap map = Map();
        Assert.Multiple(() =>
        {
            Assert.That(map.Grid.VoxelSize.X, Is.EqualTo(0.9).Within(1e-6));
            Assert.That(model.Atoms.Min(a => a.Position.X) - map.Grid.Origin.X, Is.GreaterThanOrEqualTo(6));
            Assert.That(map.Grid.Origin.X + (map.Grid.Nx - 1) * 0.9 - model.Atoms.Max(a => a.Position.X), Is.GreaterThanOrEqualTo(6 - 0.9));
        });
    }

    [Test]
    public void AMapOnAnAbsoluteScaleHasTheModelsScatteringAsItsIntegral()
    {
        // Electron form factors at s = 0, Å: 2.5 C, 2.2 N, 2.0 O, 5.2 S (Peng 1996), no hydrogens here.
        Run("--voxel", "0.8", "--margin", "12", "--method", "fourier");
        using DensityMap map = Map();
        double integral = Values().Sum() * 0.8 * 0.8 * 0.8;
        Model model = StructureReader.Read(Files.Truth).First;
        double expected = model.Atoms.Sum(a => (double)Engine.Core.ModelMaps.ScatteringTable.Electron.Row(a.Element).AsSpan()[..5].ToArray().Sum());
        Assert.That(integral, Is.EqualTo(expected).Within(0.1).Percent);
    }

    [Test]
    public void NoWrapCutsAtomsOffAtTheFaces()
    {
        Run("--voxel", "0.9", "--margin", "0", "--method", "shells");
        double wrapped = Values().Sum();
        CommandResult result = Run("--voxel", "0.9", "--margin", "0", "--method", "shells", "--no-wrap");
        Assert.That(result.ExitCode, Is.Zero, result.Error);
        Assert.That((bool)Json()["wrap"]!, Is.False);
        Assert.That(Values().Sum(), Is.LessThan(wrapped - 1));
        Fails(2, "--no-wrap", "--like", Files.Map, "--method", "fourier", "--no-wrap");
    }

    [TestCase("shells")]
    [TestCase("bins")]
    public void AChainsResolutionIsItsOwn(string method)
    {
        string chain = StructureReader.Read(Files.Truth).First.Chains[0].Id;
        Run("--like", Files.Map, "--method", "fourier");
        double[] uniform = Values();
        CommandResult same = Run("--like", Files.Map, "--method", method, "--chain-resolution", $"{chain}=2.8");
        Assert.That(same.ExitCode, Is.Zero, same.Error);
        Assert.That(MapDifference.RelativeRms([.. Values().Select(v => (float)v)], uniform), Is.LessThan(0.006));
        Run("--like", Files.Map, "--method", method, "--chain-resolution", $"{chain}=5");
        Assert.That(MapDifference.RelativeRms([.. Values().Select(v => (float)v)], uniform), Is.GreaterThan(0.2));
        Assert.That((double)Json()["resolution_coarsest"]!, Is.EqualTo(5));
    }

    [Test]
    public void ALocalResolutionMapOnAnotherGridIsInterpolatedAndSaidSo()
    {
        using (DensityMap like = MapReader.Read(Files.Map))
        {
            MapGrid half = MapBox.Around(StructureReader.Read(Files.Truth).First.Atoms.Select(a => a.Position), 2.0, 4);
            using var local = new DensityMap(half, new Engine.Kernels.NativeBuffer<float>(half.VoxelCount, "local resolution"));
            for (long i = 0; i < half.VoxelCount; i++)
                local.Values[i] = 4;
            MapWriter.Write(Files["local.mrc"], local);
        }

        CommandResult result = Run("--like", Files.Map, "--local-resolution", Files["local.mrc"]);
        Assert.That(result.ExitCode, Is.Zero, result.Error);
        Assert.Multiple(() =>
        {
            Assert.That(result.Error, Does.Contain("another grid").And.Contain("interpolated"));
            Assert.That((double)Json()["resolution_finest"]!, Is.EqualTo(4).Within(1e-5));
        });
    }

    [Test]
    public void ResolutionsComeFromTheBColumnOrAProperty()
    {
        Structure structure = StructureReader.Read(Files.Truth);
        foreach (Atom atom in structure.First.Atoms)
            atom.BIso = 3.5;
        PdbWriter.Write(structure, Files["b.pdb"]);
        CommandResult result = CommandLine.Run("model-map", Files["b.pdb"], "--like", Files.Map, "-d", "2.8", "--resolution-from", "b", "--device", "cpu", "-o", Files["out.mrc"], "--overwrite");
        Assert.That(result.ExitCode, Is.Zero, result.Error);
        Assert.That((double)Json()["resolution_finest"]!, Is.EqualTo(3.5).Within(1e-9));
        Fails(1, "local_resolution", "--like", Files.Map, "--resolution-from", "property");
    }

    [Test]
    public void AResolutionFinerThanTheVoxelsIsClampedOrReachedAndSaidSo()
    {
        CommandResult result = CommandLine.Run("model-map", Files.Truth, "--voxel", "1.5", "-d", "1.8", "--method", "shells", "--device", "cpu", "-o", Files["out.mrc"], "--overwrite");
        Assert.That(result.ExitCode, Is.Zero, result.Error);
        Assert.That(result.Error, Does.Contain("finer"));
        string chain = StructureReader.Read(Files.Truth).First.Chains[0].Id;
        result = Run("--voxel", "1.5", "--chain-resolution", $"{chain}=1.6");
        Assert.That(result.ExitCode, Is.Zero, result.Error);
        Assert.That(result.Error, Does.Contain("voxel"));
    }

    [Test]
    public void OddAtomsAreHandledAndSaid()
    {
        Structure structure = StructureReader.Read(Files.Truth);
        List<Atom> atoms = structure.First.Atoms;
        (atoms[0].Name, atoms[0].Element, atoms[1].BIso, atoms[2].BIso, atoms[3].Occupancy) = ("XX", Element.Unknown, -10, 0, 0);
        PdbWriter.Write(structure, Files["odd.pdb"]);
        CommandResult result = CommandLine.Run("model-map", Files["odd.pdb"], "--like", Files.Map, "-d", "2.8", "--device", "cpu", "-o", Files["out.mrc"], "--overwrite");
        Assert.That(result.ExitCode, Is.Zero, result.Error);
        Assert.Multiple(() =>
        {
            Assert.That(result.Error, Does.Contain("unknown element").IgnoreCase);
            Assert.That(result.Error, Does.Contain("B factors lie outside"));
            Assert.That((int)Json()["atoms"]!, Is.EqualTo(atoms.Count - 1));
        });
    }

    [Test]
    public void AMapThatIsNotOrthogonalIsRefused()
    {
        byte[] hexagonal = new Maps.MapFileBuilder().SetFloats(14, 90, 90, 120).ToBytes();
        File.WriteAllBytes(Files["hexagonal.mrc"], hexagonal);
        Fails(1, "orthogonal", "--like", Files["hexagonal.mrc"]);
    }

    [TestCase("--select", "chain nobody", 1, "no atom")]
    [TestCase("--table", "photon", 2, "photon")]
    [TestCase("--edge", "0.7", 2, "--edge")]
    [TestCase("--accuracy", "0", 2, "--accuracy")]
    [TestCase("--builder", "hand", 2, "--builder")]
    [TestCase("--voxel", "1", 2, "not both")]
    [TestCase("--margin", "5", 2, "not both")]
    [TestCase("--chain-resolution", "Q=3", 1, "no chain Q")]
    [TestCase("--chain-resolution", "A", 2, "chain=resolution")]
    [TestCase("--chain-resolution", "A=0.1", 2, "0.5 to 100")]
    [TestCase("--resolution-from", "name", 2, "b or property")]
    [TestCase("--local-resolution", "nowhere.mrc", 1, "nowhere.mrc")]
    public void WrongOptionsAreRefused(string option, string value, int code, string says) => Fails(code, says, "--like", Files.Map, "--method", "shells", option, value);

    [Test]
    public void ContradictionsAreRefused()
    {
        Fails(2, "--like", "--edge", "0.2");
        Fails(2, "magic", "--like", Files.Map, "--method", "magic");
        Fails(2, "not several", "--like", Files.Map, "--chain-resolution", "A=3", "--resolution-from", "b");
        Fails(2, "one resolution", "--like", Files.Map, "--method", "fourier", "--resolution-from", "b");
    }

    [Test]
    public void ScoresWithLocalResolutionsStandBesideTheUniformOnes()
    {
        string chain = StructureReader.Read(Files.Truth).First.Chains[0].Id;
        CommandResult result = CommandLine.Run(
            "score", Files.Truth, Files.Map, "-d", "2.8", "--chain-resolution", $"{chain}=4", "--device", "cpu", "-o", Files["local"], "--overwrite");
        Assert.That(result.ExitCode, Is.Zero, result.Error);
        JsonObject scores = JsonNode.Parse(File.ReadAllText(Files["local_scores.json"]))!.AsObject();
        Assert.Multiple(() =>
        {
            Assert.That((double)scores["local"]!["cc_mask"]!, Is.LessThan((double)scores["cc_mask"]!));
            Assert.That((double)scores["residues"]![0]!["resolution"]!, Is.EqualTo(4).Within(1e-6));
            Assert.That(scores["residues"]![0]!["cc_local"], Is.Not.Null);
            Assert.That(scores["chains"]![0]!["cc_local"], Is.Not.Null);
            Assert.That(result.Out, Does.Contain("resolution for every atom"));
        });
    }

    private CommandResult Run(params string[] options) =>
        CommandLine.Run(["model-map", Files.Truth, "-d", "2.8", "--device", "cpu", "-o", Files["out.mrc"], "--overwrite", .. options]);

    private void Fails(int code, string says, params string[] options)
    {
        string output = Files["refused.mrc"];
        CommandResult result = CommandLine.Run(["model-map", Files.Truth, "-d", "2.8", "--device", "cpu", "-o", output, .. options]);
        Assert.Multiple(() =>
        {
            Assert.That(result.ExitCode, Is.EqualTo(code), result.Error);
            Assert.That(result.ErrorLines.Count(l => l.StartsWith("cryoengine: ", StringComparison.Ordinal)), Is.EqualTo(1), result.Error);
            Assert.That(result.Error, Does.Contain(says));
            Assert.That(File.Exists(output), Is.False);
        });
    }

    private JsonObject Json() => JsonNode.Parse(File.ReadAllText(Files["out.json"]))!.AsObject();

    private DensityMap Map() => MapReader.Read(Files["out.mrc"]);

    private double[] Values()
    {
        using DensityMap map = Map();
        var values = new double[map.Grid.VoxelCount];
        for (int i = 0; i < values.Length; i++)
            values[i] = map.Values[i];
        return values;
    }
}
