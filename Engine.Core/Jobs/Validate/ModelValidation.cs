using Engine.Core.Chemistry;
using Engine.Core.Models;
using Engine.Core.Restraints;
using Engine.Core.Rotamers;
using Engine.Core.Validation;
using Engine.Core.Validation.Backbone;
using Engine.Core.Validation.Contacts;
using Engine.Core.Validation.Hydrogens;
using Engine.Core.Validation.Nucleic;
using Engine.Kernels;

namespace Engine.Core.Jobs.Validate;

/// <summary>What is said about a model without a map.</summary>
internal sealed class ModelValidation
{
    /// <summary>Polymers with fewer atoms per residue are traces.</summary>
    private const double TraceAtoms = 2.5;

    private readonly Accelerator accelerator;
    private readonly Structure structure;
    private readonly Model model;
    private readonly double[] positions;
    private readonly ComponentLibrary library;
    private readonly ValidateRequest request;
    private readonly StageClock clock;
    private readonly List<string> absent = [];
    private readonly List<string> warnings = [];

    private ModelValidation(Accelerator accelerator, Structure structure, ComponentLibrary library, ValidateRequest request, StageClock clock)
    {
        (this.accelerator, this.structure, this.library, this.request, this.clock) = (accelerator, structure, library, request, clock);
        model = structure.First;
        positions = Coordinates.Of(model);
    }

    /// <summary>Runs all checks, independent ones side by side.</summary>
    /// <param name="accelerator">Device; opened once more, so that others may use it meanwhile.</param>
    /// <param name="structure">Model.</param>
    /// <param name="library">Restraint dictionaries.</param>
    /// <param name="request">Choices.</param>
    /// <param name="clock">Takes the seconds of the stages.</param>
    public static ModelChecks Run(Accelerator accelerator, Structure structure, ComponentLibrary library, ValidateRequest request, StageClock clock) => new ModelValidation(accelerator, structure, library, request, clock).Run();

    private ModelChecks Run()
    {
        bool hasContacts = HasContacts();
        Task<(HydrogenResult Hydrogens, ClashReport Clashes)?> contacts = Task.Run(() => hasContacts ? Contacts() : ((HydrogenResult, ClashReport)?)null);
        (RestraintModel restraints, GeometryStatistics geometry, ResidueTerms terms) = Covalent();
        ValidationReport report = Conformations() with
        {
            Structure = structure,
            Composition = ValidationComposition.Of(structure),
            Geometry = geometry,
            BFactors = clock.Time("b_factors", () => BFactorReport.Compute(structure, library)),
        };
        (HydrogenResult Hydrogens, ClashReport Clashes)? found = contacts.GetAwaiter().GetResult();
        if (found is { } c)
            report = report with { Hydrogens = c.Hydrogens, Clashes = c.Clashes.Atoms == 0 ? null : c.Clashes };
        if (found?.Clashes is { Partial.Count: > 0 } clashes)
        {
            double all = 1000.0 * (clashes.Clashes.Count + clashes.Partial.Count) / clashes.Atoms;
            warnings.Add(FormattableString.Invariant(
                $"{clashes.Partial.Count} overlap{(clashes.Partial.Count == 1 ? " is" : "s are")} between atoms whose occupancies add up to 1 or less and do{(clashes.Partial.Count == 1 ? "es" : "")} not count as clashes (clashscore with them {all:F2}): such atoms need not be there together; check the occupancies"));
        }

        warnings.AddRange(restraints.Warnings.Concat(found?.Hydrogens.Warnings ?? []).Concat(report.BFactors!.Warnings));
        return new(report with { MolProbity = Score(report), Warnings = [.. warnings.Concat(library.Warnings).Distinct()], Absent = absent }, terms, restraints);
    }

    private (RestraintModel, GeometryStatistics, ResidueTerms) Covalent() => clock.Time("geometry", () =>
    {
        RestraintModel restraints = RestraintBuilder.Build(model, structure.Links, library, new RestraintOptions { Strict = request.Strict });
        var terms = new ResidueTerms(model);
        return (restraints, GeometryStatistics.Compute(restraints, positions, null, DeviationTally.WorstLength, terms), terms);
    });

