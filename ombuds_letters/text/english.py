"""Numbers, dates and lists in English."""

from __future__ import annotations

import datetime
import unicodedata
from collections.abc import Iterable, Sequence
from fractions import Fraction

MONTHS = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip


def rate(part: int, of: int, per: int, decimals: int, unit: str, none: str) -> str:
    """A share as letters print it, "88%", or so many per another number, "14.6" per 100,000; `none` where `of` is 0.

    Source: 56 of 57 published percentages checked; four exact halves (7 of 8, 35 of 40) all printed upwards.
    """
    if not of:
        return none
    return rounded(Fraction(per * part, of), decimals) + unit


def rounded(value: Fraction, decimals: int) -> str:
    """A number with so many decimals, halves up, without a last ".0": "14.6", "11".

    Source: upheld decisions per 100,000 residents are published so since 2023.
    """
    scale = 10**decimals
    whole, rest = divmod((2 * value.numerator * scale + value.denominator) // (2 * value.denominator), scale)
    return f"{whole}.{rest:0{decimals}}" if rest else str(whole)


def long_date(day: datetime.date) -> str:
    """A day in words, "18 July 2018"; in English whatever the locale."""
    return f"{day.day} {MONTHS[day.month - 1]} {day.year}"


def day_of(moment: str) -> str:
    """The day of a moment as it is written down, in its own time zone: "18 July 2018" of "2018-07-18T10:12:00+00:00"."""
    return long_date(datetime.datetime.fromisoformat(moment).date())


def short_date(day: datetime.date) -> str:
    """A day in figures, "31/03/2018"."""
    return f"{day.day:02}/{day.month:02}/{day.year}"


def counted(number: int, one: str, many: str = "") -> str:
    """A number with its noun: "1 letter", "354 letters"."""
    return f"{number:,} {one if number == 1 else many or one + 's'}"


def singular(noun: str) -> str:
    """One of what a plural names: "County Council" of "County Councils", "Authority" of "Authorities"."""
    if noun.endswith("ies"):
        return f"{noun[:-3]}y"
    return noun[:-1] if noun.endswith("s") and not noun.endswith(("ss", "us", "is")) else noun


def capitalised(text: str) -> str:
    """With a capital letter at its start, the rest as it is: "Mark at the top of every page"."""
    return text[:1].upper() + text[1:]


def listed(items: Iterable[str]) -> str:
    """Items in a sentence: "a, b or c"."""
    *most, last = items
    return f"{', '.join(most)} or {last}" if most else last


def all_of(items: Iterable[str]) -> str:
    """Items in a sentence: "a, b and c"."""
    *most, last = items
    return f"{', '.join(most)} and {last}" if most else last


_ORDINALS = (
    "first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth",
    "eleventh", "twelfth", "thirteenth", "fourteenth", "fifteenth", "sixteenth", "seventeenth", "eighteenth",
    "nineteenth", "twentieth",
)  # fmt: skip
_BLOCKS = {"p": "paragraph", "li": "item", "td": "cell", "th": "column head"}
_MOST_NAMED = 2  # letters that a sentence names
_ONLY = {
    "title": "the document's title",
    "margin": "the mark at the top of every page",
    "foot": "the foot of the pages",
}


def named_character(character: str) -> str:
    """A character by its Unicode number and name: "U+200B, zero width space"."""
    name = "tab" if character == "\t" else unicodedata.name(character, "a control character").lower()
    return f"U+{ord(character):04X}, {name}"


def ordinal(number: int) -> str:
    """An ordinal number: "first", "twentieth", "21st"."""
    if number <= len(_ORDINALS):
        return _ORDINALS[number - 1]
    ending = "th" if number % 100 in (11, 12, 13) else {1: "st", 2: "nd", 3: "rd"}.get(number % 10, "th")
    return f"{number:,}{ending}"


def place_in_letter(kind: str, number: int, section: str, words: str) -> str:
    """Where something is printed: "the second paragraph of “Complaint handling training”"; `kind` is its HTML tag.

    `section` is what it belongs to, "“Complaint handling training”", "passage 1", "the frame", or "" above the first
    heading; a heading or caption is named by its own `words`.
    """
    if kind in _ONLY:
        return _ONLY[kind]
    if kind == "caption" or kind.startswith("h"):
        return f"the {'title of the table' if kind == 'caption' else 'heading'} “{words}”"
    under = f" of {section}" if section else " above the first heading"
    return f"the {ordinal(number)} {_BLOCKS.get(kind, 'text')}{under}"


def spread(letters: Sequence[str], total: int) -> str:
    """How many letters share something: "in all 354", "in 2: Devon County Council and Ux County Council", "in 17"."""
    count = len(letters)
    if count == total > 1:
        return f"in all {count:,}"
    if count > _MOST_NAMED:
        return f"in {count:,}"
    return f"in {count}: {' and '.join(letters)}"


def would_change(letters: int, differing: int, folder: str) -> str:
    """How many letters differ from those in the output folder, in a sentence."""
    if not differing:
        return f"No letter differs from the one in {folder}."
    of = (
        f"All {letters:,} letters differ"
        if differing == letters > 1
        else f"{differing:,} of {counted(letters, 'letter')}"
    )
    differ = "" if differing == letters > 1 else " differs" if differing == 1 else " differ"
    return f"{of}{differ} from {'the one' if differing == 1 else 'those'} in {folder}."


def beside_changes(
    unbuilt: int, unkept: int, gone: int, left_out: int, withdrawn: int = 0, made: str = "built"
) -> tuple[str, ...]:
    """What else there is to know about an output folder, whose letters were "built" or "issued", one sentence each."""
    sentences = [
        (unbuilt, f"{counted(unbuilt, 'is', 'are')} not {made} yet."),
        (withdrawn, f"{counted(withdrawn, 'is', 'are')} withdrawn."),
        (unkept, f"{unkept:,} can't be compared: build once more."),
        (gone, f"{counted(gone, 'letter has', 'letters have')} no record any more."),
        (
            left_out,
            f"{counted(left_out, 'letter')} can't be made now, and {'is' if left_out == 1 else 'are'} left out.",
        ),
    ]
    return tuple(sentence for count, sentence in sentences if count)


def sum_in_words(total: int, parts: Sequence[tuple[int, str]]) -> str:
    """A sum in words: "10 = 2 Benefits and Tax + 1 Housing + 7 Planning; the other 6 are 0"."""
    nonzero = [(number, label) for number, label in parts if number]
    rest = len(parts) - len(nonzero)
    if not nonzero:
        return f"{total:,}: all {len(parts)} parts are 0" if len(parts) > 1 else f"{total:,} = 0 {parts[0][1]}"
    sum_ = " + ".join(f"{number:,} {label}" for number, label in nonzero)
    others = f"; the other {'is' if rest == 1 else f'{rest} are'} 0" if rest else ""
    return f"{total:,} = {sum_}{others}"


def rate_in_words(parts: Sequence[tuple[int, str]], whole: int, of: str, printed: str) -> str:
    """A rate in words: "1 Upheld of 3 Detailed Investigations: 33%, halves up"; `of` may be ""."""
    share = " + ".join(f"{number:,} {label}" for number, label in parts)
    if not whole:
        return f"{share} of 0{f' {of}' if of else ''}: there is nothing to divide, so {printed} is printed"
    return f"{share} of {whole:,}{f' {of}' if of else ''}: {printed}, halves up"


def quotient_in_words(part: int, whole: int, per: int, decimals: int, unit: str, printed: str) -> str:
    """A rate with a decimal more than is printed: "882 ÷ 1,751 ≈ 50.4%, printed 50%"; `whole` is not 0.

    Of a rate that isn't in per cent: "22 ÷ 150,000 × 100,000 ≈ 14.67, printed 14.7".
    """
    scale = 10 ** (decimals + 1)
    scaled, rest = divmod(2 * per * part * scale + whole, 2 * whole)
    exact = rest == whole
    number = f"{scaled // scale}.{scaled % scale:0{decimals + 1}}"
    number = number.rstrip("0").removesuffix(".") if exact else number
    times = "" if unit else f" × {per:,}"
    return f"{part:,} ÷ {whole:,}{times} {'=' if exact else '≈'} {number}{unit}, printed {printed}"
