"""LocScale 2's loop over voxels beside `cryoengine locscale`, on the same map, reference and windows.

  locscale_peer.py MAP MODEL RESOLUTION [--locscale CHECKOUT] [--windows 20,26,40] [--voxels N] [--threads N] [--engine COMMAND]

CHECKOUT is a copy of github.com/cryoTUD/locscale (77e1441); only locscale/utils/scaling_tools.py is used, with what it imports left out. For each window (in
voxels) the loop runs over N voxels drawn from the mask; the engine scales the whole mask, with the program's own shells (--compat locscale2) and with its own.
Printed: time per voxel on the wall and of the processor (the engine's whole process, reading and writing included), their ratios, and the largest difference of the
two maps at the N voxels over the rms of the program's values. Needs python3-mrcfile and numpy; run it with the system's python3.
"""
import argparse
import importlib.util
import json
import os
import resource
import subprocess
import sys
import tempfile
import time
import types

import mrcfile
import numpy as np

ROOT = os.path.abspath(os.path.join(os.path.dirname(__file__), "..", ".."))


def peer(checkout):
    """The program's module, with empty modules in place of what this branch of it does not call."""
    def stub(name, **members):
        module = types.ModuleType(name)
        module.__dict__.update(members)
        module.__path__ = []
        sys.modules[name] = module

    for name in ("locscale", "locscale.include", "locscale.include.emmer", "locscale.include.emmer.ndimage", "locscale.utils"):
        stub(name)
    stub("locscale.include.emmer.ndimage.map_utils", save_as_mrc=None)
    stub("locscale.utils.file_tools", RedirectStdoutToLogger=None)
    stub("locscale.include.emmer.ndimage.profile_tools", scale_profiles=None, merge_two_profiles=None, add_deviations_to_reference_profile=None,
         frequency_array=lambda profile, apix: np.arange(len(profile)), estimate_bfactor_standard=None, get_theoretical_profile=None)
    spec = importlib.util.spec_from_file_location("locscale.utils.scaling_tools", os.path.join(checkout, "locscale/utils/scaling_tools.py"))
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def run_engine(command, arguments, prefix):
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run(command + ["locscale"] + arguments + ["-o", prefix, "--overwrite", "--quiet", "--device", "cpu"], check=True, stderr=subprocess.DEVNULL)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    with open(prefix + "_locscale.json") as file:
        document = json.load(file)
    return document, after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime, after.ru_maxrss / 1024


def read(path):
    with mrcfile.open(path, permissive=True) as file:
        return file.data.astype(np.float64), float(file.voxel_size.x)


def loop(tools, em, model, apix, centres, wn):
    """LocScale 2's work for each voxel: profiles, scale factors, scaled window, central voxel."""
    f, half = np.fft.fftfreq(wn), np.fft.rfftfreq(wn)
    frequencies = np.sqrt(f[:, None, None] ** 2 + f[None, :, None] ** 2 + half[None, None, :] ** 2)
    middle, values = wn // 2, []
    wall, cpu = time.perf_counter(), time.process_time()
    for z, y, x in centres - middle:
        a, b = em[z:z + wn, y:y + wn, x:x + wn], model[z:z + wn, y:y + wn, x:x + wn]
        pa, shells = tools.compute_radial_profile_proper(a, frequencies)
        pb, _ = tools.compute_radial_profile_proper(b, frequencies)
        factors = tools.compute_scale_factors(pa, pb, apix=apix, scale_factor_arguments={"no_reference": False, "fsc_cutoff": 2.0}, use_theoretical_profile=False)
        scaled, _ = tools.set_radial_profile(a, factors["scale_factors"], shells, frequencies, a.shape)
        values.append(scaled[middle, middle, middle])
    return np.array(values), (time.perf_counter() - wall) / len(centres), (time.process_time() - cpu) / len(centres)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("map")
    parser.add_argument("model")
    parser.add_argument("resolution")
    parser.add_argument("--locscale", default=os.environ.get("LOCSCALE", ""))
    parser.add_argument("--windows", default="20,26,40")
    parser.add_argument("--voxels", type=int, default=300)
    parser.add_argument("--threads", default="2")
    parser.add_argument("--engine", default=f"dotnet {ROOT}/Engine.Cli/bin/Release/net10.0/cryoengine.dll")
    options = parser.parse_args()
    tools, command = peer(options.locscale), options.engine.split()
    with tempfile.TemporaryDirectory() as folder:
        first = os.path.join(folder, "first")
        run_engine(command, [options.map, "--model", options.model, "-d", options.resolution, "--write-reference", "--threads", options.threads], first)
        reference = first + "_reference.mrc"
        mask, apix = read(first + "_locscale.mrc")
        em, model = read(options.map)[0], read(reference)[0]
        print("window   LocScale 2        exact             ratio          compat            ratio          difference  peak MiB")
        print("voxels   wall ms  cpu ms   wall us  cpu us    wall    cpu    wall us  cpu us    wall    cpu")
        for wn in (int(w) for w in options.windows.split(",")):
            h = wn // 2
            inside = np.argwhere(mask != 0)
            inside = inside[np.all((inside >= h) & (inside < np.array(em.shape) - h), axis=1)]
            centres = inside[np.random.RandomState(0).choice(len(inside), min(len(inside), options.voxels), False)]
            common = [options.map, "--reference", reference, "--mask", first + "_mask.mrc", "--window", repr(wn * apix), "--no-local-b", "--threads", options.threads]
            with mrcfile.new(first + "_mask.mrc", overwrite=True) as file:
                with mrcfile.open(options.map, permissive=True) as like:
                    file.set_data((mask != 0).astype(np.float32))
                    file.voxel_size = like.voxel_size
                    file.header.origin, file.nstart = like.header.origin, like.nstart
            exact, exact_cpu, memory = run_engine(command, common, os.path.join(folder, "exact"))
            compat, compat_cpu, _ = run_engine(command, common + ["--compat", "locscale2"], os.path.join(folder, "compat"))
            values, wall, cpu = loop(tools, em, model, apix, centres, wn)
            own = read(os.path.join(folder, "compat_locscale.mrc"))[0][tuple(centres.T)]
            difference = np.max(np.abs(own - values)) / np.sqrt(np.mean(values ** 2))
            te, tc, n = exact["seconds_per_window"], compat["seconds_per_window"], exact["windows"]
            print(f"{wn:4d}   {1e3 * wall:9.3f} {1e3 * cpu:7.3f} {1e6 * te:9.2f} {1e6 * exact_cpu / n:7.2f} {wall / te:7.0f} {cpu / (exact_cpu / n):6.0f}"
                  f" {1e6 * tc:9.2f} {1e6 * compat_cpu / n:7.2f} {wall / tc:7.0f} {cpu / (compat_cpu / n):6.0f}   {difference:9.1e} {memory:9.0f}")


if __name__ == "__main__":
    main()
