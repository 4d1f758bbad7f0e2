#!/usr/bin/env python3
"""What a second processor gives: an earlier Heapcrest and this one in turns, and this one with one thread.

For each capture medians of wall, CPU and peak memory of: the earlier one, this one as it is (two threads where that pays),
this one with --threads 1 and 2 (small captures show from where on 2 pay), and both with one processor alone (taskset -c 0). --batch does the same for `flamegraphs` with -j 1 and
-j 2. Load before and after is told: wall times of a busy machine say little.

    git worktree add /tmp/before COMMIT
    benchmarks/compare/cores.py --before /tmp/before/bin/heapcrest churn.bin threads.bin --batch FOLDER
"""

import argparse
import os
import pathlib
import shutil
import tempfile

from compare import PROJECT, Run, commit, java_version, log, median, prepare, processor

ALONE = ["taskset", "-c", "0"]
THREADS = {"threads 1": "1", "threads 2": "2"}


def main():
    options = arguments()
    programs = {name: [str(options.after)] for name in ("after", *THREADS)}
    if options.before:
        programs = {"before": [str(options.before)], **programs}
    for program in {tuple(command): command for command in programs.values()}.values():
        prepare(program)
    lines = [
        f"{processor()}, {os.cpu_count()} processors, {java_version()}, commit {commit()}; medians of {options.runs} runs in"
        f" turns; load {load()} before",
        "",
    ]
    with tempfile.TemporaryDirectory() as folder:
        for capture in options.captures:
            lines += table(capture.name, reports(programs, capture, pathlib.Path(folder), options.runs))
        if options.batch:
            lines += table(f"flamegraphs, {options.batch}", batches(options, pathlib.Path(folder)))
    lines.append(f"Load {load()} after.")
    text = "\n".join(lines) + "\n"
    print(text)
    if options.output:
        options.output.write_text(text, encoding="utf-8")


def arguments():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("captures", nargs="*", type=pathlib.Path)
    parser.add_argument("--before", type=pathlib.Path, help="launcher of an earlier Heapcrest")
    parser.add_argument("--after", type=pathlib.Path, default=PROJECT / "bin" / "heapcrest", help="default: this one")
    parser.add_argument("--batch", type=pathlib.Path, help="a folder of many captures")
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument("--output", type=pathlib.Path, help="write the tables there too")
    return parser.parse_args()


def load():
    return " ".join(f"{value:.1f}" for value in os.getloadavg())


def reports(programs, capture, folder, runs):
    """Name -> runs of the program on the capture; the first is what the others are compared with."""
    page = folder / "page.html"
    ways = {}
    for place, prefix in {"": [], ", one processor": ALONE if shutil.which("taskset") else None}.items():
        for name, command in programs.items():
            if prefix is not None and not (prefix and name in THREADS):
                more = ["--threads", THREADS[name]] if name in THREADS else []
                ways[name + place] = [*prefix, *command, "flamegraph", *more, "-q", "-f", "-o", str(page), str(capture)]
    return turns(capture.name, ways, page, runs)


def batches(options, folder):
    pages = folder / "pages"
    after = [str(options.after), "flamegraphs", "-q", "-f", "-d", str(pages)]
    ways = {f"-j {jobs}": [*after, "-j", str(jobs), str(options.batch)] for jobs in (1, 2)}
    if options.before:
        ways = {"before": [str(options.before), *after[1:], str(options.batch)], **ways}
    return turns("batch", ways, folder / "none", options.runs)


def turns(name, ways, page, runs):
    done = {way: [] for way in ways}
    for _ in range(runs):
        for way, command in ways.items():
            run = Run(command, page)
            log(f"{name:24} {way:24} {run.cpu:7.2f} s CPU {run.wall:7.2f} s wall {run.resident_bytes / 1e6:6.0f} MB")
            # 1 and 3: some captures of a batch are no captures, or cut
            run.failed = run.process.returncode not in (0, 1, 3)
            if run.failed:
                raise SystemExit(f"{' '.join(command)} failed: {run.complaint.strip()[-300:]}")
            done[way].append(run)
    return done


def table(title, done):
    lines = [f"| {title} | wall s | ratio | CPU s | ratio | RSS MB | ratio |", "|---|---|---|---|---|---|---|"]
    for way, runs in done.items():
        # one processor is compared with one processor
        place = ", one processor" if way.endswith(", one processor") else ""
        first = next(runs for other, runs in done.items() if other.endswith(place or other))
        cells = []
        for figure, unit, digits in (("wall", 1, 2), ("cpu", 1, 2), ("resident_bytes", 1e6, 0)):
            ours, base = median(runs, figure), median(first, figure)
            cells += [f"{ours / unit:.{digits}f}", f"{ours / base:.2f}"]
        lines.append(f"| {way} | " + " | ".join(cells) + " |")
    return [*lines, ""]


if __name__ == "__main__":
    main()
