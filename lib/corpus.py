"""A folder of texts in, tables out: articles, paragraphs, sentences, tokens.

    articles = corpus.load()                      # one row an article
    paragraphs = corpus.paragraphs(articles)      # one row a paragraph or piece of furniture
    sentences = corpus.sentences(paragraphs)
    tokens = corpus.tokens(sentences)

`start, end` in every table are spans of `articles.text` (see lib.text). Every table also
carries `outlet`, so that it can be grouped without a join.
"""

import csv
import os
import warnings
from pathlib import Path

import pandas as pd

from lib import duplicates as _duplicates
from lib import files as _files
from lib import text as _text

HOME = Path(__file__).resolve().parent.parent
NOT_TEXTS = ("README", "LICENSE", "readme.", "license.", "licence.")
TABLES = (
    "sources.csv",
    "frames.csv",
    "frame_codes.csv",
    "aliases.csv",
    "variants.csv",
    "references.csv",
    "stopwords.txt",
)
FIELDS = ("country", "outlet_type", "author", "title", "date", "url", "genre", "attribution")
ATTRIBUTIONS = ("verified", "inferred", "unknown")
DAGGER = "†"  # behind an outlet whose attribution is not verified
SIDE_BY_SIDE = 12  # outlets that tables and charts can hold
ARTICLES = ["article_id", "outlet", *FIELDS, "file", "form", "layout", "text", "n_repairs"]
PARAGRAPHS = ["article_id", "outlet", "paragraph_id", "start", "end", "kind", "text"]
SENTENCES = ["article_id", "outlet", "paragraph_id", "sentence_id", "start", "end", "text"]
TOKENS = ["article_id", "outlet", "paragraph_id", "sentence_id", "start", "end", "token", "term"]


class CorpusError(ValueError):
    """The folder as a whole cannot be read as a corpus."""


class CorpusWarning(UserWarning):
    """Something about one file; the rest of the corpus loads."""


def _warn(message):
    warnings.warn(message, CorpusWarning, stacklevel=3)


def folder(path=None):
    """The corpus folder: `path`, else the environment variable CORPUS, else our seeds/.

    A relative folder is looked for from the working directory, then from the repository:
    a notebook runs in notebooks/, whatever the place from which JupyterLab was started.
    """
    found = Path(path or os.environ.get("CORPUS") or HOME / "seeds").expanduser()
    return found if found.is_dir() or not (HOME / found).is_dir() else HOME / found


def load(path=None, duplicates="keep"):
    """Read a corpus folder.

    Args:
        path: a folder of texts (lib.files.SUFFIXES; its sub-folders too), with or without
            sources.csv; see `folder`. A table (.csv, .jsonl, .parquet) holds one article
            a row, its text in the column text.
        duplicates: what becomes of a text that repeats an earlier one (lib.duplicates):
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
    sources = _sources(root / "sources.csv")
    rows, lost = _rows(root, sources)
    for file in [name for name in sources or () if not _exists(root / name)]:
        _warn(f"sources.csv names {file}, which is not in the folder {root.name}; add the file or delete the row")
    if not rows:
        why = f" ({'; '.join(lost[:5])})" if lost else ""
        raise CorpusError(f"no readable text in {root}{why}; put UTF-8 {', '.join(_files.SUFFIXES)} files there")
    _make_unique(rows)
    _say_language(rows, root)
    articles = pd.DataFrame(_without_duplicates(rows, duplicates), columns=ARTICLES)
    articles.attrs["folder"] = str(root.absolute())
    return articles


def _rows(root, sources):
    """A row of the articles for each text below the folder, and a line for each file or row that held none."""
    rows, lost = [], []
    for file in _listed(root):
        source = sources.pop(file, None) if sources else None
        try:
            documents, notes = _read(root, file)
        except _files.Unreadable as error:
            lost.append(f"{file} was not read: {error}")
            continue
        for note in notes:
            _warn(f"{file} {note}")
        named = all(document.fields.get("article_id") and document.fields.get("outlet") for document in documents)
        if source is None and sources is not None and not named:
            _warn(f"{file} is not listed in sources.csv: its name serves as article_id and outlet; add a row for it")
        for row in [_article(file, document, source or {}) for document in documents]:
            if any(char.isalnum() for char in row["text"]):
                rows.append(row)
            else:
                lost.append(
                    f"{_place(row)} was not read: it is empty, without a letter or digit; add its text or delete it"
                )
    for line in lost:
        _warn(line)
    return rows, lost


def _listed(root):
    """Names of the texts below a folder, relative and sorted. Links to folders are not followed: they may lead in circles."""
    found = []
    for where, folders, files in os.walk(root, onerror=_say_closed):
        folders[:] = [name for name in folders if not name.startswith((".", "_"))]
        links = [name for name in folders if Path(where, name).is_symlink()]
        for name in links:
            _warn(f"{_name(root, where, name)} was not read: it is a link to a folder; copy the folder itself there")
        found += [_name(root, where, name) for name in files]
    texts = []
    for file in sorted(found):
        name = file.rpartition("/")[2]
        if name.startswith((".", "_", *NOT_TEXTS)) or file in TABLES:
            continue
        if not name.lower().endswith(_files.SUFFIXES):
            _warn(f"{file} was not read: only {', '.join(_files.SUFFIXES)} files are; save it as UTF-8 text")
        elif "\ufffd" in file and not _exists(root / file):
            _warn(f"{file} was not read: its name is not UTF-8; rename it")
        else:
            texts.append(file)
    return texts


def _name(root, where, name):
    """A file's name below the folder. Bytes in it that are no UTF-8 stand as U+FFFD, since no table could be saved with them."""
    return os.fsencode(Path(where, name).relative_to(root).as_posix()).decode("utf-8", "replace")


