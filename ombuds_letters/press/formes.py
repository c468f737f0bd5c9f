"""The formes at hand: those made in this process, and those kept from an earlier one."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

from ..letter import Templates
from .forme import Forme, FormeGroup
from .serialise import packed, unpacked

if TYPE_CHECKING:
    from ..pdf.typesetter import Typesetter

Kept = Callable[[str], bytes | None]


def nothing_kept(_name: str) -> bytes | None:
    """No forme is kept."""
    return None


class Formes:
    """Formes by wording; `kept` gives one that was packed earlier, by its name."""

    def __init__(self, templates: Templates, typesetter: Callable[[], Typesetter], kept: Kept) -> None:
        self._templates = templates
        self._typesetter = typesetter
        self._kept = kept
        self._files = templates.edition.files
        self._at_hand: dict[str, Forme | None] = {}
        self._made: dict[str, Forme] = {}

    def get(self, wording: str) -> Forme | None:
        """The forme of a wording, if there is one."""
        if wording not in self._at_hand:
            content = self._kept(_name(wording))
            self._at_hand[wording] = unpacked(content, self._files) if content else None
        return self._at_hand[wording]

    def make(self, group: FormeGroup, *, draft: bool) -> Forme:
        """A forme for a group of letters, at hand from then on.

        Raises: Unexplained, when the wording gives none; Faults.
        """
        from .builder import FormeBuilder  # with WeasyPrint, which a kept forme does without

        forme = FormeBuilder(self._templates, self._typesetter(), draft=draft).forme(group)
        self._at_hand[group.wording] = self._made[_name(group.wording)] = forme
        return forme

    def made(self) -> Mapping[str, bytes]:
        """The formes made in this process, packed, by the names that `kept` will be asked for."""
        return {name: content for name, forme in self._made.items() if (content := packed(forme, self._files))}


def _name(wording: str) -> str:
    return hashlib.sha256(wording.encode()).hexdigest()
