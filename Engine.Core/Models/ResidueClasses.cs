namespace Engine.Core.Models;

/// <summary>Broad classes of residues by component id.</summary>
public enum ResidueClass
{
    /// <summary>None of the known names.</summary>
    Other,

    /// <summary>An amino acid, standard or modified, that takes part in a chain.</summary>
    Protein,

    /// <summary>A nucleotide, standard or modified.</summary>
    Nucleic,

    /// <summary>Water.</summary>
    Water,

    /// <summary>A single-atom ion.</summary>
    Ion,
}

/// <summary>Which component ids are amino acids, nucleotides, water and ions; names are those of the wwPDB Chemical Component Dictionary.</summary>
public static class ResidueClasses
{
    private static readonly Dictionary<string, char> StandardAminoAcids = Codes(
        "ALA A ARG R ASN N ASP D CYS C GLN Q GLU E GLY G HIS H ILE I LEU L LYS K MET M PHE F PRO P SER S THR T TRP W TYR Y VAL V");

    private static readonly Dictionary<string, char> StandardNucleotides = Codes("A A C C G G U U I I DA A DC C DG G DT T DU U DI I");

    /// <summary>Modified residues with the one-letter code of the residue they come from; X where there is none.</summary>
    private static readonly Dictionary<string, char> ModifiedAminoAcids = Codes(
        "MSE M SEC U PYL O UNK X ASX B GLX Z SEP S TPO T PTR Y CSO C CSD C CSX C CME C CMT C OCS C CAS C CSS C SMC C SNC C CYX C CYM C SCY C YCM C CSW C CAF C "
        + "MLY K MLZ K M3L K ALY K KCX K LLP K LYR K LYN K HYP P PCA Q CGU E GMA E MHO M SME M FME M MEN N NEP H HIC H HIP H HID H HIE H HSD H HSE H HSP H MHS H "
        + "TYS Y TYI Y TPQ Y NIY Y TRQ W TRO W TRN W HTR W PHI F HPE F DAH F NLE L MLE L DDE H AGM R 2MR R DA2 R CIR R HAR R ABA A AIB A DHA S DHB T MVA V SAR G "
        + "BFD D PHD D ASH D GLH E IAS D ASA D BMT T ORN A NVA V DAL A DAR R DSG N DAS D DCY C DGN Q DGL E DHI H DIL I DLE L DLY K MED M DPN F DPR P DSN S "
        + "DTH T DTR W DTY Y DVA V CRO X CRQ X CR2 X NH2 X ACE X NME X FOR X CCS C SVA S TYX X");

    private static readonly Dictionary<string, char> ModifiedNucleotides = Codes(
        "PSU U 5MU U 5MC C 4SU U H2U U OMC C OMG G OMU U OMA A A2M A 1MA A 2MA A 6MA A MA6 A 1MG G 2MG G 7MG G M2G G G7M G YG G YYG G QUO G UR3 U 5BU U 5IU U "
        + "CBR C CCC C A23 A OMX A N X DN X UMS U B8N U 4OC C 6MZ A MIA A T6A A CM0 U 70U U 2MU U MGT G M7G G 5CM C 8OG G BRU U UD5 U S4U U "
        + "5HC C C7R C 1SC C GNG G A44 A C43 C G48 G U36 U 4AC C 5HM C AP7 A FHU U IMC C RIA A GRB G +A A +C C +G G +U U");

    private static readonly HashSet<string> Waters = new(StringComparer.Ordinal) { "HOH", "DOD", "WAT", "H2O", "TIP", "TP3", "TIP3", "SOL", "OH2", "MTO" };

    private static readonly HashSet<string> Ions = new(StringComparer.Ordinal)
    {
        "LI", "NA", "K", "RB", "CS", "MG", "CA", "SR", "BA", "MN", "MN3", "FE", "FE2", "CO", "3CO", "NI", "3NI", "CU", "CU1", "CU3", "ZN", "ZN2", "CD", "HG",
        "AL", "AG", "AU", "AU3", "PT", "PT4", "PB", "TL", "V", "CR", "GA", "IN", "SM", "EU", "EU3", "GD", "GD3", "TB", "YB", "YB3", "LU", "LA", "CE", "PR", "HO3",
        "ER3", "DY", "W", "Y1", "YT3", "ZR", "MO", "RU", "RH", "RH3", "PD", "OS", "OS4", "IR", "IR3", "U1", "TH", "F", "CL", "BR", "IOD", "KR", "XE", "AR",
    };

    /// <summary>Class of a component id; ACE, NME and NH2, the caps of a peptide, count as protein.</summary>
    /// <param name="name">Component id as in the file.</param>
    public static ResidueClass Of(string name) =>
        StandardAminoAcids.ContainsKey(name) || ModifiedAminoAcids.ContainsKey(name) ? ResidueClass.Protein
        : StandardNucleotides.ContainsKey(name) || ModifiedNucleotides.ContainsKey(name) ? ResidueClass.Nucleic
        : Waters.Contains(name) ? ResidueClass.Water
        : Ions.Contains(name) ? ResidueClass.Ion
        : ResidueClass.Other;

    /// <summary>True for amino acids, modified ones included.</summary>
    public static bool IsProtein(string name) => Of(name) == ResidueClass.Protein;

    /// <summary>True for nucleotides, modified ones included.</summary>
    public static bool IsNucleic(string name) => Of(name) == ResidueClass.Nucleic;

    /// <summary>True for water.</summary>
    public static bool IsWater(string name) => Waters.Contains(name);

    /// <summary>True for single-atom ions.</summary>
    public static bool IsIon(string name) => Ions.Contains(name);

    /// <summary>True for the 20 amino acids.</summary>
    public static bool IsStandardAminoAcid(string name) => StandardAminoAcids.ContainsKey(name);

    /// <summary>True for A, C, G, U, I and their deoxy forms, DT and DU.</summary>
    public static bool IsStandardNucleotide(string name) => StandardNucleotides.ContainsKey(name);

    /// <summary>True for the deoxynucleotides DA, DC, DG, DT, DU, DI.</summary>
    public static bool IsDna(string name) => name.Length == 2 && name[0] == 'D' && IsStandardNucleotide(name);

    /// <summary>One-letter code; that of the parent for modified residues; X for unknown names.</summary>
    public static char OneLetterCode(string name) =>
        StandardAminoAcids.TryGetValue(name, out char c) || StandardNucleotides.TryGetValue(name, out c)
        || ModifiedAminoAcids.TryGetValue(name, out c) || ModifiedNucleotides.TryGetValue(name, out c) ? c : 'X';

    private static Dictionary<string, char> Codes(string list)
    {
        string[] words = list.Split(' ');
        var codes = new Dictionary<string, char>(StringComparer.Ordinal);
        for (int i = 0; i < words.Length; i += 2)
            codes[words[i]] = words[i + 1][0];
        return codes;
    }
}
