"""The site in a real browser: from a web server and from a disk, by mouse and by keyboard, with JavaScript and without."""

from __future__ import annotations

import contextlib
import functools
import http.server
import itertools
import json
import shutil
import threading

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect
from published_sites import LATER, publish, site_of
from workspaces import SHIPPED, copied, edit

from ombuds_letters import specimen
from ombuds_letters.publication import making
from ombuds_letters.storage.workspace import Workspace

UX, HAZELGARTH = "councils/ux-county-council.html", "councils/hazelgarth-district-council.html"
LETTER = "letters/annual-review-letter-2018-ux-county-council.pdf"
KINDS_OF_PAGE = ("index.html", UX, "review.html", "data.html", "verify.html", "regions/specimen-north.html")


class _Quiet(http.server.SimpleHTTPRequestHandler):
    def log_message(self, *_):
        pass


@pytest.fixture(scope="session")
def site(built, tmp_path_factory):
    """The site of thirty authorities, one of which has former names."""
    workspace = copied(built, tmp_path_factory.mktemp("site") / "w")
    (workspace.data("2018") / "register.csv").write_text(
        "code,name,kind,other names,abolished on,successor\n"
        "SPECIMEN00011,Ux County Council,county,Uxshire; Ŵxshire and Vale,,\n"
        "SPECIMEN09999,Old Quexborough Rural District Council,district,,2017-04-01,SPECIMEN00011\n",
        encoding="utf-8",
    )
    publish(workspace)
    return site_of(workspace)


@pytest.fixture(scope="session")
def address(site, tmp_path_factory):
    """Where a web server has the site, below another folder: "http://127.0.0.1:41234/reports/2018/"."""
    root = tmp_path_factory.mktemp("www")
    (root / "reports").mkdir()
    shutil.copytree(site, root / "reports" / "2018")
    with served(root) as where:
        yield f"{where}reports/2018/"


@contextlib.contextmanager
def served(root):
    """A web server for a folder: its address while the block runs."""
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), functools.partial(_Quiet, directory=root)) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_address[1]}/"
        server.shutdown()


@pytest.fixture(params=["server", "disk"])
def base(request, site, address):
    """The site's address, once on a web server and once on a disk."""
    return address if request.param == "server" else f"{site.as_uri()}/"


@pytest.fixture
def opened(browser):
    """`opened(address)`: a page in a tab of its own. Nothing may be logged, nothing asked for outside its site."""
    contexts, logged, asked = [], [], []

    def tab(where, *, within=None, **options):
        context = browser.new_context(**{"viewport": {"width": 1300, "height": 900}, **options})
        contexts.append(context)
        context.on("request", lambda request: asked.append((within or where.rpartition("/")[0], request.url)))
        page = context.new_page()
        page.on(
            "console", lambda message: logged.append(message.text) if message.type in ("error", "warning") else None
        )
        page.on("pageerror", lambda error: logged.append(str(error)))
        page.goto(where)
        return page

    yield tab
    for context in contexts:
        context.close()
    assert [each for each in logged if "favicon.ico" not in each and "404 (File not found)" not in each] == []
    outside = [url for within, url in asked if not url.startswith(within) and not url.endswith("/favicon.ico")]
    assert outside == []


def test_a_council_is_found_by_a_part_of_a_former_name(opened, base):
    page = opened(f"{base}index.html")
    search = page.get_by_label("Find a council, by its name or a former one")

    search.press_sequentially("quexb")

    found = page.locator("#found [role=option]")
    expect(found).to_have_text(["Ux County Councilalso: Old Quexborough Rural District Council"])
    expect(page.locator("#how-many")).to_have_text("1 found")
    search.press("ArrowDown")
    expect(found).to_have_attribute("aria-selected", "true")
    assert search.get_attribute("aria-activedescendant") == found.get_attribute("id")
    search.press("Enter")
    expect(page).to_have_url(f"{base}{UX}")


@pytest.mark.parametrize("typed", ["wxshire vale", "ŴXSHIRE", "  uxsh ", "vale, wxshire"])
def test_accents_capitals_and_order_of_words_do_not_matter(opened, address, typed):
    page = opened(f"{address}index.html")

    page.locator("#search").fill(typed)

    expect(page.locator("#found li").first).to_contain_text("Ux County Council")


