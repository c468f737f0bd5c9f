"""What a person can put right: where it is, what is wrong and how it is told apart from a bug."""

from __future__ import annotations

import difflib
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType
from typing import Any


@dataclass(frozen=True, slots=True)
class Place:
    """A place in a file as an editor shows it: `Place("data/2018/year.yaml", 14, 12)`.

    `path` is as one would type it from the current folder, "/"-separated. Lines and columns count from 1, columns in
    characters; 0 means the whole line, or the whole file.

    With a `sheet` it is a place in a spreadsheet, as Excel shows it: `Place("received.xlsx", 112, 8, "2017-18")` is
    cell H112; the one sheet of a CSV file has the name "".
    """

    path: str
    line: int = 0
    column: int = 0
    sheet: str | None = None

    def __str__(self) -> str:
        if self.sheet is None:
            return ":".join([self.path, *(str(number) for number in (self.line, self.column) if number)])
        sheet = f'sheet "{self.sheet}"' if self.sheet else ""
        return ", ".join(filter(None, [self.path, sheet, self._cell()]))

    def __lt__(self, other: Place) -> bool:
        return self._order() < other._order()

    def _order(self) -> tuple[str, str, int, int]:
        return self.path, self.sheet or "", self.line, self.column

    def _cell(self) -> str:
        if self.line and self.column:
            return f"cell {self.cell}"
        return f"row {self.line}" if self.line else f"column {letters(self.column)}" if self.column else ""

    @property
    def cell(self) -> str:
        """The cell's address, "H112"."""
        return f"{letters(self.column)}{self.line}"


def letters(column: int) -> str:
    """A column of a spreadsheet as its head shows it: 1 is "A", 28 is "AB"."""
    found = ""
    while column:
        column, rest = divmod(column - 1, 26)
        found = chr(ord("A") + rest) + found
    return found


