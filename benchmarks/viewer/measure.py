#!/usr/bin/env python3
"""Measures the report page in Chromium, and memray's own page over the same tree.

    python3 -m venv venv && venv/bin/pip install selenium memray==1.20.0
    venv/bin/python benchmarks/viewer/measure.py --sizes 10000,100000,1000000
    venv/bin/python benchmarks/viewer/measure.py --pages report.html

Each figure is the median of three: from what a reader does to the second frame after the page has drawn. The first chart is
counted from the start of the navigation until it is there, once for each of three browsers. Pages are opened
from files; memray's is made with --no-web's template, so that no network is in its figures. The heap is that of the page's
own thread; the memory of the process that shows the page includes workers.
"""

import argparse
import datetime
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time

from selenium import webdriver
from selenium.webdriver.chrome.options import Options
from selenium.webdriver.chrome.service import Service

HERE = os.path.dirname(os.path.abspath(__file__))
ROOT = os.path.dirname(os.path.dirname(HERE))

AFTER_FRAME = "requestAnimationFrame(() => requestAnimationFrame(() => done(performance.now() - start)));"
DO = "const done = arguments[arguments.length - 1]; const start = performance.now();"
OURS_SHOWN = (
    DO + "const html = document.documentElement, before = html.dataset.shown; %s;"
    "(function wait() { html.dataset.shown === before ? setTimeout(wait, 1) : " + AFTER_FRAME.rstrip(";") + "; })();"
)
# another word each time, all of them common: what is asked for again is not searched again
WORD = "['function_1', 'function_2', 'function_3', 'self', 'return', 'import'][window.word = (window.word ?? %d) + 1]"
SEARCH_OURS = (
    DO + "const field = document.getElementById('search'); field.value = " + WORD % -1 + ";"
    "field.dispatchEvent(new KeyboardEvent('keydown', {key: 'Enter', bubbles: true, cancelable: true}));" + AFTER_FRAME
)
ZOOM_OURS = (
    DO + "const box = heapcrest.boxes().sort((a, b) => a.width - b.width).filter(b => b.depth > 0 && b.width > 20)[0];"
    "document.querySelector('.fg').dispatchEvent(new MouseEvent('click',"
    "{clientX: box.x + box.width / 2, clientY: box.y + 8, bubbles: true}));" + AFTER_FRAME
)
OURS = {
    "zoom": ZOOM_OURS,
    "zoom out": DO + "document.getElementById('reset-zoom').click();" + AFTER_FRAME,
    "checkbox": OURS_SHOWN % "document.getElementById('non-relevant').click()",
    "thread": OURS_SHOWN
    % "const list = document.getElementById('thread-filter'); list.selectedIndex = list.selectedIndex === 1 ? 2 : 1;"
    "list.dispatchEvent(new Event('change'))",
    "search": SEARCH_OURS,
}
# an edge of the range in memory over time by a bucket, and from one end to the other
BRUSH = OURS_SHOWN % (
    "const edge = document.querySelector('[data-edge=b]');"
    "edge.dispatchEvent(new KeyboardEvent('keydown', {key: '%s', bubbles: true, cancelable: true}))"
)
MODES = ("top", "held", "came", "gone", "grew")
MEMRAY = {
    "zoom": DO
    + "const boxes = [...document.querySelectorAll('#chart .d3-flame-graph g.frame')]"
    ".map(g => [g.getBoundingClientRect().width, g]).filter(pair => pair[0] < innerWidth * 0.97).sort((a, b) => b[0] - a[0])"
    ".map(pair => pair[1]);"
    "boxes[0].dispatchEvent(new MouseEvent('click', {bubbles: true}));" + AFTER_FRAME,
    "zoom out": DO + "document.getElementById('resetZoomButton').click();" + AFTER_FRAME,
    "checkbox": DO + "document.getElementById('hideUninteresting').click();" + AFTER_FRAME,
    "thread": DO
    + "const links = document.querySelectorAll('#threadsDropdown + .dropdown-menu a, .dropdown-menu a[data-thread]');"
    "links[1].click();" + AFTER_FRAME,
    # it searches a while after the last key: what counts is how long the page is blocked then
    "search": DO
    + "let blocked = 0; new PerformanceObserver(list => list.getEntries().forEach(task => blocked += task.duration))"
    ".observe({entryTypes: ['longtask']});"
    "const field = document.getElementById('searchTerm'); field.value = " + WORD % -1 + ";"
    "field.dispatchEvent(new Event('input', {bubbles: true})); setTimeout(() => setTimeout(() => done(blocked), 1000), 1500);",
}


