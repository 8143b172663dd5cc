using System.Text;
using Engine.Core.Batch;
using Engine.Kernels;
using Engine.Tests.IO;
using NUnit.Framework;

namespace Engine.Tests.Batch;

/// <summary>Lists of entries in every form, hostile ones included.</summary>
[TestFixture]
public sealed class ManifestReaderTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Test]
    public void TablesAndJsonAgree()
    {
        IReadOnlyList<BatchEntry> csv = Read("a.csv", "\uFEFFid,model,map,resolution,options\n e1 ,m 1.pdb,\"käse, \"\"x\"\".map\",3.2,--cycles 3\n\nEMD-30342,,,,\n");
        IReadOnlyList<BatchEntry> tsv = Read("a.tsv", "resolution\tid\tmap\tmodel\toptions\n3.2\te1\tkäse, \"x\".map\tm 1.pdb\t--cycles 3\n\tEMD-30342\t\t\t\n");
        IReadOnlyList<BatchEntry> json = Read("a.json", "{\"entries\":[{\"id\":\"e1\",\"model\":\"m 1.pdb\",\"map\":\"käse, \\\"x\\\".map\",\"resolution\":3.2,\"options\":\"--cycles 3\"},{\"id\":\"EMD-30342\",\"model\":null}]}");
        Assert.Multiple(() =>
        {
            Assert.That(csv, Has.Count.EqualTo(2));
            Assert.That(json, Is.EqualTo(csv));
            Assert.That(tsv[1], Is.EqualTo(csv[1]));
            Assert.That((csv[0].Id, csv[0].Model, csv[0].Map, csv[0].Resolution, csv[0].Options, csv[0].Problem), Is.EqualTo(("e1", folder["m 1.pdb"], folder["käse, \"x\".map"], (double?)3.2, "--cycles 3", (string?)null)));
            Assert.That((csv[1].IsFetched, csv[1].Problem), Is.EqualTo((true, (string?)null)));
        });
    }

    [TestCase("../x")]
    [TestCase("a;rm -rf ~")]
    [TestCase("$(id)")]
    [TestCase(".hidden")]
    [TestCase("-o")]
    [TestCase("a/b")]
    [TestCase("a..b")]
    [TestCase("e@w")]
    [TestCase("é")]
    [TestCase("")]
    public void AHostileIdNamesNoFolderAndStopsNothing(string id)
    {
        IReadOnlyList<BatchEntry> entries = Read("a.csv", $"id,model,map,resolution\n\"{id}\",m,n,3\nfine,m,n,3\n");
        Assert.That((entries[0].Id, entries[0].Problem!.Contains("letters, digits", StringComparison.Ordinal), entries[1].Problem), Is.EqualTo(("line-2", true, (string?)null)));
    }

    [TestCase("a,m,n,,,9999", "give a value from 0.5 to 100")]
    [TestCase("a,m,n,,,NaN", "give a value from 0.5 to 100")]
    [TestCase("a,m,n,,,three", "not a number")]
    [TestCase("a,m,,h,,3", "one half map")]
    [TestCase("a,m,,,,3", "neither a map nor half maps")]
    [TestCase("a,,n,,,3", "no model")]
    [TestCase("a,,,,,3", "neither files nor an identifier")]
    public void LinesThatCannotBeWorkedOnSayWhy(string line, string reason) =>
        Assert.That(Read("a.csv", "id,model,map,half1,half2,resolution\n" + line)[0].Problem, Does.Contain(reason));

    [Test]
    public void AnIdCountsOnceInAnyCase()
    {
        IReadOnlyList<BatchEntry> entries = Read("a.csv", "id,model,map,resolution\nA,m,n,3\na,m,n,3\n");
        Assert.That((entries[0].Problem, entries[1].Id, entries[1].Problem), Is.EqualTo(((string?)null, "line-3", "the id a is that of line-2 already")));
    }

    [TestCase("a.csv", "model,map\nm,n\n", "no column id")]
    [TestCase("a.csv", "id,modle\nm,n\n", "unknown column")]
    [TestCase("a.csv", "id,id\nm,n\n", "named twice")]
    [TestCase("a.csv", "", "holds no entry")]
    [TestCase("a.csv", "id,model\n", "holds no entry")]
    [TestCase("a.json", "{\"entries\":", "is not JSON")]
    [TestCase("a.json", "3", "neither a list")]
    [TestCase("a.json", "[3]", "not an object")]
    public void OtherFilesAreRefused(string name, string text, string message) =>
        Assert.That(Assert.Throws<InputException>(() => Read(name, text))!.Message, Does.Contain(message));

    private IReadOnlyList<BatchEntry> Read(string name, string text) => ManifestReader.Read(folder.Write(name, Encoding.UTF8.GetBytes(text)));
}
