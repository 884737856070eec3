"""A page per article: numbered paragraphs, with what the notebooks found marked in layers.

lib.site.marks says what was found where, and what a published page may show of it; `render` makes HTML of one
article, `write` the pages of a site (lib.site.pages calls it), `show` the view in JupyterLab. The texts belong to
their publishers: a page that may be published holds the sentences that state a quantity, quotations, shared
passages, statements held against the record, what the prose of the notebooks quotes, and what stands around a number
set aside; the rest is "[…]".
"""

import hashlib
import html
import re
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path

import pandas as pd

from lib import corpus
from lib.corpus import DAGGER
from lib.show import tables
from lib.show.tables import DAGGER_NOTE
from lib.site import run
from lib.site.marks import CONFLICT, KINDS, MOST, Site, is_shown, layers
from lib.site.quoting import CUT, share
from lib.text import JOINER, display

LISTED = 30  # pages up to which the sidebar lists them: it stands on each of them
STYLE = corpus.HOME / "lib/site/static/reading.css"
HEADINGS = ("headline", "heading")
LEGEND = (
    "Every paragraph has a number and an address; what the notebooks found in it is marked in layers that can be"
    " shown or hidden, each with the notebook that speaks of it. A row of a notebook’s table leads to its place here,"
    " where the words there are shown."
)
SIGNS = {  # of a verdict in the text, so that a sentence can be read through; its words are shown on hover
    "record: supported": "✓",
    "record: compatible": "≈",
    "record: contradicted": "✗",
    "record: ": "?",
}
QUOTING = "To quote a passage with its source is fine; to republish the page is not."
INVENTED = "Written for [07-your-corpus](../07-your-corpus.ipynb): nothing in it happened, and it is shown whole."


def page(article_id: str) -> str:
    """The name of an article's page, safe in a path and an address; two articles never share one."""
    name = re.sub(r"[^a-z0-9_-]+", "-", display(article_id).lower())[:60]
    if name and name == display(article_id) and name != "index":
        return name
    return f"{name.strip('-') or 'article'}-{hashlib.sha256(display(article_id).encode()).hexdigest()[:8]}"


# -- HTML -----------------------------------------------------------------------------


def render(
    article_id: str,
    paragraphs: pd.DataFrame,
    sentences: pd.DataFrame,
    marks: pd.DataFrame,
    shown: list | None = None,
    anchors: Iterable[tuple[int, int]] = (),
    link: str = "../{}.html",
) -> str:
    """One article as HTML: the switches of the layers, then the text.

    Marks may overlap: the text is cut wherever one begins or ends, and each piece says
    which marks it is part of. A label stands after the last piece of a mark.

    Args:
        paragraphs, sentences, marks: as lib.corpus and lib.site.marks make them; rows of other articles are left out.
        shown: spans that may be shown; None for all.
        anchors: (start, end) of places that something links to: each becomes an id, c<start>-<end>.
        link: address of a notebook, {} for its name; "" for none (JupyterLab).
    """
    text = body(article_id, paragraphs, sentences, marks, shown, anchors, link)
    own = marks[marks["article_id"] == article_id]
    on = [layer for layer, kind in KINDS.items() if kind.on]
    return f'<div class="reading">\n{switches(own, link, on)}\n<div class="article-text">\n{text}\n</div>\n</div>'


def body(
    article_id: str,
    paragraphs: pd.DataFrame,
    sentences: pd.DataFrame,
    marks: pd.DataFrame,
    shown: list | None = None,
    anchors: Iterable[tuple[int, int]] = (),
    link: str = "../{}.html",
    home: str = "",
) -> str:
    """The text of one article as HTML, without the switches; see `render`.

    Args:
        marks: those with a column key, "" or a name, have it as an attribute: what is joined has one key.
        home: address of the article's page, for a text that is shown on another: its numbers lead there, and it has
            no ids.
    """
    mine = [table[table["article_id"] == article_id] for table in (paragraphs, sentences, marks)]
    blocks, lines, own = ([*table.itertuples()] for table in mine)
    own.sort(key=lambda mark: (mark.start, -mark.end))
    ends, out = sorted({*anchors}), []
    for number, block in enumerate(blocks):
        last = number == len(blocks) - 1
        here = [a for a in ends if last or a[0] < block.end]
        ends = ends[len(here) :]
        out.append(_block(block, lines, own, shown, here, link, home))
    return "\n".join(out)


