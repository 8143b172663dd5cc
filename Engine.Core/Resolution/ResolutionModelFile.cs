using System.Globalization;
using System.Text;
using Engine.Core.IO;
using Engine.Core.ModelMaps;
using Engine.Core.Models;
using Engine.Core.Models.Cif;
using Engine.Kernels;

namespace Engine.Core.Resolution;

/// <summary>Model files whose atoms carry a local resolution, as --resolution-from reads them back.</summary>
public static class ResolutionModelFile
{
    /// <summary>A copy of a structure whose B column holds resolutions, Å; 0 where there is none. Anisotropic displacements are dropped.</summary>
    /// <param name="structure">Structure; not changed.</param>
    /// <param name="resolutions">One per atom of the first model, Å; NaN = none.</param>
    public static Structure WithB(Structure structure, double[] resolutions)
    {
        Structure copy = StructureCopy.Copy(structure);
        Check(structure, resolutions);
        for (int i = 0; i < resolutions.Length; i++)
        {
            Atom atom = copy.First.Atoms[i];
            (atom.BIso, atom.UAniso) = (double.IsNaN(resolutions[i]) ? 0 : Math.Round(resolutions[i], 2), null);
        }

        return copy;
    }

    /// <summary>Writes an mmCIF file with the column _atom_site.local_resolution; "?" where there is none.</summary>
    /// <param name="structure">Structure; not changed.</param>
    /// <param name="resolutions">One per atom of the first model, Å; NaN = none.</param>
    /// <param name="path">File; it appears whole or not at all.</param>
    /// <exception cref="InputException">The file cannot be written.</exception>
    public static void WriteProperty(Structure structure, double[] resolutions, string path)
    {
        Check(structure, resolutions);
        Structure whole = MmcifReader.Parse(Encoding.UTF8.GetBytes(MmcifWriter.ToText(structure)), structure.Name);
        var source = (MmcifSource)whole.Source!;
        CifCategory sites = source.Block.Category("_atom_site")!;
        var table = new CifTable(source.Document, sites);
        for (int i = 0; i < resolutions.Length; i++)
            table.Set(whole.First.Atoms[i].SourceRow, AtomResolutions.Property, double.IsNaN(resolutions[i]) ? null : resolutions[i].ToString("0.000", CultureInfo.InvariantCulture));
        var editor = new CifEditor(source.Document);
        editor.Replace(sites, table.ToCif());
        AtomicFile.Write(path, editor.Write);
    }

    private static void Check(Structure structure, double[] resolutions)
    {
        if (resolutions.Length != structure.First.Atoms.Count)
            throw new ArgumentException($"{resolutions.Length} resolutions for {structure.First.Atoms.Count} atoms", nameof(resolutions));
    }
}
