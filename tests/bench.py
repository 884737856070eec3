"""How fast are the claims, and do they grow with the text? `make bench` runs this after the calibration.

Times move with the machine, so they are printed as ratios to what other extractors need on
news text (data/claims_baselines.csv; quantulum3 is run here if it is installed).
"""

import json
import time

import pandas as pd

from lib import claims
from lib import text as _text
from lib.claims import grammar
from tests.conftest import HOME

HOSTILE = [
    *("1,", "$", "-", "9" * 400 + " ", "Infinity million ", "1e999 ", "one ", "[1,", "1-", "from 1 to "),
    *("111 ", "hundred and ", "a half and "),
]


def articles(copies=12):
    """The twenty-four articles of tests/claims_held.jsonl, several times."""
    items = (HOME / "tests/claims_held.jsonl").read_text(encoding="utf-8").splitlines()
    texts = [_text.repair(json.loads(item)["text"])[0] for item in items] * copies
    names = [f"a{i}" for i in range(len(texts))]
    return pd.DataFrame({"article_id": names, "outlet": "x", "text": texts, "layout": "lines"})


def seconds(run, times=3):
    best = float("inf")
    for _ in range(times):
        start = time.perf_counter()
        run()
        best = min(best, time.perf_counter() - start)
    return best


def speeds():
    """kB/s of ours, and how many times that of each recorded extractor."""
    table = articles()
    size = sum(len(text.encode()) for text in table["text"]) / 1000
    ours = size / seconds(lambda: claims.extract(table))
    rows = [("claims.extract", ours, 1.0)]
    peers = pd.read_csv(HOME / "data/claims_baselines.csv")
    rows += [
        (f"{p.extractor} {p.version}, {p.texts} (recorded)", p.kb_per_s, ours / p.kb_per_s) for p in peers.itertuples()
    ]
    try:
        from quantulum3 import parser
    except ImportError:
        pass
    else:
        few = table["text"].head(4)
        theirs = (
            sum(len(text.encode()) for text in few) / 1000 / seconds(lambda: [parser.parse(text) for text in few], 1)
        )
        rows.append(("quantulum3, same run", theirs, ours / theirs))
    return pd.DataFrame(rows, columns=["extractor", "kB/s", "times slower than ours"])


def growth(size=1_000_000):
    """Seconds for a quarter of a megabyte and for one, of text made to hurt."""
    rows = []
    for piece in HOSTILE:
        short, long = ((piece * (n // len(piece))) for n in (size // 4, size))
        a, b = seconds(lambda t=short: grammar.find(t), 1), seconds(lambda t=long: grammar.find(t), 1)
        rows.append((piece[:12], a, b, b / a))
    return pd.DataFrame(rows, columns=["text", "250 kB", "1 MB", "ratio"])


if __name__ == "__main__":
    print("Stated quantities\n", speeds().to_string(index=False, float_format="%.1f"), "\n")
    print("Four times the text, how many times the seconds?\n", growth().to_string(index=False, float_format="%.2f"))
