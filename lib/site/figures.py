"""A figure on the site: title, picture for the screen and for a phone, how to read it, its files, how to cite it."""

import html
import io
import textwrap
from collections.abc import Callable
from pathlib import Path

import matplotlib
import pandas as pd
from PIL import Image, ImageDraw, ImageFont, PngImagePlugin

from lib.show.charts import as_png
from lib.show.downloads import figure_name, hyphened
from lib.site.citing import THEIRS, citation, collection

PAGE = "%page of the figure%"  # in a citation, until Sphinx knows it
FONTS = Path(matplotlib.get_data_path(), "fonts/ttf")
KINDS = {"PNG": "-titled.png", "SVG": ".svg", "Data (CSV)": ".csv"}  # files to take along
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
    files["-titled.png"] = folder / f"{name}-titled.png"
    files["-titled.png"].write_bytes(titled(files[".png"].read_bytes(), about["alt"], corpus))
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
{_read_out(files[".csv"], title)}<div class="files download">{" ".join(links)}
<details><summary aria-label="How to cite: {title}">How to cite</summary><p>{cite} {link}</p></details></div>
</figure>"""


def titled(png: bytes, title: str, corpus: str = "") -> bytes:
    """A picture that travels alone: with its title above, and below whose it is; both in its metadata, too."""
    picture = Image.open(io.BytesIO(png)).convert("RGB")
    whose = f"Corpus {corpus}; drawn by {collection()}." if corpus else f"{collection()}. {THEIRS}"
    above, below = (_lines(*part, picture.width) for part in ((title, "Sans-Bold", 18), (whose, "Sans", 12)))
    sheet = Image.new("RGB", (picture.width, above.height + picture.height + below.height), "white")
    for part, top in ((above, 0), (picture, above.height), (below, above.height + picture.height)):
        sheet.paste(part, (0, top))
    about = PngImagePlugin.PngInfo()
    for name, text in {"Title": title, "Source": whose, "Copyright": "" if corpus else "MIT licence"}.items():
        about.add_itxt(name, text)
    return as_png(sheet, 64, pnginfo=about)


def _lines(text, face, size, width):
    """Words on white, on as many lines as the width asks for."""
    font = ImageFont.truetype(str(FONTS / f"DejaVu{face}.ttf"), size)
    lines = textwrap.wrap(text, int(0.9 * width / font.getlength("n")))
    drawn = Image.new("RGB", (width, 16 + (size + 5) * len(lines)), "white")
    ImageDraw.Draw(drawn).multiline_text((12, 8), "\n".join(lines), "#222222", font, spacing=5)
    return drawn


def _read_out(csv, title):
    """A grid of marks as a table for those who listen: things down, outlets across; "" for other figures."""
    rows = pd.read_csv(csv, dtype=str, keep_default_na=False)
    if list(rows) != ["row", "outlet", "mark"]:
        return ""
    grid = rows.groupby(["row", "outlet"], sort=False)["mark"].agg("; ".join).unstack(fill_value="–")
    grid = grid.reindex(index=rows["row"].unique(), columns=rows["outlet"].unique())
    heads = "".join(f'<th scope="col">{html.escape(name)}</th>' for name in ("", *grid.columns))
    lines = [
        f'<tr><th scope="row">{html.escape(thing)}</th><td>{"</td><td>".join(map(html.escape, marks))}</td></tr>'
        for thing, *marks in grid.itertuples(name=None)
    ]
    return f"""<div class="visually-hidden"><table aria-label="{title}">
<thead><tr>{heads}</tr></thead><tbody>{"".join(lines)}</tbody></table></div>
"""


def _size(path, width):
    """The attributes that keep a picture's place free before it is there."""
    with Image.open(path) as picture:
        return f'width="{width}" height="{round(picture.height * width / picture.width)}"'
