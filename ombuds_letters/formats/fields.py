"""The fields of a mapping, asked for by name and type; whatever is not as asked becomes a fault.

A reader asks for every field it knows and then calls `report_unknown`, which reports the others. Each method returns a value
of its type in any case (an empty one after a fault), so that all faults are reported at once; a caller uses what it built
only if `faults` is empty.
"""

from __future__ import annotations

import datetime
import re
import unicodedata
from collections.abc import Collection, Iterator

from ..faults import Fault, Kind, Place, Remedy, nearest, suggest
from ..text.english import named_character
from .nodes import Mapping, Node, Rejected, Scalar, Sequence
from .scalars import LARGEST_COUNT, as_date, as_time, is_count, is_key, is_numbers, typed
from .yaml_reader import NO_DOCUMENT

UNKNOWN_FIELD = Kind("field.unknown", "is not a field here; {suggestion}")
MISSING_FIELD = Kind("field.missing", "is missing; add it")
EMPTY_FIELD = Kind("field.empty", "is empty; fill it in")
NOT_A_MAPPING = Kind(
    "field.not_a_mapping", "has no fields of its own; write them below it, indented, as `field: value`"
)
NOT_A_LIST = Kind("field.not_a_list", "is not a list; write its items below it, each after `- `, or [] for none")
NOT_TEXT = Kind("field.not_text", "is a list or a group of fields; write a text")
NOT_ONE_LINE = Kind("field.not_one_line", "runs over several lines; write it in one")
CUT_SHORT = Kind(
    "field.cut_short",
    'ends before "{found}", which YAML reads as a comment; put the value in "quotes", '
    "or, if a comment is meant, put two spaces before it",
)
JOINED = Kind(
    "field.joined",
    "has several paragraphs, or a list, which YAML joins to one; write `{key}: |`, and the text in the lines below it, "
    "indented and without quotes",
)
PRINTED_QUOTES = Kind(
    "field.printed_quotes",
    'is "{found}", in quotation marks that YAML takes for letters, so that they would be printed; write it without them, or '
    "in straight ones, and in both if they are meant",
)
SPACE_AROUND = Kind(
    "field.space_around", 'is "{found}", with too many spaces; write single spaces, and none at either end'
)
NOT_TRUE_OR_FALSE = Kind("field.not_true_or_false", "is {found}; write true or false")
NOT_A_COUNT = Kind("field.not_a_count", "is {found}; write a whole number, 0 or more, in digits only")
COUNT_TOO_LARGE = Kind("field.count_too_large", 'is "{found}"; write a number up to {most:,}')
NOT_A_DATE = Kind("field.not_a_date", 'is "{found}"; write a date as 2018-07-18')
NOT_A_TIME = Kind("field.not_a_time", 'is "{found}"; write a time with its offset, as 2018-07-25T00:01:00+01:00')
UNKNOWN_VALUE = Kind("field.unknown_value", 'is "{found}"; {suggestion}')
UNPRINTABLE = Kind("field.unprintable", "has \"{character}\" ({name}), which the letter's fonts can't print; {remedy}")
INVISIBLE = Kind("field.invisible", "has a character that can't be seen ({name}); {remedy}")
UNCOMPOSED = Kind(
    "field.uncomposed",
    'has an accent as a separate character ({name}); write "{composed}", with letter and accent in one character',
)
BAD_KEY = Kind(
    "field.bad_key", 'is "{found}"; write a name of lower-case letters, digits and _, starting with a letter'
)
REPEATED = Kind("form.twice", 'is "{found}" for the second time; use each name once')

