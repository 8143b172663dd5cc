using System.Globalization;
using Engine.Core.Jobs;
using Engine.Core.Refinement;
using Engine.Core.Scoring;
using Engine.Kernels;

namespace Engine.Cli.Output;

/// <summary>Results as lines of text for a person.</summary>
internal static class ReportTable
{
    /// <summary>One macro-cycle on one line.</summary>
    public static string CycleLine(RefinementCycle c) => c.Number == 0
        ? Text($"start     CC_mask {Cc(c.CcMask)}  bonds {c.BondRmsd:F4} Å  angles {c.AngleRmsd:F2}°")
        : Text($"cycle {c.Number,-3} CC_mask {Cc(c.CcMask)}  bonds {c.BondRmsd:F4} Å  angles {c.AngleRmsd:F2}°  weight {c.Weight,7:F2}  shift {c.Shift:F3} Å  {c.Evaluations,4} evaluations");

    /// <summary>The scores of one model.</summary>
    public static IEnumerable<string> Scores(FitReport report, JobRequest request)
    {
        MapModelScores s = report.Scores;
        yield return Text($"{request.ModelPath} in {request.MapPath ?? string.Join(" + ", request.HalfMapPaths)} at {request.Resolution} Å: {s.NAtoms} atoms ({s.NAtomsHeavy} without hydrogens)");
        yield return "Correlations are Pearson coefficients about the means; model map with the "
            + s.Definition.Scattering + " form factors, B factors and occupancies of the model.";
        yield return "";
        yield return "               all atoms   heavy atoms";
        yield return $"  CC_mask      {Cc(s.CcMask),9}   {Cc(s.CcMaskHeavy),9}";
        yield return $"  CC_box       {Cc(s.CcBox),9}   {Cc(s.CcBoxHeavy),9}";
        yield return $"  CC_volume    {Cc(s.CcVolume),9}   {Cc(s.CcVolumeHeavy),9}";
        yield return $"  CC_peaks     {Cc(s.CcPeaks),9}   {Cc(s.CcPeaksHeavy),9}";
        yield return $"  main chain   {Cc(s.CcMainChain),9}   side chain {Cc(s.CcSideChain)}";
        foreach (ChainScore chain in s.Chains)
            yield return Text($"  chain {Or(chain.Chain, "-"),-6} {Cc(chain.Cc),9}   {chain.NAtoms} atoms, mean B {chain.MeanB:F1} Å²{(chain.CcLocal == null ? "" : Text($"; local {Cc(chain.CcLocal)} at {chain.Resolution:F2} Å"))}");
        if (s.Local is { } local)
        {
            yield return Text($"  with a resolution for every atom ({local.Source}; {local.Finest:F2} to {local.Coarsest:F2} Å, median {local.Median:F2} Å):");
            yield return $"  CC_mask {Cc(local.CcMask)}  CC_box {Cc(local.CcBox)}  CC_volume {Cc(local.CcVolume)}  CC_peaks {Cc(local.CcPeaks)}  main chain {Cc(local.CcMainChain)}  side chain {Cc(local.CcSideChain)}";
        }

        yield return "";
        foreach (string line in Geometry(report))
            yield return line;
        ResidueScore[] worst = [.. s.Residues.Where(r => r.Cc != null).OrderBy(r => r.Cc).Take(5)];
        if (worst.Length > 0)
            yield return "  worst residues " + string.Join(", ", worst.Select(r => Text($"{r.Chain} {r.Number}{r.Icode} {r.Name} {r.Cc:F2}")));
    }

