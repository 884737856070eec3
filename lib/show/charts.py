"""One function per kind of chart, one palette, and the figure that nbval can verify.

Charts take tables and return a matplotlib figure, which can be drawn again for a phone; `show` puts it before the
reader with alt text and a fingerprint. Colours: Okabe & Ito 2008, told apart by colour-blind readers.
"""

import functools
import hashlib
import html
import inspect
import io
import logging
import textwrap
import warnings
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import matplotlib as mpl
import matplotlib.dates
import numpy as np
import pandas as pd
from IPython.display import Markdown, display
from matplotlib.collections import Collection
from matplotlib.figure import Figure
from matplotlib.font_manager import fontManager
from matplotlib.ft2font import FT2Font
from matplotlib.image import AxesImage
from matplotlib.lines import Line2D
from matplotlib.patches import Patch, Rectangle
from matplotlib.text import Text
from pandas.api.types import is_numeric_dtype
from PIL import Image

from lib.show import downloads, drawn, tables

logging.getLogger("matplotlib.font_manager").setLevel(logging.ERROR)  # a fallback font without a bold face is no news
PALETTE = ("#0072B2", "#D55E00", "#009E73", "#CC79A7", "#E69F00", "#56B4E9", "#000000", "#999999")
INK, FAINT, GRID, SHADE = "#222222", "#767676", "#dddddd", "#bbbbbb"
MARKERS = ("o", "s", "^", "D", "v", "P", "X", "*")
COLOURS = 48  # of a picture's palette: its eight, their shades, and text smoothed at its edges
ROWS = 40  # rows of a heat map that a page holds
MANY = 2000  # marks of one kind up to which each is an element of the SVG
WIDTH = 7.2  # inches: the width of the site's column
PHONE = 3.75  # inches: the width of a phone's, in which letters of our size can be read
LETTER = 0.075  # inches: the mean width of a letter of our size
DIGIT = 0.0089  # inches: the width of a digit of one point
STYLE = {
    "font.family": "DejaVu Sans",
    "font.size": 9,
    "axes.spines.top": False,
    "axes.spines.right": False,
    "axes.edgecolor": FAINT,
    "axes.titlesize": 9,
    "axes.titlelocation": "left",
    "axes.axisbelow": True,
    "grid.color": GRID,
    "grid.linewidth": 0.6,
    "text.color": INK,
    "axes.labelcolor": INK,
    "xtick.color": INK,
    "ytick.color": INK,
    "legend.frameon": False,
    "text.parse_math": False,  # a name may hold dollar signs
}


def _styled(draw):
    """Run with our style, whatever the reader's matplotlibrc says."""

    @functools.wraps(draw)
    def run(*args, **options):
        with mpl.rc_context({**mpl.rcParamsDefault, **STYLE}), warnings.catch_warnings():
            warnings.filterwarnings("ignore", "Glyph .* missing")  # `show` says so in a sentence
            return draw(*args, **options)

    return run


def _chart(told: Callable[[dict], pd.DataFrame]):
    """A function that draws its first argument at its argument `width`, or returns None where that holds no value.

    The figure can be drawn anew, `figure.at(width)`, and has what it draws as a table, `figure.told()`.

    Args:
        told: that table, of the arguments of the chart by their names.
    """

    def decorated(draw):
        styled, signature = _styled(draw), inspect.signature(draw)

        @functools.wraps(draw)
        def run(data, *args, **options):
            if not _holds(data):
                return None
            bound = signature.bind(data, *args, **options)
            bound.apply_defaults()
            given = bound.arguments
            fig = styled(**given)
            fig.at = lambda width: styled(**given | {"width": width})
            fig.told = lambda: told(given)
            return fig

        return run

    return decorated


def _holds(data):
    """Is there a value in a table, a series, a list, or in any of a dict of them?"""
    if isinstance(data, dict):
        return any(_holds(part) for part in data.values())
    return not pd.isna(np.asarray(data, dtype=object)).all()


_registered = []  # what the next figure shows, in words


def finding(sentence: str) -> None:
    """What the next figure shows of the articles at hand: its title on the site, and its alt text.

    Raises:
        ValueError: an earlier finding has not met its figure yet.
    """
    if _registered:
        raise ValueError(f"no figure was shown since the finding {_registered[0]!r}; show it first")
    _registered.append(sentence)


def show(fig: Figure | None, caption: str, empty: str = tables.NOTHING) -> None:
    """Display a figure as one PNG with alt text; its plain text is the alt text and a fingerprint.

    nbval never compares pictures, so the plain text, which it does compare, carries a
    digest of what is drawn: a bar that moves from 0.80 to 0.81 fails the test. Where `lib.site.run` names a folder
    for files, the same picture, a narrow one for phones, an SVG and the CSV of what is drawn are written there.

    Args:
        fig: a matplotlib Figure; None, as the charts return of an empty table, shows a sentence in its place.
        caption: what is drawn, in words that hold for any corpus; the alt text, unless there is a `finding`.
        empty: why there may be nothing to draw, for that sentence.
    """
    if not caption.strip():
        raise ValueError("caption is empty; say what the figure shows")
    alt = _registered.pop() if _registered else caption
    if fig is None:
        tables.say_nothing(caption, empty)
        return
    width = round(fig.get_figwidth() * 100)
    told = f"{alt} [figure {fingerprint(fig)}]"  # this draws, and so makes the ticks' labels
    boxes = _give_fonts(fig)
    png = _png(fig)
    if folder := downloads.figures_folder():
        _write(fig, png, folder / downloads.figure_name(told), alt, caption)
    metadata = {"image/png": {"alt": alt, "width": width, "caption": caption}}
    display({"image/png": png, "text/plain": told}, raw=True, metadata=metadata)
    if boxes:
        display(Markdown(boxes))


