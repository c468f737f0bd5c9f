"""The letters made by WeasyPrint alone, for comparison: from ready-made HTML, with style sheet and fonts read once.

python bench/plain_weasyprint.py WORKSPACE YEAR OUTPUT
"""

from __future__ import annotations

import sys
from pathlib import Path

from weasyprint import CSS, HTML
from weasyprint.text.fonts import FontConfiguration


def main() -> None:
    workspace, year, output = Path(sys.argv[1]), sys.argv[2], Path(sys.argv[3])
    output.mkdir(parents=True)
    fonts = FontConfiguration()
    style = CSS(workspace / "templates" / year / "letter.css", font_config=fonts)
    for source in sorted((workspace / "html").glob("*.html")):
        HTML(source).write_pdf(
            output / f"{source.stem}.pdf",
            stylesheets=[style],
            font_config=fonts,
            pdf_variant="pdf/a-3a",
            full_fonts=True,
        )


if __name__ == "__main__":
    main()
