"""The import contracts in pyproject.toml: a module that is new is held to them too."""

import re
import tomllib

import pytest
from conftest import ROOT

CONTRACTS = {
    each["name"]: each
    for each in tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["importlinter"]["contracts"]
}
MODULES = {
    path.stem
    for path in (ROOT / "ombuds_letters").iterdir()
    if not path.name.startswith("__") and (path.suffix == ".py" or (path / "__init__.py").exists())
}


def test_every_module_stands_on_a_floor():
    (floors,) = (each for each in CONTRACTS.values() if each["type"] == "layers")

    standing = {name.removeprefix("ombuds_letters.") for floor in floors["layers"] for name in floor.split(" | ")}

    assert standing == MODULES


@pytest.mark.parametrize("name", [name for name in CONTRACTS if name.startswith("Only")])
def test_what_only_some_may_know_is_forbidden_to_all_others(name):
    forbidden_to = {each.removeprefix("ombuds_letters.") for each in CONTRACTS[name]["source_modules"]}

    knowing, _, _ = name.removeprefix("Only ").partition(" know")

    assert forbidden_to == MODULES - set(re.split(" and ", knowing))
