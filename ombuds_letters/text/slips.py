"""Slips in what people write: what was meant to be filled in or laid out, and would be printed as typed.

`{contact.name}`, `«Council»`, `##Heading`, a table. Where one is meant literally, a backslash before it says so.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from itertools import pairwise

from . import unfinished


@dataclass(frozen=True, slots=True)
class Slip:
    """`Slip(5, "{contact.name}", "not filled in", "write {{ contact.name }} …")`; it begins at `start`, counted from 0."""

    start: int
    found: str
    what: str
    remedy: str


MASK = "\ufffc"  # for characters that are no slip: after a backslash, or in a tag; in the words, two for a value

_NAME = r"[A-Za-z_]\w*(?:\.\w+)*(?: \w+){0,4}"
_WORDS = ("authority", "body", "code", "contact", "council", "date", "kind", "name", "salutation", "title", "year")
_TABLE_ROW = r"\|[^\n|]*\|[^\n]*"
_ITEM_MARK = r"(?:[-*+]|[0-9]{1,9}[.)])"
_SPACE = "[\xa0\u2000-\u200a\u202f]"  # of a fixed width, which makes no mark
_VALUE = rf"[ \t]*(?P<name>{_NAME}(?:[ \t]*\|[^{{}}\n]*)?)[ \t]*"

_NAME_OF_VALUE = (
    r"(?:authority\.(?:name|code|kind)|contact\.(?:name|title|salutation|body)|correction\.(?:reason|replaced)"
    r"|letter\.(?:title|subject|author|date|year)|figures\.[a-z_]\w*\.[a-z_]\w*|facts\.[a-z_]\w*(?:\.[a-z_]\w*)*)"
)
_OF_A_VALUE = re.compile(r"(?:passages|\w+(?:\.\w+)+)\s*(?:\||$)")

_NOT_FILLED_IN, _MAIL_MERGE, _NOT_A_STATEMENT = "not filled in", "a field of a mail merge", "not a statement"
_NOTHING_FILLED_IN = "nothing is filled in in a passage: write the words"
_HEADING, _BOLD, _ITEM, _TABLE = "not a heading", "not bold", "not an item of a list", "not a table"

_FROM_THE_LIST = "write {{ … }} with a name from docs/words.md"
_NEW_PARAGRAPH = r"(?:\A|(?<=\n\n))"
# Of an item: "a.", "IV)", "(1)", "1:", "1.1".
_LABEL = (
    r"(?:\([A-Za-z0-9]{1,4}\)|(?:[A-Ha-h]|i{1,3}|iv|vi{0,3}|ix|x|I{1,3}|IV|VI{0,3}|IX|X)[.):]|[0-9]{1,3}:"
    r"|[0-9]{1,3}(?:\.[0-9]{1,3})+[.):]?)"
)

# Each with what it is, and what to write instead; "value" is what is between the braces. The first that fits a place counts.
_VALUES = (
    (rf"\{{[ \t]+\{{(?!\{{)[ \t]*(?P<name>{_NAME}[^{{}}\n]*?)?[ \t]*(?:\}}[ \t]*\}})?", _NOT_FILLED_IN, "value"),
    (r"\{[ \t]+%[^\n{}]*", _NOT_A_STATEMENT, "write {% … %} without a space after the brace"),
    (
        r"(?<!\{)\{[ \t]*(?P<statement>(?:if|elif|for|set|include) [^{}%\n]*?|else|endif|endfor)[ \t]*\}(?!\})",
        _NOT_A_STATEMENT,
        "statement",
    ),
    (rf"(?<!\{{)\{{{_VALUE}\}}(?!\}})", _NOT_FILLED_IN, "single"),
    (rf"(?<!\{{)\{{{_VALUE}\}}\}}", _NOT_FILLED_IN, "value"),
    (r"\{\{[^{}\n]*\}(?!\})", _NOT_FILLED_IN, "close it with }}"),
    (r"(?<!\})\}[ \t]+\}(?!\})", _NOT_FILLED_IN, "write }} without a space between"),
    (r"\}\}", _NOT_FILLED_IN, "begin the value with {{"),
    (r"\{\{[ \t]*[\w.]*", _NOT_FILLED_IN, "close it with }}"),
    (r"%\}", _NOT_A_STATEMENT, "begin the statement with {%"),
    (r"\{%[ \t]*\w*", _NOT_A_STATEMENT, "close it with %}"),
    (r"«[^«»\n]{1,60}»|<<[^<>\n]{1,60}>>|\[\[[^\[\]\n]{1,60}\]\]", _MAIL_MERGE, _FROM_THE_LIST),
    (r"@@[^@\n]{1,60}@@", _MAIL_MERGE, _FROM_THE_LIST),
    (unfinished.MARKED_FIELD, _MAIL_MERGE, _FROM_THE_LIST),
    (r"<%[^\n]*?%>", _NOT_FILLED_IN, _FROM_THE_LIST),
    (unfinished.BRACKETED, "a placeholder", _FROM_THE_LIST),
    (rf"(?<![\w./@{MASK}])(?P<name>{_NAME_OF_VALUE})(?![\w@/{MASK}]|\s*[|%}}])", _NOT_FILLED_IN, "value"),
    (rf"{unfinished.ERROR}|{unfinished.FIELD_ERROR}", "an error of another program", "write what it should be"),
    (unfinished.FILLER, "filler text", "write the words"),
)
_BULLETS = 'write "- " for each item of a list, with an empty line above the first'
_MARKS = (
    (r"!\[[^\]\n]*\](?:\([^)\n]*\)?)?", "not a picture", "pictures belong in the frame, letter.html.j2"),
    (r"\[\^[^\]\s]{1,40}\]", "not a footnote", "write the note where it belongs"),
    (r"\]\((?!\ufffc)", "not a link", "write [words](https://…), without a space in the address"),
    (
        rf"^[ \t]*{_TABLE_ROW}(?:\n[ \t]*{_TABLE_ROW})*|^[ \t]*\|?[ \t]*:?-{{2,}}:?[ \t]*(?:\|[ \t]*:?-{{2,}}:?[ \t]*)+\|?",
        _TABLE,
        "take tables from figures.yaml, or write a list",
    ),
    (r"\](?=[ \t]+\((?:https?://|mailto:|www\.))", "not a link", "write [words](https://…), without a space between"),
    (
        r"^\[[^\[\]\n]+\]:[ \t]+(?=https?://|mailto:|www\.)",
        "not a link's address",
        "write [words](https://…) where the link is",
    ),
    (r"^#{7,}", _HEADING, "write one with 1 to 3 #"),
    (rf"^#{{1,6}}{_SPACE}", _HEADING, "write a plain space after the #"),
    (rf"^{_ITEM_MARK}{_SPACE}", _ITEM, "write a plain space after the mark"),
    (r"^[•‣◦⁃▪▫■□●○·][ \t\xa0]", _ITEM, _BULLETS),
    (rf"{_NEW_PARAGRAPH}o[ \t\xa0]|^[–—o][ \t\xa0](?=[^\n]*\n[–—o][ \t\xa0])", _ITEM, _BULLETS),
    (r"^(?:-|[0-9]{1,3}[.)])(?=[A-Za-z])", _ITEM, "write a space after the mark"),
    (
        rf"^{_LABEL}(?=[ \t][^\n]*\n{_LABEL}[ \t])",
        _ITEM,
        "begin each item with 1. or -, or put an empty line between them",
    ),
    (r"^(?:[-*+][ \t]+)?\[[ xX]\](?=[ \t])", "not a box to tick", "delete it"),
    (r"==(?=[^\s=])[^=\n]*[^\s=]==", "not highlighted", "delete the marks"),
    (r"\*\*|\*(?=[^\s*])|(?<=[^\s*])\*", _BOLD, "write **…** without a space inside the stars"),
    (r"__+|(?<![^\W_])_(?=\w)|(?<=\w)_(?![^\W_])", _BOLD, "write **…** for bold"),
    (r"~~", "not struck out", "delete it"),
    (unfinished.SPELT_CHARACTER, "a character in HTML's spelling", "write the character itself"),
    (
        unfinished.CODED_CHARACTER,
        "a character in a program's spelling",
        "write the character itself, or begin a new line",
    ),
    (r"<!--.*?-->", "a comment of HTML", "write {# … #}"),
    (r"</?[A-Za-z][A-Za-z0-9:-]*(?:\s[^<>]*)?/?>", "a tag of HTML", "write Markdown instead of HTML"),
)
_IN_WORDS = (
    (r"^#{1,6}(?=[^\s#])", _HEADING, "write a space after the #"),
    (r"^(?:=+|-{1,2})[ \t]*$", "not a line", "delete it, or write ## before the line above if that is a heading"),
    (rf"(?<={MASK * 2})\}}(?!\}})", "a brace too many", "take it out"),  # passages have no values
)
# What Markdown has and passages don't.
_IN_PASSAGES = (
    (r"^#{2,6}(?!#)|^#[ \t]", _HEADING, "passages have none: delete the mark"),
    (r"^={2,}[ \t]*$", _HEADING, "passages have none: delete the mark"),
    (r"^>", "not a quotation", "write a plain paragraph"),
    (r"`+[^`\n]*`*", "not code", "write plain words"),
    (r"^-{3,}[ \t]*$", "not a rule", "delete it"),
    (r"^ *[-*+][ \t]*$", _ITEM, "write its words beside it, or delete it"),
    (r"\\[ \t]*$", "not a line break", "begin a paragraph after an empty line, or an item"),
    (rf"^ *{_ITEM_MARK} +(?={_ITEM_MARK}(?: |$))", _ITEM, "write one mark before each item"),
    (r"<(?:https?://|mailto:|[\w.+-]+@)[^<>\s]+>", "not a link", "write [words](https://…), or [words](mailto:…)"),
)

_Pattern = tuple[re.Pattern[str], str, str]


def _compiled(patterns: Iterable[tuple[str, str, str]]) -> tuple[_Pattern, ...]:
    return tuple((re.compile(pattern, re.MULTILINE), what, remedy) for pattern, what, remedy in patterns)


_FOR_FRAMES = _compiled(_VALUES)
_FOR_WORDS = _compiled((*_VALUES, *_MARKS, *_IN_WORDS))
_FOR_PASSAGES = _compiled((*_VALUES, *_IN_PASSAGES, *_MARKS))

_LIST_ITEM = re.compile(rf"^(?P<indent> *)(?P<mark>{_ITEM_MARK}) +(?=\S)", re.MULTILINE)
_DEEPEST = 3  # spaces beyond the words above
_ESCAPED = re.compile(r"\\(?:«[^«»\n]*»?|[!-/:-@\[-`{-~])")
_TAG = re.compile(r"\{\{.*?\}\}|\{%.*?%\}|\{#.*?#\}", re.DOTALL)
_LINK = re.compile(
    r"(?<!!)\[(?P<words>(?=[^\]\s])[^\[\]]*(?:\[[^\[\]]*\][^\[\]]*)*)\]"
    r"(?P<address>\((?:https?://|mailto:|tel:)[^\s()<>]+(?:\([^\s()]*\)[^\s()<>]*)*\))"
)
# Opening stars are before a word, or before what else isn't right after a word; closing ones are the mirror image.
_BOLD_TEXT = re.compile(
    r"(?:(?<![\w*])\*\*(?=[^\s*_])|(?<![*_])\*\*(?=[^\W_]))"  # beside an underscore, stars are read in many ways
    r"(?P<text>(?:(?!\n[ \n]*\n).)+?)"
    r"(?:(?<=[^\s*_])\*\*(?![\w*])|(?<=[^\W_])\*\*(?![*_]))",
    re.DOTALL,
)


def in_words(text: str) -> Iterator[Slip]:
    """Each slip in a paragraph of the words, in order: its text as Markdown left it, with `MASK` for what is no slip."""
    return _slips(text, text, _FOR_WORDS, _words_remedy)


def in_passage(text: str) -> Iterator[Slip]:
    """Each slip in a passage as it was typed, in order."""
    masked = without_escaped(text)
    tags = [
        Slip(tag.start(), tag[0], _NOT_FILLED_IN, f"{_NOTHING_FILLED_IN}{_literally(tag[0])}")
        for tag in _TAG.finditer(masked)
    ]
    masked = _LINK.sub(_without_address, _TAG.sub(_masked, masked))
    masked = _BOLD_TEXT.sub(lambda bold: f"{MASK * 2}{bold['text']}{MASK * 2}", masked)
    found = _slips(text, masked, _FOR_PASSAGES, _passage_remedy)
    items = [*_too_deep(masked), *_begun_otherwise(masked)]
    return iter(sorted([*tags, *found, *items], key=lambda each: each.start))


def without_escaped(text: str) -> str:
    """A text with `MASK` for what is meant literally: each backslash with the mark after it."""
    return _ESCAPED.sub(_masked, text)


def in_frame(text: str) -> Iterator[Slip]:
    """Each value that isn't filled in in a template's own text, in order; HTML has no backslashes."""
    return _slips(text, text, _FOR_FRAMES, _frame_remedy)


def _slips(
    typed: str, masked: str, patterns: Iterable[_Pattern], finished: Callable[[Slip, str], str]
) -> Iterator[Slip]:
    taken = [False] * len(typed)
    found: list[Slip] = []
    for pattern, what, remedy in patterns:
        for match in pattern.finditer(masked):
            if any(taken[match.start() : match.end()]) or not match[0]:
                continue
            name = match.groupdict().get("name") or ""
            if remedy == "single" and not _looks_like_a_name(name):
                continue
            taken[match.start() : match.end()] = [True] * (match.end() - match.start())
            said = _filled_in(name.strip()) if remedy in ("single", "value") else remedy
            said = f"write {{% {match['statement']} %}}" if remedy == "statement" else said
            slip = Slip(match.start(), typed[match.start() : match.end()].strip().partition("\n")[0], what, "")
            found.append(Slip(slip.start, slip.found, what, finished(slip, said)))
    return iter(sorted(found, key=lambda each: each.start))


def _too_deep(text: str) -> Iterator[Slip]:
    """Items so far to the right that they go on with the line above."""
    above = 0  # where the words of the item above begin
    for item in _LIST_ITEM.finditer(text):
        if len(item["indent"]) - above > _DEEPEST:
            remedy = "begin it below the first word of the item that it is in"
            yield Slip(item.start("mark"), item["mark"], _ITEM, remedy)
        above = len(item[0])


def _begun_otherwise(text: str) -> Iterator[Slip]:
    """Items that go on with the line above, as a list right below words, or within an item, begins with 1."""
    begun: set[int] = set()  # how far the lists are indented that are open
    above, start = "", 0
    lines = [*text.split("\n"), ""]
    for line, below in pairwise(lines):
        if item := _LIST_ITEM.match(line):
            indent, number = len(item["indent"]), item["mark"][:-1]
            begun = {each for each in begun if each <= indent}
            if number.isdigit() and int(number) != 1 and indent not in begun:
                following = len(number) < 3 and re.match(rf" {{{indent}}}{int(number) + 1}[.)] ", below)
                if begun or (above.strip() and following):
                    remedy = "begin the list with 1." if begun else "put an empty line before the list"
                    yield Slip(start + indent, item["mark"], _ITEM, remedy)
            begun.add(indent)
        elif line.strip() and not above.strip() and not line.startswith(" "):
            begun.clear()
        above, start = line, start + len(line) + 1


def _passage_remedy(slip: Slip, remedy: str) -> str:
    filled_in = slip.what in (_NOT_FILLED_IN, _MAIL_MERGE, _NOT_A_STATEMENT)
    return f"{_NOTHING_FILLED_IN if filled_in else remedy}{_literally(slip.found)}"


def _words_remedy(slip: Slip, remedy: str) -> str:
    return f"{remedy}{_literally(slip.found)}"


def _literally(found: str) -> str:
    """How to write it where it is meant, ", or …"; "" where a backslash before it would be printed too."""
    if len(found) > 1 and len(set(found)) == 1 and found.isascii():
        each = f"\\{found[0]}"
        return f", or {each * len(found)} if it is meant literally"
    if _ESCAPED.match(f"\\{found}"):
        return ", or put \\ before it if it is meant literally"
    if found[-1] in ".)":
        return f', or put \\ before the "{found[-1]}" if it is meant literally'
    return ""


def _frame_remedy(slip: Slip, remedy: str) -> str:
    return f"{remedy}, or &#{ord(slip.found[0])}; for the {slip.found[0]} if it is meant literally"


def _masked(match: re.Match[str]) -> str:
    return re.sub(r"[^\n]", MASK, match[0])


def _without_address(link: re.Match[str]) -> str:
    return f"{MASK}{link['words']}{MASK * (len(link['address']) + 1)}"


def _filled_in(name: str) -> str:
    """How to fill in what is between braces: a name without a dot, or with blanks, is none of a value."""
    return f"write {{{{ {name or '…'} }}}}" if not name or _OF_A_VALUE.match(name) else _FROM_THE_LIST


def _looks_like_a_name(name: str) -> bool:
    plain = name.partition("|")[0].strip()
    has_word = any(each in _WORDS for each in plain.lower().split())
    return any(each in plain for each in "._") or plain[:1].isupper() or has_word or "|" in name
