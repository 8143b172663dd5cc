#!/usr/bin/python3
"""Refines displaced models with the peer and with the engine, and tells how far from the deposited model each ends.

usage: convergence.py FOLDER starts                                   write the displaced models (50: two cases, five displacements, five seeds)
       convergence.py FOLDER peer                                     run the peer on each
       convergence.py FOLDER engine COLUMN [OPTION ...]               run cryoengine refine with these options on each, as one column of the table
       convergence.py FOLDER table                                    medians of what is there so far, as Markdown

Runs that are done are kept in FOLDER/COLUMN.jsonl and not repeated. The peer is the loop of shared/peers/reference.py, stage rsr_rama (cctbx, five cycles of L-BFGS, Ramachandran restraints). It
makes its restraints from the deposited model; the engine knows the displaced one only. The distance is that of all atoms (CA atoms) of the refined model, also where the engine's decision is to keep
the input; how often it is, stands beside. Half turns of symmetric groups are not counted for the engine, which fits side chains anew; the peer's figure, from its own output, has them. ENGINE_SHARED names the folder of maps and models. Needs Debian's python3-cctbx, python3-gemmi and python3-mrcfile; run with the system interpreter."""
import json, math, os, resource, statistics, subprocess, sys, time
import gemmi

ROOT = os.path.abspath(os.path.join(os.path.dirname(__file__), "..", ".."))
SHARED = os.environ.get("ENGINE_SHARED", os.path.join(ROOT, "..", "shared"))
CASES = {
    "apo_20026": ("model.pdb", "map.map.gz", "1.75", "not (water or element Mg)"),
    "7cec_30342": ("model_A.cif", "map.map.gz", "3.9", "all"),
}
TWINS = {
    ("PHE", "CD1"): (("CD1", "CD2"), ("CE1", "CE2")), ("TYR", "CD1"): (("CD1", "CD2"), ("CE1", "CE2")),
    ("ASP", "OD1"): (("OD1", "OD2"),), ("GLU", "OE1"): (("OE1", "OE2"),), ("ARG", "NH1"): (("NH1", "NH2"),),
}
DISPLACEMENTS = ["shake:0.5", "shake:1.0", "shake:1.5", "shake:2.0", "domain:10"]
SEEDS = 5
ORDER = [(seed, case, how) for seed in range(1, SEEDS + 1) for case in CASES for how in DISPLACEMENTS]   # a table of the first seeds exists early


def run(command):
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    start = time.perf_counter()
    done = subprocess.run(command, capture_output=True, text=True, env={**os.environ, "PYTHONHASHSEED": "0"})
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    if done.returncode != 0:
        sys.exit("failed: %s\n%s%s" % (" ".join(command), done.stdout[-2000:], done.stderr[-2000:]))
    return time.perf_counter() - start, after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def data(case, k):
    return os.path.join(SHARED, "data", "real", case, CASES[case][k])


def start_file(folder, case, how, seed):
    return os.path.join(folder, case, "%s_%d.pdb" % (how.replace(":", "_"), seed))


def positions(path):
    return {(c.name, r.seqid.num, r.seqid.icode, r.name, a.name, a.altloc): a.pos for c in gemmi.read_structure(path)[0] for r in c for a in r if not a.is_hydrogen()}


def distance(case, path):
    """Rms distance to the deposited model, all atoms and CA atoms, Å; half turns of Phe, Tyr, Asp, Glu and Arg are none."""
    a, b = positions(data(case, 0)), positions(path)
    squares = {k: a[k].dist(p) ** 2 for k, p in b.items()}
    for k in [k for k in b if (k[3], k[4]) in TWINS]:
        turned = {}
        for name, other in TWINS[(k[3], k[4])]:
            first, second = k[:4] + (name, k[5]), k[:4] + (other, k[5])
            if first in b and second in b:
                turned.update({first: a[second].dist(b[first]) ** 2, second: a[first].dist(b[second]) ** 2})
        if sum(turned.values()) < sum(squares[t] for t in turned):
            squares.update(turned)
    ca = [v for k, v in squares.items() if k[4] == "CA" and k[3] != "CA"]
    return math.sqrt(sum(squares.values()) / len(squares)), math.sqrt(sum(ca) / len(ca))


def starts(folder):
    for case, (_, _, d, selection) in CASES.items():
        os.makedirs(os.path.join(folder, case), exist_ok=True)
        for how in DISPLACEMENTS:
            run(["dotnet", "run", "-c", "Release", "--project", os.path.join(ROOT, "Engine.Benchmarks"), "--", "convergence",
                 data(case, 0), data(case, 1), d, selection, how, str(SEEDS), "good", "write:" + os.path.join(folder, case)])


