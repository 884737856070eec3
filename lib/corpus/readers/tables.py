"""Tables, one article a row: .csv, .tsv, .xlsx, .json, .jsonl, .parquet."""

import csv
import io
import json
import re
import warnings
from collections.abc import Iterable
from itertools import count, islice

from lib.corpus.readers import archive, columns, markup
from lib.corpus.readers.dates import is_date_line
from lib.corpus.readers.encodings import text_of
from lib.corpus.readers.marks import Tables
from lib.corpus.readers.parts import (
    Aside,
    Document,
    Reading,
    Unreadable,
    count_words,
    few,
    field,
    has_words,
    short,
    shown,
    sound,
)

MARKS = ",;\t|"
_CUT = re.compile(r"\s*(?:\u2026|\.{3})?\s*\[\+[0-9,]{1,12} chars\]\s*$")
NOTHING = frozenset("nan NaN None NONE null NULL NaT N/A #N/A <NA>".split())  # what programs write for an empty cell
_LISTED = re.compile(r"\[((?:['\"].{0,200}['\"])?)\]")
_SENTENCE = re.compile(r"[a-z\u00df-\uffff0-9][.!?\u2026\u3002][\"'\u2019\u201d\u00bb)]*$")
FULL = (32_767, 50_000)  # characters at which Excel and Google Sheets cut a cell
WIDEST = 500  # columns of a sheet
CELLS = 20_000_000  # of a sheet, empty ones before a filled one included


def delimited(raw: bytes, tables: Tables, mark: str | None = None) -> Reading:
    """A table of text, parted by commas, semicolons, tabs or bars."""
    text, said = text_of(raw)
    columns_, rows, notes = rows_of(text, mark)
    if at := columns.header([columns_, *rows], tables):  # a title stands above the table
        columns_, rows = [" ".join(name.split()) for name in rows[at - 1]], rows[at:]
    last = len(columns_) - 1
    longer = [number for number, row in enumerate(rows, 1) if has_words("".join(row[last + 1 :]))]
    ends = bool(columns_) and columns.field_of(columns_[last], tables) == "text"
    if ends:  # the commas of a text that stands last are its own
        sign = mark_of(text, mark)[0]
        rows = [[*row[:last], sign.join(row[last:])] if n in longer else row for n, row in enumerate(rows, 1)]
    records = [dict(zip(columns_, row, strict=False)) for row in rows]
    if longer:
        done = f": what is left over was taken for more of {columns_[last]}, which stands last" if ends else ""
        notes.append(
            f"has more fields than its header in row(s) {few(map(str, longer))}{done}; put quotes around a text with"
            " commas"
        )
    return of_records(records, columns_, tables, [*said, *notes], "table")


def mark_of(text: str, mark: str | None = None) -> tuple[str, str]:
    """(what parts the columns, the text without a first line `sep=;`, in which Excel says it)."""
    if text[:4].lower() == "sep=" and len(text) > 4:
        return text[4], text.partition("\n")[2]
    outside = text.partition("\n")[0].split('"')[::2]  # of quotes
    return mark or max(MARKS, key=lambda sign: (sum(part.count(sign) for part in outside), -MARKS.index(sign))), text


def is_table(text: str, tables: Tables) -> bool:
    """Is a text a table by its first two lines: names of columns that are known, that of the text among them?"""
    sign, text = mark_of(text)
    rows = list(islice(csv.reader(io.StringIO(text[:20_000], newline=""), delimiter=sign), 2))
    found = [columns.field_of(name, tables) for name in rows[0]] if len(rows) == 2 else []
    known = set(found) - {""}
    return "text" in known and len(known) > 1 and 2 * len(known) > len(found) and len(rows[1]) == len(found)


def rows_of(text: str, mark: str | None = None, blanks: bool = False) -> tuple[list[str], list[list[str]], list[str]]:
    """(names of the columns, rows, notes) of a delimited text; the mark is told by its header, unless it is given.

    `blanks` may stand behind a mark and mean nothing.
    """
    mark, text = mark_of(text, mark)
    head = text.partition("\n")[0]
    csv.field_size_limit(max(csv.field_size_limit(), len(text) + 1))  # an article may be longer than 128 kB
    notes, plain = [], {"skipinitialspace": blanks}
    if '"' not in text and re.search(rf"(?:^|{re.escape(mark)})'[^'\n]*'(?:{re.escape(mark)}|\r?$)", head):
        plain["quotechar"] = "'"
    try:
        rows = list(csv.reader(io.StringIO(text, newline=""), delimiter=mark, strict=True, **plain))
    except csv.Error as error:
        again = list(csv.reader(io.StringIO(text, newline=""), delimiter=mark, **plain))
        alone = [line.split(mark) for line in text.splitlines() if line.strip()]
        escaped = list(csv.reader(io.StringIO(text, newline=""), delimiter=mark, escapechar="\\", doublequote=False))
        if '\\"' in text and len({len(row) for row in escaped if row}) == 1:
            rows = escaped
        elif mark == "\t" and len({len(row) for row in alone}) == 1:  # quotes are signs of the text
            rows = alone
        else:
            rows = again
            odd = [str(n) for n, row in enumerate(rows[1:], 1) if row and len(row) != len(rows[0])]
            other = f" and its row(s) {few(odd)}, of more or fewer fields than its header, are articles" if odd else ""
            notes.append(f"is no sound CSV ({error}): look whether its last article is whole{other}; close all quotes")
    names = [" ".join(name.split()) for name in rows[0]] if rows else []
    return names, [row for row in rows[1:] if row], notes