class Code(StrEnum):
    """What can be wrong, one name for each kind of fault; how it is said stands in `wording`."""

    # the file
    UNREADABLE = "file.unreadable"
    MISSING_FILE = "file.missing"
    NOT_UTF8 = "file.not_utf8"
    TOO_LARGE = "file.too_large"
    CONTROL_CHARACTER = "file.control_character"
    NOT_YAML = "yaml.not_yaml"
    TOO_DEEP = "yaml.too_deep"
    DUPLICATE_KEY = "yaml.duplicate_key"
    ALIAS = "yaml.alias"
    ANCHOR = "yaml.anchor"
    TAG = "yaml.tag"
    KEY_NOT_TEXT = "yaml.key_not_text"
    NO_DOCUMENT = "yaml.no_document"
    SECOND_DOCUMENT = "yaml.second_document"

    # a field
    UNKNOWN_FIELD = "field.unknown"
    MISSING_FIELD = "field.missing"
    EMPTY_FIELD = "field.empty"
    NOT_A_MAPPING = "field.not_a_mapping"
    NOT_A_LIST = "field.not_a_list"
    NOT_TEXT = "field.not_text"
    NOT_ONE_LINE = "field.not_one_line"
    CUT_SHORT = "field.cut_short"
    SPACE_AROUND = "field.space_around"
    NOT_TRUE_OR_FALSE = "field.not_true_or_false"
    NOT_A_COUNT = "field.not_a_count"
    COUNT_TOO_LARGE = "field.count_too_large"
    NOT_A_DATE = "field.not_a_date"
    NOT_A_TIME = "field.not_a_time"
    NOT_AN_EMAIL = "field.not_an_email"
    UNKNOWN_VALUE = "field.unknown_value"
    UNPRINTABLE = "field.unprintable"
    UNCOMPOSED = "field.uncomposed"
    BAD_KEY = "field.bad_key"
    PERIOD = "field.period"
    BAD_PATTERN = "field.bad_pattern"

    # the figures
    WRONG_TOTAL = "figures.wrong_total"
    BEYOND_LIMIT = "figures.beyond_limit"
    EARLIER_YEAR = "figures.earlier_year"
    EARLIER_FORM = "figures.earlier_form"
    QUESTION_OPEN = "figures.question_open"

    # a workbook of answers
    ANSWERS_COLUMN = "answers.column"
    ANSWERS_MARK = "answers.mark"
    ANSWERS_OTHER_YEAR = "answers.other_year"
    ANSWERS_TWICE = "answers.twice"

    # all records of a year together
    NO_RECORDS = "roll.no_records"
    RECORD_FILE_NAME = "roll.record_file_name"
    RECORD_FOLDER = "roll.record_folder"
    CODE_TWICE = "roll.code_twice"
    NAME_TWICE = "roll.name_twice"
    NO_CONTACT = "roll.no_contact"
    CONTACT_FOR_NOBODY = "roll.contact_for_nobody"
    CONTACT_LEFT = "roll.contact_left"
    CONTACT_TWICE = "roll.contact_twice"
    FILE_NAME_CLASH = "roll.file_name_clash"
    BAD_FILE_NAME = "roll.bad_file_name"
    NAMES_ANOTHER = "roll.names_another"
    NAMES_NOBODY = "roll.names_nobody"

    # contacts.csv
    CSV_SHAPE = "csv.shape"
    CSV_BEHIND_QUOTE = "csv.behind_quote"
    CSV_QUOTE = "csv.quote"
    TITLE_NEEDED = "contact.title_needed"

    # the roll held against register.csv
    ROLL_NO_REGISTER = "roll.no_register"
    ROLL_NO_RECORD = "roll.no_record"
    ROLL_NOT_REGISTERED = "roll.not_registered"
    ROLL_DIFFERS = "roll.differs"
    ROLL_NOT_OF_YEAR = "roll.not_of_year"

    # register.csv
    REGISTER_HEADINGS = "register.headings"
    REGISTER_DAYS = "register.days"
    REGISTER_SUCCESSOR = "register.successor"
    REGISTER_SUCCESSOR_OF_NONE = "register.successor_of_none"

    # spreadsheets
    SHEET_OPEN = "sheet.open"
    SHEET_FOLDER = "sheet.folder"
    SHEET_KIND = "sheet.kind"
    SHEET_OTHER = "sheet.other"
    SHEET_PASSWORD = "sheet.password"  # noqa: S105
    SHEET_BROKEN = "sheet.broken"
    SHEET_UNPACKS = "sheet.unpacks"
    SHEET_CELLS = "sheet.cells"
    CSV_WIDE = "csv.wide"
    CSV_ENCODING = "csv.encoding"

    # figures from spreadsheets
    IMPORT_NOTHING = "import.nothing"
    IMPORT_NO_TABLE = "import.no_table"
    IMPORT_ENOUGH = "import.enough"
    IMPORT_CUT_OFF = "import.cut_off"
    IMPORT_VALUES = "import.values"
    IMPORT_NOT_COUNTED = "import.not_counted"
    SHEET_YEAR = "sheet.year"
    SHEET_HIDDEN = "sheet.hidden"
    SHEET_ROWS_HIDDEN = "sheet.rows_hidden"
    SHEET_COLUMNS_HIDDEN = "sheet.columns_hidden"
    SHEET_UNREAD = "sheet.unread"
    SHEET_MERGED = "sheet.merged"
    HEADINGS_NONE = "heading.none"
    HEADING_UNKNOWN = "heading.unknown"
    HEADING_TWICE = "heading.twice"
    HEADING_AMBIGUOUS = "heading.ambiguous"
    HEADING_MISSING = "heading.missing"
    HEADING_NOBODY = "heading.nobody"
    CELL_BLANK = "cell.blank"
    CELL_ERROR = "cell.error"
    CELL_TEXT = "cell.text"
    CELL_NUMBER_AS_TEXT = "cell.number_as_text"
    CELL_SEPARATED = "cell.separated"
    CELL_THOUSANDS = "cell.thousands"
    CELL_FORMULA = "cell.formula"
    CELL_FRACTION = "cell.fraction"
    CELL_NEGATIVE = "cell.negative"
    CELL_DATE = "cell.date"
    CELL_TRUTH = "cell.truth"
    CELL_TOTAL = "cell.total"
    CELL_FOOTER = "cell.footer"
    CELL_VALUE = "cell.value"
    CELL_TWICE = "cell.twice"
    AUTHORITY_NAMELESS = "authority.nameless"
    AUTHORITY_UNKNOWN = "authority.unknown"
    AUTHORITY_SUM = "authority.sum"
    AUTHORITY_SEVERAL = "authority.several"
    AUTHORITY_CLASH = "authority.clash"
    AUTHORITY_DIFFERS = "authority.differs"
    AUTHORITY_TWICE = "authority.twice"
    AUTHORITY_GONE = "authority.gone"
    AUTHORITY_MISSING = "authority.missing"
    SHEETS_COMPETE = "sheet.compete"
    CONTACT_CONFLICT = "contact.conflict"
    CONTACT_EMPTIED = "contact.emptied"
    RECORD_LACKS = "record.lacks"
    RECORD_CONFLICT = "record.conflict"
    RECORD_WORDS = "record.words"
    RECORD_FIGURE = "record.figure"

    # the form
    FORM_TWICE = "form.twice"
    FORM_COLUMN_TWICE = "form.column_twice"
    FORM_OUTSIDE_WHOLE = "form.outside_whole"
    FORM_UNKNOWN_COLUMN = "form.unknown_column"
    FORM_NOT_COUNTED = "form.not_counted"
    FORM_COLUMN_KIND = "form.column_kind"
    FORM_RULE_SLOT = "form.rule_slot"

    # templates, style sheet, pictures
    TEMPLATE_SYNTAX = "template.syntax"
    TEMPLATE_UNKNOWN_NAME = "template.unknown_name"
    TEMPLATE_FAILS = "template.fails"
    TEMPLATE_PRINTS_NOTHING = "template.prints_nothing"
    TEMPLATE_ENDLESS = "template.endless"
    TEMPLATE_NO_PASSAGES = "template.no_passages"
    WORDS_UNSUPPORTED = "words.unsupported"
    STYLE = "style.refused"
    PICTURE = "picture.refused"
    FONT = "font.refused"

    # one letter
    LETTER_REFUSED = "letter.refused"
    LETTER_LOST = "letter.lost"

    # the accepted wording
    ACCEPTED_SHAPE = "accepted.shape"
    ACCEPTED_SLOT = "accepted.slot"
    ACCEPTED_CONDITION = "accepted.condition"

    # the proof of a finished letter
    PROOF_NOT_PDF = "proof.not_pdf"
    PROOF_NOT_WHOLE = "proof.not_whole"
    PROOF_CHANGED = "proof.changed"
    PROOF_ACTIVE = "proof.active"
    PROOF_FOREIGN = "proof.foreign"
    PROOF_LINK = "proof.link"
    PROOF_TABLE_MISSING = "proof.table_missing"
    PROOF_TABLE_TWICE = "proof.table_twice"
    PROOF_TABLE_EXTRA = "proof.table_extra"
    PROOF_COLUMN_MISSING = "proof.column_missing"
    PROOF_COLUMN_TWICE = "proof.column_twice"
    PROOF_COLUMN_EXTRA = "proof.column_extra"
    PROOF_COLUMN_ORDER = "proof.column_order"
    PROOF_FIGURE = "proof.figure"
    PROOF_NOT_UNDER = "proof.not_under"
    PROOF_SAYS = "proof.says"
    PROOF_LACKS = "proof.lacks"
    PROOF_ROWS = "proof.rows"
    PROOF_NAMES_ANOTHER = "proof.names_another"
    PROOF_NOT_ACCEPTED = "proof.not_accepted"
    PROOF_WORDING = "proof.wording"
    PROOF_WORDING_LOST = "proof.wording_lost"
    PROOF_WORDING_ADDED = "proof.wording_added"
    PROOF_WORDING_CHANGED = "proof.wording_changed"
    PROOF_MARGIN = "proof.margin"
    PROOF_PAGES = "proof.pages"
    PROOF_SHEET = "proof.sheet"
    PROOF_EMPTY_PAGE = "proof.empty_page"
    PROOF_IN_FORM = "proof.in_form"
    PROOF_OFF_PAGE = "proof.off_page"
    PROOF_UNPAINTED = "proof.unpainted"
    PROOF_FAINT = "proof.faint"
    PROOF_SMALL = "proof.small"
    PROOF_CLIPPED = "proof.clipped"
    PROOF_COVERED = "proof.covered"
    PROOF_OVERLAP = "proof.overlap"
    PROOF_FONT = "proof.font"
    PROOF_CHARACTER = "proof.character"
    PROOF_UNTAGGED = "proof.untagged"
    PROOF_FORM = "proof.form"


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing that a person can put right, without its sentence: place, field, what kind, and the values to quote.

    `field` is dotted, "figures.received.housing", or "" for a whole file.
    """

    place: Place
    field: str
    code: Code
    values: Mapping[str, Any]

    def __reduce__(self) -> tuple[Any, ...]:  # a MappingProxyType doesn't cross to a worker process
        return _fault, (self.place, self.field, self.code, dict(self.values))


def fault(place: Place, where: str, kind: Code, /, **values: Any) -> Fault:
    """A fault with the values its sentence quotes: `fault(place, "code", Code.UNKNOWN_VALUE, found="x", known=("a",))`."""
    return _fault(place, where, kind, values)


def _fault(place: Place, where: str, kind: Code, values: dict[str, Any]) -> Fault:
    return Fault(place, where, kind, MappingProxyType(values))


_LONGEST_NAME = 500  # nothing known is near a text that is longer, and likening it would take long


def nearest(found: str, known: Collection[str]) -> str | None:
    """The known name that comes nearest to what was typed, if any comes near; case counts for nothing."""
    if len(found) > _LONGEST_NAME:
        return None
    by_lower = {name.lower(): name for name in known}
    close = difflib.get_close_matches(found.lower(), by_lower, n=1, cutoff=0.6)
    return by_lower[close[0]] if close else None


class LettersError(Exception):
    """What a person can put right; told without a traceback, and the command ends with exit code 1."""


class Faults(LettersError):
    """All faults that were found, in the order of the files: `Faults.found` has at least one."""

    def __init__(self, found: Iterable[Fault]) -> None:
        self.found = tuple(sorted(found, key=lambda each: (each.place, each.field)))
        super().__init__(self.found)

    def __str__(self) -> str:
        return "\n".join(f"{each.place}: {each.field}: {each.code}" for each in self.found)


class Unknown(LettersError):
    """A year, name or folder that nothing here answers to; the message names the nearest."""


class Busy(LettersError):
    """Another build of the same folder is under way."""


class Unwritable(LettersError):
    """The disk is full, the folder read-only, a file held open elsewhere; the message says which, and the remedy."""
