"""The same letters made by reportlab's Platypus, for comparison, as its user guide recommends.

python bench/with_reportlab.py WORKSPACE OUTPUT

One process; fonts, styles and table styles are made once; each letter is a document with its own page templates, its
bookmarks made in `afterFlowable`. Tags, PDF/A and attached files are not in the user guide, and not in these letters.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape, quoteattr

from reportlab.lib.colors import HexColor
from reportlab.lib.enums import TA_CENTER
from reportlab.lib.pagesizes import A4, landscape
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import mm
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.platypus import (
    BaseDocTemplate,
    CondPageBreak,
    Flowable,
    Frame,
    HRFlowable,
    KeepTogether,
    NextPageTemplate,
    PageBreak,
    PageTemplate,
    Paragraph,
    Spacer,
    Table,
    TableStyle,
)

FONT, BOLD = "OmbudsLetterSans", "OmbudsLetterSans-Bold"
BLUE, LINE, RED, GREY = map(HexColor, ("#123f5a", "#5b7a8c", "#8c1c13", "#333333"))

TEXT = ParagraphStyle(
    "text",
    fontName=FONT,
    fontSize=10.5,
    leading=14.91,
    allowWidows=0,
    allowOrphans=0,
    textColor=HexColor("#111111"),
    spaceAfter=2.6 * mm,
)
PLAIN = ParagraphStyle("plain", TEXT, spaceAfter=0)
LABEL = ParagraphStyle("label", TEXT, fontName=BOLD, fontSize=9.5, leading=12.4, alignment=TA_CENTER, spaceAfter=0)
CAPTION = ParagraphStyle("caption", TEXT, fontName=BOLD, fontSize=11, leading=14.3, textColor=BLUE, spaceAfter=1.5 * mm)
NOTE = ParagraphStyle("note", TEXT, fontSize=9.5, leading=13.5, spaceAfter=1.6 * mm)
_H1 = ParagraphStyle("words h1", CAPTION, fontSize=12, leading=15.6, spaceBefore=1.9 * mm, spaceAfter=2.6 * mm)
STYLES = {
    "letterhead": ParagraphStyle("letterhead", CAPTION, fontSize=15, leading=18.75, spaceAfter=2.6 * mm),
    "date": ParagraphStyle("date", TEXT, spaceAfter=4.5 * mm),
    "delivery": ParagraphStyle("delivery", TEXT, spaceAfter=4.5 * mm),
    "addressee p": PLAIN,
    "words p": TEXT,
    "passage": TEXT,
    "words h1": _H1,
    "words h2": ParagraphStyle("words h2", _H1, fontSize=10.5, leading=14.2, spaceAfter=1.4 * mm),
    "signatory": ParagraphStyle("signatory", PLAIN, fontName=BOLD),
    "signature p": PLAIN,
    "report h1": ParagraphStyle("report h1", CAPTION, fontSize=15, leading=18.75),
    "period": ParagraphStyle("period", TEXT, fontName=BOLD, spaceAfter=1.5 * mm),
    "interpreting": ParagraphStyle("interpreting", TEXT, fontSize=9, leading=12.8, spaceAfter=6 * mm),
    "notes h2": ParagraphStyle("notes h2", NOTE, fontName=BOLD, textColor=BLUE, spaceAfter=1.2 * mm),
    "notes p": NOTE,
}
OUTLINED = {"words h1": 0, "words h2": 1, "report h1": 0, "notes h2": 1}

GRID = [
    ("GRID", (0, 0), (-1, -1), 0.25 * mm, LINE),
    ("FONT", (0, 0), (-1, -1), FONT, 11),
    ("ALIGN", (0, 0), (-1, -1), "CENTER"),
    ("VALIGN", (0, 0), (-1, -1), "MIDDLE"),
    *((f"{side}PADDING", (0, 0), (-1, -1), 1.2 * mm) for side in ("LEFT", "RIGHT")),
    *((f"{side}PADDING", (0, 0), (-1, -1), 1.6 * mm) for side in ("TOP", "BOTTOM")),
]
BARE = TableStyle(
    [
        ("VALIGN", (0, 0), (-1, -1), "TOP"),
        *((f"{side}PADDING", (0, 0), (-1, -1), 0) for side in ("LEFT", "RIGHT", "TOP", "BOTTOM")),
    ]
)
BOX = TableStyle(
    [
        ("BOX", (0, 0), (-1, -1), 0.25 * mm, LINE),
        ("LEFTPADDING", (0, 0), (-1, -1), 3.2 * mm),
        ("TOPPADDING", (0, 0), (-1, -1), 2.6 * mm),
    ]
)


class Document(BaseDocTemplate):
    """One letter: a first page, the pages after it, and the report's page, which is landscape."""

    def __init__(self, path: Path, letter: dict[str, Any]) -> None:
        super().__init__(
            str(path),
            title=letter["title"],
            author=letter["author"],
            lang=letter["language"],
            displayDocTitle=True,
            invariant=1,
        )
        self._mark = letter["mark"]
        wide, high = A4
        margin, side = 24 * mm, 18 * mm
        bare = dict.fromkeys(("leftPadding", "rightPadding", "topPadding", "bottomPadding"), 0)
        self.addPageTemplates(
            [
                PageTemplate(
                    "first",
                    Frame(25 * mm, margin, wide - 50 * mm, high - margin - side, **bare),
                    self._first,
                    pagesize=A4,
                    autoNextPageTemplate="later",
                ),
                PageTemplate(
                    "later", Frame(25 * mm, margin, wide - 50 * mm, high - 2 * margin, **bare), self._later, pagesize=A4
                ),
                PageTemplate(
                    "report",
                    Frame(side, side, high - 2 * side, wide - 2 * side, **bare),
                    self._later,
                    pagesize=landscape(A4),
                ),
            ]
        )

    def afterFlowable(self, flowable: Flowable) -> None:  # noqa: N802  # reportlab's own name
        name = flowable.style.name if isinstance(flowable, Paragraph) else ""
        if name in OUTLINED:
            key = f"{name} {id(flowable)}"
            self.canv.bookmarkPage(key)
            self.canv.addOutlineEntry(flowable.getPlainText(), key, OUTLINED[name])

    def _first(self, canvas: Any, _document: BaseDocTemplate) -> None:
        wide, high = canvas._pagesize
        canvas.setFont(BOLD, 9)
        canvas.setFillColor(RED)
        canvas.drawCentredString(wide / 2, high - 10 * mm, self._mark)

    def _later(self, canvas: Any, document: BaseDocTemplate) -> None:
        self._first(canvas, document)
        canvas.setFont(FONT, 9)
        canvas.setFillColor(GREY)
        canvas.drawCentredString(canvas._pagesize[0] / 2, 12 * mm, str(document.page))