def _exists(path):
    try:
        return path.exists()
    except OSError:  # a name longer than any file's
        return False


def _say_closed(error):
    folder = os.fsencode(error.filename).decode("utf-8", "replace")
    _warn(f"the folder {folder} was not read: {error.strerror}; check its permissions")


def _read(root, file):
    """The documents of a file, and notes on it; see lib.files.read."""
    if not (root / file).is_file():
        raise _files.Unreadable("it is no ordinary file; put the text itself there")
    try:
        raw = (root / file).read_bytes()
    except OSError as error:
        raise _files.Unreadable(f"{error.strerror}; check the file and its permissions") from error
    return _files.read(file, raw)


def _sources(path):
    """sources.csv as {file: row}; None where there is none or it cannot serve."""
    if not path.is_file():
        return None
    try:
        with path.open(newline="", encoding="utf-8-sig") as lines:
            reader = csv.DictReader(lines, skipinitialspace=True, restkey="")
            rows = [{k.strip(): (v or "").strip() for k, v in row.items() if k} | {"": row.get("")} for row in reader]
            columns = [name.strip() for name in reader.fieldnames or ()]
    except (ValueError, csv.Error, OSError) as error:
        _warn(f"sources.csv was not used: {error}; save it as UTF-8 CSV with a header row")
        return None
    if "file" not in columns:
        found = f"its columns are {', '.join(columns) or 'none'}"
        _warn(
            f"sources.csv was not used: it lacks the column file (the text's name); {found}; add it, with commas between"
        )
        return None
    missing = [name for name in ("article_id", "outlet", *FIELDS) if name not in columns]
    if missing:
        _warn(f"sources.csv lacks the column(s) {', '.join(missing)}: left empty (a file's name for an id); add them")
    sources = {}
    for number, row in enumerate(rows, 2):
        file = row["file"]
        if any(value.strip() for value in row.pop("") or ()):
            _warn(
                f"sources.csv, row {number} ({file}) has more fields than the header; put quotes around a text with commas"
            )
        if not file:
            _warn(f"sources.csv, row {number} names no file; it was passed over, fill in the column file")
        elif file in sources:
            _warn(f"sources.csv lists {file} more than once: the first row counts; delete the others")
        else:
            sources[file] = row
    return sources


def _stated(file, document, source):
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
    row = _stated(file, document, source)
    if row["attribution"] not in ("", *ATTRIBUTIONS):
        _warn(f"sources.csv, {file}: attribution {row['attribution']!r} taken as unknown; it is one of {ATTRIBUTIONS}")
        row["attribution"] = "unknown"
    row["layout"] = row["layout"] or _text.judge_layout(document.text)
    if row["layout"] not in _text.LAYOUTS:
        _warn(f"sources.csv, {file}: layout {row['layout']!r} is not one of {_text.LAYOUTS}; judged from the text")
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


def _make_unique(rows):
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
            _warn(
                f"{_place(row)}: article_id {name} is taken, so it is {row['article_id']} here; give it one of its own"
            )
        seen.add(row["article_id"])


def _say_language(rows, root):
    """Warn of a text that the analyses cannot read. A corpus with a stop list of its own has said what it is in."""
    if (root / "stopwords.txt").is_file():
        return
    stopwords, found = read_stopwords(root), {}
    for row in rows:
        why = _text.foreign(row["text"], stopwords)
        if why:
            found.setdefault(row["file"], []).append(f"{_place(row)} is plainly not in English: {why}")
    for first, *others in found.values():
        more = f", nor are {len(others)} other rows of it" if others else ""
        _warn(f"{first}{more}; terms, frames and claims are made for English, so take their counts with care")


