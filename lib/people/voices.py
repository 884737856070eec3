"""Who is given which words: quotations, what they are, reported speech, speakers and cues."""

import bisect
import re
from operator import attrgetter, itemgetter

import numpy as np
import pandas as pd

from lib.measures.scores import precision_recall
from lib.measures.terms import lines as _by_sentence

QUOTATIONS = ["article_id", "outlet", "paragraph_id", "start", "end", "text"]
# A straight mark opens after white space or an opening bracket and closes before anything else.
_OPENING = re.compile(r"\u201c|(?<![^\s(\[\u2014\u2013-])\"(?=\S)")


def quotations(paragraphs):
    """Every passage in double quotation marks, the marks included.

    A curly mark is closed by its partner, nested ones by their own; a straight one by the
    next straight one. A quotation does not cross paragraphs; one that is never closed ends
    with its paragraph.

    Args:
        paragraphs: columns article_id, outlet, paragraph_id, start, text.
    Returns:
        article_id, outlet, paragraph_id, start, end, text (outermost quotations only).
    """
    rows = []
    for p in paragraphs.itertuples():
        for start, end in _spans(p.text):
            rows.append((p.article_id, p.outlet, p.paragraph_id, p.start + start, p.start + end, p.text[start:end]))
    return pd.DataFrame(rows, columns=QUOTATIONS)


def _spans(text):
    spans, at = [], 0
    while match := _OPENING.search(text, at):
        start, end = match.start(), None
        if match.group() == '"':
            close = text.find('"', start + 1)
            end = close + 1 if close > 0 else None
        else:
            depth = 0
            for i in range(start, len(text)):
                depth += (text[i] == "\u201c") - (text[i] == "\u201d")
                if depth == 0:
                    end = i + 1
                    break
        spans.append((start, end or len(text)))
        at = spans[-1][1]
    return spans


# -- Who speaks -----------------------------------------------------------------------
# Verbs that introduce what somebody said, as terms: our list, of forms that are hardly ever
# nouns ("states", "reports", "notes" are). A participle or an infinitive is no cue.
CUES = frozenset(
    "said says stated noted adds added announced announces affirmed affirms emphasized emphasizes stressed stresses"
    " underscored underscores highlighted highlights described describes hailed hails advocated advocates pledged"
    " pledges declared declares proposed proposes expressed expresses welcomed welcomes signaled signals told tells"
    " warned warns urged urges argued argues claimed explained explains insisted insists observed remarked remarks"
    " replied replies suggested suggests illustrated called pointed deemed vowed promised acknowledged denied"
    " confirmed recalled cautioned reiterated stated asked".split()
)
CUES_THAT = frozenset(  # forms that are cues only before "that"
    "say note add stress affirm emphasize underscore announce argue claim believe warn saying noting adding stressing"
    " affirming emphasizing underscoring announcing arguing claiming warning".split()
)
BEFORE_SPEAKER = (("according", "to"), ("in", "the", "words", "of"))
SHOWING = frozenset({"illustrated"})  # beside a quotation it is a cue; what follows it is the writer's own
GROUPS = frozenset(
    "others leaders presidents officials analysts ministers parties sides declaration communiqués communiqué"
    " statement spokesperson spokesman spokeswoman experts critics states countries nations summit meeting minister"
    " official analyst expert critic leader diplomat diplomats resident residents witness witnesses survivors police"
    " report study researchers scientists economists".split()
)
TITLES = frozenset(
    "mr mrs ms dr president prime minister captain chancellor king queen mayor governor senator secretary general "
    "sir".split()
)
PARTICLES = frozenset("von van der den de da di du la le bin ibn al el".split())  # within a name
PRONOUNS = frozenset({"he", "she"})
UNATTRIBUTED = "unattributed"
GAP = 10  # tokens from a speaker to the cue
AROUND = 3  # words around a quotation from which they are a report
SPEECH = [
    *("article_id", "outlet", "paragraph_id", "start", "end", "form", "speaker", "how", "cue"),
    *("cue_start", "cue_end", "n_tokens", "text"),
]
_N = SPEECH.index("n_tokens")
_NO_SPANS = np.empty((0, 2), dtype=int)
_ASIDE = re.compile(r", (?:who|whose|which)\b")
_MARKS = re.compile('[\u201c\u201d"]')