    private ValidationReport Conformations() => clock.Time("conformations", () =>
    {
        RamachandranReport ramachandran = RamachandranReport.Compute(model, positions);
        RotamerReport rotamers = RotamerReport.Compute(model, positions);
        CBetaReport cBeta = CBetaReport.Compute(model, positions);
        PeptideReport peptides = PeptideReport.Compute(model, positions);
        SugarPuckerReport sugars = SugarPuckerReport.Compute(model, positions);
        SuiteReport suites = SuiteReport.Compute(model, positions);
        bool protein = model.Residues.Any(r => ResidueClasses.IsProtein(r.Name)), nucleic = model.Residues.Any(r => ResidueClasses.IsNucleic(r.Name));
        Note(!protein, "Ramachandran plot, rotamers, Cβ deviations and peptides: the model has no amino acids");
        Note(protein && ramachandran.Count == 0, "Ramachandran plot: no residue has φ and ψ; main-chain atoms or neighbours are missing");
        Note(protein && rotamers.Count == 0, "rotamers: no side chain is complete");
        Note(protein && cBeta.Count == 0, "Cβ deviations: no residue has N, CA, C and CB");
        Note(protein && peptides.Count == 0, "peptides: no two residues are joined by a peptide bond with both CA");
        Note(protein, "CaBLAM: its reference distributions are not at hand");
        Note(nucleic && sugars.Sugars.Count == 0, "sugar puckers: no nucleotide has its sugar");
        Note(sugars.Sugars.Any(s => s.IsRibose) && suites.Count == 0, "RNA backbone suites: no two neighbours have all seven torsions");
        return new ValidationReport
        {
            Ramachandran = ramachandran.Count == 0 ? null : ramachandran,
            RamachandranZ = ramachandran.Count == 0 ? null : RamachandranZReport.Compute(model, ramachandran, BackboneParts.Of(model, positions)),
            Rotamers = rotamers.Count == 0 ? null : rotamers,
            CBeta = cBeta.Count == 0 ? null : cBeta,
            Peptides = peptides.Count == 0 ? null : peptides,
            SugarPuckers = sugars.Sugars.Count == 0 ? null : sugars,
            Suites = suites.Count == 0 ? null : suites,
        };
    });

    private (HydrogenResult, ClashReport)? Contacts()
    {
        HydrogenResult hydrogens = clock.Time("hydrogens", () => Hydrogenation.Add(structure, library, new HydrogenOptions { Nuclear = request.Nuclear, Threads = request.Threads }));
        using Accelerator own = accelerator.OpenAnother();
        return (hydrogens, clock.Time("clashes", () => ClashReport.Compute(own, hydrogens.Structure, library, request.Nuclear, request.Threads)));
    }

    /// <summary>A CA or P trace, or a model of waters alone, has no contacts worth counting.</summary>
    private bool HasContacts()
    {
        int heavy = model.Atoms.Count(a => !a.Element.IsHydrogen && !ResidueClasses.IsWater(model.Residues[a.ResidueIndex].Name));
        if (heavy == 0)
            absent.Add("clashes: the model has no heavy atoms besides waters");
        int[] polymer = [.. model.Residues.Where(r => ResidueClasses.Of(r.Name) is ResidueClass.Protein or ResidueClass.Nucleic).Select(r => r.AtomCount)];
        bool isTrace = polymer.Length > 0 && polymer.Average() < TraceAtoms;
        Note(heavy > 0 && isTrace, "clashes and MolProbity score: the model is a trace without side chains, in which few atoms can clash");
        return heavy > 0 && !isTrace;
    }

    private double? Score(ValidationReport r)
    {
        if (r.Clashes == null || r.Ramachandran == null || r.Rotamers == null)
        {
            Note(r.Composition!.Protein > 0, "MolProbity score: it needs clashes, a Ramachandran plot and rotamers");
            return null;
        }

        return MolProbityScore.Of(r.Clashes.Score, r.Rotamers.OutlierPercent, r.Ramachandran.FavouredPercent);
    }

    private void Note(bool isAbsent, string line)
    {
        if (isAbsent)
            absent.Add(line);
    }
}

/// <summary>Checks of a model, with what rows of residues need besides.</summary>
/// <param name="Report">Report without fit, residues and outliers.</param>
/// <param name="Terms">Covalent terms by residue.</param>
/// <param name="Restraints">Restraints.</param>
internal sealed record ModelChecks(ValidationReport Report, ResidueTerms Terms, RestraintModel Restraints);
