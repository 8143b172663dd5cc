namespace Engine.Kernels;

/// <summary>
/// Restraint terms as flat arrays, in host memory. Energies are unit-less sums of squares: weight = 1/σ².
/// Angles are in degrees, lengths in Å, chiral volumes in Å³. An empty class has empty arrays.
/// </summary>
public sealed record RestraintTable
{
    /// <summary>Numbers of one of <see cref="CopyFrames"/>: R by rows, then t.</summary>
    public const int CopyFrameNumbers = 12;

    /// <summary>Number of atoms that the indices refer to.</summary>
    public required int AtomCount { get; init; }

    /// <summary>Bonds: 2 atoms each. E = w max(0, |d - d0| - slack)²; with top &gt; 0 and d &gt; d0: E = top (1 - exp(-w δ²/top)).</summary>
    public int[] BondAtoms { get; init; } = [];

    /// <summary>Ideal bond lengths, Å.</summary>
    public double[] BondIdeal { get; init; } = [];

    /// <summary>1/σ², Å⁻².</summary>
    public double[] BondWeight { get; init; } = [];

    /// <summary>Free deviation on both sides, Å (0 for covalent bonds).</summary>
    public double[] BondSlack { get; init; } = [];

    /// <summary>Energy ceiling on the long side; 0 = none.</summary>
    public double[] BondTop { get; init; } = [];

    /// <summary>Angles: 3 atoms each, apex in the middle. E = w (θ - θ0)².</summary>
    public int[] AngleAtoms { get; init; } = [];

    /// <summary>Ideal angles, degrees.</summary>
    public double[] AngleIdeal { get; init; } = [];

    /// <summary>1/σ², degrees⁻².</summary>
    public double[] AngleWeight { get; init; } = [];

    /// <summary>Energy ceiling of each angle: E = top (1 - exp(-w δ²/top)); 0 = none. Empty: none has one.</summary>
    public double[] AngleTop { get; init; } = [];

    /// <summary>Torsions: 4 atoms each. Period n &gt; 0: E = w (9600/n²)(1 - cos n δ); n = 0: E = w δ² with δ wrapped to ±180°.</summary>
    public int[] TorsionAtoms { get; init; } = [];

    /// <summary>Ideal torsions, degrees (IUPAC sign).</summary>
    public double[] TorsionIdeal { get; init; } = [];

    /// <summary>1/σ², degrees⁻².</summary>
    public double[] TorsionWeight { get; init; } = [];

    /// <summary>Period n.</summary>
    public int[] TorsionPeriod { get; init; } = [];

    /// <summary>Energy ceiling of each torsion of period 0: E = top (1 - exp(-w δ²/top)); 0 = none. Empty: none has one.</summary>
    public double[] TorsionTop { get; init; } = [];

    /// <summary>Half width of the flat bottom of each torsion of period 0, degrees: δ counts from its edge. Empty: none has one.</summary>
    public double[] TorsionSlack { get; init; } = [];

    /// <summary>Chirality: 4 atoms each, centre first. V = (a1-c)·((a2-c)×(a3-c)); E = w (V - V0)².</summary>
    public int[] ChiralAtoms { get; init; } = [];

    /// <summary>Ideal volumes, Å³.</summary>
    public double[] ChiralIdeal { get; init; } = [];

    /// <summary>1/σ², Å⁻⁶.</summary>
    public double[] ChiralWeight { get; init; } = [];

    /// <summary>1 when either hand is allowed: V0 takes the sign of V.</summary>
    public byte[] ChiralBoth { get; init; } = [];

    /// <summary>Planes: atoms of plane p are PlaneAtoms[PlaneStart[p] .. PlaneStart[p+1]-1]. E = Σ w dist² to the best plane.</summary>
    public int[] PlaneStart { get; init; } = [0];

    /// <summary>Atoms of all planes.</summary>
    public int[] PlaneAtoms { get; init; } = [];

    /// <summary>1/σ² per plane atom, Å⁻².</summary>
    public double[] PlaneWeight { get; init; } = [];

