using Engine.Core.Chemistry;
using Engine.Core.DensityModification;
using Engine.Core.Geometry;
using Engine.Core.Maps;
using Engine.Core.Masks;
using Engine.Core.ModelMaps;
using Engine.Core.Models;
using Engine.Core.Ncs;
using Engine.Core.Simulation;
using Engine.Kernels;

namespace Engine.Core.Jobs;

/// <summary>What density modification is told besides half maps: a model, symmetry.</summary>
public sealed record DensityKnowledgeRequest
{
    /// <summary>The word that takes symmetry from the model's equal chains.</summary>
    public const string FromModel = "from-model";

    /// <summary>Model file; or null.</summary>
    public string? ModelPath { get; init; }

    /// <summary>Copies of the model for each half map; 0 = the model is used for symmetry only.</summary>
    public int Copies { get; init; } = 4;

    /// <summary>Root mean square shake of each copy before it is refined, Å.</summary>
    public double Shake { get; init; } = 0.5;

    /// <summary>File of operators, a point group about the centre of the whole map, or <see cref="FromModel"/>; null = none.</summary>
    public string? Symmetry { get; init; }

    /// <summary>Part of the residues that the check of bias leaves out of the models; 0 = no check.</summary>
    public double Omit { get; init; } = 0.1;

    /// <summary>Seed of shakes and of the residues that are left out.</summary>
    public ulong Seed { get; init; } = 1;

    /// <summary>True when there is nothing to know.</summary>
    public bool IsEmpty => ModelPath == null && Symmetry == null;

    /// <summary>Files that are read.</summary>
    public IReadOnlyList<string> Files => [.. new[] { ModelPath, Symmetry != null && File.Exists(Symmetry) ? Symmetry : null }.OfType<string>()];

    /// <summary>Checks the values.</summary>
    /// <exception cref="UsageException">One is out of range, or they contradict each other.</exception>
    public void Check()
    {
        if (Symmetry == FromModel && ModelPath == null)
            throw new UsageException($"--symmetry {FromModel}: give the model with --model");
        if (Copies is < 0 or > 16)
            throw new UsageException($"--models {Copies}: give a number from 0 to 16");
        if (ModelPath != null && Copies == 0 && Symmetry != FromModel)
            throw new UsageException($"--models 0 leaves nothing to do for --model: add --symmetry {FromModel}, or give a number of copies");
        if (!(Omit is >= 0 and <= 0.5))
            throw new UsageException(FormattableString.Invariant($"--omit {Omit}: give a part of the residues from 0 to 0.5"));
        if (!(Shake is >= 0 and <= 3))
            throw new UsageException(FormattableString.Invariant($"--model-shake {Shake}: give a value from 0 to 3 Å"));
        if (Symmetry is { } s && s != FromModel && !File.Exists(s) && SymmetryOperators.PointGroup(s, Vec3.Zero) == null)
            throw new UsageException($"--symmetry {s}: neither a file nor a point group (C2, D7, T, O, I, I2 …) nor {FromModel}");
    }
}

/// <summary>What is known of the density of half maps besides what holds for any molecule: refined copies of a model, symmetry.</summary>
internal sealed class DensityKnowledge
{
    private const double CopyRadius = 3;

    private readonly Accelerator accelerator;
    private readonly DensityKnowledgeRequest request;
    private readonly Structure? structure;

    private DensityKnowledge(Accelerator accelerator, DensityKnowledgeRequest request, Structure? structure) =>
        (this.accelerator, this.request, this.structure) = (accelerator, request, structure);

    /// <summary>Operators by part of the map; empty = none.</summary>
    public IReadOnlyList<SymmetryRegion> Symmetry { get; private set; } = [];

    /// <summary>Copies of the model by half map; empty = none.</summary>
    public IReadOnlyList<IReadOnlyList<Model>> Models { get; private set; } = [];

