"""Partitions put together: counts add up, claims follow one another."""

import json
import os
import shutil
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pandas as pd

from lib.corpus import CorpusError
from lib.corpus.loading import make_unique
from lib.corpus.problems import warn
from lib.measures.terms import COUNTS
from lib.scale.jobs import atomic, part

MERGE = 500_000  # rows of partitions put together at once
_SUMS = ["freq", "n_paragraphs", "n_articles", "size"]  # of a term: these add up over partitions


def finish(folder: Path, out: str | Path, merge: Callable, **options) -> pd.DataFrame:
    """Put the partitions together into `out`, say what was left out, and read the table."""
    out = Path(out).expanduser().absolute()
    parts = sorted(folder.glob("*.arrow"))
    facts = [json.loads(part(path).schema.metadata[b"facts"]) for path in parts]
    notes = list(dict.fromkeys(note for fact in facts for note in fact["notes"]))
    names = _named([article for fact in facts for article in fact["articles"]])
    for note in notes:
        warn(note)
    if not names:
        raise CorpusError("no readable text in the source" + "".join(f"; {note}" for note in notes[:5]))
    with atomic(out, folder) as path:
        merge(parts, facts, names, path, {"skipped": json.dumps(notes)}, **options)
    shutil.rmtree(folder)
    table = pd.read_parquet(out)
    table.attrs["skipped"] = notes
    return table


def _named(articles):
    """The article ids of the whole source in order; a second one of a name gets a number, as in corpus.load."""
    names = [name for name, _ in articles]
    if len(set(names)) == len(names):
        return names
    rows = [{"article_id": name, "file": file, "form": ""} for name, file in articles]
    make_unique(rows)
    return [row["article_id"] for row in rows]


def merge_counts(parts: list[Path], facts: list[dict], names: list[str], out: Path, metadata: dict, by: str) -> None:
    """Add the partitions up, some groups at a time, and write them in the order and with the columns of
    terms.counts.
    """
    import polars as pl
    import pyarrow as pa
    from pyarrow import parquet

    groups, places, before = {}, [], 0
    for fact in facts:
        labels = [names[before + int(g[0])] if by == "article_id" else g[0] for g in fact["groups"]]
        before += len(fact["articles"])
        for label, (_, tokens, longest, rows) in zip(labels, fact["groups"], strict=True):
            group = groups.setdefault(label, [len(groups), 0, 0, 0])
            group[1:] = group[1] + tokens, max(group[2], longest), group[3] + rows
        places.append([groups[label][0] for label in labels])
    if not groups:
        raise ValueError("no tokens, and an empty table would look like a finding of zero; is there running text?")
    whole = pl.DataFrame(
        [(g, label, total, longest) for label, (g, total, longest, _) in groups.items()],
        ["group", by, "total", "longest"],
        orient="row",
    )
    whole = whole.with_columns(pl.col("group").cast(pl.UInt32))
    schema = pa.schema(
        [
            (by, pa.large_string()),
            ("term", pa.large_string()),
            *((n, pa.int64()) for n in COUNTS[1:4]),
            *((n, pa.float64()) for n in COUNTS[4:]),
        ],
        metadata,
    )
    with parquet.ParquetWriter(out, schema) as writer:
        for first, last in _stints([rows for *_, rows in groups.values()]):
            chosen = [
                (path, {i: g for i, g in enumerate(place) if first <= g < last})
                for path, place in zip(parts, places, strict=True)
                if any(first <= g < last for g in place)
            ]
            writer.write_table(_together(chosen, whole, by).to_arrow().cast(schema))


def _stints(rows):
    """Runs of groups, (first, behind the last), of about MERGE rows."""
    first, held = 0, 0
    for i, n in enumerate(rows):
        if i > first and held + n > MERGE:
            yield first, i
            first, held = i, 0
        held += n
    yield first, len(rows)


