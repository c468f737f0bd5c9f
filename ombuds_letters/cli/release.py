"""`release`: the letters of a year issued, by two people."""

from __future__ import annotations

import getpass
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from .. import files
from ..signing import SEED
from ..storage.workspace import Workspace
from ..text import english
from . import report
from .param_types import EXISTING_FILE, PersonName
from .progress import progress_bar

if TYPE_CHECKING:
    from ..release.signature import Signer


@click.command("release", short_help="Issue the letters of a year: two people, one after the other.")
@click.argument("year")
@click.option("--by", "who", required=True, type=PersonName(), metavar="WHO", help="Who releases them.")
@click.option("--digest", metavar="TEXT", help="The second person: the first 8 characters of the digest to release.")
@click.option("--certificate", type=EXISTING_FILE, metavar="FILE.p12", help="Sign each letter with this certificate.")
@click.option(
    "--passphrase-file",
    type=EXISTING_FILE,
    metavar="FILE",
    help="The certificate's passphrase; asked for if not given.",
)
@click.option("--timestamp", metavar="URL", help="Have a time-stamping service confirm when the letters were signed.")
@click.option("--anew", is_flag=True, help="The first person: in place of what somebody else has proposed.")
@click.option("--seed", type=int, default=SEED, show_default=True, help="The seed of the signing pack that was read.")
@click.pass_obj
@report.all_option
def command(
    workspace: Workspace,
    year: str,
    who: str,
    digest: str | None,
    certificate: Path | None,
    passphrase_file: Path | None,
    timestamp: str | None,
    anew: bool,
    seed: int,
) -> None:
    """Issues the letters of YEAR into output/YEAR/issued, where they are kept for good. It takes two people.

    The first person's release reports everything that stands in its way, all at once. If nothing does, it prints a page
    with what would be released and its digest. A second person compares the page and releases exactly that with --digest.
    Whatever changes between the two makes the first void. After the first issue only corrections are issued.
    """
    from ..release import releasing

    if digest is None and timestamp:
        raise click.UsageError("--timestamp goes with --digest: letters are signed when they are released")
    if digest is not None and anew:
        raise click.UsageError("--anew is for the first person, who gives no --digest")
    signer = _signer(certificate, passphrase_file, timestamp)
    login = _login()
    if digest is None:
        given: dict[str, object] = {"--certificate": certificate, "--passphrase-file": passphrase_file}
        if seed != SEED:
            given["--seed"] = seed
        second = [str(word) for option, value in given.items() if value is not None for word in (option, value)]
        _propose(workspace, year, who, login, signer, seed, second, anew=anew)
        return
    with progress_bar("letters") as progress:
        released = releasing.release(workspace, year, who, login, digest, signer=signer, seed=seed, progress=progress)
    issue = released.issue
    letters = english.counted(len(issue.letters), "letter")
    withdrawn = f", {english.counted(len(issue.withdrawn), 'letter')} withdrawn" if issue.withdrawn else ""
    click.echo(f"issue {issue.number} of {year}: {letters}{withdrawn}: {released.folder.as_posix()}")
    if issue.certificate is None:
        click.echo("not signed: the letters can be verified by checksum alone (sha256sum -c SHA256SUMS)")
    else:
        click.echo(f"signed as {issue.certificate.subject}; the certificate's SHA-256 is {issue.certificate.sha256}")
    if released.same_login:
        click.echo(
            f'both acts came from the login "{login}": only the two names say that they were two people', err=True
        )


def _propose(
    workspace: Workspace,
    year: str,
    who: str,
    login: str,
    signer: Signer | None,
    seed: int,
    second: Sequence[str],
    *,
    anew: bool,
) -> None:
    """Prints what would be released, and how a second person does so, with the first's certificate and seed."""
    from ..release import page, releasing

    stock, proposal = releasing.propose(
        workspace, year, who, login, certificate=signer.certificate if signer else None, seed=seed, anew=anew
    )
    for line in page.lines(stock, proposal.certificate):
        click.echo(line)
    click.echo()
    click.echo(f"{who} has seen this. A second person compares it, and releases it with:")
    digest = proposal.contents.digest[:8]
    click.echo(workspace.command("release", year, "--by", "NAME", *second, "--digest", digest))
    if signer:
        click.echo("with --timestamp URL besides, if a service is to confirm the time of the signatures")


def _signer(certificate: Path | None, passphrase_file: Path | None, timestamp: str | None) -> Signer | None:
    if certificate is None:
        if passphrase_file or timestamp:
            raise click.UsageError("--passphrase-file and --timestamp go with --certificate")
        return None
    from ..faults import extras

    with extras.needed("signing"):
        from ..release import signature

    if passphrase_file is not None:
        passphrase = files.read(passphrase_file, files.SMALL).rstrip(b"\r\n")
    else:
        passphrase = click.prompt(
            "Passphrase of the certificate", hide_input=True, default="", show_default=False
        ).encode()
    return signature.load(certificate, passphrase, timestamp or "")


def _login() -> str:
    try:
        return getpass.getuser()
    except (KeyError, OSError):  # a container may have no name for its user
        return ""
