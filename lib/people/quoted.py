"""Passages in marks: speech or a term set off, and whose words they are."""

import re
from typing import NamedTuple

from lib.people.marks import Passage
from lib.people.memory import Memory
from lib.people.paragraphs import Cue, Paragraph, Speaker, around, placed, word_after
from lib.people.speakers import before_colon, subject

SHORT = 5  # words that, set off by marks, are a term where no verb of saying is near


class Said(NamedTuple):
    """A row to be: a span of the paragraph, its form, and the cue and speaker, None for none."""

    start: int
    end: int
    form: str
    cue: Cue | None
    speaker: Speaker | None


def whose(
    p: Paragraph,
    q: Passage,
    found: list[Cue],
    rows: list[Said],
    before: tuple | None,
    previous: Paragraph | None,
    memory: Memory,
) -> Said:
    """A passage in marks: its form, and the cue and speaker of it."""
    f = word_after(p, q.end)
    b = word_after(p, q.start) - 1
    if p.text[q.start] not in "\u201c\u201d\u201e\"'\u2018\u2019\u00ab\u2039":  # a turn of a transcript
        return _turn(p, q, before, memory)
    last = p.sentence[f - 1] if 0 < f <= len(p.words) else -1
    first = p.sentence[b + 1] if b + 1 < len(p.words) else last
    after = [c for c in around(found, f)[1] if p.sentence[c.first] == last and all(p.outside[f : c.first])]
    ahead = [c for c in around(found, b + 1)[0] if c.last <= b and p.sentence[c.first] == first]
    ahead = next((c for c in ahead[::-1] if c.speaker or c.lost or c.last == b), None)
    led = ahead and p.text[: q.start].rstrip()[-1:] == ":"
    near = ahead if led else _beside(p, f, after, memory.cues)
    cue = near or ahead or next((c for c in after if c.speaker or c.lost), None)
    if _is_term(p, q, b, cue, memory.cues):
        return Said(q.start, q.end, "term", None, None)
    if cue:
        return Said(q.start, q.end, "direct", cue, cue.speaker or (None if cue.lost else _subject(p, b, memory)))
    acts = _subject(p, b, memory)
    return Said(q.start, q.end, "direct", None, acts or _carried(p, q, b, rows, before, previous, memory))


def _subject(p, b, memory):
    """Who acts in a sentence that goes on with a quotation: "The men spoke of “a bang in the sky”"."""
    if b < 0 or not p.outside[b] or p.text[p.words[b].end - p.start :][:1] != " " or b == p.first[b]:
        return None
    acts = subject(p, b, memory.cues)
    if acts and acts.how == "group":
        head = memory.cues.human(p.words[acts.last].term) or p.words[acts.last].term in memory.cues.groups
        acts = acts if head else None
    return memory.resolve(p, acts) if acts else None


def _beside(p, f, after, cues):
    """The cue right behind a quotation: “…,” said Ann Lee; “…,” the mayor said."""
    for c in [c for c in after if not c.term.endswith("ing")][:1]:
        near = c.first - f <= 1 if c.inverted else c.speaker is not None and 0 <= c.speaker.first - f <= 3
        between = p.words[f : c.speaker.first if c.speaker else f]
        near = near and not any(w.term in cues.stop | cues.link for w in between)
        joined = any(w.term in cues.stop for w in p.words[f : c.first])  # called it “late” and said …
        if near or (not c.inverted and c.first - f <= 2 and not joined):
            return c
    return None


def _carried(p, q, b, rows, before, previous, memory):
    """The speaker of a quotation without a cue: of a colon before it, of the quotation before it, of the paragraph
    before.
    """
    ahead = p.text[: q.start].rstrip()
    if ahead.endswith(":") and b >= 0:
        return memory.resolve(p, before_colon(p, b, memory.cues))
    if asked := _answers(p, q, b, memory):
        return asked
    spoken = [row for row in rows if row.form == "direct"]
    if spoken:
        return _goes_on(p, spoken[-1], b, memory)
    if not ahead and not q.continues and not q.runs_on and (after := _next_sentence(p, q, memory)):
        return after
    if ahead or previous is None:
        return None
    if previous.text.rstrip().endswith(":") and previous.words and previous.outside[-1]:
        said = before[1].cue if before and before[0] == previous.number else None
        return said.speaker if said else memory.colon
    if before is None or before[0] != previous.number:
        return None
    return before[1].speaker if q.continues or not p.text[q.end :].strip(" .") else None


def _goes_on(p, last, b, memory):
    """Who speaks a quotation after the last one of its paragraph: whoever acts between them, or the same."""
    between = p.sentence[b] - p.sentence[word_after(p, last.start)] if b >= 0 else 0
    acts = [k for k in range(p.first[b], b + 1) if p.outside[k] and p.term(k) in ("he", "she")] if between else []
    if acts:  # When I asked her, she laughed. “…”
        return memory.resolve(p, Speaker(acts[-1], acts[-1], p.term(acts[-1]), "pronoun"))
    return last.speaker if between <= 1 else None


