using Engine.Core.Geometry;
using Engine.Core.ModelMaps;
using Engine.Core.Models;
using NUnit.Framework;

namespace Engine.Tests.ModelMaps;

/// <summary>Compares gradients of a map target with central differences of the direct sum.</summary>
internal static class GradientCheck
{
    private const double Step = 1e-4;

    /// <summary>Checks every number to 1e-3 of itself plus 1e-4 of the rms of its kind.</summary>
    /// <param name="model">Model, all atoms selected.</param>
    /// <param name="target">Target of a single atom (index, atom as it is, resolution).</param>
    /// <param name="resolutions">One per atom; null when the method has one for all.</param>
    /// <param name="actual">Gradients.</param>
    public static void Check(Model model, Func<int, Atom, double, double> target, double[]? resolutions, AtomGradients actual)
    {
        int count = model.Atoms.Count;
        var expected = new AtomGradients(count);
        for (int i = 0; i < count; i++)
        {
            int index = i;
            double d = resolutions?[i] ?? 0;
            double By(Action<Atom, double> shift) => (target(index, Shifted(model.Atoms[index], shift, Step), d) - target(index, Shifted(model.Atoms[index], shift, -Step), d)) / (2 * Step);
            expected.Position[3 * i] = By((a, h) => a.Position += new Vec3(h, 0, 0));
            expected.Position[3 * i + 1] = By((a, h) => a.Position += new Vec3(0, h, 0));
            expected.Position[3 * i + 2] = By((a, h) => a.Position += new Vec3(0, 0, h));
            expected.Occupancy[i] = By((a, h) => a.Occupancy += h);
            if (model.Atoms[i].UAniso == null)
                expected.B[i] = By((a, h) => a.BIso += h);
            for (int u = 0; u < 6 && model.Atoms[i].UAniso != null; u++)
                expected.U[6 * i + u] = By((a, h) => a.UAniso![u] += h);
            if (resolutions != null)
                expected.Resolution[i] = (target(i, model.Atoms[i], d + Step) - target(i, model.Atoms[i], d - Step)) / (2 * Step);
        }

        Compare("position", actual.Position, expected.Position);
        Compare("B", actual.B, expected.B);
        Compare("U", actual.U, expected.U);
        Compare("occupancy", actual.Occupancy, expected.Occupancy);
        Compare("resolution", actual.Resolution, expected.Resolution);
    }

    private static void Compare(string what, double[] actual, double[] expected)
    {
        double size = Math.Sqrt(expected.Select(v => v * v).Average());
        for (int i = 0; i < expected.Length; i++)
            Assert.That(actual[i], Is.EqualTo(expected[i]).Within(1e-3 * Math.Abs(expected[i]) + 1e-4 * size), $"{what} {i}");
    }

    private static Atom Shifted(Atom atom, Action<Atom, double> shift, double step)
    {
        var copy = new Atom
        {
            Name = atom.Name,
            Element = atom.Element,
            Position = atom.Position,
            BIso = atom.BIso,
            Occupancy = atom.Occupancy,
            UAniso = atom.UAniso is { } u ? [.. u] : null,
        };
        shift(copy, step);
        return copy;
    }
}
