using System.Globalization;

namespace Engine.Core.Models;

/// <summary>The resolution that a model file records.</summary>
/// <param name="Value">d, Å.</param>
/// <param name="Source">Where the file has it, such as "_em_3d_reconstruction.resolution" or "REMARK 2".</param>
public sealed record RecordedResolution(double Value, string Source)
{
    private const double Finest = 0.5, Coarsest = 100;

    private static readonly string[] Tags = ["_em_3d_reconstruction.resolution", "_refine.ls_d_res_high", "_reflns.d_resolution_high"];

    /// <summary>What the file of a structure says.</summary>
    /// <param name="structure">Structure as read.</param>
    /// <returns>Null when it says nothing, or nothing between 0.5 and 100 Å.</returns>
    public static RecordedResolution? Of(Structure structure) => structure.Source switch
    {
        MmcifSource cif => Tags.Select(tag => Parse(cif.Block.Value(tag), tag)).FirstOrDefault(r => r != null),
        PdbSource pdb => pdb.Header.Select(OfRemark).FirstOrDefault(r => r != null),
        _ => null,
    };

    /// <summary>"REMARK   2 RESOLUTION.    3.40 ANGSTROMS." or "REMARK   3   RESOLUTION RANGE HIGH (ANGSTROMS) : 3.40".</summary>
    private static RecordedResolution? OfRemark(string line)
    {
        const string Of2 = "REMARK   2 RESOLUTION.", Of3 = "REMARK   3   RESOLUTION RANGE HIGH (ANGSTROMS)";
        if (line.StartsWith(Of2, StringComparison.Ordinal))
            return Parse(line[Of2.Length..].Split(' ', StringSplitOptions.RemoveEmptyEntries).FirstOrDefault(), "REMARK 2");
        return line.StartsWith(Of3, StringComparison.Ordinal) ? Parse(line[Of3.Length..].Trim(' ', ':').Split(' ').FirstOrDefault(), "REMARK 3") : null;
    }

    private static RecordedResolution? Parse(string? text, string source) =>
        double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out double d) && d is > Finest and < Coarsest ? new(d, source) : null;
}
