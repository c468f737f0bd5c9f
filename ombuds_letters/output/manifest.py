"""`manifest.json`: what letters are in an output folder.

It is true if every PDF in the folder is whole and has a sha256 that the manifest gives for it. While letters are being
put in place it gives two, the old and the new one.
"""

from __future__ import annotations

import hashlib
import json
import sys
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, fields, replace
from pathlib import Path
from typing import Any

from .. import files
from ..faults import Faults, Kind, Place
from ..formats.yaml_reader import UNREADABLE
from ..records.compared_with import RecordComparison
from ..records.contacts import Contact
from ..records.record import Record

MANIFEST_CHANGED = Kind(
    "output.manifest", "is not a manifest that this program wrote ({why}); move the folder away, and build again"
)

FILE = "manifest.json"
_LETTERS = ' "letters": ['
_END = " ]\n}\n"
_encode = json.JSONEncoder(ensure_ascii=False).encode


@dataclass(frozen=True, slots=True)
class ContentDigests:
    """SHA-256 digests of what a letter prints, in three parts; a comment in a record changes none."""

    figures: str
    words: str
    shared: str


@dataclass(frozen=True, slots=True)
class ManifestEntry:
    """One letter.

    `laid_out_alone_because` says why the press can't make it: "few letters have its wording". `versions` are those that
    made it, if they are not the manifest's own. `replaces` is the entry of the letter that it is about to replace;
    `being_removed` means that it is about to be removed.
    """

    code: str
    authority: str
    file: str
    pages: int
    bytes: int
    sha256: str
    digests: ContentDigests
    laid_out_alone_because: str | None = None
    versions: Mapping[str, str] | None = None
    replaces: ManifestEntry | None = None
    being_removed: bool = False


@dataclass(frozen=True, slots=True)
class WithoutLetter:
    """An authority that gets no letter, because it has fewer of something than the edition asks for, and how many."""

    code: str
    authority: str
    figure: int


_ENTRY_FIELDS = tuple(field.name for field in fields(ManifestEntry))
_DIGEST_FIELDS = tuple(field.name for field in fields(ContentDigests))


@dataclass(frozen=True, slots=True)
class Manifest:
    """All letters of a folder, ordered by file name, with the versions that made them, and the authorities that get none."""

    year: str
    draft: bool
    versions: Mapping[str, str]
    letters: tuple[ManifestEntry, ...]
    without_letter: tuple[WithoutLetter, ...] = ()


def by_file(built: Manifest | None) -> dict[str, ManifestEntry]:
    """The entries of a manifest by the file that each is of; none where there is no manifest."""
    return {entry.file: entry for entry in built.letters} if built else {}


class UnreadableManifest(Faults):
    """The manifest was changed by someone, or another program wrote it."""


def content_digests(record: Record, contact: Contact, shared: str) -> ContentDigests:
    """Digests of what a letter prints of its record and contact; `shared` is the edition's digest."""
    words = [
        record.code,
        record.name,
        record.kind,
        record.specimen,
        [passage.paragraphs for passage in record.passages],
        contact.name,
        contact.title,
        contact.salutation,
        contact.body,
    ]
    if (correction := record.correction) is not None:
        words += [correction.reason, correction.replaced.isoformat(), correction.day.isoformat()]
    figures: Any = dict(record.figures)
    if record.comparison is not None:
        figures = [figures, _compared(record.comparison)]
    return ContentDigests(_digest(figures), _digest(words), shared)


def lines(manifest: Manifest, between: Iterable[ManifestEntry] | None = None) -> Iterator[str]:
    """The manifest as JSON, one line per letter; the same letters give the same text.

    `between` are the entries while letters are put in place, ordered by file name.
    """
    rows = sorted(manifest.letters, key=lambda row: row.file) if between is None else between
    changing = between is not None or any(row.replaces or row.being_removed for row in manifest.letters)
    said: dict[str, Any] = {
        "year": manifest.year,
        "draft": manifest.draft,
        "state": "changing" if changing else "complete",
        "versions": dict(manifest.versions),
    }
    if manifest.without_letter:
        said["without_letter"] = [
            {"code": each.code, "authority": each.authority, "figure": each.figure} for each in manifest.without_letter
        ]
    head = json.dumps(said, ensure_ascii=False, indent=1).removesuffix("\n}")
    yield f"{head},\n{_LETTERS}"
    separator = "\n"
    for row in rows:
        yield f"{separator}  {_encode(_json_entry(row))}"
        separator = ",\n"
    yield f"\n{_END}"


