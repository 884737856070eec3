"""A corpus larger than memory in partitions: which there are, and the articles of one of them.

A source is a corpus (see lib.corpus): a folder, a file or an archive. A .parquet or .jsonl file, one article a row, is
cut into partitions; any other file is read whole. What lib.corpus.readers makes of a file, or of the names of columns,
holds here too.
"""

import json
import threading
import warnings
from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from lib import text as _text
from lib.corpus import CorpusError, file_names, loading, readers
from lib.corpus.problems import warn
from lib.corpus.readers import columns, parts, tables
from lib.corpus.readers.marks import known_tables

if TYPE_CHECKING:
    import polars as pl

SIZE = 8_000_000  # bytes of text in a partition; it needs some fifteen times as much memory
TABLES = (".parquet", ".jsonl")
COLUMNS = ("article_id", "outlet", "text", "layout", "n_repairs")  # read from a table if it has them
_LOOKED_AT = 200  # rows of a table by which it is told what its columns are
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
    data: object = None  # rows as an Arrow table, or the places of texts (loading.Place)
    place: loading.Place | None = None  # of a table: what its folder, its name and sources.csv say
    taken: tuple[tuple[str, str], ...] = ()  # of a table: (field, column that holds it)
    listed: bool = False  # there is a sources.csv


def root(source: str | Path) -> Path:
    """The source as an absolute path. Raises CorpusError if there is nothing that could be one."""
    root = Path(source).expanduser()
    if not root.exists():
        raise CorpusError(f"{root.absolute()} does not exist; give a folder of texts, a file or an archive")
    if not root.is_dir() and not root.name.lower().endswith(readers.SUFFIXES):
        raise CorpusError(f"{root} is not read: {readers.advice(root.name)}")
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
    marks = known_tables(root)
    sources = loading.read_sources(folder / "sources.csv", marks) if root.is_dir() else None
    known = {file for file, _, _ in files}
    loading.settle(sources, known)
    for file in [name for name in sources or () if name not in known and not (folder / name).exists()]:
        warn(f"sources.csv names {file}, which is not in the folder {root.name}; add the file or delete the row")
    places = {place.file: place for place in loading.file_places([file for file, _, _ in files], sources, marks)}
    texts, weight, number = [], 0, 0

    def numbered(**place):
        nonlocal number
        number += 1
        plain = {"number": number, "root": str(folder), "file": "", "start": 0, "stop": 0, "first": 0}
        return Batch(**(plain | {"listed": sources is not None} | place))

    for file, size, _ in files:
        table = file.lower().endswith(TABLES)
        if texts and (table or weight > SIZE):
            yield numbered(root=str(root), weight=weight, data=texts)
            texts, weight = [], 0
        if table:
            taken = _taken(folder / file, marks)
            own = {"file": file, "place": places[file], "taken": tuple(taken.items())}
            names = [*taken.values(), "n_repairs"]
            cut = (
                _row_groups(folder / file, size, names)
                if file.lower().endswith(".parquet")
                else _stretches(folder / file, size)
            )
            yield from (numbered(**own, **piece) for piece in cut)
        else:
            texts.append(places[file])
            weight += size
    if texts:
        yield numbered(root=str(root), weight=weight, data=texts)


def _taken(path, marks):
    """{field: column} of a table, told by its first rows as lib.corpus tells it; {} where it is broken."""
    try:
        if path.suffix.lower() == ".parquet":
            from pyarrow import parquet

            file = parquet.ParquetFile(path)
            rows = next(file.iter_batches(_LOOKED_AT)).to_pylist() if file.metadata.num_rows else []
            names = file.schema_arrow.names
        else:
            with path.open("rb") as lines:
                rows = [row for line in islice(lines, _LOOKED_AT) if (row := _object(line.decode("utf-8", "replace")))]
            names = list(dict.fromkeys(name for row in rows for name in row))
    except (OSError, ValueError, StopIteration):  # a worker will meet the same error and write it down
        return {}
    choice = columns.roles([str(name) for name in names if name], rows, marks)
    return {name: column for name, column in choice.taken.items() if name in (*COLUMNS, "url")}


def _object(line):
    """A line of JSONL as a flat object; None where it is none."""
    try:
        row = json.loads(line.removeprefix("\ufeff")) if line.strip() else None
    except (ValueError, RecursionError):
        return None
    return tables.flat(row) if isinstance(row, dict) else None


def _row_groups(path, size, names):
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
    wanted = [name for name in names if name in file.schema_arrow.names]
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
        for piece in file.iter_batches(step, row_groups=[i], columns=wanted):
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
    taken = dict(batch.taken)
    try:
        if "text" not in taken:
            _refuse(path)
        if batch.data is not None:
            table = pl.from_arrow(batch.data)
        elif batch.file.lower().endswith(".parquet"):
            table = pl.from_arrow(_read_row_groups(path, batch))
        else:
            table = _read_lines(path, batch, notes)
    except (OSError, ValueError) as error:  # Arrow's errors are among them
        notes.append(f"{batch.file} was not read: {' '.join(str(error).split())[:200]}; write it anew")
        table, taken = pl.DataFrame(schema={"text": pl.String}), {"text": "text"}
    table = table if "row" in table.columns else table.with_row_index("row", batch.first + 1)
    table, mended = _told(table, taken, batch)
    text = pl.col("text")
    empty = ~text.str.contains(r"[\p{L}\p{N}]") | text.str.strip_chars().is_in([*tables.NOTHING])
    lost = table.filter(empty)["row"].to_list()
    if lost:
        notes.append(f"{batch.file} has no text in row(s) {parts.few(map(str, lost))}, which are left out")
    return table.filter(~empty).drop("row"), mended, notes