_A_SPACE = "write a plain space"
_GAP = re.compile(r"\S{0,40}(?:\s\xa0|\xa0\s)\S{0,40}")  # no-break spaces are printed beside others
_IN_PRINTED_QUOTES = re.compile(r"[“”„‟][^“”„‟]+[“”‟]|[‘’‚‛](?:[^‘’‚‛]|(?<=\w)’(?=\w))+[‘’]")
_INVISIBLE = {
    "Cc": "delete it",
    "Cf": "delete it",
    "Zs": _A_SPACE,
    "Zl": _A_SPACE,
    "Zp": _A_SPACE,
}  # by Unicode category


class Fields:
    """The entries of one mapping: `Fields(node, "figures", faults)`.

    `printable` has the characters that a text may contain; none where a text is not printed, or the fonts are not known.
    """

    def __init__(
        self,
        node: Node,
        field: str,
        faults: list[Fault],
        printable: Collection[str] | None = None,
    ) -> None:
        self.faults = faults
        self.field = field
        self._node = node
        self._printable = printable
        self._asked: dict[str, None] = {}  # in the order of asking
        self._missing: dict[str, Fault] = {}
        self._entries: dict[str, Node] = {}
        self._complete = True
        self._readable = isinstance(node, Mapping)
        if isinstance(node, Mapping):
            self._entries = node.entries
        elif _is_empty(node):
            self._report(node.place, field, EMPTY_FIELD if field else NO_DOCUMENT)
        elif not isinstance(node, Rejected):
            self._report(node.place, field, NOT_A_MAPPING)

    @property
    def place(self) -> Place:
        """Where the mapping begins."""
        return self._node.place

    def __contains__(self, key: str) -> bool:
        return key in self._entries

    def has(self, key: str) -> bool:
        """True where the field is there with something in it; asking makes it a known field."""
        self._asked[key] = None
        node = self._entries.get(key)
        return node is not None and not _is_empty(node)

    def place_of(self, key: str) -> Place:
        """Where the value of a field is, or the mapping itself where the field is missing."""
        node = self._entries.get(key)
        return node.place if node else self.place

    def is_valid(self, key: str) -> bool:
        """True where a field is there and has no fault."""
        return key in self._entries and not any(each.field == self._name(key) for each in self.faults)

    @property
    def is_complete(self) -> bool:
        """False where a value that was asked for was refused while the file was read, as an alias is."""
        return self._complete

    def node_of(self, key: str) -> Node:
        """The value of a field that `names` gave, as it was read."""
        return self._entries[key]

    def text(self, key: str, *, required: bool = True, lines: bool = False) -> str:
        """A text as it was typed, "Sevenoaks District Council"; "" where it is missing. One line, unless `lines`."""
        node = self._get(key, required)
        return "" if node is None else self.text_of(node, self._name(key), lines=lines)

    def text_of(self, node: Node, field: str, *, lines: bool = False) -> str:
        """A text, as an item of a list: `field` is its name in faults, "passages.1"."""
        if isinstance(node, Rejected):
            return ""
        if not isinstance(node, Scalar):
            self._report(node.place, field, NOT_TEXT)
            return ""
        if node.empty or not node.text.strip():
            self._report(node.place, field, EMPTY_FIELD)
            return ""
        text = node.text.rstrip("\n") if lines else node.text
        if node.swallowed_comment and not is_numbers(text):
            self._report(node.place, field, CUT_SHORT, found=node.swallowed_comment)
        if lines and node.joined:
            self._report(node.place, field, JOINED, key=field.rpartition(".")[2])
        if node.plain and _IN_PRINTED_QUOTES.fullmatch(text):
            self._report(node.place, field, PRINTED_QUOTES, found=text)
        elif not lines and "\n" in text:
            self._report(node.place, field, NOT_ONE_LINE)
        elif text != text.strip() or (not lines and "  " in text):
            self._report(node.place, field, SPACE_AROUND, found=text)
        elif gap := _GAP.search(text):
            self._report(node.place, field, SPACE_AROUND, found=gap[0])
        self._characters(node.place, field, text)
        return text

    def count(self, key: str, most: int = LARGEST_COUNT) -> int:
        """A whole number from 0 to `most`, written in plain digits: 10. Neither "10" nor 010 nor 1e1 is one."""
        node = self._entries.get(key)
        if isinstance(node, Scalar) and node.plain and is_count(node.text) and _is_at_most(most, node.text):
            self._asked[key] = None
            return int(node.text)
        if self._get(key, required=True) is None or isinstance(node, Rejected) or node is None:
            return 0
        if isinstance(node, Scalar) and node.plain and is_count(node.text):
            self._report(node.place, self._name(key), COUNT_TOO_LARGE, found=node.text, most=most)
        else:
            self._report(node.place, self._name(key), NOT_A_COUNT, found=typed(node))
        return 0

    def boolean(self, key: str, *, default: bool | None = None) -> bool:
        """`true` or `false` and nothing else; "yes" and "no" are neither."""
        node = self._get(key, required=default is None)
        if node is None or isinstance(node, Rejected):
            return bool(default)
        if isinstance(node, Scalar) and node.plain and node.text in ("true", "false"):
            return node.text == "true"
        self._report(node.place, self._name(key), NOT_TRUE_OR_FALSE, found=typed(node))
        return False

    def date(self, key: str) -> datetime.date:
        """A date as 2018-07-18."""
        text, found = self.text(key), None
        if self.is_valid(key) and (found := as_date(text)) is None:
            self._report(self.place_of(key), self._name(key), NOT_A_DATE, found=text)
        return found or datetime.date.min

    def time(self, key: str) -> datetime.datetime:
        """A moment with its offset from UTC, as 2018-07-25T00:01:00+01:00."""
        text, found = self.text(key), None
        if self.is_valid(key) and (found := as_time(text)) is None:
            self._report(self.place_of(key), self._name(key), NOT_A_TIME, found=text)
        return found or datetime.datetime.min.replace(tzinfo=datetime.UTC)

    def choice(self, key: str, known: Collection[str]) -> str:
        """One of the known texts."""
        node = self._get(key, required=True)
        if not isinstance(node, Scalar) or not node.text:
            return self.text(key) if node else ""
        text = node.text  # not `text`: of a character that no known text has, "unknown" is the one thing to say
        if text not in known:
            self._report(
                self.place_of(key), self._name(key), UNKNOWN_VALUE, found=text, suggestion=suggest(text, tuple(known))
            )
        return text

    def items(self, key: str, *, required: bool = True, filled: bool = False) -> list[tuple[str, Node]]:
        """The items of a list with their fields, [("passages.1", node), …], from 1; at least one if `filled`."""
        node = self._get(key, required)
        if node is None or isinstance(node, Rejected):
            return []
        if not isinstance(node, Sequence):
            self._report(node.place, self._name(key), NOT_A_LIST)
            return []
        if filled and not node.items:
            self._report(node.place, self._name(key), EMPTY_FIELD)
        return [(f"{self._name(key)}.{number}", item) for number, item in enumerate(node.items, 1)]

    def texts(self, key: str, *, required: bool = True, filled: bool = False) -> tuple[str, ...]:
        """A list of texts."""
        items = self.items(key, required=required, filled=filled)
        return tuple(self.text_of(node, field) for field, node in items)

    def fields(self, key: str, *, filled: bool = False) -> Fields | None:
        """The mapping below a field; None where it is missing, or is `{}` and should be `filled`."""
        node = self._get(key, required=True)
        if node is None:
            return None
        if filled and isinstance(node, Mapping) and not node.entries:
            self._report(node.place, self._name(key), EMPTY_FIELD)
            return None
        return Fields(node, self._name(key), self.faults, self._printable)

    def names(self) -> Iterator[str]:
        """All keys of the mapping, where they are data themselves; each must be a plain name."""
        for key in self._entries:
            self._asked[key] = None
            if is_key(key):
                yield key
            else:
                self._report(self._key_place(key), self._name(key), BAD_KEY, found=key)

    def entries(self) -> dict[str, Node]:
        """All values of the mapping by key, where the keys are any text."""
        self._asked.update(dict.fromkeys(self._entries))
        return self._entries

    def report_unknown(self) -> None:
        """Reports every field that was not asked for, with the nearest one that was.

        A misspelt field is one fault, not an unknown field and a missing one.
        """
        if self._asked.keys() >= self._entries.keys():
            return
        for key in self._entries:
            if key not in self._asked:
                known = tuple(each for each in self._asked if each not in self._entries) or tuple(self._asked)
                if (meant := self._missing.pop(nearest(key, known) or "", None)) is not None:
                    self.faults.remove(meant)
                self._report(self._key_place(key), self._name(key), UNKNOWN_FIELD, suggestion=suggest(key, known))

    def add_fault(self, key: str, kind: Kind, **values: object) -> None:
        """Adds a fault at the value of a field, or at the mapping where the field is missing."""
        self._report(self.place_of(key), self._name(key), kind, **values)

    def _get(self, key: str, required: bool) -> Node | None:
        self._asked[key] = None
        node = self._entries.get(key)
        if node is None:
            if required and self._readable and key not in self._missing:
                self._missing[key] = MISSING_FIELD(self.place, self._name(key))
                self.faults.append(self._missing[key])
            return None
        if isinstance(node, Rejected):
            self._complete = False
        elif isinstance(node, Scalar) and node.empty:
            self._report(node.place, self._name(key), EMPTY_FIELD)
            return None
        return node

    def _key_place(self, key: str) -> Place:
        return self._node.key_place(key) if isinstance(self._node, Mapping) else self.place

    def _name(self, key: str) -> str:
        return f"{self.field}.{key}" if self.field else key

    def _report(self, place: Place, field: str, kind: Kind, **values: object) -> None:
        self.faults.append(kind(place, field, **values))

    def _characters(self, place: Place, field: str, text: str) -> None:
        for _, kind, values in unprintable(text, self._printable or ()):
            self._report(place, field, kind, **values)


