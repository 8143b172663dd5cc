#!/usr/bin/python3
"""Clashscore of models after the rules of reduce and probe (Word et al., J. Mol. Biol. 285 (1999) 1711 and 1735), for machines that have neither program.

usage: clashscore.py [--list] MODEL ...        prints clashscore, clashes, atoms and clashes that no hydrogen takes part in

Hydrogens of the file are replaced by gemmi's (monomer library of shared/peers/common.py; none on ligands and water). OH, SH, NH3 and the methyl of Met are turned, Asn, Gln and His are
flipped, and a histidine gives up a proton, where that lowers the overlap of the group. Dots of 16 per square Å on each atom outside its bonded neighbours (three bonds, four with a hydrogen);
each belongs to the nearest other atom; a pair with a dot 0.4 Å or more inside is a clash. Donor and acceptor may overlap by 0.6 Å more, 0.8 Å when both are charged.
clashscore = 1000 clashes / atoms, hydrogens included. Alternates: the first conformation only. Water is left out.

Against reduce and probe themselves, on deposited models: EMD-20026 0.4 and 0.4, EMD-30342 17.6 and 15.9, EMD-0093 3.1 and 2.8, and with the hydrogens of the file
EMD-5830 58.5 and 46.0, EMD-3240 17.4 and 14.3, EMD-4118 92.3 and 94.3."""
import os, sys
import numpy as np
import gemmi
from scipy.spatial import cKDTree

ROOT = os.path.abspath(os.path.join(os.path.dirname(__file__), "..", ".."))
SHARED = os.environ.get("ENGINE_SHARED", os.path.join(ROOT, "..", "shared"))
DENSITY, CLASH, HYDROGEN_BOND, CHARGED_BOND = 16, 0.4, 0.6, 0.8
RADIUS = {"C": 1.70, "N": 1.55, "O": 1.40, "S": 1.80, "P": 1.80, "SE": 1.90, "MG": 0.65, "CA": 0.99, "ZN": 0.74, "MN": 0.80, "NA": 0.95, "FE": 0.74}
RINGS = {"PHE": "CG CD1 CD2 CE1 CE2 CZ", "TYR": "CG CD1 CD2 CE1 CE2 CZ", "TRP": "CD2 CE2 CE3 CZ2 CZ3 CH2"}
AROMATIC_H = {"PHE": "HD1 HD2 HE1 HE2 HZ", "TYR": "HD1 HD2 HE1 HE2", "TRP": "HD1 HE3 HZ2 HZ3 HH2", "HIS": "HD2 HE1"}
CARBONYL = {("ASP", "CG"), ("ASN", "CG"), ("GLU", "CD"), ("GLN", "CD")}
CHARGED = {("ASP", "OD1"), ("ASP", "OD2"), ("GLU", "OE1"), ("GLU", "OE2"), ("ARG", "NE"), ("ARG", "NH1"), ("ARG", "NH2"), ("LYS", "NZ")}
ROTORS = {"SER": ("CB", "OG"), "THR": ("CB", "OG1"), "TYR": ("CZ", "OH"), "CYS": ("CB", "SG"), "LYS": ("CE", "NZ"), "MET": ("SD", "CE")}
FLIPS = {"ASN": ("CB", "CG", "OD1 ND2 HD21 HD22"), "GLN": ("CG", "CD", "OE1 NE2 HE21 HE22"), "HIS": ("CB", "CG", "ND1 CD2 CE1 NE2 HD1 HD2 HE1 HE2")}


def monomers():
    os.environ.setdefault("PEER_DATA", os.path.join(SHARED, "data"))
    sys.path.insert(0, os.path.join(SHARED, "peers"))
    import common
    return common.MON


def sphere(radius):
    n = int(round(4 * np.pi * radius * radius * DENSITY))
    k = np.arange(n) + 0.5
    h, phi = 1 - 2 * k / n, np.pi * (1 + 5 ** 0.5) * k
    s = np.sqrt(1 - h * h)
    return radius * np.stack([s * np.cos(phi), s * np.sin(phi), h], 1)


def turned(points, origin, axis, degrees):
    a = axis / np.linalg.norm(axis)
    t, p = np.radians(degrees), points - origin
    return origin + p * np.cos(t) + np.cross(a, p) * np.sin(t) + np.outer(p @ a, a) * (1 - np.cos(t))


