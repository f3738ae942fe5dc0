"""The wall clock of a program that a script starts."""
import os
import shutil
import subprocess


def build(path):
    """Compiles the library that LD_PRELOAD loads to `path`, and gives the path."""
    compiler = next(filter(shutil.which, ["clang", "cc", "gcc"]))
    source = os.path.join(os.path.dirname(os.path.abspath(__file__)), "moved_clock.c")
    subprocess.run([compiler, "-shared", "-fPIC", "-O1", "-o", path, source], check=True)
    return path


def write_step(path, seconds):
    """Sets the clock of all programs that read the file, whatever they are at."""
    with open(f"{path}.new", "w", encoding="ascii") as file:
        file.write(str(seconds))
    os.rename(f"{path}.new", path)
