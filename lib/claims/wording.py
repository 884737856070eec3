"""What a quantity measures, in words: the phrase that stands for a claim, or a group of claims, in a table.

Each word beside a number is a letter for what it does (data/measure_words.csv); patterns of letters say which of the
words before the number are the phrase (data/measure_patterns.csv). A phrase is words of the sentence in their order,
numbers left out, or a name of the table ("depth" of "nine feet deep"); it begins with no preposition. Where the
sentence does not say, it is empty.
"""

import bisect
import functools
import re
from collections.abc import Iterable
from typing import NamedTuple

from lib.claims.numbers import CARDINALS, MONTHS, WORDS
from lib.claims.units import KINDS, SCALES
from lib.corpus.curated import rows_added

REACH = 200  # characters of the paragraph that are read on either side of a number
LONG = 9  # words of a phrase
LETTERS = {
    "be": "a", "aux": "h", "relative": "w", "place": "p", "to": "q", "of": "o", "joins": "c", "article": "d", "pronoun": "r",
    "adverb": "e", "link": "l", "verb": "v", "says": "s", "fate": "f", "size": "z", "head": "t", "vague": "n", "money": "n", "loose": "n",
}  # fmt: skip
# Macros of the patterns: a word of a noun phrase; one with what joins others to it; one as the subject of a verb.
MACROS = {"<S>": "d?#?<N>+(?:[lvfx]?e*[opqc]+d?#?<N>+)*", "<P>": "d?<N>+(?:[opqc]d?<N>+)*", "<N>": "[nxtzg]"}
_TOKEN = re.compile(
    r"(?=[$€£₩¥\d])[$€£₩¥]?\d+(?:[.,]\d+)*\w*(?:-\w+)*|[^\W_]+(?:[-'’&/⁠‐‑–.]+[^\W_]+)*(?:(?<=s)['’](?=\s))?|[^\w\s]"
)
_SENTENCE = re.compile(r"(?<=[.!?])(?<![A-Z.\s]\.)(?<![A-Z]\.)[”\"’)\]]*\s+|[;•]|\n|(?:^|\s)[*–—-]\s")
_PERIOD = re.compile(
    r"\b(?:in|by|since|during|for|of|until|over|from) (?:(?:early|late|mid-?|fiscal|the year) ?)?((?:19|20)[0-9]{2}(?:[-–/][0-9]{2,4})?)"
    r"\b|\b(last year|this year|next year|annually|(?:a|per) year(?! (?:earlier|before|ago|later|after|and)))\b"
)
_CLAUSE = re.compile(r" (?:and|but) (?:an?|the|its|is|are|was|were|will|has|had) ")
_EDGE = re.compile(r"[.;:!?](?!\d)|[()\[\]“”\"•]|, | [–—-] ")
_COMPARED = re.compile(
    r"(?:\b(?:up|down) from|\bcompared (?:with|to)|, (?:against|after|from))(?: (?:the|about|some|just|only|a))*\s*$"
)
_OWNING = ("'s", "’s", "s'", "s’")
_STRAIGHT_CLOSING = re.compile(r"(?<=[\w.,!?])\"")
_THIS_YEAR = re.compile(r"\b(?:[Tt]his|[Ll]ast|[Nn]ext) year\b(?!['’])")
_CUT = re.compile(r"[“\"\[\]]|[–—](?=.)")
_RATE = re.compile(r"(?: (?:per|a) (?:square |cubic )?\w+(?= of ))?")
_AWAY = re.compile("short|(?:north|south)?(?:east|west)?|(?:up|down)stream")
_REPORTED = re.compile(
    r" (are|is|were|was) (?:known|believed|thought|said|reported|feared|presumed|estimated) to (?:have|be) "
)
_LINKED = re.compile(" (?:of|on|for|from|between|under|without) ")
_ASIDE = re.compile(r", \w+ed [^,.]*$")  # Lintas, founded in 2009, flies 22 aircraft
_CHANGE = re.compile(", (?:rise|fall)$| in favour$")
_WHO = re.compile(r"((?:[A-Z][\w'’-]+ )*[A-Z][\w'’-]+), $")
_BRACKET = re.compile(r"\)|\s*\([^()]{1,60}\)|")


class Measure(NamedTuple):
    """What a quantity measures, and where it stands: the next one may measure the same."""

    about: str
    noun: str
    start: int
    end: int
    kind: str


