#!/usr/bin/env python3
"""Judges a density modification against the map without noise, without any code of the engine (needs numpy and gemmi).

    density_modification_truth.py PREFIX TRUTH MODEL [--table]

PREFIX is that of cryoengine density-modify; TRUTH is the noise-free map on the grid of the half maps; MODEL says where the molecule is. Both maps, PREFIX_initial.mrc and PREFIX_denmod.mrc, are scaled
shell by shell to the amplitudes of the truth; then their correlation with it is taken by shell inside one and the same mask (4 Å round the atoms, smoothed by a Gaussian of 1.5 Å). The estimates
of PREFIX_denmod.json are compared with that. Half maps that are found in the JSON document are not read.
"""
import gzip
import json
import sys

import gemmi
import numpy as np


def read(path):
    data = (gzip.open(path) if path.endswith("gz") else open(path, "rb")).read()
    ints, floats = np.frombuffer(data[:1024], "<i4"), np.frombuffer(data[:1024], "<f4")
    nx, ny, nz, mode = (int(i) for i in ints[:4])
    kind = np.dtype({2: "<f4", 12: "<f2"}[mode])
    start = 1024 + int(ints[23])
    values = np.frombuffer(data[start:start + nx * ny * nz * kind.itemsize], kind).reshape(nz, ny, nx).transpose(2, 1, 0).astype(np.float32)
    return np.ascontiguousarray(values), [float(c) for c in floats[10:13]], [float(c) for c in floats[49:52]]


class Shells:
    """Shells of width one over the longest edge; s rounded to the nearest."""

    def __init__(self, shape, cell):
        self.shape, self.width = shape, 1 / max(cell)
        x, y = (np.fft.fftfreq(n) * n / c for n, c in zip(shape[:2], cell[:2]))
        z = np.arange(shape[2] // 2 + 1) / cell[2]
        self.s = np.sqrt(x[:, None, None] ** 2 + y[None, :, None] ** 2 + z[None, None, :] ** 2)
        self.shell = np.rint(self.s / self.width).astype(int)
        self.weight = np.full(self.s.shape, 2.0)
        self.weight[..., 0] = 1
        if shape[2] % 2 == 0:
            self.weight[..., -1] = 1
        self.count = self.sum(np.ones(self.s.shape))

    def sum(self, values):
        return np.bincount(self.shell.ravel(), (self.weight * values).ravel())

    def correlation(self, a, b):
        return self.sum((a * b.conj()).real) / np.sqrt(np.maximum(1e-300, self.sum(abs(a) ** 2) * self.sum(abs(b) ** 2)))

    def with_truth(self, values, truth, mask):
        f, t = np.fft.rfftn(values), np.fft.rfftn(truth)
        scale = np.sqrt(self.sum(abs(t) ** 2) / np.maximum(1e-30, self.sum(abs(f) ** 2)))
        scaled = np.fft.irfftn(f * scale[self.shell], self.shape)
        return self.correlation(np.fft.rfftn(scaled * mask), np.fft.rfftn(truth * mask))


def model_mask(path, shape, cell, origin):
    grid = gemmi.FloatGrid(*shape)
    grid.set_unit_cell(gemmi.UnitCell(*cell, 90, 90, 90))
    grid.spacegroup = gemmi.SpaceGroup("P1")
    for chain in gemmi.read_structure(path)[0]:
        for residue in chain:
            for atom in residue:
                grid.set_points_around(gemmi.Position(*(p - o for p, o in zip(atom.pos.tolist(), origin))), 4.0, 1.0)
    return np.array(grid, copy=True)


def crossing(curve, threshold, width):
    for k in range(2, len(curve)):
        if curve[k] < threshold <= curve[k - 1]:
            return 1 / ((k - 1 + (curve[k - 1] - threshold) / (curve[k - 1] - curve[k])) * width)
    return float("nan")


def main(prefix, truth_path, model, *rest):
    report = json.load(open(prefix + "_denmod.json"))
    truth, cell, origin = read(truth_path)
    shells = Shells(truth.shape, cell)
    mask = model_mask(model, truth.shape, cell, origin)
    smooth = np.exp(-2 * np.pi ** 2 * 1.5 ** 2 * shells.s ** 2)
    mask = np.clip(np.fft.irfftn(np.fft.rfftn(mask) * smooth, truth.shape), 0, 1)
    before, after = (shells.with_truth(read(prefix + end)[0], truth, mask) for end in ("_initial.mrc", "_denmod.mrc"))
    s = np.arange(len(before)) * shells.width
    d, limit = report["resolution"], report["limit"]
    estimated = np.interp(s, [0] + [r["frequency"] for r in report["shells"]], [1] + [r["cc_ref"] for r in report["shells"]])
    half_fsc = np.interp(s, [0] + [r["frequency"] for r in report["shells"]], [1] + [r["original"] for r in report["shells"]])
    if "--table" in rest:
        print("     d   n    before  after  estimated  FSC halves")
        for k in np.where((s > 1 / 30) & (s <= 1 / limit))[0]:
            print(f"{1 / s[k]:6.2f} {int(shells.count[k]):6d} {before[k]:7.3f} {after[k]:6.3f} {estimated[k]:8.3f} {half_fsc[k]:9.3f}")
    inside = (s > 1 / 30) & (s <= (1 - 0.5 * shells.width * limit) / limit)
    band = (s >= 1 / (1.5 * d)) & (s <= 1 / (0.9 * d)) & inside
    trusted = inside & (half_fsc > 0.1)
    gain, error = after - before, estimated - after
    print(json.dumps({
        "map": prefix, "resolution": round(d, 3),
        "gain_mean": round(float(gain[band].mean()), 4), "gain_least": round(float(gain[band].min()), 4), "least_anywhere": round(float(gain[inside].min()), 4),
        "cc_ref_error_largest": round(float(abs(error[trusted]).max()), 4), "cc_ref_error_mean": round(float(error[trusted].mean()), 4),
        "true_before": round(crossing(np.where(s <= 1 / limit, before, 0), 0.5, shells.width), 3),
        "true_after": round(crossing(np.where(s <= 1 / limit, after, 0), 0.5, shells.width), 3),
        "estimated_after": report["resolution_after"], "estimated_before": report["resolution_before"]}))


if __name__ == "__main__":
    main(*sys.argv[1:])
