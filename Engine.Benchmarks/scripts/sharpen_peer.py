#!/usr/bin/python3
"""Automatic sharpening against the B that the deposited model asks for, and beside cctbx's auto_sharpen.

usage: sharpen_peer.py [--shared DIR] [--no-peer] [--blur B] [CASE ...]        cases: folders of shared/data/real and shared/data/synthetic

For each case: the B applied by each metric of 'cryoengine sharpen', and the B that makes the correlation of map and model map largest over the voxels within 2 A of the model's atoms, both cut at
the resolution, once with all B = 0 and once with the B factors of the file (numpy, scipy and gemmi; the engine takes no part). With --blur the map is first multiplied by exp(-B s^2/4), B in A^2. The
peer is auto_sharpen_map_or_map_coeffs of cctbx (map and resolution only). Seconds are user CPU time of whole processes. Needs Debian's python3-gemmi, python3-scipy and, for the peer, python3-cctbx."""
import argparse, gzip, json, os, resource, subprocess, sys, tempfile, time
import gemmi
import numpy as np
from scipy.ndimage import distance_transform_edt

ROOT = os.path.abspath(os.path.join(os.path.dirname(__file__), "..", ".."))
CASES = {
    "apo_20026": (["map.map.gz"], "model.pdb", 1.75),
    "7cec_30342": (["map.map.gz"], "model_A.cif", 3.9),
    "3j63_5830": (["map.map"], "model.pdb", 3.8),
    "5fn5c_3240": (["map.map"], "model.pdb", 4.3),
    "5ly6_4118": (["map.map.gz"], "model.pdb", 4.5),
    "emringer_small": (["map.map"], "model.pdb", 3.3),
    "hcn4_0093": (["map.map.gz"], "model.pdb.gz", 3.4),
    "apo_half_3.0": (["half1.map.gz", "half2.map.gz"], "model.pdb", 3.0),
    "hcn4_half_local": (["half1.map.gz", "half2.map.gz"], "model.pdb.gz", 3.8),
}
PEER = """
import sys, types
sys.path.insert(0, %r)
sys.argv = ["peer"]
from common import *
w = types.ModuleType("wxGUI2"); w.__path__ = []; u = types.ModuleType("wxGUI2.utils"); u.null_callback = lambda *a, **k: None
w.utils = u; sys.modules["wxGUI2"] = w; sys.modules["wxGUI2.utils"] = u
from cctbx.maptbx.segment_and_split_map import auto_sharpen_map_or_map_coeffs
from iotbx.map_manager import map_manager
mm = map_manager(%r)
mm.shift_origin()
r = auto_sharpen_map_or_map_coeffs(map=mm.map_data(), crystal_symmetry=mm.crystal_symmetry(), resolution=%r, out=null_out())
print("PEER", r.sharpening_method, r.b_sharpen)
"""


def read(path):
    """Values z, y, x; voxel and origin x, y, z."""
    raw = (gzip.open if path.endswith(".gz") else open)(path, "rb").read()
    words, numbers = np.frombuffer(raw[:1024], "<i4"), np.frombuffer(raw[:1024], "<f4")
    size, start, sampling, crs = words[0:3], words[4:7], words[7:10], words[16:19] - 1
    values = np.frombuffer(raw[1024 + words[23]:], {2: "<f4", 12: "<f2"}[words[3]])[:size.prod()].astype(np.float32).reshape(size[::-1])
    axes, first = [0, 0, 0], [0, 0, 0]
    for i, axis in enumerate(crs):
        axes[2 - axis], first[axis] = 2 - i, start[i]
    voxel = (numbers[10:13] / sampling).astype(float)
    return np.ascontiguousarray(values.transpose(axes)), voxel, np.array(first) * voxel if any(first) else numbers[49:52].astype(float)


def write(path, values, voxel, origin):
    header, ints = np.zeros(256, "<f4"), None
    ints = header.view("<i4")
    n = values.shape[::-1]
    ints[0:3], ints[3], ints[7:10], header[10:13], header[13:16], ints[16:19], ints[22] = n, 2, n, np.array(n) * voxel, 90, (1, 2, 3), 1
    header[49:52], header[19:22] = origin, (values.min(), values.max(), values.mean())
    raw = bytearray(header.tobytes())
    raw[208:216] = b"MAP \x44\x44\x00\x00"
    open(path, "wb").write(bytes(raw) + values.astype("<f4").tobytes())


