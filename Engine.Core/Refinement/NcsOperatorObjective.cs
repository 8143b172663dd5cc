using Engine.Core.Geometry;
using Engine.Core.Ncs;
using Engine.Kernels;

namespace Engine.Core.Refinement;

/// <summary>
/// A function of all atoms as a function of the operators of non-crystallographic symmetry, with the masters where they are: six variables per copy, a shift
/// and a rotation vector about the copy's centroid times its radius of gyration, all in Å and 0 at the start.
/// </summary>
public sealed class NcsOperatorObjective : IObjective, IDisposable
{
    private readonly Accelerator accelerator;
    private readonly IObjective inner;
    private readonly NcsConstraint constraint;
    private readonly double[] independent;
    private readonly double[] all;
    private readonly Vec3[] centre;
    private readonly double[] radius;
    private readonly DeviceBuffer<double> positions;
    private readonly DeviceBuffer<double> slopes;

    /// <summary>Prepares the function.</summary>
    /// <param name="accelerator">Device of the function.</param>
    /// <param name="inner">Function of 3N coordinates of all atoms.</param>
    /// <param name="constraint">Copies and the operators to begin with.</param>
    /// <param name="x">3N coordinates, Å; those of independent atoms count.</param>
    public NcsOperatorObjective(Accelerator accelerator, IObjective inner, NcsConstraint constraint, ReadOnlySpan<double> x)
    {
        (this.accelerator, this.inner, this.constraint) = (accelerator, inner, constraint);
        independent = constraint.Gather(x);
        all = new double[x.Length];
        constraint.Expand(independent, all);
        centre = new Vec3[constraint.OperatorCount];
        radius = new double[centre.Length];
        for (int k = 0; k < centre.Length; k++)
            (centre[k], radius[k]) = Extent(constraint.ImagesOf(k), all);
        positions = accelerator.Allocate<double>(all.Length, "coordinates of all copies");
        slopes = accelerator.Allocate<double>(all.Length, "gradient of all copies");
    }

    /// <summary>Number of variables: six per copy.</summary>
    public int Length => 6 * centre.Length;

    /// <summary>The constraint with moved operators.</summary>
    /// <param name="variables">Six per copy: shift, then rotation, Å.</param>
    public NcsConstraint Moved(ReadOnlySpan<double> variables)
    {
        if (variables.Length != Length)
            throw new ArgumentException($"{variables.Length} variables for {centre.Length} operators", nameof(variables));
        var groups = new List<NcsGroup>();
        int k = 0;
        foreach (NcsGroup group in constraint.Groups)
        {
            var copies = new List<NcsCopy>();
            foreach (NcsCopy copy in group.Copies)
            {
                RigidTransform move = RigidTransform.About(Rotation(variables, k), centre[k], NcsGroup.At(variables, 2 * k));
                copies.Add(copy with { Operator = move.After(copy.Operator) });
                k++;
            }

            groups.Add(group with { Copies = copies });
        }

        return constraint.WithOperators(groups);
    }

    /// <inheritdoc/>
    public double Evaluate(DeviceBuffer<double> x, DeviceBuffer<double> gradient)
    {
        var variables = new double[Length];
        accelerator.Download(x, variables);
        Moved(variables).Expand(independent, all);
        accelerator.Upload<double>(all, positions);
        double value = inner.Evaluate(positions, slopes);
        var g = new double[all.Length];
        accelerator.Download(slopes, g);
        var result = new double[Length];
        for (int k = 0; k < centre.Length; k++)
        {
            Vec3 force = default, torque = default, origin = centre[k] + NcsGroup.At(variables, 2 * k);
            foreach (int i in constraint.ImagesOf(k))
            {
                Vec3 slope = NcsGroup.At(g, i);
                force += slope;
                torque += Vec3.Cross(NcsGroup.At(all, i) - origin, slope);
            }

            Vec3 turn = TurnSlope(Rotation(variables, k), torque) / radius[k];
            (result[6 * k], result[6 * k + 1], result[6 * k + 2]) = (force.X, force.Y, force.Z);
            (result[6 * k + 3], result[6 * k + 4], result[6 * k + 5]) = (turn.X, turn.Y, turn.Z);
        }

        accelerator.Upload<double>(result, gradient);
        return value;
    }

    /// <summary>Frees the device memory; the wrapped function stays.</summary>
    public void Dispose()
    {
        positions.Dispose();
        slopes.Dispose();
    }

    /// <summary>
    /// Derivative by the rotation vector from the torque: the transposed left Jacobian of the exponential map of rotations times the torque.
    /// </summary>
    private static Vec3 TurnSlope(Vec3 rotation, Vec3 torque)
    {
        double angle = rotation.Length;
        if (angle < 1e-9)
            return torque;
        Vec3 axis = rotation / angle;
        double s = Math.Sin(angle) / angle, c = (1 - Math.Cos(angle)) / angle;
        return s * torque + (1 - s) * Vec3.Dot(axis, torque) * axis - c * Vec3.Cross(axis, torque);
    }

    private static (Vec3 Centre, double Radius) Extent(ReadOnlySpan<int> atoms, double[] x)
    {
        Vec3 centre = default;
        foreach (int i in atoms)
            centre += NcsGroup.At(x, i) / atoms.Length;
        double squares = 0;
        foreach (int i in atoms)
            squares += (NcsGroup.At(x, i) - centre).LengthSquared / atoms.Length;
        return (centre, Math.Max(1, Math.Sqrt(squares)));
    }

    private Vec3 Rotation(ReadOnlySpan<double> variables, int copy) => NcsGroup.At(variables, 2 * copy + 1) / radius[copy];
}