def browser(profile):
    options = Options()
    options.binary_location = os.environ.get("CHROMIUM", "/usr/bin/chromium")
    for flag in (
        "--headless --no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking "
        "--disable-component-update --disable-sync --enable-precise-memory-info --window-size=1280,800"
    ).split():
        options.add_argument(flag)
    options.add_argument("--user-data-dir=" + profile)
    driver = webdriver.Chrome(service=Service(os.environ.get("CHROMEDRIVER", "/usr/bin/chromedriver")), options=options)
    driver.set_page_load_timeout(180)
    driver.set_script_timeout(180)
    return driver


WATCH = (
    "(function watch() { if (document.documentElement && (%s)) { window.firstChart = performance.now(); }"
    " else { setTimeout(watch, 4); } })();"
)


def open_page(driver, page, ready):
    """Milliseconds from the navigation to the first chart."""
    driver.execute_cdp_cmd("Page.addScriptToEvaluateOnNewDocument", {"source": WATCH % ready})
    driver.get("file://" + os.path.abspath(page))
    limit = time.time() + 180
    first = None
    while first is None and time.time() < limit:
        time.sleep(0.1)
        first = driver.execute_script("return window.firstChart || null")
    return first


def page_memory(driver):
    """MB of resident memory of the largest process that shows a page."""
    parents, largest = {}, 0
    for pid in filter(str.isdigit, os.listdir("/proc")):
        try:
            with open("/proc/%s/stat" % pid) as stat:
                parents[int(pid)] = int(stat.read().rsplit(")", 1)[1].split()[1])
        except OSError:
            pass  # it has just ended
    ours = {driver.service.process.pid}
    while True:
        more = {pid for pid, parent in parents.items() if parent in ours} - ours
        if not more:
            break
        ours |= more
    for pid in ours:
        try:
            with open("/proc/%d/cmdline" % pid) as command, open("/proc/%d/statm" % pid) as sizes:
                if "--type=renderer" in command.read():
                    largest = max(largest, int(sizes.read().split()[1]) * os.sysconf("SC_PAGE_SIZE"))
        except OSError:
            pass
    return largest / 1e6


def first_chart(page, ready):
    """The same in a new browser."""
    profile = tempfile.mkdtemp(prefix="viewer-bench")
    driver = browser(profile)
    try:
        return open_page(driver, page, ready)
    finally:
        driver.quit()
        shutil.rmtree(profile, ignore_errors=True)


def measure(page, ready, actions, openings=3):
    """Figures of a page: milliseconds to the first chart and of each action, MB of memory."""
    times = [first_chart(page, ready) for _ in range(openings - 1)]
    profile = tempfile.mkdtemp(prefix="viewer-bench")
    driver = browser(profile)
    try:
        times.append(open_page(driver, page, ready))
        result = {"size MB": os.path.getsize(page) / 1e6, "first chart ms": statistics.median(times)}
        time.sleep(2)
        result["JS heap MB"] = driver.execute_script("return performance.memory.usedJSHeapSize / 1e6")
        for names in (("zoom", "zoom out"), ("checkbox",), ("thread",), ("search",)):
            try:
                # one after the other: nothing is zoomed twice
                turns = [[driver.execute_async_script(actions[name]) for name in names] for _ in range(3)]
                for name, times in zip(names, zip(*turns)):
                    result[name + " ms"] = statistics.median(times)
            except Exception as problem:  # a page that throws or hangs is a result too
                result[" and ".join(names) + " ms"] = str(problem).split("\n")[0][:60]
        if driver.execute_script("return document.querySelector('.brush') !== null"):
            result.update(brush(driver))
        result["JS heap at the end MB"] = driver.execute_script("return performance.memory.usedJSHeapSize / 1e6")
        result["process at the end MB"] = page_memory(driver)
        return result
    except Exception as problem:
        return {"size MB": os.path.getsize(page) / 1e6, "first chart ms": str(problem).split("\n")[0][:60]}
    finally:
        driver.quit()
        shutil.rmtree(profile, ignore_errors=True)


def brush(driver):
    """Milliseconds of steps in memory over time, by what of a range is counted."""
    result = {}
    for mode in MODES:
        driver.execute_script("document.querySelector('[data-mode=%s]').click()" % mode)
        time.sleep(1)
        driver.execute_async_script(BRUSH % "Home")
        for name, keys in (("bucket", ["ArrowRight"] * 9), ("far", ["End", "Home"] * 4)):
            times = [driver.execute_async_script(BRUSH % key) for key in keys]
            result["%s, %s ms" % (mode, name)] = statistics.median(times)
    return result


