"""Letters made again from today's records, to be compared with those in a folder byte for byte."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

from ..batch.production import Production
from ..batch.workers import Staged
from ..edition import Edition
from ..press import Press
from ..records.roster import LetterJob
from ..storage import processes


def made_again(edition: Edition, letter_jobs: Sequence[LetterJob], *, draft: bool) -> Mapping[str, str]:
    """The SHA-256 of each letter's bytes as they are made now, by its file; a letter that can't be made has none.

    Raises: Faults, of the templates or the style sheet.
    """
    with TemporaryDirectory() as staging:
        production = Production(
            Press(edition), Path(staging), draft, processes.usable_cores(), pressing=True, on_printed=lambda *_: None
        )
        return {each.job.file: each.sha256 for each in production.results(letter_jobs) if isinstance(each, Staged)}
