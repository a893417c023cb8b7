"""What a process takes, told as the programs in Rust tell it."""

import json
import re
import time
from collections.abc import Callable, Sized


def measure(work: Callable[[], Sized]) -> str:
    """Does a work that makes records; tells as JSON what it took."""
    forget_peak()
    idle = status("VmRSS")
    started = time.perf_counter()
    # What the work made is freed within the time, as in the other programs.
    records = len(work())
    seconds = time.perf_counter() - started
    return json.dumps({"seconds": seconds, "idle": idle, "peak": status("VmHWM"), "records": records})


def status(name: str) -> int:
    """Bytes, as the kernel counts them."""
    with open("/proc/self/status", encoding="ascii") as file:
        found = re.search(rf"^{name}:\s+(\d+) kB$", file.read(), re.MULTILINE)
    if found is None:
        raise RuntimeError("the kernel does not tell")
    return int(found[1]) * 1024


def forget_peak() -> None:
    """Lets the peak begin anew (proc(5), `clear_refs`)."""
    with open("/proc/self/clear_refs", "w", encoding="ascii") as file:
        file.write("5")