def switches(marks: pd.DataFrame | None, link: str, on: Iterable[str], layers: Iterable[str] = tuple(KINDS)) -> str:
    """The switches of some layers as HTML, those in `on` set, with the number of marks in each; None counts none."""
    counts, items, told = {} if marks is None else marks["layer"].value_counts(), [], []
    for layer in layers:
        kind, n = KINDS[layer], counts.get(layer, 0)
        state = " disabled" if marks is not None and not n else " checked" if layer in on else ""
        source = f' <a href="{link.format(kind.notebook)}">{kind.notebook}</a>' if link else ""
        box = f'<input type="checkbox" class="on-{layer}" autocomplete="off"{state}>'
        sample = f'<span class="m {layer}">{kind.title}</span>' + ("" if marks is None else f" ({n})")
        items.append(f"<li><label>{box} {sample}</label></li>")
        told.append(f"<li>{kind.title}: {kind.told}{source}</li>")
    more = f"<details><summary>What each mark means</summary><ul>\n{chr(10).join(told)}\n</ul></details>"
    boxes = f"<ul>\n{chr(10).join(items)}\n</ul>"
    return f"<fieldset><legend>Marks to show</legend>{boxes}{more if marks is not None else ''}</fieldset>"


def _block(block, lines, marks, shown, anchors, link, home):
    """A paragraph with its number, sentence by sentence."""
    inside = [line for line in lines if block.start <= line.start < block.end]
    out, at, cut = [], block.start, [False]
    place = {"marks": [m for m in marks if m.start < block.end and m.end > block.start], "shown": shown, "link": link}
    rest = list(anchors)
    for line in inside:
        before, rest = [a for a in rest if a[0] < line.start], [a for a in rest if a[0] >= line.start]
        out.append(_pieces(block, at, line.start, before, cut, **place))
        own, rest = [a for a in rest if a[0] < line.end], [a for a in rest if a[0] >= line.end]
        name = "" if home else f' id="s{line.start}"'
        out.append(f'<span class="s"{name}>{_pieces(block, line.start, line.end, own, cut, **place)}</span>')
        at = line.end
    out.append(_pieces(block, at, block.end, rest, cut, **place))
    whole = CUT not in "".join(out)
    tag = "h2" if block.kind in HEADINGS and whole else "p"
    name = f"Paragraph {block.paragraph_id}" + ("" if block.kind in ("lead", "body") else f", {block.kind}")
    number = f'<a class="number" href="{home}#p{block.paragraph_id}" aria-label="{name}">{block.paragraph_id}</a> '
    place = "" if home else f' id="p{block.paragraph_id}"'
    return f'<{tag} class="kind-{block.kind}"{place}>{number}{"".join(out)}</{tag}>'


def _pieces(block, start, end, anchors, cut, marks, shown, link):
    """text[start:end] with its marks. `cut` holds whether the last thing said was that something is left out."""
    edges = {start, end, *(min(max(a, start), end) for a, _ in anchors)}
    edges |= {edge for m in marks for edge in (m.start, m.end) if start < edge < end}
    edges |= {edge for span in shown or () for edge in span if start < edge < end}
    edges, out = sorted(edges), []
    for a, b in zip(edges, [*edges[1:], end], strict=True):
        ids = [f'<span class="at" id="c{x}-{y}"></span>' for x, y in anchors if min(max(x, start), end) == a]
        text = block.text[a - block.start : b - block.start].replace(JOINER, "")
        seen = shown is None or any(x <= a and b <= y for x, y in shown)
        if seen or not text.strip():
            cut[0] = cut[0] and not text.strip()
            out += ids
            if b > a:
                out.append(_piece(html.escape(text), [m for m in marks if m.start <= a and b <= m.end], b, link))
        else:
            out += ids if cut[0] else [*ids, f'<span class="left-out"> {CUT} </span>']
            cut[0] = True
    return "".join(out)


