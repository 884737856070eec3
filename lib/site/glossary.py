"""Terms explained where a page first uses them: a link to the glossary whose title is the definition."""

import re

from docutils import nodes

EVERYDAY = {"type", "p", "power", "record", "interval", "topic", "term", "claim", "marker", "rate", "set aside"}
_ROW = re.compile(r"^- \*\*(?P<names>[^*]+)\*\*,? (?P<told>.+)$", re.MULTILINE)
_MARKUP = re.compile(r"\*+|`")


def terms(source: str) -> dict[str, str]:
    """{name: definition} of the rows "- **name, other name** definition" of a glossary in Markdown.

    Words that mean something else in everyday prose (a *type* of war, the *power* of states) are left out:
    an explanation of the wrong meaning is worse than none.
    """
    found = {}
    for row in _ROW.finditer(source):
        told = _MARKUP.sub("", row["told"])
        found |= {name: told for name in row["names"].split(", ") if name not in EVERYDAY}
    return found


def anchor(name: str) -> str:
    """The id of a term in the glossary."""
    return "term-" + re.sub(r"[^a-z0-9]+", "-", name.lower()).strip("-")


def explain(doctree: nodes.document, known: dict[str, str], address: str) -> None:
    """Link the first use of each term in the paragraphs of a page to the glossary; links, code and headings stay.

    Args:
        known: as `terms` gives it.
        address: of the glossary's page, from this page.
    """
    left = dict(known)
    for text in [*doctree.findall(nodes.Text)]:
        if not left or not _is_prose(text):
            continue
        names = "|".join(sorted(map(re.escape, left), key=len, reverse=True))
        parts = re.split(rf"\b({names})(?=s?\b)(?![-+–])", text.astext(), maxsplit=1)
        if len(parts) == 3:
            before, name, after = parts
            link = nodes.reference("", name, internal=True, refuri=f"{address}#{anchor(name)}", reftitle=left.pop(name))
            link["classes"].append("gloss")
            text.parent.replace(text, [*([nodes.Text(before)] * bool(before)), link, nodes.Text(after)])


def _is_prose(text):
    above, parent = [], text.parent
    while parent is not None:
        above.append(parent)
        parent = parent.parent
    kept = any(isinstance(node, nodes.paragraph) for node in above)
    return kept and not any(isinstance(n, nodes.reference | nodes.literal | nodes.raw | nodes.figure) for n in above)


def name_rows(doctree: nodes.document, known: dict[str, str]) -> None:
    """Give each row of the glossary's own page the id to which `explain` leads."""
    for item in doctree.findall(nodes.list_item):
        strong = next(item.findall(nodes.strong), None)
        if strong is not None:
            item["ids"] += [anchor(name) for name in strong.astext().split(", ") if name in known]
