namespace Engine.Core.Chemistry;

/// <summary>Something that knows components: user files, a monomer library folder, the built-in dictionary.</summary>
public interface IComponentSource
{
    /// <summary>What it is, for reports: a path or "built-in".</summary>
    string Description { get; }

    /// <summary>The component, or null when this source does not have it.</summary>
    /// <param name="id">Component id, case as in the model.</param>
    ChemicalComponent? Find(string id);
}
