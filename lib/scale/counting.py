"""Terms and claims of a corpus of any size: what is done with each partition, and with all together."""

from pathlib import Path

import numpy as np
import pandas as pd

from lib import corpus as _corpus
from lib import text as _text
from lib.scale import partitions as _partitions
from lib.scale.jobs import run, write_part
from lib.scale.merging import claim_types, finish, merge_claims, merge_counts


def count_terms(
    source: str | Path,
    out: str | Path,
    by: str = "outlet",
    kinds: list[str] | None = None,
    client: object = None,
    progress: bool | None = None,
) -> pd.DataFrame:
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

    Example:
        >>> import tempfile
        >>> from lib import scale
        >>> with tempfile.TemporaryDirectory() as folder:
        ...     found = scale.count_terms("data/example", f"{folder}/terms.parquet", progress=False)
        >>> list(found)
        ['outlet', 'term', 'freq', 'n_paragraphs', 'n_articles', 'per_1000', 'dp']
    """
    if by not in ("outlet", "article_id"):
        raise ValueError(f"by is {by!r}; it must be outlet or article_id")
    unknown = sorted(set(kinds or ()) - set(_text.KINDS))
    if unknown:
        raise ValueError(f"kinds are among {_text.KINDS}, not {', '.join(unknown)}")
    root = _partitions.root(source)
    variants = _corpus.read_variants(root)
    kinds = sorted(kinds) if kinds is not None else None
    options = {"by": by, "kinds": kinds, "variants": variants, "folder": str(root), "own": rules_of(root)}
    parts = run(_count, options, root, out, client, progress, in_threads=kinds is None)
    return finish(parts, out, merge_counts, by=by)


def extract_claims(
    source: str | Path, out: str | Path, client: object = None, progress: bool | None = None
) -> pd.DataFrame:
    """claims.extract of a corpus of any size, in as many processes as there are cores.

    Args and Warns: as for `count_terms`.
    Returns:
        The table that claims.extract makes of the same articles.

    Example:
        >>> import tempfile
        >>> from lib import scale
        >>> with tempfile.TemporaryDirectory() as folder:
        ...     found = scale.extract_claims("data/example", f"{folder}/claims.parquet", progress=False)
        >>> found.loc[0, ["surface", "counted"]].tolist()
        ['140', 'firefighters']
    """
    root = _partitions.root(source)
    parts = run(_claim, {"folder": str(root), "own": rules_of(root)}, root, out, client, progress, in_threads=False)
    return finish(parts, out, merge_claims)


def rules_of(root: Path) -> list:
    """The rule tables that a corpus brings, each with its time in ns."""
    places = [root / name for name in _corpus.RULES]
    return [(place.name, place.stat().st_mtime_ns) for place in places if place.is_file()]


def _count(batch, path, by, kinds, variants, folder, own):
    """Count the terms of a partition: rows as lib.scale.columns.term_cells makes them, groups numbered as they
    first appear. folder and own: as for `_claim`.
    """
    from lib.scale import columns

    table, mended, notes = _partitions.read_batch(batch)
    # An article is a group of its own even where another has its name: that is settled in the end.
    labels = np.arange(len(table)) if by == "article_id" else table["outlet"].to_numpy()
    codes, labels = pd.factorize(labels)
    order = np.argsort(codes, kind="stable")
    texts, layouts = table["text"].gather(order), table["layout"].gather(order)
    rows, (article, size) = columns.term_cells(texts, layouts, codes[order], mended, kinds, variants, folder)
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
    write_part(path, rows, groups=told, articles=table.select("article_id", "file").rows(), notes=notes)


def _claim(batch, path, folder, own):
    """Extract the claims of one partition; article_id is the number of the article in it.

    Args:
        folder: the corpus, which may bring rules.
        own: those with their times: where they have changed, a run that was interrupted begins anew.
    """
    import pyarrow as pa

    from lib import claims
    from lib.scale import columns

    table, mended, notes = _partitions.read_batch(batch)
    texts = [columns.mend(text, layout, mended) for text, layout in table.select("text", "layout").rows()]
    articles = pd.DataFrame({"article_id": range(len(table)), "outlet": table["outlet"].to_list(), "text": texts})
    articles.attrs["folder"] = folder
    found = claims.extract(articles.assign(layout="lines"))  # a layout says that the texts are mended
    schema = pa.schema([("article_id", pa.int64()), *claim_types(claims.COLUMNS[1:])])
    articles = table.select("article_id", "file").rows()
    write_part(path, pa.Table.from_pandas(found, schema, preserve_index=False), articles=articles, notes=notes)
