"""How a person works through many letters: states, faults, sizes, what varies, what changed, by mouse and by keys."""

from __future__ import annotations

import re

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect
from preview_process import Preview, record
from workspaces import edit, specimens

UX = "ux-county-council"
NAMES = "#rows th a"
ADDRESSES = [
    "/?state=passage&q=council&sort=-3",
    "/?q=nobody+has+this",
    f"/{UX}?varies=1&zoom=150",
    f"/{UX}?view=both&about=figures.decided.uphold_rate",
    f"/{UX}?view=built&state=faults",
]


def violations(page):
    found = Axe().run(page, options={"resultTypes": ["violations"]}).response["violations"]
    return [(each["id"], [node["html"][:150] for node in each["nodes"][:3]]) for each in found]


def spoil(workspace, name):
    path = record(workspace, name)
    path.write_text(re.sub(r"    other: \d+", "    other: four", path.read_text("utf-8"), count=1), "utf-8")


def test_a_state_is_chosen_by_a_link_with_its_count_also_without_javascript(still, opened):
    for script in (True, False):
        page = opened(still, "/", java_script_enabled=script)
        chip = page.locator("#chips a", has_text="Passage")
        count = int(chip.locator(".count").inner_text())

        chip.click()

        expect(page.locator(NAMES)).to_have_count(count)
        assert 0 < count < 30
        expect(page.locator("#chips [aria-current]")).to_have_text(f"Passage {count}")
        assert page.url.endswith("?state=passage")


def test_words_are_found_in_any_order_without_punctuation_and_the_nearest_name_is_offered(still, opened):
    page = opened(still, "/")
    field = page.get_by_label("Find an authority")
    for sought, found in (("county ux", "Ux County Council"), ("st aldreth", "St. Aldreth Council")):
        field.fill(sought)
        expect(page.locator(NAMES)).to_have_text([found])

    field.fill("st aldrth")

    expect(page.locator("#none")).to_have_text(re.compile("Nothing is like “st aldrth”; nearest: St. Aldreth Council."))
    page.locator("#none a").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("St. Aldreth Council")


def test_the_bar_and_the_heads_stay_in_view_and_a_row_is_one_line(still, opened):
    page = opened(still, "/", viewport={"width": 1440, "height": 500})
    page.evaluate("scrollTo(0, 900)")

    expect(page.locator("#chips")).to_be_in_viewport()
    bar, head = page.locator("#bar").bounding_box(), page.locator("#heads th").first.bounding_box()
    assert head["y"] == pytest.approx(bar["y"] + bar["height"], abs=1)
    heights = page.eval_on_selector_all(
        "#rows tr", "rows => rows.map(row => [row.cells[0].innerText.length, row.offsetHeight])"
    )
    assert {height for length, height in heights if length < 50} == {min(height for _, height in heights)}


def test_keys_lead_through_the_letters_of_the_selection_and_to_the_next_with_a_fault(preview, workspace, opened):
    page = opened(preview, "/?state=passage")
    names = [
        each.split("?")[0] for each in page.eval_on_selector_all(NAMES, "all => all.map(a => a.getAttribute('href'))")
    ]
    spoil(workspace, names[2].removeprefix("/"))
    expect(page.locator("#chips .faults .count")).to_have_text("1")
    page.locator(NAMES).first.click()
    page.wait_for_url(f"**{names[0]}?state=passage")

    page.keyboard.press("]")
    page.wait_for_url(f"**{names[1]}?state=passage")
    page.keyboard.press("[")
    page.wait_for_url(f"**{names[0]}?state=passage")
    page.keyboard.press("f")
    page.wait_for_url(f"**{names[2]}?state=passage")
    expect(page.locator("#faults")).to_be_visible()
    page.keyboard.press("l")
    page.wait_for_url("**/?state=passage")


