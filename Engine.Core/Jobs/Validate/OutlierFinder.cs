using Engine.Core.Geometry;
using Engine.Core.Models;
using Engine.Core.Restraints;
using Engine.Core.Rotamers;
using Engine.Core.Validation;
using Engine.Core.Validation.Contacts;
using Engine.Core.Validation.Hydrogens;
using Engine.Core.Validation.Nucleic;

namespace Engine.Core.Jobs.Validate;

/// <summary>Lists the outliers of a model in the order in which a person would look at them.</summary>
internal sealed class OutlierFinder
{
    private const double SevereZ = 10, SevereClash = 0.9, ModerateClash = 0.6, SevereCBeta = 0.5, PoorFit = 0.5, NoFit = 0.3, FlipLimit = 0.5;

    private readonly ValidationReport report;
    private readonly Model model;
    private readonly List<Outlier> found = [];

    private OutlierFinder(ValidationReport report) => (this.report, model) = (report, report.Structure!.First);

    /// <summary>All outliers: places with the gravest first, of equals those with most; the outliers of a place together.</summary>
    /// <param name="report">Report with its residues.</param>
    /// <param name="terms">Covalent terms.</param>
    public static IReadOnlyList<Outlier> Find(ValidationReport report, ResidueTerms terms)
    {
        var finder = new OutlierFinder(report);
        finder.AddTerms(terms);
        finder.AddBackbone();
        finder.AddSideChains();
        finder.AddContacts();
        finder.AddNucleotides();
        finder.AddFit();
        finder.AddBFactors();
        return [.. finder.found.GroupBy(o => o.Residue)
            .OrderBy(g => g.Min(o => o.Severity)).ThenByDescending(g => g.Sum(o => Weight(o.Severity))).ThenBy(g => g.Key)
            .SelectMany(g => g.OrderBy(o => o.Severity).ThenBy(o => o.Kind).ThenByDescending(o => Math.Abs(o.Value - o.Limit)))];
    }

    private static int Weight(OutlierSeverity severity) => severity switch { OutlierSeverity.Severe => 4, OutlierSeverity.Moderate => 2, _ => 1 };

    private void Add(
        OutlierKind kind, OutlierSeverity severity, int residue, char altLoc, IReadOnlyList<string> atoms, string? partner, string what, double value, double limit, string unit, Vec3? position = null)
    {
        Residue r = model.Residues[residue];
        found.Add(new(
            kind, severity, residue, model.Chains[r.ChainIndex].Id, r.Number, r.InsertionCode == '\0' ? "" : r.InsertionCode.ToString(), r.Name, altLoc == '\0' ? "" : altLoc.ToString(), atoms, partner,
            $"{Labels.Residue(model, residue)}{(altLoc == '\0' ? "" : $" ({altLoc})")}: {what}", value, limit, unit, position ?? report.Residues[residue].Position));
    }

    private void AddTerms(ResidueTerms terms)
    {
        foreach (TermOutlier t in terms.Outliers)
        {
            (OutlierKind kind, string unit) = t.Kind switch
            {
                CovalentTerm.Bond => (OutlierKind.Bond, "Z"),
                CovalentTerm.Angle => (OutlierKind.Angle, "Z"),
                CovalentTerm.Plane => (OutlierKind.Plane, "Z"),
                _ => (OutlierKind.Chirality, "Z"),
            };
            OutlierSeverity severity = t.IsWrongHand || t.Z >= SevereZ ? OutlierSeverity.Severe : t.Kind == CovalentTerm.Chirality ? OutlierSeverity.Moderate : OutlierSeverity.Minor;
            Atom first = model.Atoms[t.Atoms[0]];
            Vec3 middle = t.Atoms.Aggregate(default(Vec3), (sum, a) => sum + model.Atoms[a].Position) * (1.0 / t.Atoms.Length);
            char alt = t.Atoms.Select(a => model.Atoms[a].AltLoc).FirstOrDefault(c => c != '\0');
            Add(kind, severity, first.ResidueIndex, alt, [.. TermText.Names(model, t.Atoms)], null, TermText.Of(model, t), t.Z, ResidueTerms.Limit, unit, middle);
        }
    }

    private void AddBackbone()
    {
        foreach (RamachandranResidue r in report.Ramachandran?.OutlierList ?? [])
        {
            string what = FormattableString.Invariant($"Ramachandran outlier, φ {r.Phi:F0}°, ψ {r.Psi:F0}°, {100 * r.Score:F3} % of its class are rarer");
            Add(OutlierKind.Ramachandran, OutlierSeverity.Severe, r.Residue, r.AltLoc, [], null, what, 100 * r.Score, 100 * RamachandranLimits.Allowed(r.Class), "%");
        }

        foreach (PeptideOmega p in report.Peptides?.NotTrans ?? [])
        {
            string before = Labels.Residue(model, p.Residue1);
            if (p.State == PeptideState.Twisted)
                Add(OutlierKind.TwistedPeptide, OutlierSeverity.Severe, p.Residue2, p.AltLoc, ["N", "CA"], before, FormattableString.Invariant($"twisted peptide after {before}, ω {p.Omega:F0}°"), Math.Abs(p.Omega), 150, "°");
            else if (!p.IsProline)
                Add(OutlierKind.CisPeptide, OutlierSeverity.Severe, p.Residue2, p.AltLoc, ["N", "CA"], before, FormattableString.Invariant($"cis peptide after {before}, ω {p.Omega:F0}°"), Math.Abs(p.Omega), 30, "°");
        }

        foreach (CBetaDeviation c in report.CBeta?.OutlierList ?? [])
        {
            OutlierSeverity severity = c.Deviation >= SevereCBeta ? OutlierSeverity.Severe : OutlierSeverity.Moderate;
            Add(OutlierKind.CBeta, severity, c.Residue, c.AltLoc, ["CB"], null, FormattableString.Invariant($"CB is {c.Deviation:F2} Å from where the main chain expects it"), c.Deviation, CBetaDeviation.Limit, "Å");
        }
    }

