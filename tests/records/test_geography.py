"""Where authorities are on the map, and what a row may not say."""

import pytest

from ombuds_letters.records import geography

HEAD = "code,region,layer,column,row\n"


def found(*rows):
    return [str(each) for each in geography.read(HEAD + "".join(f"{row}\n" for row in rows), "map.csv")[1]]


def test_regions_and_layers_that_are_written_alike_have_no_fault():
    rows = ["A1,South East,Counties,0,0", "A2,South East,Counties,1,0", "A3,South West,Districts,0,0"]

    assert found(*rows) == []


@pytest.mark.parametrize("other", ["South-East", "south east", "South Éast", "South East."])
def test_a_region_that_is_written_in_two_ways_is_told_where_it_is_written_again(other):
    assert found("A1,South East,Counties,0,0", f"A2,{other},Counties,1,0") == [
        f'map.csv:3:4: region: is "{other}", which line 2 writes "South East"; write both alike'
    ]


def test_the_row_that_differs_from_most_is_the_one_that_is_told():
    assert found("A1,South-East,Counties,0,0", "A2,South East,Counties,1,0", "A3,South East,Counties,2,0") == [
        'map.csv:2:4: region: is "South-East", which line 3 writes "South East"; write both alike'
    ]


def test_two_spaces_are_a_fault_once():
    assert found("A1,South East,Counties,0,0", "A2,South  East,Counties,1,0") == [
        'map.csv:3:4: region: is "South  East", with too many spaces; write single spaces, and none at either end'
    ]


def test_a_layer_that_is_written_in_two_ways_is_told():
    assert found("A1,Wales,County Councils,0,0", "A2,Wales,County councils,1,0") == [
        'map.csv:3:10: layer: is "County councils", which line 2 writes "County Councils"; write both alike'
    ]


def test_regions_of_other_letters_than_latin_are_told_apart():
    assert found("A1,Ωmega,Counties,0,0", "A2,βeta,Counties,1,0", "A3,Δ,Counties,2,0") == []
