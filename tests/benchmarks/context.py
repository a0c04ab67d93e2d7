# SPDX-License-Identifier: MIT
"""Where and with what a benchmark ran."""

import datetime
import os
import platform
import subprocess


def output(*command):
    """What a command prints, or nothing where it is missing or fails."""
    try:
        return subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True).stdout.strip()
    except OSError:
        return ""


def processor():
    with open("/proc/cpuinfo") as lines:
        return next((line.split(":", 1)[1].strip() for line in lines if line.startswith("model name")), "unknown")


def debian_version(package):
    return output("dpkg-query", "-W", "-f=${Version}", package) or None


def environment():
    """For every contender: one thread of BLAS, and nothing that slows it down."""
    result = dict(os.environ, OPENBLAS_NUM_THREADS="1", OMP_NUM_THREADS="1")
    for variable in ("OPENBLAS_CORETYPE", "OPENBLAS_L2_SIZE"):
        result.pop(variable, None)
    return result


def in_words(where):
    """A description as the line above a table."""
    peers = ", ".join(f"{name} {version}" for name, version in where["peers"].items())
    return (
        f"{where['date']}, {where['commit']}; {where['processor']}, {where['processors']} processors, {where['system']}; "
        f"{peers}; load {where['load_before']:.1f} at the start."
    )


def describe(root, program, peers):
    commit = output("git", "-C", str(root), "rev-parse", "--short", "HEAD")
    changed = output("git", "-C", str(root), "status", "--porcelain", "--untracked-files=no")
    libraries = {"openblas": "libopenblas0-pthread", "nlopt": "libnlopt0", "eigen": "libeigen3-dev", "gcc": "g++"}
    return {
        "date": datetime.date.today().isoformat(),
        "processor": processor(),
        "processors": os.cpu_count(),
        "system": platform.freedesktop_os_release().get("PRETTY_NAME", platform.system()),
        "commit": commit + (" with changes" if changed else ""),
        "libraries": {name: debian_version(package) for name, package in libraries.items()},
        "peers": peers,
        "load_before": os.getloadavg()[0],
    }
