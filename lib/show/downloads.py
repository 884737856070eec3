"""Files beside a page: where the CSV of a table is written, and what it is called.

`tables.show` writes it, `lib.site.run` says where to, `lib.site.dressing` links to it, `lib.site.reading` reads it.
"""

import re

FILES = "TABLES"  # environment: the folder into which the CSV of each table is written; none while it is not set
TOLD = re.compile(r"(.*) \(([\d,]+) rows?\) \[table ([0-9a-f]{16})\]", re.DOTALL)  # the plain text of a table


def file_name(told: str) -> str:
    """The name of a table's CSV, of its plain text; "" for a text that is no table's."""
    named = TOLD.fullmatch(told)
    if not named:
        return ""
    slug = re.sub(r"[^a-z0-9]+", "-", named[1].lower()).strip("-")[:60].strip("-")
    return f"{slug}-{named[3][:8]}.csv".lstrip("-")
