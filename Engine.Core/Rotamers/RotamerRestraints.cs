using Engine.Core.Models;
using Engine.Kernels;

namespace Engine.Core.Rotamers;

/// <summary>
/// Restraints that hold side chains near a rotamer: E = top (1 - exp(-δ² / (σ² top))) for each torsion, δ the distance to the range of the rotamer (<see cref="RotamerRange"/>). Inside the range the map
/// decides alone; a side chain far outside is free.
/// </summary>
public static class RotamerRestraints
{
    /// <summary>σ of a torsion, degrees.</summary>
    public const double Sigma = 3;

    /// <summary>Distance to the range at which the energy levels off, degrees: top = (limit / σ)².</summary>
    public const double Limit = 40;

    /// <summary>Torsion terms of chosen residues (period 0); to be added to other restraints by <see cref="RestraintTableParts.Append"/>. Proline gets none.</summary>
    /// <param name="model">Names and residues.</param>
    /// <param name="positions">3N coordinates, Å: the nearest rotamer is the target.</param>
    /// <param name="residues">Indices of the residues; null = all that are no outliers.</param>
    public static RestraintTable Build(Model model, ReadOnlySpan<double> positions, IReadOnlySet<int>? residues = null)
    {
        var atoms = new List<int>();
        var ideal = new List<double>();
        var slack = new List<double>();
        foreach (SideChain chain in SideChain.Find(model))
        {
            double[] now = chain.Chi(positions);
            bool chosen = residues?.Contains(chain.Residue) ?? RotamerScore.Of(chain.Type, now).Label != RotamerLabel.Outlier;
            if (!chosen || chain.Type == "PRO")
                continue;
            Rotamer near = RotamerLibrary.Nearest(chain.Type, now);
            double range = RotamerRange.Of(chain.Type, near);
            for (int k = 0; k < now.Length; k++)
            {
                double angle = now[k] - ChiDefinition.Difference(chain.Type, k, now[k], near.Chi[k]);
                atoms.AddRange(chain.ChiAtoms(k));
                slack.Add(range * near.Sigma[k]);
                ideal.Add(Math.IEEERemainder(chain.Mirror ? -angle : angle, 360));
            }
        }

        return new RestraintTable
        {
            AtomCount = model.Atoms.Count,
            TorsionAtoms = [.. atoms],
            TorsionIdeal = [.. ideal],
            TorsionWeight = [.. ideal.Select(_ => 1 / (Sigma * Sigma))],
            TorsionSlack = [.. slack],
            TorsionPeriod = new int[ideal.Count],
            TorsionTop = [.. ideal.Select(_ => Limit * Limit / (Sigma * Sigma))],
        };
    }
}
