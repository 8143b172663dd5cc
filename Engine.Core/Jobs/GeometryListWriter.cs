using System.Globalization;
using Engine.Core.IO;
using Engine.Core.Restraints;

namespace Engine.Core.Jobs;

/// <summary>Every covalent restraint of a model with its deviation, worst first, and the worst contacts, as tab-separated text.</summary>
public static class GeometryListWriter
{
    /// <summary>Ending of the file.</summary>
    public const string Ending = "_geometry.tsv";

    /// <summary>First line of the file.</summary>
    public const string Header = "kind\tatoms\tvalue\tideal\tdeviation\tz";

    /// <summary>Writes the list.</summary>
    /// <param name="path">Path of the file.</param>
    /// <param name="restraints">Restraints of all atoms.</param>
    /// <param name="positions">3N coordinates, Å.</param>
    /// <param name="selection">Only terms whose atoms are all selected.</param>
    public static void Write(string path, RestraintModel restraints, double[] positions, bool[] selection) => AtomicFile.WriteText(path, writer =>
    {
        writer.WriteLine(Header);
        foreach ((string kind, GeometryOutlier term) in Terms(restraints, positions, selection))
            writer.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{kind}\t{term.Atoms}\t{term.Value:F4}\t{term.Ideal:F4}\t{term.Deviation:F4}\t{term.Z:F2}"));
    });

    /// <summary>The terms, the largest deviation/σ first. Lengths in Å, angles in degrees, chiral volumes in Å³; a contact's ideal is its contact distance.</summary>
    /// <param name="restraints">Restraints of all atoms.</param>
    /// <param name="positions">3N coordinates, Å.</param>
    /// <param name="selection">Only terms whose atoms are all selected.</param>
    public static IEnumerable<(string Kind, GeometryOutlier Term)> Terms(RestraintModel restraints, double[] positions, bool[] selection)
    {
        GeometryStatistics all = GeometryStatistics.Compute(restraints, positions, selection, int.MaxValue);
        IEnumerable<(string, GeometryOutlier)> Of(GeometrySet set) => new[]
        {
            ("bond", set.Bonds), ("angle", set.Angles), ("torsion", set.Torsions), ("chirality", set.Chirality), ("plane", set.Planes),
        }.SelectMany(kind => kind.Item2.Worst.Select(term => (kind.Item1, term)));
        return Of(all.Heavy).Concat(Of(all.Hydrogen)).Concat(all.Contacts.Worst.Select(c => ("contact", c))).OrderByDescending(t => t.Item2.Z);
    }
}