class Part(NamedTuple):
    """Words on one side of a number, a letter for each, and how they are linked to the number."""

    words: list[str]
    letters: str
    link: str = ""
    verb: str = ""


@functools.cache
def _tables():
    """({word: role}, {word: name}, patterns of what stands before a number)."""
    rows = [(w, row) for row in rows_added("measure_words.csv", None, ("role", "words")) for w in row["words"].split()]
    patterns = []
    for row in rows_added("measure_patterns.csv", None, ("link", "pattern")):
        made = functools.reduce(lambda made, macro: made.replace(*macro), MACROS.items(), row["pattern"])
        patterns.append((row["link"], re.compile(made)))
    return {w: row["role"] for w, row in rows}, {w: row["name"] for w, row in rows}, patterns


@functools.lru_cache(maxsize=20_000)
def _role(word):
    return _tables()[0].get(re.sub("['’](?:s|ve|re|d|ll|m)?$", "", word.lower()), "")


def _name(word):
    return _tables()[1].get(word.lower(), "")


@functools.lru_cache(maxsize=20_000)  # words come again; a hostile text may bring any number
def _letter(word):
    low, role = word.lower(), _role(word)
    if not word[0].isalnum():
        return word if word in ",:(" else "|"
    if word != "one" and (low[0].isdigit() or low in SCALES or low.split("-")[0] in CARDINALS):
        return "#"
    if role or low in WORDS["no noun"] or (low.endswith("ly") and low not in WORDS["no adverbs"]):
        return LETTERS.get(role, "e")
    return "x" if low.endswith("ed") else "g" if low.endswith("ing") else "n"


def _part(text):
    words = [w for w in _TOKEN.findall(text) if w != "”"]
    letters = [_letter(w) for w in words]
    for n, letter in enumerate(letters):  # a cut, the forecast of, sales rose
        if letter in "lv":
            noun = letters[n - 1 : n] == ["d"] or (letters[n + 1 : n + 2] and letters[n + 1] in "oalvh")
            past = words[n].endswith("ed")
            if (noun and not past) or (not n and past and letters[1:2] == ["n"]):
                letters[n] = "n"
    # Daon's 14 million customers
    kept = [n for n, x in enumerate(letters) if not (x == "#" and n and words[n - 1].endswith(_OWNING))]
    return Part([words[n] for n in kept], "".join(letters[n] for n in kept))


def phrase(text: str, item, before: Measure | None = None) -> tuple[str, Measure]:
    """(what the quantity is about with the period that is named, the same for the one after it).

    Args:
        text: the paragraph.
        item: start, end, unit, counted.
        before: of the quantity before it in this paragraph.
    """
    kind, end = KINDS.get(item.unit, "money"), _RATE.match(text, _behind_noun(text, item)).end()
    right = _part(_REPORTED.sub(r" \1 ", text[end : _next_edge(text, end)]))
    left = _before(text, item.start, before, kind, right)
    if (
        kind == "duration" and before and (left.link in ("", "bare") or "#" in left.letters[-6:])
    ):  # the river rose three metres in two hours
        clause = _before(text, item.start, before, kind, right, cut=True)
        left = clause if clause.link == "clause" and clause.words else left
    if change := _change(text, before, item, kind, right):
        about = _CHANGE.sub("", before.about) + change.rstrip()
    elif item.unit == "count" and item.counted and _role(item.counted) != "money":
        about = _of_count(item.counted, left, right)
    elif kind == "multiplier" and before and before.about and not _SENTENCE.search(text, before.end, item.start):
        about = before.about if re.match("(?:the|as|that|those|its)$", (*right.words, "")[0]) else ""
    elif before and _compares(text, before, item, kind):
        about = before.about if kind == before.kind else _CHANGE.sub("", before.about)
        about = _with_whole(about, right, kind)
    elif before and before.about and before.kind != "count" and left.link != "fate" and _goes_on(text, before, item):
        about = _with_verb(before.about, left.verb, kind)
    else:
        about = _of_bare(left, right, before, kind) or _around(text, item, left, kind, end, right)
        if kind == "duration":
            about = _of_time(text, item, left, before, about)
    about = "" if about and _role(about.split()[0]) in ("place", "to", "of") else about
    period = "" if about.endswith("age") else _period(text, item, before.end if before else 0)
    noun = item.counted or (before.noun if before and kind == "count" else "")
    whole = f"{about}, {period}" if period and about and period not in about else about
    return whole, Measure(about, noun, item.start, end, kind)


