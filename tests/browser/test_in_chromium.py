"""What a person does with the preview, in a real browser."""

from __future__ import annotations

import re
import time

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect
from preview_process import record
from workspaces import edit

UX = "ux-county-council"


def figure(workspace, field, new=None):
    """A figure of the record, and what it is changed to."""
    path = record(workspace, UX)
    text = path.read_text(encoding="utf-8")
    found = re.search(rf"^    {field}: (\S+)$", text, re.MULTILINE)
    if new is not None:
        path.write_text(text[: found.start(1)] + str(new) + text[found.end(1) :], encoding="utf-8")
    return found[1]


def cell(page, field):
    return page.locator(f'.paper a.ask[data-ask="figures.{field}"]')


def in_view(page):
    """How far the page is scrolled, once it has loaded."""
    page.wait_for_function("() => document.readyState === 'complete'")
    return page.evaluate("scrollY")


def test_an_editing_session_with_one_letter(preview, workspace, opened):
    page = opened(preview, "/")
    expect(page.locator("#visible")).to_have_text("30")
    page.keyboard.type("ux cou")
    expect(page.locator("#letters tbody tr:visible")).to_have_count(1)
    page.get_by_role("link", name="Ux County Council").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Ux County Council")
    expect(page.locator("figure")).to_have_count(3)

    page.locator("#page-3").scroll_into_view_if_needed()
    page.evaluate("document.getElementById('page-3').scrollIntoView()")
    before = in_view(page)
    looked = page.locator("#page-3").get_attribute("data-digest")
    figure(workspace, "by_authority", 77)
    expect(cell(page, "remedied.by_authority")).to_have_text("77")
    expect(page.locator("#page-3")).not_to_have_attribute("data-digest", looked)
    drawn = "document.querySelector('#page-3 img').naturalWidth"
    assert page.evaluate(drawn) > 0
    assert in_view(page) == before

    expect(page.locator("#changes")).to_contain_text("1 of 30 letters differs from the one in output/2018.")
    expect(page.locator("#changes")).to_contain_text(
        "Satisfactorily by Authority before LGO Involvement, in 1: Ux County Council"
    )
    expect(page.locator("#page-3 rect.changed")).to_have_count(1)

    figure(workspace, "by_authority", "seven")
    expect(page.locator("#faults")).to_contain_text('figures.remedied.by_authority: is "seven"; write a whole number')
    expect(page.locator("#faults pre .here")).to_contain_text("by_authority: seven")
    expect(page.locator("#live")).to_have_text("1 fault: no letter can be made")
    expect(page.locator("#pages")).to_have_class("old")
    figure(workspace, "by_authority", 78)
    expect(page.locator("#faults")).to_be_hidden()
    expect(cell(page, "remedied.by_authority")).to_have_text("78")
    expect(page.locator("#pages")).to_have_class("")

    cell(page, "received.total").click()
    total = figure(workspace, "total")
    expect(page.locator("#explained h3")).to_have_text("Complaints and enquiries received: Total")
    expect(page.locator("#explained .sum").first).to_have_text(re.compile(rf"^{total} = \d+ "))
    expect(page.locator("#explained")).to_contain_text(f"data/2018/authorities/{UX}.yaml:")
    expect(page.locator("#page-3 .marks rect:not(.changed)")).to_have_count(1)

    edit(workspace.templates("2018") / "letter.md", "Yours sincerely,", "Yours faithfully,")
    expect(page.locator("#changes")).to_contain_text("All 30 letters differ from those in output/2018.")
    expect(page.locator("#changes")).to_contain_text("The second paragraph of “Complaint handling training”, in all 30")
    expect(page.locator("#page-2 .paper")).to_contain_text("Yours faithfully,")


def test_a_long_change_is_shown_completely(preview, workspace, opened):
    page = opened(preview, f"/{UX}")
    edit(
        workspace.templates("2018") / "letter.md",
        "Yours sincerely,",
        "Every word of this is new. " * 40 + "Yours sincerely,",
    )

    redline = page.locator("#changes .redline").first
    expect(redline).to_contain_text("Every word of this is new.")

    assert redline.evaluate("one => one.scrollHeight <= one.clientHeight && one.textContent.split('new.').length > 40")


