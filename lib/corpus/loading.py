"""A folder of texts in, a table of articles out."""

import contextlib
import csv
import os
import re
import warnings
from collections import Counter
from collections.abc import Iterable
from pathlib import Path, PurePosixPath
from typing import NamedTuple

import pandas as pd

from lib import text as _text
from lib.corpus import duplicates as _duplicates
from lib.corpus import file_names, readers
from lib.corpus.curated import HOME, folder, read_stopwords
from lib.corpus.kept import once_a_build
from lib.corpus.problems import CorpusError, CorpusWarning, warn
from lib.corpus.readers import dates, encodings
from lib.corpus.readers.marks import Tables, bare, known_tables
from lib.corpus.readers.parts import Document, Reading, Unreadable, few, short, words_kept
from lib.corpus.readers.tables import rows_of

TABLES = frozenset(  # that a corpus may bring
    "sources.csv frames.csv frame_codes.csv stance.csv stance_codes.csv aliases.csv cues.csv acts.csv given_names.csv"
    " variants.csv references.csv subjects.csv style.csv official_passages.csv official_runs.csv protocol.csv"
    " stopwords.txt word_questions.csv export_marks.csv column_names.csv".split()
)
FIELDS = ("country", "outlet_type", "author", "title", "date", "url", "genre", "attribution")
HEAD = ("section", "page", "length")  # what exports say beside these
STATED = ("file", "article_id", "outlet", *FIELDS, *HEAD)  # columns of sources.csv
_TOP, _BLOCKS = 1500, 6  # characters and blocks of a text on which its title, author and date may stand
_LINE, _PARTS = 90, re.compile(r"\s[|·•]\s|:\s")  # Xinhua | Updated: 2025-06-17 21:05
_SEEN = re.compile(r"(?i)(?:last )?(?:access|visit|retriev|download|print|abgeruf|aufgeruf|consult)")  # by a reader
_MARK = re.compile(r"^#{1,6}\s+")  # of Markdown
_DIGIT = re.compile(r"\d")  # Ada Quill 0:03, of a transcript
_BY = re.compile(r"^(?:[Bb]y|BY)\s+(?=[A-Z\u00c0-\u00de])")
AGAIN = "counted again; duplicates='drop' leaves it out"  # how the warning of a text that repeats another ends
ATTRIBUTIONS = ("verified", "inferred", "unknown")
ARTICLES = ["article_id", "outlet", *FIELDS, "file", "form", "layout", "text", "n_repairs", "outlet_from", *HEAD]
SET_ASIDE = ["article_id", "outlet", "file", "kind", "text"]
READ = ["file", "kind", "articles", "stated", "words", "kept", "set_aside", "share", "outlet_from"]


def load(path: str | Path | None = None, duplicates: str = "keep") -> pd.DataFrame:
    """Read a corpus.

    Args:
        path: a folder of texts (lib.corpus.readers.SUFFIXES; its sub-folders too), with or without
            sources.csv; see `folder`. A table holds one article a row; an export of a news database is split. Or one
            such file, or an archive: then what lies beside it is not read.
        duplicates: what becomes of a text that repeats an earlier one (lib.corpus.duplicates):
            "keep" counts it again, "drop" leaves it out; either way it is named.
    Returns:
        One row an article, sorted by file: article_id, outlet, country, outlet_type,
        author, title, date (YYYY-MM-DD), url, genre, attribution (of the outlet: verified, inferred,
        unknown), file (relative to the folder), form (what it was read from: UTF-8 text,
        cp1252 text, web page, PDF, row 3 ...), layout (lines, wrapped), text (repaired),
        n_repairs, outlet_from (where the outlet stood: sources.csv, column publication, folder ...), section, page,
        length (as an export states them). What nobody stated is "". attrs["folder"] is the folder, or the one file.
    Raises:
        CorpusError: the folder or file is missing, or holds no readable text.
    Warns:
        CorpusWarning, naming the file: what was left out, guessed or made up, and what to do.

    Example:
        >>> from lib import corpus
        >>> corpus.load("data/example")[["article_id", "outlet", "date"]].head(2).values.tolist()
        [['flood-bulletin', 'City Hall Bulletin', '2025-03-18'], ['flood-courier', 'Lindmoor Courier', '2025-03-19']]
    """
    if duplicates not in ("keep", "drop"):
        raise ValueError(f"duplicates is {duplicates!r}; it must be 'keep' or 'drop'")
    root = folder(path)
    if not root.exists():
        which = "" if path else " (from the environment variable CORPUS)"
        raise CorpusError(
            f"corpus {root.absolute()}{which} does not exist; give a folder of texts, a file or an archive"
        )
    return _load(root.absolute(), duplicates)


