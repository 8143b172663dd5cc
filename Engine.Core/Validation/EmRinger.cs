using Engine.Core.Geometry;
using Engine.Core.Maps;
using Engine.Core.Models;
using Engine.Core.Restraints;

namespace Engine.Core.Validation;

/// <summary>Computes <see cref="EmRingerReport"/>.</summary>
public static class EmRinger
{
    /// <summary>The γ atoms of the residues that are scanned. Ala and Gly have none, Pro cannot turn, and Ile, Thr and Val have two.</summary>
    private static readonly Dictionary<string, string> Gamma =
        "ARG ASN ASP GLN GLU HIS LEU LYS MET PHE TRP TYR".Split(' ').ToDictionary(n => n, _ => "CG").Append(new("CYS", "SG")).Append(new("SER", "OG")).ToDictionary();

    /// <summary>Scans all suitable residues.</summary>
    /// <param name="map">Map on a device, any scale.</param>
    /// <param name="model">Model.</param>
    /// <param name="selection">One flag per atom; the others are treated as absent.</param>
    public static EmRingerReport Run(DeviceMap map, Model model, bool[] selection)
    {
        if (selection.Length != model.Atoms.Count)
            throw new ArgumentException($"{selection.Length} flags for {model.Atoms.Count} atoms", nameof(selection));
        (List<Rotation> complete, int incomplete) = Find(model, selection);
        Rotation[] rotations = [.. complete.Where(r => Enumerable.Range(1, EmRingerStatistics.Samples).All(i => map.Contains(r.At(i * EmRingerStatistics.Step))))];
        float[][] circles = Sample(map, rotations);
        List<EmRingerThreshold> published = circles.Length == 0 ? [] : EmRingerStatistics.Published(circles);
        List<EmRingerThreshold> exact = circles.Length == 0 ? [] : EmRingerStatistics.TrueAngles(circles);
        EmRingerThreshold? best = published.Count == 0 ? null : published.MaxBy(t => t.ZScore);
        int outside = complete.Count - rotations.Length;
        EmRingerResidue[] residues = [.. rotations.Select((r, i) => Describe(model, r, circles[i], best?.Threshold))];
        return new(
            best?.Score, exact.Count == 0 ? null : exact.Max(t => t.Score), best?.ZScore, best?.Threshold, best?.RotamerRatio, rotations.Length, outside, incomplete, published, residues,
            [.. Warnings(rotations.Length, outside, incomplete, best)]);
    }

    private static IEnumerable<string> Warnings(int scanned, int outside, int incomplete, EmRingerThreshold? best)
    {
        if (scanned == 0)
            yield return "no residue can be scanned for EMRinger: it needs amino acids with a γ atom, other than Ile, Pro, Thr and Val, inside the map";
        else if (best == null)
            yield return "no EMRinger score: the density round the side chains has no peak at a rotamer";
        if (outside > 0)
            yield return $"EMRinger leaves out {outside} residues whose γ atoms would leave the map";
        if (incomplete > 0)
            yield return $"EMRinger leaves out {incomplete} residues without N, CA, CB or γ atom";
    }

    private static (List<Rotation> Complete, int Incomplete) Find(Model model, bool[] selection)
    {
        var complete = new List<Rotation>();
        int incomplete = 0;
        for (int r = 0; r < model.Residues.Count; r++)
        {
            Residue residue = model.Residues[r];
            if (!Gamma.TryGetValue(residue.Name, out string? gamma) || (r > 0 && IsSamePlace(model.Residues[r - 1], residue)))
                continue;
            int[] atoms = [.. Enumerable.Range(residue.FirstAtom, residue.AtomCount).Where(a => selection[a])];
            if (atoms.Length == 0)
                continue;
            char first = atoms.Select(a => model.Atoms[a].AltLoc).FirstOrDefault(c => c != '\0');
            Vec3?[] places = [.. new[] { "N", "CA", "CB", gamma }.Select(name => Place(model, atoms, name, first))];
            if (Array.TrueForAll(places, p => p is { IsFinite: true }))
                complete.Add(new Rotation(r, places[0]!.Value, places[1]!.Value, places[2]!.Value, places[3]!.Value));
            else
                incomplete++;
        }

        return (complete, incomplete);
    }

    /// <summary>True for two components at one place of a chain, of which the first counts.</summary>
    private static bool IsSamePlace(Residue a, Residue b) => a.ChainIndex == b.ChainIndex && a.Number == b.Number && a.InsertionCode == b.InsertionCode;

    private static Vec3? Place(Model model, int[] atoms, string name, char alternate)
    {
        foreach (int a in atoms)
        {
            Atom atom = model.Atoms[a];
            if (atom.Name == name && (atom.AltLoc == '\0' || atom.AltLoc == alternate))
                return atom.Position;
        }

        return null;
    }

    private static float[][] Sample(DeviceMap map, Rotation[] rotations)
    {
        const int Samples = EmRingerStatistics.Samples;
        var positions = new double[3 * Samples * rotations.Length];
        for (int r = 0; r < rotations.Length; r++)
        {
            for (int i = 0; i < Samples; i++)
            {
                Vec3 p = rotations[r].At((i + 1) * EmRingerStatistics.Step);
                int at = 3 * (Samples * r + i);
                (positions[at], positions[at + 1], positions[at + 2]) = (p.X, p.Y, p.Z);
            }
        }

        float[] values = map.At(positions);
        return [.. Enumerable.Range(0, rotations.Length).Select(r => values.AsSpan(Samples * r, Samples).ToArray())];
    }

    private static EmRingerResidue Describe(Model model, Rotation rotation, float[] circle, double? threshold)
    {
        float top = circle.Max();
        int angle = (Array.IndexOf(circle, top) + 1) * EmRingerStatistics.Step;
        double fromRotamer = Math.Abs((angle % 120) - 60);
        return new(
            rotation.Residue, Labels.Residue(model, rotation.Residue), model.Chains[model.Residues[rotation.Residue].ChainIndex].Id, rotation.Chi1, angle, top, circle.Average(v => (double)v),
            fromRotamer <= 30, threshold is { } t && top > t);
    }

    /// <summary>The circle of a γ atom about CA-CB.</summary>
    private sealed class Rotation
    {
        private readonly Vec3 centre;
        private readonly Vec3 cis;
        private readonly Vec3 across;

        public Rotation(int residue, Vec3 n, Vec3 ca, Vec3 cb, Vec3 gamma)
        {
            Residue = residue;
            Chi1 = Vec3.TorsionDegrees(n, ca, cb, gamma);
            Vec3 axis = (cb - ca).Normalized(), arm = gamma - cb, back = n - ca;
            double along = Vec3.Dot(arm, axis);
            centre = cb + along * axis;
            double radius = (arm - along * axis).Length;
            Vec3 eclipsed = (back - Vec3.Dot(back, axis) * axis).Normalized();
            (cis, across) = (radius * eclipsed, radius * Vec3.Cross(axis, eclipsed));
        }

        public int Residue { get; }

        public double Chi1 { get; }

        /// <summary>Where the γ atom lies at a χ1, degrees.</summary>
        public Vec3 At(double chi)
        {
            (double sin, double cos) = Math.SinCos(chi * (Math.PI / 180));
            return centre + cos * cis + sin * across;
        }
    }
}
