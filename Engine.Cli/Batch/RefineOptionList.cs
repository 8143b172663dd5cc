namespace Engine.Cli.Batch;

/// <summary>Options of refine as words.</summary>
internal static class RefineOptionList
{
    /// <summary>Options for all entries and those of one entry, which win: an option that both give is taken from the entry, with its values.</summary>
    /// <param name="all">Options for all entries.</param>
    /// <param name="own">Options of the entry.</param>
    public static IReadOnlyList<string> Merge(IReadOnlyList<string> all, IReadOnlyList<string> own)
    {
        HashSet<string> given = [.. own.Where(IsOption).Select(Name)];
        var words = new List<string>();
        bool isKept = true;
        foreach (string word in all)
        {
            if (IsOption(word))
                isKept = !given.Contains(Name(word));
            if (isKept)
                words.Add(word);
        }

        words.AddRange(own);
        return words;
    }

    private static bool IsOption(string word) => word.Length > 1 && word[0] == '-' && !char.IsAsciiDigit(word[1]) && word[1] != '.';

    private static string Name(string word) => word.Split('=', ':')[0];
}
