"""Markdown's tokens as HTML, each block on its own line, and faults of what a letter can't show."""

from __future__ import annotations

import html
import re
from collections.abc import Callable, Collection, Iterator, Sequence

from markdown_it.token import Token

from ..faults import Fault, Kind, Place, Remedy
from ..formats.fields import unprintable
from ..text import slips
from .markdown_parser import CALL, PASSAGES
from .typography import A_NUMBER, NO_BREAK, SPAN, UNKNOWN, together

WORDS_AS_TYPED = Kind("words.as_typed", 'has "{found}", which is {what} and would be printed as typed; {remedy}')
WORDS_UNSUPPORTED = Kind("words.unsupported", "has {what}, which the letter can't show; {remedy}")
WORDS_NOTE = Kind(
    "words.note",
    "has {{#, which begins a note, and the note doesn't end; write #}} after it in the same paragraph, or {{\\# if it is meant "
    "literally",
)
WORDS_NUMBER = Kind("words.number", 'numbers an item "{found}"; {remedy}')
WORDS_EMPTY = Kind("words.empty", "has {what} without words; write them, or delete its mark")
WORDS_CONDITIONAL = Kind(
    "words.conditional",
    "has {what} that some letters leave empty; put {{% if … %}} and {{% endif %}} on lines of their own around it",
)

WORDS_INCLUDED = Kind(
    "words.included",
    'includes "{found}", which has paragraphs of its own, within a paragraph or a heading; write it on a line of its own, '
    "with an empty line above it",
)

_NOWRAP = '<span style="white-space: nowrap">{}</span>'
_COMMENT = re.compile(r"\{#.*?#\}", re.DOTALL)
_INCLUDED = re.compile(r"\{%[-+]?\s*include\s[^%]*?[\"']([^\"']*\.md)[\"']")
_STATEMENT = re.compile(r"\{%[-+]?\s*(\w+)")

# What Markdown has and letters don't: its name in faults, and what to write instead.
_UNSUPPORTED = {
    "em_open": ("slanted text (*…* or _…_)", "write **…** for bold; put \\ before a * or _ that is meant literally"),
    "code_inline": ("code (`…`)", "write plain words; put \\ before a ` that is meant literally"),
    "code_block": ("an indented block", "begin its lines without spaces"),
    "fence": ("a block between ``` or ~~~", "write plain paragraphs"),
    "blockquote_open": ("a quotation (>)", "write a plain paragraph; put \\ before a > that is meant literally"),
    "hr": ("a rule (--- or ***)", "take it out, or put \\ before it"),
    "link": ("a link to a value ([…]({{ … }}))", 'write {{ … | link("where it leads") }}'),
    "nowhere": ("a link that leads nowhere ([…](…))", "begin its address with https:// or mailto:"),
    "bold_in_link": ("bold within a link ([a **b**](…))", "write the link's words without **"),
    "break_in_link": ("a line that ends within a link", "take out the \\ or the spaces at its end"),
    "link_in_bold": ("a link within bold (**[…](…)**)", "write the link outside the **"),
    "deep_list": ("a list within a list within a list", "write it with two levels"),
    "image": ("a picture (![…](…))", "pictures belong in the frame, letter.html.j2"),
}
_LEADS = ("https://", "http://", "mailto:", "tel:")
_DEEPEST_HEADING = 3
_DEEPEST_LIST = 2  # of passages: what lists look like is accepted with the look of two
_HIGHEST_NUMBER = 99  # a list's; a higher one is a year or a quantity that begins a paragraph
_WHOLE_TAG = re.compile(r"\{\{.*?\}\}|\{%.*?%\}|\{#.*?#\}")
_OPENS_A_TAG = re.compile(r"\{(?=[{%#]|\Z)")  # of Jinja's, by itself or with what comes after it


def _unbroken(text: str, *, in_link: bool) -> str:
    """HTML whose ranges, "2017–18", are on one line: a line may end after a dash. A link has no element within it."""
    return text if in_link or "–" not in text else SPAN.sub(lambda found: _NOWRAP.format(found[0]), text)


