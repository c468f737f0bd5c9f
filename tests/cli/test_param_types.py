"""Names of people on the command line."""

import pytest

from ombuds_letters.cli.param_types import PersonName

NAMES = ["Ann Other", "Siân Ŵyn-Ŷale", "N\u0303una O’Neill", "Łukasz Żak 2nd", "Анна Другая", "山田 はなこ", "김 유나"]


@pytest.mark.parametrize("name", NAMES)
def test_names_of_all_languages_are_names(name):
    assert PersonName().convert(name, None, None) == name