def test_a_size_is_kept_and_a_large_page_scrolls_in_its_own_frame(still, opened):
    page = opened(still, f"/{UX}", viewport={"width": 600, "height": 700})
    width = "document.querySelector('#page-1 img').getBoundingClientRect().width"
    expect(page.locator("#page-1 img")).to_be_visible()
    fits = page.evaluate(width)

    for _ in range(3):
        page.keyboard.press("+")

    expect(page.locator("[data-zoom][aria-current]")).to_have_text("200 %")
    page.wait_for_function(f"() => Math.abs({width} - {2 * 210 / 25.4 * 96}) < 2")
    assert fits < 600
    assert page.evaluate("document.documentElement.scrollWidth") <= 600
    page.keyboard.press("]")
    page.wait_for_url(lambda address: UX not in address and address.endswith("?zoom=200"))
    page.keyboard.press("0")
    expect(page.locator("[data-zoom][aria-current]")).to_have_text("Fit")


def test_every_value_is_tinted_where_its_words_are(still, opened):
    page = opened(still, f"/{UX}")
    expect(page.locator("figure")).to_have_count(3)
    page.keyboard.press("v")

    expect(page.locator("#legend")).to_be_visible()
    line = page.locator("#page-1 tspan", has_text="Dear").first.evaluate(
        "each => each.getBoundingClientRect().toJSON()"
    )
    tints = page.eval_on_selector_all(
        "#page-1 rect.own", "all => all.map(each => each.getBoundingClientRect().toJSON())"
    )
    [name] = [each for each in tints if line["top"] < (each["top"] + each["bottom"]) / 2 < line["bottom"]]
    assert line["left"] + 20 < name["left"] < name["right"] < line["right"] + 2
    expect(page.locator("#page-3 rect.own")).to_have_count(1 + 17 + 3)  # the name, figures, totals and the rate
    expect(page.locator("#page-1 rect.shared").first).to_be_attached()


def test_the_letter_as_built_is_shown_beside_it_and_changes_are_walked_through(preview, workspace, opened):
    page = opened(preview, f"/{UX}")
    expect(page.locator("figure")).to_have_count(3)
    edit(workspace.templates("2018") / "letter.md", "Yours sincerely,", "Yours faithfully,")
    path = record(workspace, UX)
    path.write_text(re.sub(r"by_authority: \d+", "by_authority: 77", path.read_text("utf-8")), "utf-8")
    expect(page.locator("rect.changed[id]")).to_have_count(2)

    page.keyboard.press("n")
    expect(page.locator("#change-1")).to_have_class("changed current")
    page.keyboard.press("n")
    expect(page.locator("#change-2")).to_be_in_viewport()
    expect(page.locator("#said")).to_have_text("Change 2 of 2")
    page.keyboard.press("b")
    page.keyboard.press("b")

    expect(page.locator("#built-2")).to_contain_text("Yours sincerely,")
    expect(page.locator("#page-2")).to_contain_text("Yours faithfully,")
    now, built = page.locator("#page-2").bounding_box(), page.locator("#built-2").bounding_box()
    assert now["y"] == built["y"]
    assert now["x"] + now["width"] <= built["x"]


def test_what_is_asked_about_is_scrolled_to_and_its_parts_are_links(still, opened):
    page = opened(still, f"/{UX}", viewport={"width": 1000, "height": 700})

    page.get_by_label("A figure, a name or a paragraph").select_option("figures.decided.uphold_rate")

    expect(page.locator("#mark-1")).to_be_in_viewport()
    expect(page.locator("#explained h3")).to_be_in_viewport()
    mark, panel = page.locator("#mark-1").bounding_box(), page.locator("#explained").bounding_box()
    assert mark["y"] + mark["height"] <= panel["y"]
    assert panel["height"] <= 0.4 * 700 + 1
    expect(page.locator("#explained")).to_contain_text(re.compile(r"\d+ ÷ \d+ [≈=] [\d.]+%, printed \d+%"))
    page.locator("#explained a", has_text="Not Upheld").click()
    expect(page.locator("#explained h3")).to_have_text("Not Upheld")
    page.keyboard.press("Escape")
    expect(page.locator("#explained")).to_be_hidden()


