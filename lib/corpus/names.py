"""Outlets as pages name them, in their order."""

from collections import Counter

import pandas as pd

from lib.corpus.loading import ATTRIBUTIONS

DAGGER = "†"  # behind an outlet whose attribution is not verified
SIDE_BY_SIDE = 12  # outlets that tables and charts can hold


def as_shown(articles: pd.DataFrame, most: int = SIDE_BY_SIDE) -> pd.DataFrame:
    """The articles with their outlets named as pages name them; `outlet` stays a string.

    Returns:
        `articles`, where an outlet that is not verified carries DAGGER, and of more than `most` outlets those
        of least text (all but `most` - 1) are one, "<n> other outlets", the last: without sources.csv each file is an
        outlet.
    """
    doubt = articles["attribution"].isin(ATTRIBUTIONS[1:]).groupby(articles["outlet"]).any()
    sizes = articles["text"].str.len().groupby(articles["outlet"]).sum().sort_index()
    names = {outlet: f"{outlet}{DAGGER}" if doubt[outlet] else outlet for outlet in sizes.index}
    if len(sizes) > most:
        least = sizes.sort_values(ascending=False, kind="stable").index[most - 1 :]
        names |= dict.fromkeys(least, f"{len(least):,} other outlets")
        articles = articles.sort_values("outlet", key=lambda own: own.isin(least), kind="stable", ignore_index=True)
    return articles.assign(outlet=articles["outlet"].map(names))


def outlets(table: pd.DataFrame) -> list[str]:
    """The outlets of a table (articles, tokens ...), each once, in its order."""
    return list(table["outlet"].unique())


def accounts(articles: pd.DataFrame) -> dict[str, str]:
    """{article_id: its outlet}; where the outlet has several, with the title, else the date, else the article_id."""
    articles = articles.reindex(columns=["article_id", "outlet", "title", "date"], fill_value="")
    several = articles["outlet"].duplicated(keep=False)
    titles = articles["title"].str.replace(r"(?s)^(.{50}\S*)\s.*$", r"\1 …", regex=True)
    names = {}
    for said in (titles, titles.where(titles == "", titles + ", ") + articles["date"], articles["article_id"]):
        known = Counter(zip(articles["outlet"], said, strict=True))
        for name, outlet, what, many in zip(articles["article_id"], articles["outlet"], said, several, strict=True):
            if not many or (what and known[outlet, what] == 1):
                names.setdefault(name, f"{outlet}: {what}" if many else outlet)
    return names
