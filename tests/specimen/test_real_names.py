"""No specimen bears a real council's name: `real_names.txt` has the councils of England on 31 March 2018."""

from itertools import islice

import pytest
from conftest import ROOT

from ombuds_letters.specimen import names
from ombuds_letters.specimen.prng import Prng
from ombuds_letters.text import slug

REAL = (ROOT / "tests/real_names.txt").read_text(encoding="utf-8").splitlines()


def key(name):
    return slug.file_name_part(name)


TAKEN = {key(name) for name in REAL}


def test_the_list_of_real_names_has_each_council_by_its_short_and_its_official_name():
    assert sorted(set(REAL)) == REAL
    assert {"Sevenoaks", "Sevenoaks District Council", "Devon", "East Devon", "Brighton and Hove"} <= set(REAL)


@pytest.mark.parametrize("seed", range(4))
def test_no_made_up_place_is_a_real_councils_by_seed(seed):
    places = islice(names.places(Prng(seed)), 3000)

    assert [place for place in places if key(place) in TAKEN] == []


def test_no_place_that_can_be_made_is_a_real_councils():
    simple = {first + second for first in names._FIRST for second in names._SECOND} - set(names._REAL)
    made = {*simple, *(f"{before} {name}" for before in names._BEFORE for name in simple)}

    assert sorted(place for place in made if key(place) in TAKEN) == []
    assert len(simple) > 4000


def test_only_names_of_real_councils_are_left_out():
    assert [name for name in names._REAL if key(name) not in TAKEN] == []
