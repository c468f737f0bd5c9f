"""Charts of letters on authorities' pages: what they say, the numbers beside their marks, and how they are drawn."""

import re

import pytest
from next_years import YEAR
from published_sites import LATER
from workspaces import SHIPPED

from ombuds_letters import site_proof, specimen
from ombuds_letters.publication import making, year
from ombuds_letters.site_proof.council_pages import CouncilChecks, SiteFolder
from ombuds_letters.storage.workspace import Workspace

pytestmark = pytest.mark.slow  # a site is made

BAR = re.compile(r'(<polygon fill="#123f5a" points="0,3 )([\d.]+)(,3 )\2(,19 0,19"/>)')


@pytest.fixture(scope="module")
def site(tmp_path_factory):
    """A draft of the site of a year whose letters have charts, and what must be in it."""
    folder = tmp_path_factory.mktemp("site") / "w"
    specimen.write(SHIPPED, YEAR, folder, 20)  # enough of a kind for averages
    workspace = Workspace(folder)
    making.publish(workspace, YEAR, LATER, draft=True)
    return workspace.output(YEAR) / making.FOLDER, making.expected(year.read(workspace, YEAR, LATER, draft=True))


@pytest.fixture(scope="module")
def charted(site):
    """The letters whose pages have charts with a bar that is neither the shortest nor the longest."""
    folder, expected = site
    own = {job.record.name: (folder / expected.page(job.record)).read_text("utf-8") for job in expected.jobs}
    return [job for job in expected.jobs if (bar := BAR.search(own[job.record.name])) and 9 < float(bar[2]) < 290]


@pytest.fixture
def found(site, charted):
    """Changes the page of the first of them as a function says, and gives the faults of the page."""
    folder, expected = site
    page = folder / expected.page(charted[0].record)
    good = page.read_bytes()

    def after(change):
        text = change(good.decode())
        assert text.encode() != good
        page.write_text(text, encoding="utf-8")
        files = frozenset(each.relative_to(folder).as_posix() for each in folder.rglob("*") if each.is_file())
        checked = CouncilChecks(SiteFolder(folder, folder, files), expected).check(charted[0])
        return [str(each).removeprefix(f"{page}:") for each in checked.faults]

    yield after
    page.write_bytes(good)


def put(old, new):
    return lambda text: re.sub(old, new, text, count=1, flags=re.DOTALL)


def alternatives(site, job):
    """What the charts on an authority's page say to people who can't see them."""
    folder, expected = site
    return re.findall(
        r'<svg [^>]*aria-label="([^"]*, as bars:[^"]*)"', (folder / expected.page(job.record)).read_text("utf-8")
    )


def test_the_site_as_it_was_made_has_no_fault_and_no_style(site, charted):
    folder, expected = site

    assert list(site_proof.faults(folder, expected, shown_as=folder)) == []
    for job in charted:
        text = (folder / expected.page(job.record)).read_text("utf-8")
        assert " style=" not in text
        assert text.count('role="img" aria-label="') >= 3


def test_what_a_chart_says_of_another_council_is_reported(site, charted, found):
    (own, *_), other = alternatives(site, charted[0]), charted[1]
    theirs = alternatives(site, other)[0]

    (fault,) = found(lambda text: text.replace(own, theirs))

    assert fault.endswith(f': letter: reads "{theirs}"; by the records it should be "{own}"; publish again')


def test_a_bars_number_that_was_changed_is_reported(found):
    (fault,) = found(put(r"(<p>Your authority</p>\n<p>)\d+%", r"\g<1>12%"))

    assert re.fullmatch(r'\d+: letter: reads "12%"; by the records it should be "\d+%"; publish again', fault)


def test_a_bar_that_is_too_long_is_reported_with_how_long_it_should_be(site, charted, found):
    own = alternatives(site, charted[0])[0]
    rate = int(re.search(r"Your authority (\d+)%", own)[1])

    (fault,) = found(lambda text: BAR.sub(r"\g<1>299\g<3>299\4", text, count=1))

    assert re.sub(r"^\d+: ", "", fault) == (
        f'chart: draws mark 2 of the chart "{own}" as "#123f5a 0,3 299,3 299,19 0,19"; '
        f'by the records it should be "#123f5a 0,3 {rate * 3},3 {rate * 3},19 0,19"; publish again'
    )


@pytest.mark.parametrize(
    "change",
    [
        lambda text: BAR.sub(lambda bar: f"{bar[1]}{float(bar[2]) + 0.02:g}{bar[3]}{bar[2]}{bar[4]}", text, count=1),
        put(r'#123f5a(" points="0,3)', r"#8c1c13\1"),
        put(r'(points="0,3 [^"]*")/>', r'\1 transform="scale(2)"/>'),
        put(r'(points="0,3 [^"]*")/>', r'\1 class="unseen"/>'),
        put(r'<polygon fill="#123f5a" points="0,3 [^"]*"/>', ""),
        put(r'(<polygon fill="#123f5a" points="0,3 [^"]*"/>)', r"\1\1"),
        put(r"<polygon ([^>]*)/>\n</svg>", r"<polyline \1/>\n</svg>"),
        put(r"\n</svg>", '<path d="M0 0h300v9h-300z"/></svg>'),
    ],
    ids=["length", "colour", "scale", "hidden", "lost", "twice", "another element", "something over it"],
)
def test_a_mark_that_is_not_as_it_was_accepted_is_reported(change, found):
    (fault,) = found(change)

    assert re.search(r': chart: draws mark \d of the chart "[^"]*, as bars: ', fault)


