"""One word has one meaning in the whole package."""

import ast
from collections import defaultdict

from workspaces import ROOT

# Public classes and aliases of types of the same name in two modules, each with the reason. A name that means two things should be two names.
SAME_NAME: dict[str, str] = {}


def public_types():
    """The modules that define each public class or alias: {"Press": ["ombuds_letters/press/__init__.py"], …}."""
    found = defaultdict(list)
    for path in sorted((ROOT / "ombuds_letters").rglob("*.py")):
        for node in ast.parse(path.read_text(encoding="utf-8")).body:
            names = [node.name] if isinstance(node, ast.ClassDef) else []
            if isinstance(node, ast.Assign):
                names = [
                    target.id for target in node.targets if isinstance(target, ast.Name) and not target.id.isupper()
                ]
            for name in names:
                if name[0].isupper():
                    found[name].append(path.relative_to(ROOT).as_posix())
    return found


def test_a_public_type_has_a_name_that_no_other_module_uses():
    found = public_types()

    assert len(found) > 100
    assert {name: modules for name, modules in found.items() if len(modules) > 1 and name not in SAME_NAME} == {}
    assert [name for name in SAME_NAME if len(found[name]) < 2] == []
