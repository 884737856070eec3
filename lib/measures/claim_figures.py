"""What a table of claims tells of its outlets: how often they state numbers, and sums in two currencies."""

from itertools import pairwise

import pandas as pd

from lib.measures import resample


def implied_rates(claims: pd.DataFrame) -> pd.DataFrame:
    """The same sum stated in two currencies in one breath: "1.5 billion yuan (about US$208 million)".

    Returns:
        article_id, outlet, start, end, surface (both), unit_a, value_a, unit_b, value_b,
        rate (units of a in one of b).
    """
    money = claims[claims["kind"] == "money"].sort_values(["article_id", "start"]).to_dict("records")
    rows = []
    for a, b in pairwise(money):
        gap = b["start"] - a["end"]
        beside = 0 < gap <= 3 and all(a[name] == b[name] for name in ("article_id", "sentence_id"))
        behind = a["sentence"].partition(a["surface"])[2][:gap] if beside else ""
        if a["unit"] != b["unit"] and b["value_low"] and any(sign in behind for sign in ("(", "or", "/")):
            values = a["unit"], a["value_low"], b["unit"], b["value_low"], a["value_low"] / b["value_low"]
            whole = a["surface"] + behind + b["surface"]
            rows.append((a["article_id"], a["outlet"], a["start"], b["end"], whole, *values))
    columns = ["article_id", "outlet", "start", "end", "surface", "unit_a", "value_a", "unit_b", "value_b", "rate"]
    return pd.DataFrame(rows, columns=columns)


def claim_rates(claims: pd.DataFrame, tokens: pd.DataFrame) -> pd.DataFrame:
    """How often each outlet states numbers, in lead and body: per 1,000 tokens, with paragraph intervals.

    Args:
        tokens: of the running text; columns article_id, outlet, paragraph_id, sentence_id.
    Returns:
        outlet, what (claims, hedged), n, per_1000, low, high (widened bootstrap over paragraphs); none without claims.
    """
    told = claims.merge(
        tokens.drop_duplicates(["article_id", "sentence_id"])[["article_id", "sentence_id", "paragraph_id"]]
    )
    told = pd.concat([told.assign(what="claims"), told[told["hedge"] != "none"].assign(what="hedged")])
    u = resample.place_units(tokens.drop(columns="term", errors="ignore"), told, "what", ["claims", "hedged"])
    rates = resample.rate_intervals(u).rename(columns={"term": "what", "freq": "n"})
    return rates if len(claims) else rates[:0]
