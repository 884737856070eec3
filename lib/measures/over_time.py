"""When texts appeared: articles by week, and how often a word occurs from week to week."""

import pandas as pd

from lib.corpus import outlets
from lib.measures import terms as _terms

LEAST = 10  # dated articles below which a course of time would be made of single texts
SHORT, LONG = 35, 1100  # days up to which days are counted, and from which months are
DAYS, WEEKS, MONTHS = "day", "week", "month"
_STEPS = {DAYS: "D", WEEKS: "7D", MONTHS: "MS"}


def step(articles: pd.DataFrame) -> str:
    """How long a step in time is for these articles: a day, a week (from Monday) or a month, by how long they last."""
    days = pd.to_datetime(_dated(articles)["date"])
    length = (days.max() - days.min()).days if len(days) else 0
    return DAYS if length <= SHORT else WEEKS if length < LONG else MONTHS


def _dated(articles):
    return articles[articles["date"].str.fullmatch("[0-9]{4}-[0-9]{2}-[0-9]{2}")]


def _starts(days, length):
    """The first day of the step in which each day lies."""
    days = pd.to_datetime(days)
    if length == MONTHS:
        return days.dt.to_period("M").dt.start_time
    return days if length == DAYS else days - pd.to_timedelta(days.dt.day_of_week, unit="D")


def articles_over_time(articles: pd.DataFrame) -> pd.DataFrame:
    """Articles of each outlet in each step (see `step`) from the first to the last.

    Args:
        articles: as corpus.load makes them; those without a whole date (YYYY-MM-DD) are left out.
    Returns:
        One row a step (its first day), named as the step; one column an outlet. No row for fewer than ten dated
        articles.
    """
    dated, length, names = _dated(articles), step(articles), outlets(articles)
    if len(dated) < LEAST:
        return pd.DataFrame(columns=names, index=pd.DatetimeIndex([], name=length))
    table = dated.groupby([_starts(dated["date"], length).rename(length), "outlet"]).size().unstack(fill_value=0)
    every = pd.date_range(table.index.min(), table.index.max(), freq=_STEPS[length], name=length)
    return table.reindex(index=every, columns=names, fill_value=0)


def term_over_time(tokens: pd.DataFrame, articles: pd.DataFrame, phrase: str) -> pd.DataFrame:
    """How often each outlet writes a word or phrase in each step, per 1,000 of its words there.

    Args:
        tokens: as corpus.tokens makes them, of the articles.
    Returns:
        As `articles_over_time`; NaN where an outlet has no word in a step. No row where the phrase does not occur.
    """
    empty = articles_over_time(articles)
    found = _terms.find(tokens, phrase)
    if empty.empty or found.empty:
        return empty.iloc[:0].astype(float)
    dated = _dated(articles)
    when = pd.Series(_starts(dated["date"], empty.index.name).to_numpy(), dated["article_id"])

    def counts(rows):
        rows = rows[rows["article_id"].isin(when.index)]
        size = rows.groupby([rows["article_id"].map(when), "outlet"]).size().unstack(fill_value=0)
        return size.reindex(index=empty.index, columns=empty.columns, fill_value=0)

    sizes = counts(tokens[tokens["term"] != ""])
    return (1000 * counts(found) / sizes.where(sizes > 0)).rename_axis(empty.index.name)
