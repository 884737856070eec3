"""Captions of films (.srt, .vtt): what is said, as sentences; the times apart."""

import html
import re

from lib.corpus.readers.parts import Aside, Unreadable, has_words

_TIME = re.compile(
    r"\s*(?:(\d{1,3}):)?(\d{1,2}):(\d{2})[.,](\d{1,3})\s*-->\s*(?:(\d{1,3}):)?(\d{1,2}):(\d{2})[.,](\d{1,3}).{0,200}"
)
_TAG = re.compile(r"</?[a-zA-Z0-9:.][^<>]{0,200}>|\{\\[^{}]{0,200}\}")
_SPEAKER = re.compile(r"\s*(?:>>+|[-\u2013\u2014])\s+")
_NAMED = re.compile(r"[A-Z\u00c0-\u00de][A-Z\u00c0-\u00de.' -]{1,40}:\s")  # LOMAX: We waited.
_VOICE = re.compile(r"<v(?:\.[^<> ]{0,100})? ([^<>]{0,100})>")  # <v Ann Lomax>We waited.
_SOUND = re.compile(r"[\s\u266a-\u266c#]*(?:[\[(][^\[\]()]{1,60}[\])][\s\u266a-\u266c]*|\u266a.{0,200})")
_CLOSED = re.compile(r"[.!?\u2026\u3002]['\"\u2019\u201d)]*$")
_PAUSE = 3.0  # seconds after which a closed sentence ends its paragraph
_LONG = 700  # characters after which it does without one


def spoken(text: str) -> tuple[str, list[Aside]]:
    """(text, what is set aside): the captions joined to paragraphs.

    A paragraph ends with a sentence, at a pause, a new speaker, or when it is long. A line that repeats the one
    before (rolling captions do) counts once. Lines that are a sound alone ([MUSIC]) are set aside. A voice
    (<v Ann Lee>) is named where it begins, as in a transcript.
    """
    times, sounds, paragraphs, under_way, end, before, voice = [], [], [], "", None, "", ""
    for start, stop, shown, lines in _cues(text):
        times.append(shown)
        pause = end is not None and start - end >= _PAUSE
        end = stop
        for line in lines:
            said = _VOICE.search(line)
            other, voice = said and said[0] != voice, said[0] if said else voice
            line = " ".join(html.unescape(_TAG.sub("", line)).split())
            if not line:
                continue
            if _SOUND.fullmatch(line):
                sounds.append(line)
                continue
            turn = _SPEAKER.match(line)
            line = line[turn.end() :] if turn else line
            if line == before:
                continue
            before, turn = line, turn or other or _NAMED.match(line)
            if other and said and not _NAMED.match(line):
                line = f"{html.unescape(said[1]).strip().upper()}: {line}"
            closed = bool(_CLOSED.search(under_way))
            if under_way and ((closed and (pause or len(under_way) > _LONG)) or turn or len(under_way) > 10 * _LONG):
                paragraphs.append(under_way)
                under_way = ""
            under_way = f"{under_way} {line}".strip()
            pause = False
    paragraphs.append(under_way)
    whole = "\n\n".join(filter(None, paragraphs))
    if not times or not has_words(whole):
        raise Unreadable("it holds no caption with a time; save its text as .txt")
    return whole, [Aside("times", "\n".join(times)), *(Aside("sound", sound) for sound in sounds)]


def _cues(text):
    """(start, end, the line of times, lines) of each caption, in seconds."""
    cue, lines = None, []
    for line in [*text.splitlines(), ""]:
        match = _TIME.fullmatch(line) if "-->" in line else None
        if match:
            if cue:  # no blank line before: the line above was its number
                yield *cue, lines[:-1] if lines and lines[-1].isdigit() else lines
            cue, lines = (_seconds(match.group(1, 2, 3, 4)), _seconds(match.group(5, 6, 7, 8)), line.strip()), []
        elif not line.strip():
            if cue:
                yield *cue, lines
            cue, lines = None, []
        elif cue:
            lines.append(line)


def _seconds(parts):
    hours, minutes, seconds, fraction = parts
    return 3600 * int(hours or 0) + 60 * int(minutes) + int(seconds) + int(fraction.ljust(3, "0")) / 1000
