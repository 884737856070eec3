"""Is the house as README draws it? Rooms in order, no circle, nobody in another's drawers, functions that fit a screen."""

import subprocess
import sys

import pytest

from lib import ROOMS, SHORT
from tests import house
from tests.conftest import HOME

REBUILT_LATER = ("claims", "people")  # their own issues rebuild them
OFTEN = {  # one meaning, in several rooms: spans of a text and the table of them; a chart, a table, cards, an article before a reader; pages of a site
    "sentences": 2, "tokens": 2, "show": 4, "set_aside": 2, "write": 3,
}  # fmt: skip


def test_rooms_stand_in_order_and_none_imports_from_one_below():
    assert {house.room(module) for module in house.FILES} == {"", *ROOMS}
    assert house.upward() == []
    assert house.circle() == []


def test_no_module_uses_a_private_name_of_another():
    assert house.private() == []


def test_functions_fit_a_screen():
    assert [found for found in house.over() if house.room(found[0]) not in REBUILT_LATER] == []


def test_a_name_means_one_thing():
    several = {
        name: modules for name, modules in house.twice().items() if any(house.room(m) != "claims" for m in modules)
    }
    assert {name: len(modules) for name, modules in several.items()} == OFTEN, several


def test_each_room_says_what_is_inside_and_what_goes_in_and_out():
    drawn = (HOME / "README.md").read_text(encoding="utf-8")
    for name in ROOMS:
        assert house.ast.get_docstring(house.TREES[f"lib.{name}"]), name
        assert f"`lib/{name}" in drawn, name


def test_public_functions_say_what_they_take():
    """Types of every argument and of the result, outside the rooms that are rebuilt later."""
    bare = [
        f"{module}.{node.name}"
        for module, tree in house.TREES.items()
        if house.room(module) not in REBUILT_LATER
        for node in tree.body
        if isinstance(node, house.ast.FunctionDef) and not node.name.startswith("_") and node.name != "main"
        if node.returns is None
        or any(a.annotation is None for a in [*node.args.posonlyargs, *node.args.args, *node.args.kwonlyargs])
    ]
    assert bare == []


@pytest.mark.parametrize("name", ["corpus", "claims", "scale", "voices", "terms", ", ".join(SHORT)])
def test_short_names_resolve_and_heavy_packages_stay_outside(name):
    code = f"from lib import {name}; import sys; print(*({{'dask', 'polars', 'trafilatura', 'distributed'}} & set(sys.modules)))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=HOME)
    assert done.stdout.split() == []


def test_a_guard_fires(monkeypatch):
    """A planted import that runs back up, a circle, a private name and a long function are each seen."""
    tree = house.ast.parse("from lib.site import run\nfrom lib.text.repairs import _join\n")
    monkeypatch.setitem(house.TREES, "lib.text.words", tree)
    assert ("lib.text.words", "lib.site.run") in house.upward()
    assert ("lib.text.words", "_join") in house.private()
    assert "lib.text.words" in house.circle()
    long = house.ast.parse("def long(x):\n" + "    x = x if x else 1\n" * 26).body[0]
    assert house.branches(long) == 26
