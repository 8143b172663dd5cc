namespace Engine.Core.Models.Cif;

/// <summary>Fills a document from its text.</summary>
internal sealed class CifParser(CifDocument document)
{
    private CifBlock? block;
    private CifBlock? frame;
    private CifCategory? lastPairs;

    private CifBlock Current => frame ?? block!;

    public void Run()
    {
        var scanner = new CifScanner(document.Text, document.Name);
        CifToken token = scanner.Next();
        while (token.Kind != CifTokenKind.End)
        {
            if (token.Kind is CifTokenKind.Data or CifTokenKind.Global)
                token = StartBlock(ref scanner, token);
            else if (block == null)
                throw scanner.Error(scanner.TokenStart, "expected data_NAME at the start of a CIF file; is this another format?");
            else
                token = ReadItem(ref scanner, token);
        }

        if (block == null)
            throw scanner.Error(0, "the file holds no data block; is it empty?");
    }

    private CifToken StartBlock(ref CifScanner scanner, CifToken token)
    {
        bool isGlobal = token.Kind == CifTokenKind.Global;
        block = new CifBlock(isGlobal ? "" : document.String(document.Bytes(token)[5..]), isGlobal) { End = scanner.Position };
        (frame, lastPairs) = (null, null);
        document.Blocks.Add(block);
        return scanner.Next();
    }

    private CifToken ReadItem(ref CifScanner scanner, CifToken token)
    {
        switch (token.Kind)
        {
            case CifTokenKind.Loop:
                return ReadLoop(ref scanner);
            case CifTokenKind.Tag:
                ReadPair(ref scanner, token);
                return scanner.Next();
            case CifTokenKind.Save:
                SwitchFrame(scanner.Position, token);
                return scanner.Next();
            case CifTokenKind.Stop:
                return scanner.Next();
            default:
                throw scanner.Error(scanner.TokenStart, $"the value '{Shorten(token)}' belongs to no tag; is a quote or a tag missing before it?");
        }
    }

    private void SwitchFrame(int position, CifToken token)
    {
        lastPairs = null;
        block!.End = position;
        if (token.Length == 5)
        {
            frame = null;
            return;
        }

        frame = new CifBlock(document.String(document.Bytes(token)[5..]), false) { End = position };
        block.Frames.Add(frame);
    }

    private void ReadPair(ref CifScanner scanner, CifToken tagToken)
    {
        int start = scanner.TokenStart;
        ReadOnlySpan<byte> tag = document.Bytes(tagToken);
        CifToken value = scanner.Next();
        if (value.Kind > CifTokenKind.TextField)
            throw scanner.Error(start, $"{StringPool.Decode(tag)} has no value; write '?' for an unknown one");
        ReadOnlySpan<byte> name = CategoryOf(tag);
        CifCategory? category = lastPairs != null && SameName(lastPairs.Name, name) ? lastPairs : FindPairs(name);
        if (category == null)
        {
            category = new CifCategory(document, document.String(name), isLoop: false);
            Current.Add(category);
        }

        category.AddPair(document.String(tag), value);
        if (category == lastPairs)
            category.Ranges[^1] = (category.Ranges[^1].Start, scanner.Position);
        else
            category.Ranges.Add((start, scanner.Position));
        lastPairs = category;
        SetEnd(scanner.Position);
    }

    private CifToken ReadLoop(ref CifScanner scanner)
    {
        int start = scanner.TokenStart;
        CifToken token = scanner.Next();
        if (token.Kind != CifTokenKind.Tag)
            throw scanner.Error(start, "loop_ has no tags; name its columns");
        var category = new CifCategory(document, document.String(CategoryOf(document.Bytes(token))), isLoop: true);
        int end = scanner.Position;
        for (; token.Kind == CifTokenKind.Tag; token = scanner.Next())
        {
            category.AddTag(document.String(document.Bytes(token)));
            end = scanner.Position;
        }

        int first = -1, count = 0;
        for (; token.Kind <= CifTokenKind.TextField; token = scanner.Next(), count++)
        {
            int index = document.AddToken(token);
            if (count == 0)
                first = index;
            end = scanner.Position;
        }

        if (count % category.ColumnCount != 0)
        {
            throw scanner.Error(end, $"the loop {category.Name} has {category.ColumnCount} tags and {count} values, "
                + "which is no whole number of rows; is the file cut short, or a quote missing?");
        }

        category.SetRows(first, count / category.ColumnCount);
        category.Ranges.Add((start, end));
        Current.Add(category);
        lastPairs = null;
        SetEnd(end);
        return token;
    }

    private void SetEnd(int position)
    {
        Current.End = position;
        block!.End = position;
    }

    private CifCategory? FindPairs(ReadOnlySpan<byte> name)
    {
        foreach (CifCategory c in Current.Categories)
        {
            if (!c.IsLoop && SameName(c.Name, name))
                return c;
        }

        return null;
    }

    private static bool SameName(string name, ReadOnlySpan<byte> bytes) => System.Text.Ascii.EqualsIgnoreCase(bytes, name);

    private static ReadOnlySpan<byte> CategoryOf(ReadOnlySpan<byte> tag)
    {
        int dot = tag.IndexOf((byte)'.');
        return dot < 0 ? tag : tag[..dot];
    }

    private string Shorten(CifToken token) => StringPool.Decode(document.Bytes(token)[..Math.Min(token.Length, 40)]);
}
