using Engine.Core.Geometry;
using Engine.Core.Models;
using Engine.Core.Scoring;
using Engine.Core.Validation;
using Engine.Core.Validation.Contacts;
using Engine.Core.Validation.Nucleic;

namespace Engine.Core.Jobs.Validate;

/// <summary>Gathers what is known about each residue, the ligands, and the outliers.</summary>
internal sealed class ResidueRows
{
    private readonly ValidationReport report;
    private readonly ResidueTerms terms;
    private readonly Model model;
    private readonly ResidueValidation[] rows;

    private ResidueRows(ValidationReport report, ResidueTerms terms)
    {
        (this.report, this.terms) = (report, terms);
        model = report.Structure!.First;
        rows = [.. model.Residues.Select((_, r) => Start(r))];
    }

    /// <summary>The report with its residues, ligands and outliers.</summary>
    /// <param name="report">Everything else.</param>
    /// <param name="checks">Covalent terms by residue.</param>
    public static ValidationReport AddTo(ValidationReport report, ModelChecks checks)
    {
        var gatherer = new ResidueRows(report, checks.Terms);
        gatherer.AddBackbone();
        gatherer.AddSideChains();
        gatherer.AddNucleotides();
        gatherer.AddContacts();
        gatherer.AddFit();
        ValidationReport full = report with { Residues = gatherer.rows };
        full = full with { Ligands = LigandRows.Of(full, checks) };
        IReadOnlyList<Outlier> outliers = OutlierFinder.Find(full, checks.Terms);
        return full with { Outliers = outliers, Residues = Flagged(gatherer.rows, outliers) };
    }

    /// <summary>The mean place of a residue's atoms, or its CA or C1'.</summary>
    internal static Vec3 PlaceOf(Model model, int residue)
    {
        Residue r = model.Residues[residue];
        string? centre = ResidueClasses.Of(r.Name) switch { ResidueClass.Protein => "CA", ResidueClass.Nucleic => "C1'", _ => null };
        Atom[] atoms = [.. model.Atoms.Skip(r.FirstAtom).Take(r.AtomCount)];
        return atoms.FirstOrDefault(a => a.Name == centre)?.Position ?? atoms.Aggregate(default(Vec3), (sum, a) => sum + a.Position) * (1.0 / atoms.Length);
    }

    private static IReadOnlyList<ResidueValidation> Flagged(ResidueValidation[] rows, IReadOnlyList<Outlier> outliers)
    {
        foreach (IGrouping<int, Outlier> group in outliers.GroupBy(o => o.Residue))
            rows[group.Key] = rows[group.Key] with { Flags = [.. group.OrderBy(o => o.Severity).ThenBy(o => o.Kind).Select(o => o.Kind).Distinct()], Severity = group.Min(o => o.Severity) };
        return rows;
    }

    private ResidueValidation Start(int index)
    {
        Residue r = model.Residues[index];
        Atom[] atoms = [.. model.Atoms.GetRange(r.FirstAtom, r.AtomCount)], heavy = [.. atoms.Where(a => !a.Element.IsHydrogen)], counted = heavy.Length > 0 ? heavy : atoms;
        return new()
        {
            Residue = index,
            Chain = model.Chains[r.ChainIndex].Id,
            Number = r.Number,
            InsertionCode = r.InsertionCode == '\0' ? "" : r.InsertionCode.ToString(),
            Name = r.Name,
            Kind = ResidueClasses.Of(r.Name),
            Position = PlaceOf(model, index),
            HeavyAtoms = heavy.Length,
            AltLocs = new string([.. atoms.Select(a => a.AltLoc).Where(c => c != '\0').Distinct().Order()]),
            MeanB = counted.Average(a => a.BIso),
            Occupancy = counted.Average(a => a.Occupancy),
            WorstBondZ = terms.WorstBond(index),
            WorstAngleZ = terms.WorstAngle(index),
        };
    }

