"""Writes docs/faults.md from the kinds of fault that the program declares: `make docs`."""

from __future__ import annotations

import importlib
import json
import pkgutil
import re
from collections.abc import Iterator
from pathlib import Path
from string import Formatter

import ombuds_letters
from ombuds_letters.faults import Kind

PAGE = Path(__file__).resolve().parent.parent / "docs" / "faults.md"
EXAMPLES = Path(__file__).with_name("fault_examples.json")
_HEAD = """\
# Faults

Whatever is wrong and a person can put right is reported as one line: where it is, which field, what was found, and what to
do.

```
data/2018/authorities/sevenoaks.yaml:13:14: figures.received.housing: is "1O"; write a whole number, 0 or more, in digits only
```

A value in ‹…› is what was found, or what is known of it.

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
    "release": "Releasing, signing, correcting and verifying",
    "dispatch": "Sending and printing",
    "publication": "Publishing",
    "site_proof": "A finished site, read back",
    "preview": "The preview",
    "specimen": "Specimens",
    "storage": "Disk and folders",
    "faults": "The program as it is installed",
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
            parts.append(f"## {title}\n\n| code | what is reported, and what to do; an example |\n|---|---|\n")
            parts += [
                f"| `{each.code}` | {_cell(_sentence(each))}{_cell(_example(each))} |\n"
                for each in sorted(found, key=_code)
            ]
            parts.append("\n")
    if by_area:
        raise SystemExit(f"no title for faults of {', '.join(by_area)}")
    return "".join(parts).rstrip() + "\n"


def _code(kind: Kind) -> str:
    return kind.code


def pattern(kind: Kind) -> re.Pattern[str]:
    """What a line of this kind looks like: its place and field, then its sentence with any values."""
    parts = (re.escape(text) + (".*" if slot else "") for text, slot, _, _ in Formatter().parse(kind.sentence))
    return re.compile(f"(?:.*: )?{''.join(parts)}", re.DOTALL)


def _sentence(kind: Kind) -> str:
    return "".join(text + (f"‹{slot}›" if slot else "") for text, slot, _, _ in Formatter().parse(kind.sentence))


def _example(kind: Kind) -> str:
    line = examples().get(kind.code, "")
    return f"<br>`{line}`" if line else ""


def examples() -> dict[str, str]:
    """A line that the program printed, by code: `{"field.not_a_count": "a.yaml:13:14: figures.received.housing: is …"}`."""
    found: dict[str, str] = json.loads(EXAMPLES.read_text(encoding="utf-8"))
    return found


def _cell(text: str) -> str:
    return text.replace("|", "\\|").replace("{", "&#123;").replace("\n", " ")


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
