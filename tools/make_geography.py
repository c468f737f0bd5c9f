"""Writes data/geography/YEAR.csv, the map's hexagons, from a list of authorities with their coordinates:

    python tools/make_geography.py ../shared/authorities/england-2018.csv data/geography/2018.csv

Points are first pushed apart until each has room for a hexagon, which keeps what is north of something north of it. Then each
gets the nearest free place of the grid, and places are exchanged for as long as that brings neighbours together: two
authorities are neighbours if no third one is in the circle between them. Last, what is separated from its region is moved to
it. The same list gives the same file. Lines can be moved by hand afterwards; the program checks that no place is taken twice.
"""

from __future__ import annotations

import csv
import math
import random
import sys
from collections import defaultdict
from pathlib import Path

import numpy as np

from ombuds_letters.faults import Place
from ombuds_letters.records import geography
from ombuds_letters.records.geography import Hexagon

LAYERS = {"county": "County councils"}  # by kind; all others are on the first map
FIRST_LAYER = "Districts, boroughs and unitary councils"
REGION_PULL = 3.0  # how much more neighbours of one region pull each other than others

# Authorities that were abolished since, which the list has without coordinates: about where they were, and their region.
ABOLISHED = {
    "AYL": (51.87, -0.85, "South East"), "BKM": (51.77, -0.80, "South East"), "CHN": (51.68, -0.65, "South East"),
    "SBU": (51.57, -0.62, "South East"), "WYO": (51.64, -0.77, "South East"), "POL": (50.73, -1.98, "South West"),
    "BMH": (50.74, -1.85, "South West"), "CHC": (50.745, -1.76, "South West"), "EDO": (50.86, -1.95, "South West"),
    "NDO": (50.92, -2.28, "South West"), "PUR": (50.66, -2.12, "South West"), "WDO": (50.78, -2.65, "South West"),
    "WEY": (50.62, -2.45, "South West"), "TAU": (51.02, -3.15, "South West"), "WSO": (51.12, -3.35, "South West"),
    "COR": (52.49, -0.70, "East Midlands"), "DAV": (52.30, -1.14, "East Midlands"), "ENO": (52.45, -0.53, "East Midlands"),
    "KET": (52.40, -0.75, "East Midlands"), "NOR": (52.24, -0.90, "East Midlands"), "NTH": (52.27, -0.87, "East Midlands"),
    "SNR": (52.12, -1.08, "East Midlands"), "WEL": (52.29, -0.68, "East Midlands"),
    "FOR": (52.33, 0.50, "East of England"), "SED": (52.20, 0.68, "East of England"),
    "SUF": (52.17, 1.40, "East of England"), "WAV": (52.42, 1.63, "East of England"),
}  # fmt: skip
_ROW = math.sqrt(3) / 2  # from one row of hexagons to the next; a hexagon is 1 wide

Cell = tuple[int, int]


def main(source: Path, target: Path) -> None:
    with source.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    layers: dict[str, list[dict[str, str]]] = {FIRST_LAYER: []}
    for row in rows:
        layers.setdefault(LAYERS.get(row["kind"], FIRST_LAYER), []).append(row)
    hexagons: list[Hexagon] = []
    for title, listed in layers.items():
        regions = [row["region"] or ABOLISHED[row["code"]][2] for row in listed]
        for row, region, (column, line) in zip(listed, regions, laid_out(listed, regions), strict=True):
            hexagons.append(Hexagon(row["gss_code"], region, title, column, line, None, Place("")))
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_text(geography.text(hexagons), encoding="utf-8", newline="")


