"""Numbers, dates and faults in English. Knows no records: it is given values and gives words."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping
from typing import Any

from ..text.english import counted, listed
from . import Fault, nearest
from .codes import Code


def message(fault: Fault) -> str:
    """What is wrong and what would be right: `is "1O"; write a whole number, 0 or more`."""
    values = {name: _quoted(value) for name, value in fault.values.items()}
    return SENTENCES[fault.code].format(**values, **_suggestion(fault.values))


def line(fault: Fault) -> str:
    """A fault as it is told: `data/2018/authorities/a.yaml:14:12: figures.received.housing: is "1O"; write …`."""
    return ": ".join(part for part in (str(fault.place), fault.field, message(fault)) if part)


def _quoted(value: Any) -> Any:
    """A value as a sentence can hold it: one line, no control characters, not endless."""
    if not isinstance(value, str):
        return value
    text = "".join(character if character.isprintable() else f"\\u{ord(character):04x}" for character in value)
    return text if len(text) <= 120 else f"{text[:100]}… ({len(value)} characters)"


def _suggestion(values: Mapping[str, Any]) -> dict[str, str]:
    suggestion = ""
    if known := values.get("known"):
        close = nearest(str(values["found"]), known)
        if close is not None:
            suggestion = f'did you mean "{close}"?'
        elif len(known) <= 12:
            suggestion = f"write {listed(known)}"
        else:
            suggestion = "nothing here has a name like it"
    named = {"suggestion": suggestion}
    if isinstance(character := values.get("character"), str):
        named["codepoint"] = f"U+{ord(character):04X}"
        named["character_name"] = unicodedata.name(character, "a control character").lower()
    if isinstance(parts := values.get("parts"), int):
        named["parts_make"] = f"{counted(parts, 'part')} {'makes' if parts == 1 else 'make'}"
    if "says" in values:
        named["asked"] = str(values["says"]).format(sum=values["sum"], limit=values["limit"])
    if "question" in values:
        named["open_question"] = str(values["question"])  # whole, however long
    if "problem" in values:
        named["plain"] = _in_plain_words(str(values["problem"]))
    return named


def _in_plain_words(problem: str) -> str:
    return next((meant for said, meant in PROBLEMS.items() if said in problem), problem)


# What libyaml says of a text and Jinja of a template, and what a person can do about it.
PROBLEMS = {
    "Unexpected end of template": "an {% if … %} or {% for … %} is not ended; write {% endif %} or {% endfor %} on a line of its own",
    "unexpected end of template, expected": "a {{ is not closed; write }} behind the value",
    "unexpected '}'": "a single } stands here; close a value with }} and a statement with %}",
    "unknown tag 'end": "what ends here was not begun, or has ended already; take it out, or begin it with {% if … %} or {% for … %}",
    "unknown tag": "there is no such statement; write {% if … %}, {% for … %}, {% set … %} or {% include … %}",
    "expected name or number": "a name is missing behind a dot",
    "unexpected char": "a character stands here that no name has; put a text in quotes on both sides",
    "expected token 'end of print statement'": "{{ … }} holds one value; close it with }} and begin another with {{",
    "Expected an expression": "a name is missing here; write it between {{ and }}",
    "found character that cannot start any token": "a value can't begin with this character; indent with spaces, not tabs, "
    'and put a value that begins with @ ` % or a tab in "quotes"',
    "mapping values are not allowed": 'a colon and a space stand here where no new field can begin; put a value that has a colon in "quotes", '
    "and indent this line like the ones above",
    "found a tab character": "a tab stands where spaces belong; indent with spaces",
    "could not find expected ':'": "a field is not ended with a colon; write `field: value`",
    "did not find expected key": "no field can begin here; indent the line like its neighbours, write `field: value`, "
    "and inside '…' write an apostrophe twice",
    "did not find expected '-' indicator": "this line is not in line with the list above; indent it like its neighbours",
    "did not find expected ',' or": "a list or group in brackets begins here and is not closed; close it with ] or }",
    "found unexpected end of stream": "a quotation that begins here is not closed",
    "found unexpected document indicator": "a quotation that begins here is not closed",
    "found unknown escape character": 'a backslash in "quotes" has a meaning of its own; write it twice',
    "invalid Unicode character escape code": "a backslash stands here with a number that is no character; write the character itself",
    "did not find expected hexdecimal number": "a backslash stands here with a number that is no character; write the character itself",
    "did not find expected node content": "a value is missing here",
    "directive": "a line that begins with % is no part of a record; delete it",
    "incompatible YAML document": "a line that begins with % is no part of a record; delete it",
    "found undefined tag handle": '`!` begins a tag, which records don\'t use; put the value in "quotes"',
    "did not find expected <document start>": "a second record begins without a line `---` above it",
    "control characters are not allowed": "it has a character that can't be seen; delete it",
}

# One sentence for each kind of fault: what was found, what would be right. Values come from the fault; {suggestion} is
# the nearest known name, or all of a few.
SENTENCES: dict[Code, str] = {
    Code.UNREADABLE: "can't be read ({reason}); give yourself the right to read it, or close the program that holds it",
    Code.MISSING_FILE: "isn't there; put the file back, or check the year and the folder",
    Code.NOT_UTF8: "is not UTF-8 (byte {byte}); save it as UTF-8: in Notepad, Save As, Encoding: UTF-8; in Excel, CSV UTF-8",
    Code.TOO_LARGE: "has {size:,} bytes; a file here has at most {most:,}: part it into several",
    Code.CONTROL_CHARACTER: "has a character that can't be seen, {codepoint} ({character_name}); delete it",
    Code.NOT_YAML: "is not YAML: {plain}",
    Code.TOO_DEEP: "is nested deeper than {most}; a record has at most four levels",
    Code.DUPLICATE_KEY: "stands here a second time, first in line {first}; keep one of the two",
    Code.ALIAS: "is an alias (*{name}); write the value itself, or put it in quotes",
    Code.ANCHOR: "has an anchor (&{name}); write the value alone, or put it in quotes",
    Code.TAG: "has a tag ({name}); write the value alone, or put it in quotes",
    Code.KEY_NOT_TEXT: "has a list or a group where a field's name belongs; write `field: value`",
    Code.NO_DOCUMENT: "is empty; fill it, or delete it",
    Code.SECOND_DOCUMENT: "begins a second part of the file, after a line `---`; such a file has one part: delete that line",
    Code.UNKNOWN_FIELD: "is not a field here; {suggestion}",
    Code.MISSING_FIELD: "is missing; add it",
    Code.EMPTY_FIELD: "is empty; fill it in",
    Code.NOT_A_MAPPING: "has no fields of its own; write them below it, indented, as `field: value`",
    Code.NOT_A_LIST: "is not a list; write its items below it, each after `- `, or [] for none",
    Code.NOT_TEXT: "is a list or a group of fields; write a text",
    Code.NOT_ONE_LINE: "runs over several lines; write it in one",
    Code.CUT_SHORT: 'ends before "{found}", which YAML takes for a comment; put the value in "quotes", '
    "or, if a comment is meant, write it behind the value with two spaces or more between",
    Code.SPACE_AROUND: 'is "{found}", with a space too many; write single spaces, and none at either end',
    Code.NOT_TRUE_OR_FALSE: "is {found}; write true or false",
    Code.NOT_A_COUNT: "is {found}; write a whole number, 0 or more, in digits alone",
    Code.COUNT_TOO_LARGE: "is {found}; write a number up to {most:,}",
    Code.NOT_A_DATE: 'is "{found}"; write a day as 2018-07-18',
    Code.NOT_A_TIME: 'is "{found}"; write a time with its offset, as 2018-07-25T00:01:00+01:00',
    Code.NOT_AN_EMAIL: 'is "{found}"; write addresses as name@example.org, several parted by semicolons',
    Code.UNKNOWN_VALUE: 'is "{found}"; {suggestion}',
    Code.UNPRINTABLE: "has \"{character}\" ({codepoint}, {character_name}), which the letter's type can't print; write another",
    Code.UNCOMPOSED: 'has an accent as a character of its own ({codepoint}); write "{composed}", with letter and accent in one',
    Code.BAD_KEY: 'is "{found}"; write a name of small letters, digits and _, beginning with a letter',
    Code.BAD_PATTERN: 'is "{found}"; write one slot, {slot}, and {ending}',
    Code.PERIOD: "is {found}, before the first day, {first}; correct one of the two",
    Code.WRONG_TOTAL: "is {found}, but its {parts_make} {sum}; correct the total or the part that is wrong",
    Code.BEYOND_LIMIT: "{asked}",
    Code.EARLIER_YEAR: 'is "{found}"; write other years that stand in data, the latest first, as [2017, 2016]',
    Code.EARLIER_FORM: "isn't there; put the form of these records there, or write in year.yaml whose they have, as `earlier_form: {year}`",
    Code.QUESTION_OPEN: "is open: {open_question}",
    Code.ANSWERS_COLUMN: "has no sheet with the columns {columns}; take the workbook that check YEAR --questions FILE.xlsx writes, and add nothing above its head",
    Code.ANSWERS_MARK: 'is "{found}", which marks no question; put back what the workbook had in this cell',
    Code.ANSWERS_OTHER_YEAR: "is a question of {found}, and those above are of {year}; answer each year's workbook by itself",
    Code.ANSWERS_TWICE: "answers the question of row {first} otherwise; leave one of the two answers",
    Code.NO_RECORDS: "has no records; put a file for each authority here",
    Code.RECORD_FILE_NAME: "is not read, since its name doesn't end in .yaml; end it so if it holds records, "
    "or take it out of this folder",
    Code.RECORD_FOLDER: "is a folder, which is not read; put the records in it straight into the folder above",
    Code.CODE_TWICE: 'is "{found}", which {other} has too; give each authority its own code, and one record',
    Code.NAME_TWICE: 'is "{found}", which {other} has too; give each authority its own name, and one record',
    Code.NO_CONTACT: 'is "{found}", which has no row in {contacts}; add one, without a name if none is known',
    Code.CONTACT_FOR_NOBODY: 'is "{found}", which no record has; {suggestion}',
    Code.CONTACT_LEFT: 'is "{found}", which no record has; put its record back, or take this row out',
    Code.CONTACT_TWICE: 'is "{found}", which has a row already in line {first}; keep one of the two',
    Code.FILE_NAME_CLASH: "makes the file name {file}, and so does {other}; write the two names so that they differ in letters or digits",
    Code.BAD_FILE_NAME: "makes the file name {file}: {remedy}",
    Code.NAMES_ANOTHER: "names {found} ({owner}); if that is meant, list {owner} under `names`",
    Code.NAMES_NOBODY: 'is "{found}", which no record has; {suggestion}',
    Code.CSV_SHAPE: 'has another number of cells ({found}) than the first row ({expected}); put a cell that holds the separator in "quotes"',
    Code.CSV_QUOTE: 'has a quotation mark that is not closed; close it, and write a quotation mark inside a cell as ""',
    Code.CSV_BEHIND_QUOTE: 'has "{found}" behind a closing quotation mark; put the whole cell between two, '
    'and write a quotation mark inside a cell as ""',
    Code.TITLE_NEEDED: 'is empty; write what the letter is addressed to, as "Chief Executive"',
    Code.ROLL_NO_REGISTER: "isn't there, and year.yaml says `complete: true`; make it with: ombuds-letters import YEAR --register LIST",
    Code.ROLL_NO_RECORD: "{name} ({found}) has no record; import its figures, or take it off the register",
    Code.ROLL_NOT_REGISTERED: 'is "{found}", which the register hasn\'t; {suggestion}',
    Code.ROLL_DIFFERS: 'is "{found}"; the register ({where}) has "{expected}": correct the one that is wrong',
    Code.ROLL_NOT_OF_YEAR: 'is "{found}", which was {what}; take the record out, or correct the register ({where})',
    Code.REGISTER_HEADINGS: "has no sheet with the columns code, name and kind; head them so (and other names, new from, "
    "abolished on, successor, where there are any)",
    Code.REGISTER_DAYS: "is {found}, not after {new}, from when on it is new; correct one of the two",
    Code.REGISTER_SUCCESSOR: 'is "{found}", which the register hasn\'t, or is its own; {suggestion}',
    Code.REGISTER_SUCCESSOR_OF_NONE: 'is "{found}", but it was not abolished; write the day under `abolished on`, or take the successor out',
    Code.SHEET_OPEN: "is Excel's mark that {found} is open; close that, and name it instead",
    Code.SHEET_FOLDER: "is a folder; name the files in it{files}",
    Code.SHEET_KIND: "is not a spreadsheet that can be read here; save it as .xlsx, .ods or .csv",
    Code.SHEET_OTHER: "is {what}, not what its name says; save it anew as {suffix}, or give it its right name",
    Code.SHEET_PASSWORD: "is locked with a password; save it without one",
    Code.SHEET_BROKEN: "can't be read as a spreadsheet ({problem}); open it, and save it anew",
    Code.SHEET_UNPACKS: "unpacks to more than {most:,} bytes; save its tables alone, without pictures and old sheets",
    Code.SHEET_CELLS: "reaches to {found}, more than {most:,} cells; delete what stands far out, and save it anew",
    Code.CSV_WIDE: "is the cell after {most:,} others in its row; a table has fewer",
    Code.CSV_ENCODING: "is neither UTF-8 nor what Windows writes (byte {byte}); in Excel, save it as CSV UTF-8",
    Code.IMPORT_NOTHING: "has no sheet whose headings are known; say what they mean: ombuds-letters import {year} --learn {path}",
    Code.IMPORT_NO_TABLE: "{tables} {are} in no file that was named; name all of the year's files together",
    Code.IMPORT_ENOUGH: "was not read, nor what follows: {most:,} faults are enough for one time; correct those first",
    Code.IMPORT_CUT_OFF: "an import was cut off while it put its files in place; carry it through with: ombuds-letters import {year}",
    Code.IMPORT_VALUES: "has values of a case's column; only a sheet with `rows: cases` has those",
    Code.IMPORT_NOT_COUNTED: "has {rows}, not cases to count; import it without --count",
    Code.SHEET_YEAR: "is of {found}, as {what} says, not of {year}; take it out, or, if it is of {year}, write that into its name "
    "or its file's",
    Code.SHEET_HIDDEN: "is a hidden sheet, and was read",
    Code.SHEET_ROWS_HIDDEN: "has hidden rows, which were read: {found}",
    Code.SHEET_COLUMNS_HIDDEN: "has hidden columns, which were read: {found}",
    Code.SHEET_UNREAD: "was not read: it has no headings that are known",
    Code.SHEET_MERGED: "is merged with its neighbours ({found}); part them, and write each its own",
    Code.HEADINGS_NONE: "has no row with the headings that {layout} names",
    Code.HEADING_UNKNOWN: 'is "{found}", a heading that matches nothing; {near}say in import.yaml what it means, or `ignore`',
    Code.HEADING_TWICE: 'is "{found}", which stands for {target} as cell {first} does; say in import.yaml which is meant, and ignore the other',
    Code.HEADING_AMBIGUOUS: 'is "{found}", which may be {targets}; say in import.yaml which is meant',
    Code.HEADING_MISSING: 'has no column "{heading}"; add it, or say in import.yaml which it is',
    Code.HEADING_NOBODY: "has no column with the authorities' names or codes; say in import.yaml which it is",
    Code.CELL_BLANK: "is blank, or an error that can't be seen; write a whole number, 0 where there were none",
    Code.CELL_ERROR: "is the error {found}; mend the formula, or write the number",
    Code.CELL_TEXT: 'is "{found}"; write a whole number, 0 where there were none',
    Code.CELL_NUMBER_AS_TEXT: 'is "{found}" as a text, which sums leave out; make it a number',
    Code.CELL_SEPARATED: 'is "{found}"; write it in digits alone: {digits}',
    Code.CELL_THOUSANDS: 'is "{found}", which may be {digits} or a fraction; write it in digits alone',
    Code.CELL_FORMULA: 'is "{found}", which a spreadsheet takes for a formula; let it begin with a letter or digit',
    Code.CELL_FRACTION: "is {found}; write a whole number",
    Code.CELL_NEGATIVE: "is {found}; a count is 0 or more",
    Code.CELL_DATE: "is the date {found}, which Excel made of what was typed; give the cell the format Number, and type the count again",
    Code.CELL_TRUTH: "is {found}; write a whole number",
    Code.CELL_TOTAL: "is {found}, but its {parts_make} {sum}; correct the total or the part that is wrong",
    Code.CELL_FOOTER: "is {found}, but the rows above make {sum}; correct the one that is wrong, or add the row that is missing",
    Code.CELL_VALUE: 'is "{found}", a value that matches nothing; {near}say in import.yaml what it counts as, or `ignore`',
    Code.CELL_TWICE: 'is "{found}", which {first} is too; each case has one row',
    Code.AUTHORITY_NAMELESS: "has figures, but neither name nor code; write whose they are",
    Code.AUTHORITY_UNKNOWN: 'is "{found}", which no authority is called; {near}',
    Code.AUTHORITY_SUM: 'is "{found}", which no authority is called, and its figures are the sums of those above; if it is their '
    "total, list it under `totals` in import.yaml",
    Code.AUTHORITY_SEVERAL: 'is "{found}", which may be {names}; write the name in full',
    Code.AUTHORITY_CLASH: 'is "{found}", but the code beside it, {code}, is that of {owner}; correct the one that is wrong',
    Code.AUTHORITY_DIFFERS: 'is "{found}"; {name} has "{expected}": correct the one that is wrong',
    Code.AUTHORITY_TWICE: "is {name}, which {first} is too; keep one of the two",
    Code.AUTHORITY_GONE: "is {name}, which was {what}; {remedy}",
    Code.AUTHORITY_MISSING: "has no row for {name} ({code}); add it, with 0 where there was nothing",
    Code.SHEETS_COMPETE: "has {tables} of {count} that {other} has too; take the one that is not this year's out, or name the right one in import.yaml",
    Code.CONTACT_CONFLICT: 'is "{record}", {why}; {source} says "{found}": settle it with --take sheet or --take record',
    Code.CONTACT_EMPTIED: "is a column that is blank in every row, and would empty it for {count} in {file}; "
    "fill it in, leave it out, or import with --take sheet",
    Code.RECORD_LACKS: "can't be made for {name}: no file has {fields}",
    Code.RECORD_CONFLICT: "the record says {record}, {why}; {source} says {found}: settle it with --take sheet or --take record",
    Code.RECORD_WORDS: "of {name} are others than in the file, and were left as they are",
    Code.RECORD_FIGURE: "is {found}, which no figure from a spreadsheet can take the place of; write a whole number there first",
    Code.FORM_TWICE: 'is "{found}" a second time; give each its own',
    Code.FORM_COLUMN_TWICE: 'has "{found}" a second time; write each column once',
    Code.FORM_OUTSIDE_WHOLE: 'has "{found}", which is not in `out_of`; add it there, or the rate could be more than 100%',
    Code.FORM_UNKNOWN_COLUMN: 'is "{found}", which is no column; {suggestion}',
    Code.FORM_NOT_COUNTED: 'has "{found}", which is itself a sum or a share; write counted columns',
    Code.FORM_COLUMN_KIND: "can't stand with what stands above; a column is counted, a sum or a share, and heads don't nest",
    Code.FORM_RULE_SLOT: 'is "{found}"; its slots are {{sum}} and {{limit}}',
    Code.TEMPLATE_SYNTAX: "is not a template: {plain}",
    Code.TEMPLATE_UNKNOWN_NAME: 'uses "{found}", which nothing provides; {suggestion}',
    Code.TEMPLATE_FAILS: "can't be filled in: {problem}",
    Code.TEMPLATE_PRINTS_NOTHING: "prints a value that is not there; put {{% if … %}} and {{% endif %}} around it",
    Code.TEMPLATE_ENDLESS: "takes more than {seconds} s to be filled in; look for a loop within a loop",
    Code.TEMPLATE_NO_PASSAGES: "has no line {{{{ passages }}}}; put one where a record's passages belong",
    Code.WORDS_UNSUPPORTED: "has {what}, which the letter can't show; {remedy}",
    Code.STYLE: "is refused: {problem}",
    Code.PICTURE: "is refused: {problem}",
    Code.FONT: "is not a font that can be used: {problem}",
    Code.LETTER_REFUSED: "its letter can't be made: {problem}",
    Code.LETTER_LOST: "its letter can't be made: the process that made it died twice; try it alone with --only {name}",
    Code.ACCEPTED_SHAPE: "is not one paragraph; write its tag with its text, as `p: …`, and `when: …` where not every letter has it",
    Code.ACCEPTED_SLOT: 'has "{found}", which is no slot; {suggestion}',
    Code.ACCEPTED_CONDITION: 'is "{found}"; write a condition as `contact.name is absent`; {suggestion}',
    Code.PROOF_NOT_PDF: "{problem}; build it again",
    Code.PROOF_NOT_WHOLE: "is not whole: its end doesn't say where its contents stand; build it again",
    Code.PROOF_CHANGED: "was changed after it was made: something is written behind its end; build it again",
    Code.PROOF_ACTIVE: "has {found}, which a letter needs none of; take it out of the template",
    Code.PROOF_FOREIGN: "carries {found}, which is not the letter's own",
    Code.PROOF_LINK: "has a link to {found}, which is not among the addresses in year.yaml",
    Code.PROOF_TABLE_MISSING: 'has no table with the caption "{expected}"',
    Code.PROOF_TABLE_TWICE: 'has the table "{expected}" more than once',
    Code.PROOF_TABLE_EXTRA: 'has a table "{found}", which the form has not',
    Code.PROOF_COLUMN_MISSING: 'has no figure under "{expected}" in "{table}"',
    Code.PROOF_COLUMN_TWICE: 'has more than one figure under "{expected}" in "{table}"',
    Code.PROOF_COLUMN_EXTRA: 'reads "{found}" under "{heading}" on page {page}, where the form has no column',
    Code.PROOF_COLUMN_ORDER: 'has the columns of "{table}" in another order than the form',
    Code.PROOF_FIGURE: 'reads "{found}" under "{heading}" on page {page}; the record makes it {expected}',
    Code.PROOF_NOT_UNDER: 'shows "{found}" elsewhere than under "{heading}" on page {page}',
    Code.PROOF_SAYS: 'reads "{found}"; it should be "{expected}"',
    Code.PROOF_LACKS: 'lacks "{expected}"',
    Code.PROOF_ROWS: "has {found} rows of figures; it should have {expected}",
    Code.PROOF_NAMES_ANOTHER: "names {found} ({owner}), whose letter this isn't",
    Code.PROOF_NOT_ACCEPTED: "has not been accepted by anybody; look at the drafts, then: ombuds-letters proof YEAR --accept --by WHO",
    Code.PROOF_WORDING: 'reads "{found}"; accepted is "{expected}"',
    Code.PROOF_WORDING_LOST: 'lacks "{expected}"',
    Code.PROOF_WORDING_ADDED: 'has "{found}" besides what was accepted, or once too often',
    Code.PROOF_WORDING_CHANGED: "the wording differs from what was accepted in {places} ({letters}); see {redline}; if it is "
    "meant: ombuds-letters build {year} --draft, then proof {year} --accept --by WHO",
    Code.PROOF_MARGIN: 'has "{found}" in its margin, or outside the structure, where nothing of the kind was accepted',
    Code.PROOF_PAGES: "are {found}; the edition's letters have {fewest} to {most}",
    Code.PROOF_SHEET: "is {width} by {height} mm, a size that was not accepted",
    Code.PROOF_EMPTY_PAGE: "has nothing on it",
    Code.PROOF_IN_FORM: "has {count} texts inside a picture, where they can't be held against anything",
    Code.PROOF_OFF_PAGE: 'has "{found}" beyond its margins',
    Code.PROOF_UNPAINTED: 'has "{found}" in invisible ink',
    Code.PROOF_FAINT: 'has "{found}" too faint to read, a contrast of {contrast}; 4.5 is the least',
    Code.PROOF_SMALL: 'has "{found}" in {size} pt; 8 is the least',
    Code.PROOF_CLIPPED: 'has "{found}" cut off at its box',
    Code.PROOF_COVERED: 'has "{found}" under something painted over it',
    Code.PROOF_OVERLAP: 'has "{found}" and "{other}" one upon the other',
    Code.PROOF_FONT: "is in {found}, which is not one of the edition's fonts, embedded whole",
    Code.PROOF_CHARACTER: 'has "{character}" ({codepoint}, {character_name}) in "{found}", which the edition\'s fonts don\'t have',
    Code.PROOF_UNTAGGED: "is not tagged; who can't see it can't read it",
    Code.PROOF_FORM: "is not {profile}: {problem}",
}
