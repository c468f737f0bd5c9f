"""`printed.jsonl`: what each letter of an output folder prints, kept beside its manifest so that changes can be found.

It has one line per wording, with the values of its first letter, and one line per letter, with the number of its wording
and those of its values that differ from the first letter's. A letter's line also has the sha256 of its PDF: if that is not
the manifest's, as after a build that was interrupted, the line is ignored.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from io import TextIOBase
from pathlib import Path

from .. import files
from ..edition import FONT_SUFFIXES, PICTURES, Edition
from ..letter.skeleton import Skeleton

FILE = "printed.jsonl"
_FORMAT = 1


@dataclass(frozen=True, slots=True)
class PrintedLetter:
    """What a letter printed: its wording and values, and a digest of everything else that decides how it looked."""

    skeleton: Skeleton
    look: str


def look(edition: Edition) -> str:
    """A digest of the style sheets, the fonts, the pictures, and of whether figures are attached, in 16 digits."""
    digest = hashlib.sha256(f"{edition.attach_figures}\0".encode())
    for path, content in sorted(edition.files.items()):
        if path.endswith((*FONT_SUFFIXES, *(f"/{name}" for name in (*edition.styles, *PICTURES)))):
            digest.update(f"{path}\0{hashlib.sha256(content).hexdigest()}\0".encode())
    return digest.hexdigest()[:16]


class SnapshotWriter:
    """Writes the file: `note` each letter as it is made, then `finish`.

    Wordings are written at once and not kept in memory; some three hundred bytes of each letter are.
    """

    def __init__(self, file: TextIOBase, year: str) -> None:
        self._file = file
        self._wordings: dict[tuple[str, int], tuple[int, tuple[str, ...]]] = {}
        self._letters: dict[str, str] = {}
        self._line({"printed": _FORMAT, "year": year})

    def note(self, file: str, skeleton: Skeleton, look: str) -> None:
        """Notes what the letter of that file prints."""
        # Python's hash has 64 bits: two of ten thousand wordings have the same one in 10^11 builds.
        key = (look, hash(skeleton.marked_html))
        known = self._wordings.get(key)
        if known is None:
            known = self._wordings[key] = (len(self._wordings), skeleton.values)
            self._line({"wording": skeleton.marked_html, "look": look, "values": skeleton.values})
        number, first = known
        own = {
            at: value for at, (value, other) in enumerate(zip(skeleton.values, first, strict=True)) if value != other
        }
        self._letters[file] = f'"wording": {number}, "values": {json.dumps(own, ensure_ascii=False)}'

    def finish(self, letters: Mapping[str, str]) -> None:
        """The lines of the letters that are put in place, each with the sha256 of its PDF."""
        for file, sha256 in letters.items():
            if (said := self._letters.get(file)) is not None:
                self._file.write(f'{{"file": {json.dumps(file)}, "sha256": "{sha256}", {said}}}\n')

    def _line(self, said: object) -> None:
        self._file.write(json.dumps(said, ensure_ascii=False) + "\n")


class Snapshot(Mapping[str, PrintedLetter]):
    """What the letters of a folder print, by file; only of those whose PDF is still the one that was noted."""

    def __init__(self, folder: Path, letters: Mapping[str, str]) -> None:
        """`letters` is the sha256 of each PDF, by file."""
        self._wordings: list[tuple[str, str, tuple[str, ...]]] = []
        self._letters: dict[str, tuple[int, Mapping[str, str]]] = {}
        try:
            for line in files.lines(folder / FILE, files.LARGE):
                self._read(json.loads(line), letters)
        except FileNotFoundError:
            pass
        except (OSError, ValueError, LookupError, TypeError, AttributeError, RecursionError):
            self._letters.clear()  # incomplete, or changed by someone: none of it can be trusted

    def __getitem__(self, file: str) -> PrintedLetter:
        number, own = self._letters[file]
        wording, look, first = self._wordings[number]
        values = list(first)
        for at, value in own.items():
            values[int(at)] = value
        return PrintedLetter(Skeleton(wording, tuple(values)), look)

    def __iter__(self) -> Iterator[str]:
        return iter(self._letters)

    def __len__(self) -> int:
        return len(self._letters)

    def _read(self, said: Mapping[str, object], letters: Mapping[str, str]) -> None:
        match said:
            case {"wording": str(wording), "look": str(look), "values": [*values]}:
                self._wordings.append((wording, look, tuple(map(str, values))))
            case {"file": str(file), "sha256": str(sha256), "wording": int(number), "values": dict(own)}:
                slots = len(self._wordings[number][2])
                if number < 0 or any(not 0 <= int(at) < slots for at in own):
                    raise ValueError(f"{file} has values that its wording has no place for")
                if letters.get(file) == sha256:
                    self._letters[file] = (number, own)
            case {"printed": number} if number == _FORMAT:
                pass
            case _:
                raise ValueError("not a line that this program wrote")