@once_a_build
def _load(root, duplicates):
    marks = known_tables(root)
    sources = read_sources(root / "sources.csv", marks)
    rows, lost = _rows(root, sources, marks)
    for file in [name for name in sources or () if not _exists(root / name)]:
        warn(f"sources.csv names {file}, which is not in the folder {root.name}; add the file or delete the row")
    if not rows:
        why = f" ({'; '.join(lost[:5])})" if lost else ""
        todo = f"put UTF-8 {', '.join(readers.SUFFIXES)} files there" if root.is_dir() else "give another file"
        raise CorpusError(f"no readable text in {root}{why}; {todo}")
    make_unique(rows)
    _say_language(rows, root)
    articles = pd.DataFrame(_without_duplicates(rows, duplicates), columns=ARTICLES)
    articles.attrs["folder"] = str(root)
    return articles


def load_telling(path: str | Path | None = None) -> tuple[pd.DataFrame, list[str]]:
    """As `load`, with what it warns of as texts, each once, in the place of warnings."""
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        articles = load(path)
    told = (str(one.message) for one in caught if issubclass(one.category, CorpusWarning))
    return articles, list(dict.fromkeys(told))


def _rows(root, sources, marks):
    """A row of the articles for each text below the folder, and a line for each file or row that held none."""
    rows, lost = [], []
    files = list_texts(root)
    settle(sources, files)
    for place in file_places(files, sources, marks):
        if sources:
            sources.pop(place.file, None)
        try:
            reading = _read_once(root, place.file)
        except Unreadable as error:
            lost.append(f"{place.file} was not read: {error}")
            continue
        for note in reading.notes:
            warn(f"{place.file} {note}")
        told = facts(place, reading.documents, marks)
        for line in unlisted(place, told, sources is not None):
            warn(line)
        for row in [_article(facts_, document) for facts_, document in zip(told, reading.documents, strict=True)]:
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
    """Names of the texts below a folder, relative and sorted; of a corpus that is one file, its name.

    Links to folders are not followed: they may lead in circles.
    """
    if not root.is_dir():
        if root.name.lower().endswith(readers.SUFFIXES):
            return [root.name]
        warn(f"{root.name} was not read: {readers.advice(root.name)}")
        return []
    found = []
    for where, folders, files in os.walk(root, onerror=_say_closed):
        folders[:] = [name for name in folders if not name.startswith((".", "_"))]
        links = [name for name in folders if Path(where, name).is_symlink()]
        for name in links:
            warn(f"{_name(root, where, name)} was not read: it is a link to a folder; copy the folder itself there")
        found += [_name(root, where, name) for name in files]
    texts, parts = [], readers.beside_pages(found)
    for place in parts:
        warn(f"{place[:-1]} {readers.PAGE_PARTS}")
    for file in sorted(found):
        name = file.rpartition("/")[2]
        if readers.is_no_text(name) or is_curated(root, file) or file.startswith(parts):
            continue
        if not name.lower().endswith(readers.SUFFIXES):
            warn(f"{file} was not read: {readers.advice(name)}")
        elif "\ufffd" in file and not _exists(root / file):
            warn(f"{file} was not read: its name is not UTF-8; rename it")
        else:
            texts.append(file)
    return texts


def is_curated(root: Path, file: str) -> bool:
    """Is a file no text but a table that a corpus may bring: one of TABLES, or by name and columns one of data/?"""
    ours = HOME / "data" / file
    if file in TABLES or "/" in file or not (file.endswith(".csv") and ours.is_file()):
        return file in TABLES
    return set(_columns(ours)[:2]) <= set(_columns(root / file))


def _columns(place):
    if not place.is_file():
        return []
    with contextlib.suppress(csv.Error), place.open(encoding="utf-8-sig", errors="replace", newline="") as file:
        return next(csv.reader(file), [])
    return []


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


