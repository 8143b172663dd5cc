using System.CommandLine;
using System.Text;
using Engine.Core.Chemistry;
using Engine.Core.IO;
using Engine.Core.ModelMaps;
using Engine.Core.Models;
using Engine.Kernels;

namespace Engine.Cli.Commands;

/// <summary>
/// cryoengine tables: makes and checks the tables that travel with the engine. For developers, so the list of verbs does not show it.
/// </summary>
internal static class TablesCommand
{
    private static readonly Option<double> Edge = new("--edge") { Description = "half width of the resolution edge, units of 1/d: 0 (sharp) to 0.5", DefaultValueFactory = _ => 0.2, HelpName = "W" };

    private static readonly Option<double> Use = new("--use") { Description = "range in which the terms will be evaluated, units of d: 1 to 20", DefaultValueFactory = _ => 4, HelpName = "R" };

    private static readonly Option<double> GuardZone = new("--guard") { Description = "range beyond it that is fitted too, units of d: 0 to 5", DefaultValueFactory = _ => 2, HelpName = "R" };

    private static readonly Option<int?> Terms = new("--terms") { Description = "number of shells, 3 to 80 (default: 2 for every d of the fitted range, and 5)", HelpName = "M" };

    private static readonly Option<bool> Check = new("--check") { Description = "measure the embedded tables against the exact images and print a report" };

    private static readonly Option<bool> Ions = new("--ions") { Description = "fit the electron form factors of ions instead" };

    private static readonly Option<string?> Ramachandran = new("--ramachandran") { Description = "make (or with --check, check) the φ, ψ potentials from the Top8000 distributions in this folder", HelpName = "FOLDER" };

    private static readonly Option<string?> Rotamers = new("--rotamers") { Description = "make (or with --check, check) the χ distributions from the Top8000 data in this folder", HelpName = "FOLDER" };

    private static readonly Option<string?> RamachandranPlot = new("--ramachandran-plot") { Description = "make the table of the φ, ψ distributions by which models are judged from the Top8000 distributions in this folder", HelpName = "FOLDER" };

    private static readonly Option<string?> RamachandranZ = new("--ramachandran-z") { Description = "make the table of the Ramachandran Z-score from the Top8000 counts in this folder", HelpName = "FOLDER" };

    private static readonly Option<string?> Output = new("--output", "-o") { Description = "file to write", HelpName = "FILE.tsv" };

    public static Command Create()
    {
        var command = new Command(
            "tables",
            "Fit the image of a point at finite resolution by Gaussian shells, and write the table that is built into the engine; or check the built-in tables.\n\n" +
            "Example: cryoengine tables --edge 0.2 --use 4 -o Engine.Core/ModelMaps/Data/shells_soft0.2_4.tsv")
        {
            // A hidden verb would hide its own help too.
            Hidden = !RunContext.CommandLine.Contains(" tables", StringComparison.Ordinal),
        };
        foreach (Option option in (Option[])[Edge, Use, GuardZone, Terms, Ions, Ramachandran, Rotamers, RamachandranPlot, RamachandranZ, Check, Output])
            command.Add(option);
        command.SetAction(parsed => Run(new RunContext(parsed), parsed));
        return command;
    }

    private static int Run(RunContext context, ParseResult parsed)
    {
        string? folder = parsed.GetValue(Ramachandran), side = parsed.GetValue(Rotamers);
        if (side != null && parsed.GetValue(Check))
            return RotamerTables.Report(context, side) ? 0 : (int)ExitCode.Numerical;
        if (parsed.GetValue(Check))
            return folder == null ? Report(context) : RamachandranTables.Report(context, folder) ? 0 : (int)ExitCode.Numerical;
        string path = parsed.GetValue(Output) ?? throw new UsageException("tables: give the file to write with -o FILE.tsv, or --check");
        OutputFiles.Check(context, path);
        byte[] content = parsed.GetValue(RamachandranZ) is string counts ? RamachandranZTables.Make(counts)
            : parsed.GetValue(RamachandranPlot) is string plot ? RamachandranTables.MakePlot(plot)
            : side != null ? RotamerTables.Make(side) : folder != null ? RamachandranTables.Make(folder) : Encoding.UTF8.GetBytes(parsed.GetValue(Ions) ? IonFit.Table() : Fit(context, Options(parsed)));
        AtomicFile.Write(path, stream => stream.Write(content));
        context.Say($"written: {path}");
        return 0;
    }

    private static ShellFitOptions Options(ParseResult parsed)
    {
        double edge = InRange("--edge", parsed.GetValue(Edge), 0, 0.5), use = InRange("--use", parsed.GetValue(Use), 1, 20);
        double guard = InRange("--guard", parsed.GetValue(GuardZone), 0, 5);
        int terms = parsed.GetValue(Terms) ?? (int)Math.Ceiling(2 * (use + guard)) + 5;
        return new ShellFitOptions { Edge = edge, Use = use, Guard = guard, Terms = (int)InRange("--terms", terms, 3, 80) };
    }

    private static double InRange(string option, double value, double low, double high) =>
        value >= low && value <= high ? value : throw new UsageException(FormattableString.Invariant($"{option} {value}: give a number from {low} to {high}"));

    private static string Fit(RunContext context, ShellFitOptions options)
    {
        ShellTable table = ShellFit.Run(options, context.Say);
        context.Say(FormattableString.Invariant($"edge {table.Edge}, use {table.Use} d: {table.Count} terms, error {table.Error:0.0e0} of the peak, cancellation {table.Cancellation:0.00}"));
        context.Say(Blurs(table));
        return table.Write();
    }

    /// <summary>The errors of blurred points.</summary>
    private static string Blurs(ShellTable table) => "  by blur (d²): " + string.Join(", ", ((double[])[0, 2, 5, 10, 20, 30, 40, table.PlainAbove - 1e-9, table.PlainAbove])
        .Select(v => FormattableString.Invariant($"{v:0} {table.ErrorAt(v):0.0e0}")));

    private static int Report(RunContext context)
    {
        bool ok = true;
        foreach (ShellTable table in ShellTables.All)
        {
            ShellTable now = table.Measured();
            bool good = now.Error <= 1e-6 && now.Error <= 1.1 * table.Error + 1e-9 && now.Cancellation < 5;
            ok &= good;
            context.Say(FormattableString.Invariant($"{(good ? "ok    " : "FAILED")}  edge {table.Edge}, use {table.Use} d: {table.Count} terms, error {now.Error:0.0e0} (stated {table.Error:0.0e0}), cancellation {now.Cancellation:0.00}, plain above {table.PlainAbove} d²"));
            context.Say(Blurs(table));
        }

        ok &= CheckIons(context);
        return ok ? 0 : (int)ExitCode.Numerical;
    }

    private static bool CheckIons(RunContext context)
    {
        var errors = FormFactorTable.Ions.Where(ion => ion.Element != Element.H).Select(ion => (ion.Element, ion.Charge, Error: IonFit.Error(ion.Element, ion.Charge, FormFactorTable.ElectronIon(ion.Element, ion.Charge)))).ToArray();
        (Element element, int charge, double worst) = errors.MaxBy(e => e.Error);
        bool good = worst <= 0.01;
        context.Say(FormattableString.Invariant($"{(good ? "ok    " : "FAILED")}  electron form factors of {errors.Length} ions (without hydride): largest error {100 * worst:0.00} % ({element}, charge {charge})"));
        return good;
    }
}