def json_lines(raw: bytes, tables: Tables) -> Reading:
    """JSONL: one object a line."""
    text, notes = text_of(raw)
    records, broken, names = {}, [], {}
    for number, line in enumerate(text.split("\n"), 1):
        if not line.strip():
            continue
        try:
            record = json.loads(line)
        except (ValueError, RecursionError):  # no JSON, or brackets without end
            record = None
        if isinstance(record, dict):
            records[number] = flat(record)
            names.update(dict.fromkeys(records[number]))
        else:
            broken.append(str(number))
    if broken:
        notes.append(f"has no JSON object in line(s) {few(broken)}, which are left out")
    return of_records(list(records.values()), list(names), tables, notes, "JSONL", list(records))


def as_json(raw: bytes, tables: Tables) -> Reading:
    """JSON: a list of objects, or the list under articles, results, docs ...; or one object."""
    text, said = text_of(raw)
    try:
        whole = json.loads(text)
    except (ValueError, RecursionError) as error:
        if text.lstrip().startswith("{") and "\n{" in text.strip():
            reading = json_lines(raw, tables)  # one object a line, whatever its name
            return reading._replace(notes=["holds one object a line and was read as .jsonl", *reading.notes])
        raise Unreadable(f"its JSON is broken ({short(error)}); write it anew") from error
    found = _lists(whole)
    if not found:
        raise Unreadable("its JSON holds no list of articles; give a list of objects, each with a text")
    tried = []
    for where, objects in found:
        records = [flat(record) for record in objects]
        names = list(dict.fromkeys(name for record in records for name in record))
        text_in = columns.roles(names, records, tables).taken.get("text")
        size = sum(len(shown(record.get(text_in))) for record in records[: columns.SAMPLE]) if text_in else 0
        tried.append((size, where, records, names))
    _, where, records, names = max(tried, key=lambda one: one[0])
    reading = of_records(records, names, tables, said, "JSON")
    totals = [whole.get(name) for name in ("totalResults", "total", "numFound")] if isinstance(whole, dict) else []
    stated = next((total for total in totals if isinstance(total, int)), None)
    others = [place for place, _ in found if place and place != where]
    notes = [f"has other lists beside the articles ({few(others)}), which were not read"] if others and where else []
    if stated is not None and stated > len(reading.documents):
        notes.append(
            f"says that there are {stated} results, of which it holds {len(reading.documents)}; fetch the rest"
        )
    return reading._replace(notes=[*reading.notes, *notes], stated=stated)


def _lists(whole):
    """The lists of objects in a JSON value: [(where, objects)], an object alone is a list of one."""
    if isinstance(whole, list):
        objects = [entry for entry in whole if isinstance(entry, dict)]
        return [("", objects)] if objects else []
    if not isinstance(whole, dict):
        return []
    found, level = [], [("", whole)]
    while level:
        deeper = []
        for where, value in level:
            for name, inner in value.items():
                place = f"{where}.{name}".lstrip(".")
                if isinstance(inner, list) and any(isinstance(entry, dict) for entry in inner):
                    found.append((place, [entry for entry in inner if isinstance(entry, dict)]))
                elif isinstance(inner, dict):
                    deeper.append((place, inner))
        level = deeper
    return [*found, ("", [whole])] if found else _of_pandas(whole) or [("", [whole])]


def _of_pandas(whole):
    """The same of an object that is a table: {id: article}, {column: {row: cell}}, or columns and data apart."""
    names, rows, inner = whole.get("columns"), whole.get("data"), list(whole.values())
    if isinstance(names, list) and isinstance(rows, list) and all(isinstance(row, list) for row in rows):
        return [("", [dict(zip(map(str, names), row, strict=False)) for row in rows])]
    if len(inner) < 2 or not all(isinstance(entry, dict) for entry in inner):
        return []
    alike = all(entry.keys() == inner[0].keys() for entry in inner)
    turned = [{name: entry[key] for name, entry in whole.items()} for key in inner[0]] if alike else []
    return [("", inner), ("", turned)]


