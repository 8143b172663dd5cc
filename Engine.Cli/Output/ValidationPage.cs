using Engine.Core.IO;
using Engine.Core.Jobs.Validate;
using Engine.Core.Maps;
using Engine.Core.Reports;
using Engine.Kernels;

namespace Engine.Cli.Output;

/// <summary>The page of a validation.</summary>
internal static class ValidationPage
{
    /// <summary>Writes PREFIX.html; it appears whole or not at all.</summary>
    public static void Write(string path, string dataFile, ValidationReport report, DensityMap? map, Accelerator accelerator)
    {
        var options = new ReportOptions { Map = map, Version = RunContext.Version, CommandLine = RunContext.CommandLine, Device = accelerator.Name, DataFile = Path.GetFileName(dataFile) };
        AtomicFile.Write(path, stream => HtmlReport.Write(stream, report, options));
    }
}
