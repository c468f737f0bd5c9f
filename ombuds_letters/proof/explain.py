"""Where each of a letter's figures was read, as a text that anybody can follow with the letter in hand."""

from __future__ import annotations

from collections.abc import Iterator

from . import Proof, ReadFigure

_MM = 25.4 / 72  # of a point


def page(proof: Proof, height: dict[int, float]) -> str:
    """The text, one table after the other; `height` has the height of each page in points, by its number."""
    record, contact = proof.job.record, proof.job.contact
    lines = [
        f"{proof.job.file}",
        "",
        f"This is the letter to {record.name} ({record.code}), for {contact.name or 'its ' + contact.title}.",
        f"It has {proof.pages} pages. Every figure was read where the list below says, and checked against the record",
        f"in {record.place('').path}.",
    ]
    table = ""
    for figure in proof.figures:
        if figure.table != table:
            table = figure.table
            lines += ["", f"{table} (page {figure.page})", ""]
        lines += _lines(proof, figure, height[figure.page])
    return "\n".join(lines)


def _lines(proof: Proof, figure: ReadFigure, height: float) -> Iterator[str]:
    counted = figure.field in proof.job.record.figures
    origin = "as in the record" if counted else "calculated from the record's counts"
    where = ""
    if figure.box is not None:
        where = (
            f", {figure.box.left * _MM:.0f} mm from the left and {(height - figure.box.top) * _MM:.0f} mm from the top"
        )
    yield f"  {figure.text:>6}  under “{figure.heading}”{where}; {origin}"
