namespace Engine.Core.Chemistry;

/// <summary>A component while a modification is applied to it.</summary>
internal sealed class ModificationRun(ChemicalComponent component)
{
    private readonly List<ComponentAtom> atoms = [.. component.Atoms];
    private readonly List<ComponentBond> bonds = [.. component.Bonds];
    private readonly List<ComponentAngle> angles = [.. component.Angles];
    private readonly List<ComponentTorsion> torsions = [.. component.Torsions];
    private readonly List<ComponentChiral> chirals = [.. component.Chirals];
    private readonly List<ComponentPlane> planes = [.. component.Planes];

    /// <summary>Applies all changes.</summary>
    /// <param name="modification">Modification.</param>
    public ChemicalComponent Apply(Modification modification)
    {
        foreach (AtomChange change in modification.Atoms)
            ChangeAtom(change);
        foreach (BondChange change in modification.Bonds)
            ChangeBond(change);
        foreach (AngleChange change in modification.Angles)
            ChangeAngle(change);
        foreach (TorsionChange change in modification.Torsions)
            ChangeTorsion(change);
        foreach (ChiralChange change in modification.Chirals)
            ChangeChiral(change);
        foreach (PlaneAtomChange change in modification.Planes)
            ChangePlane(change);
        return RemoveOrphans();
    }

    private void ChangeAtom(AtomChange change)
    {
        int i = atoms.FindIndex(a => a.Name == change.Name);
        if (change.Kind == ChangeKind.Delete)
        {
            if (i >= 0)
                atoms.RemoveAt(i);
        }
        else if (i >= 0)
        {
            ComponentAtom old = atoms[i];
            atoms[i] = new ComponentAtom(change.NewName ?? old.Name, change.Element ?? old.Element, change.EnergyType ?? old.EnergyType, change.Charge ?? old.Charge);
            if (change.NewName != null && change.NewName != old.Name)
                Rename(old.Name, change.NewName);
        }
        else if (change.Kind == ChangeKind.Add)
        {
            atoms.Add(new ComponentAtom(change.Name, change.Element ?? default, change.EnergyType ?? "", change.Charge ?? 0));
        }
    }

    private void ChangeBond(BondChange change)
    {
        int i = bonds.FindIndex(b => Same(b.Atom1, b.Atom2, change.Atom1, change.Atom2));
        if (change.Kind == ChangeKind.Delete)
        {
            if (i >= 0)
                bonds.RemoveAt(i);
        }
        else if (i >= 0)
        {
            ComponentBond old = bonds[i];
            bonds[i] = old with { Order = change.Order ?? old.Order, Ideal = Or(change.Ideal, old.Ideal), Sigma = Or(change.Sigma, old.Sigma) };
        }
        else if (change.Kind == ChangeKind.Add && !double.IsNaN(change.Ideal))
        {
            bonds.Add(new ComponentBond(change.Atom1, change.Atom2, change.Order ?? BondOrder.Single, change.Ideal, Or(change.Sigma, DefaultSigma.Bond)));
        }
    }

    private void ChangeAngle(AngleChange change)
    {
        int i = angles.FindIndex(a => a.Apex == change.Apex && Same(a.Atom1, a.Atom3, change.Atom1, change.Atom3));
        if (change.Kind == ChangeKind.Delete)
        {
            if (i >= 0)
                angles.RemoveAt(i);
        }
        else if (i >= 0)
        {
            angles[i] = angles[i] with { Ideal = Or(change.Ideal, angles[i].Ideal), Sigma = Or(change.Sigma, angles[i].Sigma) };
        }
        else if (change.Kind == ChangeKind.Add && !double.IsNaN(change.Ideal))
        {
            angles.Add(new ComponentAngle(change.Atom1, change.Apex, change.Atom3, change.Ideal, Or(change.Sigma, DefaultSigma.Angle)));
        }
    }

    private void ChangeTorsion(TorsionChange change)
    {
        ComponentTorsion t = change.Torsion;
        int i = torsions.FindIndex(o => SameTorsion(o, t));
        if (change.Kind == ChangeKind.Delete)
            torsions.RemoveAll(o => SameTorsion(o, t));
        else if (i >= 0)
            torsions[i] = torsions[i] with { Ideal = Or(t.Ideal, torsions[i].Ideal), Sigma = Or(t.Sigma, torsions[i].Sigma), Period = t.Period > 0 ? t.Period : torsions[i].Period };
        else if (change.Kind == ChangeKind.Add && !double.IsNaN(t.Ideal))
            torsions.Add(t with { Sigma = Or(t.Sigma, DefaultSigma.Torsion) });
    }