def _write(fig, png, stem, title, caption):
    """The files of a figure: `stem` with .png, .svg and, of one of our charts, -narrow.png and .csv behind it."""
    stem.parent.mkdir(parents=True, exist_ok=True)
    Path(f"{stem}.png").write_bytes(png)
    Path(f"{stem}.svg").write_text(_svg(fig, title, caption), encoding="utf-8", newline="")
    if hasattr(fig, "at"):
        narrow = fig.at(PHONE)
        fingerprint(narrow)  # draws, and so makes the ticks' labels
        _give_fonts(narrow)
        Path(f"{stem}-narrow.png").write_bytes(_png(narrow, 192))
        Path(f"{stem}.csv").write_text(tables.to_csv(fig.told()), encoding="utf-8", newline="")


@_styled
def _svg(fig, title, caption):
    """The same bytes each time; text stays text, and the title and what is drawn are told to who listens."""
    drawing = io.StringIO()
    for many in fig.findobj(Collection):  # of thousands of marks a picture: each would have its own element
        many.set_rasterized(max(len(many.get_offsets()), len(many.get_paths())) > MANY)
    with mpl.rc_context({"svg.hashsalt": "figure", "svg.fonttype": "none"}):
        fig.savefig(drawing, format="svg", dpi=192, metadata={"Date": None, "Creator": None, "Title": title})
    head, tag, rest = drawing.getvalue().partition("</title>")
    head = head.replace("<svg ", '<svg role="img" ', 1)
    return f"{head}{tag}\n <desc>{html.escape(caption)}</desc>{rest}"


def _give_fonts(fig):
    """Give a figure's texts fonts of this machine for the signs that ours lacks; a sentence if some have none, else
    "".
    """
    texts = [artist for artist in fig.findobj(Text) if not artist.get_text().isascii()]
    ours = _signs(mpl.font_manager.findfont(STYLE["font.family"]))
    lacking = {ord(sign) for artist in texts for sign in artist.get_text() if sign.isprintable()} - ours
    if not lacking:
        return ""
    families, left = [STYLE["font.family"]], set(lacking)
    for entry in sorted(fontManager.ttflist, key=lambda e: ("Sans" not in e.name, "CJK JP" in e.name, e.name)):
        if left and (entry.style, entry.weight) == ("normal", 400) and "Last Resort" not in entry.name:
            found = left & _signs(entry.fname)
            families += [entry.name] * bool(found)
            left -= found
    for artist in texts:
        artist.set_family(families)
    if not left:
        return ""
    return (
        f"*No font of this machine has {''.join(map(chr, sorted(left)[:20]))}{' …' * (len(left) > 20)}: where names"
        " hold these signs, the figure shows boxes, and the tables have the names in full. Install a font that has"
        " them (Noto Sans CJK, say) and delete matplotlib’s list of fonts, fontlist-*.json in the folder that"
        " matplotlib.get_cachedir() names.*"
    )


@functools.cache
def _signs(path):
    """The code points that a font has; none for one that cannot be opened."""
    try:
        return frozenset(FT2Font(path).get_charmap())
    except (OSError, RuntimeError):
        return frozenset()


@_styled
def _png(fig, dpi=128):
    drawing = io.BytesIO()
    fig.savefig(drawing, format="png", dpi=dpi)
    return as_png(Image.open(drawing), COLOURS)


def as_png(picture: Image.Image, colours: int, **more: object) -> bytes:
    """A PNG with a palette, which a figure of a few colours needs no more than: a third of the bytes.

    Colours as far apart as they can be, then means of those near them: the most frequent ones (median cut) are shades
    of text, and gave the few small marks of two colours one in between.

    Args:
        more: for the file, as PIL takes it.
    """
    png, far = io.BytesIO(), Image.Quantize.MAXCOVERAGE
    few = picture.convert("RGB").quantize(colours, far, kmeans=1, dither=Image.Dither.NONE)
    few.save(png, format="png", optimize=True, **more)
    return png.getvalue()


@_styled
def fingerprint(fig: Figure) -> str:
    """Digest (16 hex digits) of each artist's kind, text, data to six significant digits, and colours.

    Not of pixels, which differ between processors and matplotlib versions.
    """
    fig.draw_without_rendering()  # ticks and their labels are made on drawing
    lines = []
    for artist in fig.findobj(lambda a: a.get_visible()):
        facts = [type(artist).__name__]
        if isinstance(artist, Text):
            facts += [artist.get_text(), _colour(artist.get_color())]
        elif isinstance(artist, Line2D):
            facts += [_digits(artist.get_xydata()), _colour(artist.get_color()), str(artist.get_marker())]
        elif isinstance(artist, Patch):
            vertices = artist.get_patch_transform().transform(artist.get_path().vertices)
            facts += [_digits(vertices), _colour(artist.get_facecolor()), _colour(artist.get_edgecolor())]
        elif isinstance(artist, Collection):
            paths = [path.vertices for path in artist.get_paths()]
            facts += [_digits(artist.get_offsets()), *map(_digits, paths)]
            facts += [_digits(artist.get_facecolor()), _digits(artist.get_edgecolor())]
        elif isinstance(artist, AxesImage):
            facts += [_digits(artist.get_array())]
        lines.append("|".join(facts))
    return hashlib.sha256("\n".join(lines).encode()).hexdigest()[:16]


def _digits(values):
    flat = np.ma.filled(np.ma.asarray(values, dtype=float), np.nan).ravel()
    if flat.size and np.isfinite(flat).any():  # what cancels to nearly nothing is nothing, and -0.0 is 0.0
        flat = np.where(np.abs(flat) < 1e-9 * np.nanmax(np.abs(flat)), 0.0, flat)
    return " ".join(f"{value:.6g}" for value in flat)


def _colour(colour):
    return mpl.colors.to_hex(colour, keep_alpha=True)


def _figure(height, width, rows=1, columns=1, **shared):
    """A figure and its axes: one, or of small multiples an array."""
    fig = Figure(figsize=(width, height), layout="constrained")
    return fig, fig.subplots(rows, columns, **shared)