@pytest.mark.parametrize(
    "change",
    [
        put(r'viewBox="0 0 302 44"', 'viewBox="0 0 151 44"'),
        put(r' viewBox="0 0 302 44"', ""),
        put(r'viewBox="0 0 302 44"', 'viewBox="0 0 302 44" preserveAspectRatio="none"'),
        put(r'aria-label="([^"]*, as bars)', r'aria-hidden="true" aria-label="\1'),
    ],
    ids=["a part of it", "no size of its own", "stretched", "hidden from screen readers"],
)
def test_a_chart_that_is_not_shown_as_it_is_drawn_is_reported(change, found):
    (fault,) = found(change)

    assert re.search(
        r': chart, [^:]*, as bars: .*: (reads "viewBox=|has "[a-z-]+", which is not in the records)', fault
    )


SIZE = r'width="302" height="44" viewBox="0 0 302 44"'


@pytest.mark.parametrize(
    "size",
    [
        'width="151" height="44" viewBox="0 0 151 44"',
        'width="302" height="4" viewBox="0 0 302 4"',
        'width="nan" height="44" viewBox="0 0 nan 44"',
        'height="44" viewBox="0 0 None 44"',
        'width="30200" height="4400" viewBox="0 0 30200 4400"',
        'width="302" height="44" viewBox="0  0 302 44"',
        'width="٣٠٢" height="44" viewBox="0 0 ٣٠٢ 44"',
        'width="0" height="44" viewBox="0 0 0 44"',
        'width="nan" height="44" viewBox="0 0 302 44"',
        'viewBox="0 0 302 44"',
    ],
    ids=[
        "half of it",
        "its top",
        "no number",
        "no width",
        "too small to see",
        "otherwise written",
        "digits",
        "nothing",
        "any",
        "none",
    ],
)
def test_a_chart_whose_own_size_cuts_its_marks_or_hides_them_is_reported(size, found):
    (fault,) = found(put(SIZE, size))

    assert re.search(r': chart, [^:]*, as bars: .*: reads "viewBox=', fault)


def test_a_chart_whose_size_is_in_pixels_is_right(found):
    assert found(put(SIZE, 'width="302px" height="44px" viewBox="0 0 302 44"')) == []


def test_corners_in_other_digits_than_drawings_have_are_reported(found):
    (fault,) = found(put(r'points="0,0 300,0 300,44', 'points="0,0 ٣٠٠,0 300,44'))

    assert re.search(r': chart: draws mark 1 of the chart "[^"]*, as bars: ', fault)


@pytest.mark.parametrize(
    "change",
    [
        put(r'role="img" aria-label="[^"]*, as bars', 'role="img" aria-label="Bars'),
        put(r'role="img" aria-label="([^"]*, as bars)', r'aria-label="\1'),
        put(r'<svg [^>]*aria-label="[^"]*, as bars.*?</svg>', ""),
    ],
    ids=["other words", "no image", "no chart"],
)
def test_a_chart_that_does_not_say_what_it_shows_is_reported(change, found):
    (fault,) = found(change)

    assert re.search(r': letter: reads ".*by the records it should be "[^"]*, as bars: ', fault)


UPHELD = '<svg aria-hidden="true"><text y="20">Upheld 99%</text></svg>'
BARS = '<svg width="302" height="44" viewBox="0 0 302 44" aria-hidden="true"><polygon fill="#123f5a" points="0,0 9,0 9,9 0,9"/></svg>'


@pytest.mark.parametrize(
    ("change", "has"),
    [
        (put(r'(<article class="paper[^>]*>)', rf"\1{UPHELD}"), "Upheld 99%"),
        (put(r'(<div class="chart[^>]*>)', rf"\1{BARS}"), "a drawing without a title"),
        (put(r'(<svg [^>]*aria-label="[^"]*, as bars[^>]*>)', r"\1Upheld"), "Upheld"),
        (put(r'<div class="chart', '<div hidden class="chart'), "hidden of <div>"),
        (put(r'<div class="chart', '<div aria-hidden="true" class="chart'), "aria-hidden of <div>"),
        (put(r"<p>Your authority", "<p hidden>Your authority"), "hidden of <p>"),
        (put(r"<p>Your authority", '<p class="unseen">Your authority'), "unseen of <p>"),
        (put(r"<p>Your authority</p>", "<details><p>Your authority</p></details>"), "details of <details>"),
    ],
    ids=["words", "drawing", "words of a chart", "hidden", "from screen readers", "paragraph", "class", "closed"],
)
def test_what_a_letter_hides_or_draws_that_nobody_accepted_is_reported(change, has, found):
    assert any(
        each.endswith(f': letter: has "{has}", which is not in the records; publish again') for each in found(change)
    )
