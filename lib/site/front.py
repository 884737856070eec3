"""The front page, from the executed notebooks: a headline, findings with their pictures, the way on; and what a link
to a page says of it where it is shared.

Nothing is typed twice: findings and pictures are those of the overview, questions those of the notebooks.
"""

import base64
import html
import io
import re
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple
from urllib.parse import urljoin

import nbformat
from PIL import Image

from lib.corpus import DAGGER
from lib.show.charts import as_png
from lib.show.downloads import TOLD
from lib.show.tables import DAGGER_NOTE, STYLE

PICTURES = "pictures"  # folder below that of the notebooks
WIDTH, HEIGHT, COLOURS = 480, 270, 24  # pixels of a small picture; colours of its palette
LONGEST = 200  # characters of what a shared link says
ASIDE = re.compile(r"\s*\(<a\b[^>]*>[^<]*</a>\)")  # a link in brackets
BOLD = re.compile(r"\*\*(.+?)\*\*\s*(.*)", re.DOTALL)  # a headline, and what follows it
TO_HEADING = re.compile(r"\[([^\]<>]+)\]\(([\w/-]+)\.ipynb(#[\w-]+)\)")  # a link to a heading of another page
RUBRIC = re.compile(r'<h\d class="rubric"[^>]*>(.*?)</h\d>\s*(?:<p>(.*?)</p>)?', re.DOTALL)
OWN = {"07-your-corpus": "The same pages for a folder of your own."}  # what a question without a figure offers
MORE = {  # pages that a site may have beside its notebooks: name, what they offer
    "side-by-side": ("Two accounts side by side", "Choose two: what they share is lit and joined."),
    "words": ("Any word", "Type one: how often each outlet uses it, and where."),
    "articles/index": ("The articles", "Paragraph by paragraph, with all that was found in them."),
}


class Finding(NamedTuple):
    """A figure, and the sentence before it that says what was found (Markdown, the headline in bold), "" for none."""

    told: str
    cell: str
    alt: str
    caption: str
    picture: bytes


def figures(path: Path) -> Iterator[Finding]:
    """The figures of an executed notebook, each with the finding that no earlier one has shown."""
    told = ""
    for cell in nbformat.read(path, as_version=4).cells:
        for output in cell.get("outputs", []):
            data = output.get("data", {})
            if BOLD.fullmatch(data.get("text/markdown", "")):
                told = data["text/markdown"]
            if "image/png" in data:
                about = output["metadata"]["image/png"]
                picture = base64.b64decode(data["image/png"])
                yield Finding(told, cell.id, about["alt"], about.get("caption", ""), picture)
                told = ""


def findings(path: Path) -> list[Finding]:
    """The figures of an executed notebook that a headline in bold stands before."""
    return [one for one in figures(path) if one.told]


def fill(page: str, folder: Path) -> str:
    """The front page (Markdown) with its marks filled in; pictures are written beside the executed notebooks.

    Args:
        page: has the marks %headline%, %accounts%, %findings% and %ways%; a page without them, or without an overview,
            is left.
        folder: of the executed notebooks.
    """
    overview = folder / "00-overview.ipynb"
    if "%headline%" not in page or not overview.is_file():
        return page
    (folder / PICTURES).mkdir(exist_ok=True)
    found = findings(overview)
    for one in found:
        (folder / PICTURES / f"{one.cell}.png").write_bytes(one.picture)
    headline, *others = found[:4]
    items = [_item(f"{_told(other, 3)}\n\n{_seen(other)}") for other in others]
    seen = _seen(headline)
    if DAGGER in f"{headline.told} {headline.alt}":
        seen += f"\n\n{DAGGER_NOTE}"
    halves = [_item(_told(headline, 2), "12 12 5 5"), _item(seen, "12 12 7 7")]
    parts = {
        "%headline%": _grid("1 1 2 2", halves, "headline"),
        "%accounts%": f"```{{raw}} html\n{first_table(overview)}\n```",
        "%findings%": _grid("1 1 3 3", items, "findings"),
        "%ways%": _grid("1 2 3 3", _ways(folder), "ways"),
    }
    for mark, part in parts.items():
        page = page.replace(mark, part)
    return page


def _told(finding, level):
    """A finding with its headline as a heading of the page."""
    head, rest = BOLD.fullmatch(finding.told).groups()
    led = TO_HEADING.sub(r'<a href="\2.html\3">\1</a>', rest)
    return f"```{{rubric}} {' '.join(head.split())}\n:heading-level: {level}\n```\n\n{led}"


