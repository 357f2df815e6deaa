"""How many processes may work side by side."""

from __future__ import annotations

import os


def processors() -> int:
    """The processors that this process may use: a container or `taskset` may allow fewer than there are."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
