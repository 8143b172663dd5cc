namespace Engine.Core.Maps;

/// <summary>
/// Tells maps from other files and finds their byte order. Machine stamps are wrong too often to be trusted (EMDB files carry 44 44, 44 41, 11 11,
/// zeros and text), so the order in which MODE, the size and MAPC, MAPR, MAPS make sense wins; the stamp only breaks a tie.
/// </summary>
internal static class MapByteOrder
{
    /// <summary>Bytes that are needed to judge: everything up to the machine stamp.</summary>
    public const int NeededBytes = 216;

    private const int StampOffset = 208;
    private const int PermutationScore = 8;

    /// <summary>True when the bytes look like the start of a map header in one of the two orders; damage elsewhere is for the parser to name.</summary>
    /// <param name="start">The first bytes of the (unpacked) file.</param>
    public static bool LooksLikeMap(ReadOnlySpan<byte> start)
    {
        if (start.Length < NeededBytes)
            return false;
        bool isBigEndian = IsBigEndian(start);
        HeaderWords words = new(start, isBigEndian);
        if (words.Integer(4) is < 0 or > 1000)
            return false;
        return IsPermutation(words.Integers(17)) || HasMapStamp(start) || Score(words) >= 7;
    }

    /// <summary>True when word 53 is "MAP ".</summary>
    /// <param name="start">The first bytes of the file.</param>
    public static bool HasMapStamp(ReadOnlySpan<byte> start) => start.Slice(StampOffset, 4).SequenceEqual("MAP "u8);

    /// <summary>The byte order that makes more sense.</summary>
    /// <param name="start">The first bytes of the file, <see cref="NeededBytes"/> or more.</param>
    public static bool IsBigEndian(ReadOnlySpan<byte> start)
    {
        int little = Score(new HeaderWords(start, false)), big = Score(new HeaderWords(start, true));
        return big != little ? big > little : StatedBigEndian(start) == true;
    }

    /// <summary>What the machine stamp says: 0x44 little-endian, 0x11 big-endian, anything else nothing.</summary>
    /// <param name="start">The first bytes of the file.</param>
    public static bool? StatedBigEndian(ReadOnlySpan<byte> start) => start[StampOffset + 4] switch { 0x44 => false, 0x11 => true, _ => null };

    /// <summary>True when three words are 1, 2 and 3 in some order.</summary>
    public static bool IsPermutation((int First, int Second, int Third) words) =>
        IsAxis(words.First) && IsAxis(words.Second) && IsAxis(words.Third)
        && ((1 << words.First) | (1 << words.Second) | (1 << words.Third)) == 0b1110;

    private static int Score(HeaderWords words)
    {
        (int nx, int ny, int nz) = words.Integers(1);
        int score = Plausible(nx) + Plausible(ny) + Plausible(nz);
        score += words.Integer(4) switch { 0 or 1 or 2 or 3 or 4 or 6 or 12 or 101 => 3, > 0 and < 1000 => 1, _ => 0 };
        score += words.Integer(24) is >= 0 and < 1 << 28 ? 1 : 0;
        return score + (IsPermutation(words.Integers(17)) ? PermutationScore : 0);
    }

    private static bool IsAxis(int word) => word is >= 1 and <= 3;

    private static int Plausible(int size) => size is > 0 and <= MapHeader.MaximumSize ? 1 : 0;
}
