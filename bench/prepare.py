"""Writes a specimen workspace, and its letters' content for the programs that this one is compared with.

python bench/prepare.py SHIPPED WORKSPACE YEAR LETTERS PASSAGES [--content] [--draft]

With --content: `html/NAME.html`, each letter as the program gives it to WeasyPrint, and `letters.jsonl`, the words and
figures of that HTML, one line per letter, for typst and reportlab, which don't read HTML:

    {"file": "annual-review-….pdf", "title": "…", "mark": "…", "blocks": [{"kind": "p", "runs": […]}, …], "tables": […]}
"""

from __future__ import annotations

import argparse
import json
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

from ombuds_letters import batch, specimen
from ombuds_letters.letter import Templates
from ombuds_letters.storage.workspace import Workspace

_BLOCKS = {"p", "h1", "h2", "li"}
_CELLS = {"th", "td", "caption"}


class Parts(HTMLParser):
    """One letter's HTML as blocks and tables: `Parts(html).found`.

    A block's `kind` is its class, or the class of the element that holds it with its tag, or its tag alone: "date",
    "addressee p", "words h2", "report h1". A run is a text, or a link: {"text": "…", "href": "…", "title": "…"}.
    """

    def __init__(self, html: str) -> None:
        super().__init__()
        self.found: dict[str, Any] = {"blocks": [], "tables": []}
        self._holders: list[str] = []
        self._runs: list[Any] | None = None
        self._row: list[dict[str, Any]] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if tag in ("html", "body"):
            self.found |= {"language": given["lang"]} if tag == "html" else {"mark": given.get("data-mark", "")}
        elif tag == "meta" and "name" in given:
            self.found[given["name"]] = given["content"]
        elif tag in ("section", "div"):
            self._holders.append(given["class"])
        elif tag == "table":
            self.found["tables"].append({"key": given["class"], "head": [], "cells": []})
        elif tag == "tr":
            self._row = []
        elif tag == "title" or tag in _CELLS:
            self._runs = []
            self._row.append({"columns": int(given.get("colspan", 1)), "rows": int(given.get("rowspan", 1))})
        elif tag in _BLOCKS:
            self._runs = []
            kind = given.get("class") or f"{self._holders[-1]} {tag}"
            self.found["blocks"].append({"kind": kind, "runs": self._runs})
        elif tag == "a" and self._runs is not None:
            self._runs.append({"text": "", "href": given["href"], "title": given["title"]})

    def handle_data(self, data: str) -> None:
        if self._runs is None:
            return
        last = self._runs[-1] if self._runs else None
        if isinstance(last, dict) and not last["text"]:
            last["text"] = data
        else:
            self._runs.append(data)

    def handle_endtag(self, tag: str) -> None:
        if tag in ("section", "div"):
            self._holders.pop()
        elif tag == "tr":
            figures = [cell["text"] for cell in self._row if cell["tag"] == "td"]
            table = self.found["tables"][-1]
            if figures:
                table["cells"] = figures
            else:
                table["head"].append([{name: cell[name] for name in ("text", "columns", "rows")} for cell in self._row])
        elif self._runs is not None and (tag == "title" or tag in _CELLS | _BLOCKS):
            text = "".join(run if isinstance(run, str) else run["text"] for run in self._runs)
            self._runs = None
            if tag == "title":
                self.found["title"] = text
            elif tag == "caption":
                self.found["tables"][-1]["title"] = text
            elif tag in _CELLS:
                self._row[-1] |= {"text": text, "tag": tag}


def content(workspace: Workspace, year: str, *, draft: bool) -> None:
    """Writes each letter's HTML and its content as data into the workspace."""
    press, roster = batch.prepare(workspace, year)
    templates = Templates(press.edition)
    folder = workspace.root / "html"
    folder.mkdir()
    with (workspace.root / "letters.jsonl").open("w", encoding="utf-8") as lines:
        for job in roster.letter_jobs:
            letter = templates.html(job.record, job.contact, draft=draft)
            (folder / job.file).with_suffix(".html").write_text(letter.html, encoding="utf-8")
            parts = {"file": job.file, **Parts(letter.html).found}
            if letter.attached:
                attached = letter.attached
                parts["attached"] = {
                    "name": attached.name,
                    "description": attached.description,
                    "content": attached.content.decode(),
                }
            lines.write(json.dumps(parts, ensure_ascii=False) + "\n")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("shipped", type=Path)
    parser.add_argument("workspace", type=Path)
    parser.add_argument("year")
    parser.add_argument("letters", type=int)
    parser.add_argument("passages", type=float)
    parser.add_argument("--content", action="store_true")
    parser.add_argument("--draft", action="store_true")
    wanted = parser.parse_args()
    specimen.write(Workspace(wanted.shipped), wanted.year, wanted.workspace, wanted.letters, passages=wanted.passages)
    if wanted.content:
        content(Workspace(wanted.workspace), wanted.year, draft=wanted.draft)


if __name__ == "__main__":
    main()