def speech(paragraphs, sentences, tokens, mentions):
    """Who is given which words: quotations, and reported speech outside them.

    A rule for each form, and no more coreference than a rule carries: "he" and "she" are
    the person named last in the article; a quotation that fills its sentences belongs to
    the speaker of the quotation right before it, else of the sentence after it. A name that no
    alias knows is a speaker beside a cue ("said Ann Lee"). A report that holds a quotation is given the words
    around it (of three or more), so that no word counts twice. What no rule reaches is `unattributed`.

    Args:
        paragraphs, sentences, tokens: as lib.corpus makes them.
        mentions: named actors, as lib.people.actors.mentions makes them.
    Returns:
        One row a quotation or report: article_id, outlet, paragraph_id, start, end, form
        (direct; term: marks that only set a term off; reported), speaker, how (named,
        pronoun, group, unattributed, "" for terms), cue (verb or phrase), cue_start,
        cue_end (-1 without cue), n_tokens, text.
    """
    quoted = quotations(paragraphs)
    lines = _lines(sentences, tokens, mentions)
    spans, direct = {name: own[["start", "end"]].to_numpy() for name, own in tokens.groupby("article_id")}, {}
    of = _articles(lines)
    rows = []
    used, before = set(), (None, None)  # cues behind a quotation; the sentence of the last one, and who spoke
    for q in quoted.itertuples():
        own = _touching(lines, of[q.article_id], q.start, q.end)
        here = [(lines[i]["article_id"], lines[i]["paragraph_id"]) for i in (own[0] - 1, own[0])]
        follows = before[1] if before[0] == own[0] - 1 and here[0] == here[1] else None
        form, said = _form(q, lines[own[0]], _speaker_of(q, lines, own, follows))
        rows.append(_row(q, form, said, spans))
        if form == "direct":
            direct.setdefault(q.article_id, []).append((q.start, q.end))
            before = own[-1], said
            if said and said["cue_start"] >= q.end and said["cue_start"] < lines[own[-1]]["end"]:
                used.add((q.article_id, said["cue_start"]))
    for line in lines:
        begins = sorted(said["from"] for said in line["said"])
        for said in line["said"]:
            if said["cue"] in SHOWING or (line["article_id"], said["cue_start"]) in used:
                continue
            start = said["cue_end"]
            following = bisect.bisect_right(begins, start)
            end = begins[following] if following < len(begins) else line["end"]
            report = line["text"][start - line["start"] : end - line["start"]]
            row = _row(pd.Series({**line, "start": start, "end": end, "text": report}), "reported", said, spans)
            quotes = direct.get(line["article_id"], [])
            inside = quotes[bisect.bisect_right(quotes, start, key=itemgetter(1)) : bisect.bisect_left(quotes, (end,))]
            rest = row[_N] - sum(_held(spans, line["article_id"], max(a, start), min(b, end)) for a, b in inside)
            if rest >= (AROUND if inside else 1):
                rows.append((*row[:_N], rest, *row[_N + 1 :]))
    table = pd.DataFrame(rows, columns=SPEECH)
    order = {name: i for i, name in enumerate(paragraphs["article_id"].unique())}
    table = table.assign(order=table["article_id"].map(order)).sort_values(["order", "start", "end"])
    return table.drop(columns="order").reset_index(drop=True)


def _articles(lines):
    """{article_id: (first, last + 1)}: where the sentences of each article stand among all."""
    of = {}
    for i, line in enumerate(lines):
        of[line["article_id"]] = of.get(line["article_id"], (i,))[0], i + 1
    return of


def _touching(lines, article, start, end):
    """The numbers of the sentences of an article that share a character with a passage."""
    return range(
        bisect.bisect_right(lines, start, *article, key=itemgetter("end")),
        bisect.bisect_left(lines, end, *article, key=itemgetter("start")),
    )


def _lines(sentences, tokens, mentions):
    """Each sentence with its tokens, the actors named in it, and who says something in it."""
    by_place, actors = _by_sentence(tokens), _by_sentence(mentions)
    lines, last, article = [], None, None
    for s in sentences.itertuples():
        last = last if s.article_id == article else None
        article, place = s.article_id, (s.article_id, s.sentence_id)
        line = {"article_id": s.article_id, "outlet": s.outlet, "paragraph_id": s.paragraph_id}
        line |= {"start": s.start, "end": s.end, "text": s.text, "words": by_place.get(place, [])}
        line["speakers"], names = _speakers(line, actors.get(place, []), last)
        line["said"] = _said(line)
        persons = [actor.actor for actor in actors.get(place, []) if actor.kind == "person"] + names
        last = persons[-1] if persons else last
        lines.append(line)
    return lines