def _without_duplicates(rows, choice):
    """Name each text that repeats an earlier one, and leave it out where that is the choice."""
    kept = []
    for row, first in zip(rows, _duplicates.earlier([row["text"] for row in rows]), strict=True):
        if first:
            how = "has the same words as" if first[1] == 1 else f"shares {first[1]:.0%} of its passages with"
            done = "left out" if choice == "drop" else "counted again; duplicates='drop' leaves it out"
            _warn(f"{_place(row)} {how} {_place(rows[first[0]])}: {done}")
        if not first or choice == "keep":
            kept.append(row)
    return kept


def _place(row):
    return f"{row['file']}, {row['form']}" if row["form"].startswith("row ") else row["file"]


def repairs(articles):
    """Every mended place: article_id, outlet, start, end, kind, was (in the file), now (in the text).

    Where a text is not the file's own (another encoding, a web page, a PDF, a row of a
    table), a first row of length 0 says so: the spans of that article hold in its text alone.

    Raises:
        CorpusError: a file has changed since it was loaded.
    """
    rows = []
    for file, own in articles.groupby("file", sort=False):
        try:
            documents = {document.form: document for document in _read(Path(articles.attrs["folder"]), file)[0]}
        except _files.Unreadable as error:
            raise CorpusError(f"{file} has changed since it was loaded: {error}") from error
        for article in own.itertuples():
            text, mended = _repair(documents[article.form], article.layout) if article.form in documents else ("", [])
            if text != article.text:
                raise CorpusError(f"{file} has changed since it was loaded; load the corpus again")
            for start, end, kind, was in mended:
                rows.append((article.article_id, article.outlet, start, end, kind, was, article.text[start:end]))
    return pd.DataFrame(rows, columns=["article_id", "outlet", "start", "end", "kind", "was", "now"])


def _child(rows, columns, parent):
    table = pd.DataFrame(rows, columns=columns)
    table.attrs = dict(parent.attrs)
    return table


def paragraphs(articles):
    """One row a block of an article, in reading order.

    Args:
        articles: a table as `load` makes it; columns article_id, outlet, text are used.
    Returns:
        article_id, outlet, paragraph_id (from 1 in each article), start, end, kind (one
        of lib.text.KINDS), text. Analyses read the kinds lead and body: see `running`.
    """
    rows = [
        (article.article_id, article.outlet, number, start, end, kind, article.text[start:end])
        for article in articles.itertuples()
        for number, (start, end, kind) in enumerate(_text.blocks(article.text), 1)
    ]
    return _child(rows, PARAGRAPHS, articles)


def running(paragraphs):
    """The paragraphs of running text (lead and body), the default of every analysis."""
    return paragraphs[paragraphs["kind"].isin(_text.RUNNING)].reset_index(drop=True)


def set_aside(paragraphs):
    """All that running text leaves out, footnote marks included.

    Returns:
        article_id, outlet, paragraph_id, start, end, kind (footnote mark for "[3]"), text.
    """
    body = running(paragraphs)
    marks = [
        (p.article_id, p.outlet, p.paragraph_id, p.start + m.start(), p.start + m.end(), "footnote mark", m.group())
        for p in body.itertuples()
        for m in _text.NOTE_MARK.finditer(p.text)
    ]
    rest = paragraphs[~paragraphs["kind"].isin(_text.RUNNING)]
    return pd.concat([rest, _child(marks, PARAGRAPHS, paragraphs)], ignore_index=True) if marks else rest


def sentences(paragraphs):
    """One row a sentence: article_id, outlet, paragraph_id, sentence_id (from 1 in each article), start, end, text."""
    rows, number, last = [], 0, None
    for p in paragraphs.itertuples():
        number = number if p.article_id == last else 0
        last = p.article_id
        for start, end in _text.sentences(p.text):
            number += 1
            span = (p.start + start, p.start + end)
            rows.append((p.article_id, p.outlet, p.paragraph_id, number, *span, p.text[start:end]))
    return _child(rows, SENTENCES, paragraphs)


