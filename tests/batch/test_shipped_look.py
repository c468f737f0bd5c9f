"""The looks that are shipped were accepted from a whole year of specimens; they hold for few of them, and for others."""

from __future__ import annotations

import pytest
from workspaces import SHIPPED

from ombuds_letters import batch, specimen
from ombuds_letters.storage.workspace import Workspace


@pytest.mark.slow
@pytest.mark.parametrize(
    ("year", "more"),
    [("2018", ""), ("2018", "\nlarge_print: true\n"), ("2019", "")],
    ids=["2018", "2018 in large print", "2019, too few for averages"],
)
def test_a_shipped_look_holds_for_other_specimens(tmp_path, year, more):
    specimen.write(SHIPPED, year, tmp_path, 30, seed=3)
    workspace = Workspace(tmp_path)
    with (workspace.data(year) / "year.yaml").open("a", encoding="utf-8") as file:
        file.write(more)

    built = batch.build(workspace, year, jobs=1)

    assert (len(built.written), built.faults) == (30, ())
