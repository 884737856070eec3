"""How well a rule finds what a gold standard holds."""

import math

import pandas as pd


def precision_recall(counts: pd.DataFrame) -> pd.DataFrame:
    """Precision, recall and F1 from counts.

    Args:
        counts: columns right (found and in the gold), found (in all), gold (in all).
    Returns:
        `counts` and precision (right of found), recall (right of gold), f1 (their harmonic mean); NaN where nothing
        was found, nothing is in the gold, or both.
    """
    right, found, gold = (counts[name].astype(float) for name in ("right", "found", "gold"))
    rates = {"precision": right / found, "recall": right / gold, "f1": 2 * right / (found + gold)}
    return counts.assign(**rates)


def score(claims, gold):
    """Claims as the grammar reads them against a gold of the same texts.

    A claim is found if its number overlaps a gold claim; then its value with the unit, its
    hedge, and its span are right or wrong.

    Args:
        claims: as `claims.extract` makes them. gold: the columns of claims_gold.csv.
    Returns:
        (table, errors): table has what, right, precision, recall, f1; errors every gold claim missed or read
        wrongly and every claim that is none: article_id, start, end, surface, error.
    """
    kept = gold[gold["role"] == "claim"]
    found, used, errors = claims.to_dict("records"), set(), []
    right = dict.fromkeys(("found", "value and unit", "hedge", "span"), 0)
    for g in kept.to_dict("records"):
        own = [(i, f) for i, f in enumerate(found) if i not in used and f["article_id"] == g["article_id"]]
        hits = [i for i, f in own if f["core_start"] < g["end"] and g["start"] < f["core_end"]]
        place = (g["article_id"], g["start"], g["end"], g["surface"])
        if not hits:
            errors.append((*place, "missed"))
            continue
        f = found[hits[0]]
        used.add(hits[0])
        values = all(math.isclose(f[f"value_{end}"], float(g[f"value_{end}"]), rel_tol=1e-6) for end in ("low", "high"))
        told = {
            "found": True,
            "value and unit": values and f["unit"] == g["unit"],
            "hedge": f["hedge"] == g["hedge"],
            "span": (f["start"], f["end"]) == (g["start"], g["end"]),
        }
        for what, fine in told.items():
            right[what] += fine
        errors += [(*place, f"wrong {what}: {f['surface']}") for what, fine in told.items() if not fine]
    others = [f for i, f in enumerate(found) if i not in used]
    errors += [(f["article_id"], f["start"], f["end"], f["surface"], "not a claim") for f in others]
    rows = [(what, n, len(found), len(kept)) for what, n in right.items()]
    scored = pd.DataFrame(rows, columns=["what", "right", "found", "gold"])
    scored = precision_recall(scored).drop(columns=["found", "gold"]).fillna(0.0)
    return scored, pd.DataFrame(errors, columns=["article_id", "start", "end", "surface", "error"])
