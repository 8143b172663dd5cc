using Engine.Kernels;

namespace Engine.Tests.Kernels;

/// <summary>Gaussian atoms for tests.</summary>
internal static class SplatSamples
{
    /// <summary>Carbon atoms at given places.</summary>
    public static GaussianAtoms At(double[] positions, float b, float radius, float occupancy = 0.7f)
    {
        int count = positions.Length / 3;
        return new()
        {
            Positions = positions,
            FormFactor = new int[count],
            FormFactors = ReferenceSplat.Carbon,
            BIso = [.. Enumerable.Repeat(b, count)],
            Occupancy = [.. Enumerable.Repeat(occupancy, count)],
            Radius = [.. Enumerable.Repeat(radius, count)],
        };
    }

    /// <summary>Random atoms with form factors of some Gaussians, the last of width 0, every other atom anisotropic when asked.</summary>
    public static GaussianAtoms WithTerms(int atoms, int terms, double edge, bool anisotropic)
    {
        KernelSamples samples = new(terms);
        float[] Row() => [.. samples.Singles(terms, 0.2, 1.5), .. samples.Singles(terms - 1, 0.3, 40), 0];
        return new()
        {
            Positions = samples.Numbers(3 * atoms, -0.2 * edge, 1.2 * edge),
            FormFactor = [.. Enumerable.Range(0, atoms).Select(i => i % 2)],
            Terms = terms,
            FormFactors = [.. Row(), .. Row()],
            BIso = samples.Singles(atoms, 5, 60),
            Occupancy = samples.Singles(atoms, 0.2, 1),
            Radius = samples.Singles(atoms, 2, 4),
            AnisoRow = anisotropic ? [.. Enumerable.Range(0, atoms).Select(i => i % 2 == 0 ? i / 2 : -1)] : null,
            UAniso = anisotropic ? [.. Enumerable.Range(0, (atoms + 1) / 2).SelectMany(_ => (float[])[.. samples.Singles(3, 0.3, 0.9), .. samples.Singles(3, -0.1, 0.1)])] : [],
        };
    }
}