def laid_out(listed: list[dict[str, str]], regions: list[str]) -> list[Cell]:
    """A place of the grid for each authority, from 0 to the right and down."""
    north = [float(row["latitude"] or ABOLISHED[row["code"]][0]) for row in listed]
    east = [float(row["longitude"] or ABOLISHED[row["code"]][1]) for row in listed]
    points = np.array([[e * math.cos(math.radians(52.8)), -n] for e, n in zip(east, north, strict=True)])
    edges = neighbours(points)
    layout = Layout(spread(points, edges, regions), edges, regions)
    layout.improve(400_000 if len(listed) > 100 else 60_000)
    layout.gather()
    left, top = (min(cell[at] for cell in layout.cells) for at in (0, 1))
    top -= top % 2  # odd rows must stay odd
    return [(column - left, row - top) for column, row in layout.cells]


def neighbours(points: np.ndarray) -> list[tuple[int, int]]:
    """Pairs of points with no third one in the circle between them (K. R. Gabriel and R. R. Sokal, 1969)."""
    squares = ((points[:, None] - points[None]) ** 2).sum(axis=2)
    return [
        (one, other)
        for one in range(len(points))
        for other in range(one + 1, len(points))
        if not (np.delete(squares[one] + squares[other], [one, other]) < squares[one, other]).any()
    ]


def spread(points: np.ndarray, edges: list[tuple[int, int]], regions: list[str]) -> np.ndarray:
    """The points pushed apart until they are about 1 from each other, while neighbours pull each other back."""
    size = math.sqrt(len(points) / 0.55)
    at = (points - points.mean(axis=0)) * size / np.ptp(points[:, 1])
    ends = np.array(edges)
    same = np.array([regions[one] == regions[other] for one, other in edges])
    for step in range(600):
        away = at[:, None] - at[None]
        distance = np.sqrt((away**2).sum(axis=2)) + np.eye(len(at)) * 9
        push = np.clip(1.02 - distance, 0, None) / np.maximum(distance, 1e-6)
        move = (away * push[:, :, None]).sum(axis=1) * 0.45
        between = at[ends[:, 1]] - at[ends[:, 0]]
        length = np.sqrt((between**2).sum(axis=1, keepdims=True))
        pull = between * np.clip(length - 1.05, 0, 1.5) / np.maximum(length, 1e-6) * np.where(same, 0.06, 0.02)[:, None]
        np.add.at(move, ends[:, 0], pull)
        np.add.at(move, ends[:, 1], -pull)
        at = at + move * (1 if step < 500 else 0.5)
    return at


