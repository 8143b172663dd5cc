using Engine.Core.Chemistry;

namespace Engine.Core.Restraints;

/// <summary>
/// Which atoms of a component cannot be told apart by elements and bonds alone, found by refining colours over neighbours until no more
/// split (the Morgan / Weisfeiler-Lehman procedure). Stereochemistry is not looked at.
/// </summary>
internal static class AtomSymmetry
{
    /// <summary>A colour per atom; equal colours mean equivalent atoms.</summary>
    /// <param name="component">Component.</param>
    /// <param name="neighbours">Bonded atoms per atom.</param>
    public static int[] Colours(ChemicalComponent component, int[][] neighbours)
    {
        int[] colours = [.. component.Atoms.Select(a => (int)a.Element.Number)];
        int kinds = colours.Distinct().Count();
        while (true)
        {
            var names = new Dictionary<string, int>(StringComparer.Ordinal);
            int[] next = new int[colours.Length];
            for (int i = 0; i < next.Length; i++)
            {
                string key = $"{colours[i]}:{string.Join(',', neighbours[i].Select(n => colours[n]).Order())}";
                if (!names.TryGetValue(key, out next[i]))
                    names[key] = next[i] = names.Count;
            }

            if (names.Count == kinds)
                return next;
            (colours, kinds) = (next, names.Count);
        }
    }
}
