"""What a letter's bytes depend on besides the edition: two machines with the same facts make the same letters."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from pathlib import Path

from .. import files
from ..edition import FONT_SUFFIXES, Edition
from ..faults import Faults
from ..press import versions
from . import look_letters

_PROGRAM = Path(__file__).resolve().parent.parent
_SHOWN = 16  # digits of a digest


def facts(edition: Edition) -> dict[str, str]:
    """The versions of program and libraries, and digests: of the program's own files, of each font, of a trial letter.

    {"weasyprint": "70.0", …, "files of ombuds_letters": "3f0c…", "font fonts/Letter-Regular.ttf": "…", "trial letter": "…"}
    """
    found = {**versions(), "files of ombuds_letters": program_digest()[:_SHOWN]}
    for name, content in sorted(edition.files.items()):
        if name.endswith(FONT_SUFFIXES):
            found[f"font {name}"] = hashlib.sha256(content).hexdigest()[:_SHOWN]
    try:
        trial = hashlib.sha256(b"".join(look_letters.letters(edition))).hexdigest()
    except Faults:
        return found  # the letters have the same faults, which are reported with them
    return {**found, "trial letter": trial[:_SHOWN]}


def program_digest() -> str:
    """A SHA-256 over the files of this program: a version that is being worked on differs, whatever its number."""
    digest = hashlib.sha256()
    for path in sorted(_PROGRAM.rglob("*")):
        if path.suffix in {".py", ".j2", ".conf"}:
            digest.update(f"{path.relative_to(_PROGRAM).as_posix()}\0".encode())
            digest.update(files.read(path, files.SMALL))
    return digest.hexdigest()


def differences(wanted: Mapping[str, str], found: Mapping[str, str]) -> tuple[str, ...]:
    """What differs: ('weasyprint is "69.0", not "70.0"',). A trial letter is named only where nothing else differs."""
    names = [name for name in {**wanted, **found} if wanted.get(name) != found.get(name)]
    if len(names) > 1:
        names = [name for name in names if name != "trial letter"]
    return tuple(f'{name} is "{found.get(name, "")}", not "{wanted.get(name, "")}"' for name in names)
