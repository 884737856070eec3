"""Claims held against the record: what sources outside the corpus say."""

from collections.abc import Mapping
from pathlib import Path

import pandas as pd

from lib import claims as _claims
from lib.claims.pairing import claim_matrix, filled, groups
from lib.claims.relations import interval, relation
from lib.claims.units import amount, beside
from lib.claims.wording import NUMBER
from lib.corpus import as_shown, fits, read_table

REFERENCES = (
    *("reference_id", "measure", "value_low", "value_high", "unit", "hedge", "as_of", "words", "without"),
    *("source", "source_url", "source_kind", "confidence", "checked", "note"),
)
STATES = "participants"  # how the references begin that count the states that took part
VERDICTS = ("supported", "compatible", "contradicted", "not found", "opinion")
CONFIDENCE = ("high", "medium", "low")
IN_WORDS = {"approx": "about ", "above": "over ", "below": "below "}  # hedges of the record
HELD = [
    *("article_id", "outlet", "start", "end", "surface", "measure", "verdict", "reference_id", "record", "why"),
    *("against", "source", "source_url", "source_kind", "confidence", "note", "drawn_on"),
]  # fmt: skip


def read_references(path: str | Path | None = None, articles: pd.DataFrame | None = None) -> pd.DataFrame:
    """references.csv with its values as numbers; columns REFERENCES and more.

    Args:
        articles: where given, our own table (not one that the corpus brings) speaks of
            their claims only if it fits (lib.corpus.fits): its words, such
            as "trade" or "cost", would fit any event, and its rates are of June 2025.
    """
    table = read_table("references.csv", REFERENCES, path).astype({"value_low": float, "value_high": float})
    table = table.assign(**{name: "" for name in ("context", "drawn_on_by") if name not in table})
    if articles is not None and not fits("references.csv", articles, path):
        table["words"] = ""
        table = table[~table["unit"].str.contains("/")].reset_index(drop=True)
    return table


def rate(references: pd.DataFrame, name: str = "rate-2025-06-16") -> pd.Series:
    """The reference that holds the day's rate (yuan in a dollar); empty if a corpus's own table has none."""
    own = references[references["reference_id"] == name]
    return own.iloc[0] if len(own) else pd.Series(dtype=object)


def exchange(references: pd.DataFrame) -> dict[str, float]:
    """The rates for `claims.align`, {currency: units in one dollar}: of the currency that `rate` is of, and of no other."""
    own = rate(references)
    return {"USD": 1.0, own["unit"].partition("/")[0]: own["value_low"]} if len(own) else {}


def beside_rate(sums: pd.DataFrame, references: pd.DataFrame) -> pd.DataFrame:
    """Sums in two currencies (as `claims.implied_rates` makes them) beside the day's rate: those in its own two currencies.

    Returns:
        Their rows, with rate in the units of the record, whichever currency stands first, and
        off_percent (how far it lies from the record's).
    """
    own = rate(references)
    one, other = own["unit"].split("/") if len(own) else ("", "")
    turned = (sums["unit_a"] == other) & (sums["unit_b"] == one)
    kept = sums.assign(rate=sums["rate"].where(~turned, 1 / sums["rate"]))
    kept = kept[turned | ((sums["unit_a"] == one) & (sums["unit_b"] == other))].reset_index(drop=True)
    return kept.assign(off_percent=100 * (kept["rate"] / own.get("value_low", 1.0) - 1))


def applies(reference: Mapping, claim: Mapping) -> bool:
    """Does a reference speak of what a claim measures: the same unit, all its words (and in its sentence those of
    `context`), none of those it is to be without?"""
    if reference["unit"] != claim["unit"] or not reference["words"]:
        return False
    told, sentence = _told(claim), claim["sentence"].lower()
    barred = any(part in told for part in reference["without"].split())
    placed = all(part in sentence for part in reference.get("context", "").split())
    return placed and not barred and all(any(w in told for w in part.split("|")) for part in reference["words"].split())


def _told(claim):
    """What a claim says it measures: its clip; where a noun is counted, that and what stands behind the number."""
    clip = claim["measure"].partition(NUMBER)[2] if claim["counted"] else claim["measure"]
    return f"{claim['surface']} {clip} {claim['counted']}".lower()


