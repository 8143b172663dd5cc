using Engine.Core.Chemistry;
using Engine.Core.Models;
using Engine.Core.Restraints;
using Engine.Kernels;
using NUnit.Framework;

namespace Engine.Tests.Restraints;

/// <summary>Deposited models against the figures of cctbx 2022.9 with the same monomer library, conformation-dependent targets off.</summary>
[TestFixture]
public sealed class DepositedRestraintTests
{
    private static readonly Lazy<ComponentLibrary> Monomers = new(() => new ComponentLibrary(
        new ComponentLibraryOptions { MonomerLibrary = SharedData.Require("data", "monlib_core"), UseEnvironment = false, UseInstalled = false }));

    /// <summary>
    /// cctbx leaves CA-C, C=O and CA-C=O of linked residues at the values of the free acid (C=O 1.251 Å; the three angles at C then add up to 356.5°). With the same
    /// targets all figures agree; with the library's own change for the peptide link the deposited models are closer to their targets.
    /// </summary>
    [TestCase("apo_20026", "model.pdb", 1442, 1942, 204, 257, 0.010533, 1.67156, 0.0622)]
    [TestCase("7cec_30342", "model_A.cif", 4405, 5966, 641, 795, 0.01689, 1.9527, 0.0821)]
    public void AgreesWithCctbx(string entry, string file, int bonds, int angles, int chirals, int planes, double bondRmsd, double angleRmsd, double chiralRmsd)
    {
        Structure structure = StructureReader.Read(SharedData.Require("data", "real", entry, file));
        GeometrySet peer = Heavy(structure, new RestraintOptions { FreeAcidTargets = true });
        Assert.That((peer.Bonds.Count, peer.Angles.Count, peer.Chirality.Count, peer.Planes.Count), Is.EqualTo((bonds, angles, chirals, planes)));
        Assert.That(peer.Bonds.Rmsd, Is.EqualTo(bondRmsd).Within(0.2).Percent);
        Assert.That(peer.Angles.Rmsd, Is.EqualTo(angleRmsd).Within(0.2).Percent);
        Assert.That(peer.Chirality.Rmsd, Is.EqualTo(chiralRmsd).Within(0.2).Percent);
        GeometrySet own = Heavy(structure, new RestraintOptions());
        Assert.That((own.Bonds.Count, own.Angles.Count, own.Chirality.Count, own.Planes.Count), Is.EqualTo((bonds, angles, chirals, planes)));
        Assert.That(own.Bonds.Rmsd, Is.LessThan(peer.Bonds.Rmsd));
        Assert.That(own.Angles.Rmsd, Is.LessThan(peer.Angles.Rmsd));
    }

    [Test]
    public void GlycansAndCalciumAreLinked()
    {
        Structure structure = StructureReader.Read(SharedData.Require("data", "real", "7cec_30342", "model_full_10_chains.cif.gz"));
        RestraintModel r = RestraintBuilder.Build(structure.First, structure.Links, Monomers.Value, new RestraintOptions());
        Dictionary<string, int> links = r.Links.GroupBy(l => l.Split(' ')[0]).ToDictionary(g => g.Key, g => g.Count());
        Assert.That(links["pyr-ASN"], Is.EqualTo(7));
        Assert.That(links["BETA1-4"], Is.EqualTo(1));
        Assert.That(links["metal"], Is.EqualTo(42));
        Assert.That(links["disulf"], Is.EqualTo(24));
        Assert.That(r.UnknownComponents, Is.Empty);
    }

    [Test]
    public void CisPeptidesSurviveShaking()
    {
        Structure before = StructureReader.Read(SharedData.Require("data", "real", "apo_20026", "model.pdb"));
        Structure after = StructureReader.Read(SharedData.Require("data", "real", "apo_20026", "shaken_0.3.pdb"));
        string[] Cis(Structure s) => [.. RestraintBuilder.Build(s.First, s.Links, Monomers.Value, new RestraintOptions()).Links.Where(l => l.Contains("CIS", StringComparison.Ordinal))];
        Assert.That(Cis(after), Is.EqualTo(Cis(before)).And.Length.EqualTo(1));
    }

    /// <summary>Every readable model of the collection gives restraints whose tables are sound, with a dictionary and without.</summary>
    [Test]
    public void EveryModelGetsRestraints()
    {
        foreach (string file in Directory.EnumerateFiles(SharedData.Require("data", "models"), "*", SearchOption.AllDirectories).Order(StringComparer.Ordinal))
        {
            Structure structure;
            try
            {
                structure = StructureReader.Read(file);
            }
            catch (InputException)
            {
                continue;
            }

            CheckTables(RestraintBuilder.Build(structure.First, structure.Links, Monomers.Value, new RestraintOptions()), structure.First, file);
            CheckTables(RestraintBuilder.Build(structure.First, structure.Links, Peptides.Library, new RestraintOptions()), structure.First, file);
        }
    }

    private static GeometrySet Heavy(Structure structure, RestraintOptions options)
    {
        Model model = structure.First;
        RestraintModel restraints = RestraintBuilder.Build(model, structure.Links, Monomers.Value, options);
        bool[] selection = [.. model.Atoms.Select(a => a.Element.Symbol != "Mg" && model.Residues[a.ResidueIndex].Name != "HOH")];
        return GeometryStatistics.Compute(restraints, Peptides.Coordinates(model), selection).Heavy;
    }

    private static void CheckTables(RestraintModel r, Model model, string file)
    {
        int n = model.Atoms.Count;
        RestraintTable t = r.Table;
        foreach (int[] atoms in new[] { t.BondAtoms, t.AngleAtoms, t.TorsionAtoms, t.ChiralAtoms, t.PlaneAtoms, r.Riding.Hydrogen })
            Assert.That(atoms, Is.All.InRange(0, n - 1), file);
        foreach (double[] values in new[] { t.BondIdeal, t.BondWeight, t.AngleIdeal, t.AngleWeight, t.TorsionIdeal, t.TorsionWeight, t.ChiralIdeal, t.ChiralWeight, t.PlaneWeight })
            Assert.That(Array.TrueForAll(values, double.IsFinite), Is.True, file);
        Assert.That(Peptides.Bonds(r), Has.Count.EqualTo(t.BondCount), file);
        Assert.That(r.Nonbonded.Radius, Is.All.GreaterThan(0f), file);
        for (int i = 0; i < n; i++)
        {
            int[] near = r.Nonbonded.ExcludedAtoms[r.Nonbonded.ExcludedStart[i]..r.Nonbonded.ExcludedStart[i + 1]];
            int[] far = r.Nonbonded.Atoms14[r.Nonbonded.Start14[i]..r.Nonbonded.Start14[i + 1]];
            Assert.That(near.Concat(far).Append(i).Distinct().Count(), Is.EqualTo(near.Length + far.Length + 1), file);
            Assert.That(near, Is.Ordered, file);
        }

        foreach (int[] frame in r.Riding.Frame.Chunk(3))
            Assert.That(model.Atoms[frame[0]].Element.IsHydrogen || (frame[1] < 0) != (frame[2] < 0), Is.False, file);
        GeometryStatistics g = GeometryStatistics.Compute(r, Peptides.Coordinates(model));
        Assert.That(double.IsFinite(g.Heavy.Bonds.Rmsd + g.Heavy.Angles.Rmsd + g.Heavy.Torsions.Rmsd + g.Heavy.Planes.Rmsd + g.Heavy.Chirality.Rmsd), Is.True, file);
    }
}
