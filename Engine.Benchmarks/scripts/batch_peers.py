#!/usr/bin/python3
"""Throughput: one batch of the engine beside the sum of the peer's times for the same work on the same entries.

usage: batch_peers.py [--workers N] [--json FILE] [CASE ...]        cases: emringer 3j63 5fn5c apo 7cec 5ly6 hcn4 (default: the first five)

The work on an entry: validate (five CCs, CC of residues, geometry, Ramachandran and rotamers, EMRinger, Q-scores, mtriage), refine coordinates and B, validate again. Peer: cctbx 2022.9 with the
stages of shared/peers/reference.py (cc, perres, geom, val, emringer, q, mtriage; rsr_rama; adp), one thread, each stage once (--lean), validation counted twice, seconds on the clock of the stages
alone (start-up and reading left out, in the peer's favour) and processor seconds of the whole processes. Engine: `cryoengine batch`, start-up, reading, reports and tables included. Both refine the shaken model (.3 A rms). Clashes
are not in the peer's sum. Needs Debian's python3-cctbx, python3-mrcfile and python3-gemmi."""
import argparse, json, os, resource, subprocess, sys, tempfile, time

ROOT = os.path.abspath(os.path.join(os.path.dirname(__file__), "..", ".."))
SHARED = os.environ.get("ENGINE_SHARED", os.path.join(ROOT, "..", "shared"))
CASES = {"emringer": ("emringer_small", "model.pdb", "map.map", 3.3, "all"), "3j63": ("3j63_5830", "model.pdb", "map.map", 3.8, "all"), "5fn5c": ("5fn5c_3240", "model.pdb", "map.map", 4.3, "all"),
         "apo": ("apo_20026", "model.pdb", "map.map.gz", 1.75, "not (water or element Mg)"), "7cec": ("7cec_30342", "model_A.cif", "map.map.gz", 3.9, "all"),
         "5ly6": ("5ly6_4118", "model.pdb", "map.map.gz", 4.5, "all"), "hcn4": ("hcn4_0093", "model.pdb.gz", "map.map.gz", 3.4, "all")}
CHECKS, WORK = ["cc", "perres", "geom", "val", "emringer", "q", "mtriage"], ["rsr_rama", "adp"]


def place_of(case):
    return os.path.join(SHARED, "data", "real", CASES[case][0])


def shaken(case):
    """The shaken start (.3 A rms) from which both sides refine."""
    return next(p for p in (os.path.join(place_of(case), f) for f in ("shaken_0.3.pdb", "shaken_0.3.pdb.gz")) if os.path.exists(p))


def timed(command, **more):
    before, start = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter()
    done = subprocess.run(command, capture_output=True, text=True, **more)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return done, time.perf_counter() - start, after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def peer(case, folder):
    _, model, data, d, selection = CASES[case]
    place, out = place_of(case), os.path.join(folder, case + ".json")
    base = ["/usr/bin/python3", os.path.join(SHARED, "peers", "reference.py"), case, os.path.join(place, model), os.path.join(place, data), str(d), out, "--sel", selection, "--lean", "--shaken", shaken(case), "--limit", "3600"]
    environment = dict(os.environ, PEER_DATA=os.path.join(SHARED, "data"), OMP_NUM_THREADS="1")
    _, _, cpu_checks = timed(base + ["--stages", ",".join(CHECKS)], env=environment)
    _, _, cpu_work = timed(base + ["--stages", ",".join(WORK)], env=environment)
    stages = json.load(open(out))
    failed = [s for s in CHECKS + WORK if "stage_seconds" not in stages.get(s, {})]
    checks, work = (sum(stages[s].get("stage_seconds", 0) for s in group if s in stages) for group in (CHECKS, WORK))
    return dict(case=case, checks=checks, work=work, seconds=2 * checks + work, processor=2 * cpu_checks + cpu_work, failed=failed)


def main():
    a = argparse.ArgumentParser(); a.add_argument("cases", nargs="*"); a.add_argument("--workers", default="2"); a.add_argument("--json")
    a = a.parse_args(); cases = a.cases or list(CASES)[:5]
    with tempfile.TemporaryDirectory() as folder:
        with open(os.path.join(folder, "m.csv"), "w") as f:
            f.write("id,model,map,resolution\n")
            for c in cases:
                _, _, data, d, _ = CASES[c]
                f.write("%s,%s,%s,%s\n" % (c, shaken(c), os.path.join(place_of(c), data), d))
        load = os.getloadavg()[0]
        done, seconds, processor = timed([os.path.join(ROOT, "cryoengine"), "batch", os.path.join(folder, "m.csv"), "-o", os.path.join(folder, "run"), "--workers", a.workers, "--device", "cpu"])
        print(done.stdout.strip()); assert done.returncode == 0, done.stderr
        peers = []
        for c in cases:
            peers.append(peer(c, folder)); p = peers[-1]
            print("%-9s peer: checks %.1f s (counted twice), refinement %.1f s, together %.1f s, processor %.1f s %s" % (c, p["checks"], p["work"], p["seconds"], p["processor"], ("FAILED: " + " ".join(p["failed"])) if p["failed"] else "")); sys.stdout.flush()
        total, cpu = sum(p["seconds"] for p in peers), sum(p["processor"] for p in peers)
        print("peer %.0f s, %.0f entries per hour (processor %.0f s); engine %.0f s, %.0f entries per hour (processor %.0f s, %s workers); ratio %.1f on the clock, %.1f of processor time; load average at the start %.1f"
              % (total, 3600 * len(cases) / total, cpu, seconds, 3600 * len(cases) / seconds, processor, a.workers, total / seconds, cpu / processor, load))
        if a.json:
            json.dump(dict(peers=peers, engine=dict(seconds=seconds, processor=processor, workers=a.workers), load=load), open(a.json, "w"), indent=1)


main()