class Contacts:
    """Atoms with radii, roles and bonds, hydrogens placed."""

    def __init__(self, path, library):
        st = gemmi.read_structure(path)
        st.remove_hydrogens()
        st.remove_waters()
        st.remove_alternative_conformations()
        st.setup_entities()
        mon = gemmi.read_monomer_lib(library, st[0].get_all_residue_names())
        top = gemmi.prepare_topology(st, mon, h_change=gemmi.HydrogenChange.ReAddButWater, reorder=False)
        standard = lambda r: gemmi.find_tabulated_residue(r.name).is_amino_acid() or gemmi.find_tabulated_residue(r.name).is_nucleic_acid()
        keyed = {}
        self.residues, self.atoms, self.label = [], [], []
        for chain in st[0]:
            for residue in chain:
                members = {}
                for atom in residue:
                    if atom.occ < 0.1 or (atom.is_hydrogen() and not standard(residue)):
                        continue
                    place = tuple(round(v, 3) for v in atom.pos.tolist())
                    members[atom.name] = len(self.atoms)
                    keyed[(atom.name, place)] = len(self.atoms)
                    self.atoms.append((residue.name, atom.name, atom.element.name.upper()))
                    self.label.append("%s %s%s %s" % (chain.name, residue.name, residue.seqid, atom.name))
                self.residues.append((residue.name, members))
        self.x = np.zeros((len(self.atoms), 3))
        for (_, place), i in keyed.items():
            self.x[i] = place
        self.near = [set() for _ in self.atoms]
        for bond in top.bonds:
            ends = [keyed.get((a.name, tuple(round(v, 3) for v in a.pos.tolist()))) for a in bond.atoms]
            if None not in ends:
                self.near[ends[0]].add(ends[1])
                self.near[ends[1]].add(ends[0])
        self.alive = np.ones(len(self.atoms), bool)
        self.disulfides()
        self.roles()
        self.excluded = [self.around(i) for i in range(len(self.atoms))]
        self.dots = {r: sphere(r) for r in set(self.radius)}
        self.optimise()

    def disulfides(self):
        sulfurs = [m["SG"] for n, m in self.residues if n == "CYS" and "SG" in m]
        for i, j in cKDTree(self.x[sulfurs]).query_pairs(2.6) if sulfurs else []:
            i, j = sulfurs[i], sulfurs[j]
            for h in [h for k in (i, j) for h in self.near[k] if self.atoms[h][2] == "H"]:
                self.alive[h] = False
            self.near[i].add(j)
            self.near[j].add(i)

    def roles(self):
        n = len(self.atoms)
        self.hydrogen = np.array([a[2] in ("H", "D") for a in self.atoms])
        self.radius, self.donor, self.acceptor, self.charged = np.zeros(n), np.zeros(n, bool), np.zeros(n, bool), np.zeros(n, bool)
        for i, (residue, name, element) in enumerate(self.atoms):
            if self.hydrogen[i]:
                parent = next(iter(self.near[i]), None)
                polar = parent is not None and self.atoms[parent][2] in ("N", "O", "S")
                self.donor[i] = polar
                self.charged[i] = polar and (residue, self.atoms[parent][1]) in CHARGED
                self.radius[i] = 1.05 if polar or name in AROMATIC_H.get(residue, "").split() else 1.22
                continue
            carbonyl = element == "C" and ((residue, name) in CARBONYL or (name == "C" and "O" in {self.atoms[k][1] for k in self.near[i]}))
            self.radius[i] = 1.65 if carbonyl else RADIUS.get(element, 1.7)
            ring = name in RINGS.get(residue, "").split()
            self.acceptor[i] = element in ("O", "S") or ring or (residue, name) in (("HIS", "ND1"), ("HIS", "NE2"))
            self.charged[i] = (residue, name) in CHARGED

    def around(self, i):
        """Atoms within three bonds, and the pairs with a hydrogen within four."""
        seen, shell = {i}, {i}
        for depth in range(1, 5):
            shell = {k for j in shell for k in self.near[j]} - seen
            seen |= shell if depth < 4 else {k for k in shell if self.hydrogen[k] or self.hydrogen[i]}
        return seen

    def gap(self, i, j, gap):
        """Gap of a pair less what a hydrogen bond may overlap; None for a hydrogen bond."""
        if (self.donor[i] and self.acceptor[j]) or (self.donor[j] and self.acceptor[i]):
            allowed = CHARGED_BOND if self.charged[i] and self.charged[j] else HYDROGEN_BOND
            return None if gap > -allowed else gap + allowed
        return gap

    def overlap(self, members, places, tree, skip):
        """What a group at some places costs: overlaps beyond 0.2 Å squared, less hydrogen bonds."""
        cost = 0.0
        for i, p in zip(members, places):
            if not self.alive[i]:
                continue
            for j in tree.query_ball_point(p, self.radius[i] + 1.8):
                if j in skip or not self.alive[j] or j in self.excluded[i]:
                    continue
                gap = np.linalg.norm(p - self.x[j]) - self.radius[i] - self.radius[j]
                left = self.gap(i, j, gap)
                cost += min(0, gap) if left is None else 10 * max(0, -left - 0.2) ** 2
        return cost

    def optimise(self):
        for _ in range(2):
            for name, members in self.residues:
                tree = cKDTree(self.x)
                if name in ROTORS and all(a in members for a in ROTORS[name]):
                    a, b = (members[k] for k in ROTORS[name])
                    moving = [h for h in self.near[b] if self.hydrogen[h]]
                    self.turn(moving, a, b, [(0, 0)] + [(k, 0.02) for k in range(10, 360 if len(moving) == 1 else 120, 10)], tree, members)
                if name in FLIPS and all(a in members for a in FLIPS[name][:2]):
                    a, b = (members[k] for k in FLIPS[name][:2])
                    self.turn([members[k] for k in FLIPS[name][2].split() if k in members], a, b, [(0, 0), (180, 0.5)], tree, members)
                if name == "HIS" and "HD1" in members and "HE2" in members:
                    self.protons([members["HD1"], members["HE2"]], tree)

    def turn(self, moving, a, b, angles, tree, members):
        if not moving:
            return
        start = self.x[moving].copy()
        skip = set(moving)
        trials = [turned(start, self.x[b], self.x[b] - self.x[a], angle) for angle, _ in angles]
        costs = [self.overlap(moving, t, tree, skip) + extra for t, (_, extra) in zip(trials, angles)]
        self.x[moving] = trials[int(np.argmin(costs))]

    def protons(self, pair, tree):
        """Both protons, or one, whichever overlaps least; two cost a little, none is impossible."""
        costs = []
        for alive in ((True, False), (False, True), (True, True)):
            self.alive[pair] = alive
            costs.append((self.overlap(pair, self.x[pair], tree, set(pair)) + 0.3 * all(alive), alive))
        self.alive[pair] = min(costs, key=lambda c: c[0])[1]

    def clashes(self):
        tree, worst = cKDTree(self.x), {}
        for i, j in sorted(tree.query_pairs(2 * 1.9 - CLASH)):
            if not (self.alive[i] and self.alive[j]) or j in self.excluded[i]:
                continue
            if np.linalg.norm(self.x[i] - self.x[j]) - self.radius[i] - self.radius[j] > -CLASH:
                continue
            gaps = [g for g in (self.nearest(i, j, tree), self.nearest(j, i, tree)) if g is not None]
            if gaps and min(gaps) <= -CLASH:
                worst[(i, j)] = min(gaps)
        return worst

    def nearest(self, i, j, tree):
        """Deepest dot of atom i in atom j, of those that are outside of i's bonded neighbours and nearest to j."""
        dots = self.x[i] + self.dots[self.radius[i]]
        for k in self.excluded[i] - {i}:
            if self.alive[k]:
                dots = dots[np.linalg.norm(dots - self.x[k], axis=1) >= self.radius[k]]
        others = [k for k in tree.query_ball_point(self.x[i], self.radius[i] + 2) if self.alive[k] and k not in self.excluded[i]]
        if len(dots) == 0:
            return None
        gaps = np.linalg.norm(dots[:, None] - self.x[others], axis=2) - self.radius[others]
        mine = np.argmin(gaps, axis=1) == others.index(j)
        return self.gap(i, j, gaps[mine].min()) if mine.any() else None


def main():
    listed = "--list" in sys.argv
    library = monomers()
    for path in [a for a in sys.argv[1:] if a != "--list"]:
        contacts = Contacts(path, library)
        worst = contacts.clashes()
        n = int(contacts.alive.sum())
        heavy = sum(not contacts.hydrogen[i] and not contacts.hydrogen[j] for i, j in worst)
        print("%6.2f  %4d clashes, %d atoms, %d between heavy atoms  %s" % (1000 * len(worst) / n, len(worst), n, heavy, path), flush=True)
        if listed:
            for (i, j), g in sorted(worst.items(), key=lambda p: p[1]):
                print("    %6.2f  %s - %s" % (g, contacts.label[i], contacts.label[j]))


if __name__ == "__main__":
    main()