def _ways(folder):
    """A card for each question, with the first figure of its notebook, and for each other page that the site has."""
    cards = []
    for path in sorted(folder.glob("0[1-9]-*.ipynb")):
        title = nbformat.read(path, as_version=4).cells[0].source.partition("\n")[0]
        question, figure = re.sub(r"^# (\d\d · )?", "", title), next(figures(path), None)
        if figure:
            (folder / PICTURES / f"{path.stem}.png").write_bytes(_small(figure.picture))
        options = [f":img-top: {PICTURES}/{path.stem}.png", f":img-alt: {figure.alt}"] if figure else []
        cards.append(_card(question, path.stem, options, OWN.get(path.stem, "")))
    for name, (title, offer) in MORE.items():
        if any((folder / f"{name}{suffix}").is_file() for suffix in (".md", ".html", ".ipynb")):
            cards.append(_card(title, name, [], offer))
    return cards


def first_table(path: Path) -> str:
    """The first table of an executed notebook, as HTML for another page; "" for none."""
    for cell in nbformat.read(path, as_version=4).cells:
        for output in cell.get("outputs", []):
            if "text/html" in output.get("data", {}):
                table = output["data"]["text/html"].removeprefix(STYLE).replace("`", "&#96;")
                name = html.escape(TOLD.fullmatch(output["data"]["text/plain"])[1])
                return f'<div class="scroll" role="region" tabindex="0" aria-label="{name}">{table}</div>'
    return ""


def _small(picture):
    """The top of a picture, small."""
    whole = Image.open(io.BytesIO(picture)).convert("RGB")
    part = whole.crop((0, 0, whole.width, min(whole.height, whole.width * HEIGHT // WIDTH)))
    part = part.resize((WIDTH, round(part.height * WIDTH / part.width) or 1), Image.Resampling.LANCZOS)
    return as_png(part, COLOURS)


def _grid(columns, parts, name):
    return f"``````{{grid}} {columns}\n:gutter: 3\n:class-container: {name}\n\n{''.join(parts)}``````"


def _item(text, columns=""):
    return f"`````{{grid-item}}\n{f':columns: {columns}{chr(10)}' * bool(columns)}\n{text}\n`````\n\n"


def _seen(finding):
    """The picture of a finding, and under it how to read it: its caption without the kind of chart ("Bars: ...")."""
    how = finding.caption.partition(": ")[2]
    below = f'\n\n```{{raw}} html\n<p class="how">{html.escape(how[:1].upper() + how[1:])}.</p>\n```' if how else ""
    return f"```{{image}} {PICTURES}/{finding.cell}.png\n:alt: {finding.alt}\n```{below}"


def _card(title, page, options, text=""):
    lines = [f"`````{{grid-item-card}} {title}", f":link: {page}", ":link-type: doc", *options]
    return "\n".join([*lines, "", text, "`````", "", ""])


def meta(title: str, body: str, site: str, page: str = "", base: str = "") -> str:
    """What says to a search engine, or where a link is shared, what a page is about: meta elements.

    Args:
        body: the page, HTML: its first headline in bold, else its first paragraph, and its first picture, are taken.
        site: its name. page: its address. base: that of the site, "" if not known; pictures are then named as the page
            names them.
    """
    paragraphs = re.findall(r"<p>(.*?)</p>", body, re.DOTALL)
    texts = [f"{head} {rest}" for head, rest in RUBRIC.findall(body)]
    texts += [p for p in paragraphs if p.startswith("<strong>")] + paragraphs
    about = " ".join(html.unescape(re.sub("<[^>]*>", "", ASIDE.sub("", texts[0]))).split()) if texts else title
    if len(about) > LONGEST:
        about = f"{about[: about.rfind(' ', 0, LONGEST)]} …"
    named = {"og:type": "article", "og:site_name": site, "og:title": title, "og:description": about}
    if image := re.search(r'<img\b[^>]*?src="([^"]+)"', body):
        named["og:image"] = urljoin(urljoin(base, page), html.unescape(image[1])) if base else html.unescape(image[1])
    if base:
        named["og:url"] = urljoin(base, page)
    lines = [("name", "description", about), *(("property", name, value) for name, value in named.items())]
    return "".join(f'\n<meta {kind}="{name}" content="{html.escape(value)}">' for kind, name, value in lines)
