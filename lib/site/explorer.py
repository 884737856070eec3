"""Any word, in every account: rates, places and contexts that a page's script (static/explorer.js) looks up.

`explorer_files` gives the page and its data, one file. Terms have numbers by frequency, the commonest first, and each
article is a string with one character a token, so that UTF-8 gives common words one byte and rare ones two or three: a
million tokens are less than two megabytes, and a phrase is looked for by comparing characters. Sentences are parted by
a blank; "!" is a token that is no term (an address, or a term beyond the first 60,000).
"""

import html
import re
from collections import Counter
from itertools import pairwise
from urllib.parse import quote

import numpy as np
import pandas as pd

from lib import corpus, text
from lib.measures import terms
from lib.site import reading
from lib.site.marks import MOST, Site, is_shown
from lib.site.scripts import assignment, put_files

BUDGET = 5_000_000  # bytes of the data
MOST_TERMS = 60_000  # characters that one code unit can hold
MOST_PHRASES, LONGEST, LEAST = 20_000, 4, 3  # where running order may not be shown: phrases counted, their words, uses
COMMONEST = 30  # words in the table of the page
APART, SENTENCE = "\x7f", "\n"  # between the parts of a sentence, and between sentences
_TAKEN = {ord(sign) for sign in '"<\\\u2028\u2029'} | {*range(0x7F, 0xA0)} | {*range(0xD800, 0xE000), 0xFEFF}
_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029]")
NO_TERM = "!"
ABOUT = (
    "Type a word or a phrase. Capitals do not matter, and a star stands for any ending: *trad\\** finds trade, trades"
    " and traditional. Spellings that are counted as one word here are one everywhere on these pages."
)

BY_DATE = "Contexts come in the order of the articles' dates, those of articles without a date at the end."
COUNTED = "Only running text is counted: headlines, captions and bylines are not."


def code_units() -> list[str]:
    """The characters that stand for terms, in the order of their numbers; static/explorer.js has the same rule."""
    units = (code for code in range(0x23, 0xFFF0) if code not in _TAKEN)
    return [chr(code) for code, _ in zip(units, range(MOST_TERMS), strict=False)]


def vocabulary(tokens: pd.DataFrame) -> list[str]:
    """The terms, the commonest first, equal ones by name: their order tells nothing of the texts."""
    sizes = corpus.word_tokens(tokens)["term"].value_counts()
    order = sorted(zip(-sizes.to_numpy(), sizes.index, strict=True))
    return [term for _, term in order[:MOST_TERMS]]


def phrases(tokens: pd.DataFrame) -> dict[str, Counter]:
    """{phrase of two to LONGEST terms: uses by outlet} of those used LEAST times and oftener, the commonest first.

    As terms.find sees phrases: any terms of one sentence, stop words and numbers among them. A phrase is as rare as the
    rarest part of it, so that only runs of two frequent parts are looked at.
    """
    found, names = {}, tokens["term"].to_numpy(dtype=object)
    sentence = pd.factorize(pd.MultiIndex.from_frame(tokens[["article_id", "sentence_id"]]))[0]
    outlet, outlets = pd.factorize(tokens["outlet"])
    part, starts = pd.factorize(tokens["term"])[0], np.flatnonzero(names != "")  # rows where a frequent part begins
    for n in range(2, LONGEST + 1):
        follows = np.zeros(len(tokens) + 1, dtype=bool)
        follows[starts] = True
        starts = starts[
            follows[starts + 1] & (sentence[starts] == sentence[np.minimum(starts + n - 1, len(tokens) - 1)])
        ]
        codes = pd.factorize(part[starts].astype(np.int64) * (len(tokens) + 1) + part[starts + 1])[0]
        kept = np.bincount(codes, minlength=1)[codes] >= LEAST
        starts, part = starts[kept], part.copy()
        part[starts] = codes[kept]
        uses = pd.DataFrame({"code": codes[kept], "outlet": outlet[starts], "start": starts})
        for (_, of), first, size in uses.groupby(["code", "outlet"])["start"].agg(["first", "size"]).itertuples():
            found.setdefault(" ".join(names[first : first + n]), Counter())[outlets[of]] = size
    order = sorted(found, key=lambda phrase: (-found[phrase].total(), phrase))
    return {phrase: found[phrase] for phrase in order[:MOST_PHRASES]}


