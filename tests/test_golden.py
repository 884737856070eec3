"""What must not change while files are moved: `python -m tests.test_golden` records it anew, on purpose.

golden.json has the digest of every table of the committed notebooks, and of what is read in each development text:
quantities, numbers set aside, and how pairs of the example compare. The notebooks are not run, so it takes seconds.
"""

import hashlib
import json

import nbformat
import pandas as pd

from lib import claims, corpus
from lib import text as _text
from lib.show.downloads import TOLD
from lib.site import run
from tests.conftest import HOME

GOLDEN = HOME / "tests/golden.json"


def tables():
    """{notebook: {caption: digest}} of the tables in the committed notebooks."""
    found = {}
    for path in run.notebooks():
        outputs = [o for cell in nbformat.read(path, as_version=4).cells for o in cell.get("outputs", [])]
        told = [TOLD.fullmatch(output.get("data", {}).get("text/plain", "")) for output in outputs]
        found[run.below_notebooks(path).as_posix()] = {f"{m[1]} ({m[2]} rows)": m[3] for m in told if m}
    return found


def digest(table):
    """Of a table's rows, floats to ten digits."""
    return hashlib.sha256(table.to_csv(index=False, float_format="%.10g").encode()).hexdigest()[:16]


def developed():
    """The texts that the rules were written beside: the five, the example, those of claims_held.jsonl."""
    held = [json.loads(line) for line in (HOME / "tests/claims_held.jsonl").read_text(encoding="utf-8").splitlines()]
    rows = [
        {"article_id": f"held-{i}", "outlet": "x", "layout": "lines", "text": _text.repair(item["text"])[0]}
        for i, item in enumerate(held)
    ]
    return pd.concat([corpus.load(HOME / "seeds"), corpus.load(HOME / "data/example"), pd.DataFrame(rows)])


def read():
    """{article_id: [digest of its quantities, of its numbers set aside]}, and "pairs": those of the example."""
    articles = developed()
    stated, aside = claims.extract(articles), claims.set_aside(articles)
    found = {
        name: [digest(table[table["article_id"] == name]) for table in (stated, aside)]
        for name in articles["article_id"]
    }
    example = stated[stated["article_id"].str.startswith(("flood", "tram"))]
    return found | {"pairs": [digest(claims.align(example))]}


def test_tables_of_the_notebooks_are_as_recorded():
    assert tables() == json.loads(GOLDEN.read_text(encoding="utf-8"))["tables"]


def test_what_is_read_in_the_development_texts_is_as_recorded():
    assert read() == json.loads(GOLDEN.read_text(encoding="utf-8"))["claims"]


if __name__ == "__main__":
    recorded = {"tables": tables(), "claims": read()}
    GOLDEN.write_text(json.dumps(recorded, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
