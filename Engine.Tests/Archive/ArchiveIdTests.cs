using System.Text;
using Engine.Core.Archive;
using Engine.Kernels;
using NUnit.Framework;

namespace Engine.Tests.Archive;

/// <summary>Identifiers, addresses and headers of the archives, hostile ones included.</summary>
[TestFixture]
public sealed class ArchiveIdTests
{
    [TestCase("EMD-30342", "EMD-30342")]
    [TestCase("emd_1234", "EMD-1234")]
    [TestCase("EMD5623", "EMD-5623")]
    [TestCase("7CEC", "7cec")]
    [TestCase("pdb_00003j63", "3j63")]
    public void IdentifiersAreReadInEveryForm(string text, string expected) => Assert.That(ArchiveId.Parse(text).ToString(), Is.EqualTo(expected));

    [TestCase("")]
    [TestCase("1234")]
    [TestCase("EMD-1")]
    [TestCase("EMD-30342/../../etc")]
    [TestCase("../7cec")]
    [TestCase("7cec;rm -rf ~")]
    [TestCase("$(id)")]
    [TestCase("7cec\n")]
    [TestCase("EMD-30342 ")]
    [TestCase("abcd")]
    [TestCase("EMD-３０３４２")]
    public void OtherTextsAreRefusedInOneLine(string text)
    {
        InputException e = Assert.Throws<InputException>(() => ArchiveId.Parse(text))!;
        Assert.That(e.Message, Does.Not.Contain("\n"));
    }

    [Test]
    public void AddressesFollowTheLayoutOfTheArchives()
    {
        ArchiveMirror mirror = ArchiveMirror.Parse("pdbe");
        Assert.Multiple(() =>
        {
            Assert.That(mirror.AddressOf(ArchiveFile.Map(ArchiveId.Parse("EMD-30342"))).ToString(), Is.EqualTo("https://ftp.ebi.ac.uk/pub/databases/emdb/structures/EMD-30342/map/emd_30342.map.gz"));
            Assert.That(mirror.AddressOf(ArchiveFile.Header(ArchiveId.Parse("EMD-30342"))).ToString(), Does.EndWith("/EMD-30342/header/emd-30342.xml"));
            Assert.That(mirror.AddressOf(ArchiveFile.Model(ArchiveId.Parse("7cec"))).ToString(), Does.EndWith("/pdb/data/structures/divided/mmCIF/ce/7cec.cif.gz"));
            Assert.Throws<UsageException>(() => ArchiveMirror.Parse("file:///etc"));
            Assert.Throws<UsageException>(() => ArchiveMirror.Parse("nowhere"));
            Assert.Throws<UsageException>(() => ArchiveMirror.Parse("https://host/pub?key=1"), "paths are put behind the address");
        });
    }

    [TestCase("../../.bashrc")]
    [TestCase("a/b.map")]
    [TestCase(".ssh")]
    [TestCase("a b.map")]
    [TestCase("")]
    public void AHeaderCannotNameAFileElsewhere(string name) =>
        Assert.Throws<InputException>(() => ArchiveFile.OfMapEntry(ArchiveId.Parse("EMD-1234"), ArchiveFileKind.HalfMap, "other", name));

    [Test]
    public void HeadersOfBothDataModelsAreRead()
    {
        EmdbHeader modern = Read(ArchiveEntries.Header("3.9", "0.035", "7cec"));
        EmdbHeader old = Read("<emdEntry accessCode=\"1234\"><admin><title>An old entry</title></admin><deposition><title>An old entry</title><status>REL</status><fittedPDBEntryIdList><pdbEntryId>3j63</pdbEntryId></fittedPDBEntryIdList></deposition>"
            + "<map><contourLevel>1.2</contourLevel></map><processing><reconstruction><resolutionByAuthor>8.5</resolutionByAuthor></reconstruction></processing></emdEntry>");
        Assert.Multiple(() =>
        {
            Assert.That((modern.Resolution, modern.ContourLevel, modern.PointGroup, modern.Status), Is.EqualTo((3.9, 0.035, "C4", "REL")));
            Assert.That(modern.Models, Is.EqualTo(new[] { ArchiveId.Parse("7cec"), ArchiveId.Parse("1abc") }));
            Assert.That(modern.HalfMaps, Is.EqualTo(new[] { "emd_30342_half_map_1.map.gz", "emd_30342_half_map_2.map.gz" }));
            Assert.That((modern.Masks.Single(), modern.FscFiles.Single()), Is.EqualTo(("emd_30342_msk_1.map", "emd_30342_fsc.xml")));
            Assert.That((old.Resolution, old.ContourLevel, old.Title, old.Models.Single().Code), Is.EqualTo((8.5, 1.2, "An old entry", "3j63")));
        });
    }

    [TestCase("<html/>")]
    [TestCase("not xml")]
    [TestCase("<!DOCTYPE a [<!ENTITY b SYSTEM \"file:///etc/passwd\">]><emd>&b;</emd>")]
    public void OtherDocumentsAreRefused(string text) => Assert.Throws<InputException>(() => Read(text));

    private static EmdbHeader Read(string text) => EmdbHeader.Read(new MemoryStream(Encoding.UTF8.GetBytes(text)), "header.xml");
}
