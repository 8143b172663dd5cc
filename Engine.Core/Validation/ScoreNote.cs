namespace Engine.Core.Validation;

/// <summary>What a careful reader should know about a score of fit.</summary>
/// <param name="Key">Key of the score in reports.</param>
/// <param name="Name">Name in prose.</param>
/// <param name="Compares">What it compares.</param>
/// <param name="Ignores">What it does not see.</param>
/// <param name="Source">Where it is defined.</param>
public sealed record ScoreNote(string Key, string Name, string Compares, string Ignores, string Source)
{
    /// <summary>The scores of fit, in the order of reports.</summary>
    public static IReadOnlyList<ScoreNote> All { get; } =
    [
        new(
            "cc_mask", "CC_mask", "the map with the model's map at the resolution, inside the molecular mask",
            "scale and level of the map; all density outside the mask",
            "Afonine et al. 2018, Acta Cryst. D74, 814"),
        new(
            "cc_box", "CC_box", "the map with the model's map over the whole box",
            "scale and level of the map",
            "Afonine et al. 2018, Acta Cryst. D74, 814"),
        new(
            "cc_volume", "CC_volume", "the map with the model's map where the model's is highest",
            "density that the model lacks",
            "Afonine et al. 2018, Acta Cryst. D74, 814"),
        new(
            "cc_peaks", "CC_peaks", "the map with the model's map where either is highest",
            "scale and level of the map",
            "Afonine et al. 2018, Acta Cryst. D74, 814"),
        new(
            "qscore", "Q-score", "the density round each atom with one Gaussian of fixed width",
            "element, occupancy, B factor, resolution, hydrogens; it falls with resolution for a perfect model too: compare with the expected value",
            "Pintilie et al. 2020, Nat. Methods 17, 328"),
        new(
            "emringer", "EMRinger", "where density peaks round the side chains' first torsion with where rotamers point",
            "where the model's side chains point, occupancy, B factor, alternates but the first; Ala, Gly, Ile, Pro, Thr, Val",
            "Barad et al. 2015, Nat. Methods 12, 943"),
        new(
            "atom_inclusion", "Atom inclusion", "the density at each atom with a contour level",
            "everything but the places of atoms and the level; a model can move inside the contour without a change",
            "EMDB validation reports"),
        new(
            "fsc_model", "Map-model FSC", "Fourier shells of map and model",
            "where in the model the fit is good or bad",
            "Afonine et al. 2018, Acta Cryst. D74, 814"),
    ];
}