def _with_verb(about, verb, kind):
    """What the number before was about, with what the verb of this one measures: "dam" and "cost"."""
    name = _name(verb)
    clashes = name in ("duration", "area") and name != kind
    return about.split(", ")[0] + (f", {name}" if name and not clashes else "")


def _behind_noun(text, item):
    """Behind the noun that is counted, or behind the number."""
    head = item.counted.split()[-1] if item.unit == "count" and item.counted else ""
    at = text.find(head, item.end, _next_edge(text, item.end) + len(head)) if head else -1
    return item.end if at < 0 else at + len(head)


def _next_edge(text, at):
    edge = _EDGE.search(text, at, min(len(text), at + REACH))
    return edge.start() if edge else min(len(text), at + REACH)


def _period(text, item, last):
    at = _BRACKET.match(text, item.end).end()
    stop = _CLAUSE.search(text, at, _next_edge(text, at))
    told = _PERIOD.search(text, at, stop.start() if stop else _next_edge(text, at))
    told = told or _PERIOD.search(text, max(0, last and last + 2, item.start - 60), item.start)
    if not told:
        return ""
    aside = text[told.end() : told.end() + 1] == "," and _ASIDE.search(text, max(0, told.start() - 40), told.start())
    ended = told.start() < item.start and (aside or _SENTENCE.search(text, told.end(), item.start))
    return "" if ended else next(part for part in told.groups() if part)


def _compares(text, before, item, kind):
    """Up from, after, (, compared with: does nothing but a comparison stand between two numbers?

    Of two kinds only "or", a bracket and a share say one thing twice ("$3 million, or 2% of GDP").
    """
    between = text[before.end : item.start]
    if not between or len(between) > 120 or _SENTENCE.search(between):
        return False
    if kind not in (before.kind, "count") or between.endswith(" or ") or between == ", ":
        shared = between == ", " and kind == "percent" and text.startswith(" of ", item.end)
        return shared or bool(re.fullmatch(r",? or (?:about |some )?|\s*\(|(?: [\w-]+){1,4} or ", between))
    part = _part(between)
    others = [w for w, x in zip(part.words, part.letters, strict=True) if x not in ",(|dcq" and _role(w) != "adverb"]
    return all(w.lower() in WORDS["said again"] for w in others) or bool(_COMPARED.search(between))


def _change(text, before, item, kind, right):
    """What a number adds to the one before: ", rise" ($3 million, up 9 %), ", fall", " " (rose 9 % to $3 million), " against" (9 votes to 3)."""
    if not before or not before.about or _SENTENCE.search(text, before.end, item.start):
        return ""
    between, first, second = text[before.end : item.start].strip(" ,"), *[*right.words, "", ""][:2]
    if between == "to":
        votes = kind == before.kind == "count" and before.about.endswith(" in favour")
        return " against" if votes else " " if kind != before.kind == "percent" else ""
    told = between if between in ("up", "down") else first if not between or second == "than" else ""
    if kind != "percent" or before.kind == kind or told not in ("up", "more", "higher", "down", "less", "lower"):
        return ""
    return ", rise" if told in ("up", "more", "higher") else ", fall"


def _of_time(text, item, left, before, about):
    """A time with whose age it is, or of what is said before it in its sentence."""
    if text.startswith("-old", item.end):
        noun = _part(text[item.end + 4 : _next_edge(text, item.end)])
        return ", ".join(filter(None, (_said(noun.words[: re.match("[nt]*", noun.letters).end()]), "age")))
    if item.unit == "year" and text[item.start : item.end].isdigit():
        who = _WHO.search(text, max(0, item.start - 60), item.start)
        return f"{who[1] if who else about}, age".removeprefix(", ")
    near = not about and before and before.about and before.kind != "duration" and re.search("p[ed]*$", left.letters)
    return f"{before.about}, time" if near and not _SENTENCE.search(text, before.end, item.start) else about


def _goes_on(text, before, item):
    """Rose 4 %, reaching N; will cost N and take N: the same subject, another verb?"""
    part = _part(text[before.end : item.start][:60])
    verb = re.fullmatch("[,c]+[he]*(l|v)[edpqt]*", part.letters)
    return bool(verb) and (verb[1] == "l" or bool(_name(part.words[verb.start(1)])))