def test_a_name_that_no_council_has_is_said_and_nothing_is_opened(opened, address):
    page = opened(f"{address}index.html")

    page.locator("#search").fill("xyzzy <b>")
    page.locator("#search").press("Enter")

    expect(page.locator("#how-many")).to_have_text("No council has a name like that.")
    assert page.url == f"{address}index.html"


def test_the_table_is_sorted_and_filtered(opened, base):
    page = opened(f"{base}index.html")
    head = page.locator("table.all thead th", has_text="Detailed Investigations: Upheld").first

    def column():
        at = head.evaluate("each => each.cellIndex")
        return page.eval_on_selector_all(
            "table.all tbody tr:not([hidden])",
            f"rows => rows.map(row => Number(row.cells[{at}].textContent.replace(',', '')))",
        )

    head.get_by_role("button").focus()
    page.keyboard.press("Enter")
    assert (column(), head.get_attribute("aria-sort")) == (sorted(column(), reverse=True), "descending")
    page.keyboard.press("Enter")
    assert (column(), head.get_attribute("aria-sort")) == (sorted(column()), "ascending")
    page.locator("#kind").select_option("County Councils")
    kinds = page.eval_on_selector_all(
        "table.all tbody tr:not([hidden])", "rows => rows.map(row => row.cells[1].textContent)"
    )

    assert set(kinds) == {"County Councils"}
    expect(page.locator("#shown")).to_have_text(f"{len(kinds)} of 30 shown")


def test_the_map_is_coloured_walked_and_opened_by_keyboard_alone(opened, base):
    page = opened(f"{base}index.html")
    cell = page.locator(f".map a[href='{UX}']")
    before = cell.locator("title").text_content()
    page.get_by_label("Coloured by").focus()
    page.keyboard.press("ArrowDown")

    expect(page.locator(".legend:not([hidden]) > p")).to_have_text("Decisions made")
    row = page.locator("table.all tbody tr", has_text="Ux County Council")
    assert cell.locator("title").text_content() == f"Ux County Council: {row.locator('td').nth(3).text_content()}"
    assert cell.locator("title").text_content() != before
    assert cell.get_attribute("class") == f"b{cell.get_attribute('data-b')[1]}"
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")  # over the link that skips the map
    stops = []
    for _ in range(2):
        stops.append(page.evaluate("document.activeElement.getAttribute('href')"))
        page.keyboard.press("ArrowRight")
        if page.evaluate("document.activeElement.getAttribute('href')") == stops[-1]:
            page.keyboard.press("ArrowDown")
    assert len(set(stops)) == 2
    assert page.locator(".map a[tabindex='0']").count() == page.locator(".map").count()
    there = page.evaluate("document.activeElement.getAttribute('href')")
    page.keyboard.press("Enter")
    expect(page).to_have_url(f"{base}{there}")


def test_the_letter_is_read_as_html(opened, base):
    page = opened(f"{base}{UX}", within=base)
    letter = page.locator("article.paper")

    expect(letter.get_by_role("heading", name="Complaint statistics")).to_be_visible()
    expect(letter).to_contain_text("I write to you with our annual summary of statistics")
    expect(letter.get_by_role("table", name="Complaints and enquiries received")).to_be_visible()
    levels = page.eval_on_selector_all("h1, h2, h3, h4, h5, h6", "heads => heads.map(each => Number(each.tagName[1]))")
    assert all(after - before <= 1 for before, after in itertools.pairwise(levels))


def test_each_file_is_downloaded_whole_from_a_server(opened, address, site):
    page = opened(f"{address}data.html")
    links = [each.get_attribute("href") for each in page.locator("a[download]").all()]

    for link in links:
        with page.expect_download() as download:
            page.locator(f"a[download][href='{link}']").click()
        assert download.value.path().read_bytes() == (site / link).read_bytes()

    assert {link.rpartition(".")[2] for link in links} == {"csv", "json", "xlsx"}
    assert len(links) == 8


