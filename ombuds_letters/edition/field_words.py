"""A field as people call it: "figures.received.housing" is "Housing", "facts.year_end" is "Year end"."""

from __future__ import annotations

from .edition import Edition

_WORDS = {
    "letter.title": "Title of the letter",
    "letter.author": "Author",
    "letter.language": "Language",
    "letter.year": "Edition",
    "letter.date": "Date of the letter",
    "letter_date": "Date of the letter",
    "letter.mark": "Mark at the top of every page",
    "letter.file_name": "Name of the file",
    "letter.subject": "Subject of the letter",
    "letter.attached": "attached file of figures",
    "letter.attach_figures": "Figures attached to the PDF",
    "title": "Title of the letter",
    "period.first_day": "First day of the period",
    "period.last_day": "Last day of the period",
    "authority.code": "code",
    "authority.name": "authority",
    "authority.kind": "kind of authority",
    "authority.specimen": "specimen",
    "facts.contact": "contact line of the office",
    "contact.name": "name",
    "contact.title": "office held",
    "contact.salutation": "salutation",
    "contact.body": "successor",
    "contact.email": "e-mail address",
    "correction.reason": "reason of the correction",
    "correction.replaced": "date of the letter that is corrected",
    "passages": "passages",
}


def in_words(edition: Edition, field: str) -> str:
    """What a field is called: "Year end" for "facts.year_end", "Signatory: titles, 2" for "facts.signatory.titles.1".

    A figure is called by its table and heading, "Decisions made: Upheld", with or without "figures." before it.
    """
    if field in _WORDS:
        return _WORDS[field]
    figure = field.removeprefix("figures.")
    for table in edition.table_spec.tables:
        for column in table.columns:
            if column.field == figure:
                return f"{table.title}: {column.heading}"
    head, *rest = field.removeprefix("facts.").split(".")
    below = [str(int(each) + 1) if each.isdecimal() else each.replace("_", " ") for each in rest]
    first = head.replace("_", " ")
    return ": ".join(filter(None, [first[:1].upper() + first[1:], ", ".join(below)]))
