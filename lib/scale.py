"""The same counts and claims over a corpus larger than memory: on one machine or a cluster.

    counts = scale.count_terms("articles.parquet", "counts.parquet")     # equals terms.counts
    claims = scale.extract_claims("folder/", "claims.parquet")           # equals claims.extract
    pairs = scale.align_claims(claims, "pairs.parquet")                  # equals claims.align

A source is a corpus folder (see lib.corpus), a .parquet or .jsonl file, or a folder of
these: one article a row, columns text and, if known, article_id and outlet. A table that
corpus.load made and someone saved (it has a column n_repairs) is not repaired again.

The source is read in partitions (lib.partitions). The result of each is written into a
folder beside `out` (about as large as the text), so an interrupted run goes on where it stopped
and says so if the source has changed; when all are there, they are put together and the folder goes.

On a cluster, give a client: `scale.count_terms(source, out, client=Client("tcp://scheduler:8786"))`
(dask.distributed). The workers need this package, and `source` and `out` under the same path.
"""

import contextlib
import hashlib
import json
import os
import shutil
import sys
import uuid
from collections import deque
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
import pandas as pd

from lib import corpus as _corpus
from lib import partitions as _partitions
from lib import terms as _terms
from lib import text as _text

MERGE = 500_000  # rows of partitions put together at once
_SUMS = ["freq", "n_paragraphs", "n_articles", "size"]  # of a term: these add up over partitions


# -- Called from outside --------------------------------------------------------------
def count_terms(source, out, by="outlet", kinds=None, client=None, progress=None):
    """terms.counts of a corpus of any size.

    Args:
        source: a corpus folder, a .parquet or .jsonl file, or a folder of these.
        out: the Parquet file to write; beside it, `out`.parts keeps what is done so far.
        by: outlet or article_id.
        kinds: kinds of paragraphs to count, as ["lead", "body"]; None for the whole text.
            With kinds each article is cut by lib.text first, which is much slower.
        client: a dask.distributed.Client; None for the cores of this machine.
        progress: True or False for the progress bar on stderr; None for "if it is a terminal".
    Returns:
        The table that terms.counts makes of the articles as corpus.load reads them (of all
        their paragraphs, or of those of `kinds`). attrs["skipped"] lists what could not be
        read, as do the metadata of `out` (key skipped). It is as large as its result: by
        article_id, read `out` in pieces instead.
    Raises:
        ValueError: another `by`; a kind that lib.text does not know; no tokens at all.
        lib.corpus.CorpusError: the source is missing or holds no readable text.
    Warns:
        CorpusWarning: a file or row that could not be read, or changed since an interruption.
    """
    if by not in ("outlet", "article_id"):
        raise ValueError(f"by is {by!r}; it must be outlet or article_id")
    unknown = sorted(set(kinds or ()) - set(_text.KINDS))
    if unknown:
        raise ValueError(f"kinds are among {_text.KINDS}, not {', '.join(unknown)}")
    root = _partitions.root(source)
    variants = _corpus.read_variants(root if root.is_dir() else root.parent)
    kinds = sorted(kinds) if kinds is not None else None
    options = {"by": by, "kinds": kinds, "variants": variants}
    parts = _run(_count, options, root, out, client, progress, in_threads=kinds is None)
    return _finish(parts, out, _merge_counts, by=by)


def extract_claims(source, out, client=None, progress=None):
    """claims.extract of a corpus of any size, in as many processes as there are cores.

    Args and Warns: as for `count_terms`.
    Returns:
        The table that claims.extract makes of the same articles.
    """
    parts = _run(_claim, {}, _partitions.root(source), out, client, progress, in_threads=False)
    return _finish(parts, out, _merge_claims)


def align_claims(claims, out, rates=None):
    """claims.align of a table of claims or of the Parquet file that `extract_claims` wrote; the pairs are written to `out`."""
    from lib.claims import align

    pairs = align(claims if isinstance(claims, pd.DataFrame) else pd.read_parquet(claims), rates)
    with _atomic(Path(out)) as path:
        pairs.to_parquet(path, index=False)
    return pairs


