"""What a corpus cannot answer: one sentence in the place of a result, and the notebook goes on.

A corpus may have one outlet, no numbers, no quotations. A function that needs what is not
there raises a `Gap`, whose message is the sentence. In the copies made for a reader's own
corpus (lib.site.own) `%load_ext lib.gaps` puts that sentence where the result would stand; a later
cell that reads what the failed cell should have made says the same and is passed over.
The notebooks of the five articles do not load it: there a gap is an error.
"""

import ast

NOTE = "lib-gap"  # key of an output's metadata: "gap", or the name of an unforeseen error


class Gap(ValueError):
    """Something that the corpus does not hold is needed: Jupyter shows the sentence, not the traceback."""

    def _render_traceback_(self):
        return [str(self)]


def need(what, sentence):
    """Go on if there is `what` (a table with rows, a list with items, a true value); else raise a Gap that says so."""
    if not (len(what) if hasattr(what, "__len__") else what):
        raise Gap(sentence)


def attempt(function, *given, **named):
    """What the function returns, or None where it meets a gap."""
    try:
        return function(*given, **named)
    except Gap:
        return None


def load_ipython_extension(shell):
    """What `%load_ext lib.gaps` does: from here on no cell of this kernel ends in a traceback."""
    import warnings

    warnings.simplefilter("ignore")  # the site's first page lists what is wrong with the files
    cells = Cells()
    shell.push({"__gaps__": cells})
    shell.ast_transformers.append(cells)


class Cells:
    """Turns each cell into one that says what is missing; remembers which names were not made, and why."""

    def __init__(self):
        self.unmade = {}

    def visit(self, module):
        """The module of a cell, its body within `try`; IPython calls this before it runs the cell."""
        reads, makes = names(module)
        lacking = [name for name in sorted(reads) if name in self.unmade]
        if lacking:
            reason = self.unmade[lacking[0]]
            self.unmade |= dict.fromkeys(makes, reason)
            return ast.parse(f"__gaps__.say({reason!r})")
        for name in makes:
            self.unmade.pop(name, None)
        if not module.body:
            return module
        if isinstance(module.body[-1], ast.Expr):  # what IPython would have shown
            call = ast.parse("__gaps__.show(0)").body[0]
            call.value.args = [module.body[-1].value]
            module.body[-1] = call
        frame = ast.parse(f"try:\n    pass\nexcept Exception as error:\n    __gaps__.failed(error, {sorted(makes)!r})")
        frame.body[0].body = module.body
        return ast.fix_missing_locations(frame)

    def failed(self, error, makes):
        """Say why a cell has no result, and that what it should have made is not there."""
        known = isinstance(error, Gap)
        told = str(error) if known else f"This part does not work on this corpus ({type(error).__name__}: {error})."
        reason = told, "gap" if known else type(error).__name__
        self.unmade |= dict.fromkeys(makes, reason)
        self.say(reason)

    def say(self, reason):
        """Display a reason, marked so that lib.site.own finds it."""
        from IPython.display import Markdown, display

        from lib.show.tables import quoted

        sentence, kind = reason
        sentence = sentence[:1].upper() + sentence[1:] + ("" if sentence.endswith((".", "!", "?")) else ".")
        display(Markdown(f"*{quoted(sentence)}*"), metadata={NOTE: kind})

    def show(self, value):
        """What IPython does with the last value of a cell."""
        from IPython.display import display

        if value is not None:
            display(value)


def names(module):
    """(names that a cell reads and does not make itself beforehand, names that it makes or changes)."""
    reads, bound, changed = set(), set(), set()
    for statement in module.body:
        loads, stores, inner = set(), set(), set()
        for node in ast.walk(statement):
            if isinstance(node, ast.Name):
                (loads if isinstance(node.ctx, ast.Load) else stores).add(node.id)
            elif isinstance(node, ast.AugAssign):
                loads.update(n.id for n in [node.target] if isinstance(n, ast.Name))
            elif isinstance(node, (ast.Import, ast.ImportFrom)):
                stores.update((alias.asname or alias.name).partition(".")[0] for alias in node.names)
            elif isinstance(node, (ast.Subscript, ast.Attribute)) and isinstance(node.ctx, ast.Store):
                changed.update(n.id for n in [_base(node)] if isinstance(n, ast.Name))
            elif isinstance(node, (ast.comprehension, ast.FunctionDef, ast.Lambda)):
                inner |= _own_names(node)
        if isinstance(statement, ast.FunctionDef):
            inner, stores = inner | stores, {statement.name}
        reads |= loads - inner - bound
        bound |= stores - (inner - {getattr(statement, "name", None)})
    return reads, bound | changed


def _base(node):
    while isinstance(node, (ast.Subscript, ast.Attribute)):
        node = node.value
    return node


def _own_names(node):
    """Names that belong to a comprehension or to a function's arguments, not to the notebook."""
    if isinstance(node, ast.comprehension):
        return {n.id for n in ast.walk(node.target) if isinstance(n, ast.Name)}
    given = [*node.args.args, *node.args.kwonlyargs, node.args.vararg, node.args.kwarg]
    return {argument.arg for argument in given if argument}
