"""%%heapcrest_flamegraph: records a cell with memray, and shows Heapcrest's page below it."""

from __future__ import annotations

import argparse
import html
import shlex
import subprocess
import tempfile
from pathlib import Path

from IPython.core.error import UsageError
from IPython.core.magic import Magics, cell_magic, magics_class
from IPython.display import HTML, IFrame, display

import heapcrest

RESULTS = Path("memray-results")

HEIGHT = 600


def options_parser() -> argparse.ArgumentParser:
    """The options of memray's %%memray_flamegraph, and --embed."""
    parser = argparse.ArgumentParser(prog="%%heapcrest_flamegraph", allow_abbrev=False)
    recording = parser.add_argument_group("how the cell is recorded")
    recording.add_argument("--native", action="store_true", help="native (C, C++, Rust) stack frames as well")
    recording.add_argument("--follow-fork", action="store_true", help="child processes that are forked, too")
    recording.add_argument("--trace-python-allocators", action="store_true", help="allocations of pymalloc, too")
    page = parser.add_argument_group("what the page shows first")
    view = page.add_mutually_exclusive_group()
    view.add_argument("--leaks", action="store_true", help="what was not given back by the end of the cell")
    view.add_argument(
        "--temporary-allocation-threshold",
        metavar="N",
        type=int,
        help="temporary allocations: given back after at most N others",
    )
    view.add_argument("--temporary-allocations", action="store_true", help="the same with N = 1")
    page.add_argument("--temporal", action="store_true", help="memory over time")
    page.add_argument("--split-threads", action="store_true", help="threads apart")
    page.add_argument("--inverted", action="store_true", help="callers on top of callees")
    page.add_argument("--max-memory-records", metavar="N", type=int, help="at most N points of memory over time")
    parser.add_argument(
        "--embed", action="store_true", help="keep the page in the notebook, for sending; otherwise beside it"
    )
    return parser


def tracker_arguments(options: argparse.Namespace) -> dict:
    """What memray.Tracker gets: only what is asked for, since older releases know less."""
    from memray import FileFormat

    arguments = {
        name: True for name in ("native", "follow_fork", "trace_python_allocators") if getattr(options, name)
    }
    if "native" in arguments:
        arguments["native_traces"] = arguments.pop("native")
    # Small, and enough for peak and leaks; single allocations are needed for the others.
    if not (options.temporal or options.temporary_allocations or options.temporary_allocation_threshold is not None):
        arguments["file_format"] = FileFormat.AGGREGATED_ALLOCATIONS
    return arguments


def page_arguments(options: argparse.Namespace) -> list[str]:
    """The same options for heapcrest flamegraph."""
    arguments = [
        "--" + name.replace("_", "-")
        for name in ("leaks", "temporary_allocations", "temporal", "split_threads", "inverted")
        if getattr(options, name)
    ]
    for name in ("temporary_allocation_threshold", "max_memory_records"):
        value = getattr(options, name)
        if value is not None:
            arguments.append(f"--{name.replace('_', '-')}={value}")
    return arguments


@magics_class
class HeapcrestMagics(Magics):
    @cell_magic
    def heapcrest_flamegraph(self, line: str, cell: str) -> None:
        """Record the memory of a cell with memray, and show its flame graph."""
        try:
            options = options_parser().parse_args(shlex.split(line))
        except SystemExit:
            return  # argparse has said what is wrong
        except ValueError as reason:
            raise UsageError(f"Options of %%heapcrest_flamegraph: {reason}") from None
        try:
            from memray import Tracker

            arguments = tracker_arguments(options)
        except ImportError as reason:
            raise UsageError(f"memray records the cell, and cannot be loaded: {reason}. pip install memray") from None
        try:
            launcher = heapcrest.program()
        except OSError as reason:
            raise UsageError(str(reason)) from None

        RESULTS.mkdir(exist_ok=True)
        folder = Path(tempfile.mkdtemp(dir=RESULTS))
        # mkdtemp makes it absolute in newer Pythons; the server knows relative ones
        folder = RESULTS / folder.name
        capture = folder / "cell.bin"
        # as it was typed: the lines of the page are those of the cell
        with Tracker(str(capture), **arguments):
            self.shell.run_cell(cell)

        page = folder / "flamegraph.html"
        run = subprocess.run(
            [launcher, "flamegraph", *page_arguments(options), "--quiet", "-o", str(page), str(capture)],
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            errors="replace",
        )
        said = run.stderr.strip()
        if said:
            print(said)
        if not page.exists():
            print(f"No page was made; the capture is {capture}")
            return
        capture.unlink()
        print(f"Wrote {page}")
        display(embedded(page) if options.embed else IFrame(str(page), width="100%", height=HEIGHT))


def embedded(page: Path) -> HTML:
    """The page itself. It may run its script, but is a stranger to the notebook around it."""
    text = html.escape(page.read_text(encoding="utf-8"))
    # the blank: IPython would rather have an IFrame, which needs a file
    return HTML(
        f'<div><iframe srcdoc="{text}" width="100%" height="{HEIGHT}" frameborder="0"'
        ' sandbox="allow-scripts allow-downloads" allow="clipboard-write"></iframe></div>'
    )


HeapcrestMagics.heapcrest_flamegraph.__doc__ += "\n\n" + options_parser().format_help()
