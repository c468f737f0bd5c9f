"""How many pages letters have: nearly all have three, also with a letterhead and a signature as an office has them."""

from __future__ import annotations

from collections import Counter

import pytest
from workspaces import edit, ready, specimens

from ombuds_letters.press import LaidOutAlone

SIGNATURE = (
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 450 160" width="45mm" height="16mm"><title>Signature</title>'
    '<path fill="none" stroke="#123f5a" stroke-width="6" d="M10 90C40 40 90 20 110 70S170 140 200 90 240 20 270 60"/></svg>'
)
CONTACT = (
    "Example House, 1 Example Street, Exampleton EX1 1EX · www.ombudsman.example · telephone 0300 000 0000, weekdays from "
    "10 am to 4 pm"
)
LETTERHEAD = SIGNATURE.replace("Signature", "The office")


def page_counts(workspace):
    """How many letters have how many pages: {3: 345, 4: 9}."""
    press, letter_jobs = ready(workspace)
    run = press.run(letter_jobs)
    filled = list(run.filled())
    alone = [*run.alone, *(each for _, each in filled if isinstance(each, LaidOutAlone))]
    made = [each for _, each in filled if not isinstance(each, LaidOutAlone)]
    assert not run.failed
    return Counter(pdf.pages for pdf in (*made, *(press.laid_out(each.job) for each in alone)))


@pytest.mark.slow
@pytest.mark.parametrize("contact", [False, True], ids=["", "and two lines of the office's own"])
@pytest.mark.parametrize(
    ("pictures", "least"),
    [({}, 345), ({"letterhead.svg": LETTERHEAD, "signature.svg": SIGNATURE}, 330)],
    ids=["without pictures", "with letterhead and signature"],
)
def test_nearly_all_letters_have_three_pages(tmp_path, pictures, least, contact):
    workspace = specimens(tmp_path / "w", 354)
    if contact:
        edit(workspace.data("2018") / "year.yaml", "\nfacts:\n", f"\nfacts:\n  contact: {CONTACT}\n")
    for name, drawing in pictures.items():
        (workspace.templates("2018") / name).write_text(drawing, encoding="utf-8")

    counts = page_counts(workspace)

    assert counts.total() == 354
    assert counts[3] >= least
