"""Made-up authorities of two years with residents, one of which took the place of a county and a borough."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

from next_years import YEAR
from workspaces import ROOT, edit

from ombuds_letters import specimen
from ombuds_letters.storage.workspace import Workspace

TABLE = """\
  - key: residents
    title: Residents
    printed: false
    columns:
      - key: population
        label: Population
"""
RATE = """\
      - key: per_resident
        label: Upheld per 100,000 residents
        share_of: [decided.upheld]
        out_of: [population]
        per: 100000
        decimals: 1
        none: –
"""
MERGED, TAKEN_OVER, COUNTY = "SPECIMEN00003", "SPECIMEN00003X", "Old Salwell County Council"
HEADING = "Upheld per 100,000 residents"


def with_residents(folder: Path) -> Workspace:
    """A workspace whose tables have residents and a rate of them; MERGED took the place of COUNTY and of a borough."""
    source = folder / "source"
    for part in ("templates", "data"):
        shutil.copytree(ROOT / part, source / part)
    for each in ("2018", YEAR):
        figures = source / "templates" / each / "figures.yaml"
        edit(figures, "\ntables:\n", f"\ntables:\n{TABLE}{RATE}")
    workspace = Workspace(folder / "w")
    specimen.write(Workspace(source), YEAR, workspace.root, 12)
    register = (workspace.data(YEAR) / "register.csv").read_text("utf-8")
    old, kind = re.search(rf'^{TAKEN_OVER},"?(.*?)"?,(\w+),', register, re.MULTILINE).groups()
    for file in (workspace.root / "data").rglob("*.*"):
        text = file.read_text("utf-8")
        if old in text:
            text = text.replace(f'"{old}"', old).replace(f"{old},{kind},", f"{COUNTY},county,").replace(old, COUNTY)
            text = text.replace(f"kind: {kind}", "kind: county") if file.suffix == ".yaml" else text
            file.write_text(text, "utf-8")
    return workspace