    /// <summary>A refinement: before and after side by side, cycles, warnings.</summary>
    public static IEnumerable<string> Refinement(RefineOutcome o, JobRequest request, Accelerator accelerator, IReadOnlyList<string> warnings)
    {
        MapModelScores b = o.Before.Scores, a = o.After.Scores;
        yield return Text($"{request.ModelPath} into {request.MapPath ?? string.Join(" + ", request.HalfMapPaths)} at {request.Resolution} Å on {accelerator.Name}");
        yield return Text($"{a.NAtoms} atoms refined, {o.Refinement.Hydrogens} hydrogens riding; selection: {request.Selection}");
        yield return "";
        foreach (RefinementCycle cycle in o.Refinement.Cycles)
            yield return CycleLine(cycle);
        foreach (StepRecord step in o.Refinement.Steps)
            yield return Text($"  step {step.Step} in cycle {step.Cycle}: {step.Detail}; CC_mask {Cc(step.CcBefore)} -> {Cc(step.CcAfter)}{(step.Kept ? "" : ", undone")}");
        foreach (ModelNote note in o.Notes)
            yield return $"note: {note.Line}";
        if (o.Displacements != null)
        {
            foreach (string note in o.Displacements.Notes)
                yield return $"note: {note}";
        }

        if (o.Restraints.Count > 0)
            yield return $"restraints besides dictionaries: {string.Join("; ", o.Restraints)}";
        if (o.Reference is { } r)
            yield return Text($"reference {r.File}: {r.Torsions} torsions, {r.Positions} positions{(r.Sigma is double s ? Text($" (σ {s} Å, {r.Selection})") : "")}; chains {string.Join(", ", r.Chains)}");
        foreach (string line in o.Copies)
            yield return $"copies {line} in the input";
        foreach (GroupWeight part in o.Refinement.GroupWeights)
            yield return Text($"weight of {part.Name}: {part.Factor:F2} times that of the model; {part.Atoms} atoms, correlation {part.Correlation:F3}");
        yield return $"chosen: cycle {o.Refinement.Chosen}{(o.Cancelled ? " (cancelled by the user)" : "")}";
        yield return "";
        yield return "                    before     after";
        yield return $"  CC_mask         {Cc(b.CcMask),8}  {Cc(a.CcMask),8}";
        if (b.NAtomsHeavy != b.NAtoms)
            yield return $"  CC_mask (no H)  {Cc(b.CcMaskHeavy),8}  {Cc(a.CcMaskHeavy),8}";
        if (o.Displacements != null)
            yield return $"  CC_mask (no H, B of the input)  {Cc(o.CcMaskHeavyInputB)}";
        yield return $"  CC_box          {Cc(b.CcBox),8}  {Cc(a.CcBox),8}";
        yield return $"  CC_volume       {Cc(b.CcVolume),8}  {Cc(a.CcVolume),8}";
        yield return $"  CC_peaks        {Cc(b.CcPeaks),8}  {Cc(a.CcPeaks),8}";
        yield return Text($"  bonds, Å        {o.Before.Geometry.Heavy.Bonds.Rmsd,8:F4}  {o.After.Geometry.Heavy.Bonds.Rmsd,8:F4}");
        yield return Text($"  angles, °       {o.Before.Geometry.Heavy.Angles.Rmsd,8:F2}  {o.After.Geometry.Heavy.Angles.Rmsd,8:F2}");
        if (o.BackboneAfter.Residues > 0)
        {
            yield return Text($"  bonds, φψ, Å    {o.BackboneBefore.BondRmsd,8:F4}  {o.BackboneAfter.BondRmsd,8:F4}   by conformation-dependent targets of {o.BackboneAfter.Residues} residues");
            yield return Text($"  angles, φψ, °   {o.BackboneBefore.AngleRmsd,8:F2}  {o.BackboneAfter.AngleRmsd,8:F2}");
        }

        yield return Text($"  torsions, °     {o.Before.Geometry.Heavy.Torsions.Rmsd,8:F2}  {o.After.Geometry.Heavy.Torsions.Rmsd,8:F2}");
        yield return Text($"  planes, Å       {o.Before.Geometry.Heavy.Planes.Rmsd,8:F4}  {o.After.Geometry.Heavy.Planes.Rmsd,8:F4}");
        yield return Text($"  chirality, Å³   {o.Before.Geometry.Heavy.Chirality.Rmsd,8:F4}  {o.After.Geometry.Heavy.Chirality.Rmsd,8:F4}");
        ModelQuality qb = o.QualityBefore, qa = o.QualityAfter;
        yield return Text($"  Ramachandran outliers {qb.RamachandranOutliers,4}  {qa.RamachandranOutliers,8}   of {qa.RamachandranResidues}; favoured {qb.RamachandranFavoured} -> {qa.RamachandranFavoured}");
        yield return Text($"  rotamer outliers {qb.RotamerOutliers,9}  {qa.RotamerOutliers,8}   of {qa.RotamerResidues}");
        yield return Text($"  Cβ outliers     {qb.CBetaOutliers,9}  {qa.CBetaOutliers,8}");
        yield return Text($"  clashes         {o.Before.Geometry.Contacts.Clashes,9}  {o.After.Geometry.Contacts.Clashes,8}");
        yield return Text($"  rms shift of the atoms {o.Shift:F3} Å");
        foreach (string line in LocScaleCycleJson.Lines(o.LocScale))
            yield return line;
        foreach (string line in HalfMapTable.Lines(o.HalfMaps))
            yield return line;
        yield return o.Decision.Accepted ? "accepted: the fit is not worse and no measure of geometry is" : $"kept: the input stays, because of {o.Decision.Deciding}";
        if (warnings.Count > 0)
            yield return "";
        foreach (string warning in warnings)
            yield return $"warning: {warning}";
    }

    /// <summary>Deviations from ideal geometry, heavy atoms.</summary>
    private static IEnumerable<string> Geometry(FitReport report)
    {
        var g = report.Geometry.Heavy;
        yield return Text($"  bonds     {g.Bonds.Rmsd:F4} Å over {g.Bonds.Count}     angles  {g.Angles.Rmsd:F2}° over {g.Angles.Count}");
        yield return Text($"  torsions  {g.Torsions.Rmsd:F2}° over {g.Torsions.Count}    planes {g.Planes.Rmsd:F4} Å over {g.Planes.Count}    chirality {g.Chirality.Rmsd:F4} Å³ over {g.Chirality.Count}");
    }

    private static string Cc(double? value) => value is double v ? v.ToString("F4", CultureInfo.InvariantCulture) : "undefined";

    private static string Or(string text, string other) => text.Length == 0 ? other : text;

    private static string Text(FormattableString text) => FormattableString.Invariant(text);
}
