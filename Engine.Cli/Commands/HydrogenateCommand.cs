using System.CommandLine;
using System.Globalization;
using System.Text.Json.Nodes;
using Engine.Core.Chemistry;
using Engine.Core.Jobs;
using Engine.Core.Models;
using Engine.Core.Validation.Hydrogens;
using Engine.Kernels;

namespace Engine.Cli.Commands;

/// <summary>cryoengine hydrogenate: adds hydrogens to a model, or removes them.</summary>
internal static class HydrogenateCommand
{
    private static readonly Argument<string> Model = new("MODEL") { Description = "model (PDB, mmCIF), also packed (.gz, .bz2)" };

    private static readonly Option<string> Output = new("--output", "-o") { Description = "prefix of the files to write", HelpName = "PREFIX", Required = true };

    private static readonly Option<bool> Nuclear = new("--nuclear") { Description = "hydrogens at their protons (neutrons) instead of at the centres of their electron clouds" };

    private static readonly Option<bool> Rebuild = new("--rebuild") { Description = "remove the hydrogens of the model first; otherwise they stay where they are" };

    private static readonly Option<bool> Remove = new("--remove") { Description = "only remove hydrogens" };

    private static readonly Option<bool> NoFlips = new("--no-flips") { Description = "leave the ends of Asn, Gln and His as they are" };

    private static readonly Option<bool> NoOptimise = new("--no-optimise") { Description = "leave hydrogens that can turn staggered" };

    private static readonly Option<bool> NoLigands = new("--no-ligands") { Description = "hydrogens on proteins and nucleic acids only" };

    private static readonly Option<string[]> Dictionaries = new("--dictionary")
    {
        Description = "dictionaries (CIF) for ligands; may be given more than once",
        HelpName = "FILE",
        AllowMultipleArgumentsPerToken = true,
    };

    public static Command Create()
    {
        var command = new Command(
            "hydrogenate",
            "Add hydrogens to proteins, nucleic acids and ligands, turned to the best contacts, and turn the ends of Asn, Gln and His where that is better; or remove hydrogens.\n\n" +
            "Example: cryoengine hydrogenate model.pdb -o out/model_h\n" +
            "Example: cryoengine hydrogenate model_h.cif --remove -o out/model");
        command.Add(Model);
        foreach (Option option in new Option[] { Output, Nuclear, Rebuild, Remove, NoFlips, NoOptimise, NoLigands, Dictionaries })
            command.Add(option);
        command.Validators.Add(result =>
        {
            if (result.GetValue(Remove) && (result.GetValue(Nuclear) || result.GetValue(Rebuild)))
                result.AddError("--remove takes hydrogens away: leave out --nuclear and --rebuild, or --remove");
        });
        command.SetAction(parsed => Run(new RunContext(parsed), parsed));
        return command;
    }

    private static int Run(RunContext context, ParseResult parsed)
    {
        string path = parsed.GetRequiredValue(Model), prefix = parsed.GetRequiredValue(Output);
        InputFiles.RequireFile(path);
        string[] dictionaries = parsed.GetValue(Dictionaries) ?? [];
        foreach (string dictionary in dictionaries)
            InputFiles.RequireFile(dictionary);
        string[] outputs = [prefix + ".cif", prefix + ".pdb", prefix + "_hydrogens.json"];
        OutputFiles.Check(context, outputs);
        bool remove = parsed.GetValue(Remove);
        if (context.DryRun)
        {
            context.Say($"would {(remove ? "remove the hydrogens of" : "add hydrogens to")} {path} and write {string.Join(", ", outputs)}");
            return 0;
        }

        Structure structure = StructureReader.Read(path);
        HydrogenResult result = remove ? Removed(structure) : Hydrogenation.Add(structure, new ComponentLibrary(new() { DictionaryFiles = dictionaries }), Options(context, parsed));
        Write(context, path, prefix, structure, result);
        return 0;
    }

    private static HydrogenOptions Options(RunContext context, ParseResult parsed) => new()
    {
        Nuclear = parsed.GetValue(Nuclear),
        Rebuild = parsed.GetValue(Rebuild),
        Flips = !parsed.GetValue(NoFlips),
        Optimise = !parsed.GetValue(NoOptimise),
        Ligands = !parsed.GetValue(NoLigands),
        Threads = context.Threads,
    };

    private static HydrogenResult Removed(Structure structure)
    {
        int had = structure.First.Atoms.Count(a => a.Element.IsHydrogen);
        if (had == structure.First.Atoms.Count)
            throw new InputException($"{structure.Name}: the model has no atoms besides hydrogens; nothing would be left");
        return new(Hydrogenation.Remove(structure), 0, 0, had, 0, [], []);
    }

    private static void Write(RunContext context, string path, string prefix, Structure structure, HydrogenResult result)
    {
        var warnings = new List<string>(result.Warnings);
        if (structure.Models.Count > 1)
            warnings.Add($"{path} has {structure.Models.Count} models: only the first one is written");
        MmcifWriter.Write(result.Structure, prefix + ".cif");
        string? whyNot = PdbWriter.WhyNot(result.Structure);
        if (whyNot == null)
            PdbWriter.Write(result.Structure, prefix + ".pdb");
        else
            warnings.Add($"no PDB file is written: {whyNot}");
        JsonObject document = Document(InputFingerprint.Of(path), result, warnings);
        JsonOutput.Write(prefix + "_hydrogens.json", document);
        foreach (string warning in warnings)
            RunContext.Warn(warning);
        if (context.Json)
            JsonOutput.Print(document);
        context.Say($"hydrogens: {result.Added} added, {result.Kept} kept, {result.Removed} removed");
        foreach (FlipRecord flip in result.Flips.Where(f => f.IsFlipped))
            context.Say(string.Create(CultureInfo.InvariantCulture, $"turned: {flip.Name} ({flip.State}), score {flip.OtherScore:F2} -> {flip.Score:F2}"));
        context.Say($"written: {prefix}.cif{(whyNot == null ? $", {prefix}.pdb" : "")}, {prefix}_hydrogens.json");
    }

    private static JsonObject Document(InputFingerprint print, HydrogenResult result, List<string> warnings)
    {
        var flips = new JsonArray();
        foreach (FlipRecord f in result.Flips)
        {
            flips.Add(new JsonObject
            {
                ["residue"] = f.Name,
                ["flipped"] = f.IsFlipped,
                ["state"] = f.State,
                ["score"] = Math.Round(f.Score, 4),
                ["other_score"] = Math.Round(f.OtherScore, 4),
            });
        }

        var document = new JsonObject
        {
            ["schema"] = "cryoengine.hydrogenate/1",
            ["version"] = RunContext.Version,
            ["command"] = RunContext.CommandLine,
            ["inputs"] = new JsonArray(new JsonObject { ["path"] = print.Path, ["sha256"] = print.Sha256 }),
        };
        document["added"] = result.Added;
        document["kept"] = result.Kept;
        document["removed"] = result.Removed;
        document["undetermined"] = result.Undetermined;
        document["side_chain_ends"] = flips;
        document["warnings"] = new JsonArray([.. warnings.Select(w => (JsonNode)w)]);
        return document;
    }
}
