using Engine.Core.Chemistry;
using Engine.Core.Models;
using Engine.Kernels;

namespace Engine.Core.Restraints;

/// <summary>Finds the component of each residue, under older names too, and keeps the templates made of components.</summary>
internal sealed class ComponentFinder(Model model, ComponentLibrary library, RestraintOptions options)
{
    private readonly Dictionary<string, ChemicalComponent?> found = new(StringComparer.Ordinal);
    private readonly Dictionary<(string Id, string Modifications), ResidueTemplate> templates = [];

    /// <summary>Component ids in the model that no source knows, with the number of residues; single atoms need no dictionary.</summary>
    public SortedDictionary<string, int> Unknown { get; } = new(StringComparer.Ordinal);

    /// <summary>Source of each component that was found, by its name in the model.</summary>
    public SortedDictionary<string, string> Sources { get; } = new(StringComparer.Ordinal);

    /// <summary>The component of a residue; null when unknown.</summary>
    /// <exception cref="InputException">Unknown, and the options are strict.</exception>
    public ChemicalComponent? Find(int residueIndex)
    {
        Residue residue = model.Residues[residueIndex];
        string name = IsOldDna(residue) ? "D" + residue.Name : residue.Name;
        if (!found.TryGetValue(name, out ChemicalComponent? component))
        {
            component = library.Find(name);
            found[name] = component;
            if (component != null)
                Sources[residue.Name] = component.Source;
        }

        if (component != null && Fits(residue, component))
            return component;
        if (residue.AtomCount < 2)
            return component;
        if (options.Strict)
            throw new InputException($"residue {Labels.Residue(model, residueIndex)}: no dictionary has the component {name}; give one with --dictionary {name}.cif, or leave out --strict");
        Unknown[residue.Name] = Unknown.GetValueOrDefault(residue.Name) + 1;
        return null;
    }

    /// <summary>
    /// False when the component is plainly another molecule under the same id (LIG, DRG and the like are used for anything): more than a third of
    /// the heavy atoms are not in it.
    /// </summary>
    private bool Fits(Residue residue, ChemicalComponent component)
    {
        string[] names = [.. Enumerable.Range(residue.FirstAtom, residue.AtomCount).Select(i => model.Atoms[i])
            .Where(a => !a.Element.IsHydrogen).Select(a => a.Name).Distinct()];
        if (names.Length < 4)
            return true;
        ResidueTemplate template = Template(component, []);
        return Array.TrueForAll(names, n => template.IndexOf(n) >= 0) || 3 * AtomAliases.Resolve(component, names).Count(n => n == null) <= names.Length;
    }

    /// <summary>The template of a component after modifications.</summary>
    /// <param name="component">Component.</param>
    /// <param name="modifications">Ids, in the order of application; unknown ones change nothing.</param>
    public ResidueTemplate Template(ChemicalComponent component, IReadOnlyCollection<string> modifications)
    {
        var key = (component.Id, string.Join(' ', modifications));
        if (!templates.TryGetValue(key, out ResidueTemplate? template))
            templates[key] = template = new ResidueTemplate(modifications.Count == 0 ? component : library.Links.Modify(component, modifications));
        return template;
    }

    /// <summary>Before 2007 DNA had the names of RNA: A, C, G without an O2' atom.</summary>
    private bool IsOldDna(Residue residue)
    {
        if (residue.Name is not ("A" or "C" or "G" or "T" or "U" or "I"))
            return false;
        bool sugar = false;
        for (int i = residue.FirstAtom; i < residue.FirstAtom + residue.AtomCount; i++)
        {
            string name = model.Atoms[i].Name;
            if (name is "O2'" or "O2*")
                return false;
            sugar |= name is "C2'" or "C2*";
        }

        return sugar && library.Find("D" + residue.Name) != null;
    }
}
