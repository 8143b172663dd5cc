#!/usr/bin/python3
"""Runs a batch of real, generated and broken entries undisturbed, and again with kill -9 of the whole process tree at random moments; compares the results byte by byte.

usage: batch_kills.py WORKDIR [--kills 20] [--seed 1] [--workers N] [--refine "OPTIONS"] [--real NAME,NAME… | --small]

WORKDIR receives entries/ (generated and broken inputs), manifest.csv, whole/ and killed/. --real takes some of the real cases only, --small none. Prints the entries with state and reason, the seconds of the
undisturbed run, entries per hour, how many kills hit a running batch, and whether results.csv and every refined model agree. Exit code 0 when all is as it should be."""
import argparse, csv, filecmp, json, os, random, signal, subprocess, sys, time

ROOT = os.path.abspath(os.path.join(os.path.dirname(__file__), "..", ".."))
SHARED = os.environ.get("ENGINE_SHARED", os.path.join(ROOT, "..", "shared"))
ENGINE = os.path.join(ROOT, "cryoengine")
REAL = [("emringer_small", "real/emringer_small", "model.pdb", "map.map", 3.3), ("3j63", "real/3j63_5830", "model.pdb", "map.map", 3.8), ("5fn5c", "real/5fn5c_3240", "model.pdb", "map.map", 4.3),
        ("5ly6", "real/5ly6_4118", "model.pdb", "map.map.gz", 4.5), ("7cec", "real/7cec_30342", "model_A.cif", "map.map.gz", 3.9), ("apo", "real/apo_20026", "model.pdb", "map.map.gz", 1.75),
        ("hcn4", "real/hcn4_0093", "model.pdb.gz", "map.map.gz", 3.4)]
HALVES = [("apo_half", "synthetic/apo_half_3.0", "model.pdb", 3.0), ("hcn4_half", "synthetic/hcn4_half_local", "model.pdb.gz", 3.8)]
COLUMNS = "id,model,map,half1,half2,mask,resolution,options".split(",")


def engine(*arguments, **more):
    return subprocess.run([ENGINE, *map(str, arguments)], capture_output=True, text=True, **more)


def generated(folder, count):
    """Small proteins of the engine's own, each with other noise and another start."""
    sample = os.path.join(ROOT, "samples", "model.cif")
    for k in range(count):
        prefix = os.path.join(folder, "generated%02d" % k)
        if not os.path.exists(prefix + "_shaken.cif"):
            done = engine("simulate", sample, "-d", 2.5 + 0.02 * k, "--shake", 0.3, "--seed", k + 1, "-o", prefix, "--quiet", "--overwrite")
            assert done.returncode == 0, done.stderr
        yield dict(id="generated%02d" % k, model=prefix + "_shaken.cif", half1=prefix + "_half1.mrc", half2=prefix + "_half2.mrc", resolution="%.2f" % (2.5 + 0.02 * k))


