#!/usr/bin/env python3
"""What packing and order of tasks give: simulates how a cluster reads captures whose sizes follow a stated distribution.

Sizes are log-normal: their median and the standard deviation of their natural logarithm are options, and so is the largest.
A capture costs a constant and its bytes; a task costs its executor a constant, and the driver sends one after the other.
Three plans: first-come (a task for each capture, in the order of the listing), packed (tasks of one cost, in the order of
the listing), largest-first (the job's own plan: sorted by size, packed, the most costly task first). With --log the
measured CPU of each task of a Spark event log replaces the model; see docs/fleets.md.
"""

import argparse
import heapq
import json
import math
import pathlib
import random

CAPTURE_COST = 320 << 10  # bytes that could be read meanwhile, as Slice.CAPTURE_COST
FULL_COST = 64 << 20
SLICES_A_CORE = 4


def sizes(options):
    rng = random.Random(options.seed)
    drawn = (rng.lognormvariate(math.log(options.median_kb * 1e3), options.sigma) for _ in range(options.captures))
    return [min(size, options.largest_gb * 1e9) for size in drawn]


def cost(size):
    return CAPTURE_COST + size


def packed(files, cores):
    """Tasks, as lists of sizes, in the order of files."""
    full = max(CAPTURE_COST, min(FULL_COST, sum(map(cost, files)) / (SLICES_A_CORE * cores)))
    tasks, filled = [], math.inf
    for size in files:
        if filled + cost(size) > full:
            tasks.append([])
            filled = 0
        tasks[-1].append(size)
        filled += cost(size)
    return tasks


def seconds(task, options):
    return options.task_ms / 1e3 + sum(options.capture_ms / 1e3 + size / (options.mb_s * 1e6) for size in task)


def makespan(durations, cores, send_ms):
    """Seconds until the last task ended: each goes to the core that is free first."""
    free = [0.0] * cores
    sent = 0.0
    end = 0.0
    for duration in durations:
        sent += send_ms / 1e3
        begin = max(sent, heapq.heappop(free))
        heapq.heappush(free, begin + duration)
        end = max(end, begin + duration)
    return end


def measured(log):
    """CPU seconds of the tasks of the first stage, by number."""
    tasks = {}
    for line in log.open():
        event = json.loads(line)
        if event["Event"] == "SparkListenerTaskEnd" and event["Stage ID"] == 0:
            if event["Task End Reason"]["Reason"] == "Success":
                tasks[event["Task Info"]["Index"]] = event["Task Metrics"]["Executor CPU Time"] / 1e9
    return [tasks[i] for i in sorted(tasks)]


def report(name, plan, options):
    """A row: plan gives the seconds of all tasks, by cores."""
    cells = []
    for cores in options.cores:
        tasks = plan(cores)
        span = makespan(tasks, cores, options.send_ms)
        least = max(sum(tasks) / cores, max(tasks))
        cells.append(f"{span:,.1f} s ({span / least:.2f}), {len(tasks):,} tasks")
    print(f"| {name} | " + " | ".join(cells) + " |")


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--captures", type=int, default=100_000)
    parser.add_argument("--median-kb", type=float, default=200)
    parser.add_argument("--sigma", type=float, default=2.0)
    parser.add_argument("--largest-gb", type=float, default=40)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--cores", type=int, nargs="+", default=[16, 100, 1000])
    parser.add_argument("--capture-ms", type=float, default=7)
    parser.add_argument("--mb-s", type=float, default=45, help="MB of LZ4 a second and core")
    parser.add_argument("--task-ms", type=float, default=15, help="of the executor, for each task")
    parser.add_argument("--send-ms", type=float, default=2, help="of the driver, for each task")
    parser.add_argument("--log", type=pathlib.Path, help="event log of a run")
    options = parser.parse_args()
    print("| plan | " + " | ".join(f"{cores:,} cores" for cores in options.cores) + " |")
    print("|---|" + "---:|" * len(options.cores))
    if options.log:
        tasks = measured(options.log)
        shuffled = random.Random(options.seed).sample(tasks, len(tasks))
        report("as it ran", lambda _: tasks, options)
        report("largest first", lambda _: sorted(tasks, reverse=True), options)
        report("shuffled", lambda _: shuffled, options)
        report("smallest first", lambda _: sorted(tasks), options)
        return
    files = sizes(options)
    largest_first = sorted(files, reverse=True)
    report("first-come", lambda _: [seconds([size], options) for size in files], options)
    report("packed", lambda cores: [seconds(task, options) for task in packed(files, cores)], options)
    report("largest-first", lambda cores: [seconds(task, options) for task in packed(largest_first, cores)], options)
    print(f"\n{sum(files) / 1e9:,.1f} GB, largest {max(files) / 1e9:.2f} GB; in brackets: times the least that is possible")


if __name__ == "__main__":
    main()
