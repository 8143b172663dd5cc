#!/usr/bin/python3
"""Runs the peer's real-space refinement and the engine on the same inputs, one after the other, and prints times and results side by side.

usage: peers.py [--shared DIR] [--repeat N] [--no-peer] [--keep DIR] [CASE ...]        cases: apo 7cec 3j63 5fn5c 5ly6 hcn4 (default: apo)

The peer is the loop of shared/peers/reference.py, stage rsr (cctbx: weight search in cycles 1 and 3, five cycles of L-BFGS), from the same shaken start. Times are
whole processes, start-up included, for both. Needs Debian's python3-cctbx and python3-mrcfile; run with the system interpreter."""
import argparse, json, os, statistics, subprocess, sys, tempfile, time

ROOT = os.path.abspath(os.path.join(os.path.dirname(__file__), "..", ".."))
CASES = {
    "apo": ("apo_20026", "model.pdb", "map.map.gz", "shaken_0.3.pdb", 1.75, "not (water or element Mg)"),
    "7cec": ("7cec_30342", "model_A.cif", "map.map.gz", "shaken_0.3.pdb", 3.9, "all"),
    "3j63": ("3j63_5830", "model.pdb", "map.map", "shaken_0.3.pdb", 3.8, "all"),
    "5fn5c": ("5fn5c_3240", "model.pdb", "map.map", "shaken_0.3.pdb", 4.3, "all"),
    "5ly6": ("5ly6_4118", "model.pdb", "map.map.gz", "shaken_0.3.pdb", 4.5, "all"),
    "hcn4": ("hcn4_0093", "model.pdb.gz", "map.map.gz", "shaken_0.3.pdb.gz", 3.4, "all"),
}


def timed(command):
    """Seconds of a process and its peak memory, MiB."""
    start = time.perf_counter()
    with tempfile.TemporaryFile("w+") as output:
        process = subprocess.Popen(command, stdout=output, stderr=subprocess.STDOUT)
        _, status, usage = os.wait4(process.pid, 0)
        seconds = time.perf_counter() - start
        process.returncode = os.waitstatus_to_exitcode(status)
        if process.returncode != 0:
            output.seek(0)
            sys.exit("failed: %s\n%s" % (" ".join(command), output.read()[-4000:]))
    return seconds, usage.ru_maxrss / 1024


def peer(shared, case, folder):
    name, model, density, shaken, d, selection = CASES[case]
    data, out = os.path.join(shared, "data", "real", name), os.path.join(folder, "peer_%s.json" % name)
    if os.path.exists(out):
        os.remove(out)
    seconds, memory = timed(["/usr/bin/python3", os.path.join(shared, "peers", "reference.py"), name, os.path.join(data, model), os.path.join(data, density), str(d), out,
                     "--sel", selection, "--stages", "rsr_rama", "--shaken", os.path.join(data, shaken), "--lean"])
    rsr = json.load(open(out))["rsr_rama"]
    final = rsr["final"]
    return seconds, rsr["seconds"]["total_refinement"], final["CC_mask"], final["bond_rmsd"], final["angle_rmsd"], rsr["deposited"]["CC_mask"], memory


def engine(shared, case, folder, protocol):
    name, _, density, shaken, d, selection = CASES[case]
    data, prefix = os.path.join(shared, "data", "real", name), os.path.join(folder, "engine_%s_%s" % (name, protocol))
    seconds, memory = timed([os.path.join(ROOT, "cryoengine"), "refine", os.path.join(data, shaken), os.path.join(data, density), "-d", str(d), "--select", selection,
                     "-o", prefix, "--overwrite", "--quiet", "--device", "cpu", "--run", protocol])
    stats = json.load(open(prefix + "_stats.json"))
    after, times = stats["after"], stats["timings_s"]
    return seconds, times["weight"] + times["refine"], after["cc_mask_heavy_input_b"], after["geometry"]["bond_rmsd"], after["geometry"]["angle_rmsd"], None, memory


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("cases", nargs="*", default=["apo"])
    parser.add_argument("--shared", default=os.environ.get("ENGINE_SHARED", os.path.join(ROOT, "..", "shared")))
    parser.add_argument("--repeat", type=int, default=1)
    parser.add_argument("--no-peer", action="store_true", help="run the engine only")
    parser.add_argument("--keep", metavar="DIR", help="folder for what is written (default: a temporary one); clashscore.py judges the models there")
    options = parser.parse_args()
    folder = options.keep or tempfile.mkdtemp(prefix="cryoengine_peers_")
    os.makedirs(folder, exist_ok=True)
    subprocess.run([os.path.join(ROOT, "cryoengine"), "--version"], check=True, capture_output=True)
    print("%-6s | %-37s | %-37s | %s" % ("", "peer: process s, loop s, CC, bonds, ang", "engine: process, loop, CC, bonds, ang", "ratio process, loop"))
    for case in options.cases:
        peers, engines = [], {protocol: [] for protocol in ("xyz", "full")}
        for _ in range(options.repeat):
            peers.append((float("nan"),) * 7 if options.no_peer else peer(options.shared, case, folder))
            for protocol, runs in engines.items():
                runs.append(engine(options.shared, case, folder, protocol))
        for protocol, runs in engines.items():
            tp, lp, te, le = [statistics.median(r[k] for r in rows) for rows, k in ((peers, 0), (peers, 1), (runs, 0), (runs, 1))]
            p, e = peers[-1], runs[-1]
            print("%-6s %-4s | %6.1f %6.1f  %.4f  %.4f  %.2f     | %6.2f %6.2f  %.4f  %.4f  %.2f     | %.1f  %.1f   (deposited CC %.4f; peak memory %.0f, %.0f MiB)" % (
                case, protocol, tp, lp, p[2], p[3], p[4], te, le, e[2], e[3], e[4], tp / te, lp / le, p[5], p[6], e[6]), flush=True)


if __name__ == "__main__":
    main()
