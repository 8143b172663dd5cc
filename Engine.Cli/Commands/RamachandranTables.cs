using Engine.Core.Restraints;
using Engine.Core.Validation.Backbone;
using Engine.Kernels;

namespace Engine.Cli.Commands;

/// <summary>The part of 'tables' that makes and checks the φ, ψ potentials from the published Top8000 distributions.</summary>
internal static class RamachandranTables
{
    private const int Nodes = 120;
    private const double LeastAgreement = 0.995;

    /// <summary>File names of the distributions, in the order of <see cref="RamachandranClass"/>.</summary>
    private static readonly string[] Files = ["general-noGPIVpreP", "gly-sym", "cispro", "transpro", "prepro-noGP", "ileval-nopreP"];

    /// <summary>The packed table.</summary>
    /// <param name="folder">Folder with rama8000-*.data or rama8000-*.data.gz.</param>
    public static byte[] Make(string folder) =>
        RamachandranTable.Pack([.. Files.Select((_, c) => RamachandranFit.Nodes(Grid(folder, c), (RamachandranClass)c, Nodes))], Nodes);

    /// <summary>The packed distributions themselves, by which models are judged.</summary>
    /// <param name="folder">Folder with rama8000-*.data or rama8000-*.data.gz.</param>
    public static byte[] MakePlot(string folder) => new RamachandranDistributions([.. Files.Select((_, c) => Grid(folder, c))]).Pack();

    /// <summary>Says how well the regions of the built-in potentials are those of the distributions; true when well enough.</summary>
    public static bool Report(RunContext context, string folder)
    {
        bool ok = true;
        for (int c = 0; c < Files.Length; c++)
        {
            var kind = (RamachandranClass)c;
            RamachandranAgreement found = RamachandranAgreement.Measure(Grid(folder, c), kind, RamachandranTable.Surfaces);
            bool good = Math.Min(found.Cells, found.Population) >= LeastAgreement;
            ok &= good;
            context.Say(FormattableString.Invariant(
                $"{(good ? "ok    " : "FAILED")}  {kind}: same label in {100 * found.Cells:0.00} % of the 1° cells, {100 * found.Population:0.00} % by population; no way out from {100 * found.Stuck:0.00} % of the outlier cells; steepest {found.Steepest:0.00}/°"));
        }

        return ok;
    }

    private static RamachandranGrid Grid(string folder, int c)
    {
        string path = Path.Combine(folder, $"rama8000-{Files[c]}.data");
        if (!File.Exists(path))
            path += ".gz";
        return File.Exists(path) ? RamachandranGrid.Read(path) : throw new UsageException($"{folder}: rama8000-{Files[c]}.data(.gz) is not there: give the folder with the Top8000 distributions");
    }
}
