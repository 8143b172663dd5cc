using Engine.Core.Geometry;

namespace Engine.Core.Validation.Contacts;

/// <summary>A sphere that dots can lie in.</summary>
/// <param name="Atom">Atom.</param>
/// <param name="At">Position, Å.</param>
/// <param name="Radius">Å.</param>
/// <param name="Allowed">Overlap that a hydrogen bond allows, Å; 0 when there is none.</param>
internal readonly record struct ContactSphere(int Atom, Vec3 At, float Radius, double Allowed);

/// <summary>
/// The score of an atom by the dots on its surface: dots inside atoms that are near in bonds do not count, and each of the others belongs to the sphere that it lies deepest in.
/// </summary>
internal static class DotContacts
{
    /// <summary>Weight of clashes in the score.</summary>
    private const double ClashWeight = 10;

    /// <summary>Weight of hydrogen bonds in the score.</summary>
    private const double HydrogenBondWeight = 4;

    /// <summary>The score of an atom at a place, higher for better: 4 × overlap volume of hydrogen bonds - 10 × overlap volume of clashes, Å³ (Word and co-workers 1999).</summary>
    /// <param name="centre">Place of the atom, Å.</param>
    /// <param name="radius">Radius of the atom, Å.</param>
    /// <param name="spheres">Spheres that overlap it.</param>
    /// <param name="hidden">Spheres of atoms near in bonds.</param>
    public static double Score(Vec3 centre, float radius, List<ContactSphere> spheres, List<ContactSphere> hidden)
    {
        if (spheres.Count == 0)
            return 0;
        double sum = 0;
        foreach (Vec3 dot in DotSphere.Of(radius))
        {
            Vec3 at = centre + dot;
            (int k, double overlap) = Nearest(at, spheres);
            if (k < 0 || IsInside(at, hidden))
                continue;
            double allowed = spheres[k].Allowed;
            sum += overlap <= allowed ? HydrogenBondWeight * overlap : -ClashWeight * (overlap - allowed);
        }

        return 0.5 * sum / DotSphere.Density;
    }

    private static (int Sphere, double Overlap) Nearest(Vec3 at, List<ContactSphere> spheres)
    {
        int nearest = -1;
        double deepest = 0;
        for (int k = 0; k < spheres.Count; k++)
        {
            double squared = (spheres[k].At - at).LengthSquared, reach = spheres[k].Radius - deepest;
            if (reach > 0 && squared < reach * reach)
                (nearest, deepest) = (k, spheres[k].Radius - Math.Sqrt(squared));
        }

        return (nearest, deepest);
    }

    private static bool IsInside(Vec3 at, List<ContactSphere> spheres)
    {
        foreach (ContactSphere s in spheres)
        {
            if ((s.At - at).LengthSquared < (double)s.Radius * s.Radius)
                return true;
        }

        return false;
    }
}