def data(
    articles: pd.DataFrame,
    tokens: pd.DataFrame,
    sentences: pd.DataFrame,
    spans: dict[str, list[tuple[int, int]]] | None = None,
    variants: dict[str, str] | None = None,
    budget: int = BUDGET,
) -> dict:
    """What the script looks words up in.

    Args:
        articles: named as pages name them (corpus.as_shown); `tokens` and `sentences` of their running text.
        spans: what may be shown of each article (lib.site.marks.publishable), of which whole sentences are kept in
            order, the rest as counts; None for all.
        variants: {spelling: standard spelling}.
        budget: bytes; what does not fit is left out from the last article on, first the wording, then the order.
    Returns:
        terms (parted by "|"), variants, outlets ([name, words]), articles ([title, number of outlet, page or "", words,
        tokens in order, first characters of sentences, wording, date], by date), order (running order may be shown).
        Where it is not kept for all of the text: phrases (parted by "|"), counts (of terms, then phrases, see
        `_counted`); else "".
    """
    known, outlets = vocabulary(tokens), corpus.outlets(articles)
    number, unit = {name: i for i, name in enumerate(outlets)}, dict(zip(known, code_units(), strict=False))
    words = corpus.word_tokens(tokens)
    sizes, own = words.groupby("outlet").size(), words.groupby("article_id").size()
    spelled = {a: b for a, b in (variants or {}).items() if b in unit}
    rows = _rows(articles, tokens, sentences, spans, unit, number, own)
    room = budget - _bytes("|".join(known)) - _bytes(spelled) - sum(_bytes([*row[:4], row[5], row[7]]) for row in rows)
    several = phrases(tokens) if spans is not None else {}
    room -= _bytes("|".join(several))
    fits = sum(_bytes(row[4]) for row in rows) + _bytes("") < room
    whole = spans is None and fits and len(known) == words["term"].nunique()
    counted = "" if whole else "|".join(_counted(words, known, several, number))
    room -= _bytes(counted)
    for place in (4, 6):  # the order of all articles comes before the wording of any
        for row in rows:
            room -= _bytes(row[place]) if room > 0 else 0
            if room <= 0:
                row[place] = ""
    return {
        "terms": "|".join(known),
        "variants": spelled,
        "outlets": [[name, int(sizes.get(name, 0))] for name in outlets],
        "articles": rows,
        "phrases": "|".join(several),
        "counts": counted,
        "order": spans is None,
    }


def _counted(words, known, several, number):
    """Uses of each term and phrase as "0:12,3:1": number of the outlet, uses."""
    of = {term: Counter() for term in known}
    for (term, outlet), uses in words.groupby(["term", "outlet"]).size().items():
        if term in of:
            of[term][outlet] = uses
    for uses in [*of.values(), *several.values()]:
        yield ",".join(f"{number[name]}:{n}" for name, n in sorted(uses.items()))


def _rows(articles, tokens, sentences, spans, unit, number, own):
    """A list an article, as `data` says; one pass over the tokens, sentence by sentence."""
    lines = {(s.article_id, s.sentence_id): s for s in sentences.itertuples()}
    keys = tokens[["article_id", "sentence_id"]]
    edges = [*np.flatnonzero((keys != keys.shift()).any(axis=1)).tolist(), len(tokens)]
    signs = tokens["term"].map(unit).fillna(NO_TERM).tolist()
    starts, ends = tokens["start"].tolist(), tokens["end"].tolist()
    found = {name: ([], [], []) for name in articles["article_id"]}
    firsts = keys.iloc[edges[:-1]].itertuples(index=False, name=None)
    for key, (low, high) in zip(firsts, pairwise(edges), strict=True):
        line = lines[key]
        if is_shown(spans, key[0], line.start, line.end):
            order, places, wording = found[key[0]]
            order.append("".join(signs[low:high]))
            places.append(line.start)
            wording.append(_parts(line, starts[low:high], ends[low:high]))
    titles, rows = corpus.accounts(articles), []
    named = articles.reindex(columns=["article_id", "outlet", "date"], fill_value="")
    for i, (name, outlet, date) in enumerate(named.itertuples(index=False, name=None)):
        page, (order, places, wording) = reading.page(name) if i < MOST else "", found[name]
        row = [titles[name], number[outlet], page, int(own.get(name, 0)), " ".join(order)]
        rows.append([*row, places if page else [], SENTENCE.join(wording), date])
    return sorted(rows, key=lambda row: (not row[7], row[7]))


