namespace Engine.Core.Chemistry;

/// <summary>Copies of components with some parts replaced.</summary>
internal static class ComponentEdits
{
    /// <summary>The component with other parts; a part that is null stays as it is.</summary>
    public static ChemicalComponent With(
        this ChemicalComponent component,
        IReadOnlyList<ComponentAtom>? atoms = null,
        IReadOnlyList<ComponentBond>? bonds = null,
        IReadOnlyList<ComponentAngle>? angles = null,
        IReadOnlyList<ComponentTorsion>? torsions = null,
        IReadOnlyList<ComponentChiral>? chirals = null,
        IReadOnlyList<ComponentPlane>? planes = null)
    {
        return new ChemicalComponent
        {
            Id = component.Id,
            Name = component.Name,
            Group = component.Group,
            Source = component.Source,
            Atoms = atoms ?? component.Atoms,
            Bonds = bonds ?? component.Bonds,
            Angles = angles ?? component.Angles,
            Torsions = torsions ?? component.Torsions,
            Chirals = chirals ?? component.Chirals,
            Planes = planes ?? component.Planes,
        };
    }
}
