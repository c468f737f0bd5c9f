"""`new-year`: the folders of another year."""

from __future__ import annotations

import datetime
import sys

import click

from ..faults import Faults
from ..storage.workspace import Workspace
from ..text import english


@click.command("new-year", short_help="Make the folders of another year from those of one that is there.")
@click.argument("year")
@click.option(
    "--from", "before", required=True, metavar="YEAR", help="The year whose templates, tables and register are used."
)
@click.option("--figures-only", is_flag=True, help="Ask for no letters' dates: only the figures of YEAR are needed.")
@click.option(
    "--letter-date", type=click.DateTime(["%Y-%m-%d"]), metavar="DAY", help="The day on the letters: 2019-07-17."
)
@click.option("--publication", metavar="TIME", help="When letters may be published: 2019-07-24T00:01:00+01:00.")
@click.option(
    "--first-day", type=click.DateTime(["%Y-%m-%d"]), metavar="DAY", help="The first day that figures are about."
)
@click.option(
    "--last-day", type=click.DateTime(["%Y-%m-%d"]), metavar="DAY", help="The last day that figures are about."
)
@click.pass_obj
def command(
    workspace: Workspace,
    year: str,
    before: str,
    figures_only: bool,
    letter_date: datetime.datetime | None,
    publication: str | None,
    first_day: datetime.datetime | None,
    last_day: datetime.datetime | None,
) -> None:
    """Makes data/YEAR and templates/YEAR from those of another year, later or earlier.

    Templates, tables, register.csv, import.yaml and what was accepted besides the words come along; records, contacts and the
    accepted wording don't. The dates are asked for, unless they are given as options. A later year is compared with the one it
    is made from; an earlier year, made with --figures-only, is what that one is compared with.
    """
    from ..edition import Period, load_edition
    from ..formats.scalars import as_time
    from ..intake import new_year

    named = year.replace("-", "").replace("_", "")
    short = year.isdecimal() and before.isdecimal() and len(year) != len(before)
    if not named.isascii() or not named.isalnum() or short:
        raise click.BadParameter(f"write a year, as {before}", param_hint="YEAR")
    edition = load_edition(workspace, before)
    if faults := new_year.faults_of(workspace, year):
        raise Faults(faults)
    meant = new_year.shifted(edition, new_year.years_between(before, year))
    period = None
    if edition.period and meant.period:
        first = _day("The first day that the figures are about", first_day, meant.period.first)
        last = _day("The last day that the figures are about", last_day, meant.period.last)
        if last < first:
            raise click.BadParameter("is before the first day", param_hint="--last-day")
        period = Period(first, last)
    day, time = meant.letter_date, meant.publication
    if not figures_only:
        day = _day("The day on the letters", letter_date, None)
        typed = publication or _asked(
            "When the letters may be published (a time with its offset)", meant.publication.isoformat()
        )
        found = as_time(typed)
        if found is None:
            raise click.BadParameter(
                "write a time with its offset, as 2019-07-24T00:01:00+01:00", param_hint="--publication"
            )
        time = found
    made = new_year.make(workspace, year, edition, new_year.Dates(day, time, period), figures_only=figures_only)
    click.echo(
        f"{english.listed(each.as_posix() for each in made.folders).replace(' or ', ' and ')}: made from {before}"
    )
    click.echo(f"{year}: with {', '.join(made.carried)}; without records, contacts and the accepted wording")
    if "register.csv" in made.carried:
        path = (workspace.data(year) / "register.csv").as_posix()
        click.echo(f"{path}: enter which authorities are new, and which were abolished, with their successors")
    for place in made.left if not figures_only else ():
        click.echo(f"{place}: still names {before}")
    if made.faults:
        raise Faults(made.faults)


def _day(question: str, given: datetime.datetime | None, meant: datetime.date | None) -> datetime.date:
    """A day, as given or as answered; `meant` is offered."""
    if given is not None:
        return given.date()
    answer = _asked(question, meant.isoformat() if meant else None)
    try:
        return datetime.date.fromisoformat(answer)
    except ValueError:
        raise click.UsageError(f'"{answer}" is no day; write it as 2019-07-17') from None


def _asked(question: str, meant: str | None) -> str:
    """The answer to a question, or what is meant where nobody can be asked."""
    if sys.stdin.isatty():
        answer: str = click.prompt(question, default=meant)
        return answer
    if meant is None:
        raise click.UsageError("name the day on the letters with --letter-date")
    return meant
