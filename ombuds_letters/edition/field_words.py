"""A field as people call it: "figures.received.housing" is "Housing", "facts.year_end" is "Year end"."""

from __future__ import annotations

from ..text import english
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
_COMPARED = {  # what letters say of a figure beside itself, by what the field begins with
    "averages": "average of {}",
    "against_average": "comparison of {} with the average",
    "among": "range of {} among authorities of the kind",
    "previous": "figure of the year before for {}",
    "change": "change of {}",
}


def in_words(edition: Edition, field: str) -> str:
    """What a field is called: "Year end" for "facts.year_end", "Signatory: titles, 2" for "facts.signatory.titles.1".

    A figure is called by its table and heading, "Decisions made: Upheld", with or without "figures." before it; what it is
    compared with by both, "average of “Decisions made: Uphold rate”".
    """
    if field in _WORDS:
        return _WORDS[field]
    figure = _figure_in_words(edition, field.removeprefix("figures."))
    if figure:
        return figure
    beside = _compared_in_words(edition, field)
    if beside:
        return beside
    head, *rest = field.removeprefix("facts.").split(".")
    below = [str(int(each) + 1) if each.isdecimal() else each.replace("_", " ") for each in rest]
    return ": ".join(filter(None, [english.capitalised(head.replace("_", " ")), ", ".join(below)]))


def _figure_in_words(edition: Edition, field: str) -> str:
    columns = ((table, column) for table in edition.table_spec.tables for column in table.columns)
    return next((f"{table.title}: {column.heading}" for table, column in columns if column.field == field), "")


def _compared_in_words(edition: Edition, field: str) -> str:
    first, _, figure = field.partition(".")
    if first == "basis":
        figure, _, part = figure.rpartition(".")
        form = "number that {} is based on" if part == "whole" else "number that {} counts"
    elif first == "earlier":
        number, _, figure = figure.partition(".")
        years = edition.earlier_years
        form = f"figure of {years[int(number)]} for {{}}" if number.isdecimal() and int(number) < len(years) else ""
    else:
        form = _COMPARED.get(first, "")
    name = _figure_in_words(edition, figure)
    return form.format(f"“{name}”") if form and name else ""
