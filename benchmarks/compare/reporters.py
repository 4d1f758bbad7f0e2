"""Compares every reporter of bin/memray with memray's own, on captures that this memray can read.

    python3 benchmarks/compare/reporters.py testdata/captures/*.bin

Run it with a Python in which memray is installed. Captures of other versions of the format, and damaged ones, are left out:
memray refuses them or answers without a word. So are the stacks of native captures, whose names depend on the machine, and
statistics of runs without allocations, of which memray makes none. Prints a table, and each difference; the exit code is 1 if
there is any.
"""

import collections
import csv
import html
import json
import os
import re
import subprocess
import sys
import tempfile
import warnings
from pathlib import Path

from memray import FileFormat, FileReader
from memray._memray import compute_statistics, size_fmt
from memray.reporters.stats import StatsReporter
from memray.reporters.table import TableReporter
from memray.reporters.transform import TransformReporter
from memray.reporters.tree import TreeReporter
from memray.reporters.tui import aggregate_allocations

OURS = Path(__file__).resolve().parents[2] / "bin" / "memray"


def ours(*arguments):
    """Standard output of a command; None where the capture is truncated or damaged."""
    run = subprocess.run([OURS, *map(str, arguments)], stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    if run.returncode == 3:
        return None
    if run.returncode != 0:
        raise RuntimeError(run.stderr.decode())
    return run.stdout.decode()


def visible(text):
    """Control characters and the like are escapes in our texts."""
    return "".join(
        c
        if c.isprintable() or c == " " or c in "\xa0\u3000"
        else {"\n": "\\n", "\r": "\\r", "\t": "\\t"}.get(c)
        or "".join(
            ("\\x%02x" if unit < 256 else "\\u%04x") % unit
            for unit in memoryview(c.encode("utf-16-le", "surrogatepass")).cast("H")
        )
        for c in text
    )


def fine(amount):
    """memray's size as ours has it: with a blank, and whole bytes."""
    text = size_fmt(amount)
    if text.endswith("kB") or text[-2].isalpha():
        return text[:-2] + " " + text[-2:]
    return text[:-4].split(".")[0] + " B" if "." in text else text


def peak(path, merged):
    return FileReader(path).get_high_watermark_allocation_records(merge_threads=merged)


def temporary(path):
    return FileReader(path).get_temporary_allocation_records(threshold=1, merge_threads=False)


def differing(theirs, mine, limit=3):
    """What one of two multisets has more of."""
    a = collections.Counter(theirs)
    b = collections.Counter(mine)
    return [f"memray only {x}" for x in list((a - b).elements())[:limit]] + [
        f"ours only {x}" for x in list((b - a).elements())[:limit]
    ]


def compare_stats(path, folder):
    target = folder / "theirs.json"
    StatsReporter(compute_statistics(path, num_largest=10), 10).render(json_output_file=target)
    theirs = json.loads(target.read_text())
    text = ours("stats", "--json", "-n", 10, "-o", "-", path)
    mine = json.loads(text)
    found = []
    for member, answer in theirs.items():
        if member.startswith("top_"):
            # which of equal ones come last is up to memray's hash table
            figures = [tuple(v for v in row.values() if isinstance(v, int)) for row in answer]
            keys = {"size": 0, "count": 0}
            by = 1 if member == "top_modules_by_allocation_size" else 0
            least = min((f[by] for f in figures), default=0)
            rows = [row for row, f in zip(answer, figures) if f[by] > least or len(answer) < 10]
            found += [f"{member}: memray has {row}" for row in rows if row not in mine[member]]
            if [f[by] for f in figures] != [
                tuple(v for v in row.values() if isinstance(v, int))[by] for row in mine[member]
            ]:
                found.append(f"{member}: other figures")
        elif mine[member] != answer:
            found.append(f"{member}: memray {answer}, ours {mine[member]}")
    # the text names what the JSON holds
    shown = ours("stats", "-n", 10, path)
    for name, count in theirs["allocator_type_distribution"].items():
        if not re.search(rf"^ +{count:,}  {name}$", shown, re.M):
            found.append(f"text: {name} {count}")
    return found


def compare_transform(path, folder, records):
    found = []
    native = FileReader(path).metadata.has_native_traces

    def stack(record):
        frames = record.hybrid_stack_trace() if native else record.stack_trace()
        return "|".join(f"{f};{m};{n}" for f, m, n in frames)

    theirs = collections.Counter()
    counts = collections.Counter()
    for record in records:
        theirs[visible(stack(record)).lstrip("'")] += record.size
        counts[visible(stack(record)).lstrip("'")] += record.n_allocations
    mine = collections.Counter()
    our_counts = collections.Counter()
    output = folder / "x.csv"
    ours("transform", "csv", "-f", "-o", output, path)
    with open(output, newline="", encoding="utf-8") as file:
        for row in csv.DictReader(file):
            mine[row["stack_trace"].lstrip("'")] += int(row["size"])
            our_counts[row["stack_trace"].lstrip("'")] += int(row["num_allocations"])
    found += ["csv: " + d for d in differing(theirs.items(), mine.items())]
    if FileReader(path).metadata.file_format == FileFormat.ALL_ALLOCATIONS:
        found += ["csv: " + d for d in differing(counts.items(), our_counts.items())]

    for format_ in ("gprof2dot", "speedscope"):
        target = folder / "theirs.json"
        with open(target, "w") as file:
            reporter = TransformReporter(records, format=format_, native_traces=native, memory_records=[])
            getattr(reporter, "render_as_" + format_)(file)
        output = folder / "ours.json"
        ours("transform", format_, "-f", "-o", output, path)
        sums = [exported(json.loads(target.read_text())), exported(json.loads(output.read_text()))]
        found += [f"{format_}: {d}" for d in differing(sums[0].items(), sums[1].items())]
    return found


def exported(document):
    """Bytes by stack of either format; memray leaves out what has no stack."""
    sums = collections.Counter()
    if "events" in document:
        names = [(f["name"], f["module"]) for f in document["functions"]]
        for event in document["events"]:
            sums[tuple(names[i] for i in event["callchain"])] += event["cost"][0]
    else:
        frames = [(f["name"], f.get("file"), f.get("line")) for f in document["shared"]["frames"]]
        profile = document["profiles"][0]
        for sample, weight in zip(profile["samples"], profile["weights"]):
            sums[tuple(frames[i] for i in sample)] += weight
    for key in list(sums):
        if len(key) == 1 and key[0][0] == "[no Python frames]" or sums[key] == 0:
            del sums[key]
    return sums


def compare_summary(path, records, *options):
    native = FileReader(path).metadata.has_native_traces
    rows = aggregate_allocations(records, float("inf"), native)
    whole = sum(record.size for record in records)
    counted = FileReader(path).metadata.file_format == FileFormat.ALL_ALLOCATIONS
    theirs = [
        (
            fine(row.total_memory),
            f"{row.total_memory / whole * 100 if whole else 0:.2f}%",
            fine(row.own_memory),
            f"{row.own_memory / whole * 100 if whole else 0:.2f}%",
            str(row.n_allocations) if counted else "",
            visible(f"{place.function} at {place.file}"),
        )
        for place, row in rows.items()
    ]
    mine = []
    for line in ours("summary", "-r", 10**9, *options, path).splitlines()[1:]:
        match = re.match(r" *(\S+ \w+) +(\S+%) +(\S+ \w+) +(\S+%) +(\d+)  (.*)$", line)
        fields = list(match.groups())
        fields[4] = fields[4] if counted else ""
        mine.append(tuple(fields))
    return differing(theirs, mine)


def compare_tree(path, records, biggest, *options):
    meta = FileReader(path).metadata
    counted = meta.file_format == FileFormat.ALL_ALLOCATIONS
    reporter = TreeReporter.from_snapshot(iter(records), biggest_allocs=biggest, native_traces=meta.has_native_traces)
    whole = reporter.data.value
    theirs = []
    todo = [(reporter.data, 0)]
    while todo:
        node, depth = todo.pop()
        if depth > 400:
            continue
        function, file, line = node.location
        place = "<ROOT>" if depth == 0 else visible(function) + "  " + visible(f"{file}:{line}" if line else file)
        share = f"{node.value / whole * 100 if whole else 0:.2f} %"
        theirs.append((fine(node.value), share, node.n_allocations, place.strip()))
        todo += [(child, depth + 1) for child in node.children.values()]
    mine = []
    for line in ours("tree", "--all-frames", "-b", biggest, *options, path).splitlines()[1:]:
        match = re.match(r" *(\S+ \w+) +(\S+ %) +([\d,]+)  (?:│  |├─ |└─ |   )*(.*)$", line)
        if match and not match[4].startswith("("):
            place = re.sub(r"  \[thread .*\]$", "", match[4])
            mine.append((match[1], match[2], int(match[3].replace(",", "")), place.strip()))
    if not counted:
        theirs = [row[:2] + row[3:] for row in theirs]
        mine = [row[:2] + row[3:] for row in mine]
    return differing(theirs, mine)


def compare_table(path, folder, records):
    """memray's rows are what lines hold themselves, by allocator; which one of a stack's allocators it names is arbitrary."""
    native = FileReader(path).metadata.has_native_traces
    reporter = TableReporter.from_snapshot(records, memory_records=[], native_traces=native)
    theirs = collections.Counter()
    for row in reporter.data:
        theirs[visible(html.unescape(row["stack_trace"]))] += row["size"]
    # what our page holds is what its table adds up
    output = folder / "x.csv"
    ours("transform", "csv", "-f", "-o", output, path)
    mine = collections.Counter()
    with open(output, newline="", encoding="utf-8") as file:
        for row in csv.DictReader(file):
            innermost = row["stack_trace"].split("|")[0].lstrip("'").rsplit(";", 2)
            mine["???" if innermost == [""] else "{} at {}:{}".format(*innermost)] += int(row["size"])
    return differing(theirs.items(), mine.items())


def compare_parse(path, folder):
    target = folder / "theirs.txt"
    with open(target, "w") as file:
        subprocess.run(
            [sys.executable, "-c", "import memray, sys; memray.dump_all_records(sys.argv[1])", path], stdout=file
        )
    # an address of 0 is (nil) to the C library, which memray prints with
    lines = target.read_text(errors="surrogateescape").replace("address=(nil)", "address=0x0").split("\n")
    text = ours("parse", path)
    mine = text.splitlines()
    found = differing([line.split(" ")[0] for line in lines if re.match(r"[A-Z_]{3,}( |$)", line)], [line.split(" ")[0] for line in mine])
    plain = ("ALLOCATION ", "FRAME_P", "MEMORY_", "CONTEXT_", "NATIVE_", "PYTHON_", "AGGREGATED_", "TRAILER")
    found += differing(
        [line for line in lines if line.startswith(plain)],
        [re.sub(r" offset=\d+$", "", line) for line in mine if line.startswith(plain)],
    )
    return found


def main():
    warnings.simplefilter("ignore")
    csv.field_size_limit(1 << 30)
    rows = collections.defaultdict(lambda: [0, 0])
    failed = False
    for name in sys.argv[1:]:
        path = os.path.realpath(name)
        try:
            meta = FileReader(path).metadata
            merged = list(peak(path, True))
            by_thread = list(peak(path, False))
        except Exception:
            continue
        with tempfile.TemporaryDirectory() as directory:
            folder = Path(directory)
            if ours("stats", path) is None:
                continue
            aggregated = meta.file_format != FileFormat.ALL_ALLOCATIONS
            questions = {"parse": lambda: compare_parse(path, folder)}
            if not meta.has_native_traces:
                questions["transform"] = lambda: compare_transform(path, folder, merged)
                questions["table"] = lambda: compare_table(path, folder, merged)
                questions["summary"] = lambda: compare_summary(path, merged)
                questions["tree"] = lambda: compare_tree(path, by_thread, 10**9)
            if not aggregated and merged:
                questions["stats"] = lambda: compare_stats(path, folder)
            if not aggregated and not meta.has_native_traces:
                questions["summary --temporary-allocations"] = lambda: compare_summary(
                    path, list(temporary(path)), "--temporary-allocations"
                )
                questions["tree --temporary-allocations"] = lambda: compare_tree(
                    path, list(temporary(path)), 10**9, "--temporary-allocations"
                )
            for question, compare in questions.items():
                found = compare()
                rows[question][0] += 1
                rows[question][1] += bool(found)
                failed |= bool(found)
                for line in found:
                    print(f"{Path(name).name}: {question}: {line[:400]}")
    print("| reporter | captures | that differ |\n|---|---|---|")
    for question, (compared, differ) in sorted(rows.items()):
        print(f"| {question} | {compared} | {differ} |")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
