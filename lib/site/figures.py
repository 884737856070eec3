"""A figure on the site: title, picture for the screen and for a phone, how to read it, its files, how to cite it."""

import html
from collections.abc import Callable
from pathlib import Path

from PIL import Image

from lib.show.downloads import figure_name, hyphened
from lib.site.citing import citation

PAGE = "%page of the figure%"  # in a citation, until Sphinx knows it
KINDS = {"PNG": ".png", "SVG": ".svg", "Data (CSV)": ".csv"}  # files to take along
PHONE = "(max-width: 40rem)"


def anchors() -> Callable[[str], str]:
    """A function that gives each figure of a page its id, of the heading that it stands under."""
    given = {}

    def anchor(heading: str) -> str:
        name = f"figure-{hyphened(heading)}".rstrip("-")
        given[name] = given.get(name, 0) + 1
        return name if given[name] == 1 else f"{name}-{given[name]}"

    return anchor


def heading(source: str) -> str:
    """The last heading of a Markdown cell; "" if it has none."""
    return next((line.lstrip("# ") for line in reversed(source.splitlines()) if line.startswith("#")), "")


def framed(told: str, about: dict, folder: Path, anchor: str, corpus: str = "") -> str:
    """A figure as HTML; "" if its files are not in `folder`.

    Args:
        told: its plain text.
        about: alt (its title) and caption (how to read it), of the metadata of its picture.
        corpus: the name of the reader's own corpus that it shows; "" for the five articles.
    """
    name = figure_name(told)
    files = {end: folder / f"{name}{end}" for end in (".png", "-narrow.png", ".svg", ".csv")}
    if not name or not all(path.is_file() for path in files.values()):
        return ""
    title = html.escape(about["alt"])
    caption = html.escape(about.get("caption", about["alt"]))
    address = {end: html.escape(f"figures/{path.name}") for end, path in files.items()}
    sizes = {".png": _size(files[".png"], about["width"]), "-narrow.png": _size(files["-narrow.png"], 375)}
    of = f"figure of the corpus {corpus}" if corpus else "figure"
    cite = html.escape(citation(f"{about['alt'].rstrip('.')} [{of}]", f"{PAGE}#{anchor}"))
    repeated = caption == title
    said = title if repeated else f"{title} {caption}"  # the picture's text: title and caption are not read once more
    links = [
        f'<a{" download" * (end == ".csv")} href="{address[end]}" aria-label="{kind}: {title}">{kind}</a>'
        for kind, end in KINDS.items()
    ]
    link = f'<a href="#{anchor}" aria-label="Link to this figure: {title}">Link to this figure</a>'
    return f"""<figure class="chart" id="{anchor}">
<figcaption aria-hidden="true">{title}</figcaption>
<picture><source media="{PHONE}" srcset="{address["-narrow.png"]}" {sizes["-narrow.png"]}>
<img src="{address[".png"]}" alt="{said}" {sizes[".png"]}></picture>
{"" if repeated else f'<p aria-hidden="true">{caption}</p>'}
<div class="files download">{" ".join(links)}
<details><summary aria-label="How to cite: {title}">How to cite</summary><p>{cite} {link}</p></details></div>
</figure>"""


def _size(path, width):
    """The attributes that keep a picture's place free before it is there."""
    with Image.open(path) as picture:
        return f'width="{width}" height="{round(picture.height * width / picture.width)}"'
