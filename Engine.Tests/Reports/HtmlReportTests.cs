using System.Text;
using System.Text.RegularExpressions;
using Engine.Core.Chemistry;
using Engine.Core.Jobs.Validate;
using Engine.Core.Models;
using Engine.Core.Reports;
using Engine.Kernels.Cpu;
using Engine.Tests.Cli;
using NUnit.Framework;

namespace Engine.Tests.Reports;

/// <summary>The page of a validation as text: what it holds, what it escapes, that it asks nothing of a network.</summary>
[TestFixture]
[NonParallelizable]
public sealed partial class HtmlReportTests : PeptideFixture
{
    private const string Hostile = "<b onmouseover=alert(1)>\"'&";

    private static readonly ViewerLibrary Stub = new([31, 139], [31, 139], "licence of the viewer");

    [Test]
    public void APageHoldsEverySectionAndItsData()
    {
        PageText page = Write(Request(Files.Truth, Files.Map), Stub);
        Assert.Multiple(() =>
        {
            foreach (string id in new[] { "summary", "outliers", "chains", "ramachandran", "fit", "geometry", "b-factors", "residues", "limits", "provenance" })
                Assert.That(page.Markup, Does.Contain($"<section id=\"{id}\">"), id);
            Assert.That(page.Payloads, Is.EqualTo(new[] { "data", "viewer-script", "viewer-style", "viewer-model", "viewer-map" }));
            Assert.That(Encoding.UTF8.GetString(page.Unpack("viewer-model")), Does.Contain("_atom_site.").And.Contain("_entity_poly"));
            Assert.That(page.Data["number"]!.AsArray().Count, Is.EqualTo(12));
            Assert.That(page.Data["columns"]!.AsArray().Select(c => (string?)c!["name"]), Does.Contain("CC").And.Contain("Q").And.Contain("B"));
            Assert.That(page.Markup, Does.Contain("licence of the viewer").And.Contain("SHA-256").And.Contain("Q-score").And.Contain("data-residues=\"0-11\""));
        });
    }

    [Test]
    public void ThePageAsksNothingOfANetwork()
    {
        PageText page = Write(Request(Files.Truth, Files.Map), Stub);
        string[] addresses = [.. Address().Matches(page.Markup).Select(m => m.Groups[1].Value)];
        Assert.That(addresses.Where(a => !a.StartsWith('#') && !a.StartsWith("data:", StringComparison.Ordinal)), Is.Empty);
        Assert.That(page.Markup, Does.Contain("http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'").And.Not.Contain("@import").And.Not.Contain("url("));
    }

    [Test]
    public void WithoutAViewerThePageSaysSo()
    {
        PageText page = Write(Request(Files.Truth, Files.Map), null);
        Assert.That(page.Payloads, Is.EqualTo(new[] { "data" }));
        Assert.That(page.Markup, Does.Contain("built without the 3-D viewer").And.Not.Contain("id=\"view\"").And.Not.Contain("unsafe-eval"));
        Assert.That(page.Html, Has.Length.LessThan(300_000));
    }

    [Test]
    public void AModelAloneAndAMapAloneHavePages()
    {
        PageText model = Write(Request(Files.Truth, null), Stub), map = Write(Request(null, Files.Map), Stub);
        Assert.Multiple(() =>
        {
            Assert.That(model.Payloads, Does.Contain("viewer-model").And.Not.Contain("viewer-map"));
            Assert.That(model.Markup, Does.Contain("no map is given").And.Not.Contain("<section id=\"fit\">"));
            Assert.That(map.Payloads, Is.EqualTo(new[] { "data" }));
            Assert.That(map.Markup, Does.Contain("no model is given").And.Contain("<section id=\"fit\">").And.Not.Contain("built without"));
        });
    }

    [Test]
    public void TextFromFilesIsEscaped()
    {
        Structure structure = StructureReader.Read(Files.Truth);
        (structure.First.Chains[0].Id, structure.Source) = (Hostile, null);
        string path = Files["<img src=x onerror=alert(2)>.cif"];
        MmcifWriter.Write(structure, path);
        PageText page = Write(Request(path, Files.Map) with { ComparePath = Files.Truth }, Stub);
        Assert.Multiple(() =>
        {
            Assert.That(page.Html, Does.Not.Contain("<b onmouseover").And.Not.Contain("<img src=x"));
            Assert.That(page.Markup, Does.Contain("&lt;b onmouseover=alert(1)&gt;&quot;&apos;&amp;").And.Contain("&lt;img src=x"));
            Assert.That((string)page.Data["chains"]![0]!, Is.EqualTo(Hostile));
        });
    }