class HtmlWriter:
    """Writes Markdown tokens as HTML, each block on its own line."""

    def __init__(
        self,
        path: str,
        printable: Collection[str],
        content: str,
        attributes: str = "",
        *,
        typeset: Callable[[str], str],
        printed: Callable[[str], str],
        included_as: str = "",
    ) -> None:
        self.path = path
        self._included_as = f"{included_as}:" if included_as else ""
        self._typeset = typeset
        self._printed = printed
        self._attributes = attributes
        self.has_passages = False
        self._printable = printable
        self._typed = re.split("\r\n|\n|\r", content)
        self.out: list[str] = []
        self.faults: list[Fault] = []
        self._lines = 0
        self._lists: list[_OrderedList | None] = []

    def blocks(self, tokens: list[Token]) -> None:
        for number, token in enumerate(tokens, 1):
            after = tokens[number] if number < len(tokens) else None
            if token.map and token.nesting >= 0:
                self._write("\n" * (token.map[0] - self._lines))
            line = (token.map[0] if token.map else self._lines) + 1
            if token.type in _UNSUPPORTED:
                self._unsupported(token.type, line)
            elif token.type == "inline":
                if not self._attributes:  # passages are searched when their record is read
                    self._as_typed(token.children or [], line)
                self._write("".join(self._inline(token.children or [], line)))
            elif token.type == "jinja_block":
                self.has_passages = self.has_passages or bool(PASSAGES.search(_COMMENT.sub("", token.content)))
                self._write(
                    f"<div{self._own_line(line)}>{token.content}</div>" if CALL.match(token.content) else token.content
                )
            elif token.hidden:  # paragraphs of a tight list
                if token.nesting > 0:
                    self._filled("an item", after, Place(self.path, line))
            elif token.nesting > 0:
                self._open(token, after, line)
            elif token.nesting < 0:
                if token.type.endswith("list_close"):
                    self._lists.pop()
                self._write(f"</{token.tag}>")

    def _open(self, token: Token, after: Token | None, line: int) -> None:
        """Begins a block that has others, or words, in it; `after` is the token after it."""
        place, style = Place(self.path, line), ""
        if token.type == "heading_open":
            if int(token.tag[1]) > _DEEPEST_HEADING:
                what = (f"a heading with {len(token.markup)} #", f"write one with 1 to {_DEEPEST_HEADING}")
                self.faults.append(_refusal(self.path, line, what))
            self._filled("a heading", after, place)
        elif token.type.endswith("list_open"):
            self._lists.append(_OrderedList(token) if token.type == "ordered_list_open" else None)
            if self._attributes and len(self._lists) > _DEEPEST_LIST:
                self._unsupported("deep_list", line)
        elif token.type == "list_item_open":
            listed = self._lists[-1]
            if listed is not None:
                if remedy := listed.problem(token.info):
                    self.faults.append(WORDS_NUMBER(place, found=token.info + token.markup, remedy=Remedy(remedy)))
                style = listed.style()
                listed.next += 1
            empty = after is not None and after.type == "list_item_close"
            self._filled("an item", after if empty else None, place)
        elif token.type == "paragraph_open" and self._lists:
            self._filled("an item", after, place)
        own = self._attributes if token.tag != "li" else ""
        own = own if self._attributes else self._own_line(line)
        self._write(f"<{token.tag}{own}{style}>")

    def _own_line(self, line: int) -> str:
        """The attribute with a block's line, ' data-line="12"', or ' data-line="part.md:12"' in words that are included."""
        return f' data-line="{html.escape(self._included_as)}{line}"'

    def _filled(self, what: str, words: Token | None, place: Place) -> None:
        """Reports a heading or item without words: `words` is what comes after its beginning."""
        if words is None:
            return
        printed = _always_printed(words.children or [])
        if printed is None:
            self.faults.append(WORDS_EMPTY(place, what=what))
        elif not printed:
            self.faults.append(WORDS_CONDITIONAL(place, what=what))

    def _write(self, text: str) -> None:
        self._lines += text.count("\n")
        self.out.append(text)

    def _inline(self, tokens: list[Token], line: int) -> Iterator[str]:
        before = ""
        for token, text, around in zip(tokens, self._set(tokens), _around(tokens), strict=True):
            in_link = "link_open" in around
            if refused := self._refused(token.type, around):
                self._unsupported(refused, line)
                line += int(token.type == "hardbreak")
            elif token.type == "jinja":
                if before.endswith("]("):
                    self._unsupported("link", line)
                if included := _INCLUDED.match(token.content):
                    self.faults.append(WORDS_INCLUDED(self._place(line, token.content), found=included[1]))
                line += token.content.count("\n")
                is_range = not in_link and SPAN.search(self._typeset(self._printed(token.content))) is not None
                yield _NOWRAP.format(token.content) if is_range else token.content
            elif token.type == "unended_note":
                self.faults.append(WORDS_NOTE(self._place(line, "{#")))
            elif token.type in ("softbreak", "hardbreak"):
                line += 1
                stays = f"{NO_BREAK}<!--\n-->" if text == NO_BREAK else "\n"  # the template has the lines of the words
                yield stays if token.type == "softbreak" else "<br>\n"
            elif token.type == "link_open":
                target = str(token.attrs.get("href"))
                if "{{" in target:
                    self._unsupported("link", line)
                elif not target.startswith(_LEADS):
                    self._unsupported("nowhere", line)
                attributes = "".join(f' {name}="{html.escape(str(value))}"' for name, value in token.attrs.items())
                yield f"<a{attributes}>"
            elif token.nesting:
                yield f"<{'/' if token.nesting < 0 else ''}{token.tag}>"
            else:
                self._characters(token.content, line)
                yield _unbroken(_OPENS_A_TAG.sub("&#123;", html.escape(text, quote=False)), in_link=in_link)
            before = token.content

    def _refused(self, kind: str, around: Sequence[str]) -> str:
        """What can't be shown of a kind of token in the marks around it, "image", "bold_in_link"; "" for what can.

        A link's words are one element of the PDF's tags. What bold links look like in passages nobody accepted.
        """
        if "link_open" in around and kind in ("strong_open", "hardbreak"):
            return "bold_in_link" if kind == "strong_open" else "break_in_link"
        if self._attributes and kind == "link_open" and "strong_open" in around:
            return "link_in_bold"
        return kind if kind in _UNSUPPORTED else ""

    def _set(self, tokens: Sequence[Token]) -> Iterator[str]:
        """What each token of a paragraph prints, with the characters of print, and spaces that lines don't end at."""
        pieces = [self._text(token) for token in tokens]
        text, at = together(self._typeset("".join(pieces))), 0
        for token, piece in zip(tokens, pieces, strict=True):
            yield token.content if self._is_literal(token) else text[at : at + len(piece)]
            at += len(piece)

    def _is_literal(self, token: Token) -> bool:
        """True for what comes after a backslash in the words: it is printed as it was typed."""
        return token.type == "text_special" and not self._attributes

    def _text(self, token: Token) -> str:
        """What is known of a token's text while its paragraph is set."""
        if token.type in ("softbreak", "hardbreak"):
            return "\n"
        if token.type == "jinja" and not token.content.startswith("{{"):
            return ""
        if token.type == "jinja":
            return A_NUMBER if self._printed(token.content).replace(",", "").isdigit() else UNKNOWN
        if token.nesting or token.type in _UNSUPPORTED:
            return ""
        return UNKNOWN * len(token.content) if self._is_literal(token) else token.content

    def _as_typed(self, tokens: list[Token], line: int) -> None:
        """Reports what somebody meant to be filled in or laid out, in a paragraph's text outside tags."""
        pieces = {"text": None, "softbreak": "\n", "hardbreak": "\n"}
        text = "".join(
            token.content
            if token.type == "text"
            else pieces.get(token.type)
            or slips.MASK * (2 if token.content.endswith("}}") else 1) + "\n" * token.content.count("\n")
            for token in tokens
        )
        for each in slips.in_words(text):
            place = self._place(line + text.count("\n", 0, each.start), each.found)
            self.faults.append(WORDS_AS_TYPED(place, found=each.found, what=each.what, remedy=Remedy(each.remedy)))

    def _characters(self, text: str, line: int) -> None:
        for at, kind, values in unprintable(text, self._printable):
            self.faults.append(kind(self._place(line, text[at]), **values))

    def _place(self, line: int, typed: str) -> Place:
        """Where something was typed in a line: outside tags, if it is there."""
        text = self._typed[line - 1] if line <= len(self._typed) else ""
        outside = _WHOLE_TAG.sub(lambda tag: " " * len(tag[0]), text)
        return Place(self.path, line, outside.find(typed) + 1 or text.find(typed) + 1)

    def _unsupported(self, kind: str, line: int) -> None:
        self.faults.append(_refusal(self.path, line, _UNSUPPORTED[kind]))