    private void AddSideChains()
    {
        foreach (RotamerResidue s in report.Rotamers?.OutlierList ?? [])
        {
            string chi = string.Join(" ", s.Chi.Select(c => FormattableString.Invariant($"{c:F0}°")));
            string what = FormattableString.Invariant($"rotamer outlier, χ {chi}, {s.Score.Percent:F2} % of its type are rarer; nearest {s.Rotamer}");
            Add(OutlierKind.Rotamer, OutlierSeverity.Moderate, s.Residue, s.AltLoc, [], null, what, s.Score.Percent, RotamerScore.Allowed, "%");
        }

        foreach (FlipRecord f in report.Hydrogens?.Flips.Where(f => f.IsFlipped) ?? [])
        {
            string what = FormattableString.Invariant($"its end makes better contacts turned by 180° (score {f.Score:F1} instead of {f.OtherScore:F1})");
            Add(OutlierKind.Flip, OutlierSeverity.Minor, f.Residue, '\0', [], null, what, f.Score - f.OtherScore, FlipLimit, "");
        }
    }

    private void AddContacts()
    {
        if (report.Clashes is not { } clashes)
            return;
        Model full = report.Hydrogens!.Structure.First;
        foreach (Collision c in clashes.Collisions)
        {
            string what = FormattableString.Invariant($"{full.Atoms[c.Atom1].Name} is {c.Distance:F2} Å from {c.Name2}, to which it is not bonded");
            AddPair(OutlierKind.Collision, OutlierSeverity.Severe, full, c.Atom1, c.Atom2, c.Name2, what, c.Distance, 0);
        }

        foreach (Clash c in clashes.Clashes)
        {
            OutlierSeverity severity = c.Overlap >= SevereClash ? OutlierSeverity.Severe : c.Overlap >= ModerateClash ? OutlierSeverity.Moderate : OutlierSeverity.Minor;
            string what = FormattableString.Invariant($"{full.Atoms[c.Atom1].Name} clashes with {c.Name2}, overlap {c.Overlap:F2} Å");
            AddPair(OutlierKind.Clash, severity, full, c.Atom1, c.Atom2, c.Name2, what, c.Overlap, ContactRules.Clash);
        }
    }

    private void AddPair(OutlierKind kind, OutlierSeverity severity, Model full, int atom1, int atom2, string partner, string what, double value, double limit)
    {
        Atom one = full.Atoms[atom1], other = full.Atoms[atom2];
        Add(kind, severity, one.ResidueIndex, one.AltLoc, [one.Name], partner, what, value, limit, "Å", (one.Position + other.Position) * 0.5);
    }

    private void AddNucleotides()
    {
        foreach (NucleotideSugar s in report.SugarPuckers?.OutlierList ?? [])
        {
            string what = s.IsDeltaOutlier
                ? FormattableString.Invariant($"δ {s.Delta:F0}° does not fit the pucker that the phosphorus tells ({(s.Expected == SugarPucker.C2Endo ? "C2'-endo" : "C3'-endo")})")
                : FormattableString.Invariant($"ε {s.Epsilon:F0}° lies outside 155 to 310°");
            Add(OutlierKind.SugarPucker, OutlierSeverity.Moderate, s.Residue, s.AltLoc, [], null, what, s.IsDeltaOutlier ? s.Delta : s.Epsilon ?? 0, s.IsDeltaOutlier ? (s.Expected == SugarPucker.C2Endo ? 129 : 104) : 155, "°");
        }

        foreach (Suite s in report.Suites?.OutlierList ?? [])
            Add(OutlierKind.Suite, OutlierSeverity.Minor, s.Residue, '\0', [], null, $"backbone conformer is an outlier: {s.Fault}", s.Suiteness, 0.01, "");
    }

    private void AddFit()
    {
        foreach (ResidueValidation r in report.Residues.Where(r => r.Cc < PoorFit))
        {
            string q = r.Q is { } value ? FormattableString.Invariant($", Q {value:F2}") : "";
            Add(OutlierKind.Fit, r.Cc < NoFit ? OutlierSeverity.Moderate : OutlierSeverity.Minor, r.Residue, '\0', [], null, FormattableString.Invariant($"poor fit to the map, CC {r.Cc:F2}{q}"), r.Cc!.Value, PoorFit, "");
        }
    }

    private void AddBFactors()
    {
        foreach (BFactorStep s in report.BFactors?.Steps ?? [])
        {
            Atom one = model.Atoms[s.Atom1];
            string what = FormattableString.Invariant($"B factors of {one.Name} and {model.Atoms[s.Atom2].Name} differ by {s.Difference:F0} Å²");
            Add(OutlierKind.BFactor, OutlierSeverity.Minor, one.ResidueIndex, one.AltLoc, [one.Name], s.Name2, what, s.Difference, 20, "Å²", one.Position);
        }
    }
}