def _with_whole(about, right, kind):
    """And for whom, or of what, a number that compares is (against 21% for placebo, or 3.9 % of GDP)."""
    told = re.match("([po])(d?)([nxtg]+)", right.letters)
    timed = _PERIOD.match(" ".join(right.words))
    more = _said(right.words[told.start(3) : told.end()]) if told and not timed else ""
    timed = more and more.split()[-1] in ("quarter", "half", "month", "week", "season", "period")
    if not more or timed or more in about or right.words[0] not in ("on", "for", "with", "of", "among"):
        return about
    share = told[1] == "o" and kind in ("percent", "fraction")
    whole = " ".join(["share of" if share else right.words[0], *right.words[1 : told.end()]])
    if about:
        return f"{about}, {whole}" if share else f"{about} {whole}"
    return whole if share else more


def _said(words, most=LONG):
    """The phrase without what cannot begin or end one, or nothing if no word in it says what is measured."""
    words = [w for w in words if w != "0"]
    if len(words) > most:
        ends = [n for n in range(most - 3, most) if _letter(words[n]) in "pqoc"]
        words = words[: ends[0] if ends else most]
    for _ in range(2):
        while words and _letter(words[-1]) not in "nxtzgflv":
            words = words[:-1]
        while words and _letter(words[0]) not in "nxtzglv":
            words = words[1:]
        words = words[2:] if len(words) > 2 and words[1].lower() == "by" and words[0].endswith("ed") else words
    words = words[:-1] if words and words[-1].endswith(_OWNING[:2]) else words
    told = [w for w in words if _role(w) not in ("vague", "pronoun", "loose")]
    return " ".join(words) if told and not (len(words) == 1 and told[0].endswith("ed")) else ""


def _before(text, start, before, kind, right, cut=False):
    """What the words before a number say it is: the phrase, how it is linked, the verb that links."""
    low = max(0, start - REACH)
    ends = _sentence_ends(text)
    at = bisect.bisect_right(ends, start)
    low = max(low, ends[at - 1]) if at else low
    plain = before and (before.kind != "count" or cut) and low <= before.start
    behind = text[before.end : start] if plain else ""
    behind = behind.removeprefix(" of") if cut else f"0 {behind}"
    near = f"{text[low : before.start]} {behind}" if plain else text[low:start]
    near = _THIS_YEAR.sub("", _STRAIGHT_CLOSING.sub("”", near))
    part = _part(_CUT.split(near)[-1])
    words = part.words[1:] if low and low == start - REACH else part.words  # cut in the middle of a word
    letters = part.letters[len(part.words) - len(words) :]
    others = {"moving" if kind == "duration" else "clause", "" if right.letters[:1] == "z" else "size"}
    link, told = _link(letters, frozenset(others))
    if not told:
        return Part([], letters)
    groups = told.groupdict()
    own = words[slice(*told.span("p"))] if "p" in groups else []
    verb = words[told.start("v")].lower() if "v" in groups else ""
    if link == "label" and len(own) == 1 and own[0].isupper() and text[start].isalpha():
        return Part([], "", "speaker")  # HAN: Two hours
    if link == "bare" and re.search("rpd?n+[pq]?[ed]*$" if kind == "duration" else "[qh]n$", letters):
        own = []  # to water 40 hectares; put them on the market within 40 days
    if own and letters[: told.start("p")].endswith("h") and len(own) > 1:
        own = own[1:]  # does not match inflation, which
    if link == "of" and (verbal := re.match("n+x+(?=[nx]*n)", letters[slice(*told.span("p"))])):
        own = own if own[0].endswith(_OWNING) else own[verbal.end() :]  # Halvorsen posted a profit of
    verb = verb or _verb(words, letters, link)
    said = _as_clause(own) if link == "clause" else " ".join(own) if link == "whole" else _said(own)
    return Part([said] if said else [], letters, "subject" if link in ("which", "moving") else link, verb)