    /// <summary>The view finds residues by the name of their chain; one without a name is called as on the page.</summary>
    [Test]
    public void AChainWithoutANameCanBeFoundInTheView()
    {
        string path = Files["nameless.pdb"];
        File.WriteAllLines(path, PdbWriter.ToText(StructureReader.Read(Files.Truth)).Split('\n').Where(l => l.StartsWith("ATOM", StringComparison.Ordinal)).Select(l => l[..21] + ' ' + l[22..]));
        PageText page = Write(Request(path, null), Stub);
        Structure shown = StructureReader.Read(Written("shown.cif", page.Unpack("viewer-model")));
        Assert.That((shown.First.Chains[0].Id, (string)page.Data["chains"]![0]!), Is.EqualTo(("-", "")));
    }

    [Test]
    public void TwoModelsStandSideBySide()
    {
        PageText page = Write(Request(Files.Truth, Files.Map) with { ComparePath = Files.Model }, Stub);
        Assert.Multiple(() =>
        {
            Assert.That(page.Payloads, Does.Contain("viewer-before"));
            Assert.That(page.Markup, Does.Contain("Before</th>").And.Contain("class=\"was\"").And.Contain(", before</b>").And.Contain(", after</b>").And.Contain("plots pairs"));
            Assert.That((bool)page.Data["view"]!["before"]!, Is.True);
        });
    }

    [Test]
    public void TheSameInputGivesTheSameBytes()
    {
        ValidateRequest request = Request(Files.Model, Files.Map);
        Assert.That(Write(request, Stub).Html, Is.EqualTo(Write(request with { Threads = 1 }, Stub).Html));
    }

    [Test]
    public void RowsThatAreNotInOrderAreRefused()
    {
        using var accelerator = new CpuAccelerator(0);
        ValidateRequest request = Request(Files.Truth, null);
        using ValidationInputs inputs = ValidationInputs.Read(request);
        ValidationReport report = ValidateJob.Run(accelerator, inputs, request, new ComponentLibrary(new ComponentLibraryOptions()));
        Assert.That(() => HtmlReport.Write(Stream.Null, report with { Residues = [.. report.Residues.Reverse()] }, new()), Throws.ArgumentException.With.Message.Contain("rows"));
    }

    [Test]
    public void TheCommandWritesThePage()
    {
        CommandResult run = CommandLine.Run("validate", Files.Truth, Files.Map, "-d", "2.8", "-o", Files["page"], "--device", "cpu");
        Assert.That((run.ExitCode, run.Error), Is.EqualTo((0, run.Error)));
        Assert.That(new PageText(File.ReadAllText(Files["page.html"])).Markup, Does.Contain("<section id=\"summary\">").And.Contain("sim_model.cif in sim_half1.mrc").And.EndWith("</html>\n"));
    }

    /// <summary>Runs a validation and writes its page.</summary>
    internal static PageText Write(ValidateRequest request, ViewerLibrary? viewer)
    {
        using var accelerator = new CpuAccelerator(0);
        using ValidationInputs inputs = ValidationInputs.Read(request);
        ValidationReport report = ValidateJob.Run(accelerator, inputs, request, new ComponentLibrary(new ComponentLibraryOptions()));
        using var stream = new MemoryStream();
        HtmlReport.Write(stream, report, new() { Map = inputs.Map, Viewer = viewer, Version = "0", CommandLine = "cryoengine validate", Device = "cpu" });
        return new(Encoding.UTF8.GetString(stream.ToArray()));
    }

    internal static ValidateRequest Request(string? model, string? map) => new() { ModelPath = model, MapPath = map, Resolution = map == null ? null : 2.8 };

    private string Written(string name, byte[] bytes)
    {
        File.WriteAllBytes(Files[name], bytes);
        return Files[name];
    }

    [GeneratedRegex("(?:src|href)=\"([^\"]*)\"")]
    private static partial Regex Address();
}
