#!/usr/bin/python3
"""Tables in Markdown from the JSON of `cryoengine bench`: one line per row and size, one column of times per device and number of threads, and the part of the ceiling that the last of them reaches.

usage: bench_table.py FILE.json ...        of a row and size that occurs in several files the last one counts"""
import json, sys

ORDER = {}      # rows as they come, whole commands last


def amount(n):
    return "{:,}".format(n)


def seconds(s):
    if s is None:
        return "-"
    for unit, factor in (("s", 1), ("ms", 1e3), ("µs", 1e6)):
        if s * factor >= 1:
            return "%.3g %s" % (s * factor, unit) if s * factor < 1000 else "%.0f %s" % (s * factor, unit)
    return "%.3g ns" % (s * 1e9)


def main(paths):
    rows, notes, columns = {}, [], {}
    for path in paths:
        document = json.load(open(path))
        m = document["machine"]
        notes.append("%s: %s, %s; %s, %d cores, load before %.1f, after %.1f" % (path, document["date"], document["version"], m["processor"], m["cores"], m["load_average_before"], m["load_average_after"]))
        for d in document["devices"]:
            c = d.get("ceilings")
            if c:
                notes.append("%s, %d threads: %.0f GFLOP/s single, %.0f double; bandwidth by size of the arrays, MiB: GB/s: %s"
                             % (d["name"], d["threads"], c["single_flops_per_s"] / 1e9, c["double_flops_per_s"] / 1e9, ", ".join("%.3g: %.0f" % (b["bytes"] / 2**20, b["bytes_per_s"] / 1e9) for b in c["bandwidths"])))
        for r in document["results"]:
            ORDER.setdefault(r["row"], len(ORDER))
            column = (r["device"], r["threads"])
            rows.setdefault((r["row"], r["size"], r["unit"]), {})[column] = r
            columns.setdefault(column)
    columns = sorted(columns, key=lambda c: c[0] != "cpu")
    print("\n".join(notes) + "\n")
    print("| row | size | " + " | ".join("%s%d thread%s" % ("" if d == "cpu" else d + ", ", t, "s" if t > 1 else "") for d, t in columns) + " | gain | ceiling | limit |")
    print("|---|---|" + "---|" * (len(columns) + 3))
    for key in sorted(rows, key=lambda k: (k[0].startswith("command."), ORDER[k[0]], k[1])):
        by = rows[key]
        times = [(by[t]["seconds"] or {}).get("median") if t in by else None for t in columns]
        last = next((by[t] for t in reversed(columns) if t in by), None)
        gain = "%.2f" % (times[0] / times[-1]) if len(times) > 1 and times[0] and times[-1] else "-"
        part = last.get("ceiling_fraction")
        cells = [seconds(t) if t else ((by[columns[i]]["status"] if columns[i] in by else "-")) for i, t in enumerate(times)]
        print("| `%s` | %s %s | %s | %s | %s | %s |" % (key[0], amount(key[1]), key[2], " | ".join(cells), gain, "%.0f %%" % (100 * part) if part else "-", last.get("limit") or "-"))
    for key, by in rows.items():
        for t, r in by.items():
            if r["status"] != "measured":
                print("%s %s, %s, %d threads: %s: %s" % (key[0], key[1], *t, r["status"], r["reason"]))


main(sys.argv[1:])
