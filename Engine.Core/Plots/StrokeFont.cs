using System.Globalization;

namespace Engine.Core.Plots;

/// <summary>
/// A font of strokes for pictures made where no fonts are installed: each letter is a few lines through points of a grid, 4 wide, baseline at 2, capitals to 8, small
/// letters to 6, descenders to 0. A point is two digits, x and y.
/// </summary>
internal static class StrokeFont
{
    private const double UnitsPerSize = 0.12;
    private const int Baseline = 2;
    private const int Gap = 2;
    private const int Space = 3;

    private static readonly Dictionary<char, int[][]> Glyphs = Read(
        "0 120307183847433212 1 172822,1232 2 07183847460242 3 07183847463515,354443321203 4 32380444 5 480805354443321203 6 473818070312324344351504 7 084812 "
        + "8 15060718384746351504031232434435 9 031232434738180706153546 A 022842,1434 B 02083847463505,3544433202 C 4738180703123243 D 02082846442202 E 48080242,0535 F 480802,0535 "
        + "G 47381807031232434525 H 0208,4248,0545 I 1232,2228,1838 J 3833221203 K 0208,480542 L 080242 M 0208254842 N 02084248 O 120307183847433212 P 02083847463505 "
        + "Q 120307183847433212,2442 R 02083847463505,2542 S 473818070615354443321203 T 0848,2822 U 080312324348 V 082248 W 0812253248 X 0248,0842 Y 082548,2522 Z 08480242 "
        + "a 16364542,441403123243 b 0802,0516364543321203 c 4536160503123243 d 4842,4536160503123243 e 04444536160503123243 f 38281712,0636 g 4641301001,4536160503123243 "
        + "h 0802,0516364542 i 2622,2828 j 26211000,2828 k 0802,360442 l 2822 m 0206,05162522,25364542 n 0206,0516364542 o 160503123243453616 p 0600,0516364543321203 "
        + "q 4640,4536160503123243 r 0206,051636 s 45361605143443321203 t 18132232,0636 u 0603123243,4642 v 062246 w 0612253246 x 0246,0642 y 0622,46221000 z 06460242 "
        + ". 2222 , 2211 : 2222,2525 ; 2211,2525 - 1535 – 0545 + 0545,2327 = 0444,0646 ( 38262432 ) 18262412 / 0248 ' 2826 % 0248,0818170708,4332334243 < 460543 > 064503 * 0446,0644,2327 _ 0141 | 2129 "
        + "[ 38181232 ] 18383212 ! 2824,2222 ? 0718384746252423,2222 # 1218,3238,0444,0646 & 4206071828270403122243 ² 1728371535 ³ 1838263716,371615 ⁻ 1737 ¹ 172825 Å 022642,1434,2617283726 ° 1728371617 ± 0646,2448,0242 × 1345,1543 · 2525 "
        + "σ 46160503123243453616 ≥ 064604,0343 ≤ 460646,0343 √ 05153248 ~ 05163445");

    private static readonly Dictionary<char, (int Low, int High)> Extents = Glyphs.ToDictionary(g => g.Key, g => (g.Value.SelectMany(s => s).Min(p => p / 10), g.Value.SelectMany(s => s).Max(p => p / 10)));

    /// <summary>Width of a text, pixels.</summary>
    /// <param name="text">Text.</param>
    /// <param name="size">Size, pixels.</param>
    public static double Width(string text, double size) => Math.Max(0, Letters(text).Sum(Advance) - Gap) * UnitsPerSize * size;

    /// <summary>The strokes of a text, pixels from its start on the baseline; x to the right, y downwards.</summary>
    /// <param name="text">Text.</param>
    /// <param name="size">Size, pixels.</param>
    public static IEnumerable<(double X, double Y)[]> Strokes(string text, double size)
    {
        double at = 0, unit = UnitsPerSize * size;
        foreach (char c in Letters(text))
        {
            if (Glyphs.TryGetValue(c, out int[][]? strokes))
            {
                int low = Extents[c].Low;
                double start = at;
                foreach (int[] stroke in strokes)
                    yield return [.. stroke.Select(p => ((start + p / 10 - low) * unit, (Baseline - p % 10) * unit))];
            }

            at += Advance(c);
        }
    }

    private static int Advance(char c) => Extents.TryGetValue(c, out (int Low, int High) e) ? e.High - e.Low + Gap : Space;

    /// <summary>The text in letters of the font: what is not known becomes a question mark.</summary>
    private static IEnumerable<char> Letters(string text) => text.Select(c => c == ' ' || Glyphs.ContainsKey(c) ? c : '?');

    private static Dictionary<char, int[][]> Read(string table)
    {
        string[] words = table.Split(' ');
        var glyphs = new Dictionary<char, int[][]>();
        for (int i = 0; i < words.Length; i += 2)
            glyphs[words[i][0]] = [.. words[i + 1].Split(',').Select(s => Enumerable.Range(0, s.Length / 2).Select(p => int.Parse(s.AsSpan(2 * p, 2), CultureInfo.InvariantCulture)).ToArray())];
        return glyphs;
    }
}
