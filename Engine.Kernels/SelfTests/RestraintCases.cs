namespace Engine.Kernels.SelfTests;

/// <summary>Restraints class by class against plain formulas, gradients against their differences; and all of them together on more atoms between devices.</summary>
internal static class RestraintCases
{
    private const int Atoms = 60, Terms = 70, ManyAtoms = 700, ManyTerms = 900;
    private const double Scale = 0.4, Repulsion = 90;

    private static readonly string[] Classes = ["bonds", "angles", "torsions", "chirality", "planes", "sites", "torsion pairs", "parallel planes", "copies"];

    /// <summary>The cases.</summary>
    public static IEnumerable<KernelCase> All => [.. Classes.Select((_, c) => Class(c)), Contacts(), Together()];

    private static KernelCase Class(int c) => new("restraints", Classes[c], (accelerator, samples) =>
    {
        double[] start = samples.Lattice(Atoms);
        return Rows(accelerator, Only(samples, c), null, start, samples.Numbers(start.Length, -1, 1));
    })
    {
        Scalar = samples =>
        {
            double[] start = samples.Lattice(Atoms);
            RestraintTable table = Only(samples, c);
            return Rows(x => new ReferenceRestraints(table, x).Total(), start, samples.Numbers(start.Length, -1, 1));
        },
        Columns = 4,
        Tolerances = [1e-9, 2e-6, 2e-6, 2e-6],
        BetweenDevices = KernelCase.Double,
    };

    private static KernelCase Contacts() => new("restraints", "contacts", (accelerator, samples) =>
    {
        double[] start = samples.Lattice(Atoms);
        return Rows(accelerator, new RestraintTable { AtomCount = Atoms }, samples.Pairs(start), start, samples.Numbers(start.Length, -1, 1));
    })
    {
        Scalar = samples =>
        {
            double[] start = samples.Lattice(Atoms);
            NonbondedPairs pairs = samples.Pairs(start);
            return Rows(x => new ReferenceRestraints(new RestraintTable { AtomCount = Atoms }, x).Repulsion(pairs, Repulsion), start, samples.Numbers(start.Length, -1, 1));
        },
        Columns = 4,
        Tolerances = [1e-9, 2e-6, 2e-6, 2e-6],
        BetweenDevices = KernelCase.Double,
    };

    private static KernelCase Together() => new("restraints", "all classes, many atoms", (accelerator, samples) =>
    {
        double[] start = samples.Lattice(ManyAtoms);
        using RestraintTerms terms = accelerator.Restraints.Create(samples.Restraints(ManyAtoms, ManyTerms));
        using DeviceBuffer<double> positions = accelerator.Put(start), gradient = accelerator.Put(samples.Numbers(start.Length, -1, 1));
        RestraintEnergies without = accelerator.Restraints.Evaluate(terms, positions, 1, gradient);
        terms.SetNonbonded(samples.Pairs(start), Repulsion);
        RestraintEnergies with = accelerator.Restraints.Evaluate(terms, positions, Scale, gradient);
        RestraintEnergies alone = accelerator.Restraints.Evaluate(terms, positions, 1, null);
        return [.. Numbers(without), .. Numbers(with), .. Numbers(alone), .. accelerator.Get(gradient)];
    })
    {
        BetweenDevices = KernelCase.Double,
    };

    /// <summary>Random terms of one class.</summary>
    private static RestraintTable Only(KernelSamples samples, int c)
    {
        int[] Kept(int k) => k == c ? [.. Enumerable.Range(0, Terms)] : [];
        return samples.Restraints(Atoms, Terms).Take(new RestraintChoice(Kept(0), Kept(1), Kept(2), Kept(3), Kept(4), Kept(5), Kept(6), Kept(7), Kept(8)));
    }

    /// <summary>Energy and gradient of each atom, as rows.</summary>
    private static double[] Rows(Accelerator accelerator, RestraintTable table, NonbondedPairs? pairs, double[] start, double[] before)
    {
        using RestraintTerms terms = accelerator.Restraints.Create(table);
        if (pairs != null)
            terms.SetNonbonded(pairs, Repulsion);
        using DeviceBuffer<double> positions = accelerator.Put(start), gradient = accelerator.Put(before);
        double energy = accelerator.Restraints.Evaluate(terms, positions, Scale, gradient).Total;
        return [.. accelerator.Get(gradient).Chunk(3).SelectMany(g => (double[])[energy, .. g])];
    }

    /// <summary>The same from differences of the energy.</summary>
    private static double[] Rows(Func<double[], double> energy, double[] start, double[] before)
    {
        const double Step = 1e-5;
        double value = energy(start);
        double[] x = [.. start];
        for (int i = 0; i < x.Length; i++)
        {
            x[i] = start[i] + Step;
            double up = energy(x);
            x[i] = start[i] - Step;
            before[i] += Scale * (up - energy(x)) / (2 * Step);
            x[i] = start[i];
        }

        return [.. before.Chunk(3).SelectMany(g => (double[])[value, .. g])];
    }

    private static double[] Numbers(RestraintEnergies e) => [e.Bond, e.Angle, e.Torsion, e.Chirality, e.Planarity, e.Nonbonded, e.Site, e.Surface, e.Parallel, e.Copy];
}