    /// <summary>One flag per atom of the model: true where it is not a hydrogen.</summary>
    public bool[] Heavy { get; private set; } = [];

    /// <summary>What the user should know.</summary>
    public List<string> Warnings { get; } = [];

    /// <summary>Finds symmetry, and refines copies of the model.</summary>
    /// <param name="accelerator">Device.</param>
    /// <param name="request">What was asked for.</param>
    /// <param name="halves">Both half maps of the box that is worked on.</param>
    /// <param name="whole">Grid of the whole map: point groups are about its centre.</param>
    /// <param name="resolution">Resolution, Å.</param>
    /// <param name="library">Restraint dictionaries.</param>
    /// <param name="progress">Gets lines about the progress; or null.</param>
    /// <param name="cancel">Stops.</param>
    public static DensityKnowledge Gather(
        Accelerator accelerator, DensityKnowledgeRequest request, DensityMap[] halves, MapGrid whole, double resolution, ComponentLibrary library, Action<string>? progress, CancellationToken cancel)
    {
        Structure? structure = request.ModelPath == null ? null : StructureReader.Read(request.ModelPath);
        var knowledge = new DensityKnowledge(accelerator, request, structure);
        if (structure != null)
            knowledge.Warnings.AddRange(structure.Warnings.Select(w => $"{structure.Name}: {w}"));
        if (request.Symmetry != null)
            knowledge.FindSymmetry(whole, halves[0].Grid);
        if (structure != null && request.Copies > 0)
        {
            var copies = new ModelCopies(accelerator, structure, library, new ModelCopiesOptions { Resolution = resolution, Count = request.Copies, Shake = request.Shake, Seed = request.Seed });
            knowledge.Warnings.AddRange(copies.Warnings);
            knowledge.Heavy = copies.Heavy;
            var models = new List<IReadOnlyList<Model>>();
            foreach (DensityMap half in halves)
            {
                progress?.Invoke($"refining {request.Copies} copies of the model against half map {models.Count + 1}");
                models.Add(copies.Refine(half, cancel));
                cancel.ThrowIfCancellationRequested();
            }

            knowledge.Models = models;
        }

        return knowledge;
    }

    /// <summary>The expectations as density modification takes them.</summary>
    /// <param name="resolution">Resolution, Å.</param>
    /// <param name="omitted">Residues without a say; empty = none.</param>
    public ExpectedDensitySource Source(double resolution, IReadOnlySet<int> omitted) => new(accelerator)
    {
        Symmetry = Symmetry,
        Models = Models,
        Selection = [.. Heavy.Select((h, i) => h && !omitted.Contains(structure!.First.Atoms[i].ResidueIndex))],
        Resolution = resolution,
    };

    /// <summary>Residues at random for the check of bias.</summary>
    public SortedSet<int> Omitted()
    {
        if (Models.Count == 0 || request.Omit == 0)
            return [];
        int[] residues = [.. structure!.First.Atoms.Where((_, i) => Heavy[i]).Select(a => a.ResidueIndex).Distinct().Order()];
        int wanted = (int)Math.Round(request.Omit * residues.Length);

        // By a random key of each residue: the choice does not depend on an order of draws.
        return [.. residues.OrderBy(r => RandomSource.At(request.Seed, (ulong)r)).ThenBy(r => r).Take(wanted)];
    }

