"""Files beside a page: where the CSV of a table and the files of a figure are written, and what they are called.

`tables.show` and `charts.show` write them, `lib.site.run` says where to, `lib.site.dressing` links to them,
`lib.site.reading` reads the tables.
"""

import os
import re
from pathlib import Path

FILES = "TABLES"  # environment: the folder into which the CSV of each table is written; none while it is not set
TOLD = re.compile(r"(.*) \(([\d,]+) rows?\) \[table ([0-9a-f]{16})\]", re.DOTALL)  # the plain text of a table

FIGURE = re.compile(r"(.*) \[figure ([0-9a-f]{16})\]", re.DOTALL)  # the plain text of a figure


def file_name(told: str) -> str:
    """The name of a table's CSV, of its plain text; "" for a text that is no table's."""
    named = TOLD.fullmatch(told)
    if not named:
        return ""
    return f"{hyphened(named[1])}-{named[3][:8]}.csv".lstrip("-")


def figure_name(told: str) -> str:
    """The name of a figure's files, without what they end in, of its plain text; "" for a text that is no figure's."""
    named = FIGURE.fullmatch(told)
    return f"{hyphened(named[1])}-{named[2][:8]}".lstrip("-") if named else ""


def figures_folder() -> Path | None:
    """Where the files of figures are written: figures/ beside the folder of the tables; None while that is not set."""
    folder = os.environ.get(FILES)
    return Path(folder).absolute().with_name("figures") if folder else None


def hyphened(words: str) -> str:
    """Words as a part of an address: small letters, digits and hyphens, sixty at most."""
    return re.sub(r"[^a-z0-9]+", "-", words.lower()).strip("-")[:60].strip("-")
