using System.Diagnostics;
using System.Globalization;
using Engine.Core.Chemistry;
using Engine.Core.Geometry;
using Engine.Core.Jobs;
using Engine.Core.Maps;
using Engine.Core.ModelMaps;
using Engine.Core.Models;
using Engine.Core.Refinement;
using Engine.Core.Refinement.Convergence;
using Engine.Core.Restraints;
using Engine.Core.Scoring;
using Engine.Core.Simulation;
using Engine.Kernels;

namespace Engine.Benchmarks;

/// <summary>
/// How far from the answer a refinement may start: a model is displaced on purpose, refined, and compared with where it was. Restraints come from the model before it is
/// displaced. Displacements: shake:RMS (random, per atom), domain:DEGREES (the last domain of the first chain, about its hinge), move:Å,DEGREES (whole
/// model) and chain:Å,DEGREES (every chain by a motion of its own). Plans: "good", "auto" and "poor" (the whole refinement
/// with that start mode), "plain" (nothing of large radius, no verdict on the start), or steps such as
/// rigid,chains,domains,untangle:3:1,morph:4:3,fit:6:2:80,anneal:3:3000:1000, each followed by the refiner unless the plan ends with "bare".
/// </summary>
internal static class ConvergenceStudy
{
    /// <summary>Arguments: MODEL MAP D SELECTION DISPLACEMENT SEEDS PLAN [verbose] [write:FOLDER]; with a folder the displaced starts are written there, for other programs, and not refined.</summary>
    public static int Run(string[] args)
    {
        using Accelerator device = DeviceCatalog.Open("cpu", Environment.ProcessorCount);
        double d = Number(args[2]);
        using JobInputs inputs = JobInputs.Read(new JobRequest { ModelPath = args[0], MapPath = args[1], Resolution = d, Selection = args[3] });
        Model model = StructureCopy.Select(inputs.Structure.First, [.. inputs.Selected.Select((s, i) => s && !inputs.Structure.First.Atoms[i].Element.IsHydrogen)]);
        bool[] movable = [.. model.Atoms.Select(_ => true)];
        RestraintModel restraints = RestraintBuilder.Build(model, inputs.Structure.Links, new ComponentLibrary(), new RestraintOptions());
        double[] truth = Coordinates.Of(model);
        bool[] ca = [.. model.Atoms.Select(a => a.Name == "CA" && a.Element.Symbol == "C")];
        using var levels = new MapLevels(device, inputs.Map);
        List<(double All, double Ca, double Seconds)> ends = [];
        bool verbose = args.Contains("verbose");
        string? folder = args.FirstOrDefault(a => a.StartsWith("write:", StringComparison.Ordinal))?["write:".Length..];
        for (ulong seed = 1; seed <= ulong.Parse(args[5], CultureInfo.InvariantCulture); seed++)
        {
            double[] x = Displace(model, movable, truth, args[4], seed);
            double startAll = Coordinates.Rmsd(truth, x), startCa = Coordinates.Rmsd(truth, x, ca);
            if (folder != null)
            {
                var start = new Structure { Name = "start" };
                start.Models.Add(StructureCopy.At(model, x));
                PdbWriter.Write(start, Path.Combine(folder, Text($"{args[4].Replace(':', '_')}_{seed}.pdb")));
                continue;
            }

            long clock = Stopwatch.GetTimestamp();
            double[] end = Refine(device, levels, model, restraints, movable, d, args[6], seed, x, verbose ? truth : null, ca);
            ends.Add((Coordinates.Rmsd(truth, end), Coordinates.Rmsd(truth, end, ca), Stopwatch.GetElapsedTime(clock).TotalSeconds));
            Console.WriteLine(Text($"seed {seed}: all {startAll:F3} -> {ends[^1].All:F3} Å, CA {startCa:F3} -> {ends[^1].Ca:F3} Å, {ends[^1].Seconds:F1} s"));
        }

        if (folder == null)
            Console.WriteLine(Text($"{Path.GetFileName(Path.GetDirectoryName(args[0]))} {args[4]} {args[6]}: median all {Median(ends.Select(e => e.All)):F3} Å, CA {Median(ends.Select(e => e.Ca)):F3} Å, {Median(ends.Select(e => e.Seconds)):F1} s"));
        return 0;
    }

