"""What the notebooks find in the articles, as marks on the text; and how much of a text may be published for it."""

import bisect
from collections.abc import Iterable
from pathlib import Path
from typing import NamedTuple

import pandas as pd

from lib import claims, corpus
from lib.claims import record
from lib.claims.units import amount, beside
from lib.measures import frames, official, reuse
from lib.measures.statements import read_statements
from lib.people import actors, voices
from lib.show import cards

LAYERS = ["article_id", "start", "end", "layer", "note"]
CONFLICT = "; in conflict with "  # in the note of a number that another outlet's contradicts
MOST = 200  # articles with a page of their own; those of a larger corpus beyond these have none
AROUND = 30  # characters shown on either side of a number set aside, to whole words


class Kind(NamedTuple):
    """A kind of mark: its name, the notebook that speaks of it, how much of the text a published page owes to it."""

    title: str
    notebook: str
    on: bool  # marked when the page opens
    shows: str  # its sentence, its words, the words around it, nothing
    told: str


class Site(NamedTuple):
    """What a writer of pages (lib.site.pages.WRITERS) is given: a corpus, and how much of it this site may show."""

    articles: pd.DataFrame  # as corpus.load makes them
    folder: Path  # Sphinx's sources: executed notebooks, tables/ and what the writers add
    marks: pd.DataFrame  # `layers` of the first MOST articles
    shown: dict[str, list[tuple[int, int]]] | None  # {article_id: spans} that may be shown; None: whole articles
    command: str = "make"  # what builds the site that holds whole articles
    invented: pd.DataFrame | None = None  # articles of no publisher's (those of 07-your-corpus), always shown whole


KINDS = {
    "quantity": Kind(
        "Quantities", "05-claims", True, "sentence", "with value and unit as read, and what contradicts it"
    ),
    "aside": Kind("Numbers set aside", "05-claims", False, "around", "dates, ordinals, names: no quantities"),
    "statement": Kind(
        "Statements",
        "05-claims",
        True,
        "words",
        "held against the record: ✓ supported, ≈ compatible, ✗ contradicted, ? open",
    ),
    "quotation": Kind("Quotations", "03-framing", True, "words", "with the speaker, by rule"),
    "report": Kind("Reported speech", "03-framing", False, "nothing", "with the speaker, by rule"),
    "speaker": Kind(
        "Speakers and cues", "03-framing", False, "nothing", "where a speaker is named, and the verb of saying"
    ),
    "passage": Kind("Shared passages", "02-terms", False, "words", "by number, and in how many outlets"),
    "official": Kind(
        "Official wording", "appendix/official-wording", False, "words", "with the text that shares most of it"
    ),
    "frame": Kind("Frames", "03-framing", False, "nothing", "of the sentence before the label"),
}


def layers(articles: pd.DataFrame) -> pd.DataFrame:
    """What the notebooks find in the articles.

    Args:
        articles: a table as corpus.load makes it.
    Returns:
        One row a mark, in reading order within each layer: article_id, start, end,
        layer (one of KINDS), note (a few words: value, verdict, speaker, frames ...), card (address of the card
        that 05 has on it, if it has one; else "").
    """
    quantities, stated = claims.extract(articles), _statements(articles)
    found = [
        _marks("quantity", quantities, _value),
        _marks("aside", claims.set_aside(articles), lambda row: row.kind),
        _marks("statement", stated, _judged),
    ]
    conflicts = _conflicts(quantities, articles)
    for at, mark in enumerate(found[0].itertuples()):
        if told := conflicts.get((mark.article_id, mark.start)):
            found[0].loc[at, ["note", "card"]] = [f"{mark.note}{CONFLICT}{told[0]}", told[1]]
    found[2]["card"] = [cards.address("wrong", row.statement_id) * (row.wrong != "") for row in stated.itertuples()]
    running = corpus.running(corpus.paragraphs(articles))
    sentences = corpus.sentences(running)
    tokens = corpus.tokens(sentences)
    if len(tokens):
        spoken = voices.speech(running, sentences, tokens, actors.mentions(tokens, actors.read_aliases()))
        coded = coded_sentences(running, sentences, tokens)
        found += [
            _marks("quotation", spoken[spoken["form"] != "reported"], lambda row: row.speaker or "term set off"),
            _marks("report", spoken[spoken["form"] == "reported"], lambda row: row.speaker),
            _marks("speaker", _named(spoken), lambda row: row.note),
            _marks("passage", reuse.shared(tokens, articles), lambda row: f"{row.passage}, in {row.n_outlets} outlets"),
            _marks("official", official_wording(articles, tokens), lambda row: row.closest),
            _marks("frame", coded[coded["frames"] != ""], lambda row: row.frames),
        ]
    return pd.concat([table for table in found if len(table)] or found[:1], ignore_index=True)


def _marks(layer, table, note):
    rows = [(row.article_id, row.start, row.end, layer, note(row)) for row in table.itertuples()]
    return pd.DataFrame(rows, columns=LAYERS).assign(card="")


def _conflicts(quantities, articles):
    """{(article_id, start) of a number: (the surest of those that contradict it, address of the card of its group)}"""
    pairs = claims.align(quantities, record.exchange(record.read_references(articles=articles)))
    pairs, told = pairs[pairs["relation"] == "conflict"], {}
    card = {r.group: cards.conflict_address(r) for r in record.in_conflict(pairs, quantities, articles).itertuples()}
    for row in pairs.itertuples():
        told.setdefault((row.article_a, row.start_a), (f"{row.surface_b} ({row.outlet_b})", card[row.group]))
        told.setdefault((row.article_b, row.start_b), (f"{row.surface_a} ({row.outlet_a})", card[row.group]))
    return told