def test_a_new_fault_is_said_in_the_title_and_the_corner_wherever_one_has_scrolled(preview, workspace, opened):
    listing, letter = opened(preview, "/"), opened(preview, f"/{UX}")
    expect(letter.locator("figure")).to_have_count(3)
    listing.evaluate("scrollTo(0, 1500)")
    letter.evaluate("scrollTo(0, 1500)")
    spoil(workspace, UX)

    for page in (listing, letter):
        expect(page.locator("#live")).to_have_text(re.compile("^1 fault: "))
        expect(page).to_have_title(re.compile(r"^\(1 fault\) "))
        expect(page.locator("#live a")).to_be_in_viewport()
        page.locator("#live a").click()
        expect(page.locator("#faults h2")).to_be_in_viewport()


def test_a_wrong_word_in_a_long_line_is_shown_underlined(preview, workspace, opened):
    page = opened(preview, f"/{UX}", viewport={"width": 400, "height": 800})
    edit(workspace.templates("2018") / "letter.md", "facts.training.courses", "facts.training.curses")

    expect(page.locator("#faults mark").first).to_have_text("facts.training.curses")
    expect(page.locator("#faults mark").first).to_be_in_viewport()
    pre = page.locator("#faults pre").first
    assert pre.evaluate("each => each.scrollWidth <= each.clientWidth")


def test_paths_are_copied_and_opened_in_an_editor(workspace, opened):
    with Preview(workspace, "--editor", "vscode://file/{path}:{line}") as running:
        page = opened(running, f"/{UX}?about=figures.received.total")
        page.context.grant_permissions(["clipboard-read", "clipboard-write"])
        place = page.locator("#explained .place", has_text=f"{UX}.yaml").first
        place.locator(".copy").click()

        copied = page.evaluate("navigator.clipboard.readText()")
        opens = place.locator("a.open").get_attribute("href")
        shown = place.locator("code").inner_text()
        page.close()

    assert copied == shown
    path, line = re.fullmatch(r"(data/.*\.yaml):(\d+):\d+", copied).groups()
    assert opens == f"vscode://file/{(workspace.root / path).resolve().as_posix()}:{line}"


def test_screen_readers_find_a_figures_column(still, opened):
    page = opened(still, f"/{UX}")
    upheld = page.locator('.paper a[data-ask="figures.decided.upheld"]')

    head = page.locator("#page-3 [role=columnheader]", has_text=re.compile(r"^\s*Upheld\s*$"))
    column = upheld.locator("xpath=..").get_attribute("aria-colindex")

    assert head.get_attribute("aria-colindex") == column
    group = page.locator("#page-3 [role=columnheader]", has_text="Detailed Investigations")
    assert (group.get_attribute("aria-colindex"), group.get_attribute("aria-colspan")) == (str(int(column) - 1), "3")
    assert re.fullmatch(r"Upheld: \d+, where from\?", upheld.get_attribute("aria-label"))


def test_the_keys_are_listed_and_can_be_turned_off(still, opened):
    page = opened(still, f"/{UX}")
    page.keyboard.press("?")
    expect(page.get_by_role("dialog")).to_contain_text("next letter with a fault")
    page.get_by_label("Single keys do this").uncheck()
    page.keyboard.press("Escape")

    page.keyboard.press("v")

    page.wait_for_timeout(300)
    expect(page.locator("#legend")).to_be_hidden()


@pytest.mark.parametrize("address", ADDRESSES)
def test_axe_finds_nothing_however_it_is_shown(still, opened, address):
    page = opened(still, address)
    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme=scheme)
        page.wait_for_timeout(200)
        assert violations(page) == []

    page.locator("button.keys").click()
    assert violations(page) == []


@pytest.mark.parametrize("address", ADDRESSES)
def test_no_page_scrolls_sideways(still, opened, address):
    page = opened(still, address)
    for width in (320, 768, 1024, 1440):
        page.set_viewport_size({"width": width, "height": 700})

        assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_354_letters_are_printed_on_eight_pages(tmp_path, opened):
    import pypdfium2

    with Preview(specimens(tmp_path / "w", 354)) as running:
        page = opened(running, "/")
        expect(page.locator("#visible")).to_have_text("354")
        printed = page.pdf(prefer_css_page_size=True)
        page.close()

    document = pypdfium2.PdfDocument(printed)
    pages = len(document)
    document.close()
    assert pages <= 8