@once_a_build
def _read_once(root, file):
    return read_file(root, file, known_tables(root))


def read_file(root: Path, file: str, marks: Tables) -> Reading:
    """All of a file of a corpus, or of the one file that it is; see lib.corpus.readers.read."""
    place = root / file if root.is_dir() else root
    if not place.is_file():
        raise Unreadable("it is no ordinary file; put the text itself there")
    try:
        raw = place.read_bytes()
    except OSError as error:
        raise Unreadable(f"{error.strerror}; check the file and its permissions") from error
    return readers.read(file, raw, marks)


def read_sources(path: Path, marks: Tables) -> dict[str, dict] | None:
    """sources.csv as {file: row}; None where there is none or it cannot serve.

    It may be parted by semicolons or tabs, in another encoding, and its columns may have any usual name.
    """
    if not path.is_file():
        return None
    try:
        text, _, note = encodings.decode(path.read_bytes())
        columns, table, notes = rows_of(text.removeprefix("\ufeff"), blanks=True)
    except (ValueError, OSError) as error:
        warn(f"sources.csv was not used: {short(error)}; save it as UTF-8 CSV with a header row")
        return None
    columns = _known_columns(columns, marks)
    if "file" not in columns:
        found = f"its columns are {', '.join(columns) or 'none'}"
        warn(f"sources.csv was not used: it lacks the column file (the text's name); {found}; add it")
        return None
    for line in filter(None, [note, *notes]):
        warn(f"sources.csv {line}")
    missing = [name for name in ("article_id", "outlet", *FIELDS) if name not in columns]
    if missing:
        warn(f"sources.csv lacks the column(s) {', '.join(missing)}: left empty (a file's name for an id); add them")
    sources = {}
    for number, cells in enumerate(table, 2):
        row = {name: cell.strip() for name, cell in zip(columns, cells, strict=False) if name}
        file = row.setdefault("file", "")
        if any(cell.strip() for cell in cells[len(columns) :]):
            quotes = "put quotes around a text with commas"
            warn(f"sources.csv, row {number} ({file}) has more fields than the header; {quotes}")
        if not file:
            warn(f"sources.csv, row {number} names no file; it was passed over, fill in the column file")
        elif file in sources:
            warn(f"sources.csv lists {file} more than once: the first row counts; delete the others")
        else:
            sources[file] = row
    _say_dates("sources.csv", list(sources.values()))
    return sources


def settle(sources: dict | None, files: Iterable[str]) -> None:
    """Give the rows of sources.csv the names that the files have, where they are written a little otherwise.

    In other letters, with backslashes, without the ending or without the folder: where one file alone can be meant.
    """
    files = set(files)
    lost = [name for name in sources or () if name not in files]
    if not lost:
        return
    free = sorted(files - set(sources))
    known = Counter(key for file in free for key in _keys(file))
    by_key = {key: file for file in free for key in _keys(file) if known[key] == 1}
    found = {}
    for name in lost:
        plain = name.replace("\\", "/").removeprefix("./")
        file = plain if plain in free else by_key.get(plain.casefold())
        if file and file not in found.values():
            found[name] = file
            sources[file] = sources.pop(name)
    if found:
        warn(
            f"sources.csv writes names otherwise than the files do: took {few(f'{n} as {f}' for n, f in found.items())}"
        )


def _keys(file):
    path = PurePosixPath(file.casefold())
    return {str(path), str(path.with_suffix("")), path.name, path.stem}


def _known_columns(columns, marks):
    """The names of columns as ours, where one of ours is missing and another usual name for it stands there."""
    taken = set(columns)
    found = []
    for name in columns:
        ours = marks.columns.get(bare(name), name)
        if name not in STATED and ours in STATED and ours not in taken:
            taken.add(ours)
            name = ours
        found.append(name)
    return found


def _say_dates(file, rows):
    """Put the dates of one file's rows as YYYY-MM-DD; name those that cannot be read, and leave them empty."""
    found, unread = dates.column(row.get("date", "") for row in rows)
    for row, day in zip(rows, found, strict=True):
        if "date" in row:
            row["date"] = day
    if unread:
        warn(f"{file} has dates that cannot be read for sure ({few(unread)}): left empty; write them as YYYY-MM-DD")


