#!/usr/bin/env python3
"""Makes captures with memray, then runs `memray flamegraph` and `heapcrest flamegraph` on them in turns and compares.

CPU seconds (user + system of the process), wall seconds, peak resident memory, size of the HTML file; medians of the
runs, ratios memray / heapcrest. Needs Python 3.8 or later and, to make the captures, a network for pip where memray is
not installed yet. See docs/performance.md.
"""

import argparse
import os
import pathlib
import platform
import shutil
import statistics
import struct
import subprocess
import sys
import tempfile
import time
import venv

MEMRAY = "memray==1.20.0"
# With all that they depend on: the same pylint made 159.5 million allocation records on one day and 37.3 on another.
REAL_PROGRAM = [
    "pylint==4.1.4",
    "astroid==4.3.4",
    "dill==0.4.1",
    "isort==9.0.2",
    "mccabe==0.7.0",
    "platformdirs==4.14.8",
    "tomlkit==0.15.2",
    "django==5.2.19",
    "asgiref==3.13.0",
    "sqlparse==0.6.1",
]
# size -> millions of allocation records of pylint's capture on Python 3.11, and how far another one may be from that
PYLINT_RECORDS = {"medium": 37.3}
PYLINT_RECORDS_PYTHON = "3.11"
PYLINT_RECORDS_TOLERANCE = 0.02
HERE = pathlib.Path(__file__).resolve().parent
PROJECT = HERE.parent.parent
PROGRAMS = HERE / "programs"
LZ4_MAGIC = b"\x04\x22\x4d\x18"

# size -> kind -> arguments of the program; pylint's are packages of django
SIZES = {
    "small": {
        "startup": [],
        "churn": [2_000_000],
        "grow": [2_000_000, 200_000],
        "threads": [2_000_000],
        "stacks": [2_000_000, 10_000],
        "pylint": ["django.utils.text"],
    },
    "medium": {
        "startup": [],
        "churn": [60_000_000],
        "grow": [160_000_000, 17_000_000],
        "threads": [60_000_000],
        "stacks": [60_000_000, 300_000],
        "pylint": ["django.http", "django.core.files"],
    },
    "large": {
        "startup": [],
        "churn": [250_000_000],
        "grow": [250_000_000, 25_000_000],
        "threads": [220_000_000],
        "stacks": [320_000_000, 300_000],
        "pylint": ["django.forms", "django.core", "django.http"],
    },
}
TRACES_PYTHON_ALLOCATORS = {"grow", "pylint"}


def main():
    options = arguments()
    if options.reference:
        require_reference()
    options.captures.mkdir(parents=True, exist_ok=True)
    memray = find_memray(options)
    captures = []
    for kind in options.kinds:
        capture = options.captures / f"{kind}-{options.size}.bin"
        if not capture.exists():
            record(memray, kind, options.size, capture, options.captures)
        if kind == "pylint":
            check_pylint(memray, options.size, capture)
        captures.append((kind, capture))
    for extra in options.capture:
        captures.append((extra.stem, extra))
    if options.record_only:
        return
    heapcrest = [str(options.heapcrest)]
    if options.runs:
        prepare(heapcrest)
    options.commit = commit()
    options.reference = build_reference(options) if options.reference else None
    rows = [compare(kind, capture, [str(memray)], heapcrest, options) for kind, capture in captures]
    table = render(rows, options)
    print(table)
    if options.output:
        options.output.write_text(table, encoding="utf-8")


