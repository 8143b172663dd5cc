using Engine.Core.Models;
using Engine.Tests.IO;
using NUnit.Framework;

namespace Engine.Tests.Jobs.Validate;

/// <summary>Where model files record their resolution.</summary>
[TestFixture]
public sealed class RecordedResolutionTests
{
    private const string Atom = "ATOM      1  CA  ALA A   1       1.000   2.000   3.000  1.00 20.00           C\nEND\n";

    private const string Site = """
        loop_
        _atom_site.group_PDB
        _atom_site.id
        _atom_site.type_symbol
        _atom_site.label_atom_id
        _atom_site.label_alt_id
        _atom_site.label_comp_id
        _atom_site.label_asym_id
        _atom_site.label_seq_id
        _atom_site.Cartn_x
        _atom_site.Cartn_y
        _atom_site.Cartn_z
        ATOM 1 C CA . ALA A 1 1.0 2.0 3.0

        """;

    [TestCase("REMARK   2 RESOLUTION.    3.40 ANGSTROMS.", 3.4, "REMARK 2")]
    [TestCase("REMARK   2 RESOLUTION. NOT APPLICABLE.", null, null)]
    [TestCase("REMARK   3   RESOLUTION RANGE HIGH (ANGSTROMS) : 2.90", 2.9, "REMARK 3")]
    [TestCase("REMARK   2 RESOLUTION.    0.00 ANGSTROMS.", null, null)]
    [TestCase("TITLE     NOTHING", null, null)]
    public void PdbFilesHaveRemarks(string line, double? expected, string? source) => Check("m.pdb", $"{line}\n{Atom}", expected, source);

    [TestCase("_em_3d_reconstruction.resolution 3.1\n_refine.ls_d_res_high 3.2", 3.1, "_em_3d_reconstruction.resolution")]
    [TestCase("_refine.ls_d_res_high 3.2", 3.2, "_refine.ls_d_res_high")]
    [TestCase("_em_3d_reconstruction.resolution ?\n_reflns.d_resolution_high 2.0", 2.0, "_reflns.d_resolution_high")]
    [TestCase("_em_3d_reconstruction.resolution .", null, null)]
    public void MmcifFilesHaveItems(string items, double? expected, string? source) => Check("m.cif", $"data_x\n{items}\n{Site}", expected, source);

    private static void Check(string name, string text, double? expected, string? source)
    {
        using var folder = new TemporaryFolder();
        File.WriteAllText(folder[name], text);
        RecordedResolution? found = RecordedResolution.Of(StructureReader.Read(folder[name]));
        Assert.That((found?.Value, found?.Source), Is.EqualTo((expected, source)));
    }
}