def test_a_letter_is_verified_and_a_spoilt_one_is_not_and_neither_leaves_the_browser(opened, base, site):
    page = opened(f"{base}verify.html")
    content = (site / LETTER).read_bytes()
    expect(page.locator(".no-js")).to_be_hidden()

    page.get_by_label("Choose a PDF, or drop it here").set_input_files(site / LETTER)
    expect(page.locator("#verdict .good")).to_have_text(
        "annual-review-letter-2018-ux-county-council.pdf is the current letter of 18 July 2018 to Ux County Council, unchanged."
    )
    spoilt = {"name": "letter.pdf", "mimeType": "application/pdf", "buffer": content[:-1] + b"\r"}
    page.get_by_label("Choose a PDF, or drop it here").set_input_files(spoilt)
    expect(page.locator("#verdict .bad")).to_have_text(
        "letter.pdf is not one of our letters of 2018, or it was changed."
    )
    expect(page.locator("#verdict")).to_contain_text("A letter of another year is not known here")
    expect(page.locator("main")).to_contain_text("Is this PDF one of our letters of 2018, unchanged?")
    page.evaluate(
        """async bytes => {
            const data = new DataTransfer()
            data.items.add(new File([new Uint8Array(bytes)], 'dropped.pdf'))
            document.dispatchEvent(new DragEvent('drop', { dataTransfer: data, bubbles: true, cancelable: true }))
        }""",
        list(content),
    )
    expect(page.locator("#verdict .good")).to_be_visible()
    page.get_by_role("link", name="Page of Ux County Council").click()

    expect(page).to_have_url(f"{base}{UX}")


DROP = """async groups => {
    for (const files of groups) {
        const data = new DataTransfer()
        for (const [name, bytes] of files) data.items.add(new File([new Uint8Array(bytes)], name))
        document.dispatchEvent(new DragEvent('drop', { dataTransfer: data, bubbles: true, cancelable: true }))
    }
}"""


def test_each_verdict_names_its_file_and_that_of_the_latest_files_stays(opened, base, site):
    page = opened(f"{base}verify.html")
    letter, other = list((site / LETTER).read_bytes()), [1, 2, 3]
    verdicts = page.locator("#verdict .good, #verdict .bad")
    current, unknown = (
        "{} is the current letter of 18 July 2018 to Ux County Council, unchanged.",
        "{} is not one of our letters of 2018, or it was changed.",
    )

    page.evaluate(DROP, [[["a.pdf", letter], ["b.pdf", other]]])
    expect(verdicts).to_have_text([current.format("a.pdf"), unknown.format("b.pdf")])

    page.evaluate(DROP, [[["c.pdf", letter]], [["d.pdf", other]]])
    expect(verdicts).to_have_text([unknown.format("d.pdf")])
    page.evaluate(DROP, [[["e.pdf", other]], [["f.pdf", letter]]])
    expect(verdicts).to_have_text([current.format("f.pdf")])


@pytest.mark.parametrize(
    ("ends", "says"),
    [
        ({"replaced": 2, "withdrawn": 0}, "It was replaced, by issue 2, and should no longer be used."),
        ({"replaced": 0, "withdrawn": 3}, "It was withdrawn, by issue 3, and should no longer be used."),
    ],
)
def test_a_letter_that_was_withdrawn_is_not_called_replaced(opened, base, site, ends, says):
    page = opened(f"{base}verify.html")
    text = page.locator("#letters").text_content()
    letters = {digest: {**each, "issue": 1, **ends} for digest, each in json.loads(text).items()}

    page.route("**/verify.html", lambda route: route.fulfill(body=changed(site, letters), content_type="text/html"))
    page.reload()
    page.get_by_label("Choose a PDF, or drop it here").set_input_files(site / LETTER)

    expect(page.locator("#verdict .bad")).to_have_text(
        f"annual-review-letter-2018-ux-county-council.pdf is the letter of 18 July 2018 to Ux County Council, issue 1. {says}"
    )


def changed(site, letters):
    """The page on which letters are verified, with another list of them."""
    text = (site / "verify.html").read_text(encoding="utf-8")
    head, _, rest = text.partition('id="letters" data-year="2018">')
    return f'{head}id="letters" data-year="2018">{json.dumps(letters)}</script>{rest.partition("</script>")[2]}'


def test_without_javascript_everything_is_read_and_nothing_is_offered_that_does_not_work(opened, base):
    page = opened(f"{base}index.html", java_script_enabled=False)

    expect(page.get_by_role("search")).to_be_hidden()
    expect(page.get_by_label("Coloured by")).to_be_hidden()
    expect(page.locator("table.all tbody tr")).to_have_count(30)
    expect(page.locator(".legend").first).to_be_visible()
    page.locator(f".map a[href='{UX}']").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Ux County Council")
    expect(page.locator("article.paper")).to_be_visible()
    page.get_by_role("link", name="Verify a letter").click()
    expect(page.locator(".no-js")).to_contain_text("compare the file's SHA-256")
    expect(page.locator(".drop")).to_be_hidden()