def peer(folder, case, how, seed):
    out = os.path.join(folder, "peer_run.json")
    if os.path.exists(out):
        os.remove(out)
    _, cpu = run(["/usr/bin/python3", os.path.join(SHARED, "peers", "reference.py"), case, data(case, 0), data(case, 1), CASES[case][2], out, "--sel", CASES[case][3],
                  "--stages", "rsr_rama", "--shaken", start_file(folder, case, how, seed), "--lean"])
    stage = json.load(open(out))["rsr_rama"]
    if "failed" in stage:
        return {"failed": stage["failed"], "cpu": cpu}
    end = stage["final"]
    return {"start": stage["shaken"]["rmsd_to_deposited_all"], "all": end["rmsd_to_deposited_all"], "cc": end["CC_mask"], "bonds": end["bond_rmsd"], "angles": end["angle_rmsd"], "cpu": cpu}


def engine(folder, case, how, seed, options):
    prefix = os.path.join(folder, "engine_run")
    for name in os.listdir(folder):
        if name.startswith("engine_run"):
            os.remove(os.path.join(folder, name))
    _, cpu = run([os.path.join(ROOT, "cryoengine"), "refine", start_file(folder, case, how, seed), data(case, 1), "-d", CASES[case][2], "--select", CASES[case][3],
                  "-o", prefix, "--overwrite", "--quiet", "--device", "cpu", *options])
    stats = json.load(open(prefix + "_stats.json"))
    kept = os.path.exists(prefix + "_attempt.cif")
    everything, ca = distance(case, prefix + "_attempt.cif" if kept else prefix + ".cif")
    after = stats["after"]
    return {"start": distance(case, start_file(folder, case, how, seed))[0], "all": everything, "ca": ca, "cc": after["cc_mask_heavy_input_b"],
            "bonds": after["geometry"]["bond_rmsd"], "angles": after["geometry"]["angle_rmsd"], "kept": kept, "cpu": cpu}


def results(folder, column):
    path = os.path.join(folder, column + ".jsonl")
    return {(r["case"], r["how"], r["seed"]): r for r in map(json.loads, open(path))} if os.path.exists(path) else {}


def column(folder, name, one):
    done = results(folder, name)
    for seed, case, how in ORDER:
        if (case, how, seed) in done:
            continue
        row = {"case": case, "how": how, "seed": seed, **one(folder, case, how, seed)}
        with open(os.path.join(folder, name + ".jsonl"), "a") as f:
            f.write(json.dumps(row) + "\n")
        print(json.dumps(row), flush=True)


def cell(rows):
    good = [r for r in rows if "failed" not in r]
    if not good:
        return "-"
    middle = lambda key: statistics.median(r[key] for r in good)
    text = "%.2f" % middle("all") + (" (%.2f)" % middle("ca") if "ca" in good[0] else "") + ", %.3f" % middle("cc")
    kept = sum(r.get("kept", False) for r in good)
    notes = ["kept %d" % kept] * (kept > 0) + ["%d of %d" % (len(good), SEEDS)] * (len(good) != SEEDS)
    return text + ("; " + ", ".join(notes) if notes else "")


def table(folder):
    names = sorted((f[:-6] for f in os.listdir(folder) if f.endswith(".jsonl")), key=lambda n: (n != "peer", n))
    every = {n: results(folder, n) for n in names}
    print("| case | displaced by | start | " + " | ".join(names) + " |\n|" + " --- |" * (len(names) + 3))
    for case in CASES:
        for how in DISPLACEMENTS:
            rows = {n: [r for k, r in every[n].items() if k[:2] == (case, how)] for n in names}
            begin = [r["start"] for n in names for r in rows[n] if "start" in r]
            print("| %s | %s | %s | %s |" % (case, how, "%.2f" % statistics.median(begin) if begin else "-", " | ".join(cell(rows[n]) for n in names)))


def main():
    if len(sys.argv) < 3 or sys.argv[2] not in ("starts", "peer", "engine", "table") or (sys.argv[2] == "engine" and len(sys.argv) < 4):
        sys.exit(__doc__)
    folder, verb = sys.argv[1], sys.argv[2]
    if verb == "starts":
        starts(folder)
    elif verb == "peer":
        column(folder, "peer", peer)
    elif verb == "engine":
        column(folder, sys.argv[3], lambda *where: engine(*where, sys.argv[4:]))
    else:
        table(folder)


if __name__ == "__main__":
    main()