def verdict(claim: Mapping, reference: Mapping) -> tuple[str, str]:
    """(verdict, why) of a claim against one reference of the same measure.

    Supported: the same value, hedged alike. Compatible: what the claim's hedge and digits
    allow, and what the reference allows, overlap. Contradicted: they do not.
    """
    core = claim["surface"][claim["core_start"] - claim["start"] : claim["core_end"] - claim["start"]]
    one = {**claim, "core": core, "per": ""}
    digits = f"{reference['value_low']:.15g}"
    two = {**reference, "surface": "the record", "core": digits, "hedge_text": reference["hedge"], "per": ""}
    told = relation(one, two)
    if told is None:
        return "not found", "no common unit"
    ends = [(claim[end], reference[end]) for end in ("value_low", "value_high")]
    near = claim["hedge"] == (reference["hedge"] or "none") and all(abs(a - b) <= 0.005 * b for a, b in ends)
    if told[0] == "conflict":
        return "contradicted", told[1]
    return ("supported", "the value of the record") if told[0] == "equal" or near else ("compatible", told[1])


def _rank(said, _, reference, claim):
    """What makes one reference fitter than another: a text of its own, confidence, verdict, nearness of the value, words shared."""
    a, b = reference["value_low"], claim["value_low"]
    shared = len(set(_told(claim).split()) & set(reference["measure"].lower().split()))
    off = abs(a - b) / max(a, b, 1e-9)
    same = _draws_on(claim, reference)
    return same, CONFIDENCE.index(reference["confidence"]), VERDICTS.index(said), round(off, 2), -shared, off


def _draws_on(claim, reference):
    """Does the account draw on the very text of the reference? It then agrees with itself."""
    return claim["article_id"] in reference.get("drawn_on_by", "").split()


def _may_contradict(reference, claim):
    """Can a reference contradict a claim? One of low confidence never; a count of all those who took part no smaller one."""
    some = reference["reference_id"].startswith(STATES) and claim["value_high"] < reference["value_low"]
    return reference["confidence"] != "low" and not some


def hold(claims: pd.DataFrame, references: pd.DataFrame) -> pd.DataFrame:
    """Each claim against all references that speak of its measure.

    The best verdict that a reference of the highest confidence at hand gives is taken; of
    several the one whose value is nearest, then the one that shares most words with the claim, then the latest. References that
    disagree are named in `against`. A reference of low confidence never contradicts, and one whose page
    was not found again (checked: dossier) says nothing. Fewer than the states that took part ("four presidents
    came early") are some of them. A text on which the account itself draws is taken
    only where there is no other. What counts sides is an opinion.

    Returns:
        One row a claim: HELD; verdict is "" where no reference says which words it is of (those of another event);
        record is the reference's hedge, value and measure; drawn_on is "yes" where the account draws on the reference.
    """
    seen = references[references["checked"] != "dossier"] if "checked" in references else references
    latest_first = seen.sort_values(["as_of", "reference_id"], ascending=[False, True])
    latest_first = latest_first[latest_first["words"] != ""].to_dict("records")
    rows = []
    for claim in filled(claims).to_dict("records"):
        place = tuple(claim[name] for name in ("article_id", "outlet", "start", "end", "surface", "measure"))
        chosen = claim["counted"].lower() == "sides"  # a way of speaking: "the two sides" of six states
        told = [] if chosen else [(*verdict(claim, r), r) for r in latest_first if applies(r, claim)]
        told = [row for row in told if row[0] != "contradicted" or _may_contradict(row[2], claim)]
        if not told:
            nothing = "not found" if (references["words"] != "").any() else ""
            rows.append((*place, "opinion" if chosen else nothing, *[""] * (len(HELD) - len(place) - 1)))
            continue
        said, why, r = min(told, key=lambda row, claim=claim: _rank(*row, claim))
        against = "; ".join(sorted(row[2]["reference_id"] for row in told if row[0] == "contradicted" != said))
        ends = dict.fromkeys(amount(r[f"value_{end}"], 4) for end in ("low", "high"))
        unit = "" if r["unit"] == "count" else f" {beside(r['unit'], r['value_high'])}"
        record = f"{IN_WORDS.get(r['hedge'], '')}{' to '.join(ends)}{unit}: {r['measure']}"
        rest = (*(r[name] for name in HELD[11:16]), "yes" if _draws_on(claim, r) else "")
        rows.append((*place, said, r["reference_id"], record, why, against, *rest))
    return pd.DataFrame(rows, columns=HELD)


def numbers(articles: pd.DataFrame, references: pd.DataFrame) -> tuple[pd.DataFrame, pd.DataFrame, pd.DataFrame]:
    """What articles state in numbers, with their outlets as `corpus.as_shown` names them.

    Args:
        articles: as `corpus.load` makes them. Pairs are sought between all outlets, also those that tables show as one.
    Returns:
        The claims (`extract`), their pairs (`align`), and each beside the record (`hold`).
    """
    found = _claims.extract(as_shown(articles, most=len(articles)))
    pairs = _claims.align(found, exchange(references))
    found = found.assign(outlet=found["article_id"].map(as_shown(articles).set_index("article_id")["outlet"]))
    return found, pairs, hold(found, references)


