#!/usr/bin/env python3
"""Makes half maps with little solvent: the unit cell of a crystal structure as one periodic box, whole or with some of its copies left out (needs numpy and gemmi).

    packed_half_maps.py MODEL PREFIX -d D [--copies N] [--add-b B] [--voxel A] [--seed N]

MODEL has an orthogonal cell and a space group without centring, such as P 21 21 21; waters and hydrogens are left out. Writes PREFIX_half1.mrc, _half2.mrc, _truth.mrc (noise-free, cut
at 0.72 d) and _model.cif (all atoms that scatter, in P1). The noise is white with a rise at low frequencies, so strong that the FSC of the half maps inside a soft mask round the atoms is 0.143 at D.
Prints the mass and the part of the box that is solvent, at 1.23 Å³/Da.
"""
import argparse

import gemmi
import numpy as np

CUT = 0.72
LOW_FREQUENCY = 1 / 40


def packed(path, copies, add_b):
    """The first copies of the cell, each with its molecule's centre inside of it."""
    source = gemmi.read_structure(path)
    source.setup_entities()
    source.remove_waters()
    source.remove_hydrogens()
    source.remove_alternative_conformations()
    cell, group = source.cell, gemmi.find_spacegroup_by_name(source.spacegroup_hm)
    if max(abs(angle - 90) for angle in (cell.alpha, cell.beta, cell.gamma)) > 1e-3 or len(group.operations().cen_ops) > 1:
        raise SystemExit(f"{path}: {source.spacegroup_hm}, angles {cell.alpha} {cell.beta} {cell.gamma}: an orthogonal cell without centring is needed")
    result = gemmi.Structure()
    result.cell, result.spacegroup_hm = cell, "P 1"
    model = gemmi.Model("1")
    names = iter(a + b for a in "ABCDEFGHIJKLMNOPQRSTUVWXYZ" for b in "0123456789abcdefghijklmnopqrstuvwxyz")
    for operation in list(group.operations())[:copies or None]:
        positions = [np.array(operation.apply_to_xyz(cell.fractionalize(atom.pos).tolist())) for chain in source[0] for residue in chain for atom in residue]
        home = np.floor(np.mean(positions, axis=0))
        at = iter(positions)
        for chain in source[0]:
            copy = chain.clone()
            copy.name = next(names)
            for residue in copy:
                for atom in residue:
                    atom.pos = cell.orthogonalize(gemmi.Fractional(*(next(at) - home)))
                    atom.b_iso += add_b
                    atom.aniso = gemmi.SMat33f(0, 0, 0, 0, 0, 0)
            model.add_chain(copy)
    result.add_model(model)
    result.setup_entities()
    return result


def density(structure, shape):
    """The map of the electron scattering factors, wrapped round."""
    calculator = gemmi.DensityCalculatorE()
    calculator.grid.set_unit_cell(structure.cell)
    calculator.grid.spacegroup = gemmi.SpaceGroup("P 1")
    calculator.grid.set_size(*shape)
    calculator.cutoff = 1e-6
    for chain in structure[0]:
        for residue in chain:
            for atom in residue:
                calculator.add_atom_density_to_grid(atom)
    return np.array(calculator.grid, copy=True).astype(float)


def model_mask(structure, shape, s):
    grid = gemmi.FloatGrid(*shape)
    grid.set_unit_cell(structure.cell)
    grid.spacegroup = gemmi.SpaceGroup("P 1")
    for chain in structure[0]:
        for residue in chain:
            for atom in residue:
                grid.set_points_around(atom.pos, 4.0, 1.0)
    return np.clip(np.fft.irfftn(np.fft.rfftn(np.array(grid, copy=True)) * np.exp(-2 * np.pi ** 2 * 1.5 ** 2 * s ** 2), shape), 0, 1)


def noise(random, shape, s):
    spectrum = np.fft.rfftn(random.normal(size=shape))
    return np.fft.irfftn(spectrum * np.sqrt(1 + (LOW_FREQUENCY / np.maximum(s, 1 / 200)) ** 2), shape)


def write(path, values, cell):
    header = np.zeros(256, "<i4")
    floats = header.view("<f4")
    header[:4] = *values.shape, 2
    header[7:10] = values.shape
    floats[10:16] = cell.a, cell.b, cell.c, 90, 90, 90
    header[16:19] = 1, 2, 3
    floats[19:22] = values.min(), values.max(), values.mean()
    header[22] = 1
    header[27] = 20140
    header.view("S4")[52] = b"MAP "
    header[53] = 0x4144
    floats[54] = values.std()
    with open(path, "wb") as file:
        file.write(header.tobytes() + values.astype("<f4").transpose(2, 1, 0).tobytes())


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n", 1)[0])
    parser.add_argument("model")
    parser.add_argument("prefix")
    parser.add_argument("-d", type=float, required=True)
    parser.add_argument("--copies", type=int, default=0)
    parser.add_argument("--add-b", type=float, default=60)
    parser.add_argument("--voxel", type=float)
    parser.add_argument("--seed", type=int, default=1)
    args = parser.parse_args()
    structure = packed(args.model, args.copies, args.add_b)
    cell = structure.cell
    shape = [2 * int(np.ceil(edge / (args.voxel or args.d / 3) / 2)) for edge in (cell.a, cell.b, cell.c)]
    x, y = (np.fft.fftfreq(n) * n / edge for n, edge in zip(shape[:2], (cell.a, cell.b)))
    s = np.sqrt(x[:, None, None] ** 2 + y[None, :, None] ** 2 + (np.arange(shape[2] // 2 + 1) / cell.c)[None, None, :] ** 2)
    truth = np.fft.irfftn(np.fft.rfftn(density(structure, shape)) * (s < 1 / (CUT * args.d)) * (s > 0), shape)
    mask, random = model_mask(structure, shape, s), np.random.default_rng(args.seed)
    noises = [noise(random, shape, s) for _ in range(2)]
    shell = abs(s - 1 / args.d) < 1.5 / max(cell.a, cell.b, cell.c)
    signal, error = (float(np.mean(abs(np.fft.rfftn(values * mask)[shell]) ** 2)) for values in (truth, noises[0]))
    strength = np.sqrt(signal / error * (1 / 0.143 - 1))
    for name, values in (("half1", truth + strength * noises[0]), ("half2", truth + strength * noises[1]), ("truth", truth)):
        write(f"{args.prefix}_{name}.mrc", values, cell)
    structure.make_mmcif_document().write_file(f"{args.prefix}_model.cif")
    mass = sum(atom.occ * atom.element.weight for chain in structure[0] for residue in chain for atom in residue) * 1.07
    print(f"{args.prefix}: {shape[0]} x {shape[1]} x {shape[2]} voxels, {mass / 1000:.1f} kDa with hydrogens, solvent {1 - 1.23 * mass / (cell.a * cell.b * cell.c):.3f}")


if __name__ == "__main__":
    main()