class _OrderedList:
    """The numbers of a list as they are typed; `next` is the number that the next item should have."""

    def __init__(self, opening: Token) -> None:
        start = opening.attrGet("start")
        self.next = 1 if start is None else int(start)
        self._mark = opening.markup
        self._as_usual = start is None and opening.markup == "."

    def problem(self, typed: str) -> str:
        """What to do about an item's number, "" if it is right: it is printed as it is typed."""
        if self.next > _HIGHEST_NUMBER:
            return f'put \\ before the "{self._mark}" if it is no item of a list, or begin the list with a lower number'
        return "" if typed == str(self.next) else f'write "{self.next}{self._mark}"'

    def style(self) -> str:
        """The attribute by which WeasyPrint prints an item's number; it knows nothing of `<ol start>`."""
        return "" if self._as_usual else f" style=\"list-style-type: '{self.next}{self._mark} '\""


def _around(tokens: Sequence[Token]) -> Iterator[tuple[str, ...]]:
    """The marks that are open at each token, the token's own among them: ("strong_open", "link_open")."""
    opened: tuple[str, ...] = ()
    for token in tokens:
        if token.nesting:
            opened = (*opened, token.type) if token.nesting > 0 else opened[:-1]
        yield opened


def _always_printed(tokens: list[Token]) -> bool | None:
    """True for words that every letter has, False for some that only certain letters have, None for none at all."""
    depth, found = 0, False
    for token in tokens:
        statement = _STATEMENT.match(token.content) if token.type == "jinja" else None
        if statement and statement[1] in ("if", "for"):
            depth += 1
        elif statement and statement[1] in ("endif", "endfor"):
            depth -= 1
        elif statement and statement[1] == "else":
            return True  # one or the other is printed
        elif (token.type == "jinja" and token.content.startswith("{{")) or (
            token.type not in ("jinja", "softbreak", "hardbreak") and token.content.strip()
        ):
            found = True
            if not depth:
                return True
    return False if found else None


def _refusal(path: str, line: int, what: tuple[str, str]) -> Fault:
    return WORDS_UNSUPPORTED(Place(path, line), what=what[0], remedy=what[1])
