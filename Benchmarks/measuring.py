"""Runs whole processes and says what they took."""
import json
import os
import statistics
import subprocess
import sys
import time


class Result:
    def __init__(self, seconds, cpu_seconds, peak_bytes, fastest_seconds=None):
        self.seconds = seconds
        self.fastest_seconds = seconds if fastest_seconds is None else fastest_seconds
        self.cpu_seconds = cpu_seconds
        self.peak_bytes = peak_bytes


def process(command, folder=None, output=os.devnull):
    """One process from start to end: wall time, processor time and largest resident memory, by wait4.

    Servers that the process starts and leaves to themselves are not in the memory and the processor time.
    """
    began = time.monotonic()
    with open(output, "wb") as file:
        child = subprocess.Popen(
            command, cwd=folder, stdout=file, stderr=subprocess.PIPE,
            env=dict(os.environ, PYTHONDONTWRITEBYTECODE="1"))
        said = child.stderr.read()
        _, status, usage = os.wait4(child.pid, 0)
    seconds = time.monotonic() - began
    child.returncode = os.waitstatus_to_exitcode(status)
    if child.returncode != 0:
        sys.exit(f"{' '.join(command)} failed:\n{said.decode(errors='replace')}")
    return Result(seconds, usage.ru_utime + usage.ru_stime, usage.ru_maxrss * 1024)


def median(results):
    """Times by their median, memory by its largest."""
    return Result(
        statistics.median(result.seconds for result in results),
        statistics.median(result.cpu_seconds for result in results),
        max(result.peak_bytes for result in results), min(result.seconds for result in results))


def in_turn(runs, count):
    """Everybody once, then everybody again: what the machine does beside it meets all of them alike."""
    results = {name: [] for name in runs}
    for _ in range(count):
        for name, run in runs.items():
            results[name].append(run())
    return {name: median(each) for name, each in results.items()}


class Project:
    """A throw-away folder with jobs of a tenant `bench`."""

    def __init__(self, folder, reckon):
        self.folder = folder
        self.reckon = reckon
        self.write("Config/reckon.json", {"home": "home"})
        self.write("Config/tenants/bench.json", {"tenant": "bench", "name": "Benchmark"})
        os.makedirs(f"{folder}/Jobs")
        # Makes the store, which is not what is measured.
        process([reckon, "doctor"], folder)

    def write(self, name, value):
        path = os.path.join(self.folder, name)
        os.makedirs(os.path.dirname(path), exist_ok=True)
        with open(path, "w", encoding="utf-8") as file:
            json.dump(value, file)

    def add_job(self, name, stages):
        self.write(f"Jobs/{name}.json", {"job": name, "summary": "Benchmark", "tenant": "bench", "stages": stages})

    def run(self, job, period, *options):
        return process([self.reckon, "run", job, "--period", period, "--force", *options], self.folder)
