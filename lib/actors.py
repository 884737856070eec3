"""Who is named: countries, organisations, formats and persons, from a table of aliases."""

import pandas as pd

from lib import terms as _terms
from lib.corpus import read_table

MENTIONS = ["article_id", "outlet", "paragraph_id", "sentence_id", "start", "end", "actor", "kind", "sense", "alias"]


def read_aliases(path=None):
    """aliases.csv: alias (terms, parted by spaces), actor, kind, sense (name, metonym, office ...).

    Raises:
        ValueError: an alias stands for two actors.
    """
    table = read_table("aliases.csv", ("alias", "actor", "kind", "sense"), path)
    twice = table.loc[table["alias"].duplicated(), "alias"].tolist()
    if twice:
        raise ValueError(f"aliases.csv lists {', '.join(twice)} more than once; one alias, one actor")
    return table


def mentions(tokens, aliases):
    """Every place where an actor is named; the longest alias wins, and no two overlap.

    "Kazakh President Kassym-Jomart Tokayev" is one mention of the person, none of the
    country. A compound that names a format or a project is that, not its parts.

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
    for _, line in tokens.groupby(["article_id", "sentence_id"], sort=False):
        words, places = line["term"].tolist(), list(line.itertuples())
        i = 0
        while i < len(words):
            size = 1
            if words[i] in heads:
                for n in range(min(longest, len(words) - i), 0, -1):
                    found = known.get(tuple(words[i : i + n]))
                    if found:
                        first, last, size = places[i], places[i + n - 1], n
                        place = (first.article_id, first.outlet, first.paragraph_id, first.sentence_id)
                        rows.append((*place, first.start, last.end, *found))
                        break
            i += size
    return pd.DataFrame(rows, columns=MENTIONS)


def as_tokens(tokens, mentions):
    """The tokens table with each mention's actor as a term of its own, for rates and intervals.

    All tokens stay, under the term "", so that rates are still per 1,000 tokens of text.
    """
    named = mentions.rename(columns={"actor": "term"})[[*_terms.MATCHES[:6], "term"]]
    silent = tokens.drop_duplicates(["article_id", "paragraph_id", "sentence_id", "start"]).assign(term="")
    starts = named.set_index(["article_id", "start"])["term"]
    key = pd.MultiIndex.from_frame(silent[["article_id", "start"]])
    return silent.assign(term=starts.reindex(key).fillna("").to_numpy())


def together(mentions):
    """Pairs of actors named in one paragraph: actor_a, actor_b, n_paragraphs, n_outlets; most frequent first."""
    place = ["article_id", "outlet", "paragraph_id"]
    named = mentions[[*place, "actor"]].drop_duplicates()
    pairs = named.merge(named, on=place, suffixes=("_a", "_b"))
    pairs = pairs[pairs["actor_a"] < pairs["actor_b"]]
    table = pairs.groupby(["actor_a", "actor_b"]).agg(n_paragraphs=("outlet", "size"), n_outlets=("outlet", "nunique"))
    return table.reset_index().sort_values(
        ["n_paragraphs", "actor_a", "actor_b"], ascending=[False, True, True], ignore_index=True
    )
