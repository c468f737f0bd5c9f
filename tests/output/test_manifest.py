"""What the manifest says of each letter, and when a letter counts as another."""

import json
from dataclasses import replace

import pytest
from workspaces import SHIPPED, edit, ready, sevenoaks

from ombuds_letters import batch, files
from ombuds_letters import press as presses
from ombuds_letters.output import manifest
from ombuds_letters.output.manifest import ContentDigests, Manifest, ManifestEntry
from ombuds_letters.records.compared_with import EarlierFigures, RecordComparison

ROW = ManifestEntry("E1", "Adur", "adur.pdf", 3, 10, "ab", ContentDigests("f", "w", "s"))


def prints(workspace):
    press, (job,) = ready(workspace)
    return manifest.content_digests(job.record, job.contact, press.edition.digest())


@pytest.fixture(scope="module")
def shipped():
    return prints(SHIPPED)


def test_a_letter_is_another_where_those_whose_place_it_took_were_of_several_kinds():
    press, (job,) = ready(SHIPPED)

    def of(*kinds):
        before = EarlierFigures("2017", ({"residents": 1}, {"residents": 2}), ("One", "Other"), kinds)
        record = replace(job.record, comparison=RecordComparison(None, (before,)))
        return manifest.content_digests(record, job.contact, press.edition.digest())

    assert of("county", "district") != of("district", "district") == of("county", "county")


def test_what_is_written_is_read_again(tmp_path):
    said = Manifest(
        "2018",
        True,
        {"weasyprint": "70.0"},
        (replace(ROW, replaces=ROW, being_removed=True), replace(ROW, file="b.pdf")),
    )
    (tmp_path / "manifest.json").write_text("".join(manifest.lines(said)), encoding="utf-8")

    assert manifest.read(tmp_path) == said


def test_a_manifest_larger_than_what_is_read_at_once_is_read_letter_by_letter(tmp_path, monkeypatch):
    said = Manifest("2018", False, {"weasyprint": "70.0"}, tuple(replace(ROW, file=f"{n:03}.pdf") for n in range(500)))
    (tmp_path / "manifest.json").write_text("".join(manifest.lines(said)), encoding="utf-8")
    monkeypatch.setattr(files, "LOG", 10_000)

    assert manifest.read(tmp_path) == said


def test_a_manifest_that_was_laid_out_otherwise_is_the_same(tmp_path):
    said = Manifest("2018", False, {"weasyprint": "70.0"}, (ROW, replace(ROW, file="b.pdf")))
    for indent in (None, 1, 2):
        text = json.dumps(json.loads("".join(manifest.lines(said))), indent=indent)
        (tmp_path / "manifest.json").write_text(text, encoding="utf-8")

        assert manifest.read(tmp_path) == said


@pytest.mark.parametrize("cut", [1, 5, 100, 260, 300])
def test_a_manifest_that_lacks_its_end_is_refused(tmp_path, cut):
    text = "".join(manifest.lines(Manifest("2018", False, {}, (ROW, replace(ROW, file="b.pdf")))))
    (tmp_path / "manifest.json").write_text(text.rstrip()[:-cut], encoding="utf-8")

    with pytest.raises(manifest.UnreadableManifest, match="is not a manifest that this program wrote"):
        manifest.read(tmp_path)


def test_a_folder_without_a_manifest_has_none(tmp_path):
    assert manifest.read(tmp_path) is None


@pytest.mark.slow
def test_every_letter_is_described_in_full(tmp_path):
    workspace = sevenoaks(tmp_path)
    built = batch.build(workspace, "2018")

    said = json.loads((built.folder / "manifest.json").read_bytes())
    (letter,) = said["letters"]

    assert list(said) == ["year", "draft", "state", "versions", "letters"]
    assert (said["year"], said["draft"], said["state"]) == ("2018", False, "complete")
    assert list(said["versions"]) == list(presses.versions())
    assert list(letter) == ["code", "authority", "file", "pages", "bytes", "sha256", "digests"]
    assert (letter["code"], letter["authority"], letter["pages"]) == ("E07000111", "Sevenoaks District Council", 3)
    assert letter["bytes"] == (built.folder / letter["file"]).stat().st_size


def test_a_comment_changes_no_digest(tmp_path, shipped):
    workspace = sevenoaks(tmp_path)
    edit(workspace.data("2018") / "authorities" / "sevenoaks.yaml", "passages: []", "# none this year\npassages: []")

    assert prints(workspace) == shipped


@pytest.mark.slow
@pytest.mark.parametrize(
    ("file", "old", "new", "part"),
    [
        ("data/2018/authorities/sevenoaks.yaml", "by_authority: 0", "by_authority: 1", "figures"),
        ("data/2018/authorities/sevenoaks.yaml", "Sevenoaks District", "Sevenoaks Borough", "words"),
        ("data/2018/contacts.csv", "Pav Ramewal", "Pav R. Ramewal", "words"),
        ("data/2018/year.yaml", "courses: 58", "courses: 59", "shared"),
        ("data/2018/year.yaml", "attach_figures: true", "attach_figures: false", "shared"),
        ("templates/2018/letter.md", "Both figures", "Both these figures", "shared"),
        ("templates/2018/letter.css", "orphans: 2", "orphans: 3", "shared"),
        ("templates/2018/figures.yaml", "label: Housing", "label: Homes", "shared"),
    ],
)
def test_what_changes_a_letter_changes_the_part_that_it_belongs_to(tmp_path, shipped, file, old, new, part):
    workspace = sevenoaks(tmp_path)
    edit(tmp_path / file, old, new)

    changed = prints(workspace)

    assert [name for name in ("figures", "words", "shared") if getattr(changed, name) != getattr(shipped, name)] == [
        part
    ]


def test_an_email_address_changes_no_digest(tmp_path, shipped):
    workspace = sevenoaks(tmp_path)
    edit(tmp_path / "data/2018/contacts.csv", "Chief Executive,,,,", "Chief Executive,,ce@example.org,,")

    assert prints(workspace) == shipped


@pytest.mark.parametrize("said", ["{", "[]", '{"letters": [{}]}', "null"])
def test_a_manifest_that_makes_no_sense_is_reported(tmp_path, said):
    (tmp_path / "manifest.json").write_text(said, encoding="utf-8")

    with pytest.raises(manifest.UnreadableManifest) as caught:
        manifest.read(tmp_path)

    assert str(caught.value).endswith("; move the folder away, and build again")


def test_of_a_letter_about_to_change_the_entry_that_its_file_agrees_with_is_kept():
    old, new = replace(ROW, sha256="old"), replace(ROW, sha256="new")
    row = replace(new, replaces=old)

    assert manifest.reconcile([row], {"adur.pdf": "new"}) == (new,)
    assert manifest.reconcile([row], {"adur.pdf": "old"}) == (old,)
    assert manifest.reconcile([row], {"adur.pdf": "other"}) == ()
    assert manifest.reconcile([row], {}) == ()


def test_the_entry_of_a_letter_about_to_be_removed_is_kept_while_it_is_there():
    assert manifest.reconcile([replace(ROW, being_removed=True)], {"adur.pdf": "ab"}) == (ROW,)
    assert manifest.reconcile([replace(ROW, being_removed=True)], {}) == ()
