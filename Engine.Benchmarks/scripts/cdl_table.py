#!/usr/bin/python3
"""Writes the table of conformation-dependent backbone geometry that is built into the engine.

usage: cdl_table.py > Engine.Core/Restraints/Data/backbone_geometry.tsv

Source: the conformation-dependent library (CDL v1.2) of Berkholz, Shapovalov, Dunbrack & Karplus, Structure 17 (2009) 1316, and Tronrud & Karplus, Acta Cryst. D67 (2011) 699, as cctbx carries it
(mmtbx/conformation_dependent_library/cdl_database.py; BSD licence, The Regents of the University of California, through Lawrence Berkeley National Laboratory). Only numbers are taken. Needs
Debian's python3-cctbx; run with the system interpreter.

Behind cis peptides the targets are those that cctbx takes there: Engh & Huber, International Tables for Crystallography F (2001), 382 for proline, and its own C-N-CA for others.

Of each class of residues the first row (phi, psi empty) holds the values of bins with too few residues, the others the bins of 10 degrees with values of their own."""
from mmtbx.conformation_dependent_library.cdl_database import cdl_database, version

COLUMNS = ["C-N-CA", "N-CA-CB", "N-CA-C", "CB-CA-C", "CA-C-O", "CA-C-N", "O-C-N", "C-N", "N-CA", "CA-CB", "CA-C", "C-O"]

CIS = {
    "NonPro_cis": [123.0, 3.0] + [-1] * 22,
    "Pro_cis": [127.0, 2.4, 102.6, 1.1, 112.1, 2.6, 112.0, 2.5, 120.2, 2.4, 117.1, 2.8, 121.1, 1.9, 1.338, 0.019, 1.468, 0.017, 1.533, 0.018, 1.524, 0.020, 1.228, 0.020],
}


def values(entry):
    pairs = [(entry[2 + 2 * k], entry[3 + 2 * k]) for k in range(len(COLUMNS))]
    return [("", "") if mean == -1 else ("%g" % mean, "%g" % sigma) for mean, sigma in pairs]


print("# %s; made by Engine.Benchmarks/scripts/cdl_table.py. Angles in degrees, bonds in angstrom; each target is followed by its standard deviation." % version)
print("\t".join(["class", "phi", "psi"] + [c for name in COLUMNS for c in (name, "sigma")]))
for name in sorted(cdl_database):
    bins = cdl_database[name]
    rare = {tuple(entry[2:]) for entry in bins.values() if entry[0] == "I"}
    assert len(bins) == 36 * 36 and len(rare) == 1
    own = sorted(key for key, entry in bins.items() if entry[0] != "I")
    for key, entry in [(("", ""), next(e for e in bins.values() if e[0] == "I"))] + [(k, bins[k]) for k in own]:
        print("\t".join([name, str(key[0]), str(key[1])] + [c for pair in values(entry) for c in pair]))
for name, entry in CIS.items():
    print("\t".join([name, "", ""] + [c for pair in values(["", 0] + entry) for c in pair]))
