using System.Globalization;
using System.Xml;
using System.Xml.Linq;
using Engine.Kernels;

namespace Engine.Core.Archive;

/// <summary>What the header of an EMDB entry says (XML of the data models 1.9 and 3): resolution, contour level, related models, names of further files.</summary>
public sealed record EmdbHeader
{
    private const long LongestHeader = 50_000_000;

    /// <summary>Title, or an empty text.</summary>
    public string Title { get; init; } = "";

    /// <summary>Status such as REL or OBS, or an empty text.</summary>
    public string Status { get; init; } = "";

    /// <summary>Resolution by the authors, Å.</summary>
    public double? Resolution { get; init; }

    /// <summary>Recommended contour level, map units.</summary>
    public double? ContourLevel { get; init; }

    /// <summary>Point group that the reconstruction used, such as C4, or an empty text.</summary>
    public string PointGroup { get; init; } = "";

    /// <summary>Models: those that overlap the map fully first.</summary>
    public IReadOnlyList<ArchiveId> Models { get; init; } = [];

    /// <summary>Names of the half maps.</summary>
    public IReadOnlyList<string> HalfMaps { get; init; } = [];

    /// <summary>Names of masks and segmentations.</summary>
    public IReadOnlyList<string> Masks { get; init; } = [];

    /// <summary>Names of files with Fourier shell correlations.</summary>
    public IReadOnlyList<string> FscFiles { get; init; } = [];

    /// <summary>Reads a header.</summary>
    /// <param name="stream">XML.</param>
    /// <param name="name">Name for messages.</param>
    /// <exception cref="InputException">Not XML, or not an EMDB header.</exception>
    public static EmdbHeader Read(Stream stream, string name)
    {
        var settings = new XmlReaderSettings { DtdProcessing = DtdProcessing.Prohibit, XmlResolver = null, MaxCharactersInDocument = LongestHeader };
        try
        {
            using var reader = XmlReader.Create(stream, settings);
            XElement root = XDocument.Load(reader).Root!;
            string kind = root.Name.LocalName;
            return kind is "emd" or "emdEntry" ? Of(root) : throw new InputException($"{name}: is not the header of an EMDB entry: its root is <{kind}>");
        }
        catch (XmlException e)
        {
            throw new InputException($"{name}: is not XML: {e.Message.ReplaceLineEndings(" ")}", e);
        }
    }

    private static EmdbHeader Of(XElement root)
    {
        IEnumerable<XElement> contours = All(root, "contour");
        XElement? contour = contours.FirstOrDefault(c => (string?)c.Attribute("primary") == "true") ?? contours.FirstOrDefault();
        return new()
        {
            Title = Text(All(root, "admin").Elements().FirstOrDefault(e => e.Name.LocalName == "title") ?? First(root, "title")),
            Status = Text(All(root, "current_status").SelectMany(s => All(s, "code")).FirstOrDefault() ?? First(root, "status")),
            Resolution = Positive(All(root, "final_reconstruction").SelectMany(r => All(r, "resolution")).FirstOrDefault() ?? First(root, "resolutionByAuthor")),
            ContourLevel = Number(contour == null ? First(root, "contourLevel") : All(contour, "level").FirstOrDefault()),
            PointGroup = Text(All(root, "applied_symmetry").SelectMany(s => All(s, "point_group")).FirstOrDefault() ?? First(root, "appliedSymmetry")),
            Models = ModelsOf(root),
            HalfMaps = Files(root, "half_map"),
            Masks = Files(root, "segmentation"),
            FscFiles = Files(root, "fsc_curve"),
        };
    }

    private static List<ArchiveId> ModelsOf(XElement root)
    {
        var models = new List<(ArchiveId Id, bool Full)>();
        foreach (XElement entry in All(root, "pdb_id").Concat(All(root, "pdbEntryId")))
        {
            if (!ArchiveId.TryParse(Text(entry), out ArchiveId id) || id.Kind != ArchiveKind.Pdb)
                continue;
            bool full = entry.Parent != null && All(entry.Parent, "in_frame").Any(f => Text(f).Equals("FULLOVERLAP", StringComparison.OrdinalIgnoreCase));
            models.Add((id, full));
        }

        return [.. models.OrderBy(m => !m.Full).Select(m => m.Id).Distinct()];
    }

    private static List<string> Files(XElement root, string kind) =>
        [.. All(root, kind).SelectMany(e => e.Elements().Where(c => c.Name.LocalName == "file")).Select(Text).Where(t => t.Length > 0).Distinct()];

    private static IEnumerable<XElement> All(XElement root, string name) => root.Descendants().Where(e => e.Name.LocalName == name);

    private static XElement? First(XElement root, string name) => All(root, name).FirstOrDefault();

    private static string Text(XElement? element) => element?.Value.Trim() ?? "";

    private static double? Number(XElement? element) =>
        double.TryParse(Text(element), NumberStyles.Float, CultureInfo.InvariantCulture, out double value) && double.IsFinite(value) ? value : null;

    private static double? Positive(XElement? element) => Number(element) is > 0 and double value ? value : null;
}
