"""The signing pack in a real browser: ticked, copied, read at every width, and printed."""

from __future__ import annotations

import csv
import io

import pypdfium2
import pytest
from axe_playwright_python.sync_playwright import Axe
from workspaces import run_command

UX = "letter-ux-county-council"


@pytest.fixture(scope="session")
def pack(built, tmp_path_factory):
    """The pack of thirty letters."""
    path = tmp_path_factory.mktemp("pack") / "signing.html"
    done = run_command("--workspace", built.root, "pack", "2018", path)
    assert done.returncode == 0, done.stderr
    return path


@pytest.fixture
def opened(browser, pack):
    """`opened("#list", color_scheme="dark")`: the pack in a tab of its own."""
    contexts = []

    def tab(address="", **options):
        context = browser.new_context(**{"viewport": {"width": 1300, "height": 900}, **options})
        contexts.append(context)
        page = context.new_page()
        page.goto(f"{pack.as_uri()}{address}")
        return page

    yield tab
    for context in contexts:
        context.close()


def first_letter(page):
    return page.locator("table.letters tbody a[href^='#letter-']").first


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [320, 1440])
@pytest.mark.parametrize("letter", [False, True])
def test_axe_finds_nothing_and_nothing_is_cut_off(opened, scheme, width, letter):
    page = opened(color_scheme=scheme, viewport={"width": width, "height": 800})
    if letter:
        first_letter(page).click()

    found = Axe().run(page, options={"resultTypes": ["violations"]}).response["violations"]

    assert [(each["id"], [node["html"][:150] for node in each["nodes"][:3]]) for each in found] == []
    assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_a_letter_is_a_page_of_its_own_without_a_script_too(opened):
    page = opened(java_script_enabled=False)
    first_letter(page).click()

    assert page.locator(".front").is_hidden()
    assert page.locator("section.letter:visible").count() == 1
    page.get_by_role("link", name="The list").click()
    assert page.locator(".front").is_visible()
    assert page.locator("section.letter:visible").count() == 0
    assert "seen 2018 NAME" in page.locator("#how").inner_text()


def test_what_was_ticked_is_given_as_a_list_for_the_command(opened, built, tmp_path):
    page = opened()
    page.locator("input[data-code]").first.check()
    page.locator("table.letters tbody a[href^='#letter-']").nth(1).click()
    other = page.locator("section.letter:visible input[data-tick]")
    if not other.is_checked():
        other.check()
    with page.expect_download() as download:
        page.get_by_role("link", name="The list").click()
        page.get_by_role("link", name="Save it as list.csv").click()
    path = tmp_path / "list.csv"
    download.value.save_as(path)

    rows = list(csv.reader(io.StringIO(path.read_text(encoding="utf-8"))))

    assert rows[0] == ["code", "name"]
    assert len(rows) == 1 + page.locator("input[data-code]:checked").count()
    assert page.locator("#csv").input_value().splitlines()[0] == "code,name"


def test_two_letters_are_printed_on_a_page(opened, tmp_path):
    page = opened()
    path = tmp_path / "pack.pdf"
    page.pdf(path=path, prefer_css_page_size=True, print_background=True)
    letters = page.locator("section.letter").count()

    printed = pypdfium2.PdfDocument(path)
    texts = [sheet.get_textpage().get_text_range() for sheet in printed]
    at = next(number for number, text in enumerate(texts) if "Not printed here" in text)

    assert printed.get_page_size(0) == pytest.approx((595, 842), abs=2)
    assert len(printed) - at == (letters + 1) // 2
    printed.close()