class Place(NamedTuple):
    """What is known of a file before it is opened."""

    file: str
    source: dict | None  # its row of sources.csv
    outlet: str  # by its folder or a pattern of the names, else ""
    outlet_from: str
    date: str


def file_places(files: Iterable[str], sources: dict | None, marks: Tables) -> list[Place]:
    """What sources.csv, folders and names of files say of each file."""
    files = list(files)
    named = file_names.patterns([file for file in files if not (sources or {}).get(file)], marks.no_outlets)
    return [Place(file, (sources or {}).get(file), *named.get(file, ("", "", ""))) for file in files]


def facts(place: Place, documents: list[Document], marks: Tables) -> list[dict[str, str]]:
    """What is said of each article of a file, all but its text.

    By sources.csv, else by the file itself, else by its folder or its name; dates as YYYY-MM-DD.
    """
    inner = [document.fields["place"] for document in documents if document.fields.get("place")]
    named = file_names.patterns(list(dict.fromkeys(inner)), marks.no_outlets) if inner else {}
    rows = [_facts(place, document, named.get(document.fields.get("place"))) for document in documents]
    _say_dates(place.file, rows)
    return rows


def _facts(place, document, named):
    source = {name: value for name, value in (place.source or {}).items() if value}
    own = document.fields
    row = {name: source.get(name) or own.get(name, "") for name in (*FIELDS, *HEAD, "layout")}
    outlet, origin, day = named or (place.outlet, place.outlet_from, place.date)
    said, issue = dates.apart(own.get("outlet", ""))
    stem = file_names.stem(place.file)
    candidates = (
        (source.get("outlet"), "sources.csv"),
        (said, own.get("outlet_from") or "head of the export"),
        (outlet, origin),
        (place.outlet, place.outlet_from),
        (PurePosixPath(place.file).stem, file_names.NAME),
    )
    row["outlet"], row["outlet_from"] = next(pair for pair in candidates if pair[0])
    row["date"] = row["date"] or issue or day
    row["author"] = _BY.sub("", row["author"])
    row["article_id"] = own.get("article_id") or source.get("article_id") or stem
    if not own.get("article_id"):
        inner = file_names.stem(own["place"]) if own.get("place") else ""
        row["article_id"] = "-".join(filter(None, (row["article_id"], inner, document.number)))
    row["file"], row["form"] = place.file, document.form
    return row


def unlisted(place: Place, rows: list[dict], listed: bool) -> list[str]:
    """A line where nothing names the outlet of a file that sources.csv does not list, or of several texts."""
    by_name = sum(row["outlet_from"] == file_names.NAME for row in rows)
    if listed and place.source is None and by_name:
        return [
            f"{place.file} is not listed in sources.csv: its name serves as article_id and outlet; add a row for it"
        ]
    if by_name > 1:
        return [
            f"{place.file} names no outlet for {by_name} of its texts: they stand as one outlet, named as the file is;"
            " if they are of several, say whose each is (in a table: a column outlet)"
        ]
    return []


def _article(row, document):
    """A row of the articles: what is stated of it, and its repaired text."""
    file = row["file"]
    if row["attribution"] not in ("", *ATTRIBUTIONS):
        warn(f"sources.csv, {file}: attribution {row['attribution']!r} taken as unknown; it is one of {ATTRIBUTIONS}")
        row["attribution"] = "unknown"
    row["layout"] = row["layout"] or _text.judge_layout(document.text)
    if row["layout"] not in _text.LAYOUTS:
        warn(f"sources.csv, {file}: layout {row['layout']!r} is not one of {_text.LAYOUTS}; judged from the text")
        row["layout"] = _text.judge_layout(document.text)
    row["text"], mended = _repair(document, row["layout"])
    row["n_repairs"] = len(mended)
    return row if row["title"] and row["author"] and row["date"] else row | _on_top(row)