def on_a_screen(opened, address, name, scheme, width):
    """A page of a site, light or dark, on a screen of a width; its policy is lifted for axe."""
    size = {"width": width, "height": 800}
    return opened(f"{address}{name}", within=address, color_scheme=scheme, viewport=size, bypass_csp=True)


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [320, 1300])
@pytest.mark.parametrize("name", KINDS_OF_PAGE)
def test_axe_finds_nothing_and_nothing_is_cut_off(opened, address, site, name, width, scheme):
    assert (site / name).exists()
    page = on_a_screen(opened, address, name, scheme, width)
    if name == "index.html":
        page.locator("#search").fill("c")

    found = Axe().run(page, options={"resultTypes": ["violations"]}).response["violations"]

    assert [(each["id"], [node["html"][:150] for node in each["nodes"][:3]]) for each in found] == []
    assert page.evaluate("document.documentElement.scrollWidth") <= width


@pytest.mark.parametrize("name", KINDS_OF_PAGE)
def test_nothing_is_cut_off_at_400_per_cent(opened, address, name):
    page = opened(  # a window of 1280 pixels at 400%
        f"{address}{name}", within=address, viewport={"width": 320, "height": 256}, device_scale_factor=4
    )

    assert page.evaluate("document.documentElement.scrollWidth") <= 320
    cut = page.evaluate(
        """() => [...document.querySelectorAll('body *')].filter(each => !each.closest('.scroll, svg, input, select, .skip, .unseen'))
            .filter(each => getComputedStyle(each).overflowX !== 'visible' && each.scrollWidth > each.clientWidth + 1)
            .map(each => each.outerHTML.slice(0, 99))"""
    )
    assert cut == []


CHARTS = """\
{{ charts.columns([["2018", previous.decided.uphold_rate], ["2019", figures.decided.uphold_rate]], says="Complaints upheld") }}
{{ charts.columns([["2014", 41], ["2015", 38], ["2016", 55], ["2017", 62], ["2018", 70], ["2019", 64]], says="Upheld in the country") }}
{{ charts.strip(figures.decided.uphold_rate, "Your authority", among.decided.uphold_rate, "Similar authorities", says="Upheld") }}
"""


@pytest.fixture(scope="session")
def charted(tmp_path_factory):
    """The address of a site with a page whose letter has charts of each sort."""
    workspace = Workspace(tmp_path_factory.mktemp("charts") / "w")
    specimen.write(SHIPPED, "2019", workspace.root, 20)  # enough of a kind for averages
    edit(
        workspace.templates("2019") / "measures.html.j2",
        '<div class="measures">\n',
        f'{CHARTS}<div class="measures">\n',
    )
    (workspace.templates("2019") / "accepted.yaml").unlink()  # it lacks them
    making.publish(workspace, "2019", LATER, draft=True)
    with served(workspace.output("2019") / making.FOLDER) as where:
        yield where


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [320, 1300])
def test_charts_of_a_letter_are_seen_whole_and_said_by_screen_readers(opened, charted, width, scheme):
    page = on_a_screen(opened, charted, HAZELGARTH, scheme, width)
    letter = page.locator("article.paper")

    for name in ("Complaints upheld, as bars: ", "Complaints upheld, as columns: 2018 ", "Upheld, on a strip: "):
        expect(letter.get_by_role("img", name=name)).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    paper = letter.bounding_box()
    for each in letter.locator(".chart").all():
        texts = [part.bounding_box() for part in each.locator("p").all()]
        drawing, whole = each.locator("svg").bounding_box(), each.bounding_box()
        assert paper["x"] < whole["x"]
        assert whole["x"] + whole["width"] <= paper["x"] + paper["width"]
        assert all(below(text, drawing) or beside(text, drawing) or below(drawing, text) for text in texts)
    found = Axe().run(page, options={"resultTypes": ["violations"]}).response["violations"]
    assert [(each["id"], [node["html"][:150] for node in each["nodes"][:3]]) for each in found] == []


def below(one, other):
    """True if a box is below another."""
    return one["y"] >= other["y"] + other["height"] - 1


def beside(one, other):
    """True if a box is to the left of another."""
    return one["x"] + one["width"] <= other["x"] + 1