def _is_narrow(width):
    """Is a figure of so many inches one for a phone?"""
    return width < 5


def _folded(words, width, share=1.0):
    """Words on as many lines as a share of a phone's width asks for; on one where the figure is wide."""
    return textwrap.fill(words, int(share * width / LETTER)) if _is_narrow(width) else words


def _legend(fig, width, columns, **options):
    """A legend above the axes, where it is seen first, of so many columns; on a phone of as many as have room."""
    if _is_narrow(width):
        handles, names = options.pop("handles", None), options.pop("labels", None)
        if names is None and handles is None:
            handles, names = fig.axes[0].get_legend_handles_labels()
        names = [handle.get_label() for handle in handles] if names is None else names
        names = [_folded(name, width, 0.85) for name in names]
        longest = max((len(line) for name in names for line in name.split("\n")), default=1)
        columns = max(1, min(columns, int(width / (longest * LETTER + 0.5))))
        options |= {"handles": handles, "labels": names, "handlelength": 1.4, "columnspacing": 1.2}
    if columns:
        fig.legend(loc="outside upper left", ncols=columns, **options)


def _name(name, most=60):
    """A name that fits: shortened from `most` characters on (the table beside the figure has it in full)."""
    name = str(name)
    if len(name) > most or not name.isprintable():
        name = textwrap.shorten(name, most, placeholder=" …") if " " in name[:most] else name[: most - 1] + "…"
    return f" {name}" if name.startswith("_") else name  # matplotlib leaves "_x" out of a legend


