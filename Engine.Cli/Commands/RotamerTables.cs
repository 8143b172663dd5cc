using Engine.Core.IO;
using Engine.Core.Rotamers;
using Engine.Kernels;

namespace Engine.Cli.Commands;

/// <summary>The part of 'tables' that makes and checks the χ distributions from the published Top8000 data.</summary>
internal static class RotamerTables
{
    private const int Ranks = 101;
    private const double LeastAgreement = 0.99;

    /// <summary>The packed table.</summary>
    /// <param name="folder">Folder with rota8000-*.data(.gz), and raw torsions of Arg and Lys.</param>
    public static byte[] Make(string folder) => new RotamerTable(
        RotamerLibrary.Types.Where(IsGrid).ToDictionary(t => t, t => Grid(folder, t)),
        RotamerLibrary.Types.Where(t => !IsGrid(t)).ToDictionary(t => t, t => RotamerMixture.Rank(t, Observed(folder, t), Ranks))).Pack();

    /// <summary>Says how well the labels of the built-in distributions are those of the published ones; true when well enough.</summary>
    public static bool Report(RunContext context, string folder)
    {
        bool ok = true;
        foreach (string type in RotamerLibrary.Types)
        {
            double agreement = IsGrid(type) ? Agreement(Grid(folder, type), RotamerTable.BuiltIn.Grids[type]) : OutlierShare(folder, type);
            bool good = agreement >= LeastAgreement;
            ok &= good;
            context.Say(FormattableString.Invariant(
                $"{(good ? "ok    " : "FAILED")}  {type}: {(IsGrid(type) ? "same label by population" : "sum of Gaussians, observed side chains no outliers")}: {100 * agreement:0.00} %"));
        }

        return ok;
    }

    private static bool IsGrid(string type) => type is not ("ARG" or "LYS");

    private static double Agreement(RotamerGrid published, RotamerGrid builtIn)
    {
        double[] population = published.Population();
        double same = 0;
        for (int k = 0; k < population.Length; k++)
        {
            if (RotamerScore.From(100 * published.Values[k]).Label == RotamerScore.From(100 * builtIn.Values[k]).Label)
                same += population[k];
        }

        return same / population.Sum();
    }

    private static double OutlierShare(string folder, string type)
    {
        IReadOnlyList<double[]> observed = Observed(folder, type);
        return observed.Count(o => RotamerScore.Of(type, o).Label != RotamerLabel.Outlier) / (double)observed.Count;
    }

    private static RotamerGrid Grid(string folder, string type)
    {
        string name = type is "PHE" or "TYR" ? "phetyr" : type.ToLowerInvariant();
        return RotamerGrid.Read(Require(folder, $"rota8000-{name}.data"));
    }

    /// <summary>Observed torsions: uint16, hundredths of a degree, all χ1, then all χ2 and so on.</summary>
    private static double[][] Observed(string folder, string type)
    {
        string path = Require(folder, $"rota8000-{type.ToLowerInvariant()}-chi.u2");
        using var memory = new MemoryStream();
        using (Stream file = CompressedFile.OpenRead(path))
            file.CopyTo(memory);
        byte[] bytes = memory.ToArray();
        int torsions = ChiDefinition.Count(type), count = bytes.Length / (2 * torsions);
        if (count == 0 || bytes.Length != 2 * torsions * count)
            throw new InputException($"{path}: {bytes.Length} bytes are not {torsions} torsions of 2 bytes for each side chain");
        return [.. Enumerable.Range(0, count).Select(i => Enumerable.Range(0, torsions).Select(k => BitConverter.ToUInt16(bytes, 2 * (k * count + i)) / 100.0).ToArray())];
    }

    private static string Require(string folder, string name)
    {
        string path = Path.Combine(folder, name);
        if (!File.Exists(path))
            path += ".gz";
        return File.Exists(path) ? path : throw new UsageException($"--rotamers {folder}: {name}(.gz) is not there: give the folder with the Top8000 distributions");
    }
}
