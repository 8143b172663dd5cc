using System.Text.Json.Nodes;
using NUnit.Framework;

namespace Engine.Tests.Cli;

/// <summary>cryoengine density-modify with a model and with symmetry.</summary>
[TestFixture]
[NonParallelizable]
public sealed class DensityModifyKnowledgeTests : PeptideFixture
{
    [Test]
    public void AModelRaisesTheCorrelationAndItsBiasIsChecked()
    {
        CommandResult result = Run("model", "--model", Files.Model, "--models", "2", "--omit", "0.2");
        Assert.That(result.ExitCode, Is.Zero, result.Error);
        JsonNode json = Json("model"), knowledge = json["knowledge"]!, bias = knowledge["bias_check"]!;
        Assert.Multiple(() =>
        {
            Assert.That(result.Out, Does.Contain("bias").And.Contain("2 models"));
            Assert.That(json["inputs"]!.AsArray(), Has.Count.EqualTo(3));
            Assert.That((int)knowledge["copies"]!, Is.EqualTo(2));
            Assert.That(knowledge["expectations"]!.AsArray(), Has.Count.EqualTo(2));
            Assert.That((double)json["verdict"]!["cc_after"]!, Is.GreaterThan((double)knowledge["plain_verdict"]!["cc_after"]!));
            Assert.That(result.Error, Does.Not.Contain("agrees poorly").And.Not.Contain("leave it out"));
            Assert.That((int)bias["residues"]!, Is.GreaterThan(0));
            Assert.That((double)bias["with"]!, Is.GreaterThan((double)bias["without"]!));
        });
    }

    /// <summary>The peptide has no symmetry: operators that do not hold are said to agree poorly.</summary>
    [Test]
    public void OperatorsThatDoNotHoldAreSaidToDisagree()
    {
        CommandResult result = Run("wrong", "--symmetry", "C2");
        Assert.That(result.ExitCode, Is.Zero, result.Error);
        Assert.That(result.Error, Does.Contain("agrees poorly").And.Contain("leave it out"));
        Assert.That((double)Json("wrong")["knowledge"]!["expectations"]![0]!["correlation"]!, Is.LessThan(0.5));
    }

    [TestCase(2, "neither a file nor a point group", "--symmetry", "C4x")]
    [TestCase(2, "give the model with --model", "--symmetry", "from-model")]
    [TestCase(2, "besides the identity", "--symmetry", "C1")]
    [TestCase(2, "--models 0", "--model", "MODEL", "--models", "0")]
    [TestCase(2, "--omit", "--model", "MODEL", "--omit", "0.9")]
    [TestCase(1, "no equal chains", "--model", "MODEL", "--models", "0", "--symmetry", "from-model")]
    public void OddInputIsOneClearLine(int code, string message, params string[] args)
    {
        CommandResult result = Run("bad", [.. args.Select(a => a == "MODEL" ? Files.Model : a)]);
        Assert.That((result.ExitCode, result.ErrorLines.Length), Is.EqualTo((code, 1)), result.Error);
        Assert.That(result.Error, Does.Contain(message));
        Assert.That(File.Exists(Files["bad_denmod.mrc"]), Is.False);
    }

    private CommandResult Run(string prefix, params string[] args) =>
        CommandLine.Run(["density-modify", Files.Map, Files.OtherMap, "--mass", "1.4", .. args, "-o", Files[prefix], "--overwrite", "--device", "cpu", "--no-local-resolution"]);

    private JsonNode Json(string prefix) => JsonNode.Parse(File.ReadAllText(Files[prefix + "_denmod.json"]))!;
}
