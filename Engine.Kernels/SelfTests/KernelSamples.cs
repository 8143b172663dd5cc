namespace Engine.Kernels.SelfTests;

/// <summary>Random inputs, larger than one work-group, for comparing accelerators. The same seed gives the same input.</summary>
internal sealed partial class KernelSamples(int seed)
{
    private readonly Random random = new(seed);

    /// <summary>A number between two limits.</summary>
    public double Between(double low, double high) => low + (high - low) * random.NextDouble();

    /// <summary>Numbers between two limits.</summary>
    public double[] Numbers(int count, double low, double high) => [.. Enumerable.Range(0, count).Select(_ => Between(low, high))];

    /// <summary>Single precision numbers between two limits.</summary>
    public float[] Singles(int count, double low, double high) => [.. Enumerable.Range(0, count).Select(_ => (float)Between(low, high))];

    /// <summary>Atom positions on a distorted lattice, about 1.5 Å apart, so that no term is degenerate.</summary>
    public double[] Lattice(int atoms)
    {
        int edge = (int)Math.Ceiling(Math.Cbrt(atoms));
        double[] positions = new double[3 * atoms];
        for (int i = 0; i < atoms; i++)
        {
            positions[3 * i] = 1.5 * (i % edge) + Between(-0.4, 0.4);
            positions[3 * i + 1] = 1.5 * (i / edge % edge) + Between(-0.4, 0.4);
            positions[3 * i + 2] = 1.5 * (i / edge / edge) + Between(-0.4, 0.4);
        }

        return positions;
    }

    /// <summary>Terms of every class and variant between distinct random atoms.</summary>
    public RestraintTable Restraints(int atoms, int terms)
    {
        int[] planeStart = new int[terms + 1];
        for (int p = 1; p <= terms; p++)
            planeStart[p] = planeStart[p - 1] + random.Next(4, 12);
        return new RestraintTable
        {
            AtomCount = atoms,
            BondAtoms = Atoms(terms, 2, atoms),
            BondIdeal = Numbers(terms, 1, 3),
            BondWeight = Numbers(terms, 1, 100),
            BondSlack = [.. Enumerable.Range(0, terms).Select(i => i % 3 == 0 ? 0.2 : 0)],
            BondTop = [.. Enumerable.Range(0, terms).Select(i => i % 4 == 0 ? 5.0 : 0)],
            AngleAtoms = Atoms(terms, 3, atoms),
            AngleIdeal = Numbers(terms, 90, 150),
            AngleWeight = Numbers(terms, 0.05, 0.5),
            TorsionAtoms = Atoms(terms, 4, atoms),
            TorsionIdeal = Numbers(terms, -180, 180),
            TorsionWeight = Numbers(terms, 0.001, 0.05),
            TorsionPeriod = [.. Enumerable.Range(0, terms).Select(i => i % 4)],
            ChiralAtoms = Atoms(terms, 4, atoms),
            ChiralIdeal = Numbers(terms, -3, 3),
            ChiralWeight = Numbers(terms, 5, 25),
            ChiralBoth = [.. Enumerable.Range(0, terms).Select(i => (byte)(i % 2))],
            PlaneStart = planeStart,
            PlaneAtoms = PlaneAtoms(planeStart, atoms),
            PlaneWeight = PlaneWeights(planeStart),
            AngleTop = [.. Enumerable.Range(0, terms).Select(i => i % 5 == 0 ? 40.0 : 0)],
            TorsionTop = [.. Enumerable.Range(0, terms).Select(i => i % 8 == 0 ? 30.0 : 0)],
            TorsionSlack = [.. Enumerable.Range(0, terms).Select(i => i % 12 == 0 ? 25.0 : 0)],
            SiteAtoms = Atoms(terms, 1, atoms),
            SiteIdeal = Numbers(3 * terms, 0, 12),
            SiteWeight = Numbers(terms, 0.01, 4),
            SiteTop = [.. Enumerable.Range(0, terms).Select(i => i % 2 == 0 ? 50.0 : 0)],
            SurfaceAtoms = Atoms(terms, 5, atoms),
            SurfaceClass = [.. Enumerable.Range(0, terms).Select(i => i % 3)],
            SurfaceWeight = Numbers(terms, 0.5, 2),
            Surfaces = Surfaces(12, 3),
            ParallelStart = [.. Enumerable.Range(0, 2 * terms + 1).Select(i => 6 * i)],
            ParallelAtoms = Atoms(2 * terms, 6, atoms),
            ParallelWeight = Numbers(terms, 1, 20),
        }.Append(Copies(atoms, terms, 2000));
    }

