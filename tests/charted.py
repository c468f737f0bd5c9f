"""Workspaces whose letters have charts."""

from __future__ import annotations

from pathlib import Path

from workspaces import ROOT, edit, specimens

from ombuds_letters import batch
from ombuds_letters.signing import acceptance, context, edition_acceptance
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
HEADING = "## Complaint statistics\n"


def with_charts(workspace: Workspace, *charts: str, average: str = "64%") -> Workspace:
    """Puts charts under the first heading of a workspace's letters."""
    edit(workspace.templates("2018") / "letter.md", HEADING, f"{HEADING}\n{_IMPORT}\n" + "\n".join(charts))
    edit(workspace.data("2018") / "year.yaml", "  strategy_years:", f"  average: {average}\n  strategy_years:")
    return workspace


def charted(folder: Path, letters: int, *charts: str) -> Workspace:
    """A workspace of made-up authorities, without passages, whose letters have charts."""
    return with_charts(specimens(folder, letters, passages=0), *charts)


def accept(workspace: Workspace, year: str = "2018") -> None:
    """Makes drafts, and accepts all that their edition has: its words, and then the rest."""
    drafts = batch.build(workspace, year, draft=True).folder
    read = context.read(workspace, year)
    acceptance.accept(read, acceptance.propose(read, drafts), "Ann Other")
    edition_acceptance.accept(context.read(workspace, year), drafts, "Ann Other")


CHARTS = (ROOT / "templates" / "charts.svg.j2").read_text(encoding="utf-8")