def _parts(line, starts, ends):
    """A sentence as what stands before, in and behind its tokens."""
    plain = _CONTROL.sub(" ", line.text)
    edges = [0, *(edge - line.start for span in zip(starts, ends, strict=True) for edge in span), len(plain)]
    return APART.join(plain[a:b] for a, b in pairwise(edges)).replace(text.JOINER, "")


def _bytes(value):
    return len(assignment("", value).encode())


def explorer_files(articles: pd.DataFrame, spans: dict[str, list[tuple[int, int]]] | None = None) -> dict[str, str]:
    """The page and its data.

    Args:
        articles: named as pages name them (corpus.as_shown).
        spans: what may be shown of each article (lib.site.marks.publishable); None for whole articles.
    Returns:
        {path below the folder of the pages: text}: words.md and scripts/words.js.
    """
    sentences = corpus.sentences(corpus.running(corpus.paragraphs(articles)))
    tokens, folder = corpus.tokens(sentences), articles.attrs.get("folder")
    made = data(articles, tokens, sentences, spans, corpus.read_variants(folder))
    counts = terms.content(terms.counts(tokens), corpus.read_stopwords(folder))
    return {"scripts/words.js": assignment("var WORDS", made), "words.md": _page(made, counts)}


def write(site: Site) -> None:
    """Write the page and its data to the folder of a site's sources."""
    put_files(explorer_files(corpus.as_shown(site.articles), site.shown), site.folder)


def left_out(made: dict) -> list[str]:
    """What the page does not have, in sentences; none where it has all."""
    said, n, order = [], len(made["articles"]), made["order"]
    ordered = sum(bool(row[4]) for row in made["articles"])
    worded = sum(bool(row[6]) for row in made["articles"])
    if not order:
        said.append(
            "The texts belong to their publishers: contexts come only from the sentences that these pages quote."
            " Words are counted in the whole texts; so are phrases of two to four words that occur three times"
            " or more."
        )
    elif ordered < n:
        said.append(
            f"Words are counted in all {n:,} articles; phrases, places and contexts come from the first {ordered:,}."
        )
    if order and worded < ordered:
        said.append(f"Beyond the first {worded:,} articles contexts are shown in small letters, without punctuation.")
    if made["terms"].count("|") + 1 >= MOST_TERMS:
        said.append(f"Only the {MOST_TERMS:,} commonest words can be looked up.")
    return said


def word_address(words: str) -> str:
    """The part of the page's address that opens it at a word or phrase."""
    return f"#q={quote(words, safe='')}"


def _page(made, counts):
    """The page as Markdown: what its script fills, and what stands there without it."""
    body = f"""<div class="explorer" id="words" hidden>
<form role="search"><label>Word or phrase
<input type="search" list="suggested" autocomplete="off" spellcheck="false"></label>
<datalist id="suggested"></datalist></form>
<p role="status"></p>
<p><small>{COUNTED}</small></p>
<div class="found"></div>
</div>
<p>Typing a word needs JavaScript. The table has the words that occur most.</p>
{_table(counts)}
<script src="scripts/words.js"></script>
<script src="_static/explorer.js"></script>"""
    notes = reading.dagger_note(name for name, *_ in made["outlets"])
    dated = [BY_DATE] if len({row[7] for row in made["articles"]} - {""}) > 1 else []
    return "\n\n".join(["# Word explorer", ABOUT, *dated, *left_out(made), *notes, reading.raw(body)])


def _table(counts):
    """The commonest words, function words left out, with their rates; each opens itself."""
    if counts.empty:
        return "<p>There are no words in these texts.</p>"
    sizes = counts.groupby("term")["freq"].sum()
    first = sorted(sizes.index, key=lambda term: (-sizes[term], term))[:COMMONEST]
    rates = terms.rates(counts, first)
    lines = [
        (f'<a href="{word_address(term)}">{html.escape(term)}</a>', f"{sizes[term]:,}", *map("{:.1f}".format, row))
        for term, *row in rates.itertuples(name=None)
    ]
    caption = "Words that occur most, function words left out: how often in all, and per 1,000 words of each outlet"
    return reading.listing(caption, ("word", "times", *rates.columns), lines)
