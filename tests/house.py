"""The house in numbers: python -m tests.house

Rooms with their lines of code (without docstrings, comments, blank lines), functions over the limits, imports that
run back up or in a circle, private names of one module used in another, public names with two meanings.
"""

import ast
import io
import tokenize
from collections import defaultdict
from graphlib import CycleError, TopologicalSorter

from lib import ROOMS, SHORT
from tests.conftest import HOME

LINES, BRANCHES, WIDTH = 60, 25, 120  # of a function, of a function, of a line
FILES = {
    ".".join(path.relative_to(HOME).with_suffix("").parts).removesuffix(".__init__"): path
    for path in sorted((HOME / "lib").rglob("*.py"))
}
TREES = {name: ast.parse(path.read_text(encoding="utf-8")) for name, path in FILES.items()}
SKIPPED = (tokenize.COMMENT, tokenize.NL, tokenize.NEWLINE, tokenize.INDENT, tokenize.DEDENT, tokenize.ENDMARKER)
FORKS = (ast.If, ast.IfExp, ast.For, ast.While, ast.ExceptHandler, ast.comprehension, ast.match_case)


def room(module):
    """text of lib.text.words; "" of lib itself."""
    return module.split(".")[1] if "." in module else ""


def code_lines(source):
    """The numbers of the lines that hold code: no docstring, comment or blank line."""
    held = set()
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, (ast.Module, ast.ClassDef, ast.FunctionDef, ast.AsyncFunctionDef)) and ast.get_docstring(
            node
        ):
            held |= set(range(node.body[0].lineno, node.body[0].end_lineno + 1))
    tokens = [t for t in tokenize.generate_tokens(io.StringIO(source).readline) if t.type not in SKIPPED]
    return {line for t in tokens for line in range(t.start[0], t.end[0] + 1)} - held


def branches(function):
    """How often a function forks: conditions, loops, handlers, parts of comprehensions, operands of and / or."""
    nodes = list(ast.walk(function))
    operands = sum(len(n.values) - 1 for n in nodes if isinstance(n, ast.BoolOp))
    return (
        sum(isinstance(n, FORKS) for n in nodes)
        + operands
        + sum(len(n.ifs) for n in nodes if isinstance(n, ast.comprehension))
    )


def functions():
    """(module, name, lines of code, branches) of each function, those within another apart."""
    for module, path in FILES.items():
        lines = code_lines(path.read_text(encoding="utf-8"))
        for node in ast.walk(TREES[module]):
            if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)):
                yield module, node.name, len(lines & set(range(node.lineno, node.end_lineno + 1))), branches(node)


def over():
    """Functions longer or more forked than the limits allow."""
    return [found for found in functions() if found[2] > LINES or found[3] > BRANCHES]


def imports(module, at_once=False):
    """{module: names} that a module imports from lib, within functions too unless only what it imports `at_once`."""
    found = defaultdict(set)
    nodes = TREES[module].body if at_once else ast.walk(TREES[module])
    for node in nodes:
        if isinstance(node, ast.ImportFrom) and (node.module or "").split(".")[0] == "lib":
            for name in node.names:
                short = f"lib.{SHORT[name.name]}.{name.name}" if node.module == "lib" and name.name in SHORT else ""
                target = short or (deeper if (deeper := f"{node.module}.{name.name}") in FILES else node.module)
                found[target].add(name.name)
    return found


def upward():
    """Imports from a room that stands below the module's own: (module, imported module)."""
    place = {name: i for i, name in enumerate(ROOMS)}
    return [(m, t) for m in FILES for t in imports(m) if room(m) in place and place.get(room(t), -1) > place[room(m)]]


def circle():
    """Modules that import one another in a circle; [] if none do. A room's face stands for what it hands on."""
    graph = {module: set(imports(module)) - {module} for module in FILES}
    try:
        list(TopologicalSorter(graph).static_order())
    except CycleError as error:
        return error.args[1]
    return []


def private():
    """Private names of one module that another uses: (module, name)."""
    found = []
    for module, tree in TREES.items():
        known = {
            name.asname or name.name
            for node in ast.walk(tree)
            if isinstance(node, (ast.ImportFrom, ast.Import))
            for name in node.names
        }
        for node in ast.walk(tree):
            if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name) and node.value.id in known:
                found += [(module, f"{node.value.id}.{node.attr}")] * (
                    node.attr.startswith("_") and not node.attr.startswith("__")
                )
        found += [(module, name) for target, names in imports(module).items() for name in names if name.startswith("_")]
    return found


def twice():
    """{public name: modules} of functions defined in more than one module."""
    places = defaultdict(list)
    for module, tree in TREES.items():
        for node in tree.body:
            if isinstance(node, ast.FunctionDef) and not node.name.startswith("_") and node.name != "main":
                places[node.name].append(module)
    return {name: modules for name, modules in sorted(places.items()) if len(modules) > 1}


def sizes():
    """{room: lines of code}."""
    found = defaultdict(int)
    for module, path in FILES.items():
        found[room(module)] += len(code_lines(path.read_text(encoding="utf-8")))
    return found


def main():
    found = sizes()
    print(
        *(f"{name or 'lib':10} {found[name]:6,}" for name in ["", *ROOMS]),
        f"{'in all':10} {sum(found.values()):6,}",
        sep="\n",
    )
    arrows = sum(len(imports(module)) for module in FILES)
    print(
        f"\n{len(FILES)} modules, {arrows} arrows, back up: {upward()}, circle: {circle()}, private names used: {private()}"
    )
    print(f"\nfunctions over {LINES} lines or {BRANCHES} branches:")
    print(*(f"  {m}.{name}: {lines} lines, {forks} branches" for m, name, lines, forks in over()), sep="\n")
    print("\nnames of public functions in two modules or more:")
    print(*(f"  {name}: {', '.join(modules)}" for name, modules in twice().items()), sep="\n")


if __name__ == "__main__":
    main()