def broken(folder):
    base = os.path.join(folder, "generated00")
    model, halves = open(base + "_shaken.cif").read(), base + "_half1.mrc"
    data = open(halves, "rb").read()
    header = data[:1024]

    def put(name, content):
        path = os.path.join(folder, name)
        with open(path, "wb" if isinstance(content, bytes) else "w") as f:
            f.write(content)
        return path
    pdb = open(os.path.join(SHARED, "data", "real", "3j63_5830", "model.pdb")).read().splitlines(True)
    moved = "".join(l[:30] + "%8.3f%8.3f%8.3f" % tuple(float(l[i:i + 8]) + 500 for i in (30, 38, 46)) + l[54:] if l.startswith("ATOM") else l for l in pdb)
    alien = "".join(("HETATM" + l[6:17] + "ZQ9" + l[20:]) if l.startswith("ATOM") and l[22:26].strip() == "1" else l for l in pdb)
    box = os.path.join(SHARED, "data", "real", "3j63_5830", "map.map")
    yield dict(id="broken-truncated", model=base + "_shaken.cif", map=put("truncated.mrc", data[:len(data) // 2]), resolution="2.6")
    yield dict(id="broken-elsewhere", model=put("elsewhere.pdb", moved), map=box, resolution="3.8")
    yield dict(id="broken-ligand", model=put("ligand.pdb", alien), map=box, resolution="3.8")
    yield dict(id="broken-zero", model=base + "_shaken.cif", map=put("zero.mrc", header + bytes(len(data) - 1024)), resolution="2.6")
    yield dict(id="broken-resolution", model=base + "_shaken.cif", map=halves, resolution="0.2")
    yield dict(id="broken-model", model=put("unreadable.cif", "data_x\nloop_\n_atom_site.id\n_atom_site.Cartn_x\n1 what\n"), map=halves, resolution="2.6")


def start(manifest, folder, arguments):
    return subprocess.Popen([ENGINE, "batch", manifest, "-o", folder, *arguments], stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, start_new_session=True)


def main():
    a = argparse.ArgumentParser(); a.add_argument("folder"); a.add_argument("--kills", type=int, default=20); a.add_argument("--seed", type=int, default=1)
    a.add_argument("--workers", default="2"); a.add_argument("--refine", default=""); a.add_argument("--small", action="store_true"); a.add_argument("--real")
    a = a.parse_args()
    inputs = os.path.join(a.folder, "entries"); os.makedirs(inputs, exist_ok=True)
    data = os.path.join(SHARED, "data")
    entries = [] if a.small else [dict(id=i, model=os.path.join(data, d, m), map=os.path.join(data, d, f), resolution=str(r)) for i, d, m, f, r in REAL]
    entries += [] if a.small else [dict(id=i, model=os.path.join(data, d, m), half1=os.path.join(data, d, "half1.map.gz"), half2=os.path.join(data, d, "half2.map.gz"), resolution=str(r)) for i, d, m, r in HALVES]
    if a.real:
        entries = [e for e in entries if e["id"] in a.real.split(",")]
    entries += list(generated(inputs, 20)) + list(broken(inputs))
    manifest = os.path.join(a.folder, "manifest.csv")
    with open(manifest, "w", newline="") as f:
        out = csv.DictWriter(f, COLUMNS); out.writeheader(); out.writerows(entries)
    options = ["--workers", a.workers] + (["--refine", a.refine] if a.refine else [])
    whole, killed = os.path.join(a.folder, "whole"), os.path.join(a.folder, "killed")
    begun = time.time()
    first = start(manifest, whole, options); text = first.communicate()[0]
    seconds = time.time() - begun
    rows = list(csv.DictReader(open(os.path.join(whole, "results.csv"))))
    for row in rows:
        print("%-20s %-7s %-9s CC_mask %s -> %s  %s" % (row["id"], row["state"], row["decision"], row["cc_mask_before"] or "-", row["cc_mask_after"] or "-", row["reason"][:150]))
    bad = [r for r in rows if r["state"] != "done"]
    print("undisturbed: exit code %d, %d entries, %d done, %d not, %.0f s, %.0f entries per hour" % (first.returncode, len(rows), len(rows) - len(bad), len(bad), seconds, 3600 * len(rows) / seconds))
    rng, hits, code = random.Random(a.seed), 0, None
    for k in range(a.kills):
        p = start(manifest, killed, options)
        try:
            p.wait(rng.uniform(0.2, 1.6 * seconds / a.kills)); code = p.returncode
        except subprocess.TimeoutExpired:
            os.killpg(p.pid, signal.SIGKILL); hits += 1; p.wait()
        p.stdout.close()
    last = start(manifest, killed, options); text = last.communicate()[0]
    same = filecmp.cmp(os.path.join(whole, "results.csv"), os.path.join(killed, "results.csv"), shallow=False)
    models = [r["id"] for r in rows if r["state"] == "done" and not filecmp.cmp(os.path.join(whole, "entries", r["id"], "refined.cif"), os.path.join(killed, "entries", r["id"], "refined.cif"), shallow=False)]
    print("killed: %d of %d kills hit a running batch, last exit code %d, results.csv %s, models that differ: %s" % (hits, a.kills, last.returncode, "identical" if same else "DIFFERS", models or "none"))
    # A component that no dictionary knows is held to its geometry, and that is said; it does not stop the entry.
    said = [json.loads(line) for line in open(os.path.join(whole, "results.jsonl"))]
    ligand = next(r for r in said if r["id"] == "broken-ligand")
    print("unknown ligand:", [w for w in ligand["warnings"] if "ZQ9" in w][:1])
    good = first.returncode == last.returncode == 5 and same and not models and sorted(r["id"] for r in bad) == ["broken-elsewhere", "broken-model", "broken-resolution", "broken-truncated", "broken-zero"] and any("ZQ9" in w for w in ligand["warnings"])
    print("OK" if good else "NOT OK"); sys.exit(0 if good else 1)


main()
