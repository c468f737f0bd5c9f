"""Names of authorities and people that do not exist. A test holds the place names against every real council's."""

from __future__ import annotations

from collections.abc import Iterator

from .prng import Prng

_FIRST = """
    Alder Amber Ash Aven Bar Bel Birch Black Bram Brack Bren Bright Brook Burn Cal Car Chal Cold Crag Dun Elder
    Elm Fair Fal Fern Fox Glen Gorse Gran Green Hag Har Haw Hazel Heather Holm Horn Kel Kings Lang Lark Lin Lock
    Lyn Mal Maple Mar Mere Mil Moor Nether Oaken Orm Pen Pike Quarn Raven Red Rook Row Sal Sand Scar Sedge Shel
    Sil Stan Stone Strat Swan Tarn Thorn Til Tre Ulls Wald Wen Wether Whin Wil Wind Wolds Wren Yarl Yew
""".split()  # noqa: SIM905
_SECOND = """
    beck bourne bridge brook bury combe cote croft dale den down field fold ford garth gate grove ham haven
    hithe holme hurst ing keld lea ley marsh mead mere mouth ness over pool port ridge rigg scale shaw shire
    sley stead stoke stow thorpe thwaite toft ton wade water well wick wold worth
""".split()  # noqa: SIM905
# What chance can make of these, and real councils are called.
_REAL = ("Ashfield", "Ashford", "Blackpool", "Burnley", "Elmbridge", "Redbridge", "Salford", "Sandwell")
_BEFORE = ("North", "South", "East", "West", "Upper", "Lower", "Mid", "Great", "Vale of", "Isle of")

_GIVEN = """
    Ada Amir Anna Ben Bronwen Chloe Daniel Dilys Edith Efua Fergus Grace Hamza Ines Jomo Kavita Leo Maeve Marek
    Nadia Noor Olu Owen Priya Ruth Saoirse Tariq Una Wei Yusuf Zoë
""".split()  # noqa: SIM905
_FAMILY = """
    Abara Ashgrove Bexhollow Brannock Castellan Dunmarrow Elverley Fairlamb Garrowby Hallgarth Ilesworth
    Kettlesing Lanyon Merrowdown Northcroft Okonjo-Vale Penhallow Quillfeather Rastrick-Lee Saltmarsh
    Thistlewood Underhay Venables-Roe Wainfleet Yelverton
""".split()  # noqa: SIM905

_INITIALS = "ABCDEFGHIJKLMNOPRSTW"


def places(chance: Prng) -> Iterator[str]:
    """Made-up place names without end, none twice: "Thornwick", "Upper Ravensmere", "Elderbeck and Foxholme"."""
    seen: set[str] = set()
    while True:
        name = _simple(chance)
        turn = chance.below(20)
        if turn < 5:
            name = f"{chance.pick(_BEFORE)} {name}"
        elif turn < 8:
            name = f"{name} and {_simple(chance)}"
        elif turn == 8:
            name = f"{name}-on-{_simple(chance)}"
        if name not in seen:
            seen.add(name)
            yield name


def people(chance: Prng) -> Iterator[str]:
    """Made-up people without end, none twice: "Priya Penhallow", "Priya K. Penhallow"."""
    seen: set[str] = set()
    while True:
        given, family = chance.pick(_GIVEN), chance.pick(_FAMILY)
        name = f"{given} {family}"
        while name in seen:
            given = f"{given} {chance.pick(_INITIALS)}."
            name = f"{given} {family}"
        seen.add(name)
        yield name


def _simple(chance: Prng) -> str:
    name = chance.pick(_FIRST) + chance.pick(_SECOND)
    return _simple(chance) if name in _REAL else name