def read(folder: Path) -> Manifest | None:
    """The manifest of a folder; None if there is none.

    Raises: UnreadableManifest.
    """
    path = folder / FILE
    try:
        return _by_lines(path) or _of(json.loads(files.read(path, files.LOG)))
    except FileNotFoundError:
        return None
    except OSError as error:
        raise UnreadableManifest([UNREADABLE(Place(path.as_posix()), reason=error.strerror or str(error))]) from None
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        raise UnreadableManifest([MANIFEST_CHANGED(Place(path.as_posix()), why=str(error))]) from None


def _by_lines(path: Path) -> Manifest | None:
    """A manifest with a line for each letter, however many there are; None if it is laid out otherwise."""
    found = files.lines(path, files.SMALL)
    head = bytearray()
    for line in found:
        head += line
        if line.rstrip() == _LETTERS.encode():
            break
    rows: list[ManifestEntry] = []
    for line in found:
        if not line.startswith(b"  {"):
            whole = line + b"".join(found) == _END.encode()
            return _of({**json.loads(head + b"]}"), "letters": ()}, rows) if whole else None
        try:
            rows.append(_row(json.loads(line.rstrip().removesuffix(b","))))
        except ValueError:
            if path.stat().st_size > files.LOG:
                raise
            return None
    return None


def _of(said: dict[str, Any], rows: Iterable[ManifestEntry] = ()) -> Manifest:
    letters = (*rows, *(_row(row) for row in said["letters"]))
    none = tuple(WithoutLetter(**each) for each in said.get("without_letter", ()))
    return Manifest(said["year"], said["draft"], said["versions"], letters, none)


def reconcile(rows: Iterable[ManifestEntry], found: Mapping[str, str]) -> tuple[ManifestEntry, ...]:
    """The entries that are true of the PDFs in the folder, after a build that may have been interrupted.

    `found` is the sha256 of each PDF, by file. Of a letter that was about to change, the old or the new entry is kept,
    whichever its file agrees with; a letter whose file is missing has none.
    """
    kept = []
    for row in rows:
        for candidate in (replace(row, replaces=None, being_removed=False), row.replaces):
            if candidate is not None and found.get(row.file) == candidate.sha256:
                kept.append(candidate)
                break
    return tuple(kept)


def _compared(comparison: RecordComparison) -> Any:
    """What a letter may print of a comparison: averages as they are printed, and figures of earlier years."""
    averages = comparison.averages
    earlier = [
        [each.year, [dict(row) for row in each.rows], *(["several kinds"] if each.of_several_kinds else [])]
        for each in comparison.earlier
    ]
    of = {field: each.text for field, each in averages.of.items()} if averages else {}
    return [of, dict(averages.among) if averages else {}, earlier]


def _digest(value: Any) -> str:
    return hashlib.sha256(json.dumps(value, ensure_ascii=False, sort_keys=True).encode()).hexdigest()


def _json_entry(row: ManifestEntry) -> dict[str, Any]:
    """An entry as it is written in JSON, without what is None or False."""
    said: dict[str, Any] = {name: getattr(row, name) for name in _ENTRY_FIELDS}
    said["digests"] = {name: getattr(row.digests, name) for name in _DIGEST_FIELDS}
    said["replaces"] = _json_entry(row.replaces) if row.replaces else None
    said["versions"] = dict(row.versions) if row.versions is not None else None
    return {name: value for name, value in said.items() if value is not None and value is not False}


def _row(said: dict[str, Any]) -> ManifestEntry:
    digests, replaces = ContentDigests(**said["digests"]), said.get("replaces")
    digests = replace(digests, shared=sys.intern(digests.shared))  # one text for all letters
    return ManifestEntry(**{**said, "digests": digests, "replaces": _row(replaces) if replaces else None})