def arguments():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--size", choices=SIZES, default="small", help="size of the captures (default: small, seconds)")
    kinds = list(SIZES["small"])
    parser.add_argument("--kinds", default=",".join(kinds), help=f"which captures, default {','.join(kinds)}; '' = none")
    parser.add_argument("--capture", type=pathlib.Path, action="append", default=[], help="compare on this file too")
    parser.add_argument("--captures", type=pathlib.Path, default=PROJECT / "target" / "captures", help="their folder")
    parser.add_argument("--memray", type=pathlib.Path, help="memray's command; default: that of a venv made here")
    parser.add_argument("--heapcrest", type=pathlib.Path, default=PROJECT / "bin" / "heapcrest")
    parser.add_argument("--runs", type=int, default=3, help="runs of each program on each capture")
    parser.add_argument("--memray-runs", type=int, help="fewer runs of memray, which takes longer (default: --runs)")
    parser.add_argument("--memory-limit", type=int, metavar="GIB", help="address space of memray, against swapping")
    parser.add_argument("--temporal", action="store_true", help="both with --temporal: memory over time")
    parser.add_argument("--reference", action="store_true", help="run reference.c too; needs cc and liblz4's headers")
    parser.add_argument("--record-only", action="store_true", help="make the captures and stop")
    parser.add_argument("--output", type=pathlib.Path, help="write the table there too")
    options = parser.parse_args()
    options.kinds = [kind for kind in options.kinds.split(",") if kind]
    unknown = [kind for kind in options.kinds if kind not in kinds]
    if unknown:
        parser.error(f"unknown kind {unknown[0]}, known are {', '.join(kinds)}")
    options.captures = options.captures.absolute()
    options.memray_runs = options.runs if options.memray_runs is None else options.memray_runs
    return options


# ---------------------------------------------------------------------------------------------------------- captures


def find_memray(options):
    """The command of the pinned release: the one named, else that of a venv in the captures' folder."""
    if options.memray:
        return options.memray.absolute()
    home = options.captures / "venv"
    if not (home / "bin" / "memray").exists():
        log(f"making {home} with {MEMRAY}")
        venv.create(home, with_pip=True)
        pip(home, [MEMRAY])
    return home / "bin" / "memray"


def pip(home, packages):
    subprocess.run([home / "bin" / "python", "-m", "pip", "install", "-q", *packages], check=True)


def installed(memray, packages):
    """Whether exactly these are there."""
    freeze = subprocess.run(
        [memray.parent / "python", "-m", "pip", "list", "--format=freeze"], check=True, capture_output=True, text=True
    )
    there = {line.strip().lower() for line in freeze.stdout.splitlines()}
    return all(package in there for package in packages)


def check_pylint(memray, size, capture):
    """Says so when the capture is not the one whose figures the documentation has."""
    expected = PYLINT_RECORDS.get(size)
    records = allocation_records(capture) / 1e6
    if expected and abs(records - expected) > expected * PYLINT_RECORDS_TOLERANCE:
        version = subprocess.run(
            [memray.parent / "python", "-c", "import platform; print(platform.python_version())"],
            capture_output=True,
            text=True,
        ).stdout.strip()
        log(
            f"{capture.name} has {records:.1f} M allocation records, not {expected} M as on Python"
            f" {PYLINT_RECORDS_PYTHON}: its figures cannot be set beside documented ones (Python here: {version})."
        )


def record(memray, kind, size, capture, folder):
    log(f"recording {capture.name}")
    command = [str(memray), "run", "-q", "-f", "-o", str(capture) + ".part"]
    if kind in TRACES_PYTHON_ALLOCATORS:
        command.append("--trace-python-allocators")
    parameters = [str(value) for value in SIZES[size][kind]]
    environment = {**os.environ, "PYTHONHASHSEED": "0"}
    if kind == "pylint":
        if not installed(memray, REAL_PROGRAM):
            pip(memray.parent.parent, REAL_PROGRAM)
        # what an earlier run left there would change this one
        shutil.rmtree(folder / "pylint-cache", ignore_errors=True)
        command += ["-m", "pylint", "--exit-zero", "--score=n", "-j1", "--disable=all", "--enable=W,E", *parameters]
        environment["PYLINTHOME"] = str(folder / "pylint-cache")
    else:
        command += [str(PROGRAMS / f"{kind}.py"), *parameters]
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL, env=environment)
    os.replace(str(capture) + ".part", capture)


