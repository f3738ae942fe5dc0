"""The text of docs/performance.md."""
import os
import platform
import time

REMARKS = """
## What is not comparable

* Ours does more: it digests the input, checks every row (times, currencies, closed lists, exact decimals), sets aside
  what cannot be accounted for, writes zstd Parquet with all 60 columns of the dataset (those the bill lacks as nulls),
  reads the costs back, compares the sums, sums by day and service into PostgreSQL, and publishes all of it at once.
* The peers convert types and write Parquet. They compress with the same codec and level; encodings and row groups are
  their own. They keep the order of rows, as we do.
* Wall time of ours includes the start and the stop of the embedded PostgreSQL server; its memory and its processor
  time are not in the figures. Time of the peers includes the start of Python and of the library.
* All files are in the page cache. Runs are in turn on a machine that may do other things; ratios say more than seconds.
"""

LIMITS = """
## Known limits

* A delivery with several billing periods keeps a row group of each in memory, some 80 MiB a full one: twelve full
  months in one delivery reach 1 GiB. A month with corrections of earlier ones stays near the figures above.
* `allocate` keeps charges in memory, about 1.1 KiB each. Rows of a day that agree in all that describes them are one
  charge, so a bill by the hour has far fewer charges than rows.
"""


def machine():
    model = "unknown processor"
    with open("/proc/cpuinfo", encoding="utf-8") as file:
        for line in file:
            if line.startswith("model name"):
                model = line.split(":", 1)[1].strip()
                break
    with open("/proc/meminfo", encoding="utf-8") as file:
        memory = int(file.readline().split()[1]) // 1024 // 1024
    return f"{model}, {os.cpu_count()} cores, {memory} GiB, {platform.system()} {platform.machine()}"


def mebibytes(result):
    return f"{result.peak_bytes / 1024 / 1024:.0f} MiB"


def table(heads, rows):
    lines = ["| " + " | ".join(heads) + " |", "|" + "---|" * len(heads)]
    return "\n".join(lines + ["| " + " | ".join(row) + " |" for row in rows])


def size(totals):
    return f"{totals['bytes'] / 1e6:,.1f} MB" if totals["bytes"] < 1e8 else f"{totals['bytes'] / 1e6:,.0f} MB"


def asked_tables(asked):
    parts = []
    for kind, (stored, results, groups) in asked.items():
        parts.append(f"### {kind}, {stored / 1e6:,.0f} MB, {groups:,} sums of each cost")
        parts.append(peer_table(results))
    return parts


def peer_table(results):
    ours = results["reckon"]
    return table(["", "wall", "fastest", "processor", "peak memory", "wall / ours"], [
        [f"`{name} >/dev/null`" if " " in name else name, f"{result.seconds:.2f} s",
         f"{result.fastest_seconds:.2f} s", f"{result.cpu_seconds:.2f} s", mebibytes(result),
         f"{result.seconds / ours.seconds:.2f}"] for name, result in results.items()])


def page(options, start, bills, asked_memory, compared, asked, cluster, lake, pods):
    made, allocated = cluster
    month, from_lake = lake
    few, pod_results = pods
    bill_rows = [[what, size(totals), f"{result.seconds:.2f} s", f"{result.cpu_seconds:.2f} s", mebibytes(result)]
                 for what, totals, result in bills]
    parts = [
        "# Performance",
        "Written by `make bench`, which runs [Benchmarks/bench](../Benchmarks/bench): every figure is measured, and "
        "every sum of the costs is compared with the generator's to the last digit before a figure counts.",
        f"* Machine: {machine()}\n* Date: {time.strftime('%Y-%m-%d', time.gmtime())}\n"
        f"* Load of the machine over the last quarter of an hour, these runs among it: {os.getloadavg()[2]:.1f}\n"
        f"* Bills: `Benchmarks/scale-focus`, from the FOCUS sample of the fixtures",
        "## A bill through `reckon run`",
        "One run each of a job with the single stage `ingest-focus`, published anew (`--force`). The aim is a peak of "
        "less than 256 MiB at every size.",
        table(["bill", "file", "wall", "processor", "peak memory"], bill_rows),
        "Ten times the accounts make several times the lines of daily costs: the hardest case for memory and for the "
        "store.",
        "## Questions beside peers",
        f"The four costs of {options.rows:,} rows by service, sub-account and day, exact, written as CSV: ours is "
        "`reckon inspect FILE --by ServiceName,SubAccountId,day --format csv` with all checks of an ingest. Two "
        f"threads, whole processes, median of {options.runs} (memory: the largest). The answers of all three are "
        "compared number by number.",
        *asked_tables(asked),
        f"Memory does not grow with the rows: the same question takes {mebibytes(asked_memory[0])} for the "
        f"{options.rows:,} rows and {mebibytes(asked_memory[1])} for ten times as many.",
        "## Ingest beside peers",
        f"{options.rows:,} rows from CSV to Parquet, costs as exact decimals, two threads, whole processes, median of "
        f"{options.runs} (memory: the largest).",
        peer_table(compared),
        REMARKS.strip(),
        "## A cluster",
        f"{made['pods']:,} pods on {made['nodes']} machines for {made['hours']} hours "
        f"(`Benchmarks/scale-cluster`): {made['podHours']:,} pod hours and {made['billRows']:,} rows of the bill, "
        f"ingested and allocated in {allocated.seconds:.1f} s ({allocated.cpu_seconds:.1f} s of processor time) with a "
        f"peak of {mebibytes(allocated)}.",
        f"{month['pods']:,} pods on {month['nodes']} machines, {month['podHours']:,} pod hours and "
        f"{month['billRows']:,} rows of the bill, from the published rows of both to a published allocation: "
        f"{from_lake['allocation'].seconds:.1f} s with a peak of {mebibytes(from_lake['allocation'])}, median of "
        f"{options.runs}. The aim is less than 10 s and 512 MiB. `reckon allocation --by namespace,controller` of it: "
        f"{from_lake['view'].seconds:.2f} s, where the aim is less than 1 s.",
        f"What each pod costs from CSV, beside DuckDB: {few['podHours']:,} pod hours and {few['billRows']:,} rows of "
        "the bill, the split by hour that [allocation.md](allocation.md) has, two threads, whole processes, median of "
        f"{options.runs}. Both answers agree to nine digits for each pod.",
        peer_table(pod_results),
        "Ours publishes three datasets with all their columns and checks, and is exact; DuckDB answers in floating "
        "point and keeps nothing. The aim is to be three times as fast as DuckDB.",
        "## Start",
        f"`reckon --version`: {start.seconds * 1000:.0f} ms, median of 20; the fastest "
        f"{start.fastest_seconds * 1000:.0f} ms. The aim is less than 30 ms.",
        LIMITS.strip(),
    ]
    return "\n\n".join(parts) + "\n"