def counts_states(pairs: pd.DataFrame, held: pd.DataFrame) -> pd.Series:
    """Which pairs only count the states that took part: a mask, one value a row."""
    counting = held[held["reference_id"].fillna("").astype(str).str.startswith(STATES)]
    ends, places = (pairs[["article_a", "start_a"]], counting[["article_id", "start"]])
    return (pairs["relation"] == "equal") & pd.MultiIndex.from_frame(ends).isin(pd.MultiIndex.from_frame(places))


def given_twice(found: pd.DataFrame, pairs: pd.DataFrame, held: pd.DataFrame) -> pd.DataFrame:
    """The figures that two outlets or more give, but for the number of states: rows of `claim_matrix`, conflicts first.

    Several pairs can be of one figure, such as a sum in two currencies: what hangs together by pairs is one.
    """
    shared = claim_matrix(found, pairs[~counts_states(pairs, held)]).query("outlets > 1")
    return shared.sort_values("relation", key=lambda said: said != "conflict", kind="stable", ignore_index=True)


def in_conflict(pairs: pd.DataFrame, found: pd.DataFrame, articles: pd.DataFrame) -> pd.DataFrame:
    """Of each group of claims the surest pair whose values no number fits both of, with the sentences the two stand in.

    What was published on one day, or on days that are not known, goes first: a later number may have overtaken one.

    Args:
        pairs: as `align` makes them. found: the claims they are of, as `extract` makes them. articles: those of both.
    Returns:
        Rows of `pairs`, the surest first, with sentence_a and sentence_b (as they stand), date_a and date_b of their
        articles, days (between the two, 0 where one is not known), and others (how many more pairs of the group are in
        conflict).
    """
    dates = articles.set_index("article_id")["date"].astype(str)
    lines = found.set_index(["article_id", "start"])["sentence"]
    rows = pairs[pairs["relation"] == "conflict"].copy()
    for side in "ab":
        places = zip(rows[f"article_{side}"], rows[f"start_{side}"], strict=True)
        rows[f"sentence_{side}"] = pd.Series([lines[place] for place in places], rows.index, dtype=str)
        rows[f"date_{side}"] = rows[f"article_{side}"].map(dates).astype(str)
    a, b = (pd.to_datetime(rows[f"date_{side}"], format="%Y-%m-%d", errors="coerce") for side in "ab")
    rows["days"] = (a - b).dt.days.abs().fillna(0).astype(int)
    rows["others"] = rows.groupby("group")["group"].transform("size") - 1
    rows = rows.sort_values("sure", ascending=False, kind="stable")
    rows = rows.sort_values("days", key=lambda days: days > 0, kind="stable")
    return rows.drop_duplicates("group").reset_index(drop=True)


def relative(claims: pd.DataFrame, held: pd.DataFrame, references: pd.DataFrame, cap: float = 150.0) -> pd.DataFrame:
    """Claims as a percentage of the record's value, with what their hedges and digits allow.

    Args:
        held: as `hold` returns it. cap: where a line without end is cut.
    Returns:
        The claims the record speaks of: article_id, start, outlet, surface, hedge, reference_id, value, low, high (%).
    """
    values = references.set_index("reference_id")["value_low"]
    spoken = held.loc[held["reference_id"].fillna("") != "", ["article_id", "start", "reference_id"]]
    both = claims.merge(spoken, on=["article_id", "start"])
    rows = []
    for c in both.itertuples():
        core = c.surface[c.core_start - c.start : c.core_end - c.start]
        low, high = interval(c.value_low, c.value_high, c.unit, c.hedge, c.hedge_text, core)
        share = 100 / values[c.reference_id]
        place = (c.article_id, c.start, c.outlet, c.surface, c.hedge, c.reference_id)
        rows.append((*place, share * c.value_low, share * low, min(share * high, cap)))
    columns = ["article_id", "start", "outlet", "surface", "hedge", "reference_id", "value", "low", "high"]
    return pd.DataFrame(rows, columns=columns)


def beside_hedged(
    claims: pd.DataFrame, pairs: pd.DataFrame, held: pd.DataFrame, references: pd.DataFrame
) -> pd.DataFrame:
    """The hedged claims that the record speaks of, and the unhedged ones of the same things beside them.

    Args:
        pairs: as `align` makes them. held: as `hold` returns it.
    Returns:
        Rows of `relative`, those of one thing together, with group (its number).
    """
    numbered = claims[["article_id", "start"]].assign(group=groups(claims, pairs))
    near = relative(claims, held, references).merge(numbered, on=["article_id", "start"])
    return near[near["group"].isin(near.loc[near["hedge"] != "none", "group"])].sort_values("group", kind="stable")
