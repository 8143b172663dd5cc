namespace Engine.Core.Restraints;

/// <summary>The mirror images of the standard amino acids.</summary>
internal static class AminoAcidHand
{
    private static readonly HashSet<string> MirrorImages =
    [
        "DAL", "DAR", "DSG", "DAS", "DCY", "DGN", "DGL", "DHI", "DIL", "DLE", "DLY", "MED", "DPN", "DPR", "DSN", "DTH", "DTR", "DTY", "DVA",
    ];

    /// <summary>True for the component ids of D-amino acids.</summary>
    public static bool IsD(string residueName) => MirrorImages.Contains(residueName);
}
