namespace Engine.Kernels;

/// <summary>The self-test of the restraint kernels: one term of each class whose energy is known.</summary>
internal static class RestraintSelfTest
{
    /// <summary>Runs it.</summary>
    /// <param name="accelerator">Device to test.</param>
    /// <exception cref="NumericalException">A result is wrong.</exception>
    public static void Run(Accelerator accelerator)
    {
        // Atoms: 0 origin; 1, 2, 3 at 1 Å along x, y, z; 4 completes the torsion 4-3-0-1... of 90°; 5 to 8 a buckled square; 9 far, 10 near it.
        double[] atoms =
        [
            0, 0, 0, 1, 0, 0, 0, 1, 0, 0, 0, 1, 0, 1, 1,
            10, 10, 0.1, 11, 10, -0.1, 11, 11, 0.1, 10, 11, -0.1,
            20, 20, 20, 22, 20, 20,
        ];
        using RestraintTerms terms = accelerator.Restraints.Create(Table());
        int[] start = [0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 2];
        terms.SetNonbonded(new NonbondedPairs(start, [10, 9], [3f, 3f]), 5);
        using DeviceBuffer<double> positions = accelerator.Upload<double>(atoms, "self-test");
        using DeviceBuffer<double> gradient = accelerator.Allocate<double>(atoms.Length, "self-test");
        RestraintEnergies e = accelerator.Restraints.Evaluate(terms, positions, 2, gradient);
        SelfTest.Expect("the bond energy", e.Bond, 100 * 0.2 * 0.2, 1e-10);
        SelfTest.Expect("the angle energy", e.Angle, 0.25 * 10 * 10, 1e-10);
        SelfTest.Expect("the torsion energy", e.Torsion, 0.5 * 9600 / 9 + 0.01 * 30 * 30, 1e-10);
        SelfTest.Expect("the chirality energy", e.Chirality, 4 * 0.5 * 0.5, 1e-10);
        SelfTest.Expect("the planarity energy", e.Planarity, 4 * 25 * 0.01, 1e-10);
        SelfTest.Expect("the nonbonded energy", e.Nonbonded, 5, 1e-10);
        SelfTest.Expect("the site energy", e.Site, 3 * 0.25, 1e-10);
        SelfTest.Expect("the energy of a torsion pair", e.Surface, 2 * 0.5, 1e-10);
        SelfTest.Expect("the energy of parallel planes", e.Parallel, 8, 1e-10);
        SelfTest.Expect("the energy of copies", e.Copy, 2 * 2 * 1.5 * 1.5, 1e-10);
        double[] slope = new double[atoms.Length];
        accelerator.Download(gradient, slope);
        SelfTest.Expect("the gradient of a plane", slope[17], 2 * 2 * 25 * 0.1, 1e-10);
        SelfTest.Expect("the gradient of a contact and a copy", slope[30], -2 * (4 * 5 + 2 * 2 * 1.5), 1e-10);
        for (int axis = 0; axis < 3; axis++)
        {
            double sum = 0;
            for (int atom = 0; atom < 5; atom++)
                sum += slope[3 * atom + axis];
            SelfTest.Expect("the sum of forces", sum, 0, 1e-8);
        }
    }

    private static RestraintTable Table() => new()
    {
        AtomCount = 11,
        BondAtoms = [0, 1],
        BondIdeal = [1.2],
        BondWeight = [100],
        BondSlack = [0],
        BondTop = [0],
        AngleAtoms = [1, 0, 2],
        AngleIdeal = [100],
        AngleWeight = [0.25],
        TorsionAtoms = [1, 0, 3, 4, 1, 0, 3, 4],
        TorsionIdeal = [60, 60],
        TorsionWeight = [0.5, 0.01],
        TorsionPeriod = [3, 0],
        ChiralAtoms = [0, 1, 2, 3],
        ChiralIdeal = [0.5],
        ChiralWeight = [4],
        ChiralBoth = [0],
        PlaneStart = [0, 4],
        PlaneAtoms = [5, 6, 7, 8],
        PlaneWeight = [25, 25, 25, 25],
        SiteAtoms = [9],
        SiteIdeal = [20.5, 20, 20],
        SiteWeight = [3],
        SiteTop = [0],
        SurfaceAtoms = [1, 0, 3, 4, 2],
        SurfaceClass = [0],
        SurfaceWeight = [2],
        Surfaces = new TorsionSurfaces { Nodes = 4, Classes = 1, Values = [.. Enumerable.Range(0, 16).SelectMany(_ => new double[] { 0.5, 0, 0, 0 })] },
        ParallelStart = [0, 4, 7],
        ParallelAtoms = [5, 6, 7, 8, 0, 1, 3],
        ParallelWeight = [8],
        CopyStart = [0, 2],
        CopyAtoms = [9, 10],
        CopyFrame = [0, 1],
        CopyFrames = [1, 0, 0, 0, 1, 0, 0, 0, 1, 0, 0, 0, 1, 0, 0, 0, 1, 0, 0, 0, 1, 5, 0, 0],
        CopyWeight = [2],
        CopyTop = [0],
    };
}
