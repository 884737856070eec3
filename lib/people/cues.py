"""The words by which speech is known: cues.csv, which a corpus may bring its own of."""

import calendar
from pathlib import Path
from typing import NamedTuple

from lib.corpus import read_stopwords, read_table

KINDS = (
    "say",
    "clause",
    "that",
    "quote",
    "act",
    "before",
    "title",
    "man",
    "woman",
    "group",
    "body",
    "organisation",
    "particle",
)


PERSONS = (
    "man",
    "woman",
    "girl",
    "boy",
    "ist",
    "eer",
    "ant",
    "ster",
    "mate",
    "friend",
    "gran",
    "star",
    "ner",
    "yer",
    "tor",
    "cher",
)


class Cues(NamedTuple):
    """cues.csv by kind, and the function words and days that open no name."""

    say: frozenset  # verbs that report whatever follows: "said the boats were late"
    clause: frozenset  # verbs that report a clause: "noted that …", "claims it was …"
    that: frozenset  # forms that are verbs of saying only before "that", "whether" …: "officials note that …"
    quote: frozenset  # verbs beside a quotation alone: "joked", "called it"
    act: frozenset  # verbs that report what they name: "stressed the need …"
    before: tuple  # phrases in front of a speaker: ("according", "to")
    titles: frozenset
    groups: frozenset  # nouns for who may speak without a name
    bodies: frozenset  # of these, what is no person: "the report", "the council"
    organisations: frozenset  # words that make a name one of a body
    particles: frozenset  # small words within a name
    sexes: dict  # {title or noun: "man" or "woman"}
    given: dict  # {first name: "man" or "woman"}, of names that are hardly ever the other's
    function: frozenset
    days: frozenset

    def human(self, noun: str) -> bool:
        """Is a noun one for a person: farmer, minister, pensioner, great-gran?"""
        person = noun in self.groups or noun in self.titles or noun in self.sexes or noun.endswith(PERSONS)
        return person and noun not in self.bodies and noun not in self.organisations

    @property
    def verbs(self) -> frozenset:
        """All that may stand beside a quotation."""
        return self.say | self.clause | self.that | self.quote | self.act


def read_cues(path: str | Path | None = None) -> Cues:
    """cues.csv: term, kind (one of KINDS), example, not (a near miss).

    Raises:
        ValueError: a row is of no kind.
    """
    table = read_table("cues.csv", ("term", "kind"), path)
    unknown = sorted(set(table["kind"]) - set(KINDS))
    if unknown:
        raise ValueError(f"cues.csv has the kind {', '.join(unknown)}; kinds are {', '.join(KINDS)}")
    by_kind = {kind: frozenset(table.loc[table["kind"] == kind, "term"]) for kind in KINDS}
    phrases = tuple(sorted(tuple(phrase.split()) for phrase in by_kind["before"]))
    sexes = {word: kind for kind in ("man", "woman") for word in by_kind[kind]}
    names = read_table("given_names.csv", ("name", "sex"), path)
    days = frozenset([*calendar.day_name, *calendar.month_name[1:], *calendar.day_abbr])
    return Cues(
        *(by_kind[kind] for kind in ("say", "clause", "that", "quote", "act")),
        phrases,
        by_kind["title"],
        by_kind["group"] | by_kind["body"],
        *(by_kind[kind] for kind in ("body", "organisation", "particle")),
        sexes,
        dict(zip(names["name"], names["sex"], strict=True)),
        frozenset(word.lower() for word in read_stopwords(path)) - {"us"},
        days,
    )
