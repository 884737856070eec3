"""Two accounts side by side, what they share joined; or one account and its official wording.

`beside_files` gives the page and the data that its script (static/beside.js) reads: a small file about all accounts,
and one an account, which is loaded when somebody chooses it.
"""

import html
from pathlib import Path

import numpy as np
import pandas as pd

from lib import corpus
from lib.measures import official as official_texts
from lib.measures import reuse
from lib.show import tables
from lib.site import reading
from lib.site.marks import LAYERS, MOST, Site, is_shown, official_wording
from lib.site.scripts import assignment, put_files

SHOWN = ("passage", "official", "quantity", "statement")  # layers of the page, the first one on
OFFICIAL = "~official"  # in an address, the place of the second account; no article's page has this name
SHARES = ["a", "b", "shared", "words"]
OF_WORDING = "appendix/official-wording.html"
SOURCE = {"named": "source named", "not named": "no source named", "in part": "source named in part"}
LISTED = 30  # pairs in the table
SHORTEST = 5  # words of a shared passage
ABOUT = (
    "Choose two accounts. Passages of five words or more that both have are marked. Touch one, or reach it by the Tab"
    " key, and the other account moves to the same words. Passages have numbers in the order of the first account. One"
    " that holds nothing but names, titles, dates, set phrases of such reports and function words is labelled *names*."
)


def joint_passages(tokens: pd.DataFrame, articles: pd.DataFrame) -> pd.DataFrame:
    """Passages that two or more articles have in common, those of one outlet among them.

    Returns:
        As reuse.shared makes them, of which each run of SHORTEST terms that two articles share is a part: where one
        is not, since it is part of a longer passage elsewhere alone, it is a passage of its own.
    """
    tokens = corpus.word_tokens(tokens).assign(outlet=lambda rows: rows["article_id"]).reset_index(drop=True)
    found, texts = reuse.shared(tokens, articles, SHORTEST), articles.set_index("article_id")["text"]
    held = {row: (first, own) for first, own in _held(tokens, found) for row in range(first, first + own.shape[1])}
    codes, names = pd.factorize(tokens["article_id"])
    last, runs, rows, terms = int(found["passage"].max()) if len(found) else 0, {}, [], tokens["term"].tolist()
    line = pd.factorize(pd.MultiIndex.from_frame(tokens[["article_id", "sentence_id"]]))[0]
    for i in range(len(tokens) - SHORTEST + 1):
        if line[i] == line[i + SHORTEST - 1]:
            runs.setdefault(tuple(terms[i : i + SHORTEST]), []).append(i)
    for at in runs.values():
        members = np.unique(codes[at])
        inside = (held[i][1][members, i - held[i][0] : i - held[i][0] + SHORTEST].all() for i in at)
        if len(members) > 1 and not all(inside):
            last += 1
            for i in at:
                article, start, end = names[codes[i]], tokens["start"][i], tokens["end"][i + SHORTEST - 1]
                place = (article, article, tokens["paragraph_id"][i], start, end, texts[article][start:end])
                rows.append((last, SHORTEST, len(members), len(at), *place))
    more = pd.DataFrame(rows, columns=reuse.COLUMNS)
    return pd.concat([found, more], ignore_index=True) if rows else found


def _held(tokens, found):
    """(row of its first word, [article, word]: does the word lie in a passage that the article has, too?) of each."""
    codes, names = pd.factorize(tokens["article_id"])
    of = {name: i for i, name in enumerate(names)}
    members = {number: own.map(of).unique() for number, own in found.groupby("passage")["article_id"]}
    spans = dict(iter(found.groupby("article_id", sort=False)))
    for a, own in tokens.groupby("article_id", sort=False):
        starts, held = own["start"].to_numpy(), np.zeros((len(names), len(own)), dtype=bool)
        for row in spans[a].itertuples() if a in spans else ():
            held[members[row.passage], slice(*np.searchsorted(starts, [row.start, row.end]))] = True
        yield int(np.flatnonzero(codes == of[a])[0]), held