def _verb(words, letters, link):
    """The verb right before a number: rose of "rose by", damaged, to hire; "" for another."""
    moved = re.search("(?:l|(?<=a)v)[ed]*(q?)[ed]*$", letters) if link in ("subject", "moving") else None
    if moved:
        return words[moved.start()].lower() if not moved[1] or words[moved.start(1)] == "by" else ""
    done = re.search("(?<![ad])x[ed]*$|([qh])n[ed]*$", letters)
    if not done or not words[done.end(1) if done[1] else done.start()].islower():
        return ""
    if not done[1]:
        return words[done.start()]
    future = words[done.start()] in ("to", "will", "would", "must") and "not" not in words[-4:]
    return f"to {words[done.start() + 1]}" if future else ""


@functools.lru_cache(maxsize=20_000)
def _link(letters, others):
    """How the words with these letters are linked to the number behind them, but for `others`, and where they stand."""
    found = ((link, told) for link, pattern in _tables()[2] if link not in others and (told := pattern.search(letters)))
    return next(found, ("", None))


@functools.lru_cache(maxsize=4)
def _sentence_ends(text):
    return [m.end() for m in _SENTENCE.finditer(text)]


def _as_clause(own):
    """Road was closed: with its verb, without what stands between commas (the walkout, in 2017, ended)."""
    if own.count(",") == 2:
        own = own[: own.index(",")] + own[len(own) - own[::-1].index(",") :]
    own = own[next((n for n, w in enumerate(own) if _letter(w) not in "daheepqc"), len(own)) :][-LONG:]
    while own and own[-1] in ("by", "to", "in", "of", "for", "over", "within", "after"):
        own = own[:-1]
    return " ".join(own) if len(own) > 1 or (_letter(*own or ["-"]) in "ntg" and _said(own)) else ""


def _named(left, kind=""):
    """The words before a number with the name of their verb: the port, spending."""
    said, name = " ".join(left.words), _name(left.verb)
    if left.link != "verb" and not left.verb.endswith("ing") and (kind == "duration" or name not in ("rise", "fall")):
        name = ""
    name = (
        ""
        if (kind == "duration" != name)
        or (name in ("duration", "area") and name != kind)
        or (left.link == "subject" and not said)
        else name
    )
    if name or left.link != "verb" or not said:
        return ", ".join(filter(None, (said, name)))
    return f"{said} {left.verb}"


_WHEN = re.compile(r"\d|day\b|\b(?:week|month|year|morning|night|" + "|".join(MONTHS) + r")\b", re.IGNORECASE)
# What is said of people or things behind their noun or "of them": aboard, killed in the flood, with broken bones.
_MORE = re.compile(r"[ahe]*(?P<m>(?:(?<=[ahe])[nxlvfzg]|[pq]|f|x(?=[pq]|d?n))(?:[nxzgdoepqfr]*))")


def _complement(part):
    told = re.match("(?P<m>[pq]#[ng]+)", part.letters) or _MORE.match(part.letters)
    words = part.words[slice(*told.span("m"))][:6] if told else []
    while words and _letter(words[-1]) in "pqoehd#" and words[-1] not in ("aboard", "board"):
        words = words[:-1]
    if not words or words[0] == "gone":
        return ""
    state = told.start("m") and _letter(words[0]) == "n" and not words[0].endswith("en")
    return (", " if state else " ") + re.sub(r" (?:this|last|next) \w+$", "", " ".join(words))


def _of_count(counted, left, right):
    """The noun counted, and what it is of; of a noun that may be anything, what more is said."""
    if right.words[:1] in (["of"], ["for"]) and not _PERIOD.match(" ".join(right.words)):
        more = re.match("[op]d?([nxtg]+)", right.letters)
        more = _said(right.words[more.start(1) : more.end()], 4) if more else ""
        if more and more != "own":
            return f"{counted} {right.words[0]} {more}"
    done = left.verb.replace("showed", "shown") if re.search("(?:[xv]|[qh]n)[ed]*$", left.letters) else ""
    done = done if re.match("to |.*ed$|shown", done) else ""
    done = _name(left.verb) if left.link == "fate" else done
    if left.link == "of" and left.words and left.words[0].split()[-1:] in (["majority"], ["margin"], ["lead"]):
        return f"{left.words[0]} of {counted}"
    if counted.endswith("votes") and re.match("q#", right.letters):
        return f"{counted} in favour"
    if _role(counted) != "vague":
        return counted + (f" {done}" if done else _done(right))
    more, said = _complement(right), " ".join(left.words)
    if done:
        there = right.letters[:1] == "p" and not _WHEN.search(more)
        return f"{counted} {done}{more if there else ''}"
    if more or (did := re.match("vd?n", right.letters)):
        return counted + (more or f" {' '.join(right.words[: did.end()])}")  # lost their lives
    if said and left.link == "of":
        return f"{said} of {counted}"
    whose = left.link == "label" or (left.link == "subject" and re.search("[lh][ed]*$", left.letters))
    return f"{counted}, {said}" if said and whose else counted


