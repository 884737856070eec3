"""Who is given which words: quotations, what they are, reported speech, speakers and cues."""

import bisect
import re
from collections.abc import Mapping, Sequence

import numpy as np
import pandas as pd

from lib import corpus as _corpus
from lib.corpus.kept import once_a_build
from lib.measures.scores import precision_recall
from lib.measures.terms import in_order
from lib.people.cues import read_cues
from lib.people.marks import quotations
from lib.people.memory import Memory, learn_sexes
from lib.people.paragraphs import read_article, word_after
from lib.people.quoted import to_come, unmarked, whose
from lib.people.reports import reports, says_nothing
from lib.people.speakers import begins, cues_of

__all__ = ["by_side", "quotations", "score_quotations", "score_reports", "shares", "speech", "words_given"]
UNATTRIBUTED = "unattributed"
OTHERS = "anybody else"
SPEECH = [
    *("article_id", "outlet", "paragraph_id", "start", "end", "form", "speaker", "how", "speaker_start"),
    *("speaker_end", "cue", "cue_start", "cue_end", "n_tokens", "text"),
]
KNOWN = ("person", "country", "organisation")  # kinds of actors that may speak
AROUND = 2  # words around a quotation from which they are a report


@once_a_build
def speech(
    paragraphs: pd.DataFrame, sentences: pd.DataFrame, tokens: pd.DataFrame, mentions: pd.DataFrame | None = None
) -> pd.DataFrame:
    """Who is given which words: quotations, and reported speech outside them.

    The persons of an article are resolved first (lib.people.persons), its marks are read in whatever style it is set
    (lib.people.marks); a verb of saying takes the name that touches it, over an apposition, never one across another
    clause. "He" and "she" are the subject of the sentence before, in the same paragraph, or who spoke last; where the
    sex that a title shows does not fit, nobody. What no rule reaches is `unattributed`. Of a report that holds a
    quotation the words around it (two or more) are the report, so that no word counts twice.

    Args:
        paragraphs, sentences, tokens: as lib.corpus makes them, in reading order.
        mentions: named actors, as lib.people.actors.mentions makes them: they say who is who across articles; None
        for none.
    Returns:
        One row a quotation or report: article_id, outlet, paragraph_id, start, end, form
        (direct; term: marks that only set a term off; reported), speaker (the fullest name that the article gives),
        how (named,
        pronoun, group, unattributed, "" for terms), speaker_start, speaker_end (where it is named for these words; -1
        without),
        cue (verb or phrase), cue_start, cue_end (-1 without cue), n_tokens, text.

    Example:
        >>> from lib import corpus, voices
        >>> blocks = corpus.running(corpus.paragraphs(corpus.load("data/example")))
        >>> text = corpus.sentences(blocks)
        >>> voices.speech(blocks, text, corpus.tokens(text))[["form", "speaker", "cue"]].head(2).values.tolist()
        [['direct', 'Henrik Sollander', 'said'], ['direct', 'Lotte Brann', 'said']]
    """
    cues, rows = read_cues(paragraphs.attrs.get("folder")), []
    paragraphs, sentences, tokens = (table.reset_index(drop=True) for table in (paragraphs, sentences, tokens))
    by_article = dict(iter(_corpus.word_tokens(tokens).groupby("article_id", sort=False)))
    ends = {name: own["end"].to_numpy() for name, own in sentences.groupby("article_id", sort=False)}
    mentions = None if mentions is None else mentions[mentions["kind"].isin(KNOWN)]
    named = {} if mentions is None else dict(iter(mentions.groupby("article_id", sort=False)))
    for name, own in paragraphs.groupby("article_id", sort=False):
        mine = by_article.get(name, tokens.iloc[:0])
        read, persons = read_article(own, mine, ends.get(name, np.empty(0)), named.get(name), cues)
        found = [(p, said) for p, these in zip(read, _said(read, persons, cues), strict=True) for said in these]
        rows += _rows(found, mine[["start", "end"]].to_numpy(), cues)
    return _corpus.table_of(rows, SPEECH)


def _said(read, persons, cues):
    """What is said in each paragraph of an article: [[Said, …], …].

    "Ann Lee left. “It rains,” she said." is first heard ("she said": Ann Lee), then quoted (“It rains,”), then
    reported (nothing); whom the text has told of goes on to the next paragraph, and so does who spoke last.
    """
    memory, before, out = Memory(learn_sexes(read, persons), cues), None, []
    for p in read:
        found = _heard(p, memory)
        quoted, used = _quoted(p, found, before, read[p.number - 1] if p.number else None, memory)
        quoted += unmarked(p, found, memory)
        told = [(i, cue) for i, cue in enumerate(found) if cue.speaker]
        rows = quoted + [report for i, cue in told for report in reports(p, cue, found, i, used, cues)]
        memory.colon = to_come(p, found, memory)
        spoken = [row for row in rows if row.form != "term"]
        before = (p.number, max(spoken, key=lambda row: row.end)) if spoken else before
        out.append(sorted(rows, key=lambda row: (row.start, -row.end)))
    return out