def _told(table, taken, batch):
    """The columns as ours: article_id, outlet, file, layout, text, row; and whether the texts are repaired."""
    import polars as pl

    mended = "n_repairs" in table.columns
    place, source = batch.place, batch.place.source or {}
    held = {name: column for name, column in taken.items() if column in table.columns}
    told = {name: pl.col(held[name]) if name in held else pl.lit(None) for name in (*COLUMNS, "url")}
    told = {n: e.cast(pl.String).str.replace_all(r"\s+", " ").str.strip_chars().fill_null("") for n, e in told.items()}
    told = {n: pl.when(e.is_in([*tables.NOTHING])).then(pl.lit("")).otherwise(e) for n, e in told.items()}
    stem = source.get("article_id") or file_names.stem(batch.file)
    layout = pl.lit("lines") if mended else _first(pl.lit(source.get("layout", "")), told["layout"])
    host = pl.lit("")
    if "url" in held and "outlet" not in held:
        host = told["url"].map_elements(columns.host, pl.String)
    known = (told["outlet"], host, pl.lit(place.outlet), pl.lit(Path(batch.file).stem))
    table = table.with_columns(_shown_text(table[held["text"]], mended).alias("_shown"))
    return table.select(
        _first(told["article_id"], pl.lit(f"{stem}-") + pl.col("row").cast(pl.String)).alias("article_id"),
        _first(pl.lit(source.get("outlet", "")), *known).alias("outlet"),
        pl.lit(batch.file).alias("file"),
        pl.when(layout.is_in(_text.LAYOUTS)).then(layout).otherwise(pl.lit("")).alias("layout"),
        pl.col("_shown").alias("text"),
        "row",
    ), mended


def _first(*columns_):
    """The first of several columns that says something."""
    import polars as pl

    found = columns_[-1]
    for column in reversed(columns_[:-1]):
        found = pl.when(column != "").then(column).otherwise(found)
    return found


def _shown_text(texts, mended):
    """The texts as lib.corpus reads cells: HTML and entities gone, the mark of a cut text too."""
    import polars as pl

    if isinstance(texts.dtype, pl.List):  # one paragraph each
        own = pl.element().cast(pl.String)
        texts = texts.list.eval(own.filter(own.str.len_chars() > 0)).list.join("\n\n")
    texts = texts.cast(pl.String).fill_null("")
    odd = texts.str.contains(r"[<&]|\[\+[0-9,]+ chars\]")
    if mended or not odd.any():
        return texts
    plain = [tables.cell(text)[0] if is_odd else text for text, is_odd in zip(texts, odd, strict=True)]
    return pl.Series(plain, dtype=pl.String)


def _refuse(path):
    """Say why a table has no texts."""
    names = []
    if path.suffix.lower() == ".parquet":
        from pyarrow import parquet

        names = parquet.ParquetFile(path).schema_arrow.names
    raise ValueError(f"it has no column text; its columns are {parts.few(names) or 'none'}")


def _read_row_groups(path, batch):
    from pyarrow import parquet

    file = parquet.ParquetFile(path, pre_buffer=False)
    wanted = [column for column in (*dict(batch.taken).values(), "n_repairs") if column in file.schema_arrow.names]
    return file.read_row_groups(range(batch.start, batch.stop), columns=list(dict.fromkeys(wanted)), use_threads=False)


def _read_lines(path, batch, notes):
    """Rows of a stretch of JSONL, each with the number of its line in the file, as lib.corpus numbers them."""
    import polars as pl

    with path.open("rb") as file:
        file.seek(batch.start)
        lines = file.read(batch.stop - batch.start).decode("utf-8", "replace").split("\n")
    rows, broken = [], []
    names = list(dict.fromkeys((*dict(batch.taken).values(), "n_repairs")))
    for number, line in enumerate(lines, batch.first + 1):
        row = _object(line)
        if row is not None:
            rows.append({"row": number} | {name: row[name] for name in names if name in row})
        elif line.strip():
            broken.append(str(number))
    if broken:
        notes.append(
            f"{batch.file} has no JSON object in line(s) {', '.join(broken[:8])} ({len(broken)} in all), left out"
        )
    names = [name for name in names if name != "n_repairs" or any(name in row for row in rows)]
    read = dict.fromkeys(names, parts.shown) | {dict(batch.taken)["text"]: tables.in_one}
    sound = [
        [row["row"], *(parts.sound(read[n](row[n])) if row.get(n) is not None else None for n in names)] for row in rows
    ]
    return pl.DataFrame(sound, {"row": pl.UInt32} | dict.fromkeys(names, pl.String), orient="row")


def _read_texts(batch):
    """Rows of a list of files, as corpus.load names them but not yet repaired, and what it would warn of."""
    rows, notes = [], []
    root, marks = Path(batch.root), known_tables(batch.root)
    with _LISTEN, warnings.catch_warnings(record=True) as said:
        warnings.simplefilter("always")
        for place in batch.data:
            try:
                reading = loading.read_file(root, place.file, marks)
            except parts.Unreadable as error:
                notes.append(f"{place.file} was not read: {error}")
                continue
            notes += [f"{place.file} {remark}" for remark in reading.notes]
            told = loading.facts(place, reading.documents, marks)
            notes += loading.unlisted(place, told, batch.listed)
            for row, document in zip(told, reading.documents, strict=True):
                layout = row["layout"] if row["layout"] in _text.LAYOUTS else ""
                if any(map(str.isalnum, document.text)):
                    rows.append((row["article_id"], row["outlet"], place.file, layout, document.text))
                else:
                    notes.append(
                        f"{loading.where(row)} was not read: it is empty, without a letter or digit; add its text or"
                        " delete it"
                    )
    return rows, notes + [str(warning.message) for warning in said]