    /// <summary>
    /// Correlation of the mean model map of all refined copies with several maps, in the voxels near some residues. What a Gaussian of d/2 leaves of the maps is taken off all of them: coarse features
    /// agree anyway.
    /// </summary>
    /// <param name="residues">Residues.</param>
    /// <param name="resolution">Resolution, Å.</param>
    /// <param name="maps">Maps on one grid.</param>
    public double[] Correlate(IReadOnlySet<int> residues, double resolution, params DensityMap[] maps)
    {
        MapGrid grid = maps[0].Grid;
        Model[] copies = [.. Models.SelectMany(m => m)];
        bool[] chosen = [.. Heavy.Select((h, i) => h && residues.Contains(structure!.First.Atoms[i].ResidueIndex))];
        float[] expected = new float[grid.VoxelCount], near = new float[grid.VoxelCount];
        foreach (Model copy in copies)
        {
            using ModelMap calculated = ModelMapBuilder.Build(accelerator, grid, copy, Heavy, resolution);
            float[] mask = ModelMask.Create(grid, copy, chosen, ModelExpectation.Radius(resolution), 0);
            for (int i = 0; i < expected.Length; i++)
            {
                expected[i] += calculated.Map.Values[i];
                near[i] = Math.Max(near[i], mask[i]);
            }
        }

        TakeOffCoarse(grid, expected, resolution);
        return [.. maps.Select(m =>
        {
            var density = new float[grid.VoxelCount];
            m.Values.Slice(0, density.Length).CopyTo(density);
            TakeOffCoarse(grid, density, resolution);
            return DensityExpectation.Compare(density, expected, near, 0).Correlation;
        })];
    }

    private void TakeOffCoarse(MapGrid grid, float[] values, double resolution)
    {
        float[] coarse = [.. values];
        LocalAverage.Gaussian(accelerator, grid, coarse, resolution / 2);
        for (int i = 0; i < values.Length; i++)
            values[i] -= coarse[i];
    }

    private void FindSymmetry(MapGrid whole, MapGrid box)
    {
        if (request.Symmetry == DensityKnowledgeRequest.FromModel)
        {
            Symmetry = OfModel(box);
            return;
        }

        Vec3 v = whole.VoxelSize, centre = whole.Origin + 0.5 * new Vec3(whole.Nx * v.X, whole.Ny * v.Y, whole.Nz * v.Z);
        SymmetryOperators operators = File.Exists(request.Symmetry) ? SymmetryFile.Read(request.Symmetry) : SymmetryOperators.PointGroup(request.Symmetry!, centre)!;
        if (operators.Proper.Count == 0)
            throw new UsageException($"--symmetry {request.Symmetry}: there is no operator besides the identity");
        if (!operators.IsGroup)
            throw new InputException($"{request.Symmetry}: the operators do not form a group, so they do not hold for the whole map: use --symmetry {DensityKnowledgeRequest.FromModel} with --model for local symmetry");
        Symmetry = [new(operators.Proper)];
    }

    /// <summary>Around every copy of a chain the operators that take it to the others.</summary>
    private List<SymmetryRegion> OfModel(MapGrid grid)
    {
        Model model = structure!.First;
        var taken = new bool[grid.VoxelCount];
        var regions = new List<SymmetryRegion>();
        foreach (NcsGroup group in NcsSearch.Find(model))
        {
            (int[] Atoms, RigidTransform FromMaster)[] copies = [(group.MasterAtoms, RigidTransform.Identity), .. group.Copies.Select(c => (c.Atoms, c.Operator))];
            foreach ((int[] atoms, RigidTransform fromMaster) in copies)
            {
                var chosen = new bool[model.Atoms.Count];
                foreach (int atom in atoms.Where(a => a >= 0))
                    chosen[atom] = !model.Atoms[atom].Element.IsHydrogen;
                float[] near = ModelMask.Create(grid, model, chosen, CopyRadius, 0);
                var members = new bool[grid.VoxelCount];
                for (int i = 0; i < members.Length; i++)
                {
                    members[i] = near[i] > 0.5f && !taken[i];
                    taken[i] |= members[i];
                }

                RigidTransform toMaster = fromMaster.Inverse();
                regions.Add(new([.. copies.Where(c => c.Atoms != atoms).Select(c => c.FromMaster.After(toMaster))], members));
            }
        }

        return regions.Count > 0 ? regions : throw new InputException($"{request.ModelPath}: no equal chains: there is no symmetry to take from the model");
    }
}
