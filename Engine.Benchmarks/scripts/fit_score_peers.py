#!/usr/bin/python3
"""Times of map-model scores beside those of other programs, one after the other in one run.

usage: fit_score_peers.py [--shared DIR] [--quick] [--wall] [CASE ...]        cases: apo 7cec hcn4 (default: apo)

Q-score: numpy and scipy, the same rule (shared/peers/reference.py, stage q); EMRinger, five correlations, correlations of residues and mtriage: cctbx (stages emringer, cc, perres, mtriage). The engine's
times are those of 'Engine.Benchmarks fit-scores'; files and start-up count for neither. Processor time of all threads is compared, which other jobs on the machine disturb least; the peers run on one thread, so
on two cores the engine's time is about half of it. --wall runs the peers a second time by the wall clock and compares that with the engine's median too. --quick leaves out mtriage. Needs Debian's python3-cctbx and python3-mrcfile; run with the system interpreter."""
import argparse, json, os, re, subprocess, sys, tempfile

PEER = """
import runpy, sys, time
if sys.argv.pop(1) == "processor":
    time.perf_counter = time.process_time
script = sys.argv[1]
sys.path.insert(0, script.rsplit("/", 1)[0])
sys.argv = sys.argv[1:]
runpy.run_path(script, run_name="__main__")
"""
ROOT = os.path.abspath(os.path.join(os.path.dirname(__file__), "..", ".."))
CASES = {
    "apo": ("apo_20026", "model.pdb", 1.75, "not (water or element Mg)"),
    "7cec": ("7cec_30342", "model_A.cif", 3.9, "all"),
    "hcn4": ("hcn4_0093", "model.pdb.gz", 3.4, "all"),
}


def seconds(result, stage):
    """Seconds of a stage; of the correlations those of all five together."""
    part = result[stage]["seconds"]
    return part["five_cc_all"] if isinstance(part, dict) else part


def run_peer(clock, shared, name, model, density, d, selection, stages):
    """The peers' numbers and times, by processor or wall clock."""
    with tempfile.TemporaryDirectory() as folder:
        out = os.path.join(folder, "peer.json")
        script = os.path.join(shared, "peers", "reference.py")
        subprocess.run(["/usr/bin/python3", "-W", "ignore", "-c", PEER, clock, script, name, model, density, str(d), out, "--sel", selection, "--stages", stages, "--lean", "--limit", "100000"], check=True, stdout=subprocess.DEVNULL)
        return json.load(open(out))


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("cases", nargs="*", default=["apo"])
    parser.add_argument("--shared", default=os.environ.get("ENGINE_SHARED", os.path.join(ROOT, "..", "shared")))
    parser.add_argument("--quick", action="store_true")
    parser.add_argument("--wall", action="store_true")
    arguments = parser.parse_args()
    for case in arguments.cases:
        name, model, d, selection = CASES[case]
        data = os.path.join(arguments.shared, "data", "real", name)
        model, density = os.path.join(data, model), os.path.join(data, "map.map.gz")
        stages = "cc,perres,emringer,q" + ("" if arguments.quick else ",mtriage")
        peers = {clock: run_peer(clock, arguments.shared, name, model, density, d, selection, stages) for clock in ["processor"] + ["wall"] * arguments.wall}
        engine = subprocess.run(["dotnet", os.path.join(ROOT, "Engine.Benchmarks", "bin", "Release", "net10.0", "Engine.Benchmarks.dll"), "fit-scores", model, density, str(d), selection],
                                check=True, capture_output=True, text=True).stdout
        print("%s\n%s" % (case, engine.rstrip()))
        times = {l[:36].strip(): [float(x) for x in re.findall(r"([\d.]+) s", l)] for l in engine.splitlines()}
        pairs = [("Q-score, sigma 0.4 and 0.6", ["q"]), ("EMRinger", ["emringer"]), ("five CCs, chains and residues", ["cc", "perres"])] + ([] if arguments.quick else [("mtriage, unmasked and masked", ["mtriage"])])
        for key, parts in pairs:
            for clock, peer in peers.items():
                theirs = sum(seconds(peer, p) for p in parts)
                ours = times[key][2 if clock == "processor" else 1]
                print("%-32s %-9s peer %8.3f s   engine %8.3f s   ratio %.1f" % (key, clock, theirs, ours, theirs / ours))


if __name__ == "__main__":
    main()