    /// <summary>Potentials with random values and slopes at their nodes.</summary>
    public TorsionSurfaces Surfaces(int nodes, int classes)
    {
        double[] values = Numbers(4 * nodes * nodes * classes, -0.2, 0.2);
        for (int i = 0; i < values.Length; i += 4)
            values[i] = Between(0, 8);
        return new TorsionSurfaces { Nodes = nodes, Classes = classes, Values = values };
    }

    /// <summary>Full neighbour lists of all pairs closer than their contact distance plus 1 Å.</summary>
    public NonbondedPairs Pairs(double[] positions)
    {
        int atoms = positions.Length / 3;
        List<int> start = [0];
        List<int> partners = [];
        List<float> contacts = [];
        for (int i = 0; i < atoms; i++)
        {
            for (int j = 0; j < atoms; j++)
            {
                double d2 = 0;
                for (int a = 0; a < 3; a++)
                    d2 += Math.Pow(positions[3 * i + a] - positions[3 * j + a], 2);
                float contact = 2 + (Math.Min(i, j) * 7 + Math.Max(i, j) * 3) % 10 * 0.1f;
                if (i != j && d2 < (contact + 1) * (contact + 1))
                {
                    partners.Add(j);
                    contacts.Add(contact);
                }
            }

            start.Add(partners.Count);
        }

        return new NonbondedPairs([.. start], [.. partners], [.. contacts]);
    }

    /// <summary>A third of the atoms ride on the others; every fourth of them without a frame.</summary>
    public RidingTable Riding(int atoms)
    {
        int heavy = atoms - atoms / 3;
        List<int> hydrogens = [];
        List<int> frames = [];
        for (int h = heavy; h < atoms; h++)
        {
            hydrogens.Add(h);
            int[] frame = Atoms(1, 3, heavy);
            frames.AddRange(h % 4 == 0 ? [frame[0], -1, -1] : frame);
        }

        return new RidingTable { Hydrogen = [.. hydrogens], Frame = [.. frames] };
    }

    /// <summary>Atoms of a model map, some anisotropic when asked.</summary>
    public GaussianAtoms Gaussians(int atoms, double edge, bool anisotropic) => new()
    {
        Positions = Numbers(3 * atoms, -0.3 * edge, 1.2 * edge),
        FormFactor = [.. Enumerable.Range(0, atoms).Select(i => i % 2)],
        FormFactors =
        [
            .0893f, .2563f, .7570f, 1.0487f, .3575f, .2465f, 1.71f, 6.4094f, 18.6113f, 50.2523f,
            .0974f, .2921f, .6910f, .6990f, .2039f, .2067f, 1.3815f, 4.6943f, 12.7105f, 32.4726f,
        ],
        BIso = Singles(atoms, 5, 80),
        Occupancy = Singles(atoms, 0.1, 1),
        Radius = Singles(atoms, 1.5, 5),
        AnisoRow = anisotropic ? [.. Enumerable.Range(0, atoms).Select(i => i % 3 == 0 ? i / 3 : -1)] : null,
        UAniso = anisotropic ? [.. Enumerable.Range(0, (atoms + 2) / 3).SelectMany(_ => Displacement())] : [],
    };

    private float[] Displacement() =>
    [
        (float)Between(0.3, 1), (float)Between(0.3, 1), (float)Between(0.3, 1), (float)Between(-0.1, 0.1), (float)Between(-0.1, 0.1),
        (float)Between(-0.1, 0.1),
    ];

    private int[] Atoms(int terms, int each, int atoms) => [.. Enumerable.Range(0, terms).SelectMany(_ => Distinct(each, atoms))];

    private int[] PlaneAtoms(int[] start, int atoms) =>
        [.. Enumerable.Range(0, start.Length - 1).SelectMany(p => Distinct(start[p + 1] - start[p], atoms))];

    private double[] PlaneWeights(int[] start) =>
        [.. Enumerable.Range(0, start.Length - 1).SelectMany(p => Numbers(start[p + 1] - start[p], 10, 100))];

    /// <summary>Distinct atoms out of a neighbourhood, so that terms have the size of real ones.</summary>
    private HashSet<int> Distinct(int count, int atoms)
    {
        HashSet<int> chosen = [];
        int first = random.Next(atoms);
        while (chosen.Count < count)
            chosen.Add((first + random.Next(3 * count)) % atoms);
        return chosen;
    }
}
