"""A folder of texts in, a table of articles out."""

import csv
import os
from pathlib import Path

import pandas as pd

from lib import text as _text
from lib.corpus import duplicates as _duplicates
from lib.corpus import files as _files
from lib.corpus.curated import folder, read_stopwords
from lib.corpus.problems import CorpusError, warn

NOT_TEXTS = ("README", "LICENSE", "readme.", "license.", "licence.")
TABLES = (
    "sources.csv",
    "frames.csv",
    "frame_codes.csv",
    "stance.csv",
    "stance_codes.csv",
    "aliases.csv",
    "cues.csv",
    "acts.csv",
    "given_names.csv",
    "variants.csv",
    "references.csv",
    "subjects.csv",
    "style.csv",
    "official_passages.csv",
    "official_runs.csv",
    "protocol.csv",
    "stopwords.txt",
    "word_questions.csv",
)
FIELDS = ("country", "outlet_type", "author", "title", "date", "url", "genre", "attribution")
ATTRIBUTIONS = ("verified", "inferred", "unknown")
ARTICLES = ["article_id", "outlet", *FIELDS, "file", "form", "layout", "text", "n_repairs"]


def load(path: str | Path | None = None, duplicates: str = "keep") -> pd.DataFrame:
    """Read a corpus folder.

    Args:
        path: a folder of texts (lib.corpus.files.SUFFIXES; its sub-folders too), with or without
            sources.csv; see `folder`. A table (.csv, .jsonl, .parquet) holds one article
            a row, its text in the column text.
        duplicates: what becomes of a text that repeats an earlier one (lib.corpus.duplicates):
            "keep" counts it again, "drop" leaves it out; either way it is named.
    Returns:
        One row an article, sorted by file: article_id, outlet, country, outlet_type,
        author, title, date, url, genre, attribution (of the outlet: verified, inferred,
        unknown), file (relative to the folder), form (what it was read from: UTF-8 text,
        cp1252 text, web page, PDF, row 3 ...), layout (lines, wrapped), text (repaired),
        n_repairs. What nobody stated is "". attrs["folder"] is the folder.
    Raises:
        CorpusError: the folder is missing, is no folder, or holds no readable text.
    Warns:
        CorpusWarning, naming the file: what was left out, guessed or made up, and what to do.
    """
    if duplicates not in ("keep", "drop"):
        raise ValueError(f"duplicates is {duplicates!r}; it must be 'keep' or 'drop'")
    root = folder(path)
    if not root.is_dir():
        what = "is not a folder" if root.exists() else "does not exist"
        which = "" if path else " (from the environment variable CORPUS)"
        raise CorpusError(f"corpus folder {root.absolute()}{which} {what}; give a folder of .txt or .md files")
    sources = read_sources(root / "sources.csv")
    rows, lost = _rows(root, sources)
    for file in [name for name in sources or () if not _exists(root / name)]:
        warn(f"sources.csv names {file}, which is not in the folder {root.name}; add the file or delete the row")
    if not rows:
        why = f" ({'; '.join(lost[:5])})" if lost else ""
        raise CorpusError(f"no readable text in {root}{why}; put UTF-8 {', '.join(_files.SUFFIXES)} files there")
    make_unique(rows)
    _say_language(rows, root)
    articles = pd.DataFrame(_without_duplicates(rows, duplicates), columns=ARTICLES)
    articles.attrs["folder"] = str(root.absolute())
    return articles


def _rows(root, sources):
    """A row of the articles for each text below the folder, and a line for each file or row that held none."""
    rows, lost = [], []
    for file in list_texts(root):
        source = sources.pop(file, None) if sources else None
        try:
            documents, notes = read_documents(root, file)
        except _files.Unreadable as error:
            lost.append(f"{file} was not read: {error}")
            continue
        for note in notes:
            warn(f"{file} {note}")
        named = all(document.fields.get("article_id") and document.fields.get("outlet") for document in documents)
        if source is None and sources is not None and not named:
            warn(f"{file} is not listed in sources.csv: its name serves as article_id and outlet; add a row for it")
        for row in [_article(file, document, source or {}) for document in documents]:
            if any(char.isalnum() for char in row["text"]):
                rows.append(row)
            else:
                lost.append(
                    f"{where(row)} was not read: it is empty, without a letter or digit; add its text or delete it"
                )
    for line in lost:
        warn(line)
    return rows, lost


