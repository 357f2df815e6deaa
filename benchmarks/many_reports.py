#!/usr/bin/env python3
"""What do a hundred reports cost, beside the same reports built one by one with pandoc and WeasyPrint, and how much memory?

    .venv/bin/python benchmarks/many_reports.py [--reports 100] [--sample 5]

Builds copies of our export, each with a year of its own, into a folder that is removed afterwards, in all three formats. The peer
(pandoc for HTML and EPUB, WeasyPrint for PDF) builds a few of them, half before and half after, and its time is multiplied.
Memory is that of pubkit and all it starts (proportional set size), in each quarter of the run: a leak would make it grow. Exits 1
where the ratio is over 0.5, a file is missing, or the last quarter takes a quarter more memory than the second.
"""

from __future__ import annotations

import argparse
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import NamedTuple

import pypandoc

SOURCE = Path(__file__).resolve().parent.parent / "source" / "chinese-typesetting-export" / "chinese-typesetting-export.md"
COPIES = 3  # of the sample's text in a report: about as much as an ordinary one has
GOAL = 0.5
GROWTH = 1.25
MB = 1024  # in kB, which the kernel counts in


def write_reports(folder: Path, count: int) -> list[Path]:
    """Reports that differ in their years, and so share no digest."""
    text = SOURCE.read_text(encoding="utf-8")
    folder.mkdir()
    paths = []
    for number in range(count):
        path = folder / f"report-{number:03}.md"
        path.write_text("\n\n".join(text.replace("2024", str(1900 + number)) for _ in range(COPIES)), encoding="utf-8")
        paths.append(path)
    return paths


class Cost(NamedTuple):
    """Of a run and all that it started."""

    wall_s: float
    cpu_s: float


def now() -> Cost:
    spent = resource.getrusage(resource.RUSAGE_CHILDREN)
    return Cost(time.perf_counter(), spent.ru_utime + spent.ru_stime)


def since(start: Cost) -> Cost:
    here = now()
    return Cost(here.wall_s - start.wall_s, here.cpu_s - start.cpu_s)


def peer(report: Path) -> Cost:
    """Two runs of pandoc and one of WeasyPrint, as anyone would call them."""
    pandoc, page, weasyprint = str(pypandoc.get_pandoc_path()), report.with_suffix(".html"), shutil.which("weasyprint", path=str(Path(sys.executable).parent))
    if weasyprint is None:
        sys.exit("weasyprint is not beside this Python")
    start = now()
    for command in (
        [pandoc, str(report), "-s", "-t", "html5", "-M", "title=x", "-M", "lang=zh-CN", "-o", str(page)],
        [pandoc, str(report), "-M", "title=x", "-M", "lang=zh-CN", "-o", str(report.with_suffix(".epub"))],
        [weasyprint, str(page), str(report.with_suffix(".pdf"))],
    ):
        subprocess.run(command, check=True, capture_output=True)
    return since(start)


def family(pid: int) -> list[int]:
    """A process and all that it started, still running."""
    found = [pid]
    for parent in found:
        try:
            found += map(int, Path(f"/proc/{parent}/task/{parent}/children").read_text().split())
        except OSError:
            continue
    return found


def memory_kb(pid: int) -> int:
    """What a process and its children hold, pages that several share counted once."""
    total = 0
    for member in family(pid):
        try:
            lines = Path(f"/proc/{member}/smaps_rollup").read_text().splitlines()
        except OSError:
            continue
        total += sum(int(line.split()[1]) for line in lines if line.startswith("Pss:"))
    return total


def build(folder: Path, output: Path) -> tuple[Cost, list[tuple[float, int]]]:
    """One `pubkit build`, and its memory over time."""
    start = now()
    command = [sys.executable, "-m", "pubkit", "build", str(folder), "--output", str(output), "--quiet", "--draft"]
    with subprocess.Popen(command) as run:
        samples = []
        while run.poll() is None:
            samples.append((time.perf_counter() - start.wall_s, memory_kb(run.pid)))
            time.sleep(0.25)
    if run.returncode:
        sys.exit(f"pubkit build ended with {run.returncode}")
    return since(start), samples


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--reports", type=int, default=100)
    parser.add_argument("--sample", type=int, default=5)
    chosen = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        paths = write_reports(folder / "reports", chosen.reports)
        peers = write_reports(folder / "peers", chosen.sample)
        costs = [peer(path) for path in peers[: chosen.sample // 2]]
        took, samples = build(folder / "reports", folder / "output")
        costs += [peer(path) for path in peers[chosen.sample // 2 :]]
        made = [len(list((folder / "output").glob(f"{path.stem}/*/{path.stem}.*"))) for path in paths]
    one_by_one, cpu = (sum(values) / len(costs) * chosen.reports for values in zip(*costs, strict=True))
    quarters = [max((kb for at, kb in samples if n <= 4 * at / took.wall_s < n + 1), default=0) // MB for n in range(4)]
    print(f"{chosen.reports} reports: {took.wall_s:.1f} s, of the processors {took.cpu_s:.1f} s")
    print(f"pandoc and WeasyPrint one by one: {one_by_one:.1f} s, of the processor {cpu:.1f} s (from {len(costs)})")
    print(f"ratio {took.wall_s / one_by_one:.2f} (goal {GOAL}), of processor time {took.cpu_s / cpu:.2f}")
    print(f"memory in each quarter: {', '.join(f'{mb} MB' for mb in quarters)}")
    failed = took.wall_s > GOAL * one_by_one or min(made) < 3 or quarters[3] > GROWTH * quarters[1]
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