_DONE = re.compile(
    "(?:[hel]*(?P<p>pd?[nxg]*n)|h?a[he]*(?P<by>[xf]n?(?![n#])|g(?=[,p]|$))|(?P<did>[xf])(?=[,|h]|$|p)|(?P<now>gpd?[nxg]*n))"
)
_DOUBTFUL = frozenset("could may might would should not never on as for with into among".split())


def _done(part):
    """What was done to things, or by them: (houses) damaged, voting in favour."""
    told = _DONE.match(part.letters)
    if not told or (told["p"] and part.words[told.start("p")] != "without"):
        return ""
    doubtful = _DOUBTFUL & set(part.words[: told.end() + (told.lastgroup in ("did", "now"))])
    return "" if doubtful else " " + " ".join(part.words[slice(*told.span(told.lastgroup))])


def _of_bare(left, right, before, kind):
    """A number without a noun: 31 of them, 87 dead, more than 30 were hurt."""
    if kind != "count":
        return ""
    if left.link == "whole":  # of the dead, 31
        return " ".join(left.words)
    noun = before.noun if before and re.search("(?:s|people|men)$", before.noun) else ""
    first = right.words[0].lower() if right.words else ""
    if first == "of" and right.letters[1:2] in ("r", "w", "d") and right.words[1] not in ("the", "its", "their"):
        rest = Part(right.words[2:], right.letters[2:])
        more, did = _complement(rest), re.search("a[he]*([fx])", rest.letters)
        if more and did and rest.words[did.start(1)] not in more:
            more = f"{more} {rest.words[did.start(1)]}"  # of those on board were killed
        noun = "" if len(re.findall("#+", left.letters)) > 1 else noun  # 212 films from 48 countries, 64 of them
        if not more and rest.letters[:1] == "n":
            noun, more = "", " " + " ".join(rest.words[: re.match("[nxg]+", rest.letters).end()])
    elif _role(first) == "fate":
        return _name(first)
    else:
        votes = re.match("in favou?r|against$|against and", " ".join(right.words)) if noun else None
        did = (votes and f" {votes[0].split(' and')[0]}") or (noun and right.letters == "x" and _done(right)) or ""
        noun, more = (noun, did) if did else ("", _complement(right) if right.letters[:1] == "a" else "")
    more = more or (f" {_name(left.verb)}" if left.link == "fate" else "")
    return f"{noun}{more}".strip(", ") if more else ""


def _around(text, item, left, kind, behind, right):
    """What any other quantity measures, by what stands before and after it."""
    end, right = _past_bracket(text, behind, right)
    first, said, timed = (*right.words, "")[0].lower(), _named(left, kind), _PERIOD.match(" ".join(right.words))
    far = re.match("nod?[nxtg]+", right.letters) if kind == "length" and _AWAY.fullmatch(first) else None
    if far:
        return f"distance {' '.join(right.words[: far.end()])}"
    if _role(first) == "size" and kind != "percent":
        return ", ".join(filter(None, (" ".join(left.words), _name(first))))
    clear = said if left.link in ("subject", "label", "of", "object") else ""
    found = "" if timed else _of_whole(right, clear if left.link != "object" else "", kind)
    found = found or (_beside(text, item, left, right, said, clear) if behind == end else "")
    if found:
        return found
    place = re.match("[pq](d?)l?[nxtg]+(?:[ocpq]v?d?[nxtg]+(?!#))*", right.letters)
    more = _said(right.words[1 : place.end()]) if place and not timed and kind != "duration" else ""
    whole = " ".join([first, *right.words[1 : place.end(1)], more]) if more else ""
    named = left.link == "of" or (left.link == "verb" and _name(left.verb))
    given = _name(left.verb) in ("pledge", "contribution")  # whose it is matters less than what for
    if more and said and named and first in ("on", "for", "in", "against", "to"):
        return more if given and first == "in" else f"{_name(left.verb) if given else said} {whole}"
    if clear:
        return clear
    if kind == "length" and more and first in ("from", "off"):
        return f"distance {whole}"
    if first.endswith("er") and _role(first) == "loose" and said:  # 9 per cent heavier
        return f"{said}, {first}"
    if more and first in ("in", "for", "on", "to", "off") and _role(more.split()[0]) != "vague":
        money = kind == "money" or _role(item.counted) == "money"
        return f"{left.verb} {whole}" if money and left.verb[-2:] == "ed" and first in ("for", "to") else more
    return said or _behind(right, kind)