def _speakers(line, actors, last):
    """(first token, last token, name, how) of all who could be speaking, in order; and the names that no table of
    aliases knows.
    """
    words = line["words"]
    first = {word.start: i for i, word in enumerate(words)}
    end = {word.end: i for i, word in enumerate(words)}
    found = {
        first[a.start]: (first[a.start], end[a.end], a.actor, "named")
        for a in actors
        if a.start in first and a.end in end and a.kind in ("person", "country", "organisation")
    }
    known = {i for one, other, *_ in found.values() for i in range(one, other + 1)}
    names = _names(line, known)
    found |= {run[0]: (*run, "named") for run in names}
    for i, word in enumerate(words):
        if word.term in GROUPS and i not in known:
            found.setdefault(i, (i, i, word.term, "group"))
        elif word.term in PRONOUNS and last:
            found.setdefault(i, (i, i, last, "pronoun"))
    return [found[i] for i in sorted(found)], [name for *_, name in names]


def _names(line, known):
    """Runs of two capitalised words or more beside a cue or with a title ("said Ann Lee", "Mayor Roe"): (first
    token, last token, name).
    """
    words, runs, i = line["words"], [], 0

    def goes_on(j):
        return j < len(words) and j not in known and words[j].token[0].isupper()

    while i < len(words):
        j = i
        while goes_on(j) and (j == i or words[j].start - words[j - 1].end == 1):
            j += 1
            k = j
            while k < len(words) and words[k].token in PARTICLES:
                k += 1
            j = k if k > j and goes_on(k) else j  # Ursula von der Leyen
        beside = {word.term for word in [*words[max(0, i - 1) : i], *words[j : j + 1]]}
        if j - i > 1 and (words[i].term in TITLES or not beside.isdisjoint(CUES)):
            runs.append((i, j - 1, line["text"][words[i].start - line["start"] : words[j - 1].end - line["start"]]))
        i = max(i + 1, j)
    return runs


def _said(line):
    """Each cue of a sentence with the nearest speaker before it, or, after "according to", behind it."""
    words, said = line["words"], []
    terms = [word.term for word in words]

    def between(one, other):
        return line["text"][words[one].end - line["start"] : words[other].start - line["start"]]

    for i, term in enumerate(terms):
        for phrase in BEFORE_SPEAKER:
            if tuple(terms[i : i + len(phrase)]) == phrase:
                after = _from_to(line["speakers"], i + len(phrase), i + len(phrase) + 1)
                said += [_cue(words, i, after[0][1], " ".join(phrase), after[0])] if after else []
        if term in CUES or (term in CUES_THAT and terms[i + 1 : i + 2] == ["that"]):
            before = _from_to(line["speakers"], i - GAP, i - 1, end=1)
            if i and _MARKS.search(between(i - 1, i)) and _from_to(line["speakers"], i + 1, i + 2):
                continue  # “…,” said Ann Lee: `_speaker_of` sees to it
            if before and CUES.isdisjoint(terms[before[-1][1] + 1 : i]):
                # Ann Lee, who had opened the meeting, said
                outside = [
                    s
                    for s in before[:-1]
                    if _ASIDE.search(between(s[1], before[-1][0])) and "," in between(before[-1][1], i)
                ]
                said.append(_cue(words, i, i, term, (outside or before)[-1]))
    return said


def _from_to(speakers, first, last, end=0):
    """The speakers whose first token (or, where `end` is 1, whose last) stands at one of the places from first to
    last.
    """
    place = itemgetter(end)
    return speakers[bisect.bisect_left(speakers, first, key=place) : bisect.bisect_right(speakers, last, key=place)]


def _cue(words, first, last, cue, speaker):
    return {
        "cue": cue, "cue_start": words[first].start, "cue_end": words[last].end,
        "speaker": speaker[2], "how": speaker[3],
        "from": min(words[first].start, words[speaker[0]].start),  # where this saying begins
    }  # fmt: skip


def _speaker_of(q, lines, own, follows=None):
    """The cue and speaker of a quotation: by its side, "by" behind it, or, where it fills its sentences, those of the
    quotation in the sentence before it (`follows`) or of the sentence after it."""
    line = lines[own[-1]]
    behind = bisect.bisect_left(line["words"], q.end, key=attrgetter("start"))
    if behind < len(line["words"]) and line["words"][behind].term in {"by", *CUES}:
        after = _from_to(line["speakers"], behind + 1, behind + 2)
        if after:
            return _cue(line["words"], behind, behind, line["words"][behind].term, after[0])
    before, near = lines[own[0]]["said"], line["said"]
    last = bisect.bisect_left(before, q.start, key=itemgetter("cue_start"))
    first = bisect.bisect_left(near, q.end, key=itemgetter("cue_start"))
    if last or first < len(near):
        return before[last - 1] if last else near[first]
    alone = q.start <= lines[own[0]]["start"] and q.end >= line["end"] - 1
    if alone and follows:
        return follows
    following = lines[own[-1] + 1 : own[-1] + 2] if alone else []
    return next((said for other in following if other["article_id"] == q.article_id for said in other["said"]), None)


