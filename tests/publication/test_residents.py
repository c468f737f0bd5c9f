"""Figures of residents on the site: a county and its districts have the same ones, which nobody adds up."""

import re

import pytest
from next_years import YEAR
from published_sites import LATER
from residents import HEADING, MERGED, with_residents
from workspaces import ROOT

from ombuds_letters.faults import Faults
from ombuds_letters.publication import making, year

pytestmark = pytest.mark.slow  # a site is made


@pytest.fixture(scope="module")
def workspace(tmp_path_factory):
    """A draft of a site with residents and a rate of them; of two of its regions one has several kinds of authority."""
    workspace = with_residents(tmp_path_factory.mktemp("residents"))
    geography = workspace.data("geography").with_suffix("") / f"{YEAR}.csv"
    first, *lines = geography.read_text("utf-8").splitlines()
    geography.write_text("\n".join([f"{first},population", *(f"{each},90000" for each in lines), ""]), "utf-8")
    settings = workspace.templates(YEAR) / "site" / "site.yaml"
    settings.parent.mkdir(exist_ok=True)
    text = (ROOT / "templates/2018/site/site.yaml").read_text("utf-8")
    measures = "measures: [decided.upheld, residents.per_resident, residents.population, decided.uphold_rate]"
    settings.write_text(re.sub("^measures: .*$", measures, text, flags=re.MULTILINE), "utf-8")
    making.publish(workspace, YEAR, LATER, draft=True)
    return workspace


@pytest.fixture(scope="module")
def published(workspace):
    return year.read(workspace, YEAR, LATER, draft=True)


def page(workspace, path):
    return (workspace.output(YEAR) / making.FOLDER / path).read_text("utf-8")


def rows(text, label):
    """The cells of the rows with a heading, as texts."""
    found = re.findall(rf"<th[^>]*>(?:<a[^>]*>)?{re.escape(label)}(?:</a>)?</th>(.*?)</tr>", text, re.DOTALL)
    return [
        [re.sub("<[^>]*>", "", each) for each in re.findall("<td[^>]*>(.*?)</td>", row, re.DOTALL)] for row in found
    ]


def test_residents_and_rates_of_them_are_a_dash_where_kinds_are_added_up(workspace):
    review = page(workspace, "review.html")

    assert rows(review, "Population")[0][0] == "–"
    assert rows(review, HEADING)[0][0] == "–"
    assert rows(review, "Detailed Investigations: Upheld")[0][0] != "–"
    assert re.search(rf"<dt>[^<]*{HEADING}</dt>\s*<dd>–</dd>", page(workspace, "index.html"))


def test_of_one_kind_they_are_added_up_and_shown(workspace, published):
    group = published.kinds["county"]
    upheld, people = (
        sum(each.figures[field] for each in group.records) for field in ("decided.upheld", "residents.population")
    )

    cells = rows(page(workspace, "review.html"), group.title)[0]
    assert f"{people:,}" in cells
    assert f"{round(100_000 * upheld / people, 1):g}" in cells or f"{100_000 * upheld / people:.1f}" in cells


def test_regions_of_several_kinds_have_a_dash_and_no_rank_by_it(workspace, published):
    mixed = [name for name, group in published.regions.items() if group.of_several_kinds]
    assert mixed
    text = page(workspace, year.region_page(mixed[0]))

    assert rows(text, f"Residents: {HEADING}")[0] == ["–", "–"]
    ranks = re.findall(r"<li>([^<:]*: [^<:]*):", text)
    assert ranks == ["Detailed Investigations: Upheld per authority", "Detailed Investigations: Share upheld"]


def test_regions_of_several_kinds_have_no_count_for_each_100000_residents(workspace, published):
    assert all(group.of_several_kinds and group.population for group in published.regions.values())
    assert "per_100_000" not in page(workspace, "review.html")
    assert published.kinds["county"].per_100_000("decided.upheld") is not None


def test_what_an_authority_took_over_from_several_kinds_has_cases_and_no_residents(workspace, published):
    job = next(each for each in published.jobs if each.record.code == MERGED)
    (before,) = published.before(job.record)
    text = page(workspace, published.page(job)).partition('id="earlier"')[2]

    assert set(before.kinds) == {"county", "metropolitan"}
    assert rows(text, "Population")[0][1] == rows(text, HEADING)[0][1] == "–"
    assert rows(text, "Housing")[0][1] == str(sum(each["received.housing"] for each in before.rows))


def test_a_letters_own_figures_of_residents_are_shown(workspace, published):
    job = published.jobs[0]

    own = rows(page(workspace, published.page(job)), "Population")[0]
    assert own[0] == f"{job.record.figures['residents.population']:,}"
    assert own[1] != "–"


@pytest.mark.parametrize(
    ("path", "old"),
    [
        ("review.html", r'(>Population</th><td class="number">)–'),
        ("review.html", rf'(>{HEADING}</th><td class="number">)–'),
        ("index.html", rf"({HEADING}</dt>\s*<dd>)–"),
    ],
)
def test_a_sum_of_them_is_reported(workspace, path, old):
    file = workspace.output(YEAR) / making.FOLDER / path
    good = file.read_text("utf-8")
    text = re.sub(old, r"\g<1>5", good, count=1)
    assert text != good
    file.write_text(text, "utf-8")

    with pytest.raises(Faults) as refused:
        making.check(workspace, YEAR, file.parent, draft=True)
    file.write_text(good, "utf-8")

    assert any(each.code == "site.says" for each in refused.value.found)
