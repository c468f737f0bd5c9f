"""Letters per second and peak memory of this program and others, in one run.

    python bench/run.py                      1, 354 and 10,000 specimen letters: some ten minutes
    python bench/run.py --larger             100,000 too; needs 40 GB of disk space meanwhile
    python bench/run.py --quick              1, 20 and 60: to see that it works; its ratios mean nothing
    python bench/run.py --json figures.json  the tables as data too

Each line is a whole command, from the start of its process to its end. `passages`: one letter in ten has a passage of its
own; elsewhere none has. `one core`: the command may use one processor only. The others:

- The WeasyPrint loop is what a careful user would write: one process, style sheet and fonts read once. It gets the letters'
  HTML ready-made, and neither checks anything nor makes tables accessible: it has less to do.
- typst and reportlab make the same pages with the same words and figures, as their manuals recommend. They get words and
  figures ready-made, and check nothing. They are in an environment of their own (bench/requirements.lock).
- cp copies the program's own letters.

What is checked in the others' files: tags, PDF/UA-1 and PDF/A-3a (page-validation), the right header cells named by
each figure, attached data, bookmarks, kerning, and the same words on as many pages.
"""

from __future__ import annotations

import argparse
import compileall
import json
import os
import platform
import sys
import tempfile
from dataclasses import asdict
from importlib.metadata import version
from pathlib import Path

import report
from plan import ROOT, Plan

_PYTHON = ROOT / ".venv-bench" / "bin" / "python"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    size = parser.add_mutually_exclusive_group()
    size.add_argument("--larger", action="store_true", help="100,000 letters too")
    size.add_argument("--quick", action="store_true", help="few letters, to see that it works")
    parser.add_argument("--json", type=Path, metavar="FILE", help="also write the figures to FILE")
    parser.add_argument(
        "--others", type=Path, default=_PYTHON, metavar="PYTHON", help="a Python that has typst and reportlab"
    )
    wanted = parser.parse_args()
    sizes = (1, 20, 60) if wanted.quick else (1, 354, 10_000, *([100_000] if wanted.larger else []))
    load = round(os.getloadavg()[0], 1)  # before the run; over 0.5, something else was running
    compileall.compile_dir(ROOT / "ombuds_letters", quiet=1)  # as it is after a first run, where Python may keep it
    with tempfile.TemporaryDirectory(prefix="bench-") as folder:
        plan = Plan(Path(folder), sizes, wanted.others)
        measured = list(plan.lines())
        lacking = plan.lacking()
        reading = plan.reading()
    lines = [line for line in measured if line]
    targets = report.targets(report.Figures(lines, plan.batch, sizes[2]))
    machine = {
        "python": platform.python_version(),
        "cores": len(os.sched_getaffinity(0)),
        "weasyprint": version("weasyprint"),
        "load": load,
    }
    print(", ".join(f"{name} {value}" for name, value in machine.items()))
    if plan.unproved:
        print(f"This program was run with {' '.join(plan.unproved)}, except where the proof is named.")
    print(f"\n{report.table(lines, lacking)}\n\n{report.reached(targets)}\n\n{reading}")
    if wanted.json:
        data = {
            "machine": machine,
            "lines": [{**asdict(line), "rate": line.rate, "lacks": lacking.get(line.maker)} for line in lines],
            "reading": reading,
            "targets": [
                {"what": each.what, "wanted": each.wanted, "reached": each.reached, "verdict": each.verdict}
                for each in targets
            ],
        }
        wanted.json.write_text(json.dumps(data, indent=1) + "\n", encoding="utf-8")
    sys.exit(None in measured)


if __name__ == "__main__":
    main()
