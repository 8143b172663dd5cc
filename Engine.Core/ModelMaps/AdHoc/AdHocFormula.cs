using Engine.Kernels;

namespace Engine.Core.ModelMaps.AdHoc;

/// <summary>What an ad hoc formula multiplies an atom's Gaussian by.</summary>
public enum AdHocWeight
{
    /// <summary>The form factor of the element, with the atom's B or U and occupancy.</summary>
    FormFactor,

    /// <summary>The atomic number.</summary>
    AtomicNumber,

    /// <summary>One.</summary>
    One,

    /// <summary>The mass of the atom's residue, u.</summary>
    ResidueMass,
}

/// <summary>Which of the selected atoms an ad hoc formula takes.</summary>
public enum AdHocAtoms
{
    /// <summary>Every atom.</summary>
    All,

    /// <summary>All but hydrogen and deuterium.</summary>
    NonHydrogen,

    /// <summary>Cα atoms of amino acids.</summary>
    AlphaCarbon,
}

/// <summary>
/// A formula in use in the field that replaces the image of an atom at resolution d by a Gaussian. It knows no resolution cut-off: the maps have no
/// Fourier ripples, and their Fourier coefficients are damped instead of absent beyond 1/d. Every formula is written here as the B factor
/// v = c (h + f d)² of a normalised Gaussian, (4π/v)^(3/2) exp(-4π² r²/v), whose transform is exp(-v s²/4).
/// </summary>
public sealed record AdHocFormula
{
    private AdHocFormula()
    {
    }

    /// <summary>
    /// Form factors and B factors as in the exact map, with the resolution limit replaced by the Gaussian of the same integral and the same peak as the
    /// image of a point scatterer at d, which is 4π/(3 d³) high: (4π/v)^(3/2) = 4π/(3 d³), v = 4π d² / (4π/3)^(2/3) = 4.836 d².
    /// </summary>
    public static AdHocFormula Gaussian { get; } = new()
    {
        Name = "gaussian",
        Definition = "form factor and B of each atom, and a Gaussian of the peak and integral of a point image at d: B + 4.836 d²",
        Source = "moments of the point image 4π/(3d³) · 3(sin x - x cos x)/x³, x = 2πr/d",
        Ignores = "the cut-off at d",
        Weight = AdHocWeight.FormFactor,
        Atoms = AdHocAtoms.All,
        Scale = 4 * Math.PI / Math.Pow(4 * Math.PI / 3, 2.0 / 3),
        PerResolution = 1,
    };

    /// <summary>The molmap command: σ = d/(π√2), so that the transform falls to 1/e at 1/d; amplitude Z; cut at 5 σ.</summary>
    public static AdHocFormula Molmap { get; } = new()
    {
        Name = "molmap",
        Definition = "Σ Z (2π)^(-3/2) σ⁻³ exp(-r²/2σ²), σ = d/(π√2), cut at 5σ",
        Source = "UCSF ChimeraX, command molmap (Goddard et al. 2018, Protein Sci. 27, 14), after pdb2mrc of EMAN",
        Ignores = "B, occupancy, charge, form factor, the cut-off at d",
        Weight = AdHocWeight.AtomicNumber,
        Atoms = AdHocAtoms.All,
        Scale = 4,
        PerResolution = 1,
        CutOffSigmas = 5,
    };

    /// <summary>Target maps that the network of EMReady is trained on: k = (π/(1.2 + 0.6 d))², amplitude Z (k/π)^(3/2).</summary>
    public static AdHocFormula EmReady { get; } = new()
    {
        Name = "emready",
        Definition = "Σ θ Z exp(-k r²), k = (π/(1.2 + 0.6 d))², θ = (k/π)^(3/2), over non-hydrogen atoms",
        Source = "EMReady (He, Li & Huang 2023, Nat. Commun. 14, 3217)",
        Ignores = "B, occupancy, charge, form factor, hydrogens, the cut-off at d",
        Weight = AdHocWeight.AtomicNumber,
        Atoms = AdHocAtoms.NonHydrogen,
        Scale = 4,
        Offset = 1.2,
        PerResolution = 0.6,
    };

