"""Debian's Chromium, by Playwright, before a preview of made-up letters that may be changed."""

from __future__ import annotations

import os
import shutil
import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))  # the helpers of the other tests

from playwright.sync_api import expect, sync_playwright
from preview_process import Preview
from workspaces import copied, specimens

from ombuds_letters import batch

CHROMIUM = shutil.which("chromium") or "/usr/bin/chromium"
ARGUMENTS = [
    "--no-sandbox",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-dev-shm-usage",
]


expect.set_options(timeout=20_000)  # milliseconds; a busy machine may take some seconds for a page


@pytest.fixture(scope="session")
def browser():
    with sync_playwright() as playwright:
        fonts = {
            name: value for name, value in os.environ.items() if name != "FONTCONFIG_FILE"
        }  # WeasyPrint's has none
        running = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS, env=fonts)
        yield running
        running.close()


@pytest.fixture(scope="session")
def built(tmp_path_factory):
    """Thirty letters that were built, not to be changed."""
    workspace = specimens(tmp_path_factory.mktemp("browser") / "w", 30, passages=0.2)
    batch.build(workspace, "2018")
    return workspace


@pytest.fixture
def workspace(built, tmp_path):
    """A copy of them that may be changed."""
    return copied(built, tmp_path / "w")


@pytest.fixture
def preview(workspace):
    """A preview of the copy."""
    with Preview(workspace) as running:
        yield running


@pytest.fixture(scope="session")
def still(built):
    """A preview of the letters that are not changed."""
    with Preview(built) as running:
        yield running


@pytest.fixture
def opened(browser):
    """`opened(preview, "/")`: a page of a preview in a tab of its own; no error may be logged in it."""
    contexts = []

    def tab(preview, address, **options):
        context = browser.new_context(**{"viewport": {"width": 1300, "height": 900}, **options})
        contexts.append(context)
        page = context.new_page()
        page.problems = []
        page.on(
            "console",
            lambda message: page.problems.append(message.text) if message.type in ("error", "warning") else None,
        )
        page.on("pageerror", lambda error: page.problems.append(str(error)))
        page.goto(f"http://{preview.host}{address}")
        return page

    yield tab
    problems = [problem for context in contexts for page in context.pages for problem in page.problems]
    for context in contexts:
        context.close()
    assert problems == []