def list_texts(root: Path) -> list[str]:
    """Names of the texts below a folder, relative and sorted.

    Links to folders are not followed: they may lead in circles.
    """
    found = []
    for where, folders, files in os.walk(root, onerror=_say_closed):
        folders[:] = [name for name in folders if not name.startswith((".", "_"))]
        links = [name for name in folders if Path(where, name).is_symlink()]
        for name in links:
            warn(f"{_name(root, where, name)} was not read: it is a link to a folder; copy the folder itself there")
        found += [_name(root, where, name) for name in files]
    texts = []
    for file in sorted(found):
        name = file.rpartition("/")[2]
        if name.startswith((".", "_", *NOT_TEXTS)) or file in TABLES:
            continue
        if not name.lower().endswith(_files.SUFFIXES):
            warn(f"{file} was not read: only {', '.join(_files.SUFFIXES)} files are; save it as UTF-8 text")
        elif "\ufffd" in file and not _exists(root / file):
            warn(f"{file} was not read: its name is not UTF-8; rename it")
        else:
            texts.append(file)
    return texts


def _name(root, where, name):
    """A file's name below the folder.

    Bytes in it that are no UTF-8 stand as U+FFFD, since no table could be saved with them.
    """
    return os.fsencode(Path(where, name).relative_to(root).as_posix()).decode("utf-8", "replace")


def _exists(path):
    try:
        return path.exists()
    except OSError:  # a name longer than any file's
        return False


def _say_closed(error):
    folder = os.fsencode(error.filename).decode("utf-8", "replace")
    warn(f"the folder {folder} was not read: {error.strerror}; check its permissions")


def read_documents(root: Path, file: str) -> tuple[list[_files.Document], list[str]]:
    """The documents of a file, and notes on it; see lib.corpus.files.read."""
    if not (root / file).is_file():
        raise _files.Unreadable("it is no ordinary file; put the text itself there")
    try:
        raw = (root / file).read_bytes()
    except OSError as error:
        raise _files.Unreadable(f"{error.strerror}; check the file and its permissions") from error
    return _files.read(file, raw)


def read_sources(path: Path) -> dict[str, dict] | None:
    """sources.csv as {file: row}; None where there is none or it cannot serve."""
    if not path.is_file():
        return None
    try:
        with path.open(newline="", encoding="utf-8-sig") as lines:
            reader = csv.DictReader(lines, skipinitialspace=True, restkey="")
            rows = [{k.strip(): (v or "").strip() for k, v in row.items() if k} | {"": row.get("")} for row in reader]
            columns = [name.strip() for name in reader.fieldnames or ()]
    except (ValueError, csv.Error, OSError) as error:
        warn(f"sources.csv was not used: {error}; save it as UTF-8 CSV with a header row")
        return None
    if "file" not in columns:
        found = f"its columns are {', '.join(columns) or 'none'}"
        warn(
            f"sources.csv was not used: it lacks the column file (the text's name); {found}; add it, with commas"
            " between"
        )
        return None
    missing = [name for name in ("article_id", "outlet", *FIELDS) if name not in columns]
    if missing:
        warn(f"sources.csv lacks the column(s) {', '.join(missing)}: left empty (a file's name for an id); add them")
    sources = {}
    for number, row in enumerate(rows, 2):
        file = row["file"]
        if any(value.strip() for value in row.pop("") or ()):
            warn(
                f"sources.csv, row {number} ({file}) has more fields than the header; put quotes around a text with"
                " commas"
            )
        if not file:
            warn(f"sources.csv, row {number} names no file; it was passed over, fill in the column file")
        elif file in sources:
            warn(f"sources.csv lists {file} more than once: the first row counts; delete the others")
        else:
            sources[file] = row
    return sources


def facts_of(file: str, document: _files.Document, source: dict) -> dict[str, str]:
    """What sources.csv says of an article, else what the file says of itself, else its name; all but the text."""
    stated = document.fields | {name: value for name, value in source.items() if value}
    number = document.form.removeprefix("row ")
    stem = Path(file).stem
    row = {name: stated.get(name, "") for name in (*FIELDS, "layout")}
    row["article_id"] = document.fields.get("article_id") or source.get("article_id") or stem
    if number != document.form and not document.fields.get("article_id"):
        row["article_id"] += f"-{number}"
    row["outlet"] = stated.get("outlet") or stem
    row["file"], row["form"] = file, document.form
    return row


