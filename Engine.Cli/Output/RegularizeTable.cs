using System.Globalization;
using Engine.Core.Jobs;
using Engine.Core.Refinement.Regularize;
using Engine.Core.Restraints;

namespace Engine.Cli.Output;

/// <summary>What regularize prints.</summary>
internal static class RegularizeTable
{
    public static IEnumerable<string> Lines(RegularizeOutcome outcome)
    {
        RegularizeResult result = outcome.Result;
        GeometrySet before = result.Before.Heavy, after = result.After.Heavy;
        yield return Line($"{"rmsd",-22} {"before",9} {"after",9}");
        yield return Line($"{"bonds (Å)",-22} {before.Bonds.Rmsd,9:F4} {after.Bonds.Rmsd,9:F4}");
        yield return Line($"{"angles (°)",-22} {before.Angles.Rmsd,9:F3} {after.Angles.Rmsd,9:F3}");
        yield return Line($"{"chiral volumes (Å³)",-22} {before.Chirality.Rmsd,9:F3} {after.Chirality.Rmsd,9:F3}");
        yield return Line($"{"planes (Å)",-22} {before.Planes.Rmsd,9:F4} {after.Planes.Rmsd,9:F4}");
        yield return Line($"{"clashes",-22} {result.Before.Contacts.Clashes,9} {result.After.Contacts.Clashes,9}");
        if (result.Repair is { } repair)
            yield return Line($"{"distortions",-22} {repair.Before.Count,9} {repair.After.Count,9}");
        yield return Line($"shift: {result.Rmsd:F3} Å rms, {result.Largest:F2} Å at most, {result.Minimisation?.Iterations ?? 0} iterations");
        yield return Line($"kept: {result.Structure.Helices.Count} helices, {result.Structure.Sheets.Count} sheets by {result.Added.HydrogenBonds} hydrogen bonds");
        yield return Line($"{result.Added.BasePairs} base pairs, {result.Added.Stacks} stacks, {result.Added.MetalContacts} metal contacts");
    }

    private static string Line(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