class Layout:
    """Authorities on places of the grid, and how good that is."""

    def __init__(self, wanted: np.ndarray, edges: list[tuple[int, int]], regions: list[str]) -> None:
        self.wanted = [(float(x), float(y)) for x, y in wanted]
        self.regions = regions
        self.linked: dict[int, list[tuple[int, float]]] = defaultdict(list)
        for one, other in edges:
            weight = REGION_PULL if regions[one] == regions[other] else 1.0
            self.linked[one].append((other, weight))
            self.linked[other].append((one, weight))
        self.cells: list[Cell] = [(0, 0)] * len(wanted)
        self.owner: dict[Cell, int] = {}
        order = sorted(
            range(len(wanted)), key=lambda each: (self.wanted[each][0] ** 2 + self.wanted[each][1] ** 2, each)
        )
        for each in order:
            self._put(each, self._nearest_free(each))

    def _put(self, each: int, cell: Cell) -> None:
        self.cells[each] = cell
        self.owner[cell] = each

    def _nearest_free(self, each: int) -> Cell:
        x, y = self.wanted[each]
        row, column = round(y / _ROW), round(x)
        reach = range(-8, 9)
        free = [(column + a, row + b) for a in reach for b in reach if (column + a, row + b) not in self.owner]
        return min(free, key=lambda cell: (distance(centre(cell), (x, y)), cell))

    def cost(self, each: int) -> float:
        x, y = centre(self.cells[each])
        found = 0.35 * ((x - self.wanted[each][0]) ** 2 + (y - self.wanted[each][1]) ** 2)
        for other, weight in self.linked[each]:
            ox, oy = centre(self.cells[other])
            apart = math.hypot(x - ox, y - oy) - 1.0
            if apart > 0.01:
                found += weight * (apart * apart + 0.4)
        return found

    def improve(self, moves: int) -> None:
        """Exchanges places, at first also to what is a little worse, so that no early mistake stays."""
        chance = random.Random(2018)
        for number in range(moves):
            heat = 1.2 * (1 - number / moves) ** 2
            each = chance.randrange(len(self.cells))
            cell = chance.choice(around(self.cells[each])) if chance.random() < 0.7 else self._towards(each, chance)
            self._try(each, cell, heat * -math.log(chance.random() or 1e-9))

    def _towards(self, each: int, chance: random.Random) -> Cell:
        """A place beside one of its neighbours."""
        other = chance.choice(self.linked[each])[0] if self.linked[each] else each
        return chance.choice(around(self.cells[other]))

    def _try(self, each: int, cell: Cell, allowed: float) -> bool:
        """Moves an authority, or has two exchange places, unless that costs more than is allowed."""
        if cell == self.cells[each]:
            return False
        other = self.owner.get(cell)
        before = self.cells[each]
        cost = self.cost(each) + (self.cost(other) if other is not None else 0)
        self._exchange(each, other, cell, before)
        now = self.cost(each) + (self.cost(other) if other is not None else 0)
        if now > cost + allowed:
            self._exchange(each, other, before, cell)
            return False
        return True

    def _exchange(self, each: int, other: int | None, cell: Cell, before: Cell) -> None:
        del self.owner[self.cells[each]]
        if other is not None:
            self.owner.pop(self.cells[other], None)
            self._put(other, before)
        self._put(each, cell)

    def parts(self, region: str) -> list[set[Cell]]:
        """The connected parts of a region, the largest first."""
        left = {self.cells[each] for each, its in enumerate(self.regions) if its == region}
        found = []
        while left:
            part, waiting = set[Cell](), [min(left)]
            while waiting:
                cell = waiting.pop()
                if cell in left:
                    left.remove(cell)
                    part.add(cell)
                    waiting += around(cell)
            found.append(part)
        return sorted(found, key=lambda part: (-len(part), min(part)))

    def _separated(self) -> int:
        return sum(sum(map(len, self.parts(region)[1:])) for region in sorted(set(self.regions)))

    def gather(self) -> None:
        """Moves what is separated from its region to it, in steps that separate no more than before."""
        chance = random.Random(1)
        separated = self._separated()
        for _ in range(4000):
            if not separated:
                return
            region = chance.choice([each for each in sorted(set(self.regions)) if len(self.parts(each)) > 1])
            whole, *parts = self.parts(region)
            cell = chance.choice(sorted(chance.choice(parts)))
            each = self.owner[cell]
            beside = sorted({near for own in whole for near in around(own)} - whole)
            goal = min(beside, key=lambda near: (distance(centre(near), centre(cell)), near))
            options = [
                near
                for near in around(cell)
                if distance(centre(near), centre(goal)) < distance(centre(cell), centre(goal))
            ]
            target = chance.choice([*options, goal])
            other, before = self.owner.get(target), self.cells[each]
            self._exchange(each, other, target, before)
            now = self._separated()
            if now > separated:
                self._exchange(each, other, before, target)
            else:
                separated = now


def around(cell: Cell) -> list[Cell]:
    """The six places around one; odd rows are half a hexagon further to the right."""
    column, row = cell
    right = row % 2
    left = [(column - 1 + right, row + each) for each in (-1, 1)]
    return [(column - 1, row), (column + 1, row), *left, (column + right, row - 1), (column + right, row + 1)]


def centre(cell: Cell) -> tuple[float, float]:
    """The middle of a place; a hexagon is 1 wide."""
    column, row = cell
    return column + (0.5 if row % 2 else 0), _ROW * row


def distance(one: tuple[float, float], other: tuple[float, float]) -> float:
    return math.hypot(one[0] - other[0], one[1] - other[1])


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