def _article(file, document, source):
    """A row of the articles: what is stated of it, and its repaired text."""
    row = facts_of(file, document, source)
    if row["attribution"] not in ("", *ATTRIBUTIONS):
        warn(f"sources.csv, {file}: attribution {row['attribution']!r} taken as unknown; it is one of {ATTRIBUTIONS}")
        row["attribution"] = "unknown"
    row["layout"] = row["layout"] or _text.judge_layout(document.text)
    if row["layout"] not in _text.LAYOUTS:
        warn(f"sources.csv, {file}: layout {row['layout']!r} is not one of {_text.LAYOUTS}; judged from the text")
        row["layout"] = _text.judge_layout(document.text)
    row["text"], mended = _repair(document, row["layout"])
    row["n_repairs"] = len(mended)
    return row


def _repair(document, layout):
    """The repaired text and its repairs; the first says so where spans cannot hold in the file."""
    text, mended = _text.repair(document.text, layout)
    if document.form == _files.PLAIN:
        return text, mended
    return text, [
        _text.Repair(0, 0, f"read from {document.form}: spans are of this text, not of the file", ""),
        *mended,
    ]


def make_unique(rows: list[dict]) -> None:
    """Give a second article of the same id a number, and say so."""
    taken = {row["article_id"] for row in rows}
    seen, last = set(), {}
    for row in rows:
        name = row["article_id"]
        if name in seen:
            number = last.get(name, 1) + 1
            while f"{name}-{number}" in taken:
                number += 1
            last[name] = number
            row["article_id"] = f"{name}-{number}"
            taken.add(row["article_id"])
            warn(f"{where(row)}: article_id {name} is taken, so it is {row['article_id']} here; give it one of its own")
        seen.add(row["article_id"])


def _say_language(rows, root):
    """Warn of a text that the analyses cannot read. A corpus with a stop list of its own has said what it is in."""
    if (root / "stopwords.txt").is_file():
        return
    stopwords, found = read_stopwords(root), {}
    for row in rows:
        why = _text.foreign(row["text"], stopwords)
        if why:
            found.setdefault(row["file"], []).append(f"{where(row)} is plainly not in English: {why}")
    for first, *others in found.values():
        more = f", nor are {len(others)} other rows of it" if others else ""
        warn(f"{first}{more}; terms, frames and claims are made for English, so take their counts with care")


def _without_duplicates(rows, choice):
    """Name each text that repeats an earlier one, and leave it out where that is the choice."""
    kept = []
    for row, first in zip(rows, _duplicates.earlier([row["text"] for row in rows]), strict=True):
        if first:
            how = "has the same words as" if first[1] == 1 else f"shares {first[1]:.0%} of its passages with"
            done = "left out" if choice == "drop" else "counted again; duplicates='drop' leaves it out"
            warn(f"{where(row)} {how} {where(rows[first[0]])}: {done}")
        if not first or choice == "keep":
            kept.append(row)
    return kept


def where(row: dict) -> str:
    return f"{row['file']}, {row['form']}" if row["form"].startswith("row ") else row["file"]


def repairs(articles: pd.DataFrame) -> pd.DataFrame:
    """Every mended place: article_id, outlet, start, end, kind, was (in the file), now (in the text).

    Where a text is not the file's own (another encoding, a web page, a PDF, a row of a
    table), a first row of length 0 says so: the spans of that article hold in its text alone.

    Raises:
        CorpusError: a file has changed since it was loaded.
    """
    rows = []
    for file, own in articles.groupby("file", sort=False):
        try:
            documents = {
                document.form: document for document in read_documents(Path(articles.attrs["folder"]), file)[0]
            }
        except _files.Unreadable as error:
            raise CorpusError(f"{file} has changed since it was loaded: {error}") from error
        for article in own.itertuples():
            text, mended = _repair(documents[article.form], article.layout) if article.form in documents else ("", [])
            if text != article.text:
                raise CorpusError(f"{file} has changed since it was loaded; load the corpus again")
            for start, end, kind, was in mended:
                rows.append((article.article_id, article.outlet, start, end, kind, was, article.text[start:end]))
    return pd.DataFrame(rows, columns=["article_id", "outlet", "start", "end", "kind", "was", "now"])