def _colours(names):
    """(colour, marker, name) of each: a pair of colour and marker comes back after 64 names."""
    for i, name in enumerate(names):
        yield PALETTE[i % len(PALETTE)], MARKERS[(i + i // len(PALETTE)) % len(MARKERS)], name


def _lines(names, width):
    """On how many lines the names of rows stand."""
    return max((_row(name, width).count("\n") + 1 for name in names), default=1)


def _row(name, width=WIDTH):
    """The name of a row; on a phone on up to three lines."""
    if not _is_narrow(width):
        return _name(name)
    lines = [line for part in _name(name, 50).split("  ") for line in textwrap.wrap(part, 17)]
    return "\n".join([*lines[:2], *([" ".join(lines[2:])] if len(lines) > 2 else [])]) or _name(name)


def _rows(axis, names, width=WIDTH):
    """Names down the left side, the first on top."""
    axis.set_yticks(range(len(names)), [_row(name, width) for name in names])
    axis.set_ylim(len(names) - 0.5, -0.5)
    axis.tick_params(axis="y", length=0)
    axis.grid(axis="x")


def _multiples(parts, xlabel, width, row, head, foot):
    """A figure and the axes of small multiples, {title: rows}, two side by side where there is room, on one scale.

    Args:
        row, head, foot: inches that a row has at least, that a part has beside them, and the figure.
    """
    n, columns = len(parts), 1 if _is_narrow(width) else min(len(parts), 2)
    high, longest = -(-n // columns), max(map(len, parts.values()))
    each = max(row, 0.15 * max(_lines(part.index, width) for part in parts.values()) + row - 0.15)
    size = (high * (each * longest + head) + foot, width, high, columns)
    fig, axes = _figure(*size, squeeze=False, sharex=True)
    for axis, (title, part) in zip(axes.flat, parts.items(), strict=False):
        _rows(axis, part.index, width)
        axis.set_title(_folded(_name(title, 45), width, 0.55), fontweight="bold")
    for axis in axes.flat[n:]:
        axis.set_visible(False)
    for axis in axes.flat[max(0, n - columns) : n]:  # the lowest of each column has numbers
        axis.tick_params(labelbottom=True)
    fig.supxlabel(_folded(xlabel, width), fontsize=9)
    return fig, axes.flat[:n]


@_chart(lambda given: drawn.by_cell(given["shares"], given["xlabel"]))
def stacked(shares: pd.DataFrame, xlabel: str, rest: str | None = None, width: float = WIDTH) -> Figure | None:
    """Horizontal bars cut into parts: one row an index entry, one part a column, its value in it where it fits.

    Args:
        rest: the column that is drawn in grey, because the others are what the picture tells.
        width: of the figure, in inches.
    """
    narrow = _is_narrow(width)
    each = max(0.36 if narrow else 0.42, 0.16 * _lines(shares.index, width) + 0.1)
    fig, axis = _figure(each * len(shares) + 1.1 + 0.1 * narrow * len(shares.columns), width)
    left, widest = np.zeros(len(shares)), shares.sum(axis=1).max()
    colours = iter(PALETTE)
    for name, values in shares.items():
        colour = GRID if name == rest else next(colours, FAINT)
        axis.barh(
            range(len(shares)), values, left=left, color=colour, label=_name(name, 36), height=0.7, edgecolor="white"
        )
        for row, (value, start) in enumerate(zip(values, left, strict=True)):
            room = value / widest * width * (0.56 if narrow else 0.75) if value > 0 else 0  # inches, about
            size = next((size for size in (9, 7) if room > DIGIT * size * (len(f"{value:,.0f}") + 0.4)), 0)
            if size:
                ink = "black" if name == rest else "white"
                axis.text(start + value / 2, row, f"{value:,.0f}", ha="center", va="center", color=ink, fontsize=size)
        left += values.to_numpy()
    for row in np.flatnonzero(left == 0):  # a row without a bar says that it has none, not that it is not known
        axis.text(widest / 100, row, "0", ha="left", va="center", fontsize=9)
    axis.locator_params(axis="x", nbins=4 if narrow else "auto")  # so that 10,000 does not run into 12,500
    axis.xaxis.set_major_formatter("{x:,.10g}")
    _rows(axis, shares.index, width)
    axis.set_title(_folded(xlabel, width, 0.6), loc="left")  # above, where a reader looks before the numbers
    _legend(fig, width, min(len(shares.columns), 4 if width == WIDTH else 2))
    return fig


@_chart(lambda given: drawn.by_panel(given["groups"], given["xlabel"]))
def strips(groups: dict, xlabel: str, width: float = WIDTH) -> Figure | None:
    """One dot a value, one row a group, the median as a line: {name: values}."""
    fig, axis = _figure(0.5 * len(groups) + 0.8, width)
    for row, values in enumerate(groups.values()):
        values = np.sort(np.round(np.asarray(values, dtype=float), 6))
        _, first, repeats = np.unique(values, return_index=True, return_counts=True)
        stack = np.arange(len(values)) - np.repeat(first, repeats)  # equal values side by side, not on top
        offset = (stack - np.repeat((repeats - 1) / 2, repeats)) * min(0.12, 0.7 / repeats.max())
        axis.scatter(values, row + offset, s=12, color=PALETTE[0], alpha=0.55, linewidths=0)
        axis.plot([np.median(values)] * 2, [row - 0.38, row + 0.38], color=PALETTE[1], linewidth=2.5)
    _rows(axis, [f"{name}  (n = {len(values)})" for name, values in groups.items()], width)
    axis.set_xlabel(_folded(xlabel, width, 0.65))
    axis.set_xlim(left=0)
    return fig


@_chart(lambda given: drawn.by_cell(given["table"], given["xlabel"]))
def dots(table: pd.DataFrame, xlabel: str, line: float | None = None, width: float = WIDTH) -> Figure | None:
    """Dot plot: one row an index entry, one marker and colour a column; the axis begins at 0.

    Args:
        line: a value to mark across all rows.
    """
    legend = 0.2 * max(0, len(table.columns) / 3 - 2)  # inches for what it has beyond two rows
    each = max(0.28, 0.16 * _lines(table.index, width) + 0.08)
    fig, axis = _figure(each * len(table) + 1.3 + legend, width)
    rows, look = range(len(table)), {"s": 30, "zorder": 3, "linewidths": 0}
    for colour, marker, name in _colours(table.columns):
        axis.scatter(table[name], rows, color=colour, marker=marker, label=_name(name, 36), **look)
    axis.hlines(rows, table.min(axis=1), table.max(axis=1), color=GRID, linewidth=3, zorder=1)
    if line is not None:
        axis.axvline(line, color=INK, linewidth=0.8, linestyle="--", zorder=0)
    _rows(axis, table.index, width)
    axis.set_xlabel(_folded(xlabel, width, 0.65))
    axis.set_xlim(left=min(0, axis.get_xlim()[0]))
    _legend(fig, width, min(len(table.columns), 3))
    return fig


@_chart(lambda given: drawn.by_panel(given["panels"], given["xlabel"]))
def forest(
    panels: dict[str, pd.DataFrame],
    xlabel: str,
    groups: dict[str, str],
    reference: float | None = 0.0,
    width: float = WIDTH,
) -> Figure | None:
    """Estimates with intervals, one row each, in small multiples on one scale.

    Args:
        panels: {title: DataFrame}; index = row names, columns value, low, high, group.
        groups: {group: colour}, in the order of the legend, which says how many marks each has; each has a marker of
        its own.
        reference: where a line says "no difference"; None for no line.
    """
    fig, axes = _multiples(panels, xlabel, width, 0.21, 0.5, 0.8)
    looks = list(zip(MARKERS, groups.items(), strict=False))
    for axis, table in zip(axes, panels.values(), strict=True):
        for marker, (group, colour) in looks:
            own = np.flatnonzero(table["group"] == group)
            part = table.iloc[own]
            axis.hlines(own, part["low"], part["high"], color=colour, linewidth=1.6)
            axis.scatter(part["value"], own, color=colour, marker=marker, s=26, linewidths=0, zorder=3)
        if reference is not None:
            axis.axvline(reference, color=INK, linewidth=0.8, zorder=0)
    sizes = Counter(group for table in panels.values() for group in table["group"])
    handles = [
        Line2D([], [], color=colour, marker=marker, linewidth=1.6, label=f"{group} ({sizes[group]})")
        for marker, (group, colour) in looks
    ]
    _legend(fig, width, len(groups), handles=handles)
    return fig


def _pairs(given):
    table, two = given["table"], [given["x"], given["y"]]
    return drawn.in_words(table[[name for name in table if name in two or not is_numeric_dtype(table[name])]])


@_chart(_pairs)
def against(table: pd.DataFrame, x: str, y: str, group: str, width: float = 0.7 * WIDTH) -> Figure | None:
    """Two measures of the same things against one another, with the diagonal on which they agree.

    Args:
        table: columns x, y (named after the axes) and `group`, which sets marker and colour.
    """
    fig, axis = _figure((1.1 if _is_narrow(width) else 0.62 / 0.7) * width, width)
    end = 1.05 * table[[x, y]].to_numpy().max()
    axis.plot([0, end], [0, end], color=FAINT, linewidth=0.8, zorder=1)
    for colour, marker, (name, own) in _colours(table.groupby(group, sort=False)):
        axis.scatter(own[x], own[y], color=colour, marker=marker, s=34, label=_name(name, 36), linewidths=0, alpha=0.85)
    axis.set(xlabel=_folded(x, width, 0.8), ylabel=_folded(y, width, 0.8))
    axis.set(xlim=(-0.02 * end, end), ylim=(-0.02 * end, end), aspect="equal")
    axis.grid(True)
    _legend(fig, width, 2)
    return fig


def _room(values, digits, width):
    """The size of the values in the cells of a `heat`, in points; 0 where none could be read."""
    if not _is_narrow(width):
        return 9
    letters = max(len(f"{value:.{digits}f}") for value in values.ravel() if np.isfinite(value))
    size = 72 * 0.5 * width / values.shape[1] / (0.62 * letters)
    return min(9, size) * (size > 4.5)


@_chart(lambda given: drawn.by_cell(given["table"], given["label"]))
def heat(
    table: pd.DataFrame, label: str, digits: int = 0, boxed: pd.DataFrame | None = None, width: float = WIDTH
) -> Figure | None:
    """A table as tinted cells with their values: darker is more; one hue, so that no colour need be told from
    another.

    Args:
        label: what the values are.
        boxed: in the shape of `table`, 1 for the cells that are set off by a box, 2 by a dashed one, else 0; the
            label then stands beneath, and no bar of colours beside.
        width: of the figure, in inches.
    """
    longest = max((len(_name(name, 36)) for name in table.columns), default=0)
    narrow = _is_narrow(width)
    each = max(0.34, 0.16 * _lines(table.index, width) + 0.08)
    fig, axis = _figure(each * len(table) + 1.5 + 0.06 * max(0, longest - 30), width)
    values = table.to_numpy(dtype=float)
    most = np.nanmax(values, initial=0) or 1.0
    image = axis.imshow(np.ma.masked_invalid(values), cmap="Blues", aspect="auto", vmin=0, vmax=most)
    size = _room(values, digits, width)
    for (row, column), value in np.ndenumerate(values):
        if np.isfinite(value) and size:
            dark = value > 0.6 * most
            ink = {"color": "white" if dark else INK, "fontsize": size}
            axis.text(column, row, f"{value:.{digits}f}", ha="center", va="center", **ink)
    axis.set_yticks(range(len(table)), [_row(name, width) for name in table.index])
    names = [_name(name, 36) for name in table.columns]
    if narrow:
        turned = {"rotation": 50, "ha": "left", "rotation_mode": "anchor"} if len(names) < 6 else {"rotation": 90}
        if len(names) < 4:
            names, turned = [textwrap.fill(name, 11) for name in names], {}
        axis.set_xticks(range(len(names)), names, **turned)
        axis.tick_params(labeltop=True, labelbottom=False)
    elif boxed is None or len(names) > 6:
        axis.set_xticks(range(len(names)), names, rotation=35, ha="right", rotation_mode="anchor")
    else:
        axis.set_xticks(range(len(names)), [textwrap.fill(name, max(8, 54 // len(names))) for name in names])
        axis.tick_params(labeltop=True, labelbottom=False)
    axis.tick_params(length=0)
    axis.spines[:].set_visible(False)
    if boxed is None and not narrow:
        fig.colorbar(image, label=label, shrink=0.8)
        return fig
    box = {"fill": False, "edgecolor": PALETTE[1], "linewidth": 2.4}
    for (row, column), kind in np.ndenumerate([] if boxed is None else boxed.to_numpy()):
        if kind:
            place = (column - 0.46, row - 0.44)
            axis.add_patch(Rectangle(place, 0.92, 0.88, linestyle="-" if kind == 1 else (0, (3, 2)), **box))
    axis.set_xlabel(_folded(label, width, 0.65))
    return fig


@_chart(lambda given: drawn.by_panel(given["tables"], given["xlabel"], given["notes"]))
def panels(
    tables: dict[str, pd.Series],
    xlabel: str,
    notes: dict[str, list] | None = None,
    set_off: dict[str, str] | None = None,
    width: float = WIDTH,
) -> Figure | None:
    """Small multiples of horizontal bars, {title: Series}, on one scale.

    Args:
        notes: {title: what stands at the bars' ends}.
        set_off: {title: the bar that matters}; it is coloured, the others are grey.
    """
    fig, axes = _multiples(tables, xlabel, width, 0.2, 0.75, 0)
    for axis, (title, values) in zip(axes, tables.items(), strict=True):
        grey = [PALETTE[1] if name == set_off.get(title) else SHADE for name in values.index] if set_off else None
        axis.barh(range(len(values)), values, color=grey or PALETTE[0], height=0.65)
        for y, note in enumerate(notes[title] if notes else []):
            axis.text(values.iloc[y], y, f" {note}", va="center", fontsize=7, color=FAINT)
    return fig


@_chart(lambda given: drawn.by_curve(given["tables"], given["xlabel"]))
def curves(tables: dict[str, dict[str, pd.DataFrame]], xlabel: str, width: float = WIDTH) -> Figure | None:
    """Lines with a band of comparison, in small multiples: one row a figure, one column a group.

    Args:
        tables: {row title: {column title: DataFrame}}; index = x, columns value, low, high
            (the band). A row has one scale.
    """
    names = list(next(iter(tables.values())))
    shared = {"squeeze": False, "sharex": True, "sharey": "row"}
    fig, axes = _figure(1.35 * len(tables) + 0.8, width, len(tables), len(names), **shared)
    for row, (title, columns) in zip(axes, tables.items(), strict=True):
        for axis, name in zip(row, names, strict=True):
            table = columns[name]
            axis.fill_between(table.index, table["low"], table["high"], color=PALETTE[4], alpha=0.35, linewidth=0)
            axis.plot(table.index, table["value"], color=PALETTE[0], marker="o", markersize=3.5, linewidth=1.4)
            axis.grid(axis="y")
            axis.set_xticks(table.index[:: 2 if _is_narrow(width) else 1])
        row[0].set_title(_folded(title, width, 0.85))
    for axis, name in zip(axes[0], names, strict=True):
        axis.annotate(name, (0.5, 1.28), xycoords="axes fraction", ha="center", fontweight="bold")
    handles = [
        Line2D([], [], color=PALETTE[0], marker="o", markersize=3.5, label="the articles"),
        Patch(color=PALETTE[4], alpha=0.35, linewidth=0, label="same words, shuffled (lowest to highest)"),
    ]
    _legend(fig, width, 2, handles=handles)
    fig.supxlabel(xlabel, fontsize=9)
    return fig


def _band(given):
    heads = {"value": "the articles", "low": "shuffled, lowest", "high": "shuffled, highest"}
    return drawn.by_mark(given["table"], index=given["xlabel"], **heads)


@_chart(_band)
def beside_chance(
    table: pd.DataFrame, xlabel: str, ylabel: str, line: float, told: str, width: float = 5.6
) -> Figure | None:
    """One line with the band of what chance gives, both labelled where they run, under a value to be reached.

    Args:
        table: index = x, columns value, low, high (the band).
        line: the value to be reached, dashed. told: what it is, written on it.
    """
    fig, axis = _figure(2.9, width)
    axis.fill_between(table.index, table["low"], table["high"], color=PALETTE[7], alpha=0.35, linewidth=0)
    axis.plot(table.index, table["value"], color=PALETTE[0], marker="o", markersize=4.5, linewidth=1.8)
    axis.axhline(line, color=INK, linewidth=0.9, linestyle="--", zorder=0)
    first, last = table.index[0], table.index[-1]
    up = {"textcoords": "offset points", "va": "bottom"}
    axis.annotate(told, (last, line), (0, 3), ha="right", **up)
    axis.annotate(
        "the articles", (last, table["value"].iloc[-1]), (0, 7), ha="right", color=PALETTE[0], fontweight="bold", **up
    )
    axis.annotate("the same words, shuffled", (last, table["low"].iloc[-1]), (0, -14), ha="right", color=FAINT, **up)
    axis.set(xlabel=xlabel, ylim=(0, 1.2 * max(line, table["value"].max())))
    axis.set_xlim(first - 0.3, last + 0.3)
    axis.set_xticks(table.index)
    axis.set_title(_folded(ylabel, width, 0.95))
    axis.grid(axis="y")
    return fig


@_chart(lambda given: drawn.by_mark(given["matches"], outlet="outlet", term="term", position="position"))
def barcodes(matches: pd.DataFrame, outlets: list[str], terms: list[str], width: float = WIDTH) -> Figure | None:
    """Where each term stands in each outlet's text, from first word (left) to last (right).

    Args:
        matches: rows of terms.barcode: outlet, term, position.
        outlets: their names, top to bottom.
    """
    fig, axis = _figure(0.2 * len(outlets) * len(terms) + 1.0, width)
    names, y = [], 0
    for colour, term in zip(PALETTE, terms, strict=False):
        for outlet in outlets:
            where = matches.loc[(matches["term"] == term) & (matches["outlet"] == outlet), "position"]
            axis.plot([0, 1], [y, y], color=GRID, linewidth=0.8, zorder=1)
            axis.vlines(where, y - 0.36, y + 0.36, color=colour, linewidth=1.6)
            names.append(f"{outlet}  {len(where)}")
            y += 1
        axis.text(1.01, y - len(outlets) / 2 - 0.5, term, fontweight="bold", va="center")
        if term != terms[-1]:
            axis.axhline(y - 0.5, color=FAINT, linewidth=0.5)
    _rows(axis, names)
    axis.grid(False)
    axis.tick_params(axis="y", labelsize=7)
    axis.set_xlim(0, 1)
    axis.set_xticks([0, 0.5, 1], ["first word", "middle", "last word"])
    return fig


def _sentences(given):
    numbered = given["rows"].assign(sentence=given["rows"].groupby("outlet", sort=False).cumcount() + 1)
    return drawn.by_mark(numbered, outlet="outlet", sentence="sentence", **given["parts"])


@_chart(_sentences)
def ribbon(rows: pd.DataFrame, parts: dict[str, str], width: float = WIDTH) -> Figure | None:
    """Articles as ribbons of their sentences: one lane an outlet, one cell a sentence, cut by what it consists of.

    Colour, height and hatching each tell the parts apart, and names stand above the lanes, so that a phone shows both.

    Args:
        rows: one row a sentence in reading order; columns outlet and those of `parts` (terms).
        parts: {column: label}, the one to be set off most first; at most four.
        width: of the figure, in inches.
    """
    looks = (("#D55E00", 0.62, None), ("#E69F00", 0.62, "////"), ("#56B4E9", 0.4, None), (SHADE, 0.18, None))
    looks = (*looks[: len(parts) - 1], looks[-1])  # the last part is the plain ground
    names = list(dict.fromkeys(rows["outlet"]))
    columns = 2 if width > 5 else 1
    fig, axis = _figure(0.62 * len(names) + 0.75 + 0.2 * -(-len(parts) // columns), width)
    for lane, name in enumerate(names):
        own = rows.loc[rows["outlet"] == name, list(parts)].to_numpy(dtype=float)
        total = own.sum() or 1.0
        ends = np.cumsum(own.ravel()).reshape(own.shape)
        for part, (colour, height, hatch) in enumerate(looks):
            held = own[:, part] > 0
            cells = np.column_stack([(ends - own)[held, part], own[held, part]]) * 100 / total
            edge = (0.5 if part == len(parts) - 1 else 0.15) * (len(own) < 300)  # a white edge swallows slivers
            axis.broken_barh(
                cells, (lane + 0.4, -height), facecolor=colour, edgecolor="white", linewidth=edge, hatch=hatch
            )
        label = f"{_name(name)}  ({total:,.0f} words)"
        axis.annotate(label, (0, lane - 0.36), xycoords=("axes fraction", "data"), va="center", fontweight="bold")
    axis.set_yticks([])
    axis.spines["left"].set_visible(False)
    axis.set(ylim=(len(names) - 0.45, -0.6), xlim=(0, 100), xlabel="% of the words, from first to last")
    handles = [
        Patch(facecolor=colour, edgecolor="white", hatch=hatch, label=label)
        for (colour, _, hatch), label in zip(looks, parts.values(), strict=True)
    ]
    _legend(fig, width, columns, handles=handles)
    return fig


@_chart(lambda given: drawn.by_mark(given["rows"], thing="row", outlet="outlet", kind="mark"))
def grid(rows: pd.DataFrame, outlets: list[str], kinds: dict[str, bool], width: float = WIDTH) -> Figure | None:
    """A grid of marks: things down, outlets across, and a mark for what holds of a thing in an outlet.

    Shape and colour each tell the kinds apart; those to be set off are large and coloured, the others small and grey.

    Args:
        rows: columns thing, outlet, kind; things in the order in which they first appear. Marks of one place stand side
            by side. Of more than eighty things the first are drawn.
        outlets: across, from left to right.
        kinds: {kind: is it set off?}, in the order of the legend, which says how many marks each has; at most two are,
            and at most four are not.
        width: of the figure, in inches; on a phone the things stand in one column, else in two.
    """
    bold = [("#D55E00", "X", 62, True), ("#E69F00", "^", 62, True)]
    plain = [(FAINT, "o", 17, True), (FAINT, "o", 17, False), (FAINT, "x", 17, True), (FAINT, "_", 26, True)]
    looks = {kind: (bold if set_off else plain).pop(0) for kind, set_off in kinds.items()}
    things = list(dict.fromkeys(rows["thing"]))[: 2 * ROWS]
    columns = 2 if width > 5 and len(outlets) < 6 and len(things) > 9 else 1
    each = -(-len(things) // columns)
    fig, axes = _figure(0.2 * each + 1.5 + 0.2 * (columns == 1), width, 1, columns, squeeze=False)
    axes = axes[0]
    counts = rows.groupby(["thing", "outlet"]).cumcount()
    beside = rows.groupby(["thing", "outlet"])["kind"].transform("size")
    x = rows["outlet"].map({name: i for i, name in enumerate(outlets)}) + 0.3 * (counts - (beside - 1) / 2)
    for axis, first in zip(axes, range(0, len(things), each), strict=True):
        own = things[first : first + each]
        y = rows["thing"].map({name: i for i, name in enumerate(own)})
        for kind, look in looks.items():
            here = (rows["kind"] == kind) & y.notna()
            _verdict(axis, x[here], y[here], *look)
        _rows(axis, own)
        axis.set_ylim(each - 0.5, -0.5)
        axis.grid(visible=False)
        axis.hlines(range(len(own)), -0.5, len(outlets) - 0.5, color=GRID, linewidth=0.6, zorder=0)
        axis.set_xticks(range(len(outlets)), [_name(name, 24) for name in outlets], rotation=50, ha="left")
        for label in axis.get_xticklabels():
            label.set_rotation_mode("anchor")
        axis.tick_params(axis="x", top=True, labeltop=True, bottom=False, labelbottom=False, length=0)
        axis.set_xlim(-0.5, len(outlets) - 0.5)
        axis.spines[:].set_visible(False)
    sizes = Counter(rows["kind"])
    handles = [_verdict(axes[0], [], [], *look) for look in looks.values()]
    names = [f"{_name(kind, 36)} ({sizes[kind]})" for kind in looks]
    _legend(fig, width, 3, handles=handles, labels=names, handletextpad=0.2)
    return fig


def _verdict(axis, x, y, colour, marker, size, filled):
    """Marks of one kind of a `grid`; what the legend takes for them."""
    if marker in "_x":
        return axis.scatter(x, y, s=size, marker=marker, color=colour, linewidths=1.3, zorder=3)
    face = colour if filled else "white"
    return axis.scatter(x, y, s=size, marker=marker, facecolor=face, edgecolor=colour, linewidths=1.0, zorder=3)


def _ranges(given):
    yes = {True: "yes", False: "no"}
    rows = given["rows"].assign(open=given["rows"]["open"].map(yes), hedged=given["rows"]["hedged"].map(yes))
    heads = {"value": "stated", "low": "from", "high": "to", "open": "no upper end", "hedged": "with a hedge"}
    return drawn.by_mark(rows, index="number", **heads)


@_chart(_ranges)
def reach(rows: pd.DataFrame, xlabel: str, line: str, width: float = WIDTH) -> Figure | None:
    """What numbers allow: one row each, a mark at what is stated, a bar over all that it allows, an arrow head where
    it allows any more.

    Args:
        rows: index = row names; columns value, low, high, open (has it no upper end?), hedged (else grey and square),
            group (rows of one stand together, a line between it and the next); values in percent.
        line: what is written on the line at 100.
        width: of the figure, in inches; on a phone the names stand above the bars.
    """
    wide = width > 5
    fig, axis = _figure((0.24 if wide else 0.4) * len(rows) + 1.2, width)
    axis.axvline(100, color=INK, linewidth=0.8, zorder=0)
    place = {"xycoords": ("data", "axes fraction"), "textcoords": "offset points"}
    axis.annotate(line, (100, 1), (-3, 3), va="bottom", **place)
    rows = rows.assign(y=np.arange(len(rows)))
    for hedged, marker, name in ((True, "o", "with a hedge"), (False, "s", "without")):
        own, colour = rows[rows["hedged"] == hedged], PALETTE[0] if hedged else FAINT
        axis.hlines(own["y"], own["low"], own["high"], color=colour, linewidth=2.2, alpha=0.7)
        axis.scatter(own["value"], own["y"], color=colour, marker=marker, s=30, linewidths=0, zorder=3, label=name)
        ends = own[own["open"]]
        axis.scatter(ends["high"], ends["y"], color=colour, marker=">", s=42, linewidths=0, zorder=3)
    for y in np.flatnonzero(np.diff(rows["group"])) + (0.5 if wide else 0.3):
        axis.axhline(y, color=GRID, linewidth=0.6, zorder=0)
    _rows(axis, rows.index if wide else [""] * len(rows))
    if not wide:
        axis.set_ylim(len(rows) - 0.6, -0.8)
        for y, name in enumerate(rows.index):
            axis.annotate(_name(name), (0, y - 0.42), xycoords=("axes fraction", "data"), va="center")
    axis.set_xlabel(xlabel)
    _legend(fig, width, 2)
    return fig


MEETINGS = {
    ("large", "full"): "leaders",
    ("large", "half"): "a president missing",
    ("large", "hollow"): "leaders, by video",
    ("small", "full"): "ministers",
    ("small", "hollow"): "ministers, by video",
    ("tick", "full"): "other, or not counted",
}


def _meetings(given):
    events = given["events"]
    looks = zip(events["size"], events["fill"], strict=True)
    events = events.assign(mark=[MEETINGS.get(look, "") for look in looks], date=events["date"].dt.strftime("%Y-%m-%d"))
    return drawn.by_mark(events, partner="partner", date="date", mark="mark", label="words beside it")


@_chart(_meetings)
def timeline(
    events: pd.DataFrame, accent: dict[str, str], day: pd.Timestamp | None = None, width: float = 5.6
) -> Figure | None:
    """Meetings as marks on lanes: one lane a partner, its name above the lane so that a phone shows both.

    Args:
        events: columns partner, date, size (large, small, tick), fill (full, hollow, half); lanes in the
            order in which partners first appear, large marks above, the others below. A column label, if there
            is one, has words to the left of a mark ("" for none).
        accent: {partner: colour}; other partners are grey.
        day: a date to mark across all lanes, and to name.
        width: of the figure, in inches.
    """
    names = list(dict.fromkeys(events["partner"]))
    fig, axis = _figure(0.46 * len(names) + 1.3, width)
    for lane, name in enumerate(names):
        own, colour = events[events["partner"] == name], accent.get(name, FAINT)
        axis.axhline(lane + 0.46, color=GRID, linewidth=0.8, zorder=0)
        for (size, fill), these in own.groupby(["size", "fill"]):
            _marks(axis, these["date"], [lane + 0.26 * (size != "large")] * len(these), size, fill, colour)
        bold = {"weight": "bold"} if name in accent else {}
        axis.annotate(name, (0, lane - 0.33), xycoords=("axes fraction", "data"), va="center", **bold)
        words = own[own["label"] != ""] if "label" in own else own[:0]
        for date, label in zip(words["date"], words.get("label", []), strict=True):
            _beside(axis, label, (date, lane), -9, colour)
    if day is not None:
        axis.axvline(day, color=INK, linewidth=0.8, linestyle="--", zorder=1)
        _beside(axis, f"{day.day} {day:%B %Y}", (day, -0.6), -4, INK)
    axis.set_yticks([])
    axis.spines["left"].set_visible(False)
    axis.set_ylim(len(names) - 0.5, -0.8)
    axis.xaxis.set_major_locator(mpl.dates.YearLocator(4))
    axis.xaxis.set_minor_locator(mpl.dates.YearLocator())
    axis.xaxis.set_major_formatter(mpl.dates.DateFormatter("%Y"))
    drawn_marks = set(zip(events["size"], events["fill"], strict=True))
    kinds = {look: words for look, words in MEETINGS.items() if look in drawn_marks}
    legend = [_marks(axis, [], [], size, fill, INK) for size, fill in kinds]
    apart = 0.8 if _is_narrow(width) else 0.5
    _legend(fig, width, 2, handles=legend, labels=list(kinds.values()), labelspacing=apart)
    return fig


def _beside(axis, words, place, points, colour):
    """Write words that end so many points beside a place."""
    ground = {"facecolor": "white", "edgecolor": "none", "pad": 0.6}  # no line runs through a letter
    how = {"textcoords": "offset points", "ha": "right", "va": "center", "size": 8}
    axis.annotate(words, place, (points, 0), color=colour, bbox=ground, **how)


def _marks(axis, x, y, size, fill, colour):
    """Draw marks of one kind; what the legend takes for them, a tuple where two are drawn one upon the other."""
    if size == "tick":
        return axis.scatter(x, y, s=34, marker="|", color=colour, linewidths=1.4, zorder=2)
    area, order = (130, 3) if size == "large" else (26, 4)
    if fill == "full":
        return axis.scatter(x, y, s=area, facecolor=colour, edgecolor="white", linewidths=0.7, zorder=order)
    ring = axis.scatter(x, y, s=area, facecolor="white", edgecolor=colour, linewidths=1.4, zorder=order)
    if fill == "hollow":
        return ring
    left = mpl.markers.MarkerStyle("o", fillstyle="left")
    return ring, axis.scatter(x, y, s=area, marker=left, facecolor=colour, linewidths=0, zorder=order)


@_chart(lambda given: drawn.by_cell(given["table"].set_axis(given["table"].index.strftime("%Y-%m-%d")), given["label"]))
def over_time(table: pd.DataFrame, label: str, width: float = WIDTH) -> Figure | None:
    """A course of time in small multiples with one scale: a row a column of the table, from its first day to its last.

    Args:
        table: index = days, one column an outlet; NaN where there is nothing to count.
        label: what the values are.
    """
    shared = {"squeeze": False, "sharex": True, "sharey": True}
    fig, axes = _figure(0.85 * len(table.columns) + 0.6, width, len(table.columns), **shared)
    axes = axes[:, 0]
    for axis, name in zip(axes, table.columns, strict=True):
        values = table[name]
        axis.fill_between(table.index, 0, values.fillna(0), color=PALETTE[0], alpha=0.25, linewidth=0, step="mid")
        axis.plot(
            table.index, values, color=PALETTE[0], linewidth=1.4, marker="o", markersize=2.5, drawstyle="steps-mid"
        )
        axis.set_title(_name(name), loc="left", fontsize=9)
        axis.grid(axis="y")
    axes[0].set_ylim(bottom=0)
    locator = mpl.dates.AutoDateLocator(minticks=2, maxticks=4 if _is_narrow(width) else 8)
    axes[-1].xaxis.set_major_locator(locator)
    axes[-1].xaxis.set_major_formatter(mpl.dates.ConciseDateFormatter(locator))
    fig.supylabel(label, fontsize=9)
    return fig
