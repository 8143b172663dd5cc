using Engine.Core.Geometry;
using Engine.Kernels;

namespace Engine.Core.Refinement.Convergence;

/// <summary>
/// T = -Σ w_i ρ(x_i) as a function of six numbers per body: the shift of its centroid (Å), and its rotation vector times its radius of gyration, so that both
/// move atoms by about an ångström per unit. Atoms in no body stay and do not count.
/// </summary>
public sealed class RigidBodyObjective : IObjective, IDisposable
{
    private readonly Accelerator accelerator;
    private readonly IReadOnlyList<AtomGroup> groups;
    private readonly double[] start;
    private readonly Vec3[] centres;
    private readonly double[] radii;
    private readonly double[] host;
    private readonly double[] slopes;
    private readonly double[] parameters;
    private readonly DeviceBuffer<double> positions;
    private readonly DeviceBuffer<double> gradientOfAtoms;
    private readonly DeviceBuffer<float> weights;

    /// <summary>Puts the start on the device.</summary>
    /// <param name="accelerator">Device.</param>
    /// <param name="groups">Bodies; no atom in two.</param>
    /// <param name="start">3N coordinates, Å.</param>
    /// <param name="atomWeights">N weights w_i.</param>
    public RigidBodyObjective(Accelerator accelerator, IReadOnlyList<AtomGroup> groups, ReadOnlySpan<double> start, ReadOnlySpan<float> atomWeights)
    {
        (this.accelerator, this.groups, this.start) = (accelerator, groups, start.ToArray());
        (centres, radii) = (new Vec3[groups.Count], new double[groups.Count]);
        var counted = new float[atomWeights.Length];
        for (int g = 0; g < groups.Count; g++)
        {
            (centres[g], radii[g]) = Shape(groups[g].Atoms);
            foreach (int i in groups[g].Atoms)
                counted[i] = atomWeights[i];
        }

        (host, slopes, parameters) = ([.. this.start], new double[start.Length], new double[6 * groups.Count]);
        positions = accelerator.Upload(start, "coordinates of rigid bodies");
        gradientOfAtoms = accelerator.Allocate<double>(start.Length, "gradient of rigid bodies");
        weights = accelerator.Upload((ReadOnlySpan<float>)counted, "weights of rigid bodies");
    }

    /// <summary>The map whose density counts; set before the first evaluation.</summary>
    public required TargetMap Map { get; set; }

    /// <summary>Number of variables: six per body.</summary>
    public int Length => parameters.Length;

    /// <summary>Centroid of a body at the start, Å.</summary>
    /// <param name="group">Index of the body.</param>
    public Vec3 Centre(int group) => centres[group];

    /// <summary>The motion of a body that variables stand for.</summary>
    /// <param name="variables">Six per body.</param>
    /// <param name="group">Index of the body.</param>
    public RigidMotion Motion(ReadOnlySpan<double> variables, int group)
    {
        ReadOnlySpan<double> v = variables.Slice(6 * group, 6);
        return new(new Vec3(v[3], v[4], v[5]) / radii[group], new Vec3(v[0], v[1], v[2]));
    }

    /// <summary>Writes the variables of a motion.</summary>
    /// <param name="variables">Six per body; those of this body are written.</param>
    /// <param name="group">Index of the body.</param>
    /// <param name="motion">Motion.</param>
    public void Set(Span<double> variables, int group, RigidMotion motion)
    {
        Vec3 r = radii[group] * motion.Rotation;
        Span<double> v = variables.Slice(6 * group, 6);
        (v[0], v[1], v[2], v[3], v[4], v[5]) = (motion.Shift.X, motion.Shift.Y, motion.Shift.Z, r.X, r.Y, r.Z);
    }

    /// <summary>3N coordinates that variables stand for, Å.</summary>
    /// <param name="variables">Six per body.</param>
    public double[] Positions(ReadOnlySpan<double> variables)
    {
        Place(variables);
        return [.. host];
    }

    /// <summary>-Σ w_i ρ(x_i) without gradient.</summary>
    /// <param name="variables">Six per body.</param>
    public double Value(ReadOnlySpan<double> variables)
    {
        Place(variables);
        accelerator.Upload((ReadOnlySpan<double>)host, positions);
        return accelerator.Interpolation.Evaluate(Map.Voxels, Map.Frame, positions, weights, Map.Interpolation, -1, null);
    }

    /// <inheritdoc/>
    public double Evaluate(DeviceBuffer<double> x, DeviceBuffer<double> gradient)
    {
        accelerator.Download(x, parameters);
        Place(parameters);
        accelerator.Upload((ReadOnlySpan<double>)host, positions);
        accelerator.Clear(gradientOfAtoms);
        double value = accelerator.Interpolation.Evaluate(Map.Voxels, Map.Frame, positions, weights, Map.Interpolation, -1, gradientOfAtoms);
        accelerator.Download(gradientOfAtoms, slopes);
        var result = new double[Length];
        for (int g = 0; g < groups.Count; g++)
            Gather(g, result.AsSpan(6 * g, 6));
        accelerator.Upload((ReadOnlySpan<double>)result, gradient);
        return value;
    }

    /// <summary>Frees the device memory.</summary>
    public void Dispose()
    {
        positions.Dispose();
        gradientOfAtoms.Dispose();
        weights.Dispose();
    }

    private void Place(ReadOnlySpan<double> variables)
    {
        for (int g = 0; g < groups.Count; g++)
            Motion(variables, g).Apply(start, host, groups[g].Atoms, centres[g]);
    }

    private void Gather(int group, Span<double> result)
    {
        RigidMotion motion = Motion(parameters, group);
        Vec3 force = Vec3.Zero, torque = Vec3.Zero, centre = centres[group] + motion.Shift;
        foreach (int i in groups[group].Atoms)
        {
            var slope = new Vec3(slopes[3 * i], slopes[3 * i + 1], slopes[3 * i + 2]);
            force += slope;
            torque += Vec3.Cross(new Vec3(host[3 * i], host[3 * i + 1], host[3 * i + 2]) - centre, slope);
        }

        Vec3 turn = motion.RotationGradient(torque) / radii[group];
        (result[0], result[1], result[2], result[3], result[4], result[5]) = (force.X, force.Y, force.Z, turn.X, turn.Y, turn.Z);
    }

    private (Vec3 Centre, double Radius) Shape(int[] atoms)
    {
        Vec3 centre = Vec3.Zero;
        foreach (int i in atoms)
            centre += new Vec3(start[3 * i], start[3 * i + 1], start[3 * i + 2]);
        centre /= Math.Max(1, atoms.Length);
        double square = 0;
        foreach (int i in atoms)
            square += (new Vec3(start[3 * i], start[3 * i + 1], start[3 * i + 2]) - centre).LengthSquared;
        return (centre, Math.Max(1, Math.Sqrt(square / Math.Max(1, atoms.Length))));
    }
}
