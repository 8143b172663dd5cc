namespace Engine.Core.Rotamers;

/// <summary>A side chain that was turned.</summary>
/// <param name="Residue">Index of the residue.</param>
/// <param name="Name">Readable name, such as "A 15 LEU".</param>
/// <param name="OldRotamer">Nearest rotamer before.</param>
/// <param name="NewRotamer">Nearest rotamer after.</param>
/// <param name="OldScore">Percentage and region before.</param>
/// <param name="NewScore">Percentage and region after.</param>
/// <param name="OldDensity">Density that neighbours do not account for, before, in units of what the side chain should have.</param>
/// <param name="NewDensity">The same after.</param>
/// <param name="NewChi">New torsions, degrees.</param>
public sealed record RotamerChange(
    int Residue, string Name, string OldRotamer, string NewRotamer, RotamerScore OldScore, RotamerScore NewScore, double OldDensity, double NewDensity, double[] NewChi);

/// <summary>A residue that was left out.</summary>
/// <param name="Residue">Index of the residue.</param>
/// <param name="Name">Readable name.</param>
/// <param name="Reason">Why: atoms missing, alternate conformations, bonded to another residue, fixed.</param>
public sealed record RotamerSkip(int Residue, string Name, string Reason);

/// <summary>What a rotamer search did.</summary>
/// <param name="Positions">3N coordinates, Å.</param>
/// <param name="Changes">Turned side chains, in order of the residues.</param>
/// <param name="Skipped">Residues left out, in order.</param>
/// <param name="Examined">Number of side chains that were searched.</param>
public sealed record RotamerFitResult(double[] Positions, IReadOnlyList<RotamerChange> Changes, IReadOnlyList<RotamerSkip> Skipped, int Examined);
