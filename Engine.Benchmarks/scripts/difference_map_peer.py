#!/usr/bin/python3
"""The difference map of half maps by plain numpy, with gemmi's model map, beside the one of 'cryoengine diff-map'.

usage: difference_map_peer.py [--form published|residual] [--engine PROGRAM] [--without RESIDUE] MODEL HALF1 HALF2 D

Formulas of Yamashita et al., Acta Cryst. D77 (2021) 1282, as docs/difference-maps.md gives them, written down again: statistics of every shell inside a mask (which is handed to both with
--mask), weights linear between shells, the whole maps weighted. Prints the correlation of both maps, the largest difference in units of sigma, and the values of both at the five highest peaks. Needs
Debian's python3-gemmi, python3-mrcfile and numpy."""
import argparse, json, os, subprocess, tempfile
import gemmi, mrcfile
import numpy as np

ROOT = os.path.abspath(os.path.join(os.path.dirname(__file__), "..", ".."))
EDGE = 0.2


def read(path):
    with mrcfile.open(path, permissive=True) as f:
        h = f.header
        if (int(h.mapc), int(h.mapr), int(h.maps)) != (1, 2, 3):
            raise SystemExit("%s: axes are not in the order x, y, z" % path)
        voxel = np.array([float(f.voxel_size.x), float(f.voxel_size.y), float(f.voxel_size.z)])
        start = np.array([int(h.nxstart), int(h.nystart), int(h.nzstart)])
        origin = start * voxel if start.any() else np.array([float(h.origin.x), float(h.origin.y), float(h.origin.z)])
        return f.data.astype(np.float64), voxel, origin


def model_map(path, shape, voxel, origin):
    """Map of a model on the grid, all coefficients within the Nyquist sphere."""
    box = np.array(shape[::-1]) * voxel
    structure = gemmi.read_structure(path)
    structure.cell, structure.spacegroup_hm = gemmi.UnitCell(*box, 90, 90, 90), "P 1"
    for site in structure[0].all():
        site.atom.pos = gemmi.Position(*(np.array(site.atom.pos.tolist()) - origin))
    finest = 2 * voxel.max()
    calc = gemmi.DensityCalculatorE()
    calc.d_min, calc.rate, calc.cutoff = finest, 3, 1e-7
    calc.set_grid_cell_and_spacegroup(structure)
    calc.set_refmac_compatible_blur(structure[0])
    calc.put_model_density_on_grid(structure[0])
    grid = gemmi.transform_map_to_f_phi(calc.grid)
    values = grid.prepare_asu_data(dmin=finest, unblur=calc.blur)
    result = np.array(values.transform_f_phi_to_map(exact_size=shape[::-1]), copy=False)
    return result.transpose(2, 1, 0).astype(np.float64)


def masked(values, mask):
    """Mask times map, the level of the surroundings taken off."""
    outside = (1 - mask).sum()
    level = ((1 - mask) * values).sum() / outside if outside > 0.01 * mask.size else 0
    return np.fft.rfftn((values - level) * mask)


