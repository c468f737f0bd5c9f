"""Names of authorities and people that do not exist. A test compares the place names with every real council's."""

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
# Names of real councils that these parts can make.
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


def places(prng: Prng) -> Iterator[str]:
    """Made-up place names, endless, none twice: "Thornwick", "Upper Ravensmere", "Elderbeck and Foxholme"."""
    seen: set[str] = set()
    while True:
        name = _simple(prng)
        turn = prng.below(20)
        if turn < 5:
            name = f"{prng.pick(_BEFORE)} {name}"
        elif turn < 8:
            name = f"{name} and {_simple(prng)}"
        elif turn == 8:
            name = f"{name}-on-{_simple(prng)}"
        if name not in seen:
            seen.add(name)
            yield name


def people(prng: Prng) -> Iterator[str]:
    """Made-up people, endless, none twice: "Priya Penhallow", "Priya K. Penhallow"."""
    seen: set[str] = set()
    while True:
        given, family = prng.pick(_GIVEN), prng.pick(_FAMILY)
        name = f"{given} {family}"
        while name in seen:
            given = f"{given} {prng.pick(_INITIALS)}."
            name = f"{given} {family}"
        seen.add(name)
        yield name


def _simple(prng: Prng) -> str:
    name = prng.pick(_FIRST) + prng.pick(_SECOND)
    return _simple(prng) if name in _REAL else name
