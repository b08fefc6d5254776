"""Medians of benchmark rows, and their ratio to a reference of the same round.

Reads lines of name=value pairs; checks that all runs of one workload and size
end with the same checksum.
"""
import statistics
import sys

CHECKSUM = ("points", "tier", "vouchers", "redeemed", "expired", "mixed")


def read(path):
    with open(path, encoding="utf-8") as lines:
        return [dict(pair.split("=", 1) for pair in line.split()) for line in lines]


def check(rows):
    sums = {}
    for row in rows:
        found = tuple(row[key] for key in CHECKSUM)
        kind = "W2" if row["workload"] == "W2" else "W1"
        if sums.setdefault((kind, row["events"]), found) != found:
            sys.exit(f"{row['name']} of {row['events']} events ends elsewhere: {found}")


def ratios(rows, name, reference):
    own = [float(row["wall_ns"]) for row in rows if row["name"] == name]
    other = [float(row["wall_ns"]) for row in rows if row["name"] == reference]
    return [a / b for a, b in zip(own, other)]


def reference_of(name, events):
    """The limit of the same workload; for what is durable, the SQLite program with the same promise."""
    if name.endswith("10000-rules"):
        return "limit-10000-rules"
    return "limit" if events != "50000" else name.replace("loyalty-sqlite", "sqlite-program")


rows = read(sys.argv[1])
check(rows)
print(f"{'implementation':36} {'ns an event':>12} {'events/s':>10} {'x reference':>12} {'MB':>6}")
for name in dict.fromkeys(row["name"] for row in rows):
    mine = [row for row in rows if row["name"] == name]
    wall = statistics.median(float(row["wall_ns"]) for row in mine)
    reference = reference_of(name, mine[0]["events"])
    paired = ratios(rows, name, reference)
    ratio = f"{statistics.median(paired):.2f}" if paired and reference != name else "-"
    memory = max(float(row["rss_mb"]) for row in mine)
    print(f"{name:36} {wall:12.0f} {1e9 / wall:10.0f} {ratio:>12} {memory:6.0f}")
