using Engine.Core.Chemistry;
using Engine.Core.DensityModification;
using Engine.Core.Maps;
using Engine.Kernels;

namespace Engine.Core.Jobs;

/// <summary>Whether models put density where they were told nothing: some residues were left out of them, and the map was modified again.</summary>
/// <param name="Residues">Number of residues that were left out.</param>
/// <param name="Initial">Correlation of the mean model map of all refined copies, near these residues, with the initial map.</param>
/// <param name="Plain">With the map that was modified without any model.</param>
/// <param name="Without">With the map that was modified with models that lacked these residues.</param>
/// <param name="With">With the result, which knew them.</param>
/// <param name="Message">One line for a person.</param>
public sealed record BiasCheck(int Residues, double Initial, double Plain, double Without, double With, string Message)
{
    private const double Loss = 0.02;
    private const double Excess = 0.1;

    /// <summary>Judges: density that the map holds must not fade where models are silent, and should gain there much of what it gains where they speak.</summary>
    /// <param name="residues">Number of residues.</param>
    /// <param name="initial">Correlation with the initial map.</param>
    /// <param name="plain">With the map modified without any model.</param>
    /// <param name="without">With the map modified without them.</param>
    /// <param name="with">With the result.</param>
    public static BiasCheck Of(int residues, double initial, double plain, double without, double with)
    {
        string verdict = without < initial - Loss ? "density fades where models are silent: the result holds more of the models than of the maps; use the result without models"
            : with > without + Excess ? "much of the gain is the models' own: do not take the result as evidence for them"
            : "density that the models did not know is there";
        return new(residues, initial, plain, without, with, FormattableString.Invariant($"{verdict} ({residues} residues left out: correlation with the refined copies {initial:0.000} before, {plain:0.000} without models, {without:0.000} without them, {with:0.000} with them)"));
    }
}

/// <summary>What models and symmetry brought to a density modification.</summary>
/// <param name="Plain">Verdict on the modification without them.</param>
/// <param name="Expectations">How well they agreed with the half maps, half by half and cycle by cycle.</param>
/// <param name="Bias">Check of bias; null without models, or when it was not wanted.</param>
public sealed record DensityKnowledgeReport(ModificationVerdict Plain, IReadOnlyList<ExpectationReport> Expectations, BiasCheck? Bias);

/// <summary>
/// Density modification with models or symmetry: first without them, for the resolution and for comparison, then with them, then, where models are used, with some residues left out of them.
/// </summary>
/// <param name="accelerator">Device.</param>
/// <param name="options">How.</param>
/// <param name="progress">Gets lines about the progress; or null.</param>
internal sealed class InformedModification(Accelerator accelerator, DensityModificationOptions options, Action<string>? progress)
{
    private const double PoorSymmetry = 0.5;

    /// <summary>Modifies density.</summary>
    /// <param name="halves">Half maps of the box.</param>
    /// <param name="full">Full map of the box, or null.</param>
    /// <param name="whole">Grid of the whole map.</param>
    /// <param name="request">What is known.</param>
    /// <param name="library">Restraint dictionaries.</param>
    /// <param name="cancel">Stops.</param>
    /// <returns>The result with the warnings of all parts, and what knowledge brought.</returns>
    public (DensityModificationResult Result, DensityKnowledgeReport Report) Run(
        DensityMap[] halves, DensityMap? full, MapGrid whole, DensityKnowledgeRequest request, ComponentLibrary library, CancellationToken cancel)
    {
        using DensityModificationResult plain = Modify(halves, full, null, cancel);
        double resolution = plain.Resolution;
        DensityKnowledge knowledge = DensityKnowledge.Gather(accelerator, request, halves, whole, resolution, library, progress, cancel);
        using ExpectedDensitySource source = knowledge.Source(resolution, new HashSet<int>());
        DensityModificationResult result = Modify(halves, full, source, cancel);
        try
        {
            BiasCheck? bias = null;
            if (knowledge.Omitted() is { Count: > 0 } omitted)
            {
                progress?.Invoke($"check of bias: {omitted.Count} residues left out of the models");
                using ExpectedDensitySource silent = knowledge.Source(resolution, omitted);
                using DensityModificationResult other = Modify(halves, full, silent, cancel);
                double[] cc = knowledge.Correlate(omitted, resolution, result.Initial, plain.Modified, other.Modified, result.Modified);
                bias = BiasCheck.Of(omitted.Count, cc[0], cc[1], cc[2], cc[3]);
            }

            string[] loss = result.Verdict.CcAfter < plain.Verdict.CcAfter
                ? ["what was said about symmetry or models makes the map worse than it is without: leave it out"]
                : [];
            return (result with { Warnings = [.. result.Warnings, .. knowledge.Warnings, .. Doubts(source.Reports), .. loss] }, new(plain.Verdict, source.Reports, bias));
        }
        catch
        {
            result.Dispose();
            throw;
        }
    }

    private DensityModificationResult Modify(DensityMap[] halves, DensityMap? full, ExpectedDensitySource? source, CancellationToken cancel) =>
        DensityModifier.Run(accelerator, halves[0], halves[1], full, source == null ? options : options with { Expectation = source.Get }, progress, cancel);

    private static IEnumerable<string> Doubts(IEnumerable<ExpectationReport> reports) => reports.Where(r => r.Cycle == 1 && r.Correlation < PoorSymmetry * r.Attainable).Select(r =>
        FormattableString.Invariant($"half map {r.Half} agrees poorly with what {r.Source} make expect: correlation {r.Correlation:0.00} where {r.Attainable:0.00} could be had; check operators, centre and model"));
}
