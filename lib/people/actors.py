"""Who is named: countries, organisations and persons, from a table of aliases."""

from pathlib import Path

import pandas as pd

from lib.corpus import read_table
from lib.corpus.kept import once_a_build
from lib.measures.terms import lines

MENTIONS = ["article_id", "outlet", "paragraph_id", "sentence_id", "start", "end", "actor", "kind", "sense", "alias"]


def read_aliases(path: str | Path | None = None) -> pd.DataFrame:
    """aliases.csv: alias (terms, parted by spaces), actor, kind, sense (name, metonym, office ...).

    A compound may name several ("china-tajikistan"): actors parted by "; ".

    Raises:
        ValueError: an alias stands in two rows.
    """
    table = read_table("aliases.csv", ("alias", "actor", "kind", "sense"), path)
    twice = table.loc[table["alias"].duplicated(), "alias"].tolist()
    if twice:
        raise ValueError(f"aliases.csv lists {', '.join(twice)} more than once; one alias, one row")
    return table


def holders(aliases: pd.DataFrame, office: str) -> list[str]:
    """Who is named by an office, such as "president" ("the Kyrgyz President"): actors, sorted."""
    by_office = (aliases["sense"] == "office") & aliases["alias"].str.endswith(f" {office}")
    return sorted(set(aliases.loc[by_office, "actor"]))


@once_a_build
def mentions(tokens: pd.DataFrame, aliases: pd.DataFrame) -> pd.DataFrame:
    """Every place where an actor is named; the longest alias wins, and no two overlap.

    "Kazakh President Kassym-Jomart Tokayev" is one mention of the person, none of the
    country. A compound that names several actors is a mention of each.

    Args:
        tokens: a table as corpus.tokens makes it, in reading order.
        aliases: a table as `read_aliases` makes it.
    Returns:
        article_id, outlet, paragraph_id, sentence_id, start, end, actor, kind, sense, alias.
    """
    known = {tuple(row.alias.split()): (row.actor, row.kind, row.sense, row.alias) for row in aliases.itertuples()}
    longest = max(map(len, known), default=0)
    heads = {key[0] for key in known}
    rows = []
    for _, places in lines(tokens):
        words = [place.term for place in places]
        i = 0
        while i < len(words):
            sizes = range(min(longest, len(words) - i), 0, -1) if words[i] in heads else ()
            size = next((n for n in sizes if tuple(words[i : i + n]) in known), 0)
            if size:
                first, last, (actors, *rest) = places[i], places[i + size - 1], known[tuple(words[i : i + size])]
                place = (first.article_id, first.outlet, first.paragraph_id, first.sentence_id)
                rows += [(*place, first.start, last.end, actor, *rest) for actor in actors.split("; ")]
            i += size or 1
    return pd.DataFrame(rows, columns=MENTIONS)
