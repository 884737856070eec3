"""A corpus larger than memory in partitions: which there are, and the articles of one of them.

A source is a corpus folder (see lib.corpus), a .parquet or .jsonl file, or a folder of
these: one article a row, with a column text and, if known, article_id and outlet.
"""

import json
import threading
import warnings
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from lib import text as _text
from lib.corpus import CorpusError, loading
from lib.corpus.files import Unreadable
from lib.corpus.problems import warn
from lib.text.characters import SURROGATE

if TYPE_CHECKING:
    import polars as pl

SIZE = 8_000_000  # bytes of text in a partition; it needs some fifteen times as much memory
TABLES = (".parquet", ".jsonl")
COLUMNS = ("article_id", "outlet", "text", "layout", "n_repairs")  # read from a table if it has them
_LISTEN = threading.Lock()  # what is warned of is caught for one thread at a time


class Batch(NamedTuple):
    """One partition of the source: where it is, or the rows themselves where they cannot be read apart."""

    number: int
    root: str
    file: str  # "" for a list of texts
    start: int  # first row group, or first byte
    stop: int
    first: int  # rows of the file before this partition
    weight: int  # bytes on disk, for the progress bar
    data: object = None  # rows as an Arrow table, or [(file, its row of sources.csv)]


def root(source: str | Path) -> Path:
    """The source as an absolute path. Raises CorpusError if there is nothing that could be one."""
    root = Path(source).expanduser()
    if not root.exists():
        raise CorpusError(f"{root.absolute()} does not exist; give a corpus folder, a .parquet or a .jsonl file")
    if not root.is_dir() and root.suffix.lower() not in TABLES:
        raise CorpusError(f"{root} is neither a folder nor one of {', '.join(TABLES)}")
    return root.absolute()


def source_files(root: Path) -> list[tuple[str, int, int]]:
    """The files of a source in order: (file relative to the folder, size, time of its last change)."""
    files, root = (loading.list_texts(root), root) if root.is_dir() else ([root.name], root.parent)
    return [(file, (root / file).stat().st_size, (root / file).stat().st_mtime_ns) for file in files]


def stated(root: Path) -> str:
    """What sources.csv says, which decides outlets: part of what a run is bound to."""
    path = root / "sources.csv"
    return path.read_bytes().hex() if path.is_file() else ""


def batches(root: Path, files: list[tuple[str, int, int]]) -> Iterator[Batch]:
    """The partitions, always the same for the same files. What cannot be opened comes as a partition of no rows."""
    folder = root if root.is_dir() else root.parent
    sources = loading.read_sources(folder / "sources.csv") if root.is_dir() else None
    known = {file for file, _, _ in files}
    for file in [name for name in sources or () if name not in known and not (folder / name).exists()]:
        warn(f"sources.csv names {file}, which is not in the folder {root.name}; add the file or delete the row")
    texts, weight, number = [], 0, 0

    def numbered(**place):
        nonlocal number
        number += 1
        return Batch(**({"number": number, "root": str(folder), "file": "", "start": 0, "stop": 0, "first": 0} | place))

    for file, size, _ in files:
        table = file.lower().endswith(TABLES)
        if texts and (table or weight > SIZE):
            yield numbered(weight=weight, data=texts)
            texts, weight = [], 0
        if file.lower().endswith(".parquet"):
            yield from (numbered(file=file, **place) for place in _row_groups(folder / file, size))
        elif table:
            yield from (numbered(file=file, **place) for place in _stretches(folder / file, size))
        else:
            texts.append((file, None if sources is None else sources.get(file, {})))
            weight += size
    if texts:
        yield numbered(weight=weight, data=texts)