def _heard(p, memory):
    """The verbs and phrases of saying in a paragraph, with who speaks by name: "she said" as that of Ann Lee."""
    found, at = [], 0
    for cue in cues_of(p, memory.cues):
        if says_nothing(p, cue, memory.cues):
            continue
        memory.read(p, at, begins(cue))
        at = max(at, begins(cue))
        who = memory.resolve(p, cue.speaker, cue.term)
        found.append(cue._replace(speaker=who, lost=cue.speaker is not None and who is None))
        memory.hint(p, found[-1])
        memory.hear(who)
        memory.ask(p, found[-1])
    memory.read(p, at, len(p.words))
    memory.heard = found
    return found


def _quoted(p, found, before, previous, memory):
    """The passages in marks, and the first words of cues behind one: "“It rains,” she said" uses up its "said"."""
    rows, used = [], set()
    for n, q in enumerate(p.passages):
        said = whose(p, q, found, rows, before if n == 0 else None, previous, memory)
        rows.append(said)
        if said.form == "direct" and said.cue is None:
            memory.hear(said.speaker)
        elif said.form == "direct" and said.cue.first >= word_after(p, q.end):
            used.add(said.cue.first)
    return rows, used


def _rows(found, spans, cues):
    """Rows of SPEECH; a report counts the words around the quotations within it."""
    direct = sorted((p.start + s.start, p.start + s.end) for p, s in found if s.form == "direct")
    firsts = [start for start, _ in direct]
    rows = []
    for p, s in found:
        start, end = p.start + s.start, p.start + s.end
        n = _held(spans, start, end)
        if s.form == "reported":
            near = direct[max(0, bisect.bisect_right(firsts, start) - 1) : bisect.bisect_left(firsts, end)]
            inside = [(a, b) for a, b in near if b > start]
            if any(a <= start and b >= end for a, b in inside):
                continue
            n -= sum(_held(spans, max(a, start), min(b, end)) for a, b in inside)
            if n < (AROUND if inside else 1):
                continue
        rows.append((*p.article, start, end, s.form, *_named(s, cues), *_cue(p, s), n, p.text[s.start : s.end]))
    return rows


def _named(s, cues):
    if s.form == "term":
        return "", "", -1, -1
    if s.speaker is None:
        return UNATTRIBUTED, UNATTRIBUTED, -1, -1
    who = s.speaker
    name = re.sub(r"^(?:[Tt]he|[Aa]n?) (?=.)" if who.how == "group" else r"^An? (?=[a-z])", "", who.name)
    if who.how == "group" and cues.speaks(name.lower()):
        name = name.lower()  # Critics say; critics say
    part = name.isupper() and cues.human(name.lower())  # HOST of one programme is another's
    return name.replace("\u2060", ""), "group" if part else who.how, *who.place


def _cue(p, s):
    if s.cue is None or s.form == "term":
        return "", -1, -1
    return s.cue.term, p.words[s.cue.first].start, p.words[s.cue.last].end


def _held(spans, start, end):
    """How many tokens of an article stand between two places."""
    return max(0, int(spans[:, 1].searchsorted(end, "right") - spans[:, 0].searchsorted(start)))


def shares(voices: pd.DataFrame, tokens: pd.DataFrame, by: str = "outlet") -> pd.DataFrame:
    """Words given to each speaker, and their share of all the words of the outlet.

    Returns:
        `by`, speaker, quotations, reports, direct_words, reported_words, percent (of the
        outlet's tokens); most words first within each outlet.
    """
    size = _corpus.word_tokens(tokens)[by].value_counts()
    spoken = voices[(voices["form"] != "term") & voices[by].isin(size.index)]
    n, direct = spoken["n_tokens"], spoken["form"] == "direct"
    parts = {"quotations": direct, "reports": ~direct, "direct_words": n * direct, "reported_words": n * ~direct}
    table = spoken.assign(**parts).groupby([by, "speaker"], sort=False)[[*parts]].sum().reset_index()
    table["percent"] = 100 * (table["direct_words"] + table["reported_words"]) / size.reindex(table[by]).to_numpy()
    order = {"ascending": [True, False, True], "key": in_order(**{by: tokens[by].unique()})}
    return table.sort_values([by, "percent", "speaker"], ignore_index=True, **order)