    /// <summary>
    /// Flexible fitting by molecular dynamics (MDfit, CryoFit, GENESIS): exp(-3 r²/2σ²) with 2σ = d, the same for every atom. σ is the deviation in
    /// three dimensions, hence the 3. The programs integrate over each voxel; here the value at its centre is taken, and the Gaussian is normalised.
    /// </summary>
    public static AdHocFormula CryoFit { get; } = new()
    {
        Name = "cryofit",
        Definition = "Σ (3/2πσ²)^(3/2) exp(-3r²/2σ²), 2σ = d, over non-hydrogen atoms, all with weight 1",
        Source = "Orzechowski & Tama 2008 (Biophys. J. 95, 5692), used by MDfit (Whitford et al. 2011, PNAS 108, 18943) and CryoFit (Kim et al. 2019, J. Struct. Biol. 208, 1)",
        Ignores = "element, B, occupancy, charge, form factor, hydrogens, the cut-off at d",
        Weight = AdHocWeight.One,
        Atoms = AdHocAtoms.NonHydrogen,
        Scale = 2 * Math.PI * Math.PI / 3,
        PerResolution = 1,
    };

    /// <summary>
    /// Domain fitting with Cα atoms: k = (π/D)², D = max(2.4 + 0.8 d, d), amplitude m (k/π)^(3/2) with the mass m of the residue.
    /// </summary>
    public static AdHocFormula DemoEmFit { get; } = new()
    {
        Name = "demo-emfit",
        Definition = "Σ m (k/π)^(3/2) exp(-k r²), k = (π/max(2.4 + 0.8 d, d))², over Cα atoms, m the mass of the residue in u",
        Source = "DEMO-EM (Zhou et al. 2022, Nat. Comput. Sci. 2, 265) and DEMO-EMfit, after the low-resolution score of Rosetta (DiMaio et al. 2009, J. Mol. Biol. 392, 181), which gives every residue the same mass",
        Ignores = "all atoms but Cα (nucleic acids and ligands too), B, occupancy, the cut-off at d",
        Weight = AdHocWeight.ResidueMass,
        Atoms = AdHocAtoms.AlphaCarbon,
        Scale = 4,
        Offset = 2.4,
        PerResolution = 0.8,
        AtLeastResolution = true,
    };

    /// <summary>All formulas.</summary>
    public static IReadOnlyList<AdHocFormula> All { get; } = [Gaussian, Molmap, EmReady, CryoFit, DemoEmFit];

    /// <summary>Name as written in outputs.</summary>
    public required string Name { get; init; }

    /// <summary>The formula in one line.</summary>
    public required string Definition { get; init; }

    /// <summary>Where it comes from.</summary>
    public required string Source { get; init; }

    /// <summary>What it leaves out of account.</summary>
    public required string Ignores { get; init; }

    /// <summary>Factor of each atom.</summary>
    public required AdHocWeight Weight { get; init; }

    /// <summary>Atoms taken.</summary>
    public required AdHocAtoms Atoms { get; init; }

    /// <summary>Radius in standard deviations at which an atom is cut off; 0 where the formula names none.</summary>
    public double CutOffSigmas { get; private init; }

    private double Scale { get; init; }

    private double Offset { get; init; }

    private double PerResolution { get; init; }

    private bool AtLeastResolution { get; init; }

    /// <summary>The formula of a name.</summary>
    /// <param name="name">gaussian, molmap, emready, cryofit or demo-emfit.</param>
    /// <exception cref="UsageException">There is no such formula.</exception>
    public static AdHocFormula Named(string name) =>
        All.FirstOrDefault(f => f.Name == name) ?? throw new UsageException($"formula {name}: choose one of {string.Join(", ", All.Select(f => f.Name))}");

    /// <summary>Width of the Gaussian as a B factor, Å²; the exponent is k = 4π²/v.</summary>
    /// <param name="d">Resolution, Å.</param>
    public double Width(double d)
    {
        double size = Offset + PerResolution * d;
        if (AtLeastResolution)
            size = Math.Max(size, d);
        return Scale * size * size;
    }

    /// <summary>Standard deviation of the Gaussian along one axis, Å: √(v/8π²).</summary>
    /// <param name="d">Resolution, Å.</param>
    public double Sigma(double d) => Math.Sqrt(Width(d) / (8 * Math.PI * Math.PI));

    /// <inheritdoc/>
    public override string ToString() => Name;
}
