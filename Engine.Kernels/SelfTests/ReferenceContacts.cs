namespace Engine.Kernels.SelfTests;

/// <summary>Contacts by dots, dot by dot.</summary>
internal static class ReferenceContacts
{
    /// <summary>Dots at random on three spheres of 1.5 Å.</summary>
    public static double[][] Kinds(KernelSamples samples) => [Points(samples, 70), Points(samples, 131), Points(samples, 8)];

    /// <summary>Atoms on a disturbed lattice: all even ones are partners, some hidden, every other pair hydrogen-bonded.</summary>
    public static DottedAtoms Crowd(KernelSamples samples, int count, int kinds)
    {
        List<int> partners = [], hidden = [], partnerStart = [0], hiddenStart = [0];
        int[] centres = [.. Enumerable.Range(0, count).Where(i => i % 3 != 1)];
        foreach (int i in centres)
        {
            for (int j = 0; j < count; j++)
            {
                if (j != i && (i * 7 + j * 3) % 11 == 0)
                    hidden.Add(j);
                else if (j != i && j % 2 == 0)
                    partners.Add(j);
            }

            partnerStart.Add(partners.Count);
            hiddenStart.Add(hidden.Count);
        }

        return new()
        {
            Positions = samples.Lattice(count),
            Radii = [.. Enumerable.Range(0, count).Select(i => (float)(0.5 + 0.2 * (i % 3)))],
            Centres = centres,
            Kinds = [.. centres.Select(i => i % kinds)],
            PartnerStart = [.. partnerStart],
            Partners = [.. partners],
            Allowed = [.. partners.Select((_, k) => k % 2 == 0 ? 0.0 : 0.2)],
            HiddenStart = [.. hiddenStart],
            Hidden = [.. hidden],
        };
    }

    /// <summary>Overlap by overlap.</summary>
    public static double[] Overlaps(DottedAtoms atoms, double[][] kinds)
    {
        double[] overlaps = new double[atoms.Partners.Length];
        for (int c = 0; c < atoms.Count; c++)
        {
            double[] points = kinds[atoms.Kinds[c]];
            for (int d = 0; d < points.Length; d += 3)
            {
                double Depth(int atom) => atoms.Radii[atom] - Math.Sqrt(Enumerable.Range(0, 3).Sum(a => Math.Pow(atoms.Positions[3 * atom + a] - atoms.Positions[3 * atoms.Centres[c] + a] - points[d + a], 2)));
                if (atoms.Hidden[atoms.HiddenStart[c]..atoms.HiddenStart[c + 1]].Any(h => Depth(h) > 0))
                    continue;
                int best = Enumerable.Range(atoms.PartnerStart[c], atoms.PartnerStart[c + 1] - atoms.PartnerStart[c]).MaxBy(k => Depth(atoms.Partners[k]));
                if (Depth(atoms.Partners[best]) > 0)
                    overlaps[best] = Math.Max(overlaps[best], Depth(atoms.Partners[best]) - atoms.Allowed[best]);
            }
        }

        return overlaps;
    }

    private static double[] Points(KernelSamples samples, int count)
    {
        double[] points = samples.Numbers(3 * count, -1, 1);
        for (int i = 0; i < count; i++)
        {
            double length = Math.Sqrt(points[3 * i] * points[3 * i] + points[3 * i + 1] * points[3 * i + 1] + points[3 * i + 2] * points[3 * i + 2]) / 1.5;
            for (int c = 0; c < 3; c++)
                points[3 * i + c] /= length;
        }

        return points;
    }
}
