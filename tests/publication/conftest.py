"""A site that is made once for all tests that only read it."""

from __future__ import annotations

import pytest
from published_sites import publish, workspace_with_letters


@pytest.fixture(scope="session")
def published(tmp_path_factory):
    """A workspace with its site, not to be changed."""
    workspace = workspace_with_letters(tmp_path_factory.mktemp("published") / "w")
    publish(workspace)
    return workspace