    /// <summary>Sites: atoms held to a point. E = w r², r the distance to the point; with top &gt; 0: E = top (1 - exp(-w r²/top)).</summary>
    public int[] SiteAtoms { get; init; } = [];

    /// <summary>Points, 3 numbers per site, Å.</summary>
    public double[] SiteIdeal { get; init; } = [];

    /// <summary>1/σ², Å⁻².</summary>
    public double[] SiteWeight { get; init; } = [];

    /// <summary>Energy ceiling; 0 = none.</summary>
    public double[] SiteTop { get; init; } = [];

    /// <summary>Pairs of torsions with a joint potential (φ, ψ of a backbone): 5 atoms a b c d e; φ = abcd, ψ = bcde. E = w U(φ, ψ).</summary>
    public int[] SurfaceAtoms { get; init; } = [];

    /// <summary>Which surface of <see cref="Surfaces"/> each pair has.</summary>
    public int[] SurfaceClass { get; init; } = [];

    /// <summary>w.</summary>
    public double[] SurfaceWeight { get; init; } = [];

    /// <summary>The potentials U; null when there are no pairs.</summary>
    public TorsionSurfaces? Surfaces { get; init; }

    /// <summary>
    /// Parallel groups (stacked or paired bases): atoms of the planes 2p and 2p + 1 are ParallelAtoms[ParallelStart[2p] .. ParallelStart[2p+2]-1]. E = w (1 - cos²θ), θ the
    /// angle between the normals of their best planes.
    /// </summary>
    public int[] ParallelStart { get; init; } = [0];

    /// <summary>Atoms of all parallel groups.</summary>
    public int[] ParallelAtoms { get; init; } = [];

    /// <summary>w per pair of planes.</summary>
    public double[] ParallelWeight { get; init; } = [];

    /// <summary>
    /// Copies: equivalent atoms of group g are CopyAtoms[CopyStart[g] .. CopyStart[g+1]-1]. E = Σ w r², r the distance of an atom, brought to the common frame, to the point m of
    /// least energy; with top &gt; 0: E = Σ top (1 - exp(-w r²/top)). m follows the atoms (the mean where top = 0), so a group is held together but not in place.
    /// </summary>
    public int[] CopyStart { get; init; } = [0];

    /// <summary>Atoms of all groups of copies.</summary>
    public int[] CopyAtoms { get; init; } = [];

    /// <summary>Which of <see cref="CopyFrames"/> each of <see cref="CopyAtoms"/> lies in.</summary>
    public int[] CopyFrame { get; init; } = [];

    /// <summary>Frames, <see cref="CopyFrameNumbers"/> numbers each: R by rows, then t in Å. A point y of the common frame lies at R y + t; R is a rotation.</summary>
    public double[] CopyFrames { get; init; } = [];

    /// <summary>1/σ² per group, Å⁻².</summary>
    public double[] CopyWeight { get; init; } = [];

    /// <summary>Energy ceiling of an atom, per group; 0 = none.</summary>
    public double[] CopyTop { get; init; } = [];

    /// <summary>Number of bonds.</summary>
    public int BondCount => BondIdeal.Length;

    /// <summary>Number of angles.</summary>
    public int AngleCount => AngleIdeal.Length;

    /// <summary>Number of torsions.</summary>
    public int TorsionCount => TorsionIdeal.Length;

    /// <summary>Number of chiral centres.</summary>
    public int ChiralCount => ChiralIdeal.Length;

    /// <summary>Number of planes.</summary>
    public int PlaneCount => PlaneStart.Length - 1;

    /// <summary>Number of sites.</summary>
    public int SiteCount => SiteAtoms.Length;

    /// <summary>Number of torsion pairs.</summary>
    public int SurfaceCount => SurfaceClass.Length;

    /// <summary>Number of pairs of planes held parallel.</summary>
    public int ParallelCount => ParallelWeight.Length;

    /// <summary>Number of groups of equivalent atoms.</summary>
    public int CopyCount => CopyWeight.Length;
}
