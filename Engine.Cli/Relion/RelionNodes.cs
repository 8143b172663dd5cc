using Engine.Core.IO;

namespace Engine.Cli.Relion;

/// <summary>The list of what a job made, by which RELION offers it to further jobs: models, maps, half maps, masks and local resolution. Type labels are those of RELION 4 and 5 (pipeline_jobs.h).</summary>
internal static class RelionNodes
{
    /// <summary>Endings of file names, most special first, and their labels.</summary>
    private static readonly (string Ending, string Label)[] Labels =
    [
        ("_half1.mrc", "DensityMap.mrc.halfmap"), ("_half2.mrc", "DensityMap.mrc.halfmap"), ("_mask.mrc", "Mask3D.mrc"), ("_locres.mrc", "Image3D.mrc.localresmap"), (".mrc", "DensityMap.mrc"),
        ("_attempt.cif", ""), (".cif", "AtomCoords.cif"),
    ];

    /// <summary>Writes the list.</summary>
    /// <param name="path">File.</param>
    /// <param name="folder">Folder of the job, as typed: names of nodes begin with it.</param>
    /// <param name="start">Files older than this are not of this run.</param>
    public static void Write(string path, string folder, DateTime start)
    {
        (string Name, string Label)[] nodes =
        [
            .. Files(folder, start).Select(f => (Name: Path.Combine(folder, f), Label: Array.Find(Labels, l => f.EndsWith(l.Ending, StringComparison.Ordinal)).Label))

                // A blank ends a value in RELION's tables.
                .Where(n => !string.IsNullOrEmpty(n.Label) && !n.Name.Any(char.IsWhiteSpace)),
        ];
        AtomicFile.WriteText(path, writer =>
        {
            writer.WriteLine("\n# version 30001\n\ndata_output_nodes\n\nloop_\n_rlnPipeLineNodeName #1\n_rlnPipeLineNodeTypeLabel #2");
            foreach ((string name, string label) in nodes)
                writer.WriteLine($"{name} {label}");
        });
    }

    /// <summary>Files of the job, relative to its folder: those of this run, and the models of the entries of a batch, which may be older.</summary>
    private static IEnumerable<string> Files(string folder, DateTime start)
    {
        IEnumerable<string> own = Directory.EnumerateFiles(folder).Where(f => File.GetLastWriteTimeUtc(f) >= start).Select(f => Path.GetFileName(f)!);
        string entries = Path.Combine(folder, "entries");
        IEnumerable<string> models = Directory.Exists(entries)
            ? Directory.EnumerateDirectories(entries).Select(d => Path.Combine("entries", Path.GetFileName(d), "refined.cif")).Where(f => File.Exists(Path.Combine(folder, f)))
            : [];
        return own.Concat(models).Order(StringComparer.Ordinal);
    }
}
