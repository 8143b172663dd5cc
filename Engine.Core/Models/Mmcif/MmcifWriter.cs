using System.Text;
using Engine.Core.IO;
using Engine.Core.Models.Cif;
using Engine.Core.Models.Mmcif;
using Engine.Kernels;

namespace Engine.Core.Models;

/// <summary>
/// Writes mmCIF. A structure that was read from mmCIF is written as its file with only the changed categories replaced; ids of atoms that were read stay as
/// they were. Any other structure gets a complete new file. Coordinates have 3 decimals, occupancies and B factors 2, displacements 4.
/// </summary>
public static class MmcifWriter
{
    /// <summary>Writes a file; it appears whole or not at all.</summary>
    /// <param name="structure">What to write.</param>
    /// <param name="path">Output path.</param>
    /// <param name="record">What a refinement says about itself; null for none.</param>
    /// <exception cref="NumericalException">A coordinate, occupancy or B factor is NaN or infinite; no file is written.</exception>
    /// <exception cref="InputException">The file cannot be written.</exception>
    public static void Write(Structure structure, string path, RefinementRecord? record = null)
    {
        WriteChecks.RequireFinite(structure);
        AtomicFile.Write(path, stream => Write(structure, stream, record));
    }

    /// <summary>Writes to a stream.</summary>
    /// <param name="structure">What to write.</param>
    /// <param name="stream">Target.</param>
    /// <param name="record">What a refinement says about itself; null for none.</param>
    /// <exception cref="NumericalException">A coordinate, occupancy or B factor is NaN or infinite.</exception>
    public static void Write(Structure structure, Stream stream, RefinementRecord? record = null)
    {
        WriteChecks.RequireFinite(structure);
        if (structure.Source is not MmcifSource source)
        {
            // A new file is put together as text first; then the record is entered in the same way as into an existing one.
            byte[] text = NewMmcif.Compose(structure);
            if (record == null)
            {
                stream.Write(text);
                return;
            }

            CifDocument document = CifDocument.Parse(text, structure.Name);
            var newEditor = new CifEditor(document);
            RefinementCategories.Apply(newEditor, document, document.Blocks[0], record);
            newEditor.Write(stream);
            return;
        }

        var editor = new CifEditor(source.Document);
        new AtomSiteRewriter(structure, source).Apply(editor);
        if (record != null)
            RefinementCategories.Apply(editor, source.Document, source.Block, record);
        editor.Write(stream);
    }

    /// <summary>The file as text.</summary>
    /// <param name="structure">What to write.</param>
    /// <param name="record">What a refinement says about itself; null for none.</param>
    public static string ToText(Structure structure, RefinementRecord? record = null)
    {
        using var stream = new MemoryStream();
        Write(structure, stream, record);
        return Encoding.UTF8.GetString(stream.ToArray());
    }
}