def tokens(sentences, variants=None):
    """One row a token, as it stands and as it is counted.

    Args:
        sentences: a table as `sentences` makes it.
        variants: {spelling: standard spelling}; None for the corpus's own (`read_variants`),
            {} for none.
    Returns:
        article_id, outlet, paragraph_id, sentence_id, start, end, token (as it stands),
        term (as it is counted; see lib.text.term).
    """
    if variants is None:
        variants = read_variants(sentences.attrs.get("folder"))
    small = sentences.groupby(["article_id", "paragraph_id"])["text"].transform(
        lambda s: not _text.is_all_caps(" ".join(s))
    )
    terms, rows = {}, []
    for s, fold in zip(sentences.itertuples(), ~small.astype(bool), strict=True):
        for start, end in _text.tokens(s.text):
            token = s.text[start:end]
            if (token, fold) not in terms:
                terms[token, fold] = _text.term(token, variants, fold)
            span = (s.start + start, s.start + end)
            rows.append((s.article_id, s.outlet, s.paragraph_id, s.sentence_id, *span, token, terms[token, fold]))
    return _child(rows, TOKENS, sentences)


def touching(rows, others):
    """Which rows (article_id, start, end) share a character with one of the others? A mask, one value a row."""
    place = ["article_id", "start", "end"]
    pairs = rows[place].assign(row=rows.index).merge(others[place], on="article_id", suffixes=("", "_other"))
    found = pairs.loc[(pairs["start"] < pairs["end_other"]) & (pairs["end"] > pairs["start_other"]), "row"]
    return pd.Series(rows.index.isin(found), index=rows.index)


def table_path(name, path=None):
    """A corpus folder's own table (variants.csv, stopwords.txt) if it has one, else ours in data/."""
    own = folder(path) / name
    return own if own.is_file() else HOME / "data" / name


def read_variants(path=None):
    """{spelling: standard spelling} from variants.csv (columns variant, term), for text.term."""
    table = read_table("variants.csv", ("variant", "term"), path)
    return dict(zip(table["variant"].str.lower(), table["term"], strict=True))


def read_table(name, columns, path=None):
    """A curated table as text cells; a clear error where it is none or lacks a column."""
    place = table_path(name, path)
    try:
        table = pd.read_csv(place, dtype=str, keep_default_na=False, encoding="utf-8-sig")
    except ValueError as error:
        raise CorpusError(f"{place} cannot be read as a table: {error}") from error
    missing = [column for column in columns if column not in table]
    if missing:
        raise CorpusError(f"{place} lacks the column(s) {', '.join(missing)}; add them")
    return table


def read_stopwords(path=None):
    """The stop list, a set of terms, from stopwords.txt (parted by white space; # opens a comment)."""
    place = table_path("stopwords.txt", path)
    try:
        lines = place.read_text(encoding="utf-8-sig").splitlines()
    except ValueError as error:
        raise CorpusError(f"{place} cannot be read: {error}; save it as UTF-8") from error
    return {word for line in lines for word in line.partition("#")[0].split()}


def labels(articles):
    """{outlet: name to show}: an outlet that is not verified says so wherever it is named."""
    shown = {}
    for outlet, statuses in articles.groupby("outlet", sort=False)["attribution"]:
        doubt = [status for status in ATTRIBUTIONS[1:] if status in set(statuses)]
        shown[outlet] = f"{outlet} ({doubt[-1]})" if doubt else outlet
    return shown


def as_shown(articles, most=SIDE_BY_SIDE):
    """The articles with their outlets named as pages name them; `outlet` stays a string.

    Returns:
        `articles`, where an outlet that is not verified carries DAGGER, and of more than `most` outlets those
        of least text (all but `most` - 1) are one, "<n> other outlets": without sources.csv each file is an outlet.
    """
    doubt = articles["attribution"].isin(ATTRIBUTIONS[1:]).groupby(articles["outlet"]).any()
    sizes = articles["text"].str.len().groupby(articles["outlet"]).sum().sort_index()
    names = {outlet: f"{outlet}{DAGGER}" if doubt[outlet] else outlet for outlet in sizes.index}
    if len(sizes) > most:
        least = sizes.sort_values(ascending=False, kind="stable").index[most - 1 :]
        names |= dict.fromkeys(least, f"{len(least):,} other outlets")
    return articles.assign(outlet=articles["outlet"].map(names))


def outlets(table):
    """The outlets of a table (articles, tokens ...), each once, in its order."""
    return list(table["outlet"].unique())


def show(article_id, articles=None):
    """Display a whole article in JupyterLab: paragraphs numbered, what the notebooks find marked in layers.

    Args:
        articles: a table as `load` makes it; None loads the corpus.
    Raises:
        CorpusError: there is no article of that id.
    """
    from lib import reading  # stands at the end of the flow: only this view leads back from here

    reading.show(article_id, articles)