def _answers(p, q, b, memory):
    """Who answers a question of the text: "Does she mind? “No.”"; None without a pronoun in it."""
    if b < 0 or p.text[: q.start].rstrip()[-1:] != "?" or not p.outside[b]:
        return None
    for k in range(p.first[b], min(p.first[b] + 4, b + 1)):
        if p.words[k].term in ("he", "she"):
            return memory.resolve(p, Speaker(k, k, p.words[k].term, "pronoun"))
    return None


def _next_sentence(p, q, memory):
    """Who says something in the sentence right behind a quotation with which a paragraph begins."""
    f = word_after(p, q.end)
    if f >= len(p.words) or not p.outside[f]:
        return None
    told = [c.speaker for c in around(memory.heard, f)[1] if p.sentence[c.first] == p.sentence[f]]
    return next(filter(None, told), None)


def to_come(p: Paragraph, found: list[Cue], memory: Memory) -> Speaker | None:
    """Whose words follow in the next paragraph, where this one ends with a colon; None where it does not."""
    if not p.text.rstrip().endswith(":") or not p.words or not p.outside[-1]:
        return None
    last = [c.speaker for c in found[-8:] if p.sentence[c.first] == p.sentence[-1] and c.speaker]
    return last[-1] if last else memory.resolve(p, before_colon(p, len(p.words) - 1, memory.cues))


def _turn(p, q, before, memory):
    """A turn of a transcript: its label is the speaker."""
    label = p.text[: q.start].rstrip(" :\u2014\u2013")
    if not label:
        return Said(q.start, q.end, "direct", None, before[1].speaker if before else None)
    last = word_after(p, q.start) - 1
    named = [m for i in range(last + 1) if (m := p.opens.get(i)) and m.last <= last and m.kind == "person" and m.name]
    name = named[-1].name if named else ""
    noun = label.split(",")[0].lower()
    if (not name or name.lower() == noun) and memory.cues.human(noun) and noun not in memory.cues.asker:
        name = memory.holder(f"the {noun}", loosely=False) or name
    if label.lower() in ("a", "answer"):  # of an interview: of the first person of whom the text tells
        name = next((n for n in memory.persons if n in memory.met and not memory.is_body(n)), name)
    name = name or label.split(",")[0]
    return Said(q.start, q.end, "direct", None, placed(p, Speaker(0, max(0, last), name, "named")))


def _is_term(p, q, b, cue, cues):
    """Marks that only set a term off, by its words and place: a name, a few words behind "the", or apart from any
    saying.
    """
    inner = p.text[q.start : q.end].strip("\u201c\u201d\u201e\"'\u2018\u2019\u00ab\u00bb\u2039\u203a \u00a0")
    words = inner.split()
    ends = inner[-1:] in ",.?!\u2026\u2014" or (p.text[q.end : q.end + 1] in ",?!" and q.end - q.start > 40)
    capital = [w[0].isupper() for w in words if len(w) > 3]
    named = len(words) > 1 and bool(capital) and 3 * sum(capital) >= 2 * len(capital) and inner[-1:] not in "?!."
    before = p.words[b].term if b >= 0 and p.text[p.words[b].end - p.start : q.start].strip() in ("", "(") else ""
    told = cue is not None and cue.speaker is not None and cue.last <= b  # hailed an “eternal” friendship
    set_off = before in cues.set_off or (before in ("a", "an", "as", "his", "her", "my") and not told)
    if named and not (inner[-1:] == "," and cue):
        return True
    if set_off and len(words) <= 8 and inner[-1:] not in "?!":
        return True
    return cue is None and len(words) <= SHORT and not ends and not p.text[: q.start].rstrip().endswith(":")


def unmarked(p: Paragraph, found: list[Cue], memory: Memory) -> list[Said]:
    """Words without marks behind a colon: of a post or text message, or of a name with which the paragraph begins."""
    for at in [m.start() for m in re.finditer(r":\s", p.text)][:1]:
        last = word_after(p, at) - 1
        if last < 0 or not p.outside[last] or (p.passages and p.passages[-1].end > at) or len(p.text) - at < 8:
            return []
        posted = [c for c in found if c.last <= last and c.term in memory.cues.post and c.speaker]
        posted = [c for c in posted if p.sentence[c.first] == p.sentence[last]]
        opened = p.mentions.get(last)
        if posted:
            cue, speaker = posted[-1], posted[-1].speaker
        elif opened and opened.kind == "person" and opened.first <= 2 and opened.name:
            cue, speaker = None, placed(p, Speaker(opened.first, opened.last, opened.name, "named"))
        else:
            return []
        start = at + len(p.text[at + 1 :]) - len(p.text[at + 1 :].lstrip()) + 1
        return [Said(start, len(p.text.rstrip()), "direct", cue, speaker)]
    return []
