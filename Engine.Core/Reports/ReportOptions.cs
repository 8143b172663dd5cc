using Engine.Core.Maps;

namespace Engine.Core.Reports;

/// <summary>What a page needs beside the report.</summary>
public sealed record ReportOptions
{
    /// <summary>The map that was looked at, on an orthogonal grid, for the 3-D view; null to leave it out.</summary>
    public DensityMap? Map { get; init; }

    /// <summary>The viewer that the page holds; null for a page without the 3-D view, which says so.</summary>
    public ViewerLibrary? Viewer { get; init; } = ViewerLibrary.BuiltIn;

    /// <summary>Voxels of the view's map at most; larger ones are averaged to coarser ones. Three million voxels of noise take about 2.5 MB of the page.</summary>
    public long MaximumVoxels { get; init; } = 3_000_000;

    /// <summary>Version of the program.</summary>
    public string Version { get; init; } = "";

    /// <summary>Command line, to be repeated; empty for none.</summary>
    public string CommandLine { get; init; } = "";

    /// <summary>Device that the numbers were computed on; empty for none.</summary>
    public string Device { get; init; } = "";

    /// <summary>Name of the file that holds all numbers, such as "run_validation.json", for lists that are cut short.</summary>
    public string DataFile { get; init; } = "the JSON file beside this page";
}
