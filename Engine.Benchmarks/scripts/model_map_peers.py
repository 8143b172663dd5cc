#!/usr/bin/python3
"""Times model maps of gemmi, of the peer's shell decomposition (if one is at hand) and of the engine on the same model and grid, one after the other.

usage: model_map_peers.py [--shared DIR] [--vrm COMMAND] [--threads N]

gemmi runs its complete pipeline (density on a grid, transform, cut, inverse on the map's grid). COMMAND is called with MODEL MAP D RADFACT and prints lines
"TIME name seconds": cctbx's maptbx.bcr ("VRM") is not in Debian's cctbx and has to be built by hand. Model: apo_20026 without water and magnesium, d = 1.75 Å.
Needs Debian's python3-gemmi and python3-mrcfile; run with the system interpreter."""
import argparse, gzip, os, shutil, statistics, subprocess, sys, tempfile, time

ROOT = os.path.abspath(os.path.join(os.path.dirname(__file__), "..", ".."))


def gemmi_times(model, density, d, repeats=9):
    import gemmi, mrcfile
    structure = gemmi.read_structure(model)
    structure.setup_entities()
    with mrcfile.open(density, header_only=True, permissive=True) as m:
        nx, ny, nz, v, o = int(m.header.nx), int(m.header.ny), int(m.header.nz), m.voxel_size, m.header.origin
    structure.cell = gemmi.UnitCell(nx * float(v.x), ny * float(v.y), nz * float(v.z), 90, 90, 90)
    structure.spacegroup_hm = "P 1"
    for chain in structure[0]:
        for residue in chain:
            for atom in residue:
                atom.pos = gemmi.Position(atom.pos.x - float(o.x), atom.pos.y - float(o.y), atom.pos.z - float(o.z))
    calculator = gemmi.DensityCalculatorE()
    calculator.d_min, calculator.rate = d, 1.5
    calculator.set_refmac_compatible_blur(structure[0])
    calculator.set_grid_cell_and_spacegroup(structure)
    calculator.grid.set_size(nx, ny, nz)
    times = []
    for _ in range(repeats):
        start = time.perf_counter()
        calculator.put_model_density_on_grid(structure[0])
        transform = gemmi.transform_map_to_f_phi(calculator.grid, half_l=True)
        data = transform.prepare_asu_data(dmin=d, unblur=calculator.blur)
        data.transform_f_phi_to_map(exact_size=[nx, ny, nz])
        times.append(time.perf_counter() - start)
    return structure[0].count_atom_sites(), statistics.median(times)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--shared", default=os.environ.get("ENGINE_SHARED", os.path.join(ROOT, "..", "shared")))
    parser.add_argument("--vrm", default="")
    parser.add_argument("--threads", default="")
    options = parser.parse_args()
    data = os.path.join(options.shared, "data", "real", "apo_20026")
    folder = tempfile.mkdtemp(prefix="cryoengine_maps_")
    model, density = os.path.join(folder, "model.pdb"), os.path.join(folder, "map.mrc")
    with open(os.path.join(data, "model.pdb")) as source, open(model, "w") as target:
        target.writelines(line for line in source if line[:6].strip() not in ("ATOM", "HETATM", "ANISOU") or line[17:20].strip() not in ("HOH", "MG"))
    with gzip.open(os.path.join(data, "map.map.gz")) as source, open(density, "wb") as target:
        shutil.copyfileobj(source, target)
    count, seconds = gemmi_times(model, density, 1.75)
    print("gemmi pipeline, %d atoms: %.1f ms" % (count, 1000 * seconds))
    if options.vrm:
        for factor in ("2", "3", "4"):
            done = subprocess.run(options.vrm.split() + [model, density, "1.75", factor], capture_output=True, text=True)
            for line in done.stdout.splitlines():
                if line.startswith("TIME"):
                    print("peer's shells, %s d: %s" % (factor, line))
            if done.returncode != 0:
                sys.exit(done.stderr)
    binary = os.path.join(ROOT, "Engine.Benchmarks", "bin", "Release", "net10.0", "Engine.Benchmarks.dll")
    command = ["dotnet", binary, "model-maps", model, density, "1.75", "all"] + ([options.threads] if options.threads else [])
    print(subprocess.run(command, check=True, capture_output=True, text=True).stdout, end="")
    shutil.rmtree(folder)


if __name__ == "__main__":
    main()