# -- One partition ---------------------------------------------------------------------
def _count(batch, path, by, kinds, variants):
    """Count the terms of a partition: rows as lib.columns.cells makes them, groups numbered as they first appear."""
    from lib import columns

    table, mended, notes = _partitions.read(batch)
    # An article is a group of its own even where another has its name: that is settled in the end.
    labels = np.arange(len(table)) if by == "article_id" else table["outlet"].to_numpy()
    codes, labels = pd.factorize(labels)
    order = np.argsort(codes, kind="stable")
    texts, layouts = table["text"].gather(order), table["layout"].gather(order)
    rows, (article, size) = columns.cells(texts, layouts, codes[order], mended, kinds, variants)
    parts = pd.DataFrame({"group": codes[order][article], "first": order[article], "tokens": size, "longest": size})
    facts = (
        parts[parts["tokens"] > 0]
        .groupby("group")
        .agg({"first": "min", "tokens": "sum", "longest": "max"})
        .sort_values("first")
    )
    n_rows = np.bincount(rows["group"], minlength=len(labels))
    number = np.zeros(len(labels), dtype=np.uint32)
    number[facts.index] = np.arange(len(facts))
    rows["group"] = number[rows["group"]]
    told = [(str(labels[g]), int(t), int(n), int(n_rows[g])) for g, _, t, n in facts.itertuples()]
    _write(path, rows, groups=told, articles=table.select("article_id", "file").rows(), notes=notes)


def _claim(batch, path):
    """Extract the claims of one partition; article_id is the number of the article in it."""
    import pyarrow as pa

    from lib import claims, columns

    table, mended, notes = _partitions.read(batch)
    texts = [columns.mend(text, layout, mended) for text, layout in table.select("text", "layout").rows()]
    articles = pd.DataFrame({"article_id": range(len(table)), "outlet": table["outlet"].to_list(), "text": texts})
    found = claims.extract(articles.assign(layout="lines"))  # a layout says that the texts are mended
    schema = pa.schema([("article_id", pa.int64()), *_claim_types(claims.COLUMNS[1:])])
    articles = table.select("article_id", "file").rows()
    _write(path, pa.Table.from_pandas(found, schema, preserve_index=False), articles=articles, notes=notes)


def _claim_types(columns):
    import pyarrow as pa

    types = dict.fromkeys(("start", "end", "core_start", "core_end", "sentence_id"), pa.int64())
    types |= dict.fromkeys(("value_low", "value_high"), pa.float64())
    return [(name, types.get(name, pa.large_string())) for name in columns]


# -- The run: partitions in any order, each done once ---------------------------------
def _run(work, options, root, out, client, progress, in_threads):
    """Do `work` on every partition that is not done yet; the folder of the results."""
    from tqdm import tqdm

    files = _partitions.listed(root)
    if not files:
        raise _corpus.CorpusError(f"no text in {root}; put texts or tables there, such as .txt or .parquet")
    out = Path(out).expanduser().absolute()
    folder = out.with_name(out.name + ".parts")
    listed = [str(root), _partitions.stated(root), *files]
    _resume(folder, {"code": _version(), "work": work.__name__, "options": options, "source": listed})
    show = sys.stderr.isatty() if progress is None else progress
    total = sum(size for _, size, _ in files)
    in_threads = in_threads or total <= _partitions.SIZE  # not worth the start of processes
    with (
        _pool(client, in_threads) as (pool, width),
        tqdm(total=total, unit="B", unit_scale=True, disable=not show) as bar,
    ):
        under_way = deque()

        def wait(limit):
            while len(under_way) > limit:
                result, weight = under_way.popleft()
                result.result()
                bar.update(weight)

        for batch in _partitions.batches(root, files):
            path = folder / f"{batch.number:06d}.arrow"
            if path.exists():  # from before an interruption
                bar.update(batch.weight)
                continue
            wait(width - 1)
            weight = batch.weight
            if client is not None and batch.data is not None:
                batch = client.scatter(batch, hash=False)  # rows do not belong into the task graph
            under_way.append((pool.submit(work, batch, str(path), **options), weight))
        wait(0)
    return folder


@contextlib.contextmanager
def _pool(client, in_threads):
    """Something with `submit`, and how many partitions it should hold at a time."""
    if client is not None:
        yield client, 2 * max(1, sum(client.nthreads().values()))
    elif in_threads:  # polars and numpy leave Python's lock alone
        with ThreadPoolExecutor(os.cpu_count()) as pool:
            yield pool, os.cpu_count() + 1  # one waits, so that none has to
    else:
        from joblib.externals.loky import ProcessPoolExecutor  # needs no guard in the calling script

        with ProcessPoolExecutor(os.cpu_count()) as pool:  # not the shared one, whose processes end when idle
            yield pool, os.cpu_count() + 1


def _resume(folder, facts):
    """Keep what an interrupted run with the same source, options and code has done; else begin anew."""
    manifest = folder / "manifest.json"
    now = hashlib.sha256(json.dumps(facts, sort_keys=True).encode()).hexdigest()
    if folder.exists():
        before = json.loads(manifest.read_text())["sha256"] if manifest.exists() else None
        if before == now:
            return
        if before:
            _partitions.warn(
                f"{folder.name}: the source, the options or the code have changed since the run that was interrupted; it begins anew"
            )
        elif any(path.suffix != ".tmp" for path in folder.iterdir()):
            raise _corpus.CorpusError(f"{folder} is in the way and none of ours; move it or choose another out")
        shutil.rmtree(folder)
    folder.mkdir(parents=True)
    with _atomic(manifest) as path:
        path.write_text(json.dumps({"sha256": now}))