def _together(parts, whole, by):
    """The counts of some groups from the rows of their partitions (pairs of a file and its place, see `_placed`).

    DP is half the sum, over a group's paragraphs, of |n / freq - size / total|. Where the term is
    absent that is size / total; where it stands more often than on average (n / size >=
    freq / total) the bars can be left out. So dp = 1 - high / total - low / freq, with high the sizes of
    the latter paragraphs and low the n of the others: whole numbers, to be added in any order. Below the
    average only terms can be that are frequent: freq / total > 1 / the longest paragraph.
    """
    import polars as pl

    key, col = ["group", "term"], pl.col
    counts = _added(_placed(path, [*key, *_SUMS], place).drop("index") for path, place in parts).join(whole, on="group")
    frequent = counts.filter(col("freq") * col("longest") > col("total")).select(*key, "total", all="freq")
    with ThreadPoolExecutor(os.cpu_count()) as pool:
        low = pl.concat(pool.map(lambda part: _low(*part, frequent), parts)).group_by(key).sum()
    counts = counts.join(low, on=key, how="left").with_columns(col("low", "below").fill_null(0))
    counts = counts.with_columns(
        per_1000=1000 * col("freq") / col("total"),
        dp=(1 - (col("size") - col("below")) / col("total") - col("low") / col("freq")).clip(0, 1),
    )
    return counts.sort("group", -col("freq"), "term").select(by, *COUNTS)


def _added(tables):
    """The sums of many tables, of which about MERGE rows are held at a time beside those sums."""
    import polars as pl

    held, more = [], 0
    for table in tables:
        held.append(table)
        more += len(table)
        if more > MERGE:
            held, more = [_sums(pl.concat(held))], 0
    return _sums(pl.concat(held))


def _sums(table):
    import polars as pl

    return table.group_by("group", "term").agg(pl.col(_SUMS).sum())


def _placed(path, columns, place):
    """Of a partition the rows of the groups in `place` ({number in the partition: number in the whole}), renumbered."""
    import polars as pl

    new = pl.col("group").replace_strict(place, default=None, return_dtype=pl.UInt32)
    rows = pl.from_arrow(part(path).select(columns)).with_columns(
        group=new, index=pl.int_range(pl.len(), dtype=pl.Int64)
    )
    return rows.filter(pl.col("group").is_not_null()).cast({name: pl.Int64 for name in _SUMS if name in rows.columns})


def _low(path, place, frequent):
    """Of each frequent term, its paragraphs in one partition that are below its average: low (sum of n), below (sum
    of sizes).
    """
    import polars as pl

    key, col = ["group", "term"], pl.col
    rows = _placed(path, key, place).join(frequent, on=key)
    cells = pl.from_arrow(part(path).select(["ns", "sizes"]).take(rows["index"].to_arrow()))
    cells = pl.concat([rows, cells], how="horizontal").explode("ns", "sizes").cast({"ns": pl.Int64, "sizes": pl.Int64})
    cells = cells.filter(col("ns") * col("total") < col("sizes") * col("all"))
    return cells.group_by(key).agg(low=col("ns").sum(), below=col("sizes").sum())


def claim_types(columns: list[str]) -> list[tuple]:
    import pyarrow as pa

    types = dict.fromkeys(("start", "end", "core_start", "core_end", "sentence_id"), pa.int64())
    types |= dict.fromkeys(("value_low", "value_high"), pa.float64())
    return [(name, types.get(name, pa.large_string())) for name in columns]


def merge_claims(parts: list[Path], facts: list[dict], names: list[str], out: Path, metadata: dict) -> None:
    import pyarrow as pa
    from pyarrow import parquet

    from lib import claims

    before = 0
    with parquet.ParquetWriter(out, pa.schema(claim_types(claims.COLUMNS), metadata)) as writer:
        for path, fact in zip(parts, facts, strict=True):
            table = part(path).replace_schema_metadata(metadata)
            ids = pa.array(names[before : before + len(fact["articles"])], pa.large_string())
            writer.write_table(table.set_column(0, "article_id", ids.take(table["article_id"])))
            before += len(fact["articles"])
