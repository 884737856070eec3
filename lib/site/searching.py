"""What a search shows: the prose of every page, section by section, as a classic script.

A browser lets no page read another from disk; so the texts lie in one script that the page of the search loads, and
lib/site/static/search.js makes excerpts of it and leads to the section of the hit. Code and tables are left out.
"""

from pathlib import Path

from lxml import html

from lib.site.scripts import assignment

UNSAID = " | ".join(f".//{tag}" for tag in "script style table details svg nav pre aside fieldset".split())
UNSAID += " | .//*[contains(@class, 'download') or contains(@class, 'headerlink') or contains(@class, 'number')]"
HEADINGS = ("h1", "h2", "h3", "h4")


def sections(page: str) -> list[tuple[str, str, str]]:
    """(id, heading, text) of each section of a page (HTML), in order; the text of a section ends where one inside it
    begins. In the text of an article each paragraph is a section, without a heading.
    """
    bodies = html.fromstring(page).xpath('//article[contains(@class, "bd-article")]')
    if not bodies:
        return []
    for unsaid in bodies[0].xpath(UNSAID):
        unsaid.drop_tree()
    found = []
    _walk(bodies[0], found, None)
    return [(name, heading, " ".join(" ".join(text).split())) for name, heading, text in found]


def _walk(node, found, mine):
    """Add the sections in a node to `found`, and its own words to `mine`, the section that it stands in."""
    if not isinstance(node.tag, str):
        return
    if node.tag == "section" or str(node.get("class")).startswith("kind-"):
        mine = [node.get("id", ""), "", []]
        found.append(mine)
    if mine and node.tag in HEADINGS and not mine[1]:
        mine[1] = " ".join(node.text_content().split())
        return
    if mine and node.text:
        mine[2].append(node.text)
    for child in node:
        _walk(child, found, mine)
        if mine and child.tail:
            mine[2].append(child.tail)


def script(folder: Path, pages: list[str]) -> str:
    """The script that assigns the sections of all pages of a built site.

    Args:
        folder: of the site.
        pages: their names, as Sphinx has them.
    """
    told = {name: sections((folder / f"{name}.html").read_text(encoding="utf-8")) for name in sorted(pages)}
    return assignment("const SECTIONS", told)
