using System.Text.Json.Nodes;
using Engine.Core.Models;
using NUnit.Framework;

namespace Engine.Tests.Cli;

/// <summary>Tests of whole runs on the small simulated case, whose files are made once for each fixture.</summary>
[FixtureLifeCycle(LifeCycle.SingleInstance)]
public abstract class PeptideFixture
{
    /// <summary>Files of the case and of the runs.</summary>
    private protected PeptideFiles Files { get; private set; } = null!;

    [OneTimeSetUp]
    public void Simulate() => Files = new PeptideFiles();

    [OneTimeTearDown]
    public void Delete() => Files.Dispose();

    /// <summary>The model that a refinement came to, whether or not it replaced the input.</summary>
    /// <param name="prefix">Prefix of the run.</param>
    private protected Model Refined(string prefix)
    {
        string attempt = Files[prefix + "_attempt.cif"];
        return StructureReader.Read(File.Exists(attempt) ? attempt : Files[prefix + ".cif"]).First;
    }

    /// <summary>What a refinement says about itself.</summary>
    /// <param name="prefix">Prefix of the run.</param>
    private protected JsonNode Stats(string prefix) => JsonNode.Parse(File.ReadAllText(Files[prefix + "_stats.json"]))!;
}
