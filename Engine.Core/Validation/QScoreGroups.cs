using Engine.Core.Models;

namespace Engine.Core.Validation;

/// <summary>Means of Q-scores over residues, chains and classes of residues.</summary>
/// <param name="model">Model.</param>
/// <param name="scores">Scored atoms in file order.</param>
/// <param name="sigma">Width of the Gaussian, for expected values.</param>
/// <param name="resolution">Resolution, for expected values.</param>
/// <param name="atomResolutions">Resolutions of the atoms, for expected values of residues; null = the same for all.</param>
internal sealed class QScoreGroups(Model model, AtomQScore[] scores, double sigma, double? resolution, double[]? atomResolutions)
{
    private readonly ResidueClass[] classes = [.. model.Residues.Select(r => ResidueClasses.Of(r.Name))];

    /// <summary>True for backbone atoms.</summary>
    public bool IsBackbone(AtomQScore score) => BackboneAtoms.Contains(ClassOf(score), model.Atoms[score.Atom].Name);

    /// <summary>Mean over some atoms; null when none of them has a score.</summary>
    public double? Mean(Func<AtomQScore, bool> isMember) => Mean(scores.Where(isMember));

    /// <summary>All residues with scored atoms.</summary>
    public IReadOnlyList<ResidueQScore> Residues()
    {
        var residues = new List<ResidueQScore>();
        foreach (IGrouping<int, AtomQScore> group in scores.GroupBy(s => model.Atoms[s.Atom].ResidueIndex))
        {
            Residue r = model.Residues[group.Key];
            ResidueClass kind = classes[group.Key];
            bool isPolymer = kind is ResidueClass.Protein or ResidueClass.Nucleic;
            residues.Add(new(
                group.Key, model.Chains[r.ChainIndex].Id, r.Number, r.InsertionCode == '\0' ? "" : r.InsertionCode.ToString(), r.Name, kind, Mean(group), Mean(group.Where(IsBackbone)),
                isPolymer ? Mean(group.Where(s => !IsBackbone(s))) : null, group.Count(s => s.Q != null), Expected(kind, group)));
        }

        return residues;
    }

    /// <summary>All chains with scored atoms.</summary>
    public IReadOnlyList<GroupQScore> Chains() =>
        [.. scores.GroupBy(s => model.Residues[model.Atoms[s.Atom].ResidueIndex].ChainIndex).OrderBy(g => g.Key).Select(g => Group(model.Chains[g.Key].Id, g, null))];

    /// <summary>All classes of residues with scored atoms.</summary>
    public IReadOnlyList<GroupQScore> Classes() =>
        [.. scores.GroupBy(ClassOf).OrderBy(g => g.Key).Select(g => Group(g.Key.ToString().ToLowerInvariant(), g, resolution is { } d ? ExpectedQScore.At(g.Key, d, sigma) : null))];

    private double? Expected(ResidueClass kind, IEnumerable<AtomQScore> members) =>
        (atomResolutions == null ? resolution : members.Average(s => atomResolutions[s.Atom])) is { } d ? ExpectedQScore.At(kind, d, sigma) : null;

    private static GroupQScore Group(string name, IEnumerable<AtomQScore> members, double? expected) => new(name, Mean(members), members.Count(s => s.Q != null), expected);

    private static double? Mean(IEnumerable<AtomQScore> members) => members.Average(s => s.Q);

    private ResidueClass ClassOf(AtomQScore score) => classes[model.Atoms[score.Atom].ResidueIndex];
}
