"""Medians of benchmark rows, and their ratio to a reference of the same round.

Reads lines of name=value pairs; checks that all runs of one workload and size
end with the same checksum. What only some rows tell (bytes written an event,
allocations an event, bytes a customer, milliseconds to load the program) is "-"
in the others.
"""
import statistics
import sys

CHECKSUM = ("points", "tier", "vouchers", "redeemed", "expired", "mixed")
MORE = {"wrote": "bytes written", "allocations": "allocations", "customer_bytes": "B a customer", "load_ms": "load ms"}


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


def median(rows, key):
    return statistics.median(float(row[key]) for row in rows)


def told(rows, key):
    if not all(key in row for row in rows) or (key == "wrote" and median(rows, key) == 0):
        return "-"
    return f"{median(rows, key):.{3 if key == 'allocations' else 0}f}"


rows = read(sys.argv[1])
check(rows)
print(f"{'implementation':36} {'ns an event':>12} {'events/s':>10} {'x reference':>12} {'MB':>6}",
      *(f"{title:>13}" for title in MORE.values()))
for name in dict.fromkeys(row["name"] for row in rows):
    mine = [row for row in rows if row["name"] == name]
    wall = median(mine, "wall_ns")
    reference = reference_of(name, mine[0]["events"])
    paired = ratios(rows, name, reference)
    ratio = f"{statistics.median(paired):.2f}" if paired and reference != name else "-"
    memory = max(float(row["rss_mb"]) for row in mine)
    print(f"{name:36} {wall:12.0f} {1e9 / wall:10.0f} {ratio:>12} {memory:6.0f}",
          *(f"{told(mine, key):>13}" for key in MORE))
