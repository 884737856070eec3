"""Where the sentences of a paragraph end."""

import re

import sentencex

from lib.text.characters import SURROGATE, trim
from lib.text.words import without_addresses

_LONG = 5_000  # characters: a paragraph beyond them is handed on in stretches
_STOP = re.compile('[.!?]["\u201d\u2019)]?\\s+(?=["\u201c]?[A-Z])|[\u3002\uff01\uff1f]')
_MARKS = re.compile(  # all marks stand first: so other characters are passed over at once
    "[\u201c\u201d\u201e\"\u00ab\u00bb\u2039\u203a\u2018\u2019']"
    "(?:(?<![\u2018\u2019'])|(?<=[\u2018'])(?<![^\\s(].)(?=\\w)|(?<=[\u2019'])(?<=[.!?,\u2026].)(?!\\w))"
)
_CLOSING = "\u201d\u2019\"'\u00bb\u203a)]"
_WENT_ON = re.compile(  # “Stop!” Ann Lee shouted: the sentence goes on behind the mark
    r"(?:[A-Z][\w.'\u2019-]*\s+){1,4}(?:said|says|asked|told|cried|shouted|replied|added|wrote|wondered|exclaimed|demanded)\b"
)


def sentences(text: str) -> list[tuple[int, int]]:
    """Spans of the sentences of one paragraph, white space trimmed (sentencex, English).

    Quotation marks are blanked before sentencex sees them, since it cuts nothing within them and lets one without a
    partner lock the rest; a mark goes with the sentence that it touches. Nothing is cut within an address.
    """
    sound = SURROGATE.sub("\ufffd", text)  # half a character, which sentencex cannot take
    blanked = _MARKS.sub(" ", without_addresses(sound))
    spans, whole = [], True
    for start, end, at_stop in _stretches(blanked):
        bounds = sentencex.get_sentence_boundaries("en", blanked[start:end])
        found = [span for b in bounds if (span := trim(blanked, start + b["start_index"], start + b["end_index"]))]
        if spans and found and not whole:  # the cut went through a sentence
            found[0] = (spans.pop()[0], found[0][1])
        spans += found
        whole = at_stop if found else whole
    return _with_marks(text, spans)


def _with_marks(text, spans):
    """The spans with the marks at their ends; two that a mark alone parts in “Stop!” Ann Lee shouted are one."""
    found = []
    for i, (start, end) in enumerate(spans):
        last = spans[i + 1][0] if i + 1 < len(spans) else len(text)
        while end < last and text[end] in _CLOSING:
            end += 1
        floor = found[-1][1] if found else 0
        while start > floor and (not text[start - 1].isspace() or text[start - 2 : start - 1] in ("\u00ab", "\u2039")):
            start -= 1
        if found and _goes_on(text, found[-1][1], start):
            start = found.pop()[0]
        found.append((start, end))
    if not found and text.strip():
        found = [trim(text, 0, len(text))]
    return [span for span in found if span]


def _goes_on(text, end, start):
    """Is what begins at `start` the rest of the sentence whose quotation ends at `end`?"""
    if text[max(0, end - 4) : end].strip("“( ") in ("Ms.", "Mx."):
        return True  # titles that sentencex does not know
    closed = text[end - 1] in _CLOSING and text[end - 2 : end - 1] in "!?\u2026"
    return closed and (text[start].islower() or bool(_WENT_ON.match(text, start)))


def _stretches(text):
    """Cut a very long paragraph after a stop, else at a blank: (start, end, was it a stop?).

    sentencex takes quadratic time where quotes stay open, or in Chinese; in short stretches it cannot.
    """
    start = 0
    while len(text) - start > _LONG:
        middle, limit = start + _LONG // 2, start + _LONG
        stops = [match.end() for match in _STOP.finditer(text, middle, limit)]
        end = stops[-1] if stops else text.rfind(" ", middle, limit) + 1 or limit
        yield start, end, bool(stops)
        start = end
    yield start, len(text), True