def allocation_records(capture):
    """As the header counts them (versions 10 to 13)."""
    with open(capture, "rb") as stream:
        start = stream.read(70_000)
    if start.startswith(LZ4_MAGIC):
        start = first_bytes_of_lz4(start, 64)
    version = struct.unpack_from("<i", start, 7)[0]
    return struct.unpack_from("<Q", start, 17 if version >= 12 else 13)[0]


def first_bytes_of_lz4(frame, count):
    """Enough of an LZ4 decoder for the numbers in front of a header: its first sequences, without dictionary."""
    position, output = 7 + 4, bytearray()
    if struct.unpack_from("<I", frame, 7)[0] >> 31:
        return frame[position : position + count]
    while len(output) < count:
        token = frame[position]
        position += 1
        length = token >> 4
        if length == 15:
            while True:
                length += frame[position]
                position += 1
                if frame[position - 1] != 255:
                    break
        output += frame[position : position + length]
        position += length
        distance = struct.unpack_from("<H", frame, position)[0]
        position += 2
        length = token & 15
        if length == 15:
            while True:
                length += frame[position]
                position += 1
                if frame[position - 1] != 255:
                    break
        for _ in range(length + 4):
            output.append(output[-distance])
    return bytes(output)


# -------------------------------------------------------------------------------------------------------------- runs


def prepare(heapcrest):
    """Builds what the launcher builds at its first run, outside the measurement."""
    subprocess.run([*heapcrest, "--version"], check=True, stdout=subprocess.DEVNULL)
    with tempfile.TemporaryDirectory() as folder:
        sample = next((PROJECT / "testdata" / "captures").glob("*.bin"), None)
        if sample:
            subprocess.run([*heapcrest, "flamegraph", "-o", f"{folder}/x.html", sample], stdout=subprocess.DEVNULL)


def require_reference():
    """Asks for what reference.c needs before anything is recorded, which takes minutes."""
    compiler = shutil.which("cc")
    if compiler is None:
        sys.exit("--reference needs a C compiler, cc (Debian: apt install gcc liblz4-dev).")
    look = subprocess.run(
        [compiler, "-E", "-o", os.devnull, "-"], input="#include <lz4frame.h>\n", text=True, stderr=subprocess.DEVNULL
    )
    if look.returncode != 0:
        sys.exit("--reference needs liblz4's headers: lz4frame.h is not there (Debian: apt install liblz4-dev).")


def build_reference(options):
    """The straightforward program in C, see there."""
    binary = options.captures / "reference"
    subprocess.run(["cc", "-O3", "-o", binary, HERE / "reference.c", "-llz4"], check=True)
    return str(binary)


class Run:
    """One run of a program: what it cost and what it wrote."""

    def __init__(self, command, page, limit_gib=None):
        page.unlink(missing_ok=True)
        start = time.monotonic()
        self.process = subprocess.Popen(
            command,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            preexec_fn=(lambda: limit(limit_gib)) if limit_gib else None,
        )
        self.complaint = self.process.stderr.read().decode(errors="replace")
        _, status, usage = os.wait4(self.process.pid, 0)
        self.process.returncode = os.waitstatus_to_exitcode(status)
        self.process.stderr.close()
        self.wall = time.monotonic() - start
        self.cpu = usage.ru_utime + usage.ru_stime
        self.resident_bytes = usage.ru_maxrss * 1024
        self.failed = self.process.returncode != 0
        self.page_bytes = 0 if self.failed or not page.exists() else page.stat().st_size


def limit(gib):
    import resource

    resource.setrlimit(resource.RLIMIT_AS, (gib << 30, gib << 30))


