using System.Globalization;
using System.Text.Json;
using Engine.Core.Refinement.Repair;

namespace Engine.Core.Refinement;

/// <summary>
/// Mends a start at the places that minimisation would freeze: wrong hands, bonds through rings, atoms on top of each other, torn bonds. What minimisation mends by itself is left to
/// it (<see cref="FrozenDistortions"/>), so a sound model and one with random errors stay as they are.
/// </summary>
/// <param name="seed">Seed of everything random.</param>
public sealed class RepairStep(ulong seed) : ICheckpointedStep
{
    /// <summary>With more than this share of the atoms, and this number, in frozen distortions a start is not distorted in places but torn: that is what the start modes are for.</summary>
    private const double MostShare = 0.1;
    private const int MostAtoms = 100;

    /// <inheritdoc/>
    public string Name => "repair";

    /// <inheritdoc/>
    public StepPhase Phase => StepPhase.BeforeCoordinates;

    /// <summary>What was mended; null when there was nothing to mend.</summary>
    public RepairResult? Result { get; private set; }

    /// <summary>Distortions that minimisation would leave as they are, before the repair.</summary>
    public IReadOnlyList<Distortion> Frozen { get; private set; } = [];

    /// <summary>What the user should know; null when all is well.</summary>
    public string? Warning { get; private set; }

    /// <inheritdoc/>
    public bool RunsIn(int cycle, int cycles) => cycle == 1;

    /// <inheritdoc/>
    public string? Save() => Frozen.Count == 0 ? null : JsonSerializer.Serialize(new Memory(Result == null ? null : Result with { Positions = [] }, Frozen, Warning));

    /// <inheritdoc/>
    public void Restore(string saved)
    {
        if (JsonSerializer.Deserialize<Memory>(saved) is { } memory)
            (Result, Frozen, Warning) = (memory.Result, memory.Frozen, memory.Warning);
    }

    /// <inheritdoc/>
    public string? Run(StepContext context, RefinementState state, CancellationToken cancel)
    {
        Frozen = FrozenDistortions.Find(context.Accelerator, context.Restraints, context.Movable, state.Positions, cancel);
        HashSet<int> places = [.. Frozen.SelectMany(d => d.Atoms)];
        if (places.Count == 0)
            return null;
        int atoms = context.Movable.Where((m, i) => m && context.Restraints.IsHydrogen[i] == 0).Count();
        if (places.Count > Math.Max(MostAtoms, MostShare * atoms))
        {
            Warning = string.Create(
                CultureInfo.InvariantCulture, $"the start is torn: {Frozen.Count} places are so distorted that refinement may not mend them, too many to repair one by one; try --start auto");
            return null;
        }

        RepairResult result = GeometryRepair.Run(
            context.Accelerator, context.Restraints, context.Movable, state.Positions, new RepairOptions { Within = places, Seed = seed }, cancel);
        IReadOnlyList<Distortion> left = FrozenDistortions.Find(context.Accelerator, context.Restraints, context.Movable, result.Positions, cancel);
        if (left.Count > 0)
            Warning = $"distortions that could not be repaired: {List(left, context)}";
        if (left.Count >= Frozen.Count)
            return null;
        Result = result;
        result.Positions.CopyTo(state.Positions, 0);
        return string.Create(
            CultureInfo.InvariantCulture,
            $"{Frozen.Count} distortions that minimisation would leave ({List(Frozen, context)}), {left.Count} left; {result.Flipped} hands turned, {result.Unthreaded} bonds taken out of rings, {result.Separated} atoms set apart, {result.Moved} atoms moved");
    }

    /// <summary>The first few, the gravest kinds first.</summary>
    private static string List(IReadOnlyList<Distortion> distortions, StepContext context) =>
        string.Join(", ", distortions.OrderByDescending(d => d.Kind).Take(4).Select(d => Describe(d, context))) + (distortions.Count > 4 ? ", …" : "");

    private static string Describe(Distortion d, StepContext context)
    {
        string At(int k) => context.Restraints.AtomLabel(d.Atoms[k]);
        return d.Kind switch
        {
            DistortionKind.Chirality => $"hand of {At(0)}",
            DistortionKind.PiercedRing => $"{At(0)} - {At(1)} through the ring of {At(2)}",
            DistortionKind.Plane => $"plane of {At(0)}",
            DistortionKind.Overlap => $"{At(0)} on {At(1)}",
            _ => $"bond {At(0)} - {At(1)}",
        };
    }

    /// <summary>What reports need; the coordinates are those of the state.</summary>
    private sealed record Memory(RepairResult? Result, IReadOnlyList<Distortion> Frozen, string? Warning);
}
