"""Libraries of others for the pages of the site, out of the wheels that are installed: nothing is downloaded."""

import re
from importlib.resources import files

_EXPORTS = re.compile(r"\bexport\s*\{([^}]*)\};?")
_COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
_NOTICE = re.compile(r"/\*!.*?\*/", re.DOTALL)  # whose it is and under which licence
_RULE = re.compile(r"([^{}]*)\{((?:[^{}]|\{(?:[^{}]|\{[^{}]*\})*\})*)\}")  # its head, and what may hold rules
_AFTER = re.compile(r"@import[^;{}]*;?(?=[^{}]*\Z)")  # what no rule comes behind
_COMMA = re.compile(r",(?![^()]*\))")  # between selectors, not in :is(…)
_EITHER = re.compile(r":(?:not|is|where|has)\([^()]*\)")
_CLASS = re.compile(r"\.(-?[A-Za-z_][\w-]*)")


def datatables() -> str:
    """DataTables, as itables brings it, as a classic script that sets window.DataTable: a page opened from disk may
    load no module.
    """
    module = files("itables").joinpath("html/dt_bundle.js").read_text(encoding="utf-8")
    (exports,) = _EXPORTS.findall(module)
    (name,) = re.findall(r"([\w$]+) as default", exports)
    script = _EXPORTS.sub(lambda _: f"window.DataTable = {name};", module)
    return f'(() => {{ "use strict";\n{script}\n}})();\n'


def used(css: str, words: set[str]) -> str:
    """A style sheet without the rules for classes that no page and no script names; of comments it keeps the licences.

    Args:
        words: those of all pages and scripts. What Bootstrap puts together from parts (bs-…) is kept.
    """
    kept = _NOTICE.findall(css)
    for head, body in _RULE.findall(_COMMENT.sub("", css)):
        before, _, selectors = head.rpartition(";")
        if selectors.lstrip().startswith(("@media", "@supports")):
            body = used(body, words)
        elif not selectors.lstrip().startswith("@"):
            named = [(one, _CLASS.findall(_EITHER.sub("", one))) for one in _COMMA.split(selectors)]
            fine = [one for one, names in named if all(name in words or name.startswith("bs-") for name in names)]
            selectors, body = ",".join(fine), body * bool(fine)
        kept.append(f"{before}{';' * bool(before)}" + (f"{selectors}{{{body}}}" if body else ""))
    return "".join([*kept, *_AFTER.findall(css)])
