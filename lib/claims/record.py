"""Claims and statements held against the record: what sources outside the corpus say."""

import pandas as pd

from lib.claims.pairing import figure, interval, relation
from lib.corpus import HOME, CorpusError, read_table, table_path
from lib.tables import percent

REFERENCES = (
    *("reference_id", "measure", "value_low", "value_high", "unit", "hedge", "as_of", "words", "without"),
    *("source", "source_url", "source_kind", "confidence", "checked", "note"),
)
STATEMENTS = ("statement_id", "topic", "article_id", "start", "end", "quote", "record", "verdict", "strict", "source", "source_url", "confidence", "checked")  # fmt: skip
SUBJECT = "(?i:central.asia)"
STATES = "participants"  # how the references begin that count the states that took part
VERDICTS = ("supported", "compatible", "contradicted", "not found")
CONFIDENCE = ("high", "medium", "low")
HELD = [
    *("article_id", "outlet", "start", "end", "surface", "measure", "verdict", "reference_id", "record", "why"),
    *("against", "source", "source_url", "source_kind", "confidence", "note"),
]  # fmt: skip


def read_references(path=None, articles=None):
    """references.csv with its values as numbers; columns REFERENCES and more.

    Args:
        articles: where given, our own table (not one that the corpus brings) speaks of
            their claims only if at least half of them name Central Asia: its words, such
            as "trade" or "cost", would fit any event, and its rates are of June 2025.
    """
    table = read_table("references.csv", REFERENCES, path).astype({"value_low": float, "value_high": float})
    ours = table_path("references.csv", path).parent == HOME / "data"
    if articles is not None and ours and articles["text"].str.contains(SUBJECT).mean() < 0.5:
        table["words"] = ""
        table = table[~table["unit"].str.contains("/")].reset_index(drop=True)
    return table


def rate(references, name="rate-2025-06-16"):
    """The reference that holds the day's rate (yuan in a dollar); empty if a corpus's own table has none."""
    own = references[references["reference_id"] == name]
    return own.iloc[0] if len(own) else pd.Series(dtype=object)


def exchange(references):
    """The rates for `claims.align`, {currency: units in one dollar}: of the currency that `rate` is of, and of no other."""
    own = rate(references)
    return {"USD": 1.0, own["unit"].partition("/")[0]: own["value_low"]} if len(own) else {}


def beside_rate(sums, references):
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


def read_statements(path=None):
    """statements.csv: facts without a number on which the articles differ; columns STATEMENTS and more."""
    return read_table("statements.csv", STATEMENTS, path).astype({"start": int, "end": int})


def check_statements(statements, articles):
    """Raise a CorpusError that names the first quotation that does not stand where its span says, or an unknown verdict."""
    texts = articles.set_index("article_id")["text"]
    for row in statements.itertuples():
        if row.article_id not in texts.index or texts[row.article_id][row.start : row.end] != row.quote:
            raise CorpusError(
                f"statements.csv, {row.statement_id}: {row.quote!r} does not stand at {row.article_id} {row.start}-{row.end}"
            )
        if row.confidence == "low" and row.verdict == "contradicted":
            raise CorpusError(f"statements.csv, {row.statement_id}: a record of low confidence contradicts nothing")
        if row.strict and row.verdict == "contradicted":
            raise CorpusError(f"statements.csv, {row.statement_id}: contradicted as it is, so `strict` must be empty")


def applies(reference, claim):
    """Does a reference speak of what a claim measures: the same unit, all its words, none of those it is to be without?"""
    told = f"{claim['surface']} {claim['measure']} {claim['counted']}".lower()
    if reference["unit"] != claim["unit"] or not reference["words"]:
        return False
    if any(part in told for part in reference["without"].split()):
        return False
    return all(any(other in told for other in part.split("|")) for part in reference["words"].split())


def verdict(claim, reference):
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
    near = claim["hedge"] == (reference["hedge"] or "none") and all(
        abs(claim[f"value_{end}"] - reference[f"value_{end}"]) <= 0.005 * reference[f"value_{end}"]
        for end in ("low", "high")
    )
    if told[0] == "conflict":
        return "contradicted", told[1]
    return ("supported", "the value of the record") if told[0] == "equal" or near else ("compatible", told[1])


def _rank(said, why, reference, claim):
    """What makes one reference fitter than another: confidence, verdict, nearness of the value, words shared."""
    a, b = reference["value_low"], claim["value_low"]
    words = set(f"{claim['measure']} {claim['counted']}".lower().split())
    shared = len(words & set(reference["measure"].lower().split()))
    off = abs(a - b) / max(a, b, 1e-9)
    return CONFIDENCE.index(reference["confidence"]), VERDICTS.index(said), round(off, 2), -shared, off


