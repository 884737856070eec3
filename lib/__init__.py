"""The shared package: a house of rooms, in the order in which data flow. No room imports from one below it.

    text      characters to spans: repair, blocks, sentences, tokens
    corpus    files to tables: readers, loading, curated tables
    measures  tables to numbers: terms, resample, reuse, official, style, questions, frames, subjects, topics
    people    who is named, who speaks: actors, voices
    claims    quantities stated: extract, align, the record
    c5x       meetings and formats of the Central Asian five with a partner
    show      charts, tables and cards before a reader
    scale     the same counts and claims beyond memory
    site      article pages, own corpora, running and dressing notebooks

`from lib import corpus, terms, claims, scale, voices`: a module that stands in a room has its short name
here, and is imported when it is asked for.
"""

import importlib

ROOMS = ("text", "corpus", "measures", "people", "claims", "c5x", "show", "scale", "site")
SHORT = {  # modules that notebooks import by their own name
    "terms": "measures",
    "resample": "measures",
    "reuse": "measures",
    "style": "measures",
    "questions": "measures",
    "official": "measures",
    "frames": "measures",
    "subjects": "measures",
    "topics": "measures",
    "actors": "people",
    "voices": "people",
    "cards": "show",
    "charts": "show",
    "tables": "show",
    "reading": "site",
}


def __getattr__(name):
    if name in SHORT:
        return importlib.import_module(f"lib.{SHORT[name]}.{name}")
    raise AttributeError(f"lib has no module {name!r}")