def shared_words(tokens: pd.DataFrame, found: pd.DataFrame) -> pd.DataFrame:
    """How much of each article lies in passages that another has, too.

    Args:
        tokens: of the articles, as corpus.tokens makes them.
        found: as `joint_passages` makes it.
    Returns:
        One row a pair that shares a passage, in both directions: a, b (article_id), shared (words of a that lie in
        passages of b), words (of a).
    """
    tokens = corpus.word_tokens(tokens)
    names, rows = list(tokens["article_id"].unique()), []
    for a, (_, held) in zip(names, _held(tokens, found), strict=True):
        sums = held.sum(axis=1)
        rows += [(a, b, int(n), held.shape[1]) for b, n in zip(names, sums, strict=True) if n and b != a]
    return pd.DataFrame(rows, columns=SHARES)


def names_alone(tokens: pd.DataFrame, found: pd.DataFrame, folder: str | Path | None = None) -> set[int]:
    """The passages that hold no word beyond those of protocol.csv, aliases.csv and stopwords.txt, and numbers.

    Args:
        tokens: of the articles, as corpus.tokens makes them.
        found: as `joint_passages` makes it.
        folder: of a corpus that has such tables of its own.
    Returns:
        Numbers of passages, each alone in all its places: what stands around it may make a longer name of it.
    """
    tokens = corpus.word_tokens(tokens)
    protocol, stopwords = official_texts.read_protocol(folder), corpus.read_stopwords(folder)
    tokens = tokens.assign(says=official_texts.substance(tokens, protocol, stopwords))
    own = {article: (t["start"].to_numpy(), t["says"].to_numpy()) for article, t in tokens.groupby("article_id")}
    says = set()
    for row in found.itertuples():
        starts, said = own[row.article_id]
        if said[slice(*np.searchsorted(starts, [row.start, row.end]))].any():
            says.add(row.passage)
    return {*found["passage"]} - says


def beside_files(
    articles: pd.DataFrame,
    marks: pd.DataFrame,
    spans: dict[str, list[tuple[int, int]]] | None = None,
    command: str = "make",
) -> dict[str, str]:
    """The page and its data.

    Args:
        articles: named as pages name them (corpus.as_shown), those that have a page of their own.
        marks: as lib.site.marks.layers makes them.
        spans: what may be shown of each article (lib.site.marks.publishable); None for whole articles.
        command: what builds the site that holds whole articles.
    Returns:
        {path below the folder of the pages: text}: side-by-side.md, scripts/beside.js, and scripts/of-<page>.js of each
        article.
    """
    paragraphs = corpus.paragraphs(articles)
    sentences, running = corpus.sentences(paragraphs), corpus.running(paragraphs)
    tokens = corpus.tokens(corpus.sentences(running))
    found, official = joint_passages(tokens, articles), official_wording(articles, tokens)
    bare = names_alone(tokens, found, articles.attrs.get("folder"))
    found = found.assign(names=found["passage"].isin(bare).astype(int))
    found = found.sort_values(["start", "end"], ascending=[True, False], kind="stable")
    official = official.assign(key=official.groupby("article_id").cumcount().map("o{}".format))
    joined = [
        found.assign(layer="passage", note=found["passage"], key=found["passage"].map(str)),
        official.assign(layer="official", note=official["closest"]),
        marks[marks["layer"].isin(SHOWN[2:])].assign(key=""),
    ]
    lit = pd.concat([table[[*LAYERS, "key"]] for table in joined], ignore_index=True)
    names, sums, files = corpus.accounts(articles), shared_words(tokens, found), {}
    rows_of = reading.by_article(paragraphs, sentences, lit, official, found)
    for article in names:
        blocks, lines, own, wording, held = rows_of(article)
        shown = None if spans is None else spans.get(article, [])
        text = reading.body(article, blocks, lines, own, shown, link="{}.html", home=_address(article))
        value = [text, _wording(wording, spans), held[["passage", "start", "end", "names"]].to_numpy().tolist()]
        files[f"scripts/of-{reading.page(article)}.js"] = assignment(f'BESIDE.texts["{reading.page(article)}"]', value)
    words = corpus.word_tokens(tokens).groupby("article_id", sort=False).size()
    of = {name: i for i, name in enumerate(names)}
    value = {
        "accounts": [[reading.page(name), title, int(words.get(name, 0))] for name, title in names.items()],
        "shared": {f"{of[row.a]} {of[row.b]}": row.shared for row in sums.itertuples()},
        "official": {reading.page(name): int(own["n_terms"].sum()) for name, own in official.groupby("article_id")},
        "texts": {},
    }
    files["scripts/beside.js"] = assignment("var BESIDE", value)
    files["side-by-side.md"] = _page(names, sums, len(official) > 0, reading.rights_note(None, spans is None, command))
    return files


