namespace Engine.Core.Models.Selection;

/// <summary>A condition on atoms.</summary>
internal abstract record SelectionNode
{
    /// <summary>One flag per atom; the caller owns the array.</summary>
    public abstract bool[] Evaluate(SelectionContext context);
}

/// <summary>all or none.</summary>
internal sealed record ConstantNode(bool Value) : SelectionNode
{
    public override bool[] Evaluate(SelectionContext context)
    {
        bool[] result = new bool[context.Model.Atoms.Count];
        Array.Fill(result, Value);
        return result;
    }
}

/// <summary>not.</summary>
internal sealed record NotNode(SelectionNode Inner) : SelectionNode
{
    public override bool[] Evaluate(SelectionContext context)
    {
        bool[] result = Inner.Evaluate(context);
        for (int i = 0; i < result.Length; i++)
            result[i] = !result[i];
        return result;
    }
}

/// <summary>and.</summary>
internal sealed record AndNode(SelectionNode Left, SelectionNode Right) : SelectionNode
{
    public override bool[] Evaluate(SelectionContext context)
    {
        bool[] result = Left.Evaluate(context), right = Right.Evaluate(context);
        for (int i = 0; i < result.Length; i++)
            result[i] &= right[i];
        return result;
    }
}

/// <summary>or.</summary>
internal sealed record OrNode(SelectionNode Left, SelectionNode Right) : SelectionNode
{
    public override bool[] Evaluate(SelectionContext context)
    {
        bool[] result = Left.Evaluate(context), right = Right.Evaluate(context);
        for (int i = 0; i < result.Length; i++)
            result[i] |= right[i];
        return result;
    }
}

/// <summary>A property that an atom has or has not.</summary>
internal sealed record ClassNode(Func<SelectionContext, Predicate<int>> Test) : SelectionNode
{
    public override bool[] Evaluate(SelectionContext context)
    {
        Predicate<int> test = Test(context);
        bool[] result = new bool[context.Model.Atoms.Count];
        for (int i = 0; i < result.Length; i++)
            result[i] = test(i);
        return result;
    }
}

/// <summary>An element symbol, any case.</summary>
internal sealed record ElementNode(WildcardPattern Pattern) : SelectionNode
{
    public override bool[] Evaluate(SelectionContext context)
    {
        WildcardPattern pattern = Pattern with { Text = Pattern.Text.Trim() };
        bool[] known = new bool[256];
        foreach (Element element in context.Model.Atoms.Select(a => a.Element).Distinct())
            known[element.Number] = pattern.Fits(element.Symbol, ignoreCase: true);
        return [.. context.Model.Atoms.Select(a => known[a.Element.Number])];
    }
}

/// <summary>A text of the atom or its residue against a pattern.</summary>
internal sealed record TextNode(Func<SelectionContext, SelectionTexts> Texts, WildcardPattern Pattern) : SelectionNode
{
    public override bool[] Evaluate(SelectionContext context)
    {
        SelectionTexts texts = Texts(context);
        var fits = new Dictionary<string, bool>(StringComparer.Ordinal);
        bool[] result = Match(texts, Pattern, fits);
        if (Pattern.IsQuoted || fits.ContainsValue(true))
            return result;

        // Nothing fits: an unquoted value of one case takes the case of the model's own values.
        int patternCase = WildcardPattern.CaseOf([Pattern.Text]), modelCase = WildcardPattern.CaseOf(fits.Keys);
        if (patternCase == 0 || modelCase == 0 || patternCase == modelCase)
            return result;
        string text = modelCase > 0 ? Pattern.Text.ToUpperInvariant() : Pattern.Text.ToLowerInvariant();
        fits.Clear();
        return Match(texts, Pattern with { Text = text }, fits);
    }

    private static bool[] Match(SelectionTexts texts, WildcardPattern pattern, Dictionary<string, bool> fits)
    {
        bool[] result = new bool[texts.Count];
        for (int i = 0; i < result.Length; i++)
        {
            string value = pattern.IsPadded ? texts.Padded(i) : texts.Plain(i);
            if (!fits.TryGetValue(value, out bool fit))
            {
                fit = pattern.IsPadded ? pattern.FitsPadded(value) : pattern.Fits(value);
                fits.Add(value, fit);
            }

            result[i] = fit;
        }

        return result;
    }
}

/// <summary>A range of residue numbers, open where an end is null.</summary>
internal sealed record RangeNode((int Number, char Code)? First, (int Number, char Code)? Last, bool WithCode) : SelectionNode
{
    public override bool[] Evaluate(SelectionContext context)
    {
        bool[] result = new bool[context.Model.Atoms.Count];
        foreach (Residue r in context.Model.Residues)
        {
            (int, char) id = (r.Number, WithCode ? r.InsertionCode : '\0');
            if ((First == null || id.CompareTo(First.Value) >= 0) && (Last == null || id.CompareTo(Last.Value) <= 0))
                result.AsSpan(r.FirstAtom, r.AtomCount).Fill(true);
        }

        return result;
    }
}
