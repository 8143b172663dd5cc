using Engine.Kernels;

namespace Engine.Core.Models;

/// <summary>Collects what is wrong with single lines of a file: a few bad lines are warnings, many are an error.</summary>
internal sealed class ReadFaults(string file, List<string> warnings)
{
    /// <summary>Number of unreadable atoms from which the file is refused.</summary>
    public const int Limit = 20;

    private readonly List<string> faults = [];
    private int remarks;

    /// <summary>An atom that cannot be read and is left out.</summary>
    /// <param name="line">Line number from 1.</param>
    /// <param name="fault">What is wrong, without the line.</param>
    /// <exception cref="InputException">More than <see cref="Limit"/> atoms cannot be read.</exception>
    public void AtomLeftOut(int line, string fault)
    {
        faults.Add($"line {line}: {fault}");
        warnings.Add($"line {line}: atom left out: {fault}");
        if (faults.Count > Limit)
            throw new InputException($"{file}: more than {Limit} atoms cannot be read, the first at {faults[0]}; correct the file");
    }

    /// <summary>Something odd that loses no atom; at most <see cref="Limit"/> are kept.</summary>
    /// <param name="line">Line number from 1.</param>
    /// <param name="text">What is odd.</param>
    public void Odd(int line, string text)
    {
        if (++remarks <= Limit)
            warnings.Add($"line {line}: {text}");
    }

    /// <summary>Adds the count of what was not listed.</summary>
    /// <param name="atoms">Number of atoms that were read.</param>
    /// <exception cref="InputException">No atom was read.</exception>
    public void Finish(int atoms)
    {
        if (remarks > Limit)
            warnings.Add($"{remarks - Limit} more such lines");
        if (atoms == 0)
        {
            throw new InputException(faults.Count > 0
                ? $"{file}: no atom can be read, the first fault at {faults[0]}; correct the file"
                : $"{file}: the file holds no atoms; give a file with coordinates");
        }
    }
}
