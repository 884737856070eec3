"""Where a corpus lies, and the curated tables that it may bring: its own file takes the place of ours in data/."""

import os
import warnings
from collections.abc import Iterable
from pathlib import Path

import pandas as pd

from lib.corpus.problems import CorpusError
from lib.text.furniture import Shapes, compiled

HOME = Path(__file__).resolve().parents[2]
# A corpus's rows of these are added to ours.
RULES = (
    *("asides.csv", "asides_lists.csv", "rates.csv", "units.csv", "currencies.csv", "hedges.csv"),
    *("furniture.csv", "counted_kinds.csv"),
)
REGION = "(?i:central.asia)"  # what the curated tables of ours speak of


def folder(path: str | Path | None = None) -> Path:
    """The corpus: `path`, else the environment variable CORPUS, else our seeds/. A folder, or a file.

    A relative path is looked for from the working directory, then from the repository:
    a notebook runs in notebooks/, whatever the place from which JupyterLab was started.
    """
    found = Path(path or os.environ.get("CORPUS") or HOME / "seeds").expanduser()
    return found if found.exists() or not (HOME / found).exists() else HOME / found


def table_path(name: str, path: str | Path | None = None) -> Path:
    """A corpus folder's own table (variants.csv, stopwords.txt) if it has one, else ours in data/."""
    own = folder(path) / name
    return own if own.is_file() else HOME / "data" / name


def fits(name: str, articles: pd.DataFrame, path: str | Path | None = None) -> bool:
    """Does a curated table speak of these articles? One that the corpus brings does; ours is about one region, which
    at least half of them must name: its words ("trade", "water") would fit any event."""
    ours = table_path(name, path).parent == HOME / "data"
    return not ours or bool(articles["text"].str.contains(REGION).mean() >= 0.5)


def read_table(name: str, columns: Iterable[str], path: str | Path | None = None) -> pd.DataFrame:
    """A curated table as text cells; a clear error where it is none or lacks a column."""
    return _cells(table_path(name, path), columns)


def _cells(place, columns):
    told = {"dtype": str, "keep_default_na": False, "encoding": "utf-8-sig", "index_col": False}
    try:
        with warnings.catch_warnings(action="error", category=pd.errors.ParserWarning):  # cells beyond the columns
            table = pd.read_csv(place, **told).fillna("")
    except (ValueError, OSError, pd.errors.ParserWarning) as error:
        raise CorpusError(f"{place} cannot be read as a table: {error}; save it as UTF-8 CSV") from error
    missing = [column for column in columns if column not in table]
    if missing:
        raise CorpusError(f"{place} lacks the column(s) {', '.join(missing)}; add them")
    return table


def rows_added(name: str, path: str | Path | None, columns: Iterable[str]) -> list[dict]:
    """The rows of a table of ours in data/, before them those that a corpus folder adds in a file of the same name.

    Each row has the path of its file under "path".

    Raises:
        CorpusError: a table cannot be read or lacks one of the columns.
    """
    found, ours = [], HOME / "data" / name
    own = Path(path) / name if path else ours
    for place in [own, ours] if own != ours and own.is_file() else [ours]:
        found += [{"path": str(place), **row} for row in _cells(place, columns).to_dict("records")]
    return found


def read_furniture(path: str | Path | None = None) -> Shapes | None:
    """Shapes of what pages say about themselves, with those of a corpus's furniture.csv; None where it brings none."""
    if not (path and (Path(path) / "furniture.csv").is_file()):
        return None
    return compiled(rows_added("furniture.csv", path, ("kind", "shape", "pattern")))


def read_variants(path: str | Path | None = None) -> dict[str, str]:
    """{spelling: standard spelling} from variants.csv (columns variant, term), for text.term."""
    table = read_table("variants.csv", ("variant", "term"), path)
    return dict(zip(table["variant"].str.lower(), table["term"], strict=True))


def read_stopwords(path: str | Path | None = None) -> set[str]:
    """The stop list, a set of terms, from stopwords.txt (parted by white space; # opens a comment)."""
    place = table_path("stopwords.txt", path)
    try:
        lines = place.read_text(encoding="utf-8-sig").splitlines()
    except ValueError as error:
        raise CorpusError(f"{place} cannot be read: {error}; save it as UTF-8") from error
    return {word for line in lines for word in line.partition("#")[0].split()}
