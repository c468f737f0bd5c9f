"""`correct`: a correction of an issued letter, or its withdrawal, opened or taken back."""

from __future__ import annotations

import datetime

import click

from ..storage.workspace import Workspace
from ..text import english
from .param_types import PersonName


@click.command("correct", short_help="Open a correction of an issued letter, or withdraw it.")
@click.argument("year")
@click.argument("name")
@click.option("--reason", metavar="TEXT", help="What was wrong, in a sentence; the new letter prints it.")
@click.option("--by", "who", required=True, type=PersonName(), metavar="WHO", help="Who opens the correction.")
@click.option(
    "--date", "day", type=click.DateTime(["%Y-%m-%d"]), metavar="DAY", help="The new letter's date; default: today."
)
@click.option("--withdraw", is_flag=True, help="Withdraw the letter; nothing takes its place.")
@click.option("--cancel", is_flag=True, help="Take back a correction that is not released yet.")
@click.pass_obj
def command(
    workspace: Workspace,
    year: str,
    name: str,
    reason: str | None,
    who: str,
    day: datetime.datetime | None,
    withdraw: bool,
    cancel: bool,
) -> None:
    """Opens a correction of the letter of YEAR that was issued to NAME.

    From then on its record may be changed. The new letter has a date of its own, and says what it replaces and why, in the
    words of templates/YEAR/correction.md. It is issued as the first ones were: build, read, and release by two people.
    """
    from ..release import correcting

    if cancel:
        if reason or withdraw or day:
            raise click.UsageError("--cancel goes with --by alone")
        about = correcting.cancel(workspace, year, name, who)
        now = f"is withdrawn, by issue {about.withdrawn}" if about.withdrawn else f"is as issued in issue {about.issue}"
        click.echo(f'taken back: "{about.correction.reason}"; the letter {now}')
        return
    said = " ".join((reason or "").split())
    if not said:
        raise click.UsageError("--reason is missing; say what was wrong, in a sentence")
    date = day.date() if day else datetime.datetime.now(datetime.UTC).astimezone().date()
    about = correcting.open_correction(workspace, year, name, said, who, day=date, withdraw=withdraw)
    release = workspace.command("release", year, "--by", "NAME")
    if withdraw:
        click.echo(f"{about.authority}: to be withdrawn, issue {about.issue} of {year}: {said}")
        click.echo(f"next, by two people: {release}")
        return
    new = english.long_date(about.correction.day)
    which = (
        f"issue {about.issue}, which issue {about.withdrawn} withdrew," if about.withdrawn else f"issue {about.issue}"
    )
    click.echo(f"{about.authority}: the letter of {which} is to be replaced by one of {new}: {said}")
    build = workspace.command("build", year)
    click.echo(f"next: change the record, then {build}, and by two people {release}")