def memray_page(rows, page):
    """Renders rows of a tree with memray's own template."""
    from memray import Metadata
    from memray.reporters.templates import render_report

    strings, numbers = [], {}

    def text(value):
        if value not in numbers:
            numbers[value] = len(strings)
            strings.append(value)
        return numbers[value]

    columns = "name function filename lineno children value n_allocations thread_id interesting import_system".split()
    nodes = {column: [] for column in columns}

    def add(name, function, file, line, thread, interesting, importing):
        for column, value in zip(columns, (name, function, file, line, [], 0, 0, thread, interesting, importing)):
            nodes[column].append(value)

    add(text("<root>"), text("&lt;tracker&gt;"), text("<b>memray</b>"), 0, text("0x0"), 1, 0)
    path, subtree = [0], 0
    for line in open(rows, encoding="utf-8"):
        depth, function, file, number, thread, size, count = line.rstrip("\n").split("\t")
        depth = int(depth)
        subtree += depth == 1
        del path[depth:]
        node = len(nodes["name"])
        importing = int("importlib" in file or nodes["import_system"][path[-1]])
        name = "%s at %s:%s" % (function, file, number)
        add(text(name), text(function), text(file), int(number), text(hex(subtree % 4 + 1)), 1 - importing, importing)
        nodes["children"][path[-1]].append(node)
        path.append(node)
        for above in path:
            nodes["value"][above] += int(size)
            nodes["n_allocations"][above] += int(count)
    data = {
        "unique_threads": [text(hex(number)) for number in range(1, 5)],
        "nodes": nodes,
        "inverted_no_imports_nodes": {},
        "strings": strings,
    }
    now = datetime.datetime(2026, 1, 1)
    metadata = Metadata(
        start_time=now, end_time=now, total_allocations=1, total_frames=1, peak_memory=nodes["value"][0],
        command_line="python -m shop", pid=1, main_thread_id=1, python_allocator="pymalloc", has_native_traces=False,
        trace_python_allocators=False, file_format=0,
    )
    html = render_report(
        kind="flamegraph", data=data, metadata=metadata, memory_records=[], show_memory_leaks=False, merge_threads=False,
        inverted=False, no_web=True,
    )
    with open(page, "w", encoding="utf-8") as out:
        out.write(html)


def show(value):
    return value if isinstance(value, str) else "-" if value is None else "%.*f" % (1 if value < 100 else 0, value)


def print_table(title, ours, theirs):
    print("\n%s; load average %.1f\n" % (title, os.getloadavg()[0]))
    print("| | heapcrest | memray 1.20 | ratio |\n|---|---:|---:|---:|")
    for key, value in ours.items():
        other = theirs.get(key)
        numbers = not isinstance(value, str) and not isinstance(other, str) and value and other
        print("| %s | %s | %s | %s |" % (key, show(value), show(other), "%.0fx" % (other / value) if numbers else ""))
    sys.stdout.flush()


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--sizes", default="10000,100000,1000000,5000000")
    parser.add_argument("--memray-up-to", type=int, default=1000000, help="largest tree for memray's page")
    parser.add_argument("--pages", nargs="+", default=[], help="only these reports of Heapcrest")
    parser.add_argument("--openings", type=int, default=3, help="how often a page is opened for the first chart")
    parser.add_argument("--jar", default=os.path.join(ROOT, "target", "heapcrest.jar"))
    parser.add_argument("--folder", default=os.path.join(ROOT, "target", "viewer-bench"))
    arguments = parser.parse_args()
    ready = "document.documentElement.dataset.state === 'ready'"
    for page in arguments.pages:
        actions = {**OURS, "search": OURS["search"].replace(WORD % -1, WORD % 2)}
        print_table(page, measure(page, ready, actions, arguments.openings), {})
    if arguments.pages:
        return
    os.makedirs(arguments.folder, exist_ok=True)
    for nodes in map(int, arguments.sizes.split(",")):
        page, rows = (os.path.join(arguments.folder, "%d.%s" % (nodes, end)) for end in ("html", "tsv"))
        maker = os.path.join(HERE, "SyntheticReport.java")
        subprocess.run(["java", "-cp", arguments.jar, maker, str(nodes), page, rows], check=True)
        ours = measure(page, ready, OURS, arguments.openings)
        theirs = {}
        if nodes <= arguments.memray_up_to:
            other = os.path.join(arguments.folder, "%d-memray.html" % nodes)
            memray_page(rows, other)
            theirs = measure(other, "document.querySelector('#chart g.frame')", MEMRAY, arguments.openings)
        print_table("%s nodes" % format(nodes, ","), ours, theirs)


if __name__ == "__main__":
    main()
