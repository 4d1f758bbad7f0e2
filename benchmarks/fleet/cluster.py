#!/usr/bin/env python3
"""Runs the fleet job on a standalone cluster on this machine, kills an executor in the middle, compares with merge.

A master and two workers of one core each listen on 127.0.0.1. Needs Java 17, `pip install pyspark==4.2.0 lz4` and the jars
that `mvn -Pspark package -DskipTests` makes. Each run deals the captures out in another way. Exit code 0: all runs gave
the bytes of `heapcrest merge` and a row for each capture.
"""

import argparse
import csv
import gzip
import os
import pathlib
import random
import re
import resource
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import time

HERE = pathlib.Path(__file__).resolve().parent
TARGET = HERE.parent.parent / "target"
FINISHED = re.compile(r"Finished task \S+ in stage 0\.0 .*\((\d+)/(\d+)\)")
EXECUTOR = "CoarseGrainedExecutorBackend"


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


class Cluster:
    """A master and workers; all that they start ends with them."""

    def __init__(self, home, folder, workers, memory):
        self.home, self.folder, self.started = home, folder, []
        self.port = free_port()
        self.url = f"spark://127.0.0.1:{self.port}"
        self.environment = dict(
            os.environ,
            SPARK_HOME=str(home),
            SPARK_LOCAL_IP="127.0.0.1",
            SPARK_NO_DAEMONIZE="1",
            SPARK_DAEMON_MEMORY="256m",
            SPARK_DAEMON_JAVA_OPTS="-XX:+UseSerialGC -XX:TieredStopAtLevel=1",
            SPARK_WORKER_DIR=str(folder / "work"),
            SPARK_LOCAL_DIRS=str(folder / "local"),
        )
        master = "org.apache.spark.deploy.master.Master"
        self.start("master", [master, "--host", "127.0.0.1", "--port", str(self.port), "--webui-port", str(free_port())])
        self.wait("master", "I have been elected leader")
        for i in range(workers):
            arguments = ["org.apache.spark.deploy.worker.Worker", "-h", "127.0.0.1", "-c", "1", "-m", memory]
            self.start(f"worker{i}", arguments + ["--webui-port", str(free_port()), self.url])
        for i in range(workers):
            self.wait(f"worker{i}", "Successfully registered with master")

    def start(self, name, arguments):
        log = open(self.folder / f"{name}.log", "w")
        command = [self.home / "bin" / "spark-class", *arguments]
        self.started.append(
            subprocess.Popen(command, stdout=log, stderr=subprocess.STDOUT, env=self.environment, start_new_session=True)
        )

    def wait(self, name, text):
        for _ in range(600):
            if text in (self.folder / f"{name}.log").read_text():
                return
            time.sleep(0.2)
        sys.exit(f"{name} did not start; see {self.folder / name}.log")

    def executors(self):
        """Process ids of executors that our workers started."""
        sessions = {process.pid for process in self.started}
        found = []
        for entry in pathlib.Path("/proc").iterdir():
            try:
                pid = int(entry.name)
                if EXECUTOR in (entry / "cmdline").read_text() and os.getsid(pid) in sessions:
                    found.append(pid)
            except (ValueError, OSError):
                continue
        return found

    def stop(self):
        for process in self.started:
            os.killpg(process.pid, signal.SIGTERM)
        for process in self.started:
            process.wait()


def submit(cluster, options, output, seed, kill_after):
    """Runs the job. Returns exit code, last line, CPU seconds of the driver, and how many executors were killed."""
    command = [
        cluster.home / "bin" / "spark-submit",
        *("--master", cluster.url, "--class", "heapcrest.spark.Fleet"),
        *("--driver-memory", options.driver_memory, "--executor-memory", options.executor_memory),
        *("--conf", "spark.ui.enabled=false"),
        *("--conf", f"spark.hadoop.heapcrest.shuffle={seed}" if seed else "spark.heapcrest.none=1"),
        *(word for conf in options.conf for word in ("--conf", conf)),
        options.jar,
        *options.options,
        options.input,
        output,
    ]
    log = (options.folder / f"driver-{output.name}.log").open("w")
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    driver = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=cluster.environment)
    lines = []
    reader = threading.Thread(target=lambda: lines.extend(driver.stdout))
    reader.start()
    killed = 0
    for line in driver.stderr:
        log.write(line)
        done = FINISHED.search(line)
        if done and not killed and kill_after and int(done[1]) >= max(1, int(kill_after * int(done[2]))):
            executors = cluster.executors()
            if executors:
                os.kill(random.choice(executors), signal.SIGKILL)
                killed += 1
    code = driver.wait()
    reader.join()
    log.close()
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return code, lines[-1].strip() if lines else "", cpu, killed


