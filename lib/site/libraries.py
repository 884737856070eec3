"""Libraries of others for the pages of the site, out of the wheels that are installed: nothing is downloaded."""

import re
from importlib.resources import files

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
