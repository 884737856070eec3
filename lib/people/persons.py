"""Who is in an article: every run of capitalised words, resolved to persons and bodies once for the whole article.

No list of names is needed: a person is known by a full name ("Ann Lee", "Dr. Ann M. Lee") and then by its last word
or first;
a title tells a name of one word ("Mr Lee"). aliases.csv only says who is who across articles.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Sequence
from typing import NamedTuple

from lib.people.cues import Cues

_DESCRIBED = re.compile(r"[A-Z][a-z]+(?:-[a-z]+)+")  # Co-star Ann Lee, Ten-year-old Ann Lee, Mum-of-three Ann
_POSSESSIVE = re.compile(r"['’]s?$")
_PERSON = re.compile(r",\s+(?:\d{1,2}\b|whos?e?\b|aged\b)")  # Ann Lee, 54, …; Ann Lee, who …
_ROLE_AFTER = re.compile(
    r",\s+(?:\d+,\s+)?(?:(?:the|a|an|its|her|his|their|our|who is|who"
    r" was)\s+)?((?:[\w’'-]+\s+){0,4}?[\w’'-]+)(?=[,.;]|\s+(?:of|at|for|with|in|on|from|who|to)\b)"
)


class Word(NamedTuple):
    """A token outside quotations or within: its place in the article, and the term under which it is counted."""

    start: int
    end: int
    token: str
    term: str


class Mention(NamedTuple):
    """A place that names somebody: words first to last of a paragraph, the fullest name, the kind, how it is named."""

    first: int
    last: int
    name: str
    kind: str  # person, organisation, country, unknown
    how: str  # named


class Run(NamedTuple):
    """Capitalised words in a row, and the part of them that is a name."""

    paragraph: int
    first: int
    last: int
    titles: tuple
    parts: tuple


class Person(NamedTuple):
    """A person of an article: the fullest name, words for what she or he is, "man", "woman" or "" as titles say."""

    name: str
    roles: set
    sex: str
    sure: bool  # is a part of the name used alone?
    place: bool  # does "in" or "at" stand before it, or a noun that it describes behind it?


def find_persons(
    paragraphs: Sequence[tuple[str, int, list[Word]]], known: list[dict], cues: Cues
) -> tuple[list[list[Mention]], dict[str, Person]]:
    """The mentions of each paragraph, and the persons of the article.

    Args:
        paragraphs: (text, place of its first character, words) of each paragraph of one article.
        known: of each paragraph {(first word, last word): (actor, kind)} as aliases.csv has them.
    Returns:
        (mentions of each paragraph in order, {name: Person}).
    """
    runs = [run for i, paragraph in enumerate(paragraphs) for run in _runs(i, *paragraph, cues)]
    small = Counter(w.token for _, _, words in paragraphs for w in words if w.token.islower())
    runs = [run for run in (_trimmed(run, paragraphs, small, cues) for run in runs) if run]
    persons, by_word = _persons(runs, paragraphs, known, cues)
    found = [[] for _ in paragraphs]
    for run in runs:
        mention = _mention(run, known[run.paragraph], by_word, cues)
        if mention:
            found[run.paragraph].append(mention)
    for i, places in enumerate(known):
        taken = {w for m in found[i] if m.kind != "unknown" for w in range(m.first, m.last + 1)}
        extra = [
            Mention(a, b, name, kind, "named")
            for (a, b), (name, kind) in places.items()
            if taken.isdisjoint(range(a, b + 1))
        ]
        covered = {w for m in extra for w in range(m.first, m.last + 1)}
        found[i] = [m._replace(kind=_evident(m, persons)) for m in found[i]]
        found[i] = sorted(
            [m for m in found[i] if m.kind != "unknown" or covered.isdisjoint(range(m.first, m.last + 1))] + extra
        )
    return found, persons


def _evident(mention, persons):
    """person, if something besides two capitalised words says so: a title, a role, a first name, the last name used
    alone.
    """
    person = persons.get(mention.name)
    if mention.kind != "person" or person is None:
        return mention.kind
    return "place" if person.place else "person" if person.sure or person.roles or person.sex else "unknown"


def _runs(number, text, offset, words, cues):
    """Capitalised words in a row: joined by a blank, a stop after an initial or title, or particles between them."""
    runs, i = [], 0
    while i < len(words):
        j = i
        while j < len(words) and _capital(words[j], cues) and (j == i or _joined(text, offset, words, j, cues)):
            j += 1
            k = j
            while (
                j > i and k < len(words) and words[k].token in cues.particles and _joined(text, offset, words, k, cues)
            ):
                k += 1
            j = (
                k
                if k > j and k < len(words) and _capital(words[k], cues) and _joined(text, offset, words, k, cues)
                else j
            )
            if _POSSESSIVE.search(words[j - 1].token):
                break
        if j > i:
            runs.append(Run(number, i, j - 1, (), tuple(w.token for w in words[i:j])))
        i = max(i + 1, j)
    return runs


def _capital(word, cues):
    return word.token[0].isupper() and word.token != "I" and word.token not in cues.days


def _joined(text, offset, words, j, cues):
    between, before = text[words[j - 1].end - offset : words[j].start - offset], words[j - 1].token
    return between == " " or (between == ". " and (len(before) == 1 or before.lower() in cues.titles))


def _trimmed(run, paragraphs, small, cues):
    """The run without an opening word that is none of a name, its titles apart; None if nothing is left."""
    text, offset, words = paragraphs[run.paragraph]
    first, parts = run.first, list(run.parts)
    while parts and _no_name(parts, _opens(text, offset, words, first), small, cues):
        first, parts = first + 1, parts[1:]
    if not parts or _is_office(parts, words, first, cues):
        return None
    opening = cues.titles | (cues.groups if _opens(text, offset, words, first) else frozenset())
    last_title = max((i for i, part in enumerate(parts[:-1]) if part.lower().rstrip(".") in opening), default=-1)
    titles, name = tuple(p.lower() for p in parts[: last_title + 1]), parts[last_title + 1 :]
    office = _office(words, first, cues) if first and words[first - 1].term in ("of", "the") else ()
    if office and len(parts) > 2:  # President of Vardenia Levon Tarkhanyan
        place = " ".join(part.lower() for part in parts[:-2])
        name, titles = parts[-2:], (office[-1], f"{office[-1]} of {place}", *office)
    return Run(run.paragraph, first, run.last, titles, tuple(name))


def _no_name(parts, opens, small, cues):
    """Is the first word of a run none of a name: a function word, a day, "Co-star", a common word at an opening?"""
    word = parts[0].lower()
    common = opens and small[word] and word not in cues.titles
    return word in cues.function or parts[0] in cues.days or bool(_DESCRIBED.fullmatch(parts[0])) or bool(common)


def _is_office(parts, words, first, cues):
    """Does a run name an office and nobody: "Foreign Minister", "the Transport Minister"?"""
    if all(part.lower().rstrip(".") in cues.titles for part in parts) and len(parts) < 3:
        return True
    determined = first and words[first - 1].term in ("the", "a", "an", "its", "her", "his", "their")
    return bool(determined) and parts[-1].lower() in cues.titles


def _office(words, first, cues):
    """The title that stands before "of (the)" and a name: ("minister",) of "Minister of the …"; () for none."""
    i = first - 1
    while i >= 0 and words[i].term in ("of", "the"):
        i -= 1
    return (
        (words[i].term,)
        if i >= 0 and words[i].token[0].isupper() and words[i].term in cues.titles | cues.groups
        else ()
    )


def _opens(text, offset, words, i):
    """Does the word open a sentence or a passage?"""
    before = text[: words[i].start - offset].rstrip()
    return not before or before[-1] in ".!?:…\"“”‘’'«»„)—–"


def _plain(part):
    return _POSSESSIVE.sub("", part)


def _is_body(name, cues):
    return any(part.lower().rstrip(".") in cues.organisations for part in name) or all(
        p.isupper() and len(p) > 1 for p in name
    )


def _persons(runs, paragraphs, known, cues):
    """({name: Person}, ({word: names}, {name in small letters: name})): full names first, then what titles show."""
    fullest = _full_names(runs, paragraphs, known, cues)
    by_word = defaultdict(list)
    for key, name in fullest.items():
        for word in dict.fromkeys([*key, key[-1].split("-")[-1]]):
            by_word[word].append(name)
    about = [_roles(*paragraphs[run.paragraph], run, cues) for run in runs]
    for run, said in zip(runs, about, strict=True):
        word = _plain(run.parts[0])
        if len(run.parts) == 1 and said and word.lower() not in by_word and not _is_body(run.parts, cues):
            by_word[word.lower()].append(word)
            fullest[(word.lower(),)] = word
    roles, sexes, alone, places = defaultdict(set), {}, set(), set()
    for run, said in zip(runs, about, strict=True):
        names = _names_of(run, by_word, fullest)
        places |= set(names) if _like_a_place(run, paragraphs, cues) else set()
        alone |= {name for name in names if _by_itself(run, name, paragraphs, cues)}
        if len(names) == 1:
            roles[names[0]] |= said
            sex = {cues.sexes[word] for word in roles[names[0]] if word in cues.sexes}
            given = cues.given.get(names[0].split()[0].lower(), "")
            sexes.setdefault(names[0], sex.pop() if len(sex) == 1 else given)
    persons = {n: Person(n, roles[n], sexes.get(n, ""), n in alone, n in places) for n in fullest.values()}
    return persons, (by_word, fullest)


def _full_names(runs, paragraphs, known, cues):
    """{name in small letters: name} of persons in aliases.csv, and of runs of two words or more that may be persons."""
    named = [name for places in known for name, kind in places.values() if kind == "person"]
    fullest = {tuple(name.lower().split()): name for name in named}
    for run in runs:
        name = tuple(map(_plain, run.parts))
        loud = all(part.isupper() and len(part) > 1 for part in run.parts)
        if len(name) > 1 and not loud and not _is_body(name, cues) and (run.titles or not _the(run, paragraphs)):
            fullest.setdefault(tuple(part.lower() for part in name), " ".join(name))
    return fullest


def _by_itself(run, name, paragraphs, cues):
    """Does the last word of a name stand alone, or a first name that is known?"""
    word = _plain(run.parts[0]).lower()
    return (
        len(run.parts) == 1 and not _the(run, paragraphs) and (name.lower().split()[-1] == word or word in cues.given)
    )


def _like_a_place(run, paragraphs, cues):
    """In Wollara; Wollara Comets captain Jess Lee."""
    _, _, words = paragraphs[run.paragraph]
    before = words[run.first - 1].term if run.first else ""
    behind = words[run.last + 1 : run.last + 3]
    describes = (
        len(behind) == 2
        and behind[0].token.islower()
        and behind[1].token[0].isupper()
        and behind[0].term in cues.titles
    )
    return before in ("in", "at", "near") or describes


def _the(run, paragraphs):
    _, _, words = paragraphs[run.paragraph]
    return run.first > 0 and words[run.first - 1].term in ("the", "a", "an") and run.titles == ()


def _roles(text, offset, words, run, cues):
    """Words for what somebody is: titles, the noun before the name, the noun of an apposition behind it."""
    found = set(run.titles)
    if (
        run.first
        and words[run.first - 1].token.islower()
        and text[words[run.first - 1].end - offset : words[run.first].start - offset] == " "
    ):
        found |= {words[run.first - 1].term} if cues.human(words[run.first - 1].term) else set()
    if run.first and "," in text[words[run.first - 1].end - offset : words[run.first].start - offset]:
        found |= {
            w.term for w in words[max(0, run.first - 5) : run.first] if cues.human(w.term)
        }  # the chairman of governors, Ann Lee
    behind = _ROLE_AFTER.match(text, words[run.last].end - offset)
    noun = behind[1].split()[-1].lower() if behind else ""
    return (
        found
        | ({noun} if cues.human(noun) else set())
        | ({"person"} if _PERSON.match(text, words[run.last].end - offset) else set())
    )


def _names_of(run, by_word, fullest):
    name = tuple(_plain(part).lower() for part in run.parts)
    if name in fullest:
        return [fullest[name]]
    if len(name) > 1:  # Ann M. Lee, Jay “Thunder” Lee: the same first and last word
        both = set(by_word.get(name[0], [])) & set(by_word.get(name[-1], []))
        return sorted(both)
    return list(dict.fromkeys(by_word.get(name[0], [])))


def _mention(run, known, by_word, cues):
    """The mention that a run is: of a person, of a body, or of nobody known yet."""
    by_word, fullest = by_word
    place = known.get((run.first, run.last)) or next(
        (v for (a, b), v in known.items() if a <= run.first and b >= run.last), None
    )
    if place:
        return Mention(run.first, run.last, *place, "named")
    if _POSSESSIVE.search(run.parts[-1]) and run.parts[-1][-1] in "s'’":
        return None
    names = _names_of(run, by_word, fullest)
    if len(names) == 1:
        return Mention(run.first, run.last, names[0], "person", "named")
    if len(names) > 1:
        return Mention(run.first, run.last, "|".join(names), "person", "named")  # two of one name: the place must tell
    name = " ".join(run.parts)
    return Mention(run.first, run.last, name, "organisation" if _is_body(run.parts, cues) else "unknown", "named")