def _version():
    """What the code is that makes the numbers."""
    here = Path(__file__).parent  # every room of lib, however deep
    parts = sorted((path.relative_to(here).as_posix(), path) for path in here.rglob("*.py"))
    return hashlib.sha256(repr([(name, path.read_bytes()) for name, path in parts]).encode()).hexdigest()


@contextlib.contextmanager
def _atomic(path, folder=None):
    """A name to write to, in `folder` if given, that takes the place of `path` when all is written."""
    part = (folder or path.parent) / f"{path.name}.{uuid.uuid4().hex[:8]}.tmp"
    try:
        yield part
        part.replace(path)
    finally:
        part.unlink(missing_ok=True)


def _write(path, rows, **facts):
    """One partition's rows, with facts about it in the file's metadata."""
    import pyarrow as pa

    table = rows if isinstance(rows, pa.Table) else pa.table(rows)
    table = table.replace_schema_metadata({"facts": json.dumps(facts)})
    with _atomic(Path(path)) as part, pa.OSFile(str(part), "wb") as file, pa.ipc.new_file(file, table.schema) as writer:
        writer.write_table(table)
    pa.default_memory_pool().release_unused()  # or what a partition needed stays until the end


def _part(path):
    """A partition's result as an Arrow table that is read from disk only where it is looked at."""
    import pyarrow as pa

    return pa.ipc.open_file(pa.memory_map(str(path))).read_all()


# -- All partitions together ----------------------------------------------------------
def _finish(folder, out, merge, **options):
    """Put the partitions together into `out`, say what was left out, and read the table."""
    out = Path(out).expanduser().absolute()
    parts = sorted(folder.glob("*.arrow"))
    facts = [json.loads(_part(path).schema.metadata[b"facts"]) for path in parts]
    notes = list(dict.fromkeys(note for fact in facts for note in fact["notes"]))
    names = _named([article for fact in facts for article in fact["articles"]])
    for note in notes:
        _partitions.warn(note)
    if not names:
        raise _corpus.CorpusError("no readable text in the source" + "".join(f"; {note}" for note in notes[:5]))
    with _atomic(out, folder) as path:
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
    _corpus._make_unique(rows)
    return [row["article_id"] for row in rows]


def _merge_counts(parts, facts, names, out, metadata, by):
    """Add the partitions up, some groups at a time, and write them in the order and with the columns of terms.counts."""
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
    whole = pl.DataFrame([(g, label, total, longest) for label, (g, total, longest, _) in groups.items()], ["group", by, "total", "longest"], orient="row")  # fmt: skip
    whole = whole.with_columns(pl.col("group").cast(pl.UInt32))
    schema = pa.schema([(by, pa.large_string()), ("term", pa.large_string()), *((n, pa.int64()) for n in _terms.COUNTS[1:4]), *((n, pa.float64()) for n in _terms.COUNTS[4:])], metadata)  # fmt: skip
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
    return counts.sort("group", -col("freq"), "term").select(by, *_terms.COUNTS)


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
    rows = pl.from_arrow(_part(path).select(columns)).with_columns(
        group=new, index=pl.int_range(pl.len(), dtype=pl.Int64)
    )
    return rows.filter(pl.col("group").is_not_null()).cast({name: pl.Int64 for name in _SUMS if name in rows.columns})


def _low(path, place, frequent):
    """Of each frequent term, its paragraphs in one partition that are below its average: low (sum of n), below (sum of sizes)."""
    import polars as pl

    key, col = ["group", "term"], pl.col
    rows = _placed(path, key, place).join(frequent, on=key)
    cells = pl.from_arrow(_part(path).select(["ns", "sizes"]).take(rows["index"].to_arrow()))
    cells = pl.concat([rows, cells], how="horizontal").explode("ns", "sizes").cast({"ns": pl.Int64, "sizes": pl.Int64})
    cells = cells.filter(col("ns") * col("total") < col("sizes") * col("all"))
    return cells.group_by(key).agg(low=col("ns").sum(), below=col("sizes").sum())


def _merge_claims(parts, facts, names, out, metadata):
    import pyarrow as pa
    from pyarrow import parquet

    from lib import claims

    before = 0
    with parquet.ParquetWriter(out, pa.schema(_claim_types(claims.COLUMNS), metadata)) as writer:
        for path, fact in zip(parts, facts, strict=True):
            table = _part(path).replace_schema_metadata(metadata)
            ids = pa.array(names[before : before + len(fact["articles"])], pa.large_string())
            writer.write_table(table.set_column(0, "article_id", ids.take(table["article_id"])))
            before += len(fact["articles"])
