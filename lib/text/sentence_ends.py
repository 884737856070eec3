"""Where the sentences of a paragraph end."""

import re

import sentencex

from lib.text.characters import SURROGATE, trim

_LONG = 5_000  # characters: a paragraph beyond them is handed on in stretches
_STOP = re.compile('[.!?]["\u201d\u2019)]?\\s+(?=["\u201c]?[A-Z])|[\u3002\uff01\uff1f]')


def sentences(text: str) -> list[tuple[int, int]]:
    """Spans of the sentences of one paragraph, white space trimmed (sentencex, English)."""
    sound = SURROGATE.sub("\ufffd", text)  # half a character, which sentencex cannot take
    spans, whole = [], True
    for start, end, at_stop in _stretches(sound):
        bounds = sentencex.get_sentence_boundaries("en", sound[start:end])
        found = [span for b in bounds if (span := trim(text, start + b["start_index"], start + b["end_index"]))]
        if spans and found and not whole:  # the cut went through a sentence
            found[0] = (spans.pop()[0], found[0][1])
        spans += found
        whole = at_stop if found else whole
    return spans


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
