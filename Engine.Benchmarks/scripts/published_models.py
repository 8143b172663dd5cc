#!/usr/bin/python3
"""Figures of the initial models of the qrefine cryo-EM set beside those that were published with them.

usage: published_models.py [--shared DIR] [--engine PROGRAM] [CASE ...]        cases: 3j63_5830 5fn5c_3240 5ly6_4118 (default: all)

Runs 'cryoengine validate' and 'cryoengine score' on each and prints a table: published (shared/reference, key 'published'; made with MolProbity and a crystallographic library, hydrogens
included) and engine, with the difference. EMRinger, Ramachandran figures and CC_mask (within 0.004) are expected to agree; docs/validation.md says why the others differ."""
import argparse, json, math, os, subprocess, tempfile

ROOT = os.path.abspath(os.path.join(os.path.dirname(__file__), "..", ".."))
CASES = {"3j63_5830": ("map.map", 3.8), "5fn5c_3240": ("map.map", 4.3), "5ly6_4118": ("map.map.gz", 4.5)}
COLUMNS = "bond_rmsd angle_rmsd clashscore rama_outliers_percent rama_favored_percent rotamer_outliers_percent EMRinger CC_mask".split()


def run(engine, *arguments):
    subprocess.run([*engine, *arguments, "--device", "cpu", "--quiet", "--overwrite"], check=True)


def with_hydrogens(scores, term):
    """Root mean square over the terms with and without hydrogens."""
    parts = [(scores[g][term + "_count"], scores[g][term + "_rmsd"] or 0) for g in ("geometry", "geometry_h")]
    return math.sqrt(sum(n * r * r for n, r in parts) / sum(n for n, _ in parts))


def figures(engine, model, density, d, folder):
    prefix = os.path.join(folder, "out")
    run(engine, "validate", model, density, "-d", str(d), "-o", prefix)
    run(engine, "score", model, density, "-d", str(d), "-o", prefix)
    found, scores = json.load(open(prefix + "_validation.json")), json.load(open(prefix + "_scores.json"))
    rama, rotamers = found["rama"], found["rotamers"]
    return {
        "CC_mask": (found["cc_mask"], ""), "EMRinger": (found["emringer"]["score"], ""), "clashscore": (found["clashscore"], ""),
        "rama_favored_percent": (100 * rama["favoured"] / rama["n"], ""), "rama_outliers_percent": (100 * rama["outliers"] / rama["n"], ""),
        "rotamer_outliers_percent": (100 * rotamers["outliers"] / rotamers["n"], "%d of %d" % (rotamers["outliers"], rotamers["n"])),
        "bond_rmsd": (scores["geometry"]["bond_rmsd"], "with hydrogens %.4f" % with_hydrogens(scores, "bond")),
        "angle_rmsd": (scores["geometry"]["angle_rmsd"], "with hydrogens %.3f" % with_hydrogens(scores, "angle")),
    }


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("cases", nargs="*", default=list(CASES))
    parser.add_argument("--shared", default=os.environ.get("ENGINE_SHARED", os.path.join(ROOT, "..", "shared")))
    parser.add_argument("--engine", default="dotnet " + os.path.join(ROOT, "Engine.Cli", "bin", "Release", "net10.0", "cryoengine.dll"))
    arguments = parser.parse_args()
    for case in arguments.cases:
        density, d = CASES[case]
        data = os.path.join(arguments.shared, "data", "real", case)
        published = json.load(open(os.path.join(arguments.shared, "reference", case + ".json")))["published"]["rows"][0].split()
        with tempfile.TemporaryDirectory() as folder:
            ours = figures(arguments.engine.split(), os.path.join(data, "model.pdb"), os.path.join(data, density), d, folder)
        print(case)
        for column, text in sorted(zip(COLUMNS, published[1:]), key=lambda c: ["EM", "CC", "ra", "cl", "ro", "bo", "an"].index(c[0][:2])):
            value, note = ours[column]
            print("  %-26s published %8s   engine %8.4f   difference %+8.4f   %s" % (column, text, value, value - float(text), note))


if __name__ == "__main__":
    main()
