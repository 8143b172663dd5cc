using Engine.Core.Refinement.Repair;
using Engine.Core.Restraints;
using Engine.Core.SecondaryStructure;

namespace Engine.Core.Refinement.Regularize;

/// <summary>Terms that were added to those of dictionaries.</summary>
/// <param name="HydrogenBonds">Backbone hydrogen bonds.</param>
/// <param name="BasePairs">Base pairs.</param>
/// <param name="Stacks">Stacked bases.</param>
/// <param name="MetalContacts">Contacts of metals.</param>
public sealed record AddedTerms(int HydrogenBonds, int BasePairs, int Stacks, int MetalContacts);

/// <summary>The outcome of a regularisation.</summary>
/// <param name="Positions">3N coordinates, Å.</param>
/// <param name="Before">Geometry of the input.</param>
/// <param name="After">Geometry of the result.</param>
/// <param name="Rmsd">Root mean square shift of the movable heavy atoms, Å.</param>
/// <param name="Largest">Largest shift of one of them, Å.</param>
/// <param name="Structure">Secondary structure that the restraints keep, that of the input.</param>
/// <param name="Added">Terms on top of the dictionaries.</param>
/// <param name="Repair">What was mended; null when not asked for.</param>
/// <param name="Minimisation">Iterations and energies; null when the user stopped it before.</param>
/// <param name="Cancelled">True when the user stopped it.</param>
public sealed record RegularizeResult(
    double[] Positions, GeometryStatistics Before, GeometryStatistics After, double Rmsd, double Largest, SecondaryStructureRecord Structure, AddedTerms Added,
    RepairResult? Repair, LbfgsResult? Minimisation, bool Cancelled);
