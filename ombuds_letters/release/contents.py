"""What would be released, as both people must see it: its digest, and what changed between them."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass, field
from typing import Any

SHORTEST_DIGEST = 8  # characters of a digest that the second person types, at least


@dataclass(frozen=True, slots=True)
class Contents:
    """Everything that a release depends on, as texts and digests.

    `letters` are those to be issued, each with its authority and SHA-256, by file. `corrections` and `withdrawn` have the
    reasons by authority. `shared` has what else must not change, {"the accepted wording": "5d3a…", …}, by what it is called.
    """

    year: str
    number: int
    letters: Mapping[str, tuple[str, str]]
    corrections: Mapping[str, str]
    withdrawn: Mapping[str, str]
    shared: Mapping[str, str] = field(default_factory=dict)

    @property
    def digest(self) -> str:
        """The SHA-256 of it all, in hexadecimal."""
        return hashlib.sha256(json.dumps(self.as_json(), sort_keys=True).encode()).hexdigest()

    def as_json(self) -> dict[str, Any]:
        """The contents as JSON values; `from_json` gives the same contents back."""
        return {**asdict(self), "letters": {file: list(letter) for file, letter in self.letters.items()}}

    @classmethod
    def from_json(cls, said: Mapping[str, Any]) -> Contents:
        """The contents that `as_json` gave.

        Raises: KeyError, TypeError, ValueError.
        """
        letters = {str(file): (str(name), str(sha256)) for file, (name, sha256) in said["letters"].items()}
        corrections, withdrawn, shared = (
            {str(name): str(value) for name, value in said[key].items()}
            for key in ("corrections", "withdrawn", "shared")
        )
        return cls(str(said["year"]), int(said["number"]), letters, corrections, withdrawn, shared)


def changes(before: Contents, now: Contents) -> Iterator[str]:
    """What changed from one to the other, a line each: "the letter to Sevenoaks District Council is another one"."""
    if before.number != now.number:
        yield f"issue {before.number} was to be released, and now it would be issue {now.number}"
    for file in sorted(before.letters.keys() | now.letters.keys()):
        was, is_ = before.letters.get(file), now.letters.get(file)
        if was is None or is_ is None:
            name = (was or is_ or ("", ""))[0]
            yield f"the letter to {name} is {'no longer' if is_ is None else 'now'} among those to be issued"
        elif was != is_:
            yield f"the letter to {is_[0]} is another one"
    for what, old, new in (
        ("correction", before.corrections, now.corrections),
        ("withdrawal", before.withdrawn, now.withdrawn),
    ):
        for name in sorted(old.keys() | new.keys()):
            if old.get(name) != new.get(name):
                yield f'the {what} of the letter to {name}: "{old.get(name, "none")}" then, "{new.get(name, "none")}" now'
    for name in dict.fromkeys((*before.shared, *now.shared)):
        if before.shared.get(name) != now.shared.get(name):
            yield f"{name} changed"


def fits(typed: str, digest: str) -> bool:
    """True if what a person typed is the beginning of a digest, and long enough; the page divides it with a space."""
    typed = "".join(typed.split())
    return len(typed) >= SHORTEST_DIGEST and digest.startswith(typed.lower())
