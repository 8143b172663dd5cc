using Engine.Core.Geometry;
using Engine.Core.Models;

namespace Engine.Core.Restraints;

/// <summary>Links that the file records (SSBOND, LINK, struct_conn), looked up in the model.</summary>
internal sealed class RecordedLinks
{
    /// <summary>Recorded bonds longer than this are not believed, Å.</summary>
    private const double LongestBond = 4.0;

    /// <summary>Messages name this many examples.</summary>
    private const int Examples = 3;

    private readonly ModelSites sites;
    private readonly List<string> warnings;
    private readonly Dictionary<(string Chain, int Number, char Code), List<int>> residues = [];

    public RecordedLinks(ModelSites sites, List<string> warnings)
    {
        this.sites = sites;
        this.warnings = warnings;
        for (int r = 0; r < sites.Model.Residues.Count; r++)
        {
            Residue residue = sites.Model.Residues[r];
            var key = (sites.Model.Chains[residue.ChainIndex].Id, residue.Number, residue.InsertionCode);
            if (!residues.TryGetValue(key, out List<int>? list))
                residues[key] = list = [];
            list.Add(r);
        }
    }

    /// <summary>Looks up each record; hydrogen bonds and bonds to symmetry copies are no bonds inside the model.</summary>
    /// <param name="records">Records.</param>
    /// <param name="add">Receives residue, atom, residue, atom, conformer (0 = all).</param>
    public void Find(IReadOnlyList<LinkRecord> records, Action<int, string, int, string, int> add)
    {
        var missing = new List<string>();
        foreach (LinkRecord record in records)
        {
            if (record.SymmetryDiffers || record.Kind.StartsWith("hydrog", StringComparison.OrdinalIgnoreCase))
                continue;
            int a = Locate(record.First), b = Locate(record.Second);
            if (a < 0 || b < 0)
            {
                missing.Add($"{Text(record.First)} - {Text(record.Second)}");
                continue;
            }

            int r1 = sites.Model.Atoms[a].ResidueIndex, r2 = sites.Model.Atoms[b].ResidueIndex;
            if (r1 == r2)
                continue;
            double d = Vec3.Distance(sites.Positions[a], sites.Positions[b]);
            if (d > LongestBond)
            {
                warnings.Add($"link {Text(record.First)} - {Text(record.Second)} is {d:F2} Å long; it is ignored");
                continue;
            }

            int conformer = record.First.AltLoc != '\0' ? record.First.AltLoc : record.Second.AltLoc;
            add(r1, sites.Names[a], r2, sites.Names[b], conformer);
        }

        if (missing.Count > 0)
            warnings.Add($"{missing.Count} recorded link{(missing.Count == 1 ? "" : "s")} to atoms that the model does not have: ignored ({string.Join(", ", missing.Take(Examples))}{(missing.Count > Examples ? ", …" : "")})");
    }

    private static string Text(LinkPartner p) => $"{p.Chain} {p.Number}{(p.InsertionCode == '\0' ? "" : p.InsertionCode.ToString())} {p.ResidueName} {p.AtomName}";

    private int Locate(LinkPartner partner)
    {
        if (!residues.TryGetValue((partner.Chain, partner.Number, partner.InsertionCode), out List<int>? candidates))
            return -1;
        foreach (int r in candidates.OrderBy(r => sites.Model.Residues[r].Name == partner.ResidueName ? 0 : 1))
        {
            Residue residue = sites.Model.Residues[r];
            int found = -1;
            for (int i = residue.FirstAtom; i < residue.FirstAtom + residue.AtomCount; i++)
            {
                Atom atom = sites.Model.Atoms[i];
                if (atom.Name == partner.AtomName && (found < 0 || atom.AltLoc == partner.AltLoc))
                    found = i;
            }

            if (found >= 0)
                return found;
        }

        return -1;
    }
}