def write(site: Site) -> None:
    """Write the page and its data to the folder of a site's sources."""
    articles = corpus.as_shown(site.articles, most=len(site.articles)).head(MOST)
    put_files(beside_files(articles, site.marks, site.shown, site.command), site.folder)


def _address(article):
    return f"articles/{reading.page(article)}.html"


def _wording(rows, spans):
    """The official wording of an account, passage by passage, as the account has it: what may not be shown is not."""
    out = []
    for row in rows.itertuples():
        if not is_shown(spans, row.article_id, row.start, row.end):
            continue
        others = f", and {row.n_texts - 1} more" if row.n_texts > 1 else ""
        label = f'<a class="label official" href="{OF_WORDING}" data-key="{row.key}"></a>'
        out.append(
            f'<p><span class="m official" data-key="{row.key}">{html.escape(row.text)}</span>{label}'
            f"<small>{html.escape(row.closest)}{others}; {row.n_terms} words, {SOURCE[row.source]}</small></p>"
        )
    return "\n".join(out)


def _page(names, sums, official, told):
    """The page as Markdown: what its script fills, and what stands there without it."""
    options = "".join(f'<option value="{reading.page(n)}">{html.escape(title)}</option>' for n, title in names.items())
    more = f'<option value="{OFFICIAL}">Official wording</option>' if official else ""
    layers = [layer for layer in SHOWN if official or layer != "official"]
    switches = reading.switches(None, "{}.html", SHOWN[:1], layers)
    pane = '<section role="region" tabindex="0"><h2></h2><div class="article-text"></div></section>'
    body = f"""<div class="reading beside" id="beside" hidden>
<p><label>First account <select name="a">{options}</select></label>
<label>Second account <select name="b">{options}{more}</select></label></p>
<p role="status"></p>
{switches}
<div class="pair">{pane}{pane}</div>
</div>
<p>Choosing two accounts needs JavaScript. The table says how much each pair shares.</p>
{_table(names, sums)}
<script src="scripts/beside.js"></script>
<script src="_static/beside.js"></script>"""
    head = "---\nhtml_theme.sidebar_secondary.remove: true\n---"
    return "\n\n".join([head, "# Side by side", ABOUT, told, *reading.dagger(names.values()), reading.raw(body)])


def _table(names, sums):
    """The pairs that share most, as a table whose rows open them."""
    both = {(row.a, row.b): (row.shared, row.words) for row in sums.itertuples()}
    order = {name: i for i, name in enumerate(names)}
    rows = [(a, b) for a, b in both if order[a] < order[b]]
    rows = sorted(rows, key=lambda pair: (-both[pair][0] - both[pair[::-1]][0], pair))
    capped = f", the first {LISTED} of {len(rows):,} pairs" if len(rows) > LISTED else ""
    lines = []
    for a, b in rows[:LISTED]:
        title = f"{html.escape(names[a])} and {html.escape(names[b])}"
        link = f'<a href="#a={reading.page(a)}&amp;b={reading.page(b)}">{title}</a>'
        lines.append((link, *(f"{n:,} ({tables.percent(n / of)})" for n, of in (both[a, b], both[b, a]))))
    if not lines:
        return "<p>No two accounts share a passage of five words or more.</p>"
    caption = f"Words that lie in passages which both accounts have{capped}"
    return reading.listing(caption, ("accounts", "words of the first", "of the second"), lines)
