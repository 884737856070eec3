"""How well a rule finds what a gold standard holds."""

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
