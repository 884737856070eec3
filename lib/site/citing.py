"""How a page or a figure is cited: of CITATION.cff, without a clock."""

import html
import re
from pathlib import Path

import yaml

from lib.corpus import HOME


def citation(title: str, place: str, source: Path = HOME / "CITATION.cff") -> str:
    """One line to cite: authors (year). title. In: the collection, version. Place.

    Args:
        title: of the page or figure, plain text.
        place: of it within the collection: notebook or page, with the id of a figure.
    """
    work = yaml.safe_load(source.read_text(encoding="utf-8"))
    authors = "; ".join(
        author.get("name") or f"{author['family-names']}, {author['given-names']}" for author in work["authors"]
    )
    year, end = str(work["date-released"])[:4], "" if title.endswith((".", "?", "!")) else "."
    return f"{authors} ({year}). {title}{end} In: {work['title']}, version {work['version']}. {place}"


def footer(title: str, pagename: str, notebook: bool) -> str:
    """The end of a page as HTML: where its code is, and how to cite it.

    Args:
        pagename: as Sphinx has it.
        notebook: is the page a notebook's?
    """
    code = ""
    if notebook:
        address = f"{'../' * pagename.count('/')}_sources/{html.escape(pagename)}.ipynb"
        code = f'<p>All the code of this page is in <a href="{address}" download>the notebook</a>.</p>'
    line = html.escape(citation(re.sub(r"^[0-9]{2} · ", "", title), f"{pagename}.{'ipynb' if notebook else 'html'}"))
    cite = f"<details><summary>How to cite this page</summary><p>{line}</p></details>"
    return f'<aside class="about" aria-label="About this page">{code}{cite}</aside>'