def by_side(
    voices: pd.DataFrame, outlets: Sequence[str], sides: Mapping[str, str] | None = None, most: int = 3
) -> pd.DataFrame:
    """Words quoted or reported in each outlet, by who is given most of them in all: for bars and a small table.

    Args:
        voices: as `speech` makes them.
        outlets: in the order of the rows.
        sides: {speaker: side}, for speakers that are shown as one; each other is a side of its own.
        most: sides shown by name. Groups ("six leaders") and words of nobody are not, unless `sides` has them.
    Returns:
        One row an outlet, one column a side in tokens, most words first, OTHERS last; no column where nobody speaks.
    """
    sides, spoken = dict(sides or {}), voices[voices["form"] != "term"]
    known = spoken["how"].isin(["named", "pronoun"]) | spoken["speaker"].isin(list(sides))
    side = spoken["speaker"].map(lambda name: sides.get(name, name))
    words = spoken["n_tokens"].groupby(side[known]).sum().sort_index().sort_values(ascending=False, kind="stable")
    shown = list(words.index[:most])
    parts = side.where(known & side.isin(shown), OTHERS)
    table = spoken.groupby([spoken["outlet"], parts])["n_tokens"].sum().unstack(fill_value=0)
    columns = [*shown, *(OTHERS for _ in range(OTHERS in table))]
    return table.reindex(index=list(outlets) if columns else [], columns=columns, fill_value=0).astype(int)


def words_given(voices: pd.DataFrame) -> pd.DataFrame:
    """What is said, passage by passage: a quotation inside a report of the same speaker is part of that report.

    Args:
        voices: as `speech` makes them.
    Returns:
        The rows of `voices` that lie in no other of the same speaker, without marked terms. Of a report with a
        quotation in it `form` says so, and n_tokens has the words of both: of all rows they add up to those given.
    """
    rows = voices[voices["form"] != "term"].sort_values(["article_id", "start", "end"], ascending=[True, True, False])
    whole, last = [], {}
    for row in rows.to_dict("records"):
        around = last.get((row["article_id"], row["speaker"]))
        if around and row["end"] <= around["end"]:
            around["n_tokens"] += row["n_tokens"]
            if around["form"] != row["form"]:
                around["form"] = "reported, in part quoted"
        else:
            last[row["article_id"], row["speaker"]] = row
            whole.append(row)
    return pd.DataFrame(whole, columns=voices.columns).astype({"n_tokens": int})


def score_quotations(found: pd.DataFrame, gold: pd.DataFrame) -> pd.DataFrame:
    """Quotations against a gold standard: of form and of speaker, with the counts.

    Args:
        found: as `speech` makes it; gold: article_id, start, end, form, speaker.
    Returns:
        what (speech told from marked terms, speaker of speech), right, found, gold,
        precision, recall.
    """
    both = found[found["form"] != "reported"].merge(gold, on=["article_id", "start", "end"], suffixes=("", "_gold"))
    direct = both[(both["form"] == "direct") & (both["form_gold"] == "direct")]
    n_found, n_gold = int((found["form"] == "direct").sum()), int((gold["form"] == "direct").sum())
    rows = [
        ("speech told from marked terms", len(direct), n_found, n_gold),
        ("speaker of speech", sum(map(_same, direct["speaker"], direct["speaker_gold"])), n_found, n_gold),
    ]
    return _scored(rows)


def score_reports(found: pd.DataFrame, gold: pd.DataFrame, sentences: pd.DataFrame) -> pd.DataFrame:
    """Reported speech against a gold standard, sentence by sentence.

    Args:
        found: as `speech` makes it; gold: article_id, start, end (of a sentence that reports speech), speaker.
    Returns:
        what (sentences that report speech, speaker of a report), right, found, gold, precision, recall.
    """
    reports = found[found["form"] == "reported"].drop(columns=["start", "end"])
    held = sentences[["article_id", "start", "end"]].merge(reports, on="article_id")
    held = held[(held["start"] <= held["cue_start"]) & (held["cue_start"] < held["end"])]
    place = ["article_id", "start"]
    ours, theirs = (set(map(tuple, table[place].to_numpy())) for table in (held, gold))
    both = held.merge(gold, on=place, suffixes=("", "_gold"))
    right = both[[_same(a, b) for a, b in zip(both["speaker"], both["speaker_gold"], strict=True)]]
    n = len(right.drop_duplicates([*place, "speaker_gold"]))
    who = len(held.drop_duplicates([*place, "speaker"]))
    rows = [
        ("sentences that report speech", len(ours & theirs), len(ours), len(theirs)),
        ("speaker of a report", n, who, len(gold)),
    ]
    return _scored(rows)


def _same(found, gold):
    """Is it the same speaker: by name, or a role by its noun ("six leaders", "leaders")?"""
    return found == gold or (gold.islower() and found.split()[-1:] == [gold])


def _scored(rows):
    return precision_recall(pd.DataFrame(rows, columns=["what", "right", "found", "gold"])).drop(columns="f1")
