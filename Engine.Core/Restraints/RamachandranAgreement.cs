using Engine.Kernels;

namespace Engine.Core.Restraints;

/// <summary>How well the regions of a potential are those of its distribution.</summary>
/// <param name="Cells">Share of 1° cells with the same label.</param>
/// <param name="Population">The same, each cell weighted by the residues in it.</param>
/// <param name="Stuck">Share of outlier cells from which the way down ends in the outlier region.</param>
/// <param name="Steepest">Largest slope of the potential, per degree.</param>
public sealed record RamachandranAgreement(double Cells, double Population, double Stuck, double Steepest)
{
    private const int Side = 360;

    /// <summary>Compares the labels at the middles of all 1° cells.</summary>
    /// <param name="grid">Published distribution.</param>
    /// <param name="kind">Its class.</param>
    /// <param name="surfaces">Potentials of all classes.</param>
    public static RamachandranAgreement Measure(RamachandranGrid grid, RamachandranClass kind, TorsionSurfaces surfaces)
    {
        double[] population = grid.Population();
        double same = 0, sum = 0, all = 0, steepest = 0;
        int outliers = 0, stuck = 0;
        for (int k = 0; k < Side * Side; k++)
        {
            double phi = k / Side - 179.5, psi = k % Side - 179.5, weight = population[k / Side / 2 * RamachandranGrid.Size + k % Side / 2];
            (double value, double byPhi, double byPsi) = surfaces.At((int)kind, phi, psi);
            steepest = Math.Max(steepest, Math.Sqrt(byPhi * byPhi + byPsi * byPsi));
            RamachandranLabel ours = RamachandranLimits.Label(kind, RamachandranScore.Of(value));
            bool agree = ours == RamachandranLimits.Label(kind, grid.At(phi, psi));
            same += agree ? 1 : 0;
            sum += agree ? weight : 0;
            all += weight;
            if (ours != RamachandranLabel.Outlier)
                continue;
            outliers++;
            stuck += LeadsOut(surfaces, kind, phi, psi) ? 0 : 1;
        }

        return new(same / (Side * Side), sum / all, (double)stuck / Math.Max(1, outliers), steepest);
    }

    /// <summary>True when steps of half a degree down the slope leave the outlier region.</summary>
    private static bool LeadsOut(TorsionSurfaces surfaces, RamachandranClass kind, double phi, double psi)
    {
        const double Stride = 0.5;
        for (int step = 0; step < 1000; step++)
        {
            (double value, double byPhi, double byPsi) = surfaces.At((int)kind, phi, psi);
            if (RamachandranLimits.Label(kind, RamachandranScore.Of(value)) != RamachandranLabel.Outlier)
                return true;
            double slope = Math.Sqrt(byPhi * byPhi + byPsi * byPsi);
            if (slope < 1e-6)
                return false;
            phi = Math.IEEERemainder(phi - Stride * byPhi / slope, 360);
            psi = Math.IEEERemainder(psi - Stride * byPsi / slope, 360);
        }

        return false;
    }
}
