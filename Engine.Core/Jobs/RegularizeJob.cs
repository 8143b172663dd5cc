using System.Diagnostics;
using Engine.Core.Chemistry;
using Engine.Core.Models;
using Engine.Core.Models.Selection;
using Engine.Core.Refinement.Regularize;
using Engine.Core.Restraints;
using Engine.Kernels;

namespace Engine.Core.Jobs;

/// <summary>Which model a regularisation works on.</summary>
public sealed record RegularizeRequest
{
    /// <summary>Model file.</summary>
    public required string ModelPath { get; init; }

    /// <summary>Atoms that may move; "all" selects everything.</summary>
    public string Selection { get; init; } = "all";

    /// <summary>Restraint dictionaries.</summary>
    public IReadOnlyList<string> Dictionaries { get; init; } = [];

    /// <summary>A ligand that no dictionary knows is an error.</summary>
    public bool Strict { get; init; }
}

/// <summary>What a regularisation job gave.</summary>
/// <param name="Structure">The model file with the new coordinates.</param>
/// <param name="Result">What was done.</param>
/// <param name="Fingerprints">Input files with their SHA-256.</param>
/// <param name="Seconds">Time by stage: read, restraints, regularize, total.</param>
/// <param name="Warnings">What the user should know.</param>
/// <param name="Selected">Number of atoms that could move.</param>
public sealed record RegularizeOutcome(
    Structure Structure, RegularizeResult Result, IReadOnlyList<InputFingerprint> Fingerprints, IReadOnlyDictionary<string, double> Seconds,
    IReadOnlyList<string> Warnings, int Selected);

/// <summary>Reads a model, restrains it and regularises its geometry.</summary>
public static class RegularizeJob
{
    /// <summary>Runs the job.</summary>
    /// <param name="accelerator">Device.</param>
    /// <param name="request">What to work on.</param>
    /// <param name="options">How.</param>
    /// <param name="cancel">Stops it; the coordinates reached are returned.</param>
    /// <exception cref="InputException">A file is wrong, or the selection matches nothing.</exception>
    public static RegularizeOutcome Run(Accelerator accelerator, RegularizeRequest request, RegularizeOptions options, CancellationToken cancel)
    {
        Stopwatch total = Stopwatch.StartNew();
        AtomSelection selection = AtomSelection.Parse(request.Selection);
        InputFingerprint[] prints = [.. request.Dictionaries.Prepend(request.ModelPath).Select(InputFingerprint.Of)];
        Structure structure = StructureReader.Read(request.ModelPath);
        bool[] selected = selection.Apply(structure.First);
        if (!selected.Contains(true))
            throw new InputException($"--select '{request.Selection}': no atom of {request.ModelPath} matches");
        double read = total.Elapsed.TotalSeconds;
        var library = new ComponentLibrary(new ComponentLibraryOptions { DictionaryFiles = request.Dictionaries });
        RestraintModel restraints = RestraintBuilder.Build(structure.First, structure.Links, library, new RestraintOptions { Strict = request.Strict });
        double restrained = total.Elapsed.TotalSeconds;
        RegularizeResult result = Regularizer.Run(accelerator, structure.First, restraints, selected, options, cancel);
        Coordinates.Set(structure.First, result.Positions);
        var seconds = new Dictionary<string, double>
        {
            ["read"] = read,
            ["restraints"] = restrained - read,
            ["regularize"] = total.Elapsed.TotalSeconds - restrained,
            ["total"] = total.Elapsed.TotalSeconds,
        };
        string[] warnings = [.. structure.Warnings.Select(w => $"{structure.Name}: {w}").Concat(library.Warnings).Concat(restraints.Warnings).Distinct()];
        return new(structure, result, prints, seconds, warnings, selected.Count(s => s));
    }
}