def _piece(text, marks, end, link):
    """A piece in one element a layer, so that each draws its own line, and the labels of the marks that end with it."""
    names, labels = [name for name in KINDS if any(m.layer == name for m in marks)], []
    for name in names:
        notes = "; ".join(str(m.note) for m in marks if m.layer == name)
        told = f'title="{KINDS[name].title}: {html.escape(notes)}"'
        text = f'<span class="m {name}" {told}{_keys(m for m in marks if m.layer == name)}>{text}</span>'
    for mark in (m for m in marks if m.end == end):
        kind, note = KINDS[mark.layer], html.escape(str(mark.note))
        card = f"#{mark.card}" if getattr(mark, "card", "") else ""
        href = f' href="{link.format(kind.notebook)}{card}"' if link else ""
        said = f"{kind.title}: {note}" + (f" (see {kind.notebook})" if link else "")
        short = next((sign for verdict, sign in SIGNS.items() if note.startswith(verdict)), note)
        whole = f' data-told="{note}"' if short != note else ""
        style = f"label {mark.layer}" + " conflict" * (CONFLICT in note)
        labels.append(f'<a class="{style}"{href} aria-label="{said}" data-label="{short}"{whole}{_keys([mark])}></a>')
    return text + "".join(labels)


def _keys(marks):
    keys = " ".join(filter(None, (getattr(mark, "key", "") for mark in marks)))
    return f' data-key="{html.escape(keys)}"' if keys else ""


def by_article(*tables: pd.DataFrame) -> Callable[[str], list[pd.DataFrame]]:
    """A function that gives the rows of an article in each table; of many articles no table is searched for each."""
    parts = [dict(iter(table.groupby("article_id", sort=False))) for table in tables]
    return lambda article: [part.get(article, table.iloc[:0]) for part, table in zip(parts, tables, strict=True)]


def raw(page: str) -> str:
    """HTML as a block of Markdown, which nothing in it can end."""
    return f"```{{raw}} html\n\n{page.replace('`', '&#96;')}\n```\n"


