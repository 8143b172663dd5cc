using Engine.Core.Geometry;
using Engine.Core.Models;

namespace Engine.Core.Simulation;

/// <summary>Displaces atoms at random, as the start of a refinement whose answer is known.</summary>
public static class ModelShaker
{
    /// <summary>Adds normal deviates to all coordinates, scaled so that the root mean square displacement is exact.</summary>
    /// <param name="model">Atoms; changed.</param>
    /// <param name="rms">Root mean square displacement, Å.</param>
    /// <param name="seed">Seed.</param>
    public static void Shake(Model model, double rms, ulong seed)
    {
        var random = new RandomSource(seed);
        Vec3[] shifts = [.. model.Atoms.Select(_ => new Vec3(random.NextNormal(), random.NextNormal(), random.NextNormal()))];
        double factor = rms / Math.Sqrt(shifts.Sum(s => s.LengthSquared) / Math.Max(1, shifts.Length));
        for (int i = 0; i < shifts.Length; i++)
            model.Atoms[i].Position += factor * shifts[i];
    }
}
