"""Earlier years on authorities' pages: as their letters compare them."""

import re

import pytest
from next_years import YEAR
from published_sites import LATER
from workspaces import SHIPPED, edit

from ombuds_letters import specimen
from ombuds_letters.faults import Faults
from ombuds_letters.publication import making, year
from ombuds_letters.storage.workspace import Workspace

pytestmark = pytest.mark.slow  # a site is made

RECEIVED, DECIDED = "Complaints and enquiries received", "Decisions made"
RATE = """\
          - key: advice_share
            label: Share Advised
            share_of: [advice_given]
            out_of: [advice_given, upheld]
            none: –
"""
MERGED = "SPECIMEN00003"
WITHOUT = "that year has no such figure that can be compared with this year's."


@pytest.fixture(scope="module")
def workspace(tmp_path_factory):
    """Two years, one of whose columns can't be compared; one authority took the place of two of similar names."""
    workspace = Workspace(tmp_path_factory.mktemp("years") / "w")
    specimen.write(SHIPPED, YEAR, workspace.root, 12)
    column = "      - key: advice_given\n        label: Advice Given\n"
    for path in (workspace.data(before) for before in ("2018", YEAR)):
        for file in path.rglob("*.*"):
            text = file.read_text("utf-8")
            file.write_text(text.replace("Lower Malmouth", "4711th Isle of Ormgrove"), "utf-8", newline="")
    edit(workspace.templates(YEAR) / "figures.yaml", column, f"{column}        comparable_since: 2019\n")
    rate = "            out_of: [not_upheld, upheld]\n            none: –\n"
    edit(workspace.templates(YEAR) / "figures.yaml", rate, rate + RATE)
    making.publish(workspace, YEAR, LATER, draft=True)
    return workspace


@pytest.fixture(scope="module")
def published(workspace):
    return year.read(workspace, YEAR, LATER, draft=True)


def section(workspace, published, job):
    """What a page says of earlier years: its rows by table and heading, and its text."""
    path = workspace.output(YEAR) / making.FOLDER / published.page(job)
    found = re.search(r'<section aria-labelledby="earlier">(.*?)</section>', path.read_text("utf-8"), re.DOTALL)
    rows = {
        (title, head): re.findall(r"<td[^>]*>(.*?)</td>", cells)
        for title, table in re.findall(r"<caption>(.*?)</caption>(.*?)</table>", found[1], re.DOTALL)
        for head, cells in re.findall(r'<tr[^>]*><th scope="row">(.*?)</th>(.*?)</tr>', table)
    }
    return rows, re.sub("<[^>]*>", "", found[1])


def test_an_authority_that_took_the_place_of_others_has_their_figures_together_and_names_them(workspace, published):
    job = next(each for each in published.jobs if each.record.code == MERGED)
    (before,) = published.before(job.record)
    rows, text = section(workspace, published, job)

    assert len(before.rows) == 2
    together = sum(each["received.housing"] for each in before.rows)
    assert rows[RECEIVED, "Housing"] == [str(job.record.figures["received.housing"]), str(together)]
    assert f"The figures of 2018 are those of {before.names[0]} and {before.names[1]}." in text


def test_an_authority_of_the_same_name_has_its_own_and_nothing_is_said_of_others(workspace, published):
    job = next(each for each in published.jobs if each.record.name == "Ux County Council")
    own = published.earlier[0].records[job.record.code].figures
    rows, text = section(workspace, published, job)

    assert rows[RECEIVED, "Housing"] == [str(job.record.figures["received.housing"]), str(own["received.housing"])]
    assert "The figures of" not in text


def test_what_cannot_be_compared_with_a_year_is_a_dash_and_so_is_what_is_made_of_it(workspace, published):
    job = next(each for each in published.jobs if each.record.name == "Ux County Council")
    rows, text = section(workspace, published, job)

    assert "decided.advice_given" in published.earlier[0].records[job.record.code].figures
    before = {heading: figures[1] for (table, heading), figures in rows.items() if table == DECIDED}
    assert before["Advice Given"] == "–"
    assert before["Total"] == "–"
    assert before["Detailed Investigations: Share Advised"] == "–"
    assert before["Detailed Investigations: Upheld"] != "–"
    assert before["Detailed Investigations: Share upheld"] != "–"
    assert rows[RECEIVED, "Total"][1] != "–"
    assert WITHOUT in text
    review = (workspace.output(YEAR) / making.FOLDER / "review.html").read_text("utf-8")
    assert re.search(r'>Advice Given</th><td class="number">[\d,]+</td><td class="number">–</td>', review)


@pytest.mark.parametrize(
    ("code", "old", "new"),
    [
        (MERGED, r'(class="quiet taken">The figures of 2018 are )', r"\1not "),
        (MERGED, r'(class="quiet taken">.*?) and ', r"\1, Poole and "),
        (MERGED, r'(class="quiet taken">The figures of )', r"\g<1>1"),
        (MERGED, r'(class="quiet taken">)', r"\1Not so: "),
        (MERGED, r'(class="quiet taken">[^<]*?) and [^<]*', r"\1."),
        (MERGED, r'(<p class="quiet taken">.*?)(</p>)', r"\1 Nor is this.\2"),
        (MERGED, r'(<th scope="row">Housing</th><td class="number">\d+</td><td class="number">\d+)', r"\g<1>1"),
        (MERGED, r"(<p class=\"quiet taken\">The figures of 2018 are those of )[^<]*? and ", r"\1"),
        (MERGED, r'<p class="quiet taken">.*?</p>', ""),
        ("SPECIMEN00011", r'(>Advice Given</th><td class="number">\d+</td><td class="number">)–', r"\g<1>7"),
    ],
)
def test_an_error_in_an_earlier_year_is_reported(workspace, published, code, old, new):
    job = next(each for each in published.jobs if each.record.code == code)
    site = workspace.output(YEAR) / making.FOLDER
    file = site / published.page(job)
    good = file.read_text("utf-8")
    text = re.sub(old, new, good, count=1, flags=re.DOTALL)
    assert text != good
    file.write_text(text, "utf-8")

    with pytest.raises(Faults) as refused:
        making.check(workspace, YEAR, site, draft=True)
    file.write_text(good, "utf-8")

    assert any(each.code == "site.says" and each.place.path.endswith(file.name) for each in refused.value.found)
