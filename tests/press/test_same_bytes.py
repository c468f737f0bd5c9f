"""The same record, edition and versions give the same bytes, whatever else is different."""

import hashlib
import os
import subprocess
import sys
from io import BytesIO
from pathlib import Path

import pikepdf
import pytest
from fontTools.ttLib import TTFont
from workspaces import ROOT, SHIPPED, edit, ready, sevenoaks, specimens

from ombuds_letters import press as presses
from ombuds_letters.faults import Faults

pytestmark = pytest.mark.slow

PRINT_DIGESTS = Path(__file__).with_name("print_digests.py")


@pytest.fixture(scope="module")
def workspace(tmp_path_factory):
    return specimens(tmp_path_factory.mktemp("press") / "w", 4)


@pytest.fixture(scope="module")
def digests(workspace):
    """What this process makes of the letters, one after another."""
    press, letter_jobs = ready(workspace)
    return {job.file: hashlib.sha256(press.letter(job).content).hexdigest() for job in letter_jobs}


@pytest.fixture(scope="module")
def other_fonts(tmp_path_factory):
    """A home with a font of the letter's own name, twice as wide, and a configuration that prefers it to any other."""
    home = tmp_path_factory.mktemp("home")
    (home / ".fonts").mkdir()
    for name in ("OmbudsLetterSans-Regular.ttf", "OmbudsLetterSans-Bold.ttf"):
        font = TTFont(ROOT / "templates" / "fonts" / name)
        font["hmtx"].metrics = {glyph: (2 * wide, side) for glyph, (wide, side) in font["hmtx"].metrics.items()}
        font.save(home / ".fonts" / name)
    (home / "fonts.conf").write_text(
        f'<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "fonts.dtd"><fontconfig><dir>{home}/.fonts</dir>'
        "<dir>/usr/share/fonts</dir><match target='pattern'><edit name='family' mode='assign' binding='strong'>"
        "<string>Ombuds Letter Sans</string></edit></match></fontconfig>"
    )
    return home


def made_elsewhere(workspace, order="forwards", cwd=ROOT, **environment):
    done = subprocess.run(
        [sys.executable, PRINT_DIGESTS, workspace.root, order],
        cwd=cwd,
        env={**os.environ, "PYTHONPATH": str(ROOT), **environment},
        capture_output=True,
        text=True,
        check=True,
    )
    return dict(line.split() for line in done.stdout.splitlines())


@pytest.mark.parametrize(
    "settings",
    [
        pytest.param({"TZ": "Pacific/Kiritimati", "LANG": "C", "LC_ALL": "C"}, id="far east, no language"),
        pytest.param(
            {
                "TZ": "America/Los_Angeles",
                "LANG": "tr_TR.UTF-8",
                "LC_ALL": "tr_TR.UTF-8",
                "LANGUAGE": "tr",
                "PANGO_LANGUAGE": "tr:ja",
                "PYTHONHASHSEED": "4711",
            },
            id="far west, Turkish, other hashes",
        ),
    ],
)
def test_another_process_makes_the_same_bytes_in_another_time_zone_and_locale(workspace, digests, settings):
    assert made_elsewhere(workspace, **settings) == digests


def test_another_order_and_another_folder_make_the_same_bytes(tmp_path, digests):
    elsewhere = specimens(tmp_path / "Büro & Söhne" / "2018", 4)

    assert made_elsewhere(elsewhere, order="backwards", cwd=tmp_path) == digests


def test_the_machines_fonts_make_the_same_bytes(workspace, digests, other_fonts):
    fonts = {
        "HOME": str(other_fonts),
        "FONTCONFIG_FILE": str(other_fonts / "fonts.conf"),
        "XDG_DATA_HOME": str(other_fonts),
    }

    assert made_elsewhere(workspace, **fonts) == digests


def test_weasyprint_alone_would_use_the_fonts_that_the_test_before_installs(other_fonts):
    script = "import sys, weasyprint as w; sys.stdout.buffer.write(w.HTML(string='<p>A').write_pdf())"
    found = subprocess.run(
        [sys.executable, "-c", script],
        env={**os.environ, "HOME": str(other_fonts), "FONTCONFIG_FILE": str(other_fonts / "fonts.conf")},
        capture_output=True,
        check=True,
    )

    with pikepdf.open(BytesIO(found.stdout)) as pdf:
        assert [str(font.BaseFont).partition("+")[2] for font in pdf.pages[0].Resources.Font.values()] == [
            "Ombuds-Letter-Sans"
        ]


def test_settings_for_the_shaper_and_the_clock_make_the_same_bytes(workspace, digests, tmp_path):
    settings = {"HB_SHAPER_LIST": "fallback", "FONTCONFIG_SYSROOT": str(tmp_path), "SOURCE_DATE_EPOCH": "1"}

    assert made_elsewhere(workspace, **settings) == digests


def test_a_letter_is_the_same_the_second_time_and_after_a_draft(workspace, digests):
    press, (first, *_) = ready(workspace)
    press.letter(first, draft=True)

    assert hashlib.sha256(press.letter(first).content).hexdigest() == digests[first.file]
    assert hashlib.sha256(press.letter(first).content).hexdigest() == digests[first.file]


def test_a_comment_in_a_record_changes_nothing(tmp_path):
    workspace = sevenoaks(tmp_path)
    press, (before,) = ready(SHIPPED)
    edit(workspace.data("2018") / "authorities" / "sevenoaks.yaml", "passages: []", "passages: []  # none this year")
    changed, (after,) = ready(workspace)

    assert changed.letter(after) == press.letter(before)


def test_a_figure_changes_the_letter(tmp_path):
    workspace = sevenoaks(tmp_path)
    press, (before,) = ready(SHIPPED)
    edit(workspace.data("2018") / "authorities" / "sevenoaks.yaml", "by_authority: 0", "by_authority: 1")
    changed, (after,) = ready(workspace)

    assert changed.letter(after).content != press.letter(before).content


def test_faults_of_templates_and_style_are_reported_together(tmp_path):
    workspace = sevenoaks(tmp_path)
    edit(workspace.templates("2018") / "letter.css", "orphans: 2", "orphanz: 2")
    edit(workspace.templates("2018") / "report.html.j2", "{{ table.title }}", "{{ table.titel }}")

    with pytest.raises(Faults) as caught:
        ready(workspace)

    assert [each.code for each in caught.value.found] == ["style.refused", "template.unknown_name"]


def test_the_versions_cover_everything_that_the_bytes_depend_on():
    versions = presses.versions()

    weasyprints = [
        "weasyprint",
        "pydyf",
        "tinyhtml5",
        "tinycss2",
        "cssselect2",
        "pyphen",
        "fonttools",
        "pillow",
        "deflate",
    ]
    templates = ["jinja2", "markupsafe", "markdown-it-py", "uharfbuzz"]

    assert list(versions) == ["ombuds_letters", *weasyprints, "pango", "harfbuzz", *templates]
    assert all(version[0].isdigit() for version in versions.values())