def listing(caption: str, heads: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """A table as HTML in a box that scrolls: the first cell of a row, as HTML, names it, the others are numbers."""
    sides = ["", *[' class="n"'] * (len(heads) - 1)]
    top = [f'<th scope="col"{side}>{html.escape(head)}</th>' for head, side in zip(heads, sides, strict=True)]
    lines = [[f'<th scope="row">{first}</th>', *map('<td class="n">{}</td>'.format, rest)] for first, *rest in rows]
    body = "".join(f"<tr>{''.join(line)}</tr>" for line in lines)
    return (
        f'<div class="scroll" role="region" tabindex="0" aria-label="{caption}"><table class="data">'
        f"<caption>{caption}</caption><thead><tr>{''.join(top)}</tr></thead><tbody>{body}</tbody></table></div>"
    )


def show(article_id: str, articles: pd.DataFrame | None = None) -> None:
    """Display a whole article with its layers; what the notebooks found in it is marked.

    Raises:
        corpus.CorpusError: there is no such article.
    """
    from IPython.display import display as put

    articles = corpus.as_shown(corpus.load() if articles is None else articles)
    if article_id not in set(articles["article_id"]):
        known = tables.some(articles["article_id"])
        raise corpus.CorpusError(f"there is no article {article_id!r}; there are {known}")
    paragraphs, outlets = corpus.paragraphs(articles), articles.set_index("article_id")["outlet"]
    shown = render(article_id, paragraphs, corpus.sentences(paragraphs), layers(articles), link="")
    title = f"{article_id}: {outlets[article_id]}"
    head = f"<style>{STYLE.read_text(encoding='utf-8')}</style><h2>{html.escape(title)}</h2>"
    bundle = {"text/html": head + shown, "text/plain": title}
    put(bundle, raw=True)


# -- Pages ----------------------------------------------------------------------------


def places(folder: Path) -> dict[str, set[tuple[int, int]]]:
    """{article_id as the CSV has it: spans} of every row with a span in the tables of the executed notebooks in
    `folder`.
    """
    found = {}
    for path in sorted({folder / "tables" / name for book in run.notebooks(folder) for name in run.tables_of(book)}):
        table = pd.read_csv(path, keep_default_na=False, dtype=str)
        for columns in ([*place[:3]] for place in tables.PLACES):
            for name, start, end in table[columns].itertuples(index=False) if {*columns} <= {*table} else ():
                if start.isdecimal() and end.isdecimal():
                    found.setdefault(name, set()).add((int(start), int(end)))
    return found


def dagger(names: Iterable[str]) -> list[str]:
    """The note on the sign behind an outlet, where a name on the page carries it."""
    return [DAGGER_NOTE] if any(DAGGER in name for name in names) else []


def write(site: Site) -> None:
    """Write a page for each article, and an index of them, to the folder articles/ of a site's sources."""
    folder = site.folder / "articles"
    folder.mkdir(parents=True)
    linked, whole = places(site.folder), site.shown is None
    rows, names = _pages(site, folder, linked, len(site.articles) <= LISTED)
    heads = [
        f"# The articles, paragraph by paragraph\n\n{LEGEND}",
        rights_note(None, whole, site.command),
        *dagger(rows),
    ]
    if len(site.articles) > MOST:
        heads.append(
            f"The first {MOST} of {len(site.articles):,} articles have a page; shared passages are those that these"
            " share."
        )
    heads.append(_index(rows, "The articles, and how much of each is shown"))
    if site.invented is not None:
        ours = site._replace(articles=site.invented, marks=layers(site.invented).assign(card=""), shown=None)
        rows, _ = _pages(ours, folder, linked, False, INVENTED)
        heads += ["## The invented articles", INVENTED, _index(rows, "The invented articles")]
    if len(site.articles) <= LISTED:
        heads.append("\n".join(["```{toctree}", ":hidden:", "", *names, "```", ""]))
    (folder / "index.md").write_text("\n\n".join(heads), encoding="utf-8")


def _pages(site, folder, linked, listed, note=None):
    """A page for each article, `listed` in the sidebar or not: (rows of the index, names of the pages)."""
    articles = corpus.as_shown(site.articles, most=len(site.articles))
    called, articles = corpus.accounts(articles), articles.head(MOST)
    paragraphs = corpus.paragraphs(articles)
    rows_of, rows, names = by_article(paragraphs, corpus.sentences(paragraphs), site.marks), [], []
    for article in articles.itertuples():
        own = None if site.shown is None else site.shown.get(article.article_id, [])
        anchors = linked.get(tables.harmless(article.article_id), ())
        anchors = [place for place in anchors if is_shown(site.shown, article.article_id, *place)]
        text, held = render(article.article_id, *rows_of(article.article_id), own, anchors), share(article.text, own)
        name, title = page(article.article_id), tables.quoted(called[article.article_id])
        told = ", ".join(filter(None, [article.title, article.author, article.date]))
        about = tables.quoted(told or "title, author and date unknown")
        head = "" if listed else "---\norphan: true\n---\n\n"
        lines = [
            f"{head}# {title}",
            about,
            _address(article.url),
            *dagger([article.outlet]),
            note or rights_note(held, own is None, site.command),
            raw(text),
        ]
        (folder / f"{name}.md").write_text("\n\n".join(filter(None, lines)), encoding="utf-8")
        rows.append(f"| [{title}]({name}.md) | {about} | {tables.percent(held)} |")
        names.append(name)
    return rows, names


def _index(rows, caption):
    table = ["| article | title, author, date | shown |", "| --- | --- | ---: |", *rows]
    return "\n".join([f"```{{table}} {caption}", *table, "```"])


def rights_note(held: float | None, whole: bool, command: str) -> str:
    """Why a page shows what it shows; `held` of its article, None for one of many."""
    if whole:
        return f"**Whole articles, not for publication.** The texts belong to their publishers. {QUOTING}"
    part = "quotes parts of them" if held is None else f"quotes {tables.percent(held)} of its words"
    whose = "The texts belong to their publishers" if held is None else "The text belongs to its publisher"
    return (
        f"{whose}, so this site {part}: sentences that state a quantity, quotations, shared passages, statements that"
        f" were checked, and the words around other numbers. The rest is left out: {CUT}. {QUOTING}"
        f" In a copy of the project,"
        f" `{command}` builds a site with the whole articles."
    )


def _address(url):
    return f"[Where it was published](<{url}>)" if re.fullmatch(r"https?://[^\s<>\\]+", str(url)) else ""
