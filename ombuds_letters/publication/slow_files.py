"""The files of a site that take longest, workbooks and the review's PDF: made by processes of their own where there are many
authorities, while the pages are made."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from ..storage import processes
from .site_files import SiteFiles
from .year import PublishedYear

_FEW = 60  # for so many authorities all is made sooner than processes start


@contextmanager
def begun(published: PublishedYear) -> Iterator[SiteFiles]:
    """The files of a year's site, the slowest of which are being made while the block runs."""
    if processes.usable_cores() == 1 or len(published.jobs) < _FEW:
        yield SiteFiles(published)
        return
    with processes.pool(2, _start, (published,)) as pool:
        with processes.uninterrupted():
            workbooks, review = pool.submit(_workbooks), pool.submit(_review)
        yield SiteFiles(published, workbooks=workbooks.result, review=review.result)


_files: SiteFiles


def _start(published: PublishedYear) -> None:
    global _files  # noqa: PLW0603  # what a worker process has
    _files = SiteFiles(published)


def _workbooks() -> dict[str, bytes]:
    return dict(_files.workbooks())


def _review() -> bytes:
    return _files.review()
