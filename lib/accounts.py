"""Accounts side by side, however many: one outlet, five, or more than a chart can hold.

The sentences that compare outlets are made here where one form does not fit all numbers of them.
"""

from itertools import combinations

import numpy as np

from lib import corpus

MOST = 12  # outlets that tables and charts can hold side by side


def gather(articles, most=MOST):
    """The articles, those of the smaller outlets under one name where there are more than `most` outlets.

    Without sources.csv each file is an outlet of its own: hundreds of them fill no chart.

    Returns:
        `articles`; of too many outlets those of least text (all but `most` - 1) are named "<n> other outlets".
    """
    sizes = articles["text"].str.len().groupby(articles["outlet"]).sum()
    if len(sizes) <= most:
        return articles
    kept = sizes.sort_index().sort_values(ascending=False, kind="stable").index[: most - 1]
    rest = f"{len(sizes) - len(kept):,} other outlets"
    return articles.assign(outlet=articles["outlet"].where(articles["outlet"].isin(kept), rest))


def speaking(articles, tokens):
    """The articles of the outlets that have running text: one of captions alone cannot be compared."""
    return articles[articles["outlet"].isin(tokens["outlet"])]


def described():
    """What says who published an article, as the end of a sentence."""
    folder = corpus.folder()
    if (folder / "sources.csv").is_file():
        return f"{folder.name}/sources.csv describes them"
    return "their files describe them"


def holds(articles):
    """ "The 5 articles hold", with which a sentence begins."""
    return "The article holds" if len(articles) == 1 else f"The {len(articles)} articles hold"


def span(low, high, several, one):
    """`several` with both ends of a span in its places, or `one` with the value where both are the same."""
    return one.format(low) if low == high else several.format(low, high)


def doubts(articles):
    """How many attributions to an outlet are not verified."""
    n, of = (articles["attribution"] != "verified").sum(), len(articles)
    if not n:
        return "Every attribution to an outlet is verified, as the corpus says."
    if n == of:
        return "No attribution to an outlet is stated to be verified."
    return f"{n} of the {of} attributions to an outlet {'is' if n == 1 else 'are'} not verified."


def worked(mended, aside):
    """What was mended and set aside; the tables are those of lib.corpus."""
    mended = mended[mended["was"] != ""]  # a first row says of a web page or a table what was read
    pieces = f"{len(aside) or 'no'} piece{'' if len(aside) == 1 else 's'} set aside"
    if mended.empty:
        return f"Nothing had to be mended, and {pieces}."
    places, files = len(mended), mended["article_id"].nunique()
    was = "place was" if places == 1 else f"places in {files} of the files were"
    return f"{places} {was} mended, and {pieces}; both are listed below."


def lengths(sizes, labels):
    """How far the outlets differ in length; "" for one outlet. `sizes` is that of lib.measures.terms."""
    longest, shortest = (sizes.loc[at] for at in (sizes["tokens"].idxmax(), sizes["tokens"].idxmin()))
    if len(sizes) < 2:
        return ""
    return (
        f"The longest, {labels[longest['outlet']]}, has {longest['tokens'] / shortest['tokens']:.1f} times the tokens of the "
        f"shortest, {labels[shortest['outlet']]}: counts cannot be compared, rates can. "
    )


def varied(variety, labels):
    """Whose words vary most and least. `variety` is that of lib.measures.terms."""
    known = variety.dropna(subset="mattr")
    if len(known) < 2:
        return "How varied the words are is not compared: there are not two outlets of 100 tokens."
    rich, poor = known.loc[known["mattr"].idxmax()], known.loc[known["mattr"].idxmin()]
    return (
        f"Words vary most in {labels[rich['outlet']]} and least in {labels[poor['outlet']]} "
        f"(MATTR {rich['mattr']:.2f} and {poor['mattr']:.2f})."
    )


def most_varied(measures):
    """What a plot of several measures of variety shows: rows outlets, columns measures, mattr among them."""
    first, second = measures["mattr"].nlargest(2).index
    if len(measures) > 2 and all(set(measures[name].nlargest(2).index) == {first, second} for name in measures):
        return (
            f"Dot plot: {first} and {second} vary their words more than the other outlets, by every window and by HD-D."
        )
    return f"Dot plot: by windows of 100 tokens words vary most in {first}; the measures do not all agree."


def overlapping(groups):
    """ "sentence lengths overlap widely; " if the middle halves of all groups (at least two) do; else ""."""
    ends = [np.quantile(values, [0.25, 0.75]) for values in groups.values()]
    overlap = len(ends) > 1 and max(low for low, _ in ends) <= min(high for _, high in ends)
    return "sentence lengths overlap widely; " if overlap else ""


def intervals(low, high):
    """Do the intervals of one row (a term, one column an outlet) overlap one another: most, some, none?"""
    low, high = low.to_numpy(dtype=float), high.to_numpy(dtype=float)
    pairs = [(low[:, a] <= high[:, b]) & (low[:, b] <= high[:, a]) for a, b in combinations(range(low.shape[1]), 2)]
    if not pairs or np.isnan(low).all():
        return "there are no intervals to compare"
    share = np.mean(pairs)
    return "most intervals overlap" if share > 0.5 else "some intervals overlap" if share else "no intervals overlap"


def width(low, high, limit):
    """What is to be said of intervals: they "are wide" if one of them is wider than `limit`."""
    widths = np.asarray(high, dtype=float) - np.asarray(low, dtype=float)
    if np.isnan(widths).all():
        return "cannot be given for so little text"
    return "are wide" if np.nanmax(widths) > limit else f"are no wider than {limit}"


def ranking(alike):
    """Can pairs of outlets be ranked by their overlap? `alike` is that of lib.measures.resample."""
    two = alike[alike["outlet_a"] != alike["outlet_b"]]
    pairs = [(a.low <= b.high) & (b.low <= a.high) for a, b in combinations(two.itertuples(), 2)]
    if not pairs:
        return "there is no other pair to rank it with"
    if np.mean(pairs) > 0.5:
        return "most overlap one another, so no ranking of pairs is safe"
    return f"{sum(pairs)} of {len(pairs)} pairs of intervals overlap, so a ranking is only partly safe"