class Case:
    def __init__(self, shared, name):
        files, model, self.d = CASES[name]
        folder = os.path.join(shared, "data", "synthetic" if "half" in name else "real", name)
        maps = [read(os.path.join(folder, f)) for f in files]
        self.values, self.voxel, self.origin = np.mean([m[0] for m in maps], axis=0), maps[0][1], maps[0][2]
        self.model = gemmi.read_structure(os.path.join(folder, model))
        self.n = np.array(self.values.shape[::-1])
        s = [np.fft.fftfreq(self.n[2], self.voxel[2]), np.fft.fftfreq(self.n[1], self.voxel[1]), np.fft.rfftfreq(self.n[0], self.voxel[0])]
        self.s2 = s[0][:, None, None] ** 2 + s[1][None, :, None] ** 2 + s[2][None, None, :] ** 2

    def inverse(self, f):
        return np.fft.irfftn(f, s=self.values.shape, axes=(0, 1, 2))

    def blurred(self, b):
        limit = 1 if b > 0 else self.s2 <= 1 / self.d ** 2
        return self.inverse(np.fft.rfftn(self.values) * np.exp(-b * np.where(limit, self.s2, 0) / 4) * limit)

    def model_map(self, at_rest):
        model = self.model.clone()
        for atom in (a for chain in model[0] for residue in chain for a in residue):
            atom.pos -= gemmi.Position(*self.origin)
            atom.aniso = gemmi.SMat33f(0, 0, 0, 0, 0, 0)
            atom.b_iso = 0 if at_rest else atom.b_iso
        model.cell, model.spacegroup_hm = gemmi.UnitCell(*(self.n * self.voxel), 90, 90, 90), "P 1"
        c = gemmi.DensityCalculatorE()
        c.d_min, c.rate = 0.8 * self.d, 1.5
        c.set_refmac_compatible_blur(model[0])
        c.grid.setup_from(model, c.d_min / 3)
        c.put_model_density_on_grid(model[0])
        fine = np.array(c.grid, copy=True).transpose(2, 1, 0)
        g, out = np.fft.rfftn(fine), np.zeros(self.s2.shape, complex)
        at = [np.arange(-((m - 1) // 2), (m - 1) // 2 + 1) for m in (min(fine.shape[i], self.values.shape[i]) for i in range(2))]
        nx = min(g.shape[2], out.shape[2]) - 1
        out[np.ix_(at[0], at[1], range(nx))] = g[np.ix_(at[0], at[1], range(nx))]
        return out * np.exp(c.blur * self.s2 / 4)

    def best(self, values):
        """Best B for atoms at rest and as deposited, by golden section."""
        atoms = np.array([a.pos.tolist() for chain in self.model[0] for residue in chain for a in residue if not a.is_hydrogen()])
        index = np.round((atoms - self.origin) / self.voxel).astype(int)
        index = index[((index >= 0) & (index < self.n)).all(1)]
        away = np.ones(self.values.shape, bool)
        away[index[:, 2], index[:, 1], index[:, 0]] = False
        mask = distance_transform_edt(away, sampling=self.voxel[::-1]) <= 2
        keep, f = (self.s2 <= 1 / self.d ** 2) & (self.s2 > 0), np.fft.rfftn(values)
        found = []
        for at_rest in (True, False):
            expected = self.inverse(np.where(keep, self.model_map(at_rest), 0))[mask]
            cc = lambda b: np.corrcoef(self.inverse(np.where(keep, f * np.exp(np.minimum(80, -b * self.s2 / 4)), 0))[mask], expected)[0, 1]
            low, high, g = -400.0, 400.0, (5 ** 0.5 - 1) / 2
            while high - low > 2:
                a, b = high - g * (high - low), low + g * (high - low)
                low, high = (low, b) if cc(a) > cc(b) else (a, high)
            found.append((low + high) / 2)
        return found


def main():
    p = argparse.ArgumentParser()
    p.add_argument("--shared", default=os.path.join(ROOT, "..", "shared"))
    p.add_argument("--no-peer", action="store_true")
    p.add_argument("--blur", type=float, default=0)
    p.add_argument("cases", nargs="*", default=list(CASES))
    o = p.parse_args()
    shared, engine = os.path.abspath(o.shared), os.path.join(ROOT, "Engine.Cli", "bin", "Release", "net10.0", "cryoengine.dll")
    print("case             d     at rest  deposited  correlation  surface  kurtosis  molecule  noise  seconds  peer")
    with tempfile.TemporaryDirectory() as folder:
        for name in o.cases:
            case = Case(shared, name)
            values = case.blurred(o.blur) if o.blur else case.values
            path = os.path.join(folder, name + ".mrc")
            write(path, values, case.voxel, case.origin)
            rest, deposited = case.best(values)
            before = resource.getrusage(resource.RUSAGE_CHILDREN).ru_utime
            subprocess.run(["dotnet", engine, "sharpen", path, "-d", str(case.d), "-o", os.path.join(folder, name), "--overwrite", "--device", "cpu"], check=True, capture_output=True)
            seconds = resource.getrusage(resource.RUSAGE_CHILDREN).ru_utime - before
            r = json.load(open(os.path.join(folder, name + "_sharpen.json")))
            s, b = r["search"], r["b_iso_before"]
            line = "%-15s %5.2f %8.0f %10.0f %12.0f %8.0f %9.0f %9.3f %6.3f %8.1f" % (
                name, case.d, rest, deposited, s["best"]["correlation"] - b, s["best"]["surface"] - b, s["best"]["kurtosis"] - b, s["molecule_fraction"], s["noise_share"], seconds)
            if not o.no_peer:
                before = resource.getrusage(resource.RUSAGE_CHILDREN).ru_utime
                run = subprocess.run(["/usr/bin/python3", "-c", PEER % (os.path.join(shared, "peers"), path, case.d)], capture_output=True, text=True, env={**os.environ, "PEER_DATA": os.path.join(shared, "data")})
                said = [l for l in run.stdout.splitlines() if l.startswith("PEER")] or ["PEER failed: " + (run.stderr.strip().splitlines() or ["?"])[-1][:80]]
                line += "  %s, %.1f s" % (said[0][5:], resource.getrusage(resource.RUSAGE_CHILDREN).ru_utime - before)
            print(line, flush=True)


main()
