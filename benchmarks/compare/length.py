#!/usr/bin/env python3
"""How much memory a report takes as its capture gets longer.

    benchmarks/compare/length.py CAPTURE... [--times 1,10,100] [--svg docs/images/memory-by-length.svg]

Each capture is repeated (repeat/repeat, see there) and reported on: the smallest -Xmx with which that succeeds, the peak
memory with the launcher's defaults, and CPU seconds. Writes a table to standard output and draws the plot.
Takes about two minutes for captures of two million allocation records. Needs nothing but Python, Java and lz4.
"""

import argparse
import math
import os
import platform
import subprocess
import time
from pathlib import Path

import compare

HERE = Path(__file__).resolve().parent
LARGEST_HEAP_MB = 16
COLOURS = ["#3b78c4", "#d9822b", "#3f9b6a", "#a0569d"]


def main():
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("captures", type=Path, nargs="+")
    parser.add_argument("--times", default="1,10,100")
    parser.add_argument("--folder", type=Path, default=compare.PROJECT / "target" / "length")
    parser.add_argument("--svg", type=Path, default=compare.PROJECT / "docs" / "images" / "memory-by-length.svg")
    options = parser.parse_args()
    options.folder.mkdir(parents=True, exist_ok=True)
    heapcrest = [str(compare.PROJECT / "bin" / "heapcrest")]
    compare.prepare(heapcrest)
    series = {}
    for capture in options.captures:
        for times in map(int, options.times.split(",")):
            point = measure(heapcrest, repeated(capture, times, options.folder), options.folder)
            series.setdefault(capture.stem, []).append(point)
            compare.log(f"{capture.stem} x{times}: {point}")
    options.svg.write_text(svg(series), encoding="utf-8")
    print(table(series, options.times.split(",")))


def repeated(capture, times, folder):
    target = folder / f"{capture.stem}-x{times}.lz4.bin"
    if not target.exists():
        partial = folder / f"partial-{os.getpid()}.lz4.bin"
        subprocess.run([HERE / "repeat" / "repeat", capture, partial, str(times)], check=True)
        partial.rename(target)
    return target


def measure(heapcrest, capture, folder):
    page = folder / f"length-{os.getpid()}.html"
    command = [*heapcrest, "flamegraph", "-f", "-o", str(page), str(capture)]
    runs = [compare.Run(command, page) for _ in range(3)]
    point = {
        "records": compare.allocation_records(capture),
        "size_mb": capture.stat().st_size / 1e6,
        "cpu": compare.median(runs, "cpu"),
        "resident_mb": compare.median(runs, "resident_bytes") / 1e6,
        "heap_mb": smallest_heap(command, page),
    }
    page.unlink(missing_ok=True)
    return point


def smallest_heap(command, page):
    """From here up to the largest tried, every heap is enough."""
    for megabytes in range(LARGEST_HEAP_MB, 1, -1):
        options = f"-Xmn{min(3, megabytes - 1)}m -Xms{megabytes}m -Xmx{megabytes}m"
        try:
            told = subprocess.run(
                command,
                env={**os.environ, "HEAPCREST_JAVA_OPTS": options},
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
                timeout=120,
            )
            enough = told.returncode == 0
        except subprocess.TimeoutExpired:
            enough = False
        if not enough:
            return megabytes + 1 if megabytes < LARGEST_HEAP_MB else None
    return 2


def table(series, times):
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")
    lines = [
        f"{time.strftime('%Y-%m-%d')}, {os.cpu_count()} cores of {compare.processor()}, {memory / 2**30:.0f} GiB,"
        f" {platform.system()} {platform.release()}, {compare.java_version()}, heapcrest {compare.commit()}; medians of 3 runs.",
        "",
        "| capture | allocation records | size MB | smallest -Xmx | peak memory, defaults | CPU s |",
        "|---|---|---|---|---|---|",
    ]
    for name, points in series.items():
        for repetitions, point in zip(times, points):
            heap = f"{point['heap_mb']} MB" if point["heap_mb"] else f"over {LARGEST_HEAP_MB} MB"
            lines.append(
                f"| {name} x{repetitions} | {point['records'] / 1e6:,.1f} M | {point['size_mb']:,.1f} | {heap}"
                f" | {point['resident_mb']:.0f} MB | {point['cpu']:.2f} |"
            )
    return "\n".join(lines) + "\n"


# -------------------------------------------------------------------------------------------------------------- plot

WIDTH, HEIGHT = 740, 340
LEFT, RIGHT, TOP, BOTTOM = 60, 210, 46, 48


def svg(series):
    points = [point for line in series.values() for point in line]
    low = math.log10(min(point["records"] for point in points))
    high = math.log10(max(point["records"] for point in points))
    top = 20 * math.ceil(max(point["resident_mb"] for point in points) * 1.1 / 20)

    def x(records):
        return LEFT + (WIDTH - LEFT - RIGHT) * (math.log10(records) - low) / ((high - low) or 1)

    def y(megabytes):
        return HEIGHT - BOTTOM - (HEIGHT - TOP - BOTTOM) * megabytes / top

    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" role="img"'
        ' font-family="system-ui, sans-serif" font-size="13">',
        "<title>Memory of a report against the length of its capture</title>",
        "<style>text{fill:#333}.grid{stroke:#ddd}.page{fill:#fff}"
        "@media(prefers-color-scheme:dark){text{fill:#ccc}.grid{stroke:#444}.page{fill:#16181c}}</style>",
        f'<rect class="page" width="{WIDTH}" height="{HEIGHT}"/>',
        f'<text x="{LEFT}" y="24" font-size="15" font-weight="600">Memory of one report, by the length of its capture</text>',
    ]
    for megabytes in range(0, top + 1, 20):
        parts.append(f'<line class="grid" x1="{LEFT}" x2="{WIDTH - RIGHT}" y1="{y(megabytes):.1f}" y2="{y(megabytes):.1f}"/>')
        parts.append(f'<text x="{LEFT - 8}" y="{y(megabytes) + 4:.1f}" text-anchor="end">{megabytes} MB</text>')
    for records in sorted({round(point["records"], -6) for point in points}):
        parts.append(f'<text x="{x(records):.1f}" y="{HEIGHT - BOTTOM + 20}" text-anchor="middle">{records / 1e6:,.0f} M</text>')
    parts.append(f'<text x="{(LEFT + WIDTH - RIGHT) / 2}" y="{HEIGHT - 8}" text-anchor="middle">allocation records</text>')
    labels = []
    for colour, (name, line) in zip(COLOURS, series.items()):
        for key, dashes, what in (("resident_mb", "", "peak memory"), ("heap_mb", ' stroke-dasharray="5 4"', "smallest -Xmx")):
            measured = [(x(point["records"]), y(point[key])) for point in line if point[key]]
            if not measured:
                continue
            path = " ".join(f"{a:.1f},{b:.1f}" for a, b in measured)
            parts.append(f'<polyline points="{path}" fill="none" stroke="{colour}" stroke-width="2"{dashes}/>')
            parts += [f'<circle cx="{a:.1f}" cy="{b:.1f}" r="3.5" fill="{colour}"/>' for a, b in measured]
            labels.append([measured[-1][1], colour, f"{name}, {what}"])
    previous = -math.inf
    for height, colour, text in sorted(labels):
        height = max(height, previous + 16)
        previous = height
        parts.append(
            f'<text x="{WIDTH - RIGHT + 10}" y="{height + 4:.1f}" style="fill:{colour}" font-weight="600">{text}</text>'
        )
    return "\n".join([*parts, "</svg>"]) + "\n"


if __name__ == "__main__":
    main()
