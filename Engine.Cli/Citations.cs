namespace Engine.Cli;

/// <summary>What to cite, by capability.</summary>
internal static class Citations
{
    public const string Text = """
        cryoengine stands on published methods; please cite what your result used.
          Form factors       Peng, Ren, Dudarev & Whelan (1996) Acta Cryst. A52, 257; International Tables for Crystallography C, 4.3.2
          Restraint values   Engh & Huber (1991) Acta Cryst. A47, 392; (2001) International Tables F, 18.3
                             Parkinson, Vojtechovsky, Clowney, Brunger & Berman (1996) Acta Cryst. D52, 57
                             CCP4 monomer library where it is found: Vagin et al. (2004) Acta Cryst. D60, 2184
                             Westbrook et al. (2015) Bioinformatics 31, 1274 (Chemical Component Dictionary)
          Ramachandran       Lovell et al. (2003) Proteins 50, 437 (φ, ψ regions, Cβ deviation); Hintze, Lewis, Richardson & Richardson
                             (2016) Proteins 84, 1177 (Top8000 distributions, Richardson Laboratory, Duke University, CC BY 4.0)
          Targets by φ, ψ    Berkholz, Shapovalov, Dunbrack & Karplus (2009) Structure 17, 1316; Tronrud & Karplus (2011) Acta Cryst. D67, 699
          Repulsion          Hendrickson & Konnert (1980) PROLSQ; Grosse-Kunstleve & Adams, cctbx
          Real-space target  Afonine et al. (2018) Acta Cryst. D74, 531 (real-space refinement, map scaling, weights)
          Map-model scores   Afonine et al. (2018) Acta Cryst. D74, 814 (CC_mask, CC_box, CC_volume, CC_peaks)
          FSC                Chen et al. (2013) Ultramicroscopy 135, 24 (random phases); Rosenthal & Henderson (2003) J. Mol. Biol. 333, 721;
                             Tan et al. (2017) Nat. Methods 14, 793 (directions); Afonine et al. (2018) Acta Cryst. D74, 814 (mtriage)
          Confidence masks   Beckers, Jakobi & Sachse (2019) IUCrJ 6, 18
          Local amplitudes   Jakobi, Wilmanns & Sachse (2017) eLife 6, e27131 (LocScale); Bharadwaj & Jakobi (2022) Faraday Discuss. 240, 168
          Sharpening         Terwilliger, Sobolev, Afonine & Adams (2018) Acta Cryst. D74, 545 (adjusted surface area)
          Minimiser          Liu & Nocedal (1989) Math. Program. 45, 503
          FFT on GPUs        Tolmachev (2023) IEEE Access 11, 12039 (VkFFT)
          Maps and models    Cheng et al. (2015) J. Struct. Biol. 192, 146 (MRC2014); wwPDB mmCIF/PDBx dictionary
        """;
}
