using Engine.Core.Models;
using Engine.Core.Reports;
using Engine.Tests.Cli;
using NUnit.Framework;

namespace Engine.Tests.Reports;

/// <summary>The page in a browser: no error, no network, a view with model and map that follows the tables. Pictures lie in the folder of temporary files.</summary>
[TestFixture]
[NonParallelizable]
public sealed class BrowserTests : PeptideFixture
{
    private const string Ready = "document.documentElement?.dataset?.view ?? ''", PageReady = "document.documentElement?.dataset?.page ?? ''";

    /// <summary>The shaken model has outliers; its chain has a name that would be markup.</summary>
    [Test]
    public void ThePageOpensAndAClickOnAnOutlierMovesTheView()
    {
        string page = Hostile(ViewerOrSkip());
        using var browser = new Browser();
        browser.Open(page);
        Assert.That(browser.WaitFor(Ready), Is.EqualTo("ready"), string.Join('\n', browser.Errors));
        Assert.That(((bool)browser.Evaluate("reportView.hasModel()")!, (bool)browser.Evaluate("reportView.hasMap()")!), Is.EqualTo((true, true)));
        Follow(browser, "document.querySelector('#outliers tr.pick').click()");
        Follow(browser, "document.getElementById('view-forward').click()");
        browser.Screenshot(Path.Combine(Path.GetTempPath(), "engine-report.png"));
        Assert.Multiple(() =>
        {
            Assert.That((string?)browser.Evaluate("document.getElementById('view-name').textContent"), Does.StartWith("<b>\"&' "));
            Assert.That((int)browser.Evaluate("document.querySelectorAll('#outliers tr.picked').length")!, Is.GreaterThan(0));
            AssertQuiet(browser, page);
        });
    }

    [Test]
    public void TheLevelOfTheMapFollowsTheSlider()
    {
        string page = Hostile(ViewerOrSkip());
        using var browser = new Browser();
        browser.Open(page);
        Assert.That(browser.WaitFor(Ready), Is.EqualTo("ready"));
        string level = (string)browser.Evaluate("document.getElementById('view-level-text').textContent")!;
        browser.Evaluate("{ const s = document.getElementById('view-level'); s.value = 900; s.dispatchEvent(new Event('input')); }");
        browser.Evaluate("new Promise((done) => setTimeout(done, 400)).then(() => reportView.settled()).then(() => 1)");
        Assert.That((string)browser.Evaluate("document.getElementById('view-level-text').textContent")!, Is.Not.EqualTo(level).And.EndsWith("σ)"));
        AssertQuiet(browser, page);
    }

    /// <summary>Tables sort, the list of residues is found in, and tracks tell the residue under the pointer, without a view.</summary>
    [Test]
    public void TablesWorkWithoutAView()
    {
        string page = Hostile(null);
        using var browser = new Browser();
        browser.Open(page);
        Assert.That(browser.WaitFor(PageReady), Is.EqualTo("ready"));
        string Sorted(int clicks) => (string)browser.Evaluate(
            $"(() => {{ const t = document.querySelector('#geometry table.sort'), h = [...t.tHead.rows[0].cells].findIndex((c) => c.textContent === 'Z'); for (let i = 0; i < {clicks}; i++) t.tHead.rows[0].cells[h].querySelector('button').click(); return [...t.tBodies[0].rows].map((r) => r.cells[h].textContent).join(); }})()")!;
        double[] rising = Numbers(Sorted(1)), falling = Numbers(Sorted(1));
        browser.Evaluate("{ const f = document.getElementById('residue-filter'); f.value = ' 3 '; f.dispatchEvent(new Event('input')); }");
        Assert.Multiple(() =>
        {
            Assert.That(rising, Is.Ordered.Ascending.And.Length.GreaterThan(3));
            Assert.That(falling, Is.Ordered.Descending);
            Assert.That((string?)browser.Evaluate("document.getElementById('residue-where').textContent"), Is.EqualTo("1 to 1 of 1"));
            Assert.That((int)browser.Evaluate("[...document.querySelectorAll('h2')].length")!, Is.GreaterThan(6));
            AssertQuiet(browser, page);
        });
    }

    [Test]
    public void WithoutWebGlThePageSaysSo()
    {
        string page = Hostile(ViewerOrSkip());
        using var browser = new Browser("--disable-3d-apis");
        browser.Open(page);
        Assert.That(browser.WaitFor(Ready), Does.StartWith("failed").And.Contain("WebGL"));
        Assert.That((string?)browser.Evaluate("document.getElementById('view-status').textContent"), Does.Contain("WebGL"));
        AssertQuiet(browser, page);
    }

    private static ViewerLibrary ViewerOrSkip()
    {
        if (ViewerLibrary.BuiltIn == null)
            Assert.Ignore("needs the viewer: run Engine.Core/Reports/viewer/build.sh (npm and network) before the build");
        return ViewerLibrary.BuiltIn!;
    }

    /// <summary>Does something that must move the camera, and waits until it has: frames take long where graphics are done in software.</summary>
    private static void Follow(Browser browser, string action)
    {
        browser.Evaluate($"window.cameraBefore = reportView.camera(); {action}");
        Assert.That(browser.WaitFor("Math.hypot(...reportView.camera().map((x, i) => x - window.cameraBefore[i])) > 0.5 ? 'moved' : ''"), Is.EqualTo("moved"));
        browser.Evaluate("reportView.settled().then(() => 1)");
    }

    private static double[] Numbers(string text) => [.. text.Split(',').Select(t => double.Parse(t, System.Globalization.CultureInfo.InvariantCulture))];

    private static void AssertQuiet(Browser browser, string page)
    {
        Assert.That(browser.Errors, Is.Empty);
        Assert.That(browser.Requests, Is.EqualTo(new[] { new Uri(page).AbsoluteUri }));
    }

    /// <summary>The page of the shaken model, its chain called by markup.</summary>
    private string Hostile(ViewerLibrary? viewer)
    {
        Structure structure = StructureReader.Read(Files.Model);
        (structure.First.Chains[0].Id, structure.Source) = ("<b>\"&'", null);
        MmcifWriter.Write(structure, Files["hostile.cif"]);
        string page = Files["hostile.html"];
        File.WriteAllText(page, HtmlReportTests.Write(HtmlReportTests.Request(Files["hostile.cif"], Files.Map), viewer).Html);
        return page;
    }
}
