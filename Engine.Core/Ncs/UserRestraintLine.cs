using System.Globalization;
using Engine.Core.Geometry;
using Engine.Kernels;

namespace Engine.Core.Ncs;

/// <summary>The words of one line of a file of restraints, taken one after the other. All faults are <see cref="FormatException"/>s without place.</summary>
internal sealed class UserRestraintLine
{
    private readonly AtomSpecifiers atoms;
    private readonly List<string> words = [];
    private readonly Dictionary<string, string> options = new(StringComparer.Ordinal);
    private int next;

    /// <summary>Splits a line into words and options (name=value).</summary>
    public UserRestraintLine(string line, AtomSpecifiers atoms)
    {
        this.atoms = atoms;
        foreach (string word in line.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries))
        {
            int equals = word.IndexOf('=', StringComparison.Ordinal);
            if (equals < 0 || word.Contains('/', StringComparison.Ordinal))
                words.Add(word);
            else if (!options.TryAdd(word[..equals], word[(equals + 1)..]))
                throw new FormatException($"option {word[..equals]} is given twice");
        }

        Kind = words.Count > 0 ? words[0] : line;
        next = 1;
    }

    /// <summary>The first word.</summary>
    public string Kind { get; }

    /// <summary>The next words as different atoms.</summary>
    public int[] Atoms(int count)
    {
        var found = new int[count];
        for (int k = 0; k < count; k++)
        {
            if (next >= words.Count)
                throw new FormatException($"{Kind} needs {count} atoms and has {k}");
            found[k] = atoms.Find(words[next++]);
        }

        return Distinct(found);
    }

    /// <summary>All further words as different atoms.</summary>
    public int[] AtomsToEnd(int fewest)
    {
        int count = words.Count - next;
        if (count < fewest)
            throw new FormatException($"{Kind} needs at least {fewest} atoms and has {count}");
        return Atoms(count);
    }

    /// <summary>All further words as a selection: its atoms and where they are.</summary>
    public (int Atom, Vec3 At)[] Selection()
    {
        if (next >= words.Count)
            throw new FormatException($"{Kind}: the selection is missing; write one behind sigma, such as chain A and name CA");
        string text = string.Join(' ', words[next..]);
        next = words.Count;
        try
        {
            (int Atom, Vec3 At)[] found = atoms.Select(text);
            return found.Length > 0 ? found : throw new FormatException($"'{text}' selects no atom of the model");
        }
        catch (UsageException e)
        {
            throw new FormatException(e.Message, e);
        }
    }

    /// <summary>The next word as a number.</summary>
    public double Number(string name, Predicate<double> allowed, string range)
    {
        if (next >= words.Count)
            throw new FormatException($"{Kind}: the {name} is missing");
        return Parse(name, words[next++], allowed, range);
    }

    /// <summary>The next word as a standard deviation.</summary>
    public double Sigma() => Number("sigma", v => v is >= 1e-4 and <= 1000, "0.0001 to 1000");

    /// <summary>An option, taken out of the list; 0 when it is not given.</summary>
    public double Option(string name) =>
        options.Remove(name, out string? value) ? Parse(name, value, v => v is >= 0 and <= 1000, "0 to 1000") : 0;

    /// <summary>Checks that nothing is left.</summary>
    public void End()
    {
        if (next < words.Count)
            throw new FormatException($"'{words[next]}' is too much behind a {Kind}; one restraint per line");
        if (options.Count > 0)
            throw new FormatException($"a {Kind} has no option {options.Keys.Order(StringComparer.Ordinal).First()}");
    }

    private static double Parse(string name, string word, Predicate<double> allowed, string range) =>
        double.TryParse(word, NumberStyles.Float, CultureInfo.InvariantCulture, out double value) && allowed(value)
            ? value
            : throw new FormatException($"{name} '{word}' must be a number {range}");

    private int[] Distinct(int[] found)
    {
        for (int k = 1; k < found.Length; k++)
        {
            if (Array.IndexOf(found, found[k], 0, k) >= 0)
                throw new FormatException($"{Kind} names atom {atoms.Label(found[k])} twice");
        }

        return found;
    }
}