def _row_groups(path, size):
    """A Parquet file cut between row groups; one that is too large is read here and handed on in pieces."""
    import pyarrow as pa
    from pyarrow import parquet

    try:
        file = parquet.ParquetFile(path, pre_buffer=False, buffer_size=1 << 20)
    except (OSError, pa.ArrowException):  # a worker will meet the same error and write it down
        yield {"weight": size}
        return
    groups = [file.metadata.row_group(i) for i in range(file.metadata.num_row_groups)]
    total = max(1, sum(group.total_byte_size for group in groups))
    columns = [name for name in COLUMNS if name in file.schema_arrow.names]
    start, held, first = 0, 0, 0
    for i, group in enumerate(groups):
        rows, large = sum(g.num_rows for g in groups[start:i]), group.total_byte_size > 2 * SIZE
        if i > start and (large or held + group.total_byte_size > SIZE):
            yield {"start": start, "stop": i, "first": first, "weight": held * size // total}
            start, held, first = i, 0, first + rows
        if not large:
            held += group.total_byte_size
            continue
        step = max(1, group.num_rows * SIZE // group.total_byte_size)
        for piece in file.iter_batches(step, row_groups=[i], columns=columns):
            weight = len(piece) * group.total_byte_size // group.num_rows * size // total
            yield {"start": i, "stop": i + 1, "first": first, "weight": weight, "data": pa.table(piece)}
            first += len(piece)
        start = i + 1
    if start < len(groups) or not groups:
        yield {"start": start, "stop": len(groups), "first": first, "weight": held * size // total}


def _stretches(path, size):
    """A JSONL file cut at line breaks: each line is one article."""
    try:
        with path.open("rb") as lines:
            start = first = 0
            while start < size:
                block = lines.read(SIZE) + lines.readline()
                stop, rows = start + len(block), block.count(b"\n")
                yield {"start": start, "stop": stop, "first": first, "weight": len(block)}
                start, first = stop, first + rows
    except OSError:
        yield {"weight": size}


def read_batch(batch: Batch) -> "tuple[pl.DataFrame, bool, list[str]]":
    """The articles of a partition.

    Returns:
        (table, mended, notes): table has article_id, outlet, file, layout ("" if not
        stated) and text (polars); mended says whether the texts are repaired; notes name what was left out.
    """
    import polars as pl

    path, notes = Path(batch.root, batch.file), []
    if not batch.file:
        rows, notes = _read_texts(batch)
        schema = dict.fromkeys(("article_id", "outlet", "file", "layout", "text"), pl.String)
        return pl.DataFrame(rows, schema, orient="row"), False, notes
    try:
        if batch.data is not None:
            table = pl.from_arrow(batch.data)
        elif batch.file.lower().endswith(".parquet"):
            table = pl.from_arrow(_read_row_groups(path, batch))
        else:
            table = _read_lines(path, batch, notes)
        if "text" not in table.columns:
            raise ValueError(f"it has no column text; its columns are {', '.join(table.columns[:8]) or 'none'}")
    except (OSError, ValueError) as error:  # Arrow's errors are among them
        notes.append(f"{batch.file} was not read: {' '.join(str(error).split())[:200]}; write it anew")
        table = pl.DataFrame(schema={"text": pl.String})
    stem = Path(batch.file).stem
    table = table if "row" in table.columns else table.with_row_index("row", batch.first + 1)
    told = {name: pl.col(name) if name in table.columns else pl.lit(None) for name in COLUMNS}
    told = {n: e.cast(pl.String).str.replace_all(r"\s+", " ").str.strip_chars().fill_null("") for n, e in told.items()}
    numbered = pl.lit(f"{stem}-") + pl.col("row").cast(pl.String)
    layout = told["layout"] if not (mended := "n_repairs" in table.columns) else pl.lit("lines")
    table = table.select(
        pl.when(told["article_id"] != "").then(told["article_id"]).otherwise(numbered).alias("article_id"),
        pl.when(told["outlet"] != "").then(told["outlet"]).otherwise(pl.lit(stem)).alias("outlet"),
        pl.lit(batch.file).alias("file"),
        pl.when(layout.is_in(_text.LAYOUTS)).then(layout).otherwise(pl.lit("")).alias("layout"),
        pl.col("text").cast(pl.String).fill_null(""),
        "row",
    )
    empty = ~pl.col("text").str.contains(r"[\p{L}\p{N}]")
    lost = table.filter(empty)["row"].to_list()
    if lost:
        shown = ", ".join(map(str, lost[:8])) + (f" and {len(lost) - 8} more" if len(lost) > 8 else "")
        notes.append(f"{batch.file} has no text in row(s) {shown}, which are left out")
    return table.filter(~empty).drop("row"), mended, notes


def _read_row_groups(path, batch):
    from pyarrow import parquet

    file = parquet.ParquetFile(path, pre_buffer=False)
    columns = [name for name in COLUMNS if name in file.schema_arrow.names]
    if "text" not in columns:
        raise ValueError(f"it has no column text; its columns are {', '.join(file.schema_arrow.names[:8])}")
    return file.read_row_groups(range(batch.start, batch.stop), columns=columns, use_threads=False)


def _read_lines(path, batch, notes):
    """Rows of a stretch of JSONL, each with the number of its line in the file, as lib.corpus.files numbers them."""
    import polars as pl

    with path.open("rb") as file:
        file.seek(batch.start)
        lines = file.read(batch.stop - batch.start).decode("utf-8", "replace").split("\n")
    rows, broken = [], []
    for number, line in enumerate(lines, batch.first + 1):
        try:
            row = json.loads(line.removeprefix("\ufeff") if number == 1 else line) if line.strip() else None
        except (ValueError, RecursionError):
            row = None
        if isinstance(row, dict):
            rows.append({"row": number} | {n: v for n, v in row.items() if n in COLUMNS})
        elif line.strip():
            broken.append(str(number))
    if broken:
        notes.append(
            f"{batch.file} has no JSON object in line(s) {', '.join(broken[:8])} ({len(broken)} in all), left out"
        )
    names = [name for name in COLUMNS if any(name in row for row in rows)] if rows else ["text"]
    sound = [
        [row["row"], *(SURROGATE.sub("\ufffd", str(row[n])) if row.get(n) is not None else None for n in names)]
        for row in rows
    ]
    return pl.DataFrame(sound, {"row": pl.UInt32} | dict.fromkeys(names, pl.String), orient="row")


def _read_texts(batch):
    """Rows of a list of files, as corpus.load names them but not yet repaired, and what it would warn of."""
    rows, notes = [], []
    with _LISTEN, warnings.catch_warnings(record=True) as said:
        warnings.simplefilter("always")
        for file, source in batch.data:
            try:
                documents, remarks = loading.read_documents(Path(batch.root), file)
            except Unreadable as error:
                notes.append(f"{file} was not read: {error}")
                continue
            notes += [f"{file} {remark}" for remark in remarks]
            told = [loading.facts_of(file, document, source or {}) for document in documents]
            if source == {} and not all(document.fields.get("outlet") for document in documents):
                warn(f"{file} is not listed in sources.csv: its name serves as article_id and outlet; add a row for it")
            for row, document in zip(told, documents, strict=True):
                layout = row["layout"] if row["layout"] in _text.LAYOUTS else ""
                if any(map(str.isalnum, document.text)):
                    rows.append((row["article_id"], row["outlet"], file, layout, document.text))
                else:
                    notes.append(
                        f"{loading.where(row)} was not read: it is empty, without a letter or digit; add its text or"
                        " delete it"
                    )
    return rows, notes + [str(warning.message) for warning in said]
