using Engine.Core.Refinement;

namespace Engine.Core.Jobs;

/// <summary>The steps of a protocol besides the minimisation of coordinates, in their order. Some keep a filtered copy of the map that they saw first: one set per map.</summary>
internal sealed class RefinementSteps : IDisposable
{
    private readonly RotamerStep? rotamers;
    private readonly PeptideFlipStep? peptides;
    private readonly PeptideFlipStep? mending;

    /// <summary>Makes them.</summary>
    /// <param name="protocol">What is done; null = coordinates only.</param>
    /// <param name="isStartHeld">The start is trusted (<see cref="StartRestraints"/>).</param>
    /// <param name="isFirst">The model is the user's: a torn or far start is seen to.</param>
    public RefinementSteps(FullProtocol? protocol, bool isStartHeld, bool isFirst)
    {
        Repair = new RepairStep(protocol?.Seed ?? 1);
        if (protocol == null)
            return;
        rotamers = protocol.Rotamers ? new RotamerStep { IsStartHeld = isStartHeld } : null;
        (peptides, mending) = protocol.Flips ? (new PeptideFlipStep(false), new PeptideFlipStep(true)) : (null, null);
        All =
        [
            .. new IRefinementStep?[]
            {
                isFirst && protocol.RigidBodies.Count > 0 ? new RigidBodyStep(protocol.RigidBodies) : null,
                isFirst ? new StartStep(protocol.Start, protocol.Seed) : null, isFirst ? Repair : null, peptides, rotamers, protocol.Flips ? new AmideFlipStep() : null, mending,
            }.OfType<IRefinementStep>(),
        ];
    }

    /// <summary>The steps.</summary>
    public IReadOnlyList<IRefinementStep> All { get; } = [];

    /// <summary>The one that mends a torn start.</summary>
    public RepairStep Repair { get; }

    /// <summary>Frees the maps.</summary>
    public void Dispose()
    {
        rotamers?.Dispose();
        peptides?.Dispose();
        mending?.Dispose();
    }
}