    private static double[] Refine(
        Accelerator device, MapLevels levels, Model model, RestraintModel restraints, bool[] movable, double d, string plan, ulong seed, double[] x, double[]? truth, bool[] ca)
    {
        if (Enum.TryParse(plan, true, out StartMode mode))
            return RefineFully(device, levels.Map, StructureCopy.At(model, x), restraints, movable, d, mode, seed, truth != null);
        double[] now = x;
        if (plan != "plain")
        {
            string[] words = [.. plan.Split(',').Where(w => w != "bare")];
            var options = new ConvergenceOptions { Resolution = d, Seed = seed, Steps = words is ["auto"] ? null : [.. words.Select(w => Step(w, d))] };
            var protocol = new ConvergenceProtocol(device, levels, model, restraints, movable, options)
            {
                OnStep = s => Report(s),
            };
            ConvergenceResult result = protocol.Run(x, CancellationToken.None);
            if (truth != null)
                Console.WriteLine(Text($"  start: density {result.Start.DensityPerAtom:F2}, score {result.Start.Score:F1}, bonds {result.Start.BondRmsd:F2} Å, displaced {result.Start.ShareDisplaced:P0}, poor {result.Start.IsPoor}; after: all {Coordinates.Rmsd(truth, result.Positions):F3} CA {Coordinates.Rmsd(truth, result.Positions, ca):F3}"));
            now = result.Positions;
        }

        if (truth != null)
            Console.WriteLine(Text($"  {Faults(restraints, now)}"));
        if (plan.EndsWith("bare", StringComparison.Ordinal))
            return now;
        return RefineFully(device, levels.Map, StructureCopy.At(model, now), restraints, movable, d, StartMode.Good, seed, truth != null);

        void Report(ConvergenceStepResult s)
        {
            if (truth == null)
                return;
            Console.WriteLine(Text($"  {s.Step.Kind,-12} {s.Step.Resolution:F1} Å: density {s.Density:F2}, bonds {s.BondRmsd:F3}, angles {s.AngleRmsd:F1}, shift {s.Shift:F2}, {Faults(restraints, s.Positions)}, all {Coordinates.Rmsd(truth, s.Positions):F3} CA {Coordinates.Rmsd(truth, s.Positions, ca):F3}, weight {s.Weight:F1}, {s.Seconds:F1} s{string.Concat(s.Moves.Take(4).Select(m => Text($"; {m.Name} {m.Shift:F2} Å {m.Degrees:F1} deg {m.DensityBefore:F2} -> {m.DensityAfter:F2}")))}"));
        }
    }

    /// <summary>What cryoengine refine --start MODE does, but for restraints made from the model before it was displaced.</summary>
    private static double[] RefineFully(
        Accelerator device, DensityMap map, Model start, RestraintModel restraints, bool[] movable, double d, StartMode mode, ulong seed, bool verbose)
    {
        using var rotamers = new RotamerStep();
        using var scorer = new MapModelScorer(device, map, d);
        ScatteringAtoms scatterers = ScatteringAtoms.Create(start, movable, scorer.Plan.Options.Scattering);
        var standard = new StandardRestraints(start, restraints, new StandardRestraintOptions { Resolution = d });
        var refiner = new RealSpaceRefiner(device, new RefinementOptions { Resolution = d })
        {
            Steps = [new StartStep(mode, seed), new RepairStep(seed), rotamers],
            Extras = [standard.Find],
            CcMask = x => scorer.CcMask(scatterers, x),
            OnStep = s => Print(Text($"  {s.Step} in cycle {s.Cycle}: {s.Detail}; CC {s.CcBefore:F4} -> {s.CcAfter:F4}{(s.Kept ? "" : ", undone")}")),
            OnCycle = c => Print(Text($"  cycle {c.Number}: CC {c.CcMask:F4}, bonds {c.BondRmsd:F4} Å, weight {c.Weight:F1}, shift {c.Shift:F2} Å")),
        };
        return refiner.Run(map, start, restraints, movable, CancellationToken.None).Positions;

        void Print(string line)
        {
            if (verbose)
                Console.WriteLine(line);
        }
    }

    /// <summary>Chiral centres of the wrong hand, and torsions of period 0 or 1 and peptide-like ones that are more than 60° off.</summary>
    private static string Faults(RestraintModel restraints, double[] x)
    {
        RestraintTable t = restraints.Table;
        Vec3 At(int i) => new(x[3 * i], x[3 * i + 1], x[3 * i + 2]);
        int hands = 0, turned = 0;
        for (int c = 0; c < t.ChiralCount; c++)
        {
            Vec3 o = At(t.ChiralAtoms[4 * c]), a = At(t.ChiralAtoms[4 * c + 1]) - o, b = At(t.ChiralAtoms[4 * c + 2]) - o, d = At(t.ChiralAtoms[4 * c + 3]) - o;
            hands += t.ChiralBoth[c] == 0 && Vec3.Dot(a, Vec3.Cross(b, d)) * t.ChiralIdeal[c] < 0 ? 1 : 0;
        }

        for (int k = 0; k < t.TorsionCount; k++)
        {
            double off = Vec3.TorsionDegrees(At(t.TorsionAtoms[4 * k]), At(t.TorsionAtoms[4 * k + 1]), At(t.TorsionAtoms[4 * k + 2]), At(t.TorsionAtoms[4 * k + 3])) - t.TorsionIdeal[k];
            turned += t.TorsionPeriod[k] <= 1 && Math.Abs(off - 360 * Math.Round(off / 360)) > 60 ? 1 : 0;
        }

        int[] bent = [.. Enumerable.Range(0, t.AngleCount).Where(
            k => Math.Abs(Vec3.AngleDegrees(At(t.AngleAtoms[3 * k]), At(t.AngleAtoms[3 * k + 1]), At(t.AngleAtoms[3 * k + 2])) - t.AngleIdeal[k]) > 10)];
        return Text($"{hands} wrong hands, {turned} torsions, {bent.Length} angles off{string.Concat(bent.Take(3).Select(k => " " + restraints.AtomLabel(t.AngleAtoms[3 * k + 1])))}");
    }

