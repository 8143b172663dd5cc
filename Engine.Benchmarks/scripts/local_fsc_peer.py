"""Local resolution by the local_fsc of cctbx, for comparison with `cryoengine local-resolution`.

  local_fsc_peer.py HALF1 HALF2 RESOLUTION OUT.mrc [--boxes N] [--model MODEL --truth CSV]

Runs map_model_manager.local_fsc on two half maps with one process, prints its wall and CPU time and writes its map. With a model (PDB, also .gz) and the expected
resolution per atom (CSV with a column expected_d_fsc0143_A in the order of the model's atoms) it also prints Spearman's rank correlation and the median error
over the atoms whose expected resolution is 2.95 A or worse. Any map can be judged that way: give MAP in place of HALF1 and - in place of HALF2.
Needs the packages python3-cctbx, python3-mrcfile and python3-scipy of Debian 12; run it with the system's python3.
"""
import argparse
import csv
import gzip
import sys
import time
import types

import mrcfile
import numpy as np
from scipy.stats import spearmanr

FINEST = 2.95


def read_map(path):
    with mrcfile.open(path, permissive=True) as file:
        return file.data.astype(np.float64).transpose(2, 1, 0).copy(), float(file.voxel_size.x)


def local_fsc(half1, half2, resolution, boxes):
    for name in ("wxGUI2", "wxGUI2.utils"):
        sys.modules[name] = types.ModuleType(name)
    sys.modules["wxGUI2"].__path__ = []
    sys.modules["wxGUI2.utils"].null_callback = lambda *a, **k: None
    from cctbx import crystal
    from cctbx.array_family import flex
    from iotbx.map_manager import map_manager
    from iotbx.map_model_manager import map_model_manager
    from libtbx.utils import null_out

    (first, voxel), (second, _) = read_map(half1), read_map(half2)
    cell = crystal.symmetry(unit_cell=[n * voxel for n in first.shape] + [90, 90, 90], space_group_symbol="P1")

    def manager(values):
        return map_manager(map_data=flex.double(np.ascontiguousarray(values)), unit_cell_grid=first.shape,
                           unit_cell_crystal_symmetry=cell, wrapping=False)

    maps = map_model_manager(map_manager=manager((first + second) / 2), map_manager_1=manager(first), map_manager_2=manager(second), wrapping=False)
    maps.set_resolution(resolution)
    maps.set_scattering_table("electron")
    maps.set_log(null_out())
    wall, cpu = time.perf_counter(), time.process_time()
    result = maps.local_fsc(n_boxes=boxes, nproc=1)
    print("local_fsc with %s boxes: %.1f s wall, %.1f s CPU" % (boxes or "default", time.perf_counter() - wall, time.process_time() - cpu))
    return result.map_data().as_numpy_array(), voxel


def atoms(path):
    with (gzip.open(path, "rt") if path.endswith(".gz") else open(path)) as file:
        return np.array([[float(line[30:38]), float(line[38:46]), float(line[46:54])] for line in file if line[:6] in ("ATOM  ", "HETATM")])


def trilinear(values, places):
    low = np.floor(places).astype(int)
    part = places - low
    total = np.zeros(len(places))
    for corner in range(8):
        step = np.array([corner & 1, corner >> 1 & 1, corner >> 2])
        weight = np.where(step == 1, part, 1 - part).prod(axis=1)
        total += weight * values[tuple(((low + step) % values.shape).T)]
    return total


def judge(values, voxel, model, truth):
    with gzip.open(truth, "rt") as file:
        expected = np.array([float(row["expected_d_fsc0143_A"]) for row in csv.DictReader(file)])
    found = trilinear(values, atoms(model) / voxel)
    use = expected >= FINEST
    error = np.abs(found - expected)[use]
    print("atoms %d: Spearman %.4f, median error %.3f A, mean error %+.3f A"
          % (use.sum(), spearmanr(found[use], expected[use])[0], np.median(error), (found - expected)[use].mean()))


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("half1")
    parser.add_argument("half2")
    parser.add_argument("resolution", type=float)
    parser.add_argument("out")
    parser.add_argument("--boxes", type=int)
    parser.add_argument("--model")
    parser.add_argument("--truth")
    options = parser.parse_args()
    if options.half2 == "-":
        values, voxel = read_map(options.half1)
    else:
        values, voxel = local_fsc(options.half1, options.half2, options.resolution, options.boxes)
        with mrcfile.new(options.out, overwrite=True) as file:
            file.set_data(values.transpose(2, 1, 0).astype(np.float32))
            file.voxel_size = voxel
    if options.truth:
        judge(values, voxel, options.model, options.truth)


if __name__ == "__main__":
    main()