def _value(row):
    """100 billion USD, below: the value as it was read, in its unit."""
    ends = [amount(value, 6, ",") for value in dict.fromkeys([row.value_low, row.value_high])]
    what = row.counted if row.unit == "count" else beside(row.unit, row.value_high)
    hedge = "" if row.hedge in ("none", "range") else f", {row.hedge}"
    return f"{' to '.join(ends)} {what}{f' per {row.per}' if row.per else ''}".rstrip() + hedge


def _judged(row):
    """The verdict, and where the record contradicts a statement what is wrong and what it says instead."""
    return f"record: {row.verdict}" + (f" ({row.wrong}): {row.record}" if row.wrong else "")


def _statements(articles):
    """The statements that stand in these articles: those of the five say nothing of another corpus."""
    texts, table = dict(zip(articles["article_id"], articles["text"], strict=True)), read_statements()
    return table[[texts.get(row.article_id, "")[row.start : row.end] == row.quote for row in table.itertuples()]]


def official_wording(articles: pd.DataFrame, tokens: pd.DataFrame) -> pd.DataFrame:
    """Passages that an official text of the corpus has, too (lib.measures.official.in_full); none where it has none."""
    folder = articles.attrs.get("folder")
    texts, runs = official.read_texts(folder, articles)
    found = official.passages(tokens, runs, official.read_protocol(folder), corpus.read_stopwords(folder))
    return official.in_full(found, tokens, articles, texts)


def _named(spoken):
    """Where the speakers of quotations and reports are named, and the verbs of saying, each place once."""
    sides = [
        spoken[["article_id", f"{side}_start", f"{side}_end", "speaker"]].set_axis(
            ["article_id", "start", "end", "note"], axis=1
        )
        for side in ("speaker", "cue")
    ]
    places = pd.concat(sides, ignore_index=True).query("start >= 0")
    return places.drop_duplicates(["article_id", "start", "end"]).sort_values(["article_id", "start"], kind="stable")


def coded_sentences(running: pd.DataFrame, sentences: pd.DataFrame, tokens: pd.DataFrame) -> pd.DataFrame:
    """The sentences with their frames: adjudicated codes where every sentence has them, else the dictionary's.

    Returns:
        `sentences` and frames, their names parted by ", "; "" where a sentence carries none.
    """
    codebook = frames.read_codebook()
    names = list(codebook["frame"])
    coded, _ = frames.coded(sentences, frames.match(tokens, codebook, voices.quotations(running)), names)
    told = [", ".join(n for n, has in zip(names, row, strict=True) if has) for row in coded[names].values]
    coded["frames"] = pd.Series(told, coded.index, dtype=str)  # of no sentence too
    return coded


def publishable(articles: pd.DataFrame, marks: pd.DataFrame) -> dict[str, list[tuple[int, int]]]:
    """What a published page may show of each article, by the rule of each layer (Kind.shows).

    Returns:
        {article_id: spans, in order and apart from one another}.
    """
    sentences = corpus.sentences(corpus.paragraphs(articles))
    places = {name: own[["start", "end"]].to_numpy().tolist() for name, own in sentences.groupby("article_id")}
    texts, spans = dict(zip(articles["article_id"], articles["text"], strict=True)), {}
    for mark in marks.itertuples():
        rule, own = KINDS[mark.layer].shows, places.get(mark.article_id, [])
        at = bisect.bisect_right(own, mark.start, key=lambda place: place[0]) - 1
        low, high = own[at] if at >= 0 else (mark.start, mark.end)
        window = {
            "sentence": (min(low, mark.start), max(high, mark.end)),
            "words": (mark.start, mark.end),
            "around": _window(texts[mark.article_id], mark.start, mark.end, low, high),
        }
        if rule in window:
            spans.setdefault(mark.article_id, []).append(window[rule])
    return {name: union(own) for name, own in spans.items()}


def is_shown(shown: dict[str, list[tuple[int, int]]] | None, article_id: str, start: int, end: int) -> bool:
    """May the whole of a place be shown?

    Args:
        shown: as `publishable` makes it; None where whole articles are shown.
    """
    if shown is None:
        return True
    spans = shown.get(article_id, [])
    at = bisect.bisect_right(spans, start, key=lambda span: span[0]) - 1
    return at >= 0 and end <= spans[at][1]


def _window(text, start, end, low, high):
    """The span with up to AROUND characters on either side, whole words of its sentence only."""
    first, last = max(low, start - AROUND), min(high, end + AROUND)
    if first > low:
        first = (text.find(" ", first - 1, start) + 1) or start
    if last < high:
        last = max(text.rfind(" ", end, last + 1), end)
    return min(first, start), max(last, end)


def union(spans: Iterable[tuple[int, int]]) -> list[tuple[int, int]]:
    """Spans in order, those that touch or overlap as one."""
    apart = []
    for start, end in sorted(spans):
        if apart and start <= apart[-1][1]:
            apart[-1] = (apart[-1][0], max(end, apart[-1][1]))
        else:
            apart.append((start, end))
    return apart