def paragraph(block: dict[str, Any]) -> Paragraph:
    """A paragraph, with its links underlined."""
    runs = [
        escape(run)
        if isinstance(run, str)
        else f'<link href={quoteattr(run["href"])} color="#123f5a"><u>{escape(run["text"])}</u></link>'
        for run in block["runs"]
    ]
    return Paragraph("".join(runs), STYLES[block["kind"]])


def table(data: dict[str, Any], width: float) -> list[Flowable]:
    """A table under its caption; a header that spans columns or rows uses all the cells that it covers."""
    columns, deep = len(data["cells"]), len(data["head"])
    grid: list[list[Any]] = [[None] * columns for _ in range(deep)]
    style = [*GRID, ("BACKGROUND", (0, 0), (-1, deep - 1), HexColor("#e8eef2"))]
    for down, row in enumerate(data["head"]):
        for cell in row:
            across = grid[down].index(None)
            last = across + cell["columns"] - 1, down + cell["rows"] - 1
            style.append(("SPAN", (across, down), last))
            for y in range(down, last[1] + 1):
                grid[y][across : last[0] + 1] = [""] * cell["columns"]
            grid[down][across] = Paragraph(escape(cell["text"]), LABEL)
    drawn = Table(
        [*grid, data["cells"]], colWidths=[width / columns] * columns, style=TableStyle(style), repeatRows=deep
    )
    return [Paragraph(escape(data["title"]), CAPTION), drawn]


def story(letter: dict[str, Any]) -> list[Flowable]:
    """All parts of a letter, in order."""
    by_kind: dict[str, list[Paragraph]] = {}
    words: list[Flowable] = []
    for block in letter["blocks"]:
        made = paragraph(block)
        by_kind.setdefault(block["kind"], []).append(made)
        if block["kind"].startswith("words h"):
            words.append(CondPageBreak(20 * mm))  # keepWithNext would keep it with all of the next paragraph
        if block["kind"].startswith(("words", "passage")):
            words.append(made)
    width = landscape(A4)[0] - 36 * mm
    reports = [table(each, width) for each in letter["tables"][:-1]]
    notes = Table([[[*by_kind["notes h2"], *by_kind["notes p"]]]], colWidths=[width - 112 * mm], style=BOX)
    beside = Table([[table(letter["tables"][-1], 104 * mm), notes]], colWidths=[112 * mm, width - 112 * mm], style=BARE)
    return [
        *by_kind["letterhead"],
        HRFlowable("100%", 0.5 * mm, color=BLUE, spaceAfter=11 * mm),
        *by_kind["date"],
        *by_kind["delivery"],
        *by_kind["addressee p"],
        Spacer(0, 7 * mm),
        *words[:-1],
        KeepTogether(
            [Spacer(0, 2.4 * mm), words[-1], Spacer(0, 14 * mm), *by_kind["signatory"], *by_kind["signature p"]]
        ),
        NextPageTemplate("report"),
        PageBreak(),
        *by_kind["report h1"],
        *by_kind["period"],
        *by_kind["interpreting"],
        *(part for each in reports for part in (KeepTogether(each), Spacer(0, 7 * mm))),
        beside,
    ]


def main() -> None:
    workspace, output = Path(sys.argv[1]), Path(sys.argv[2])
    output.mkdir(parents=True)
    for name, file in ((FONT, "OmbudsLetterSans-Regular.ttf"), (BOLD, "OmbudsLetterSans-Bold.ttf")):
        pdfmetrics.registerFont(TTFont(name, str(workspace / "templates" / "fonts" / file)))
    pdfmetrics.registerFontFamily(FONT, normal=FONT, bold=BOLD, italic=FONT, boldItalic=BOLD)
    with (workspace / "letters.jsonl").open(encoding="utf-8") as lines:
        for letter in map(json.loads, lines):
            Document(output / letter["file"], letter).build(story(letter))


if __name__ == "__main__":
    main()
