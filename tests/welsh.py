"""An edition in Welsh and English, from its folder alone: `tests/editions/cymraeg`."""

from __future__ import annotations

import shutil
from pathlib import Path

from workspaces import ROOT

from ombuds_letters.storage.workspace import Workspace

FOLDER = ROOT / "tests" / "editions" / "cymraeg"
_YEAR = """\
title: Llythyr blynyddol 2018
author: Ombwdsmon Enghreifftiol
languages: [cy, en-GB]
letter_date: 2018-07-18
publication: 2018-07-25T00:01:00+01:00
complete: false
attach_figures: true
file_name: llythyr-2018-{authority}.pdf
facts:
  year_end: 2018-03-31
  edition: 3
  signatory:
    name: Enw Enghreifftiol
authority_kinds:
  unitary:
    title: Cynghorau
    names: ["Cyngor {}"]
    how_many: 22
passage_kinds:
  praise: canmoliaeth
"""
_RECORD = """\
code: SPECIMEN{number:05}
name: Cyngor {name}
kind: unitary
specimen: true
figures:
  received: {{housing: {housing}, planning: {planning}, total: {total}}}
  decided: {{not_upheld: {planning}, upheld: {housing}}}
passages: []
"""
# Made up; the first letters of each are the number of complaints, 0 to 11, that the forms of nouns depend on.
_NAMES = (
    "Aberswn",
    "Bryndu",
    "Cwmgors",
    "Dolwyn",
    "Eryrfa",
    "Ffynnon",
    "Glanfor",
    "Henllys",
    "Isfryn",
    "Llanddu",
    "Mynachty",
    "Nantwen",
)


def edition(folder: Path, *letters: int) -> Workspace:
    """A workspace of made-up councils with that many complaints each."""
    workspace = Workspace(folder)
    shutil.copytree(FOLDER, workspace.templates("2018"))
    shutil.copytree(ROOT / "templates" / "fonts", workspace.fonts)
    for name in ("letter.css", "correction.md", "covering.md"):
        shutil.copyfile(ROOT / "templates" / "2018" / name, workspace.templates("2018") / name)
    with (workspace.templates("2018") / "letter.css").open("a", encoding="utf-8") as style:
        style.write(".second { break-before: page }\n")
    authorities = workspace.data("2018") / "authorities"
    authorities.mkdir(parents=True)
    (workspace.data("2018") / "year.yaml").write_text(_YEAR, encoding="utf-8")
    rows = ["code,name,title,salutation,email,copies,body"]
    for number, count in enumerate(letters):
        name = _NAMES[number]
        housing = count // 3
        record = _RECORD.format(number=number, name=name, housing=housing, planning=count - housing, total=count)
        (authorities / f"{name.lower()}.yaml").write_text(record, encoding="utf-8")
        rows.append(f"SPECIMEN{number:05},Person {name},Prif Weithredwr,,,,")
    (workspace.data("2018") / "contacts.csv").write_text("\n".join(rows) + "\n", encoding="utf-8")
    return workspace
