"""Which authority a spreadsheet means by a name.

Names come from the register, or from the records where there is none: the full name, the other names listed there, and what
`authority_kinds` in year.yaml makes of a name of its kind. Case, dots, accents and "&" don't matter. Nothing is guessed: a
name that could mean two authorities means neither.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from ..edition import AuthorityKind
from ..text import english, slug
from .register import Register

_MOST_NEAR = 3
_LONGEST = 500  # characters of a name
_NEAR = 0.75
_PARTICLES = frozenset({"of", "the", "and"})
_MISSPELT = 0.85  # so similar to a word that all names of a kind have: "distrct", "council1" with a footnote's mark
_IN_BRACKETS = re.compile(r"\([^()]*\)|\[[^\[\]]*\]")  # "Wick DC (formerly Old Wick)", "Wick DC [1]"


@dataclass(frozen=True, slots=True)
class KnownName:
    """An authority's names: `KnownName("E08000013", "St Helens Metropolitan Borough Council", "metropolitan", …)`."""

    code: str
    name: str
    kind: str
    other_names: tuple[str, ...] = ()


def known(listed: Register | None, records: Iterable[KnownName]) -> list[KnownName]:
    """The authorities that can be looked up: all in the register, or, without one, those that have a record."""
    if listed is None:
        return list(records)
    return [KnownName(each.code, each.name, each.kind, each.other_names) for each in listed.authorities]


def nouns(kinds: Mapping[str, AuthorityKind]) -> frozenset[str]:
    """What one of the authorities is called by the titles of their kinds: "council" of "County Councils", "borough"."""
    return frozenset(english.singular(kind.title.split()[-1]).casefold() for kind in kinds.values() if kind.title)


class NameIndex:
    """Authorities looked up by name or code: `NameIndex(all, edition.kinds).by_name("St. Helens MBC")`."""

    def __init__(self, authorities: Iterable[KnownName], kinds: Mapping[str, AuthorityKind]) -> None:
        self.authorities = tuple(authorities)
        self.by_code = {each.code: each for each in self.authorities}
        self.nouns = nouns(kinds)
        self._kinds = kinds

    def by_name(self, name: str) -> tuple[KnownName, ...]:
        """The authorities that a name may mean: one where it is clear, several where it isn't, none where it is unknown."""
        if len(name) > _LONGEST:
            return ()
        plain = _plain(name)
        return self._certain.get(plain) or self._formed.get(plain, ())

    def near(self, name: str) -> tuple[str, ...]:
        """The most similar names, at most three, the most similar first; what names of one kind share counts for nothing."""
        if len(name) > _LONGEST:
            return ()
        core = self._core_as_typed(_IN_BRACKETS.sub(" ", name)) or self._core(name)
        close = difflib.get_close_matches(core, self._comparable, n=2 * _MOST_NEAR, cutoff=_NEAR) if core else []
        owners = list(dict.fromkeys(owner for each in close for owner in self._comparable[each]))
        return tuple(owners[:_MOST_NEAR])

    def _core(self, name: str) -> str:
        """What a name has of its own: "barnet" of "Barnet, London Borough of"."""
        words = _plain(name).replace("-", " ").split()
        return " ".join(each for each in words if each not in self._shared_words)

    def _core_as_typed(self, name: str) -> str:
        """The same of a name that may be misspelt: "foxmere" of "Foxmere Distrct Council"."""
        words = self._core(name).split()
        own = [each for each in words if not difflib.get_close_matches(each, self._shared_words, n=1, cutoff=_MISSPELT)]
        return " ".join(own or words)

    @cached_property
    def _shared_words(self) -> frozenset[str]:
        """The words of which names of every kind are formed: "council", "borough", "mdc"."""
        patterns = [way for kind in self._kinds.values() for way in (*kind.names, *kind.aliases)]
        return frozenset(_plain(" ".join(patterns).replace("{}", " ")).split("-")) | _PARTICLES

    @cached_property
    def _certain(self) -> Mapping[str, tuple[KnownName, ...]]:
        """By full names and those that the register lists: they take precedence over names that are formed."""
        found: dict[str, tuple[KnownName, ...]] = {}
        for each in self.authorities:
            for name in (each.name, *each.other_names):
                _add(found, name, each)
        return found

    @cached_property
    def _formed(self) -> Mapping[str, tuple[KnownName, ...]]:
        found: dict[str, tuple[KnownName, ...]] = {}
        for each in self.authorities:
            for name in self._forms_of(each):
                _add(found, name, each)
        return found

    @cached_property
    def _comparable(self) -> Mapping[str, tuple[str, ...]]:
        """The full names by what each of its names has of its own: what a misspelt name is compared with."""
        found: dict[str, tuple[str, ...]] = {}
        for each in self.authorities:
            for name in (each.name, *each.other_names):
                core = self._core(name)
                if core and each.name not in found.get(core, ()):
                    found[core] = (*found.get(core, ()), each.name)
        return found

    def _short(self, authority: KnownName) -> str:
        """The name without the words around it: "Devon" for "Devon County Council"."""
        kind = self._kinds.get(authority.kind)
        patterns = sorted(kind.names, key=len, reverse=True) if kind else ()
        found = (re.fullmatch(re.escape(way).replace(re.escape("{}"), "(.+)"), authority.name) for way in patterns)
        return next((match[1] for match in found if match), authority.name)

    def _forms_of(self, authority: KnownName) -> Sequence[str]:
        kind = self._kinds.get(authority.kind)
        short = self._short(authority)
        if kind is None or short == authority.name:
            return ()
        return [short, *(way.replace("{}", short) for way in (*kind.names, *kind.aliases))]


def _add(found: dict[str, tuple[KnownName, ...]], name: str, authority: KnownName) -> None:
    plain = _plain(name)
    before = found.get(plain, ())
    if plain and authority not in before:
        found[plain] = (*before, authority)


def _plain(name: str) -> str:
    """A name as it is compared, "st-helens-mbc"."""
    return slug.file_name_part(name) or " ".join(name.split()).casefold()
