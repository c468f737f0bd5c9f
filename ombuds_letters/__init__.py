"""Annual review letters of an ombudsman: records and templates in, letters in PDF out. See README.md and docs/python.md.

```python
from pathlib import Path
import ombuds_letters

workspace = ombuds_letters.Workspace(Path("."))
pdf = ombuds_letters.letter_pdf(workspace, "2018", "sevenoaks")
```

These functions do what the commands do. Each loads what it needs when it is called: the import alone is quick.
"""

from __future__ import annotations

from collections.abc import Callable, Collection
from pathlib import Path
from typing import TYPE_CHECKING

from .faults import Faults
from .storage.workspace import Workspace

if TYPE_CHECKING:
    from concurrent.futures import Executor

    from .batch import Built
    from .batch.checking import CheckedYear
    from .signing.audit import AuditedLetter

__all__ = ["Faults", "Workspace", "build", "check", "letter_pdf", "verify"]

__version__ = "1.0.0"


def check(workspace: Workspace, year: str) -> CheckedYear:
    """Every fault of a year and its open questions; nothing is made: `check(workspace, "2018").faults`."""
    from .publication import checking

    return checking.check(workspace, year)


def build(
    workspace: Workspace,
    year: str,
    *,
    only: Collection[str] = (),
    draft: bool = False,
    keep_going: bool = False,
    jobs: int | None = None,
    executor: Executor | None = None,
    output: Path | None = None,
    progress: Callable[[int, int], None] = lambda done, of: None,
) -> Built:
    """Makes the letters of a year, reads them back and puts them in `output/YEAR`: `build(workspace, "2018").written`.

    `only` picks letters by name, code or a part of a file's name. `draft` makes letters that say DRAFT, in
    `output/YEAR/draft`. With any fault nothing is put in place; with `keep_going`, letters without a fault are. `jobs` is how
    many processes to use (default: one per core), or `executor` what makes the letters; `output` is another folder than
    `output/YEAR`. `progress` is called with how many letters of how many are done.

    Raises: Faults: whatever is wrong, all of it at once.
    """
    from . import batch

    return batch.build(
        workspace,
        year,
        only=only,
        draft=draft,
        keep_going=keep_going,
        jobs=jobs,
        executor=executor,
        output=output,
        progress=progress,
    )


def letter_pdf(workspace: Workspace, year: str, name: str, *, draft: bool = False) -> bytes:
    """The PDF of one letter, byte for byte as a build would make it: `letter_pdf(workspace, "2018", "sevenoaks")`.

    `name` is an authority's name or code, or a part of a file's name. Nothing is written, and the letter is not read back.

    Raises: Faults: of the edition, the templates or this letter; no letter or more than one fits the name.
    """
    from .batch import one_letter

    return one_letter.pdf(workspace, year, name, draft=draft)


def verify(
    workspace: Workspace, year: str, folder: Path | None = None, *, every: bool = False
) -> tuple[AuditedLetter, ...]:
    """The finished letters of a year, read back and compared with their records: each with its `file`, `state` and `faults`.

    A state is "sound", "altered", "stale", "missing" or "unknown". `folder` is a copy of `output/YEAR`; with `every`, all
    letters are validated as PDF/UA and PDF/A, not only a sample.

    Raises: Faults: records, contacts, the accepted wording or the manifest can't be read.
    """
    from .signing import audit, context

    return audit.folder(context.read(workspace, year), folder or workspace.output(year), every=every)