def compare(kind, capture, memray, heapcrest, options):
    page = options.captures / f"compare-{os.getpid()}.html"
    theirs, ours, reference = [], [], []
    arguments = ["flamegraph", *(["--temporal"] if options.temporal else []), "-f", "-o", str(page), str(capture)]
    for turn in range(max(options.runs, options.memray_runs)):
        if turn < options.memray_runs:
            theirs.append(measured(kind, "memray", [*memray, *arguments], page, options.memory_limit))
        if turn < options.runs:
            ours.append(measured(kind, "heapcrest", [*heapcrest, *arguments], page))
            if options.reference:
                reference.append(measured(kind, "reference", [options.reference, str(capture)], page))
    page.unlink(missing_ok=True)
    return kind, capture, theirs, ours, reference


def measured(kind, name, command, page, limit_gib=None):
    run = Run(command, page, limit_gib)
    log(
        f"{kind:10} {name:9} {run.cpu:8.2f} s CPU {run.wall:8.2f} s wall {run.resident_bytes / 1e6:8.0f} MB RSS"
        f" {run.page_bytes / 1e6:7.2f} MB page" + (f"  FAILED: {run.complaint.strip()[-300:]}" if run.failed else "")
    )
    return run


# ------------------------------------------------------------------------------------------------------------- table


def render(rows, options):
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")
    lines = [
        f"{time.strftime('%Y-%m-%d')}, {os.cpu_count()} cores of {processor()}, {memory / 2**30:.0f} GiB,"
        f" {platform.system()} {platform.release()}, {java_version()}, heapcrest {options.commit}, {MEMRAY.replace('==', ' ')};"
        f" medians of {options.runs} runs in turns ({options.memray_runs} of memray).",
        "",
        "| capture | allocation records | size MB | CPU s | ratio | wall s | ratio | RSS MB | ratio | HTML MB | ratio |",
        "|---|---|---|---|---|---|---|---|---|---|---|",
    ]
    if options.reference:
        lines[-2] += " reference CPU s | ratio |"
        lines[-1] += "---|---|"
    for kind, capture, theirs, ours, reference in rows:
        cells = [kind, f"{allocation_records(capture) / 1e6:,.1f} M", f"{capture.stat().st_size / 1e6:,.1f}"]
        for figure, unit, digits in (("cpu", 1, 2), ("wall", 1, 2), ("resident_bytes", 1e6, 0), ("page_bytes", 1e6, 2)):
            cells += columns(theirs, ours, figure, unit, digits)
        if options.reference:
            cells += columns(theirs, reference, "cpu", 1, 2)
        lines.append("| " + " | ".join(cells) + " |")
    lines += ["", ("Both with --temporal. " if options.temporal else "") + "Each pair is memray / heapcrest; a ratio above 1 says heapcrest needs less."]
    if options.reference:
        lines.append("The last pair is memray / reference.c, which writes no report.")
    return "\n".join(lines) + "\n"


def columns(theirs, ours, figure, unit, digits):
    values = [median(runs, figure) for runs in (theirs, ours)]
    texts = ["-" if value is None else f"{value / unit:,.{digits}f}" for value in values]
    ratio = "" if None in values or not values[1] else f"**{values[0] / values[1]:.1f}**"
    return [" / ".join(texts), ratio]


def median(runs, figure):
    values = [getattr(run, figure) for run in runs if not run.failed]
    return statistics.median(values) if values else None


def processor():
    try:
        for line in open("/proc/cpuinfo", encoding="utf-8"):
            if line.startswith("model name"):
                return line.partition(":")[2].strip()
    except OSError:
        pass
    return platform.machine()


def java_version():
    java = os.path.join(os.environ["JAVA_HOME"], "bin", "java") if "JAVA_HOME" in os.environ else shutil.which("java")
    told = subprocess.run([java, "-version"], capture_output=True, text=True).stderr.splitlines()
    return told[1].partition("(")[0].strip() + " " + told[0].split('"')[1] if len(told) > 1 else "unknown Java"


def commit():
    told = subprocess.run(["git", "-C", PROJECT, "describe", "--always", "--dirty"], capture_output=True, text=True)
    return told.stdout.strip() or "of unknown commit"


def log(line):
    print(line, file=sys.stderr, flush=True)


if __name__ == "__main__":
    main()
