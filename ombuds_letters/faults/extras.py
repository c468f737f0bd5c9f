"""Libraries that only one command needs: what to do where one is not installed."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from . import NOWHERE, Kind

EXTRA_MISSING = Kind(
    "program.extra_missing",
    "this needs {library}, which is not installed; install it with: pip install 'ombuds-letters[{extra}]'",
)


@contextmanager
def needed(extra: str) -> Iterator[None]:
    """Reports a library of an extra that is not installed: `with needed("signing"): import pyhanko`.

    Raises: Faults.
    """
    try:
        yield
    except ModuleNotFoundError as error:
        raise EXTRA_MISSING.error(NOWHERE, library=error.name or "a library", extra=extra) from error
