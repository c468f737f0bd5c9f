"""Workspaces whose letters have charts."""

from __future__ import annotations

from pathlib import Path

from workspaces import ROOT, accept_parts, edit, specimens, with_register

from ombuds_letters import batch
from ombuds_letters.signing import acceptance, context
from ombuds_letters.storage.workspace import Workspace

BAR = """\
{{ charts.bar(figures.decided.uphold_rate, "Your authority", facts.average, "Average of similar authorities",
              says="Complaints upheld") }}
"""
COLUMNS = """\
{{ charts.columns([["2016", facts.average], ["2017", 41], ["2018", figures.decided.uphold_rate]], says="Complaints upheld") }}
"""
HIGHEST = """\
{{ charts.columns([["Housing", figures.received.housing], ["Planning", figures.received.planning]], says="Complaints received",
                  to=[figures.received.housing, figures.received.planning]) }}
"""
_IMPORT = '{% import "charts.svg.j2" as charts %}\n'
STRIP = """\
{{ charts.strip(figures.decided.uphold_rate, "Your authority", among.decided.uphold_rate, "Similar authorities", says="Upheld") }}
"""
_AVERAGES = "averages:\n  of: [decided.uphold_rate]\n  at_least: 3\n  none: not available\n\ntables:\n"
HEADING = "## Complaint statistics\n"


def with_charts(workspace: Workspace, *charts: str, average: str = "64%") -> Workspace:
    """Puts charts under the first heading of a workspace's letters."""
    edit(workspace.templates("2018") / "letter.md", HEADING, f"{HEADING}\n{_IMPORT}\n" + "\n".join(charts))
    edit(workspace.data("2018") / "year.yaml", "  strategy_years:", f"  average: {average}\n  strategy_years:")
    return workspace


def charted(folder: Path, letters: int, *charts: str) -> Workspace:
    """A workspace of made-up authorities, without passages, whose letters have charts."""
    return with_charts(specimens(folder, letters, passages=0), *charts)


def with_strip(folder: Path, letters: int) -> Workspace:
    """A complete workspace whose letters show where each authority lies among those of its kind."""
    workspace = charted(folder, letters, STRIP)
    with_register(workspace)
    edit(workspace.templates("2018") / "figures.yaml", "tables:\n", _AVERAGES)
    return workspace


def accept(workspace: Workspace, year: str = "2018") -> None:
    """Makes drafts, and accepts all that their edition has: its words, and then the rest."""
    drafts = batch.build(workspace, year, draft=True).folder
    read = context.read(workspace, year)
    acceptance.accept(read, acceptance.propose(read, drafts), "Ann Other")
    accept_parts(workspace, year, drafts)


CHARTS = (ROOT / "templates" / "charts.svg.j2").read_text(encoding="utf-8")
