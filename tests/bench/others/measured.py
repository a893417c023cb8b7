"""Measures a process and reports in the format of the Rust programs."""

import json
import re
import time
from collections.abc import Callable, Sized


def measure(work: Callable[[], Sized]) -> str:
    """Runs work that returns records; returns what it took as JSON."""
    reset_peak()
    idle = status("VmRSS")
    started = time.perf_counter()
    # Freeing the records is included in the time, as in the other programs.
    records = len(work())
    seconds = time.perf_counter() - started
    return json.dumps({"seconds": seconds, "idle": idle, "peak": status("VmHWM"), "records": records})


def status(name: str) -> int:
    """Reads a value in bytes from the kernel."""
    with open("/proc/self/status", encoding="ascii") as file:
        found = re.search(rf"^{name}:\s+(\d+) kB$", file.read(), re.MULTILINE)
    if found is None:
        raise RuntimeError("the kernel does not report it")
    return int(found[1]) * 1024


def reset_peak() -> None:
    """Resets the peak (proc(5), `clear_refs`)."""
    with open("/proc/self/clear_refs", "w", encoding="ascii") as file:
        file.write("5")
