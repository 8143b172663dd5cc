using Engine.Kernels;

namespace Engine.Core.Models.Selection;

/// <summary>
/// A selection of atoms in the language of Phenix: <c>all none chain resseq resid icode resname name altloc element segid water protein nucleic hetero
/// backbone sidechain</c> with <c>and or not</c> and parentheses; <c>not</c> binds strongest, <c>or</c> weakest.
/// <list type="bullet">
/// <item>Keywords have any case. Values are case-sensitive, but an unquoted value of one case that fits nothing takes the case of the model's ids,
/// if these are of one case (as in Phenix). Elements have any case.</item>
/// <item><c>*</c> and <c>?</c> are wildcards; a backslash before them takes them literally. Quotes keep blanks: <c>altloc ' '</c> is no alternate location,
/// <c>name ' CA '</c> is C-alpha and <c>name 'CA  '</c> calcium, by the columns of the PDB format.</item>
/// <item><c>resseq 10:50</c>, <c>10:</c>, <c>:50</c> are residue numbers, insertion codes ignored; <c>resid 27A:29</c> counts them, and 29 is without one.
/// <c>through</c> may stand for the colon.</item>
/// <item><c>backbone</c> is N CA C O OXT of protein and phosphate with sugar of nucleic acids, with their hydrogens; <c>sidechain</c> is the rest of both.</item>
/// </list>
/// Two conditions side by side, which Phenix joins with "and", are an error here.
/// </summary>
public sealed class AtomSelection
{
    private readonly SelectionNode root;

    private AtomSelection(string text, SelectionNode root) => (Text, this.root) = (text, root);

    /// <summary>The selection as it was given.</summary>
    public string Text { get; }

    /// <summary>Parses a selection.</summary>
    /// <param name="text">Selection text.</param>
    /// <exception cref="UsageException">The text is not understood; the message marks the place with ^ and lists the known words.</exception>
    public static AtomSelection Parse(string text) => new(text, new SelectionParser(text).Parse());

    /// <summary>Finds the atoms.</summary>
    /// <param name="model">Model to look at.</param>
    /// <returns>One flag per atom of the model.</returns>
    public bool[] Apply(Model model) => root.Evaluate(new SelectionContext(model));

    /// <inheritdoc/>
    public override string ToString() => Text;
}
