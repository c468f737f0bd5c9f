"""Writes docs/faults.md from the kinds of fault that the program declares: `make docs`."""

from __future__ import annotations

import importlib
import pkgutil
import re
import sys
from collections.abc import Iterator
from pathlib import Path
from string import Formatter

import ombuds_letters
from ombuds_letters.faults import Kind, Place

PAGE = Path(__file__).resolve().parent.parent / "docs" / "faults.md"
_HEAD = """\
# Faults

Whatever is wrong and a person can put right is reported as one line: where it is, which field, what was found, and what to
do.

```
data/2018/authorities/sevenoaks.yaml:13:14: figures.received.housing: is 1O; write a whole number, 0 or more, in digits alone
```

Faults are reported all at once, in the order of the files, and stop the letters that they concern. `--format json` gives
each with its code, which stays the same from one version to the next. This page is made from the program's own
declarations by `make docs`; a test holds the two together.

"""
_AREAS = {  # by the package that finds it, in the order of a year's work
    "formats": "Files, fields and spreadsheets as they are read",
    "edition": "What all letters of a year share",
    "records": "Records, contacts and the register",
    "intake": "Figures from spreadsheets",
    "questions": "Questions and answers",
    "letter": "Templates and words",
    "pdf": "A letter while it is laid out",
    "press": "A letter while it is made from another",
    "batch": "All letters of a year",
    "output": "The output folder",
    "proof": "A finished letter, read back",
    "signing": "Accepting, reading and verifying",
    "preview": "The preview",
    "specimen": "Specimens",
    "storage": "Disk and folders",
}
# What an example says for a value of this name; those that are found are quoted by the sentence.
_EXAMPLES: dict[str, object] = {
    "asked": "more complaints are remedied (3) than upheld (2); is that so?",
    "are": "is",
    "byte": 14,
    "character": "ő",
    "characters": 40_000,
    "code": "E07000111",
    "codes": "E07000111",
    "column": "H",
    "composed": "é",
    "contacts": "data/2018/contacts.csv",
    "contrast": "2.1",
    "count": 12,
    "digits": "1234",
    "expected": "10",
    "fewest": 3,
    "fields": "received.total",
    "files": "",
    "first": "cell A3",
    "found": "Sevenoaks",
    "heading": "Upheld",
    "holder": "another build",
    "limit": 2,
    "meant": '; did you mean "Sevenoaks District Council"?',
    "most": 1_000,
    "name": "Sevenoaks District Council",
    "names": '"Devon County Council" or "East Devon District Council"',
    "near": 'did you mean "Housing"? ',
    "new": "2018-04-01",
    "number": 2,
    "page": 2,
    "parts": "9 parts make",
    "places": "2 places",
    "port": 8000,
    "profile": "PDF/UA-1",
    "row": 3,
    "rows": "authorities",
    "seconds": 2,
    "size": 20_000_000,
    "suggestion": 'did you mean "housing"?',
    "sum": 11,
    "target": "received.housing",
    "what": "abolished on 2018-03-31",
    "why": "permission denied",
    "year": "2018",
    "years": "2018",
}


def kinds() -> Iterator[tuple[str, Kind]]:
    """Every kind of fault once, with the package that declares it: `("records", NO_CONTACT)`."""
    found: dict[int, tuple[str, Kind]] = {}
    for module in pkgutil.walk_packages(ombuds_letters.__path__, "ombuds_letters."):
        if module.name.endswith("__main__"):
            continue
        text = Path(str(getattr(module.module_finder, "path", ""))) / module.name.rpartition(".")[2]
        source = text / "__init__.py" if module.ispkg else text.with_suffix(".py")
        declared = set(re.findall(r"^([A-Z][A-Z0-9_]*) = Kind\(", source.read_text(encoding="utf-8"), re.MULTILINE))
        for name, value in vars(importlib.import_module(module.name)).items():
            if isinstance(value, Kind) and name in declared:
                found[id(value)] = (module.name.split(".")[1], value)
    return iter(found.values())


def page() -> str:
    """The page's text: a table for each area, in the order of codes."""
    by_area: dict[str, list[Kind]] = {}
    for package, kind in kinds():
        by_area.setdefault(package, []).append(kind)
    parts = [_HEAD]
    for package, title in _AREAS.items():
        if found := by_area.pop(package, []):
            parts.append(f"## {title}\n\n| code | what is reported, and what to do |\n|---|---|\n")
            parts += [f"| `{each.code}` | {_cell(_example(each))} |\n" for each in sorted(found, key=_code)]
            parts.append("\n")
    if by_area:
        raise SystemExit(f"no title for faults of {', '.join(by_area)}")
    return "".join(parts).rstrip() + "\n"


def _code(kind: Kind) -> str:
    return kind.code


def _example(kind: Kind) -> str:
    slots = {slot for _, slot, _, _ in Formatter().parse(kind.sentence) if slot}
    values = {slot: _EXAMPLES.get(slot, f"({slot.replace('_', ' ')})") for slot in slots}
    return kind(Place(""), **values, **dict.fromkeys(set(kind.carries) - slots)).message


def _cell(text: str) -> str:
    return text.replace("|", "\\|").replace("<", "&lt;").replace("{", "&#123;").replace("\n", " ")


def main() -> int:
    """Writes the page; with --check, says whether it is up to date."""
    text = page()
    if "--check" in sys.argv[1:]:
        return 0 if PAGE.read_text(encoding="utf-8") == text else 1
    PAGE.write_text(text, encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