def content(partial):
    """gzip aside, which depends on the zlib of a JDK."""
    return gzip.decompress(partial.read_bytes())


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("input", type=pathlib.Path, help="folder of captures, as captures.py makes it")
    parser.add_argument("--runs", type=int, default=1)
    parser.add_argument("--no-kill", action="store_true")
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--driver-memory", default="768m")
    parser.add_argument("--executor-memory", default="768m")
    parser.add_argument("--conf", action="append", default=[], help="of Spark, as for spark-submit")
    parser.add_argument("--option", action="append", default=[], dest="options", help="of the job")
    parser.add_argument("--spark", type=pathlib.Path, help="SPARK_HOME; by default that of the package pyspark")
    parser.add_argument("--jar", type=pathlib.Path, default=next(iter(TARGET.glob("heapcrest-*-spark.jar")), None))
    parser.add_argument("--merge-jar", type=pathlib.Path, default=TARGET / "heapcrest.jar")
    parser.add_argument("--keep", type=pathlib.Path, help="folder for logs and results; by default they are removed")
    options = parser.parse_args()
    if options.jar is None:
        sys.exit("no target/heapcrest-*-spark.jar: mvn -Pspark package -DskipTests makes it")
    if options.spark is None:
        import pyspark

        options.spark = pathlib.Path(pyspark.__file__).parent
    options.folder = options.keep or pathlib.Path(tempfile.mkdtemp(prefix="fleet-"))
    options.folder.mkdir(parents=True, exist_ok=True)
    listed = sorted(str(file) for file in options.input.rglob("*.bin"))
    (options.folder / "list.txt").write_text("\n".join(listed) + "\n")
    expected = options.folder / "merge.hcp"
    merge = ["java", "-XX:+UseSerialGC", "-jar", options.merge_jar, "merge", "-q", "-f", "--capture-nodes", "50000"]
    merged = subprocess.run([*merge, "--partial", expected, f"@{options.folder / 'list.txt'}"], stderr=subprocess.DEVNULL)
    wanted = content(expected)
    print(f"merge: exit code {merged.returncode}, {len(listed)} captures, {len(wanted):,} bytes", flush=True)
    equal = 0
    cluster = Cluster(options.spark, options.folder, options.workers, "1g")
    try:
        for run in range(options.runs):
            output = options.folder / f"out{run}"
            shutil.rmtree(output, ignore_errors=True)
            seed = run if run else ""
            kill_after = 0 if options.no_kill else random.Random(run).uniform(0.05, 0.9)
            begin = time.monotonic()
            code, last, cpu, killed = submit(cluster, options, output, seed, kill_after)
            same = code == merged.returncode and content(output / "merged.hcp") == wanted
            if same:
                with (output / "captures.csv").open(newline="", encoding="utf-8") as table:
                    rows = sorted(row["file"].removeprefix("file:") for row in csv.DictReader(table))
                same = rows == listed
            same = same and killed == (0 if options.no_kill else 1)
            equal += same
            wall = time.monotonic() - begin
            print(
                f"run {run}: {'equal' if same else 'DIFFERENT'}, exit code {code}, {killed} executors killed"
                f" after {kill_after:.0%}, {wall:.0f} s, driver {cpu:.1f} CPU s; {last}",
                flush=True,
            )
    finally:
        cluster.stop()
        if not options.keep:
            shutil.rmtree(options.folder, ignore_errors=True)
    print(f"{equal} of {options.runs} equal")
    sys.exit(0 if equal == options.runs else 1)


if __name__ == "__main__":
    main()
