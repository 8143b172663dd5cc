using Engine.Core.Chemistry;
using Engine.Core.Geometry;
using Engine.Core.Models;

namespace Engine.Tests.Chemistry;

/// <summary>
/// Deviations of a model's polymer residues from a library's ideal values, computed the plain way: residues that follow each other are linked when the bond is
/// shorter than 2 Å; heavy atoms of the first conformer only.
/// </summary>
internal sealed class ModelGeometry
{
    private readonly ComponentLibrary library;
    private readonly Model model;
    private readonly bool changeFirst;

    public ModelGeometry(ComponentLibrary library, Model model, bool changeFirst = true)
    {
        this.changeFirst = changeFirst;
        this.library = library;
        this.model = model;
        foreach (Chain chain in model.Chains)
            AddChain(chain);
    }

    public List<(string Name, double Deviation, double Sigma)> Bonds { get; } = [];

    public List<(string Name, double Deviation, double Sigma)> Angles { get; } = [];

    public List<(string Name, double Volume, ChiralSign Sign)> Chirals { get; } = [];

    public static double Rms(List<(string Name, double Deviation, double Sigma)> terms) => Math.Sqrt(terms.Average(t => t.Deviation * t.Deviation));

    public static double RmsZ(List<(string Name, double Deviation, double Sigma)> terms) => Math.Sqrt(terms.Average(t => t.Deviation * t.Deviation / (t.Sigma * t.Sigma)));

    private void AddChain(Chain chain)
    {
        List<int> residues = [.. chain.Residues.Where(r => library.Find(model.Residues[r].Name)?.Atoms.Count > 3)];
        string?[] nextModification = new string?[residues.Count];
        for (int i = 0; i < residues.Count; i++)
        {
            LinkCandidate? link = i + 1 < residues.Count ? LinkOf(residues[i], residues[i + 1]) : null;
            if (link != null)
                nextModification[i + 1] = link.Side(2).Modification;
            string[] changes = !changeFirst ? [nextModification[i] ?? ""] : [nextModification[i] ?? "", link?.Side(1).Modification ?? (Position(residues[i], "OXT") == null ? "DEL-OXT" : "")];
            AddResidue(residues[i], library.Links.Modify(library.Find(model.Residues[residues[i]].Name)!, changes));
            if (link != null)
                AddLink(link, residues[i], residues[i + 1]);
        }
    }

    private LinkCandidate? LinkOf(int r1, int r2)
    {
        foreach ((string a1, string a2) in (ReadOnlySpan<(string, string)>)[("C", "N"), ("O3'", "P")])
        {
            if (Position(r1, a1) is not Vec3 p || Position(r2, a2) is not Vec3 q || Vec3.Distance(p, q) > 2)
                continue;
            IReadOnlyList<LinkCandidate> found = library.Links.Find(library.Find(model.Residues[r1].Name)!, a1, library.Find(model.Residues[r2].Name)!, a2);
            return found.Count == 0 ? null : LinkLibrary.Choose(found, (partner, name) => Position(partner == 1 ? r1 : r2, name));
        }

        return null;
    }

    private void AddResidue(int r, ChemicalComponent c)
    {
        string label = $"{model.Residues[r].Name} {model.Residues[r].Number}";
        foreach (ComponentBond b in c.Bonds)
            AddBond($"{label} {b.Atom1}-{b.Atom2}", Position(r, b.Atom1), Position(r, b.Atom2), b.Ideal, b.Sigma);
        foreach (ComponentAngle a in c.Angles)
            AddAngle($"{label} {a.Atom1}-{a.Apex}-{a.Atom3}", Position(r, a.Atom1), Position(r, a.Apex), Position(r, a.Atom3), a.Ideal, a.Sigma);
        foreach (ComponentChiral h in c.Chirals)
        {
            if (Position(r, h.Centre) is Vec3 o && Position(r, h.Atom1) is Vec3 x && Position(r, h.Atom2) is Vec3 y && Position(r, h.Atom3) is Vec3 z)
                Chirals.Add(($"{label} {h.Centre}", Vec3.Dot(x - o, Vec3.Cross(y - o, z - o)), h.Sign));
        }
    }

    private void AddLink(LinkCandidate link, int r1, int r2)
    {
        Vec3? At(LinkAtom a) => Position(link.Partner(a) == 1 ? r1 : r2, a.Name);
        string label = $"{link.Link.Id} {model.Residues[r1].Number}";
        foreach (LinkBond b in link.Link.Bonds)
            AddBond(label, At(b.Atom1), At(b.Atom2), b.Ideal, b.Sigma);
        foreach (LinkAngle a in link.Link.Angles)
            AddAngle($"{label} {a.Atom1.Name}-{a.Apex.Name}-{a.Atom3.Name}", At(a.Atom1), At(a.Apex), At(a.Atom3), a.Ideal, a.Sigma);
    }

    private void AddBond(string name, Vec3? a, Vec3? b, double ideal, double sigma)
    {
        if (a is Vec3 p && b is Vec3 q)
            Bonds.Add((name, Vec3.Distance(p, q) - ideal, sigma));
    }

    private void AddAngle(string name, Vec3? a, Vec3? b, Vec3? c, double ideal, double sigma)
    {
        if (a is Vec3 p && b is Vec3 q && c is Vec3 r)
            Angles.Add((name, Vec3.AngleDegrees(p, q, r) - ideal, sigma));
    }

    private Vec3? Position(int residue, string name)
    {
        Residue r = model.Residues[residue];
        for (int i = r.FirstAtom; i < r.FirstAtom + r.AtomCount; i++)
        {
            if (model.Atoms[i].Name == name && !model.Atoms[i].Element.IsHydrogen && model.Atoms[i].AltLoc is '\0' or 'A')
                return model.Atoms[i].Position;
        }

        return null;
    }
}