def unprintable(text: str, printable: Collection[str]) -> Iterator[tuple[int, Kind, dict[str, object]]]:
    """Each character of a text that the letter's fonts lack, once: its index, the kind of its fault, and the fault's values.

    Where no characters are known to be printable, only those that can't be seen: nothing with one is what it looks like.
    """
    for foreign in dict.fromkeys(text):
        if foreign in printable or foreign == "\n" or (not printable and unicodedata.category(foreign) != "Cf"):
            continue
        name, group, at = named_character(foreign), unicodedata.category(foreign), text.index(foreign)
        composed = unicodedata.normalize("NFC", text)
        if unicodedata.combining(foreign) and foreign not in composed:
            yield at, UNCOMPOSED, {"name": name, "composed": composed}
        elif group in _INVISIBLE:
            yield at, INVISIBLE, {"name": name, "remedy": Remedy(_INVISIBLE[group] if foreign != "\t" else _A_SPACE)}
        else:
            yield at, UNPRINTABLE, {"character": foreign, "name": name, "remedy": _instead(foreign, printable)}


def _instead(foreign: str, printable: Collection[str]) -> Remedy:
    """What to write for a character that can't be printed: `write "ffi"` for a ligature."""
    plain = unicodedata.normalize("NFKC", foreign).replace("\u02bc", "’")
    if unicodedata.category(foreign) == "Pd":
        return Remedy('write a hyphen, "-"')
    if plain != foreign and plain.strip() and all(each in printable for each in plain):
        return Remedy(f'write "{plain}"')
    return Remedy("use another character")


def _is_empty(node: Node) -> bool:
    return isinstance(node, Scalar) and node.empty


def _is_at_most(most: int, digits: str) -> bool:
    return len(digits) <= len(str(most)) and int(digits) <= most  # Python refuses to read thousands of digits