def test_the_changed_picture_is_the_new_one(preview, workspace, opened):
    page = opened(preview, f"/{UX}")
    page.locator("#page-3").scroll_into_view_if_needed()

    def look():
        expect(page.locator("#live")).to_have_text("")
        return page.locator("#page-3 .paper").screenshot(animations="disabled")

    first = figure(workspace, "by_authority")
    before = look()
    figure(workspace, "by_authority", 88)
    expect(cell(page, "remedied.by_authority")).to_have_text("88")
    changed = look()
    figure(workspace, "by_authority", first)
    expect(cell(page, "remedied.by_authority")).to_have_text(first)
    expect(page.locator("rect.changed")).to_have_count(0)

    assert changed != before
    assert look() == before


def test_the_list_can_be_used_by_keyboard_alone(still, opened):
    page = opened(still, "/")
    expect(page.get_by_label("Find an authority")).to_be_focused()
    page.keyboard.type("county")
    shown = page.locator("#letters tbody tr:visible a")
    page.keyboard.press("ArrowDown")
    expect(shown.first).to_be_focused()
    page.keyboard.press("ArrowDown")
    expect(shown.nth(1)).to_be_focused()
    name = shown.nth(1).inner_text()
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text(name)
    page.keyboard.press("Tab")
    expect(page.locator(".skip").first).to_be_focused()
    page.go_back()
    expect(page.get_by_label("Find an authority")).to_have_value("county")
    expect(page.get_by_label("Find an authority")).not_to_be_focused()


def test_an_explanation_is_visible_in_a_narrow_window_too(still, opened):
    page = opened(still, f"/{UX}", viewport={"width": 800, "height": 700})
    expect(page.locator("figure")).to_have_count(3)

    page.locator("#page-1 .gutter a").first.click()

    expect(page.locator("#explained h3")).to_be_in_viewport()
    page.locator("#explained a", has_text="page 1").click()
    expect(page.locator("#page-1")).to_be_in_viewport()


def test_with_faults_the_search_field_is_not_focused(preview, workspace, opened):
    figure(workspace, "by_authority", "seven")
    preview.until("/", "by_authority")

    page = opened(preview, "/")

    expect(page.locator("#faults")).to_be_visible()
    expect(page.get_by_label("Find an authority")).not_to_be_focused()


def test_the_status_line_hides_nothing_beside_the_letter(preview, workspace, opened):
    page = opened(preview, f"/{UX}", viewport={"width": 1300, "height": 500})
    figure(workspace, "by_authority", "seven")
    expect(page.locator("#live")).to_have_text("1 fault: no letter can be made")

    page.evaluate("scrollTo(0, 900)")
    page.locator("#beside").evaluate("one => one.scrollTo(0, one.scrollHeight)")

    last = page.locator("#beside section:visible").last.bounding_box()
    said = page.locator("#live").bounding_box()
    assert last["y"] + last["height"] <= said["y"]


def test_a_click_on_a_heading_sorts_and_a_second_one_reverses(still, opened):
    page = opened(still, "/")
    head = page.get_by_role("link", name="Complaints and enquiries received")

    def numbers():
        return [int(each) for each in page.locator("#letters tbody tr td:nth-child(4)").all_inner_texts()]

    head.click()
    expect(page.locator('th[aria-sort="ascending"]')).to_have_text("Complaints and enquiries received")
    assert numbers() == sorted(numbers())
    head.click()
    expect(page.locator('th[aria-sort="descending"]')).to_have_text("Complaints and enquiries received")
    assert numbers() == sorted(numbers(), reverse=True)
    assert len(numbers()) == 30


def test_a_paragraph_and_the_number_beside_it_show_the_line_of_the_words(still, built, opened):
    page = opened(still, f"/{UX}")
    lines = built.templates("2018").joinpath("letter.md").read_text(encoding="utf-8").splitlines()
    line = next(number for number, text in enumerate(lines, 1) if text.startswith("In line with usual practice"))

    page.locator(f'[data-about="letter.md:{line}"]').click()

    expect(page.locator("#explained")).to_contain_text(f"templates/2018/letter.md:{line}")
    page.get_by_role("link", name=f"Line {line + 5} of the words").click()
    expect(page.locator("#explained")).to_contain_text(f"templates/2018/letter.md:{line + 5}")
    page.get_by_label("A figure, a name or a paragraph").select_option("authority.name")
    expect(page.locator("#explained")).to_contain_text("page 1, the line “Ux County Council”")
    expect(page.locator(".marks rect")).to_have_count(2)