def flat(record: dict) -> dict:
    """An object with what it holds one and two levels down under names such as fields.body."""
    found = {}
    inner = max((value for value in record.values() if isinstance(value, dict)), key=len, default={})
    if len(inner) > max(3, len(record)):  # all of it is within: a hit of Elasticsearch, a post of Reddit
        record = {name: value for name, value in record.items() if value is not inner} | inner
    for name, value in record.items():
        if isinstance(value, dict):
            named = shown(value)
            if named:
                found[str(name)] = named
            inner = {f"{name}.{n}": v for n, v in value.items() if not isinstance(v, (dict, list)) and v != named}
            found |= {n: v for n, v in inner.items() if n not in found}
        elif isinstance(value, list) and value and all(isinstance(entry, dict) for entry in value):
            found[str(name)] = list(filter(None, map(shown, value)))
        else:
            found[str(name)] = value
    return found


def parquet(raw: bytes, tables: Tables) -> Reading:
    """A Parquet file."""
    from pyarrow import parquet as reader

    try:
        table = reader.read_table(io.BytesIO(raw))
        records = table.to_pylist()
    except Exception as error:  # Arrow raises a dozen kinds for a broken file
        raise Unreadable(f"its Parquet is broken ({short(error)}); write it anew") from error
    return of_records(records, table.column_names, tables, [], "Parquet")


def sheets(raw: bytes, tables: Tables) -> Reading:
    """An Excel workbook: each sheet that has a column of texts."""
    from openpyxl import load_workbook

    packed = archive.opened(raw, "Excel file")
    for name in packed.namelist():
        archive.unpacked(packed, name, "Excel file")  # none larger than fits
    try:
        with warnings.catch_warnings(action="ignore"):  # of styles and the like, which hold no text
            book = load_workbook(io.BytesIO(raw), read_only=True, data_only=True, keep_links=False)
            found = {sheet.title: _cells(sheet, tables) for sheet in book.worksheets}
    except Unreadable:
        raise
    except Exception as error:  # of a file that says it is a workbook
        raise Unreadable(f"its Excel file is broken ({short(error)}); save it anew, or as .csv") from error
    readings, why = [], ""
    for title, (names, records) in found.items():
        try:
            reading = of_records(records, names, tables, [], "Excel")
        except Unreadable as error:
            why = why or str(error)
            continue
        readings.append((title, reading))
    if not readings:
        raise Unreadable(why or "it is a workbook without a filled sheet; add the articles")
    if len(readings) == 1:
        return readings[0][1]
    documents = [
        document._replace(form=f"sheet {title}, {document.form}", number=f"{title}-{document.number}")
        for title, reading in readings
        for document in reading.documents
    ]
    notes = [f"(sheet {title}) {note}" for title, reading in readings for note in reading.notes]
    return Reading(documents, notes, sum(reading.words for _, reading in readings), (), "Excel")


def _cells(sheet, tables):
    """(names, records) of a sheet.

    The header is the first row with two names that are known, else with two filled cells, else the first filled.
    """
    sheet.reset_dimensions()  # what a file says of its size may be a trap
    filled, n_cells = [], 0
    for row in sheet.iter_rows(values_only=True):
        n_cells += len(row)
        if n_cells > CELLS:
            raise Unreadable(f"its Excel file has a sheet of more than {CELLS:,} cells; save its articles as .csv")
        if any(cell not in (None, "") for cell in row[:WIDEST]):
            filled.append(list(row[:WIDEST]))
    at = columns.header(filled, tables)
    if at is None:
        wide = (i for i, row in enumerate(filled[: columns.HEADS]) if sum(cell not in (None, "") for cell in row) > 1)
        at = next(wide, 0)
    names = [" ".join(shown(cell).split()) for cell in filled[at]] if filled else []
    return names, [dict(zip(names, row, strict=False)) for row in filled[at + 1 :]]