    private void ChangeChiral(ChiralChange change)
    {
        int i = chirals.FindIndex(c => c.Centre == change.Chiral.Centre);
        if (change.Kind == ChangeKind.Delete)
            chirals.RemoveAll(c => c.Centre == change.Chiral.Centre);
        else if (i >= 0)
            chirals[i] = change.Chiral;
        else if (change.Kind == ChangeKind.Add)
            chirals.Add(change.Chiral);
    }

    private void ChangePlane(PlaneAtomChange change)
    {
        int i = planes.FindIndex(p => p.Id == change.PlaneId);
        if (change.Kind == ChangeKind.Add)
        {
            if (i < 0)
                planes.Add(new ComponentPlane(change.PlaneId, [change.Atom], Or(change.Sigma, DefaultSigma.Plane)));
            else if (!planes[i].Atoms.Contains(change.Atom))
                planes[i] = planes[i] with { Atoms = [.. planes[i].Atoms, change.Atom] };
        }
        else if (change.Kind == ChangeKind.Delete && i >= 0)
        {
            planes[i] = planes[i] with { Atoms = [.. planes[i].Atoms.Where(a => a != change.Atom)] };
        }
    }

    /// <summary>Takes out what refers to atoms that are gone, and planes of fewer than four atoms.</summary>
    private ChemicalComponent RemoveOrphans()
    {
        var names = atoms.Select(a => a.Name).ToHashSet(StringComparer.Ordinal);
        bool All(params ReadOnlySpan<string> of)
        {
            foreach (string name in of)
            {
                if (!names.Contains(name))
                    return false;
            }

            return true;
        }

        return component.With(
            atoms,
            bonds.FindAll(b => All(b.Atom1, b.Atom2)),
            angles.FindAll(a => All(a.Atom1, a.Apex, a.Atom3)),
            torsions.FindAll(t => All(t.Atom1, t.Atom2, t.Atom3, t.Atom4)),
            chirals.FindAll(c => All(c.Centre, c.Atom1, c.Atom2, c.Atom3)),
            planes.ConvertAll(p => p with { Atoms = [.. p.Atoms.Where(names.Contains)] }).FindAll(p => p.Atoms.Count >= 4));
    }

    private void Rename(string old, string name)
    {
        string N(string s) => s == old ? name : s;
        for (int i = 0; i < bonds.Count; i++)
            bonds[i] = bonds[i] with { Atom1 = N(bonds[i].Atom1), Atom2 = N(bonds[i].Atom2) };
        for (int i = 0; i < angles.Count; i++)
            angles[i] = angles[i] with { Atom1 = N(angles[i].Atom1), Apex = N(angles[i].Apex), Atom3 = N(angles[i].Atom3) };
        for (int i = 0; i < torsions.Count; i++)
        {
            ComponentTorsion t = torsions[i];
            torsions[i] = t with { Atom1 = N(t.Atom1), Atom2 = N(t.Atom2), Atom3 = N(t.Atom3), Atom4 = N(t.Atom4) };
        }

        for (int i = 0; i < chirals.Count; i++)
        {
            ComponentChiral c = chirals[i];
            chirals[i] = c with { Centre = N(c.Centre), Atom1 = N(c.Atom1), Atom2 = N(c.Atom2), Atom3 = N(c.Atom3) };
        }

        for (int i = 0; i < planes.Count; i++)
            planes[i] = planes[i] with { Atoms = [.. planes[i].Atoms.Select(N)] };
    }

    private static bool Same(string a1, string a2, string b1, string b2) => (a1 == b1 && a2 == b2) || (a1 == b2 && a2 == b1);

    private static bool SameTorsion(ComponentTorsion a, ComponentTorsion b) =>
        (a.Atom1 == b.Atom1 && a.Atom2 == b.Atom2 && a.Atom3 == b.Atom3 && a.Atom4 == b.Atom4)
        || (a.Atom1 == b.Atom4 && a.Atom2 == b.Atom3 && a.Atom3 == b.Atom2 && a.Atom4 == b.Atom1);

    private static double Or(double value, double otherwise) => double.IsNaN(value) ? otherwise : value;
}
