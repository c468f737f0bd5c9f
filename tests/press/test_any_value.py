"""Whatever a record says, what the press fills in has WeasyPrint's bytes."""

from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from press_runs import press_run, run_of
from workspaces import ready, specimens

from ombuds_letters.edition.tables import Total
from ombuds_letters.records.record import Figures

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def pressed(tmp_path_factory):
    """A press with its formes made, and a letter like most others."""
    press, letter_jobs = ready(specimens(tmp_path_factory.mktemp("any") / "w", 28, passages=0))
    press_run(press, letter_jobs)
    return press, letter_jobs[-1]


def test_the_letters_of_a_year_have_the_same_bytes_from_the_press_as_from_weasyprint(tmp_path):
    run = run_of(specimens(tmp_path / "w", 354))

    assert len(run.filled) + sum(run.laid_out_alone.values()) == 354
    assert sum(run.laid_out_alone.values()) < 60
    assert run.unlike_weasyprints() == []


names = st.text(
    "ABCDEFGHabcdefghijklmnopqrstuvwxyz'&-.ŵŷâêîôûéöñßÆøŁžķ’–—“”()0123456789€½ĳŉ"[:-1], min_size=1, max_size=60
)
words = names.map(lambda text: " ".join(text.split())).filter(bool)


@settings(max_examples=30, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(name=words, contact=words, counts=st.lists(st.integers(0, 9999), min_size=30, max_size=30))
def test_any_name_and_any_counts_come_out_as_weasyprint_sets_them(pressed, name, contact, counts):
    press, plain = pressed
    form = press.edition.table_spec
    entered = [column for column in form.columns() if column.is_entered]
    figures = {column.field: count for column, count in zip(entered, counts, strict=False)}
    for column in form.columns():
        if isinstance(column.figure, Total):
            figures[column.field] = sum(figures[part] for part in column.figure.parts)
    job = replace(
        plain,
        record=replace(plain.record, name=name, figures=Figures(figures)),
        contact=replace(plain.contact, name=contact),
    )

    assert press.letter(job) == press.laid_out(job)


@settings(max_examples=4, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_every_character_of_the_type_comes_out_as_weasyprint_sets_it(pressed, data):
    press, plain = pressed
    characters = sorted(press.edition.printable - {" ", "\xa0"})
    shuffled = "".join(data.draw(st.permutations(characters)))
    for start in range(0, len(shuffled), 80):
        name, contact = shuffled[start : start + 40], shuffled[start + 40 : start + 80]
        job = replace(
            plain,
            record=replace(plain.record, name=name),
            contact=replace(plain.contact, name=contact or plain.contact.name),
        )

        assert press.letter(job) == press.laid_out(job)