def of_records(
    records: list[dict],
    names: Iterable[str],
    tables: Tables,
    notes: list[str],
    kind: str,
    numbers: list[int] | None = None,
) -> Reading:
    """One Document a row of a table, its other columns as fields. A row of JSONL has the number of its line."""
    names = [str(name) for name in names]
    if "text" not in names and any(len(name) > columns.LONGEST for name in names):
        raise Unreadable(
            "its first row holds an article and not the names of the columns; write a row of names above it"
        )
    choice = columns.roles([name for name in names if name], records, tables)
    if "text" not in choice.taken:
        raise Unreadable(columns.missing_text(names, records, choice.taken))
    documents, empty, cut, full, n_words, of_html = [], [], [], [], 0, 0
    rivals = set(choice.rivals)  # the same text once more, or its teaser: named, and no part that was lost
    for number, record in zip(numbers or count(1), records, strict=False):
        n_words += sum(
            count_words(shown(v)) for k, v in record.items() if isinstance(v, (str, list)) and k not in rivals
        )
        document, was_html, was_cut = _document(number, record, choice)
        of_html += was_html
        cut += [str(number)] if was_cut else []
        full += [str(number)] if len(shown(record.get(choice.taken["text"]))) in FULL else []
        if document:
            documents.append(document)
        else:
            empty.append(str(number))
    if not documents:
        raise Unreadable("it is empty, a table without one text; add its texts or delete it")
    notes = [*notes, *choice.notes, *_left(names, records[: columns.SAMPLE], choice)]
    if empty:
        notes.append(f"has no text in row(s) {few(empty)}, which are left out")
    if cut:
        notes.append(
            f"has texts that are cut off in row(s) {few(cut)} ([+n chars]): the source gives no more; fetch the pages"
        )
    if full:
        notes.append(
            f"has texts of just as many characters as fit into a cell (Excel: 32,767) in row(s) {few(full)}:"
            " they were cut off there; save them anew from where they came"
        )
    if of_html:
        notes.append(f"has HTML in the text of {of_html} row(s), which was read as such")
    return Reading(documents, notes, n_words, (), kind)


def _left(names, records, choice):
    """What to say of columns that were not taken: sentences that stand in no text (a lead, a part), days."""
    unread, days, text = [], [], choice.taken["text"]
    texts = [" ".join(in_one(record.get(text)).split()) for record in records]
    for name in names:
        if name in (*choice.taken.values(), *choice.rivals):
            continue
        values = [" ".join(shown(record.get(name)).split()) for record in records]
        n_filled = len(list(filter(has_words, values)))
        own = [value for value, whole in zip(values, texts, strict=True) if value[:40] not in whole]
        if 2 * sum(count_words(value) > 9 and bool(_SENTENCE.search(value)) for value in own) > n_filled:
            unread.append(name)
        if n_filled and sum(len(value) > 7 and is_date_line(value) for value in values) == n_filled:
            days.append(name)
    notes = []
    if unread:
        notes.append(
            f"has running text in column(s) {few(unread)}, which was not read; if it belongs to the articles, put it"
            f" before their {text}"
        )
    if days and "date" not in choice.taken:
        notes.append(f"has days in column(s) {few(days)}, but none that is called a date; call that of the articles so")
    return notes


def cell(raw: str) -> tuple[str, bool, str]:
    """The text of a cell: (text, was it HTML, the mark "[+1834 chars]" behind a text that was cut off)."""
    text, was_html = markup.of_cell(raw)
    cut = _CUT.search(text[-80:])
    return (text[: len(text) - len(cut[0])], was_html, cut[0].strip()) if cut else (text, was_html, "")


def in_one(value: object) -> str:
    """A cell as text; a list of paragraphs with an empty line between them, of pieces of a line (Telegram) without."""
    if not isinstance(value, (list, tuple)):
        return shown(value)
    of_pieces = {dict, str} == {type(piece) for piece in value}
    return ("" if of_pieces else "\n\n").join(filter(None, map(shown, value)))


def _document(number, record, choice):
    """(the Document of a row, was it HTML, was it cut off); None for a row without text."""
    text, was_html, cut = cell(sound(in_one(record.get(choice.taken["text"]))))
    aside = (Aside("cut off", cut),) if cut else ()
    if not has_words(text) or text.strip() in NOTHING:
        return None, False, bool(cut)
    used = {"author", *choice.taken.values()}  # an author that was not taken is a number
    fields = {str(k): field(v) for k, v in record.items() if k and k not in used}
    told = {name: field(record.get(column)) for name, column in choice.taken.items() if name not in ("text", "file")}
    told = {name: "" if value in NOTHING else value for name, value in told.items()}
    if listed := _LISTED.fullmatch(told.get("author", "")):  # a list of Python's, as pandas writes it
        told["author"] = ", ".join(filter(None, (name.strip(" '\"") for name in listed[1].split(","))))
    for name in ("title", "author", "outlet"):
        if "&" in told.get(name, "") or "<" in told.get(name, ""):
            told[name] = field(markup.of_cell(told[name])[0])
    if told.get("outlet"):
        told["outlet_from"] = f"column {choice.taken['outlet']}"
    elif choice.host and (name := columns.host(told.get("url", ""))):
        told |= {"outlet": name, "outlet_from": f"address in column {choice.taken['url']}"}
    return Document(text, f"row {number}", fields | told, str(number), aside), was_html, bool(cut)