    private void AddBackbone()
    {
        foreach (RamachandranResidue a in report.Ramachandran?.Residues ?? [])
            rows[a.Residue] = rows[a.Residue] with { Phi = a.Phi, Psi = a.Psi, RamachandranClass = a.Class, RamachandranLabel = a.Label, RamachandranScore = a.Score };
        foreach (Validation.Backbone.RamachandranZResidue z in report.RamachandranZ?.Residues ?? [])
            rows[z.Residue] = rows[z.Residue] with { RamachandranZ = z.Z };
        foreach (PeptideOmega p in report.Peptides?.Peptides ?? [])
            rows[p.Residue2] = rows[p.Residue2] with { Omega = p.Omega, Peptide = p.State };
    }

    private void AddSideChains()
    {
        foreach (Rotamers.RotamerResidue s in report.Rotamers?.Residues ?? [])
            rows[s.Residue] = rows[s.Residue] with { Rotamer = s.Rotamer, RotamerLabel = s.Score.Label, RotamerPercent = s.Score.Percent, Chi = s.Chi };
        foreach (CBetaDeviation c in report.CBeta?.Residues ?? [])
            rows[c.Residue] = rows[c.Residue] with { CBeta = c.Deviation };
    }

    private void AddNucleotides()
    {
        foreach (NucleotideSugar s in report.SugarPuckers?.Sugars ?? [])
            rows[s.Residue] = rows[s.Residue] with { Pucker = s.Expected switch { SugarPucker.C2Endo => "C2'-endo", SugarPucker.C3Endo => "C3'-endo", _ => null } };
        foreach (Suite s in report.Suites?.Suites ?? [])
            rows[s.Residue] = rows[s.Residue] with { Suite = s.Conformer, Suiteness = s.Suiteness };
    }

    private void AddContacts()
    {
        if (report.Clashes is not { } clashes)
            return;
        for (int r = 0; r < rows.Length; r++)
            rows[r] = rows[r] with { Clashes = 0 };
        List<Atom> atoms = report.Hydrogens!.Structure.First.Atoms;
        foreach (Clash clash in clashes.Clashes)
        {
            foreach (int r in new[] { atoms[clash.Atom1].ResidueIndex, atoms[clash.Atom2].ResidueIndex }.Distinct())
                rows[r] = rows[r] with { Clashes = rows[r].Clashes + 1, WorstClash = Math.Max(rows[r].WorstClash ?? 0, clash.Overlap) };
        }
    }

    private void AddFit()
    {
        if (report.Fit is not { } fit)
            return;
        AddCorrelations(fit.Correlations?.Residues ?? []);
        foreach (ResidueQScore q in fit.QScore.Residues)
        {
            double? expected = fit.QScore.Resolution is { } d ? ExpectedQScore.At(q.Class, d, fit.QScore.Sigma) : null;
            rows[q.Residue] = rows[q.Residue] with { Q = q.Q, QBackbone = q.QBackbone, QSideChain = q.QSideChain, ExpectedQ = expected };
        }

        foreach (ResidueQScore q in fit.QScoreFirst.Residues)
            rows[q.Residue] = rows[q.Residue] with { QFirst = q.Q };
        foreach (GroupInclusion g in fit.Inclusion.Residues.Where(g => g.Residue != null))
            rows[g.Residue!.Value] = rows[g.Residue.Value] with { Inclusion = g.Inclusion };
        foreach (EmRingerResidue e in fit.EmRinger.Residues)
            rows[e.Residue] = rows[e.Residue] with { EmRingerPeak = e.PeakChi1, IsEmRingerRotameric = e.IsRotameric };
    }

    /// <summary>Correlations come by name and in file order: where a name occurs twice, first goes to first.</summary>
    private void AddCorrelations(IReadOnlyList<ResidueScore> scores)
    {
        var places = new Dictionary<(string, int, string, string), Queue<int>>();
        foreach (ResidueValidation row in rows)
        {
            (string, int, string, string) key = (row.Chain, row.Number, row.InsertionCode, row.Name);
            if (!places.TryGetValue(key, out Queue<int>? queue))
                places[key] = queue = new();
            queue.Enqueue(row.Residue);
        }

        foreach (ResidueScore s in scores)
        {
            if (places.TryGetValue((s.Chain, s.Number, s.Icode, s.Name), out Queue<int>? queue) && queue.TryDequeue(out int r))
                rows[r] = rows[r] with { Cc = s.Cc, CcMainChain = s.CcMainChain, CcSideChain = s.CcSideChain, CcLocal = s.CcLocal, LocalResolution = s.Resolution };
        }
    }
}
