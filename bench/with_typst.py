"""The same letters made by Typst, for comparison, as PDF/UA-1 and PDF/A-3a.

python bench/with_typst.py WORKSPACE OUTPUT

One process and one compiler for all letters, so that the fonts are read once and Typst's cache is used. Each letter's data
is passed as the reference and typst-py's README recommend, by sys.inputs.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

import typst


def main() -> None:
    workspace, output = Path(sys.argv[1]), Path(sys.argv[2])
    output.mkdir(parents=True)
    compiler = typst.Compiler(
        str(Path(__file__).with_name("letter.typ")),
        font_paths=[str(workspace / "templates" / "fonts")],
        ignore_system_fonts=True,
    )
    with (workspace / "letters.jsonl").open(encoding="utf-8") as lines:
        for line in lines:
            compiler.compile(
                output=str(output / json.loads(line)["file"]),
                format="pdf",
                sys_inputs={"letter": line},
                pdf_standards=["ua-1", "a-3a"],
            )


if __name__ == "__main__":
    main()
