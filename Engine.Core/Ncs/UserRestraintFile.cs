using System.Globalization;
using Engine.Core.Models;
using Engine.Kernels;

namespace Engine.Core.Ncs;

/// <summary>
/// Reads restraints that the user wrote, one per line; '#' starts a comment:
/// <code>
/// bond    ATOM ATOM LENGTH SIGMA [slack=Å] [limit=Å]
/// angle   ATOM ATOM ATOM DEGREES SIGMA [limit=degrees]
/// torsion ATOM ATOM ATOM ATOM DEGREES SIGMA [period=N] [limit=degrees]
/// plane   SIGMA ATOM ATOM ATOM ATOM ...
/// position SIGMA SELECTION [limit=Å]
/// </code>
/// An atom is chain/residue/name, such as A/15/SG, with insertion code behind the number (A/52B/CA) and alternate location behind a dot (A/15/SG.B). A limit is
/// the deviation from which the restraint fades: of bonds on the long side, of torsions with period 0, of atoms held where they are in the model. SELECTION is an <see cref="Models.Selection.AtomSelection"/>.
/// </summary>
public static class UserRestraintFile
{
    private const long LargestFile = 16 << 20;

    /// <summary>Reads a file.</summary>
    /// <param name="path">Text file.</param>
    /// <param name="model">Model whose atoms it names.</param>
    /// <exception cref="InputException">The file is missing or too large, or a line is wrong: the message names file, line, value and the way out.</exception>
    public static RestraintTable Read(string path, Model model)
    {
        var file = new FileInfo(path);
        if (!file.Exists)
            throw new InputException($"{path}: no such file; give the path of a text file with restraints");
        if (file.Length > LargestFile)
            throw new InputException($"{path}: {file.Length} bytes are too many for a file of restraints (limit {LargestFile}); is it another kind of file?");
        try
        {
            return Parse(File.ReadAllText(path), path, model);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new InputException($"{path}: cannot be read ({e.Message}); check its permissions", e);
        }
    }

    /// <summary>Reads restraints from text.</summary>
    /// <param name="text">Lines.</param>
    /// <param name="name">Name for messages.</param>
    /// <param name="model">Model whose atoms it names.</param>
    /// <exception cref="InputException">A line is wrong.</exception>
    public static RestraintTable Parse(string text, string name, Model model)
    {
        var terms = new UserRestraintTerms();
        var atoms = new AtomSpecifiers(model);
        string[] lines = text.Split('\n');
        for (int i = 0; i < lines.Length; i++)
        {
            string line = lines[i].Split('#')[0].Trim();
            if (line.Length == 0)
                continue;
            try
            {
                Add(new UserRestraintLine(line, atoms), terms);
            }
            catch (FormatException e)
            {
                throw new InputException(string.Create(CultureInfo.InvariantCulture, $"{name}: line {i + 1}: {e.Message}"), e);
            }
        }

        return terms.ToTable(model.Atoms.Count);
    }

    private static void Add(UserRestraintLine line, UserRestraintTerms terms)
    {
        switch (line.Kind)
        {
            case "bond":
                int[] pair = line.Atoms(2);
                double length = line.Number("length", v => v is > 0 and <= 1000, "above 0 Å"), width = line.Sigma();
                terms.AddBond(pair, length, width, line.Option("slack"), line.Option("limit"));
                break;
            case "angle":
                terms.AddAngle(line.Atoms(3), line.Number("angle", v => v is > 0 and <= 180, "above 0 and at most 180 degrees"), line.Sigma(), line.Option("limit"));
                break;
            case "torsion":
                int[] four = line.Atoms(4);
                double angle = line.Number("torsion", v => v is >= -360 and <= 360, "-360 to 360 degrees"), sigma = line.Sigma();
                double period = line.Option("period"), limit = line.Option("limit");
                if (period != Math.Floor(period) || period > 12)
                    throw new FormatException("period must be a whole number, 0 to 12");
                if (period > 0 && limit > 0)
                    throw new FormatException("a torsion with a period cannot have a limit; leave one of them out");
                terms.AddTorsion(four, angle, sigma, (int)period, limit);
                break;
            case "plane":
                double spread = line.Sigma();
                terms.AddPlane(line.AtomsToEnd(4), spread);
                break;
            case "position":
                double held = line.Sigma();
                terms.AddPositions(line.Selection(), held, line.Option("limit"));
                break;
            default:
                throw new FormatException($"'{line.Kind}' is no kind of restraint; write bond, angle, torsion, plane or position");
        }

        line.End();
    }
}