def _past_bracket(text, behind, right):
    """(place, words) behind a bracket, where one follows; `right` is what stands at `behind`."""
    end = _BRACKET.match(text, behind).end()
    return end, right if end == behind else _part(text[end : _next_edge(text, end)])


def _behind(right, kind):
    """What is said behind the number alone: was given to the town; over 11 days the festival showed."""
    opens = re.match("d[nxtg]+", right.letters) if kind == "duration" else None
    told = _complement(right).strip(", ") if right.letters[:1] == "a" else ""
    return told or (_said(right.words[: opens.end()]) if opens else "")


def _of_whole(right, owner, kind):
    """What stands behind "of": the thing (of rain), those of a share with what is said of them, or the whole."""
    of = re.match("o(d?)[nxtg]*[ntg](?:[oc]d?[nxtg]*[ntg](?!#))*", right.letters)
    whole = _said(right.words[1 : of.end()]) if of else ""
    if not of or kind not in ("percent", "fraction"):
        return whole
    whole = whole or " ".join(right.words[of.end(1) : of.end()])  # of members
    more = _complement(Part(right.words[of.end() :], right.letters[of.end() :]))
    share = " ".join(["share of", *right.words[1 : of.end(1)], whole])
    return whole + more if more else ", ".join(filter(None, (owner, share)))


def _beside(text, item, left, right, said, clear):
    """The noun right behind the unit: a 92-metre ferry, a 25% duty."""
    letters = right.letters.lstrip("|")
    words, beside = right.words[len(right.words) - len(letters) :], re.match("[nt][nxtg]*", letters)
    direct = re.search(r"\b(?:an?|the|its|their|his|her) $", text[max(0, item.start - 9) : item.start])
    if not beside or _role(words[0]) == "loose" or (not direct and left.link in ("of", "subject") and clear):
        return ""
    noun = " ".join(words[: beside.end()])
    return f"{said}, {noun}" if left.link == "label" and said and said.count(" ") < 2 else noun


@functools.cache
def _empty():
    """(words of names of measures, those with all that fits anything): what names no group."""
    roles, names, _ = _tables()
    empty = ("vague", "fate", "article", "place", "to", "of", "joins")
    names = {names[w].removesuffix("s") for w in roles if roles[w] in ("size", "link") and names[w]}
    return names, {w.removesuffix("s") for w in roles if roles[w] in empty} | names


def group_name(measures: Iterable[str]) -> str:
    """The phrase that names a group of claims: that whose words most of the others share; of several the shortest.

    A phrase of words that fit anything (people, points, year, depth, killed) names nothing where another says more.
    """
    told = [(m, {w.strip(",").lower().removesuffix("s") for w in m.split()}) for m in measures if m]
    names, vague = _empty()

    def rank(one):
        words, own, ends = one[1], {w for w in one[1] - vague if not w[:1].isdigit()}, one[0].split(",")[0].split()
        own = own or {w for w in words if len(words) > 1 and _role(w) == "fate"}
        shared = sum(w in others for w in own for _, others in told) - len(own)
        done = re.search(r"\b(people|men|persons|\w+s) (?:\w+ed|shown)$", one[0])
        done = done and (
            not done[1].endswith("s") or sum(done[1][:-1].lower() in others for _, others in told) > 1 or len(told) < 3
        )
        verbal = any(w.endswith("ed") and len(w) > 4 for w in (ends[0], "" if done else ends[-1]))
        more = len(own) in (2, 3) and (_LINKED.search(one[0]) or any(sum(w in t for _, t in told) > 1 for w in own))
        length = len(words) / 4 - bool(more) / 2 - shared - bool(words & names or done or "share of" in one[0]) / 2
        return not own, len(words) == 1 and not own, verbal, length, len(one[0]), one[0]

    return min(told, key=rank, default=("", set()))[0]