def _form(q, line, said):
    """Speech, or marks that only set a term off: a name, or a few words after "the" or without any cue."""
    words = _MARKS.sub("", q.text).split()
    capital = [word[0].isupper() for word in words if len(word) > 3]
    last = bisect.bisect_right(line["words"], q.start, key=attrgetter("end"))
    before = line["words"][last - 1].term if last else ""
    named = bool(capital) and 3 * sum(capital) >= 2 * len(capital)
    first = bisect.bisect_left(line["words"], q.end, key=attrgetter("start"))
    behind = {word.term for word in line["words"][first : first + 2]}
    set_off = before in {"the", "their", "its", "this", "these", "so-called"} and len(words) <= 8
    if (named and len(words) > 1) or set_off or (said is None and len(words) <= 5 and not behind & CUES):
        return "term", None
    return "direct", said


def _held(spans, article_id, start, end):
    """How many tokens of an article stand between two places."""
    own = spans.get(article_id, _NO_SPANS)
    return max(0, int(own[:, 1].searchsorted(end, "right") - own[:, 0].searchsorted(start)))


def _row(place, form, said, spans):
    n = _held(spans, place.article_id, place.start, place.end)
    said = said or {"speaker": "" if form == "term" else UNATTRIBUTED, "how": "" if form == "term" else UNATTRIBUTED}
    cue = said.get("cue", ""), said.get("cue_start", -1), said.get("cue_end", -1)
    where = (place.article_id, place.outlet, place.paragraph_id, place.start, place.end)
    return (*where, form, said["speaker"], said["how"], *cue, n, place.text)


def shares(voices, tokens, by="outlet"):
    """Words given to each speaker, and their share of all the words of the outlet.

    Returns:
        `by`, speaker, quotations, reports, direct_words, reported_words, percent (of the
        outlet's tokens); most words first within each outlet.
    """
    rows, size = [], tokens[by].value_counts()
    spoken = voices[(voices["form"] != "term") & voices[by].isin(size.index)]
    for (name, speaker), own in spoken.groupby([by, "speaker"], sort=False):
        direct = own["form"] == "direct"
        words = own["n_tokens"]
        percent = 100 * words.sum() / size[name]
        rows.append((name, speaker, direct.sum(), (~direct).sum(), words[direct].sum(), words[~direct].sum(), percent))
    columns = [by, "speaker", "quotations", "reports", "direct_words", "reported_words", "percent"]
    table = pd.DataFrame(rows, columns=columns)
    order = {name: i for i, name in enumerate(tokens[by].unique())}
    table = table.assign(order=table[by].map(order)).sort_values(
        ["order", "percent", "speaker"], ascending=[True, False, True]
    )
    return table.drop(columns="order").reset_index(drop=True)


def by_speaker(voices: pd.DataFrame, tokens: pd.DataFrame) -> pd.DataFrame:
    """The percent of `shares`, for a heat map: one column an outlet.

    Returns:
        One row a speaker (groups and bodies are one), the largest share anywhere first; NaN where none is given.
    """
    speaker = voices["speaker"].where(voices["how"] != "group", "groups and bodies")
    table = shares(voices.assign(speaker=speaker), tokens).pivot(index="speaker", columns="outlet", values="percent")
    order = table.max(axis=1).sort_values(ascending=False, kind="stable").index
    return table.reindex(index=order, columns=tokens["outlet"].unique())


def score_quotations(found, gold):
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
        ("speaker of speech", int((direct["speaker"] == direct["speaker_gold"]).sum()), n_found, n_gold),
    ]
    return _scored(rows)


def score_reports(found, gold, sentences):
    """Reported speech against a gold standard, sentence by sentence.

    Args:
        found: as `speech` makes it; gold: article_id, start, end (of a sentence that reports speech), speaker.
    Returns:
        what (sentences that report speech, speaker of a report), right, found, gold, precision, recall.
    """
    reports = found[found["form"] == "reported"].drop(columns=["start", "end"])
    held = sentences[["article_id", "start", "end"]].merge(reports, on="article_id")
    held = held[(held["start"] <= held["cue_start"]) & (held["cue_start"] < held["end"])]
    rows = []
    for what, key in (("sentences that report speech", []), ("speaker of a report", ["speaker"])):
        ours, theirs = (set(map(tuple, table[["article_id", "start", *key]].to_numpy())) for table in (held, gold))
        rows.append((what, len(ours & theirs), len(ours), len(theirs)))
    return _scored(rows)


def _scored(rows):
    return precision_recall(pd.DataFrame(rows, columns=["what", "right", "found", "gold"])).drop(columns="f1")
