"""How a page or a figure is cited: of CITATION.cff, without a clock."""

import html
import re
from pathlib import Path
from urllib.parse import urljoin

import yaml

from lib.corpus import HOME

THEIRS = "The articles belong to their publishers; words quoted from them are quotations."


def citation(title: str, place: str, source: Path = HOME / "CITATION.cff") -> str:
    """One line to cite: authors (year). title. In: the collection, version, its date. Place.

    Args:
        title: of the page or figure, plain text.
        place: address or file of its page, with the id of a figure.
    """
    work = _work(source)
    authors = "; ".join(
        author.get("name") or f"{author['family-names']}, {author['given-names']}" for author in work["authors"]
    )
    year, end = str(work["date-released"])[:4], "" if title.endswith((".", "?", "!")) else "."
    version = f"version {work['version']}, {work['date-released']}"
    return f"{authors} ({year}). {title}{end} In: {work['title']}, {version}. {place}"


def _work(source=HOME / "CITATION.cff"):
    return yaml.safe_load(source.read_text(encoding="utf-8"))


def collection() -> str:
    """What stands on a picture that travels alone: the collection, its version, and its address where it has one."""
    work = _work()
    return ", ".join([work["title"], f"version {work['version']}", *filter(None, [work.get("url")])])


def footer(title: str, pagename: str, notebook: bool, base: str = "", own: bool = False) -> str:
    """The end of a page as HTML: where its code is, who may use it how, and how to cite it.

    Args:
        pagename: as Sphinx has it.
        notebook: is the page a notebook's?
        base: address of the site, "" if not known.
        own: is it of a reader's own corpus, whose texts and charts are not ours to license?
    """
    code = ""
    if notebook:
        address = f"{'../' * pagename.count('/')}_sources/{html.escape(pagename)}.ipynb"
        code = f'<p>All the code of this page is in <a href="{address}" download>the notebook</a>.</p>'
    line = html.escape(citation(re.sub(r"^[0-9]{2} · ", "", title), urljoin(base, f"{pagename}.html")))
    what = "The code of this collection is" if own else "Text, charts and data of this collection are"
    license_file = f"{'../' * pagename.count('/')}LICENSE.txt"
    terms = f'<p>{what} under the <a href="{license_file}">MIT licence</a>. {THEIRS}</p>'
    cite = f"<details><summary>How to cite this page</summary><p>{line}</p></details>"
    return f'<aside class="about" aria-label="About this page">{code}{terms}{cite}</aside>'