def difference(half1, half2, model, mask, voxel, d, form):
    shape = half1.shape
    n = np.array(shape[::-1])
    box = n * voxel
    k, l, h = np.meshgrid(np.fft.fftfreq(shape[1]) * shape[1] / box[1], np.fft.fftfreq(shape[0]) * shape[0] / box[2], np.arange(shape[2] // 2 + 1) / box[0])
    s = np.sqrt(h * h + k * k + l * l)
    width = 1 / box.max()
    count = int(0.5 / voxel.max() / width + 1e-6) + 1
    index = np.floor(s / width + 0.5 + 1e-9).astype(int)
    both = np.where((np.arange(shape[2] // 2 + 1) == 0) | (2 * np.arange(shape[2] // 2 + 1) == shape[2]), 1.0, 2.0) * np.ones_like(s)
    inside = index < count
    total = lambda x: np.bincount(index[inside], (both * x)[inside], count)
    f1, f2, fc = masked(half1, mask), masked(half2, mask), masked(model, mask)
    fo, number = (f1 + f2) / 2, total(np.ones_like(s))
    with np.errstate(divide="ignore", invalid="ignore"):
        fsc = total((f1 * f2.conj()).real) / np.sqrt(total(abs(f1) ** 2) * total(abs(f2) ** 2))
        noise = total(abs(f1 - f2) ** 2) / 4 / number
        scale = np.maximum(0, total((fo * fc.conj()).real) / total(abs(fc) ** 2))
        signal = np.maximum(0, total(abs(fo - scale[np.minimum(index, count - 1)] * fc) ** 2) / number - noise)
        w = signal / (signal + noise)
        weight = w / np.sqrt(signal) if form == "residual" else w / np.sqrt(2 * fsc / (1 + fsc) * total(abs(fo) ** 2) / number)
    at = np.arange(count) * width
    low, high = (1 - EDGE) / d, (1 + EDGE) / d
    window = np.where(at <= low, 1, np.where(at >= high, 0, 0.5 + 0.5 * np.cos(np.pi * (at - low) / (high - low))))
    over = np.cumsum(~(fsc[1:] > 0)) > 0
    weight[1:] = np.where(over | ~(signal[1:] > 0), 0, weight[1:]) * window[1:]
    weight[0] = 0
    place = s / width
    linear = lambda v: np.interp(place, np.arange(count), v, right=0)
    whole = np.fft.rfftn((half1 + half2) / 2) * linear(weight) - np.fft.rfftn(model) * linear(weight * np.nan_to_num(scale))
    result = np.fft.irfftn(whole, shape, axes=(0, 1, 2))
    return result / result[mask >= 0.5].std()


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("model"), parser.add_argument("half1"), parser.add_argument("half2"), parser.add_argument("d", type=float)
    parser.add_argument("--without", type=int, help="number of a residue that is left out")
    parser.add_argument("--form", default="published")
    parser.add_argument("--engine", default="dotnet " + os.path.join(ROOT, "Engine.Cli", "bin", "Release", "net10.0", "cryoengine.dll"))
    a = parser.parse_args()
    engine = a.engine.split()
    with tempfile.TemporaryDirectory() as folder:
        prefix = os.path.join(folder, "out")
        model = a.model
        if a.without is not None:
            structure, model = gemmi.read_structure(a.model), os.path.join(folder, "model.pdb")
            gemmi.Selection("//*/%d" % a.without).remove_selected(structure)
            structure.write_pdb(model)
        common = ["--device", "cpu", "--overwrite", "--quiet"]
        subprocess.run([*engine, "mask", a.half1, "--model", model, "--radius", "4", "--edge", "6", "-o", prefix, *common], check=True)
        mask = prefix + "_mask.mrc"
        subprocess.run([*engine, "diff-map", model, "--half-maps", a.half1, a.half2, "-d", str(a.d), "--form", a.form, "--mask", mask, "-o", prefix, *common], check=True)
        ours, _, _ = read(prefix + "_diff.mrc")
        document = json.load(open(prefix + "_diff.json"))
        (one, voxel, origin), (two, _, _), (soft, _, _) = read(a.half1), read(a.half2), read(mask)
        theirs = difference(one, two, model_map(model, one.shape, voxel, origin), soft, voxel, a.d, a.form)
        print("%s form, correlation %.7f, largest difference %.4f sigma of %.1f" % (a.form, np.corrcoef(ours.ravel(), theirs.ravel())[0, 1], abs(ours - theirs).max(), abs(theirs).max()))
        for peak in document["positive"]["peaks"][:5]:
            x, y, z = np.rint((np.array([peak["x"], peak["y"], peak["z"]]) - origin) / voxel).astype(int)
            print("  peak %2d %6.2f sigma near %-16s voxel: engine %6.2f numpy %6.2f" % (peak["rank"], peak["sigma"], peak["atom"], ours[z, y, x], theirs[z, y, x]))


if __name__ == "__main__":
    main()
