"""Libraries of others for the pages of the site, out of the wheels that are installed: nothing is downloaded."""

import re
import shutil
from importlib.resources import files
from pathlib import Path

_ICONS = re.compile(r' *<script defer src="[^"]*/fontawesome\.js[^"]*"></script>\n?')
_EXPORTS = re.compile(r"\bexport\s*\{([^}]*)\};?")


def datatables() -> str:
    """DataTables, as itables brings it, as a classic script that sets window.DataTable: a page opened from disk may
    load no module.
    """
    module = files("itables").joinpath("html/dt_bundle.js").read_text(encoding="utf-8")
    (exports,) = _EXPORTS.findall(module)
    (name,) = re.findall(r"([\w$]+) as default", exports)
    script = _EXPORTS.sub(lambda _: f"window.DataTable = {name};", module)
    return f'(() => {{ "use strict";\n{script}\n}})();\n'


def slim(site: Path) -> None:
    """Take out of a built site what no page needs: maps for who mends scripts, translations of the theme, and the
    script of its icons, which its style sheet draws from a font as well.
    """
    for path in [*site.glob("_static/**/*.map"), *site.glob("_static/**/fontawesome.js")]:
        path.unlink()
    shutil.rmtree(site / "_static/locales", ignore_errors=True)
    for path in site.rglob("*.html"):
        page = path.read_text(encoding="utf-8")
        path.write_text(_ICONS.sub("", page), encoding="utf-8")
