using System.Text;

namespace Engine.Tests.Archive;

/// <summary>An entry of map and model as the archives have it.</summary>
internal static class ArchiveEntries
{
    /// <summary>Header of EMD-30342 with these values: a model that overlaps the map fully, one that does not, half maps, a mask, an FSC.</summary>
    public static string Header(string resolution, string level, string model) =>
        $"""
        <?xml version="1.0" encoding="UTF-8"?>
        <emd emdb_id="EMD-30342" version="3.0.2.8">
          <admin><current_status><code>REL</code></current_status><title>A channel &amp; its ligand</title></admin>
          <crossreferences><pdb_list>
            <pdb_reference><pdb_id>1abc</pdb_id><relationship><in_frame>PARTOVERLAP</in_frame></relationship></pdb_reference>
            <pdb_reference><pdb_id>{model}</pdb_id><relationship><in_frame>FULLOVERLAP</in_frame></relationship></pdb_reference>
          </pdb_list></crossreferences>
          <structure_determination_list><structure_determination><singleparticle_processing><final_reconstruction>
            <applied_symmetry><point_group>C4</point_group></applied_symmetry><resolution res_type="BY AUTHOR" units="Å">{resolution}</resolution>
          </final_reconstruction></singleparticle_processing></structure_determination></structure_determination_list>
          <map format="CCP4"><file>emd_30342.map.gz</file><contour_list>
            <contour primary="false"><level>9</level></contour><contour primary="true"><level>{level}</level><source>AUTHOR</source></contour>
          </contour_list></map>
          <interpretation>
            <segmentation_list><segmentation><file>emd_30342_msk_1.map</file></segmentation></segmentation_list>
            <half_map_list><half_map><file>emd_30342_half_map_1.map.gz</file></half_map><half_map><file>emd_30342_half_map_2.map.gz</file></half_map></half_map_list>
          </interpretation>
          <validation><fsc_curve><file>emd_30342_fsc.xml</file></fsc_curve></validation>
        </emd>
        """;

    /// <summary>Model 7cec that names EMD-30342 as its map.</summary>
    public const string Model = "data_7CEC\nloop_\n_pdbx_database_related.db_name\n_pdbx_database_related.db_id\n_pdbx_database_related.content_type\n"
        + "EMDB EMD-9999 'other EM volume'\nEMDB EMD-30342 'associated EM volume'\n_em_3d_reconstruction.resolution 3.90\n_em_map.contour_level 0.0351\n";

    /// <summary>Puts the whole entry on a server.</summary>
    public static void Fill(LocalArchive server, int mapBytes = 5000)
    {
        const string root = "emdb/structures/EMD-30342/";
        server.Files[root + "header/emd-30342.xml"] = Encoding.UTF8.GetBytes(Header("3.9", "0.035", "7cec"));
        server.Files[root + "map/emd_30342.map.gz"] = LocalArchive.Pack(new byte[mapBytes]);
        server.Files[root + "other/emd_30342_half_map_1.map.gz"] = LocalArchive.Pack(new byte[mapBytes + 1]);
        server.Files[root + "other/emd_30342_half_map_2.map.gz"] = LocalArchive.Pack(new byte[mapBytes + 2]);
        server.Files[root + "masks/emd_30342_msk_1.map"] = new byte[mapBytes];
        server.Files[root + "fsc/emd_30342_fsc.xml"] = "<fsc/>"u8.ToArray();
        server.Files["pdb/data/structures/divided/mmCIF/ce/7cec.cif.gz"] = LocalArchive.Pack(Encoding.UTF8.GetBytes(Model));
    }
}