def hold(claims, references):
    """Each claim against all references that speak of its measure.

    The best verdict that a reference of the highest confidence at hand gives is taken; of
    several the one whose value is nearest, then the one that shares most words with the claim, then the latest. References that
    disagree are named in `against`. A reference of low confidence never contradicts, and one whose page
    was not found again (checked: dossier) says nothing.

    Returns:
        One row a claim: HELD; record is the reference's hedge, value and measure.
    """
    seen = references[references["checked"] != "dossier"] if "checked" in references else references
    latest_first = seen.sort_values(["as_of", "reference_id"], ascending=[False, True]).to_dict("records")
    rows = []
    for claim in claims.to_dict("records"):
        place = tuple(claim[name] for name in ("article_id", "outlet", "start", "end", "surface", "measure"))
        told = [(*verdict(claim, r), r) for r in latest_first if applies(r, claim)]
        told = [row for row in told if not (row[0] == "contradicted" and row[2]["confidence"] == "low")]
        if not told:
            rows.append((*place, "not found", *[""] * (len(HELD) - len(place) - 1)))
            continue
        said, why, r = min(told, key=lambda row, claim=claim: _rank(*row, claim))
        against = "; ".join(sorted(row[2]["reference_id"] for row in told if row[0] == "contradicted" != said))
        ends = dict.fromkeys(figure(r[f"value_{end}"]) for end in ("low", "high"))
        record = f"{r['hedge']} {' to '.join(ends)} {r['unit']}: {r['measure']}".strip()
        rest = (r["source"], r["source_url"], r["source_kind"], r["confidence"], r["note"])
        rows.append((*place, said, r["reference_id"], record, why, against, *rest))
    return pd.DataFrame(rows, columns=HELD)


def only_states(pairs, held):
    """How many equal pairs only count the states that took part."""
    counting = held[held["reference_id"].str.startswith(STATES)]
    places = set(zip(counting["article_id"], counting["start"], strict=True))
    return sum(r.relation == "equal" and (r.article_a, r.start_a) in places for r in pairs.itertuples())


def agreement(shared, pairs, trivial, outlets):
    """What the pairs come to, as sentences.

    Args:
        shared: things that more than one outlet states. pairs: as `align` makes them.
        trivial: pairs that only count states (`only_states`). outlets: how many there are.
    """
    if outlets < 2:
        return "There is one outlet, so nothing can be set side by side."
    if pairs.empty:
        return "No two outlets state the same thing."
    n = pairs["relation"].value_counts().reindex(["equal", "compatible", "conflict"], fill_value=0)
    of = f"Of {len(pairs)} pairs of statements "
    if trivial:
        of += f"{trivial} only count the states that took part; of the other {len(pairs) - trivial} pairs "
    return (
        f"{shared} of the things are stated by more than one outlet. {of}{n['equal'] - trivial} are equal, {n['compatible']} compatible "
        f"once hedges and rounding are allowed for, {n['conflict'] or 'none'} in conflict."
    )


def told(held):
    """What to bear in mind of the verdicts: (how many supported claims only count states, how official the sources are), "" where neither holds."""
    known = held[held["reference_id"] != ""]
    other = known[~known["reference_id"].str.startswith(STATES)]
    states = (known["verdict"] == "supported").sum() - (other["verdict"] == "supported").sum()
    official = other["source_kind"].str.startswith("Chinese official").mean() if len(other) else 0.0
    return (
        f" ({states} of these only count states)" if states else "",
        f" For {percent(official)} of those that do not count states the source is Chinese and official or state media, or quotes them: "
        "*supported* then means that the official account says so."
        if official
        else "",
    )


def relative(claims, held, references, cap=150.0):
    """Claims as a percentage of the record's value, with what their hedges and digits allow.

    Args:
        held: as `hold` returns it. cap: where a line without end is cut.
    Returns:
        The claims the record speaks of: article_id, start, outlet, surface, hedge, reference_id, value, low, high (%).
    """
    values = references.set_index("reference_id")["value_low"]
    both = claims.merge(
        held.loc[held["reference_id"] != "", ["article_id", "start", "reference_id"]], on=["article_id", "start"]
    )
    rows = []
    for c in both.itertuples():
        core = c.surface[c.core_start - c.start : c.core_end - c.start]
        low, high = interval(c.value_low, c.value_high, c.unit, c.hedge, c.hedge_text, core)
        share = 100 / values[c.reference_id]
        place = (c.article_id, c.start, c.outlet, c.surface, c.hedge, c.reference_id)
        rows.append((*place, share * c.value_low, share * low, min(share * high, cap)))
    return pd.DataFrame(
        rows, columns=["article_id", "start", "outlet", "surface", "hedge", "reference_id", "value", "low", "high"]
    )
