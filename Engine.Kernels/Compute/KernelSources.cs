using System.Text;

namespace Engine.Kernels.Compute;

/// <summary>The kernel sources, embedded in this assembly, and which of them make up each program.</summary>
internal static class KernelSources
{
    private const string Prefix = "Engine.Kernels.Compute.Sources.";

    private static readonly Dictionary<string, string[]> Files = new()
    {
        ["vectors"] = ["vectors.cl", "reductions.cl"],
        ["interpolation"] = ["density.h", "interpolation.cl"],
        ["atomprofiles"] = ["density.h", "atomprofiles.cl"],
        ["restraints"] =
        [
            "geometry.h", "ceilings.h", "bonds.cl", "angles.cl", "torsions.cl", "chirality.cl", "planarity.cl", "sites.cl", "surfaces.cl", "parallel.cl",
            "copies.cl", "nonbonded.cl", "gather.cl",
        ],
        ["riding"] = ["geometry.h", "riding.cl"],
        ["splat"] = ["splat.cl"],
        ["images"] = ["profiles.cl", "images.cl"],
        ["voxels"] = ["voxels.cl"],
        ["fourier"] = ["fourier.cl"],
        ["windows"] = ["windows.cl"],
        ["likelihood"] = ["likelihood.cl"],
        ["contacts"] = ["geometry.h", "contacts.cl"],
        ["regions"] = ["regions.cl"],
        ["roofline"] = ["roofline.cl"],
    };

    /// <summary>Names of all programs.</summary>
    public static IReadOnlyCollection<string> Programs => Files.Keys;

    /// <summary>The whole text of a program: the prelude and its files, each marked with its name for compiler messages.</summary>
    /// <param name="program">Name from <see cref="Programs"/>.</param>
    public static string Assemble(string program)
    {
        StringBuilder text = new();
        foreach (string file in (string[])["prelude.h", .. Files[program]])
            text.Append("#line 1 \"").Append(file).Append("\"\n").Append(Read(file)).Append('\n');
        return text.ToString();
    }

    /// <summary>The text of one file.</summary>
    /// <param name="file">File name below Compute/Sources.</param>
    public static string Read(string file)
    {
        using Stream stream = typeof(KernelSources).Assembly.GetManifestResourceStream(Prefix + file)
            ?? throw new InvalidOperationException($"kernel source {file} is not embedded in {typeof(KernelSources).Assembly.GetName().Name}");
        using StreamReader reader = new(stream);
        return reader.ReadToEnd();
    }
}
