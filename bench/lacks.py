"""What a letter made by another program lacks, compared with this program's letter to the same authority."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import page
import pikepdf
import pypdfium2

_PROFILES = {"PDF/UA-1": page.ValidationProfile.PDF_UA_1, "PDF/A-3a": page.ValidationProfile.PDF_A_3A}


def lacks(other: Path, own: Path) -> tuple[str, ...]:
    """What is lacking, the gravest first: ("tags", "PDF/UA-1", "attached data"); empty if nothing is."""
    found = []
    content = other.read_bytes()
    with pikepdf.open(other) as pdf, pikepdf.open(own) as ours:
        if "/StructTreeRoot" not in pdf.Root:
            found.append("tags")
        reports = {name: page.validate_pdf_bytes(content, profile=profile) for name, profile in _PROFILES.items()}
        found += [name for name, report in reports.items() if not report.is_compliant]
        if "/StructTreeRoot" in pdf.Root and _headers(pdf) != _headers(ours):
            found.append("right header cells for each figure")
        found += [
            what
            for what, has in (
                ("attached data", pdf.attachments),
                ("bookmarks", "/Outlines" in pdf.Root),
                ("kerning", _kerned(pdf)),
            )
            if not has
        ]
        if len(pdf.pages) != len(ours.pages):
            found.append(f"the same pages ({len(pdf.pages)}, not {len(ours.pages)})")
    missing, more = _characters(own) - _characters(other), _characters(other) - _characters(own)
    if missing or more:
        found.append(f"the same words ({missing.total()} characters missing, {more.total()} too many)")
    return tuple(found)


def _headers(pdf: pikepdf.Pdf) -> list[tuple[int, ...]]:
    """For each data cell in reading order, the numbers of the header cells that it names: [(0,), (1,), (4, 6), …]."""
    cells = [each for each in _elements(pdf.Root.StructTreeRoot) if each.get("/S") in ("/TH", "/TD")]
    labels = [bytes(cell.ID) if "/ID" in cell else b"" for cell in cells if cell.S == "/TH"]
    return [tuple(sorted(map(labels.index, _named(cell)))) for cell in cells if cell.S == "/TD"]


def _named(cell: Any) -> list[bytes]:
    attributes = cell.get("/A", [])
    each = attributes if isinstance(attributes, pikepdf.Array) else [attributes]
    return [bytes(name) for one in each for name in one.get("/Headers", [])]


def _elements(of: Any) -> Iterator[Any]:
    below = of.get("/K", [])
    for child in below if isinstance(below, pikepdf.Array) else [below]:
        if isinstance(child, pikepdf.Dictionary) and "/S" in child:
            yield child
            yield from _elements(child)


def _kerned(pdf: pikepdf.Pdf) -> bool:
    """True if glyphs are set closer or wider than their own widths."""
    return any(
        not isinstance(item, pikepdf.String) and abs(float(item)) >= 1
        for leaf in pdf.pages
        for line in pikepdf.parse_content_stream(leaf, "TJ")
        for item in line.operands[0]
    )


def _characters(path: Path) -> Counter[str]:
    """All printed characters except spaces and hyphens, which may be lost at a line end."""
    pdf = pypdfium2.PdfDocument(path)
    text = "".join(leaf.get_textpage().get_text_range() for leaf in pdf)
    pdf.close()
    return Counter(each for each in text if each.isprintable() and each not in " -\u00ad")
