using Engine.Kernels;

namespace Engine.Tests.Kernels;

/// <summary>Base of the restraint tests: evaluates small tables on the accelerator.</summary>
/// <param name="accelerator">A name of <see cref="TestAccelerators.All"/>.</param>
public abstract class RestraintFixture(string accelerator) : KernelFixture(accelerator)
{
    /// <summary>Energies and gradient of a table, scale 1.</summary>
    protected (RestraintEnergies Energies, double[] Gradient) Evaluate(RestraintTable table, params double[] positions) =>
        Evaluate(table, null, positions);

    /// <summary>Energies and gradient of a table with contacts, repulsion constant 100, scale 1.</summary>
    protected (RestraintEnergies Energies, double[] Gradient) Evaluate(RestraintTable table, NonbondedPairs? pairs, double[] positions)
    {
        using RestraintTerms terms = Device.Restraints.Create(table);
        if (pairs != null)
            terms.SetNonbonded(pairs, 100);
        using DeviceBuffer<double> x = Put(positions), gradient = Device.Allocate<double>(positions.Length, "test");
        RestraintEnergies energies = Device.Restraints.Evaluate(terms, x, 1, gradient);
        return (energies, Get(gradient));
    }

    /// <summary>Compares every number of the gradient with central differences of the total energy.</summary>
    protected void CheckGradient(RestraintTable table, double[] positions, NonbondedPairs? pairs = null, double step = 1e-5, int stride = 1)
    {
        using RestraintTerms terms = Device.Restraints.Create(table);
        if (pairs != null)
            terms.SetNonbonded(pairs, 100);
        using DeviceBuffer<double> x = Put(positions), gradient = Device.Allocate<double>(positions.Length, "test");
        Device.Restraints.Evaluate(terms, x, 1, gradient);
        double Energy(double[] shifted)
        {
            Device.Upload<double>(shifted, x);
            return Device.Restraints.Evaluate(terms, x, 1, null).Total;
        }

        FiniteDifference.Check(positions, Get(gradient), Energy, stride, step);
    }

    /// <summary>Indices 0 .. count-1: terms on disjoint atoms in order.</summary>
    protected static int[] InOrder(int count) => [.. Enumerable.Range(0, count)];

    /// <summary>The same value many times.</summary>
    protected static T[] Same<T>(T value, int count) => [.. Enumerable.Repeat(value, count)];
}