def test_the_text_over_the_pages_is_where_its_words_are_and_can_be_copied(still, opened):
    page = opened(still, f"/{UX}")
    line = page.locator("#page-1 tspan", has_text="I write to you with our annual summary").first

    box = line.evaluate("each => each.getBoundingClientRect().toJSON()")  # Playwright's own is that of the first letter
    paper = page.locator("#page-1 .paper").bounding_box()

    mm = paper["width"] / 210
    assert box["x"] - paper["x"] == pytest.approx(25 * mm, abs=2)
    assert 140 * mm < box["width"] < 161 * mm
    copied = page.evaluate("""() => {
        const text = [...document.querySelectorAll('#page-1 text')].find(each => each.textContent.startsWith('I write to you'));
        getSelection().selectAllChildren(text); return getSelection().toString(); }""")
    assert "on the complaints made to the Local Government and Social Care Ombudsman (LGSCO)" in " ".join(
        copied.split()
    )


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("address", ["/", f"/{UX}", f"/{UX}?about=figures.received.total", "/nobody"])
def test_axe_finds_nothing(still, opened, address, scheme):
    page = opened(still, address, color_scheme=scheme)
    page.wait_for_timeout(300)

    found = Axe().run(page, options={"resultTypes": ["violations"]}).response["violations"]
    page.problems[:] = [each for each in page.problems if "404" not in each]

    assert [(each["id"], [node["html"][:150] for node in each["nodes"][:3]]) for each in found] == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_with_faults_or_changes(preview, workspace, opened, scheme):
    edit(workspace.templates("2018") / "letter.md", "Yours sincerely,", "Yours faithfully,")
    letter = opened(preview, f"/{UX}", color_scheme=scheme)
    expect(letter.locator("#changes")).to_contain_text("In this letter")
    figure(workspace, "by_authority", "seven")
    expect(letter.locator("#faults")).to_be_visible()
    listing = opened(preview, "/", color_scheme=scheme)
    listing.locator("#changes summary").first.click()

    for page in (letter, listing):
        found = Axe().run(page, options={"resultTypes": ["violations"]}).response["violations"]

        assert [(each["id"], [node["html"][:150] for node in each["nodes"][:3]]) for each in found] == []


@pytest.mark.parametrize("address", ["/", f"/{UX}?about=figures.received.total", "/nobody"])
def test_nothing_is_cut_off_at_320_pixels(still, opened, address):
    page = opened(still, address, viewport={"width": 320, "height": 640})
    page.problems[:] = [each for each in page.problems if "404" not in each]

    assert page.evaluate("document.documentElement.scrollWidth") <= 320


def test_pictures_are_sharp_on_a_dense_screen_and_small_on_a_plain_one(still, opened):
    def width(scale):
        page = opened(still, f"/{UX}", device_scale_factor=scale)
        return page.evaluate("document.querySelector('#page-1 img').currentSrc.split('width=')[1]")

    assert [width(scale) for scale in (1, 2, 4)] == ["800", "1600", "3200"]


def test_without_javascript_everything_but_updates_works(still, opened):
    page = opened(still, "/", java_script_enabled=False)
    page.get_by_label("Find an authority").fill("ux county")
    page.get_by_role("button", name="Find").click()
    page.get_by_role("link", name="Ux County Council").click()
    page.get_by_label("A figure, a name or a paragraph").select_option("figures.received.total")
    page.get_by_role("button", name="Show").click()

    expect(page.locator("#explained h3")).to_have_text("Complaints and enquiries received: Total")
    expect(page.locator("#page-3 .marks rect")).to_have_count(1)


def test_twenty_tabs_are_all_updated(preview, workspace, browser):
    context = browser.new_context()
    pages = [context.new_page() for _ in range(20)]
    for page in pages:
        page.goto(f"http://{preview.host}/{UX}")
        expect(page.locator("figure")).to_have_count(3)

    figure(workspace, "by_authority", 99)

    for page in pages:
        expect(cell(page, "remedied.by_authority")).to_have_text("99")
    context.close()


def test_a_page_continues_when_the_preview_is_started_again(workspace, browser):
    from preview_process import Preview

    with Preview(workspace) as running:
        port = running.host.partition(":")[2]
        page = browser.new_page()
        page.goto(f"http://{running.host}/{UX}")
        expect(page.locator("figure")).to_have_count(3)
    expect(page.locator("#live")).to_have_text("The preview has stopped. Start it again, and this page goes on.")
    figure(workspace, "by_authority", 55)
    time.sleep(0.2)

    with Preview(workspace, "--port", port):
        expect(cell(page, "remedied.by_authority")).to_have_text("55", timeout=15_000)
        expect(page.locator("#live")).to_have_text("")
        page.close()