    private static ConvergenceStep Step(string word, double d)
    {
        string[] p = word.Split(':');
        double level = p.Length > 1 ? Math.Max(d, Number(p[1])) : d;
        double Part(int k, double otherwise) => p.Length > k ? Number(p[k]) : otherwise;
        return p[0] switch
        {
            "rigid" => new(ConvergenceStepKind.RigidWhole, level, 1, 60, Part(2, 0)),
            "chains" => new(ConvergenceStepKind.RigidChains, level),
            "domains" => new(ConvergenceStepKind.RigidDomains, level),
            "untangle" => new(ConvergenceStepKind.Untangle, level, 1, (int)Part(3, 150), Part(2, 1)),
            "morph" => new(ConvergenceStepKind.Morph, level, (int)Part(2, 3), 40),
            "fit" => new(ConvergenceStepKind.Fit, level, (int)Part(2, 2), (int)Part(3, 80)),
            "anneal" => new(ConvergenceStepKind.Anneal, level, 1, (int)Part(3, 1000), Part(2, 3000)),
            _ => throw new UsageException($"plan: no step is called {p[0]}; see the summary of ConvergenceStudy"),
        };
    }

    private static double[] Displace(Model model, bool[] movable, double[] truth, string how, ulong seed)
    {
        string[] parts = how.Split(':');
        double[] amounts = [.. parts[1].Split(',').Select(Number)];
        if (parts[0] == "shake")
        {
            Model copy = StructureCopy.At(model, truth);
            ModelShaker.Shake(copy, amounts[0], seed);
            return Coordinates.Of(copy);
        }

        var random = new RandomSource(seed);
        Vec3 Axis() => new Vec3(random.NextNormal(), random.NextNormal(), random.NextNormal()).Normalized();
        if (parts[0] == "domain")
            return TurnDomain(model, movable, truth, amounts[0] * Math.PI / 180 * Axis());
        double[] x = [.. truth];
        foreach (AtomGroup group in parts[0] == "chain" ? AtomGroup.Chains(model, movable) : AtomGroup.Whole(movable))
            new RigidMotion(amounts[1] * Math.PI / 180 * Axis(), amounts[0] * Axis()).Apply(truth, x, group.Atoms, Centroid(truth, group.Atoms));
        return x;
    }

    /// <summary>Turns the last found domain of the first chain about the atom where the chain enters it; the last quarter of the chain where it is one domain.</summary>
    private static double[] TurnDomain(Model model, bool[] movable, double[] truth, Vec3 rotation)
    {
        Domain part = DomainFinder.Find(model, movable).Last(p => p.Chain == 0);
        if (part.Residues.Length > 0.9 * model.Chains[0].Residues.Count)
            part = part with { Residues = part.Residues[(3 * part.Residues.Length / 4)..] };
        var inside = part.Residues.ToHashSet();
        int[] atoms = [.. Enumerable.Range(0, model.Atoms.Count).Where(i => inside.Contains(model.Atoms[i].ResidueIndex))];
        int hinge = part.Residues.First(r => !inside.Contains(r - 1) || !inside.Contains(r + 1));
        Vec3 at = model.Atoms[model.Residues[hinge].FirstAtom].Position;
        double[] x = [.. truth];
        new RigidMotion(rotation, Vec3.Zero).Apply(truth, x, atoms, at);
        Console.WriteLine(Text($"  residues {part.Residues[0]} to {part.Residues[^1]}, {part.Residues.Length} of {model.Chains[0].Residues.Count}"));
        return x;
    }

    private static Vec3 Centroid(double[] x, int[] atoms) =>
        atoms.Aggregate(Vec3.Zero, (sum, i) => sum + new Vec3(x[3 * i], x[3 * i + 1], x[3 * i + 2])) / atoms.Length;

    private static double Median(IEnumerable<double> values)
    {
        double[] sorted = [.. values.Order()];
        return sorted.Length % 2 == 1 ? sorted[sorted.Length / 2] : 0.5 * (sorted[sorted.Length / 2 - 1] + sorted[sorted.Length / 2]);
    }

    private static double Number(string text) => double.Parse(text, CultureInfo.InvariantCulture);

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
