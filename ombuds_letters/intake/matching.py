"""Which authority a row belongs to: by its code and its name, which must agree; nothing is guessed."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from ..edition import Edition
from ..faults import Fault, Kind, Place, Remedy, nearest
from ..formats.spreadsheet import Sheet
from ..records import name_index, register, register_check
from ..records.name_index import KnownName, NameIndex
from ..records.register import Register, RegisteredAuthority
from . import cells
from .headers import Head
from .mapping import CODE, KIND, NAME

AUTHORITY_NAMELESS = Kind(
    "authority.nameless",
    "has neither name nor code of an authority; write which one its figures belong to, or delete the row",
)
AUTHORITY_UNKNOWN = Kind("authority.unknown", 'is "{found}", which is not the name or code of an authority; {near}')
AUTHORITY_SUPERSCRIPT = Kind(
    "authority.superscript",
    'is "{found}" with the superscript "{raised}"; write it without, and the footnote in another column',
)
AUTHORITY_SEVERAL = Kind("authority.several", 'is "{found}", which may mean {names}; write the name in full')
AUTHORITY_CLASH = Kind(
    "authority.clash",
    'is "{found}", but the code beside it, "{code}", belongs to "{owner}"; correct the one that is wrong',
)
AUTHORITY_DIFFERS = Kind(
    "authority.differs", 'is "{found}", but "{name}" has "{expected}"; correct the one that is wrong'
)
AUTHORITY_GONE = Kind("authority.gone", 'is "{name}", which was {what}; {remedy}')

_MOST_SUGGESTIONS = 100  # unknown names for which similar ones are searched; with more, the column is a wrong one


class AuthorityMatcher:
    """Matches rows with authorities of the register, or of the records where there is no register.

    Without a register, a row with code, name and kind may be that of a new authority: those are in `new`.
    """

    def __init__(self, edition: Edition, listed: Register | None, records: Collection[KnownName]) -> None:
        self._edition = edition
        self._register = listed
        self.index = NameIndex(name_index.known(listed, records), edition.kinds)
        self.new: dict[str, KnownName] = {}
        self._recorded = frozenset(each.code for each in records)
        self._by_name: dict[str, tuple[KnownName, ...]] = {}
        self._near: dict[str, str] = {}

    @property
    def groups(self) -> Mapping[str, str]:
        """The kinds of authorities by the titles of their groups, "County Councils", as they are written between rows."""
        return {kind.title: key for key, kind in self._edition.kinds.items() if kind.title}

    def expected(self) -> tuple[KnownName, ...]:
        """The authorities that must have figures, where that is known: all in a complete register."""
        if self._register is None or not self._edition.complete:
            return ()
        return tuple(self.index.by_code[each.code] for each in self._of_year())

    def countable(self, codes: Collection[str]) -> tuple[KnownName, ...]:
        """The authorities that a list of all cases covers: those with cases, and those that have none.

        These are all in a complete register, else those that have a record.
        """
        if due := self.expected():
            return due
        known = (*self.index.authorities, *self.new.values())
        return tuple(each for each in known if each.code in codes or each.code in self._recorded)

    def named(self, code: str) -> KnownName:
        """An authority by its code, known before or new."""
        return self.index.by_code.get(code) or self.new[code]

    def match(self, sheet: Sheet, row: int, head: Head, faults: list[Fault]) -> KnownName | None:
        """The authority that a row belongs to; None with a fault."""
        code, name = (cells.text(sheet, row, head.column(target)) for target in (CODE, NAME))
        if not code and not name:  # an error, or a formula without its result
            shown = [at for at in (head.column(CODE), head.column(NAME)) if at]
            faults += list(cells.no_text(sheet, row, shown)) or [AUTHORITY_NAMELESS(sheet.place(row))]
            return None
        found = self.index.by_code.get(code) or self.new.get(code)
        if code and found is None:
            found = self._newcomer(code, name, cells.text(sheet, row, head.column(KIND)))
            if found is None:
                place = sheet.place(row, head.column(CODE))
                faults.append(self._footnoted(sheet, place) or self._unknown(place, code, self.index.by_code))
                return None
        place = sheet.place(row, head.column(NAME) or head.column(CODE))
        if name and (wrong := self._misnamed(place, name, found)):
            faults.append(self._footnoted(sheet, place) or wrong)
            return None
        found = found or self.called(name)[0]
        faults += self._kind(sheet, row, head, found)
        if gone := self._gone(found, place):
            faults.append(gone)
            return None
        return found

    def called(self, name: str) -> tuple[KnownName, ...]:
        """The authorities that a name, or a code in its place, may mean; looked up once, however many cases have it."""
        if name not in self._by_name:
            coded = self.index.by_code.get(name)
            self._by_name[name] = self.index.by_name(name) or ((coded,) if coded else ())
        return self._by_name[name]

    def _of_year(self) -> tuple[RegisteredAuthority, ...]:
        return register_check.of_year(self._register, self._edition.period) if self._register else ()

    def _newcomer(self, code: str, name: str, kind: str) -> KnownName | None:
        kinds = self._edition.kinds
        key = kind if kind in kinds else next((key for key, each in kinds.items() if kind == each.title), "")
        if self._register is not None or not name or not key:
            return None
        return self.new.setdefault(code, KnownName(code, name, key))

    def _misnamed(self, place: Place, name: str, found: KnownName | None) -> Fault | None:
        """What is wrong with a name, compared with the code's owner or on its own."""
        if found is not None and name == found.name:
            return None
        owners = self.called(name)
        if found is not None and owners and found not in owners:
            return AUTHORITY_CLASH(place, found=name, code=found.code, owner=found.name)
        if len(owners) > 1 and found is None:
            names = " or ".join(f'"{each.name}"' for each in owners)
            return AUTHORITY_SEVERAL(place, found=name, names=Remedy(names))
        if not owners and found is not None and found.code in self.new:
            return AUTHORITY_CLASH(place, found=name, code=found.code, owner=found.name)
        return None if owners else self._unknown(place, name, ())

    def _footnoted(self, sheet: Sheet, place: Place) -> Fault | None:
        """The fault of a name or code that is an authority's without its superscript."""
        without, raised = sheet.marks.raised.get((place.line, place.column), ("", ""))
        return AUTHORITY_SUPERSCRIPT(place, found=without, raised=raised) if self.called(without) else None

    def _unknown(self, place: Place, found: str, codes: Collection[str]) -> Fault:
        if found not in self._near:
            names: Collection[str] = ()
            if len(self._near) < _MOST_SUGGESTIONS:
                close = nearest(found, codes) if codes else None
                names = [close] if close else () if codes else self.index.near(found)
            near = " or ".join(f'"{each}"' for each in names)
            listing = f"list it in {register.FILE}, or correct it"
            self._near[found] = f"did you mean {near}? Otherwise {listing}" if near else listing
        return AUTHORITY_UNKNOWN(place, found=found, near=Remedy(self._near[found]))

    def _kind(self, sheet: Sheet, row: int, head: Head, found: KnownName) -> list[Fault]:
        column = head.column(KIND)
        kind = cells.text(sheet, row, column)
        if not kind or kind in (found.kind, self._edition.kinds[found.kind].title):
            return []
        return [AUTHORITY_DIFFERS(sheet.place(row, column), found=kind, name=found.name, expected=found.kind)]

    def _gone(self, found: KnownName, place: Place) -> Fault | None:
        by_code: Mapping[str, RegisteredAuthority] = self._register.by_code if self._register else {}
        listed = by_code.get(found.code)
        what = register_check.why_excluded(listed, self._edition.period) if listed else ""
        if listed is None or not what:
            return None
        successor = by_code.get(listed.successor)
        remedy = f'add its figures to those of "{successor.name}", and delete' if successor else "delete"
        return AUTHORITY_GONE(place, name=found.name, what=what, remedy=Remedy(f"{remedy} the row"))