def _on_top(row):
    """Title, author and date as they stand on top of a text, of those that nobody has stated."""
    top = [(kind, row["text"][start:end]) for start, end, kind in _text.blocks(row["text"][:_TOP])[:_BLOCKS]]
    lines = [text for kind, text in top if kind != "headline" and len(text) <= _LINE and not _SEEN.match(text)]
    day = next((part for line in lines for part in _PARTS.split(line) if dates.is_date_line(part)), "")
    said = {
        "title": next((_MARK.sub("", text) for kind, text in top[:1] if kind == "headline"), ""),
        "author": next(
            (_BY.sub("", t).partition(" in ")[0] for k, t in top if k == "byline" and not _DIGIT.search(t)), ""
        ),
        "date": dates.iso(day),
    }
    return {name: _text.display(value) for name, value in said.items() if value and not row[name]}


def _repair(document, layout):
    """The repaired text and its repairs; the first says so where spans cannot hold in the file."""
    text, mended = _text.repair(document.text, layout)
    mended = sorted([*document.mended, *mended])
    if document.form == readers.PLAIN:
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
            done = "left out" if choice == "drop" else AGAIN
            warn(f"{where(row)} {how} {where(rows[first[0]])}: {done}")
        if not first or choice == "keep":
            kept.append(row)
    return kept


def where(row: dict) -> str:
    """The place of an article: its file, and which of its texts it is."""
    form = row["form"].rpartition(", ")[2]
    several = form.startswith(("row ", "document ")) or ": " in row["form"]
    return f"{row['file']}, {row['form']}" if several else row["file"]


def repairs(articles: pd.DataFrame) -> pd.DataFrame:
    """Every mended place: article_id, outlet, start, end, kind, was (in the file), now (in the text).

    Where a text is not the file's own (another encoding, a web page, a PDF, a row of a
    table), a first row of length 0 says so: the spans of that article hold in its text alone.

    Raises:
        CorpusError: a file has changed since it was loaded.
    """
    rows = []
    for _, reading, own in _again(articles):
        documents = {document.form: document for document in reading.documents}
        for article in own.itertuples():
            text, mended = _repair(documents[article.form], article.layout) if article.form in documents else ("", [])
            if text != article.text:
                raise CorpusError(f"{article.file} has changed since it was loaded; load the corpus again")
            for start, end, kind, was in mended:
                rows.append((article.article_id, article.outlet, start, end, kind, was, article.text[start:end]))
    return pd.DataFrame(rows, columns=["article_id", "outlet", "start", "end", "kind", "was", "now"])


def heads(articles: pd.DataFrame) -> pd.DataFrame:
    """What readers set aside beside the texts: heads and feet of exports, covers, tables and running heads of Word.

    Returns:
        article_id, outlet ("" where it belongs to the file alone), file, kind (copyright, length, load date, cover,
        table ...), text; in the order of the files.
    Raises:
        CorpusError: a file has changed since it was loaded.
    """
    rows = []
    for file, reading, own in _again(articles):
        rows += [("", "", file, aside.kind, aside.text) for aside in reading.aside]
        known = {article.form: article for article in own.itertuples()}
        for document in reading.documents:
            if article := known.get(document.form):
                rows += [(article.article_id, article.outlet, file, kind, text) for kind, text in document.aside]
    return pd.DataFrame(rows, columns=SET_ASIDE)


def files_read(articles: pd.DataFrame) -> pd.DataFrame:
    """What became of each file: one row a file.

    Returns:
        file, kind (what it was taken for), articles (n), stated (n that the file says it holds, else missing), words
        (that a reader of it sees, menus of web pages apart), kept (words that became articles or their titles),
        set_aside (words of `heads`), share (of words kept or set aside, at most 1), outlet_from.
    Raises:
        CorpusError: a file has changed since it was loaded.
    """
    rows = []
    for file, reading, own in _again(articles):
        texts, asides = words_kept(reading)
        share = min(1.0, (texts + asides) / max(1, reading.words))
        origins = ", ".join(own["outlet_from"].unique())
        rows.append((file, reading.kind, len(own), reading.stated, reading.words, texts, asides, share, origins))
    table = pd.DataFrame(rows, columns=READ)
    return table.astype({"stated": "Int64"})


def _again(articles):
    """(file, all of it, its rows of the articles) of each file, read again."""
    root = Path(articles.attrs["folder"])
    for file, own in articles.groupby("file", sort=False):
        try:
            reading = _read_once(root, file)
        except Unreadable as error:
            raise CorpusError(f"{file} has changed since it was loaded: {error}") from error
        yield file, reading, own
