"""data/ keeps what datapackage.json promises; and what a schema cannot say: order, spans of time, references to seeds/."""

import calendar
import csv
import io
import json
import re
import shutil
import subprocess
import sys
import tomllib
import unicodedata
from datetime import date
from urllib.parse import urlsplit

import frictionless
import pandas as pd
import pytest

from lib.site import dictionary
from tests.conftest import HOME

DATA = HOME / "data"
PACKAGE = json.loads((DATA / "datapackage.json").read_text(encoding="utf-8"))
TABLES = {resource["name"]: resource for resource in PACKAGE["resources"] if resource.get("type") == "table"}
FIELDS = {name: {field["name"]: field for field in table["schema"]["fields"]} for name, table in TABLES.items()}
KEYS = [(name, key) for name, table in TABLES.items() for key in table["schema"].get("foreignKeys", [])]
# By which columns the rows are sorted. The other tables are in an order made by hand.
ORDER = {
    "aliases": ["kind", "actor", "alias"],
    "c5x_rates": ["currency", "date"],
    "claims_gold": ["article_id", "start"],
    "claims_unseen": ["run", "set"],
    "coverage": ["paragraphs", "per_1000"],
    "frame_codes": ["article_id", "start"],
    "stance_codes": ["article_id", "start"],
    "official_passages": ["text_id"],
    "official_runs": ["text_id", "run"],
    "power": ["outlet", "times"],
    "protocol": ["kind", "phrase"],
    "question_power": ["outlet", "per_1000", "times"],
    "quotations_gold": ["article_id", "start"],
    "reports_gold": ["article_id", "start"],
    "rivalry_read": ["article_id", "start"],
    "searches": ["article_id"],
    "statement_topics": ["topic"],
    "style_read": ["article_id", "start"],
    "variants": ["variant"],
    "word_questions": ["question"],
    "voices_outside": ["method", "measure"],
}
TOGETHER = {
    "c5x_attendance": "meeting_id",
    "c5x_meetings": "partner",
    "statements": "topic",
    "style": "marker",
}  # rows that stand together
BAD_CELL = ("constraint-error", "type-error")
each = pytest.mark.parametrize("name", TABLES)


def read(name):
    return pd.read_csv(DATA / TABLES[name]["path"], dtype=str, keep_default_na=False)


def sources():
    return pd.read_csv(HOME / "seeds/sources.csv", dtype=str, keep_default_na=False)


def errors(name, table, folder):
    """What frictionless finds in `table` in the place of the one called `name`: [(kind of error, field, row)]."""
    linked = {key["reference"]["resource"] for key in TABLES[name]["schema"].get("foreignKeys", [])}
    for other in linked:
        shutil.copy(DATA / TABLES[other]["path"], folder)
    table.to_csv(folder / TABLES[name]["path"], index=False, lineterminator="\n")
    # Those that are only referred to lose their own keys, which may lead on to others.
    bare = {other: {**TABLES[other], "schema": {**TABLES[other]["schema"], "foreignKeys": []}} for other in linked}
    descriptor = {**PACKAGE, "resources": [TABLES[name], *bare.values()]}
    report = frictionless.Package.from_descriptor(descriptor, basepath=str(folder)).validate(name=name)
    assert not report.errors, report.errors
    (own,) = report.tasks
    return [(e.type, getattr(e, "field_name", None), getattr(e, "row_number", None)) for e in own.errors]


def command(path):
    arguments = [sys.executable, "-m", "frictionless", "validate", str(path)]
    return subprocess.run(arguments, cwd=HOME, capture_output=True, text=True)


def test_the_package_is_valid():
    result = command("data/datapackage.json")
    assert result.returncode == 0, result.stdout + result.stderr


def test_the_command_fails_where_a_table_does(tmp_path):
    shutil.copytree(DATA, tmp_path / "data")
    table = read("c5x_meetings")
    pd.concat([table, table.head(1)]).to_csv(tmp_path / "data/c5x_meetings.csv", index=False, lineterminator="\n")
    result = command(tmp_path / "data/datapackage.json")
    assert result.returncode == 1 and "primary-key" in result.stdout, result.stdout + result.stderr


# -- The descriptor


def test_every_file_is_described():
    described = {resource["path"] for resource in PACKAGE["resources"]}
    there = {path.name for path in DATA.iterdir() if path.is_file() and not path.name.startswith(".")}
    assert described == there - {"README.md", "datapackage.json"}
    assert {table["path"] for table in TABLES.values()} == {
        path.relative_to(DATA).as_posix() for path in DATA.rglob("*.csv") if "example" not in path.parts
    }


@each
def test_every_column_is_described(name):
    assert list(FIELDS[name]) == list(read(name).columns)
    for resource in (TABLES[name], *FIELDS[name].values()):
        assert resource["title"].strip() and resource["description"].strip().endswith((".", "…", "?"))
    for field in FIELDS[name].values():
        assert ("unit" in field) == (field["type"] in ("integer", "number")), field["name"]


@each
def test_every_constraint_is_one_that_frictionless_heeds(name):
    """It passes in silence over a constraint that does not belong to the type."""
    for field in FIELDS[name].values():
        kind = frictionless.Field.from_descriptor(field)
        # "unique" is none of a type: it is checked on the rows.
        assert set(field.get("constraints", {})) <= {*kind.supported_constraints, "unique"}, field["name"]


def test_the_descriptor_is_written_one_way():
    text = (DATA / "datapackage.json").read_bytes().decode()
    assert text == json.dumps(PACKAGE, indent=2, ensure_ascii=False) + "\n"
    project = tomllib.loads((HOME / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    assert (PACKAGE["name"], PACKAGE["version"]) == (project["name"], project["version"])
    assert not any("created" in resource for resource in (PACKAGE, *PACKAGE["resources"]))


def test_lists_of_allowed_values_follow_the_tables_they_come_from():
    frames = read("frames")["frame"].tolist()
    assert FIELDS["frame_codes"]["frame"]["constraints"]["enum"] == [*frames, "none"]
    assert FIELDS["stance_codes"]["stance"]["constraints"]["enum"] == [*read("stance")["stance"], "none"]
    for name in ("power", "question_power"):
        assert sorted(FIELDS[name]["outlet"]["constraints"]["enum"]) == sorted(sources()["outlet"])
    with_articles = [fields["article_id"] for fields in FIELDS.values() if "article_id" in fields]
    assert len(with_articles) >= 5
    for field in with_articles:
        assert field["constraints"]["enum"] == sources()["article_id"].tolist()


# -- What the descriptor forbids


def broken(field):
    """A value that the field must refuse; None where any text will do."""
    constraints = field.get("constraints", {})
    if field["type"] in ("integer", "number"):
        low = constraints.get("minimum", constraints.get("exclusiveMinimum"))
        return "many" if low is None else str(low - 1)
    if field["type"] == "boolean" or "enum" in constraints or "pattern" in constraints or field.get("format") == "uri":
        return "; no such value"
    return None


WRONG = {name: {c: broken(field) for c, field in fields.items() if broken(field)} for name, fields in FIELDS.items()}


@pytest.mark.parametrize("name", [name for name, wrong in WRONG.items() if wrong])
def test_every_field_refuses_what_it_should(name, tmp_path):
    table = read(name)
    for column, value in WRONG[name].items():
        table.loc[0, column] = value
    found = [(field, row) for kind, field, row in errors(name, table, tmp_path) if kind in BAD_CELL]
    assert sorted(found) == [(column, 2) for column in sorted(WRONG[name])]


@each
def test_every_field_that_is_required_refuses_an_empty_cell(name, tmp_path):
    table = read(name)
    wanted = [c for c, field in FIELDS[name].items() if field.get("constraints", {}).get("required")]
    assert set(TABLES[name]["schema"]["primaryKey"]) <= set(wanted)
    for some in (wanted[:1], wanted[1:]):  # a row of empty cells alone would be another error
        emptied = table.copy()
        emptied.loc[0, some] = ""
        found = [(field, row) for kind, field, row in errors(name, emptied, tmp_path) if kind == "constraint-error"]
        assert sorted(found) == [(column, 2) for column in sorted(some)]


@each
def test_a_key_stands_once(name, tmp_path):
    table = read(name)
    assert {kind for kind, *_ in errors(name, table, tmp_path)} == set()
    found = {kind for kind, *_ in errors(name, pd.concat([table, table.head(1)]), tmp_path)}
    assert "primary-key" in found and found <= {"primary-key", "unique-error"}


@pytest.mark.parametrize(("name", "key"), KEYS, ids=[f"{name}.{key['fields'][0]}" for name, key in KEYS])
def test_a_foreign_key_holds(name, key, tmp_path):
    (column,), reference = key["fields"], key["reference"]
    assert TABLES[reference["resource"]]["schema"]["primaryKey"] == reference["fields"]
    table = read(name)
    row = table.index[table[column] != ""][0]
    table.loc[row, column] = "ZZ-FM-99"
    assert [kind for kind, *_ in errors(name, table, tmp_path)] == ["foreign-key"]


@pytest.mark.parametrize(
    ("name", "column", "value", "kind"),
    [
        ("c5x_meetings", "partner", "Atlantis", "foreign-key"),
        ("c5x_meetings", "level", "", "constraint-error"),
        ("c5x_meetings", "level", "ministers", "constraint-error"),
        ("c5x_meetings", "date_start", "", "constraint-error"),
        ("c5x_meetings", "date_start", "2025", "constraint-error"),
        ("c5x_meetings", "date_start", "2025-13", "constraint-error"),
        ("c5x_meetings", "date_start", "17.06.2025", "constraint-error"),
        ("c5x_meetings", "date_end", "2025-06-32", "constraint-error"),
        ("c5x_meetings", "counted", "perhaps", "type-error"),
        ("c5x_meetings", "money_amount", "1.5 billion", "type-error"),
        ("c5x_meetings", "presidents", "6", "constraint-error"),
        ("c5x_attendance", "came", "envoy", "constraint-error"),
        ("c5x_attendance", "state", "Russia", "constraint-error"),
        ("c5x_meetings", "money_currency", "yuan", "constraint-error"),
        ("c5x_meetings", "source1_url", "example.org/no-scheme", "type-error"),
        ("c5x_meetings", "source1_url", "ftp://example.org/", "constraint-error"),
        ("c5x_formats", "source_urls", "https://example.org/a, https://example.org/b", "constraint-error"),
        ("c5x_rates", "usd_per_unit", "0", "constraint-error"),
        ("claims_gold", "article_id", "another", "constraint-error"),
        ("coverage", "widened", "1.01", "constraint-error"),
        ("frame_codes", "frame", "peace", "constraint-error"),
        ("references", "as_of", "June 2025", "constraint-error"),
        ("statements", "verdict", "true", "constraint-error"),
        ("statements", "wrong", "strict", "constraint-error"),
        ("statements", "source_url", "", "constraint-error"),
        ("topic_labels", "terms", "only; three; terms", "constraint-error"),
    ],
)
def test_one_wrong_cell_is_named(name, column, value, kind, tmp_path):
    table = read(name)
    table.loc[1, column] = value
    found = errors(name, table, tmp_path)
    assert [(k, row) for k, _, row in found] == [(kind, 3)] and found[0][1] in (column, None)


@pytest.mark.parametrize("value", ["2025-06", "2025-06-17"])
def test_a_date_may_be_a_month(value, tmp_path):
    assert errors("c5x_meetings", read("c5x_meetings").assign(date_start=value, date_end=""), tmp_path) == []


@each
def test_a_column_more_or_less_is_an_error(name, tmp_path):
    table = read(name)
    assert "extra-label" in {kind for kind, *_ in errors(name, table.assign(more="x"), tmp_path)}
    last = TABLES[name]["schema"]["fields"][-1]["name"]
    assert "missing-label" in {kind for kind, *_ in errors(name, table.drop(columns=last), tmp_path)}


# -- What it cannot say


def test_each_topic_of_the_statements_has_a_name():
    assert set(read("statements")["topic"]) == set(read("statement_topics")["topic"])


def days(text):
    """First and last day of "2025-06-17" or "2025-06"; ValueError where there is no such day."""
    year, month, day = (*map(int, text.split("-")), None)[:3]
    last = calendar.monthrange(year, month)[1]
    return date(year, month, day or 1), date(year, month, day or last)


def in_order(row):
    """Does everything in a row end after it begins? Dates (a month lasts to its last day), spans, values."""
    if row.get("date_end") and days(row["date_end"])[1] < days(row["date_start"])[0]:
        return False
    if "start" in row:
        start, end = int(row["start"]), int(row["end"])
        core = int(row.get("core_start", start)), int(row.get("core_end", end))
        if not start <= core[0] < core[1] <= end:
            return False
    low, high = row.get("value_low", ""), row.get("value_high", "")
    return bool(low) == bool(high) and (not low or float(low) <= float(high))


def backwards(table):
    return [place for place, row in enumerate(table.to_dict("records")) if not in_order(row)]


@pytest.mark.parametrize(
    ("row", "wrong"),
    [
        ({"date_start": "2023-05-18", "date_end": "2023-05-19"}, False),
        ({"date_start": "2023-05-18", "date_end": "2023-05-17"}, True),
        ({"date_start": "2023-05-18", "date_end": "2023-05"}, False),
        ({"date_start": "2023-05", "date_end": "2023-05-01"}, False),
        ({"date_start": "2023-05", "date_end": "2023-04-30"}, True),
        ({"date_start": "2023-05-18", "date_end": ""}, False),
        ({"start": "7", "end": "9"}, False),
        ({"start": "9", "end": "9"}, True),
        ({"start": "3", "end": "9", "core_start": "3", "core_end": "9"}, False),
        ({"start": "3", "end": "9", "core_start": "2", "core_end": "9"}, True),
        ({"start": "3", "end": "9", "core_start": "5", "core_end": "10"}, True),
        ({"value_low": "10", "value_high": "9"}, True),
        ({"value_low": "9", "value_high": "10"}, False),
        ({"value_low": "9", "value_high": ""}, True),
        ({"value_low": "", "value_high": ""}, False),
    ],
)
def test_what_ends_before_it_begins_is_found(row, wrong):
    assert backwards(pd.DataFrame([row])) == [0] * wrong


@pytest.mark.parametrize("name", [n for n, f in FIELDS.items() if {"date_end", "start", "value_low"} & set(f)])
def test_nothing_ends_before_it_begins(name):
    assert backwards(read(name)) == []


def test_end_before_start_would_be_found_among_the_meetings():
    table = read("c5x_meetings")
    table.loc[3, "date_end"] = "1999-12-31"
    assert backwards(table) == [3]


DATED = [(name, column) for name, fields in FIELDS.items() for column in fields if column in ("as_of", "date", "date_start", "date_end", "checked_again", "checked_until", "day")]  # fmt: skip


@pytest.mark.parametrize(("name", "column"), DATED)
def test_every_day_is_in_the_calendar(name, column):
    assert all(days(cell) for cell in read(name)[column] if cell)


def test_no_such_day():
    with pytest.raises(ValueError, match="day"):
        days("2023-02-30")


def faults_of_address(address):
    parts = urlsplit(address)
    return not (
        parts.scheme in ("http", "https")
        and re.fullmatch(r"([a-z0-9-]+\.)+[a-z]{2,}", parts.hostname or "")
        and parts.username is None
        and address.isascii()
        and not re.search(r'[\s<>"{}|\\^`]', address)
    )


@pytest.mark.parametrize(
    ("address", "wrong"),
    [
        ("https://example.org/a?b=c#d", False),
        ("http://www.example.org", False),
        ("example.org/a", True),
        ("https://example", True),
        ("https:///a", True),
        ("https://example.org/a b", True),
        ("https://example.org/a | https://example.org/b", True),
        ("https://me@example.org/", True),
        ("javascript:alert(1)", True),
    ],
)
def test_an_address_without_host_or_with_spaces_is_found(address, wrong):
    assert faults_of_address(address) == wrong


ADDRESSES = [(name, c) for name, fields in FIELDS.items() for c in fields if c.endswith(("_url", "_urls"))]


@pytest.mark.parametrize(("name", "column"), [*ADDRESSES, ("sources", "url")])
def test_every_address_is_one(name, column):
    cells = (sources() if name == "sources" else read(name))[column]
    addresses = [address for cell in cells if cell for address in cell.split(" | ")]
    assert addresses and [address for address in addresses if faults_of_address(address)] == []


def formula(cell):
    """Would a spreadsheet take the cell for a formula? A number it may take for what it is."""
    return bool(re.match(r"\s*[=+\-@]|[\t\r]", cell)) and not re.fullmatch(r"-?[0-9]+(\.[0-9]+)?", cell)


@pytest.mark.parametrize(
    ("cell", "wrong"),
    [("=1+1", True), ("+1", True), ("@SUM(A1)", True), (" -x", True), ("-1.5", False), ("a-b", False), ("", False)],
)
def test_a_formula_is_found(cell, wrong):
    assert formula(cell) == wrong


FILES = [*(f"data/{table['path']}" for table in TABLES.values()), "seeds/sources.csv"]


@pytest.mark.parametrize("path", FILES)
def test_cells_are_tidy(path):
    raw = (HOME / path).read_bytes()
    text = raw.decode("utf-8")
    assert not text.startswith("\ufeff") and b"\r" not in raw and text.endswith("\n") and not text.endswith("\n\n")
    rows = list(csv.reader(io.StringIO(text, newline="")))
    assert {len(row) for row in rows} == {len(rows[0])} and len(rows[0]) == len(set(rows[0]))
    for cell in (cell for row in rows for cell in row):
        assert not formula(cell) and cell == cell.strip() and unicodedata.is_normalized("NFC", cell), cell
        assert not any(unicodedata.category(c) == "Cc" for c in cell), cell
    again = io.StringIO()
    csv.writer(again, lineterminator="\n").writerows(rows)
    assert again.getvalue() == text  # quotes only where they are needed: one way to write a table


def ranks(name, table):
    """The columns by which a table is sorted, as tuples that compare."""
    articles = {article: place for place, article in enumerate(sources()["article_id"])}
    columns = []
    for column in ORDER[name]:
        cells = table[column]
        if FIELDS[name][column]["type"] in ("integer", "number"):
            cells = cells.astype(float)
        elif column == "article_id" and name != "claims_gold":  # the order of sources.csv, not of the alphabet
            cells = cells.map(articles)
        columns.append(cells.tolist())
    return list(zip(*columns, strict=True))


@pytest.mark.parametrize("name", ORDER)
def test_rows_are_sorted(name):
    table = read(name)
    assert len(table) > 1 and ranks(name, table) == sorted(ranks(name, table))
    assert ranks(name, table.iloc[::-1]) != sorted(ranks(name, table))


@pytest.mark.parametrize(("name", "column"), TOGETHER.items())
def test_rows_of_one_subject_stand_together(name, column):
    cells = read(name)[column]
    assert (cells != cells.shift()).sum() == cells.nunique() < len(cells)


def test_the_meetings_of_a_partner_are_in_the_order_of_time():
    for partner, rows in read("c5x_meetings").groupby("partner"):
        begun = [days(cell)[0] for cell in rows["date_start"]]
        assert begun == sorted(begun), partner


# -- C5+X: what two tables say together


def test_formats_name_meetings_of_their_own():
    meetings, formats = read("c5x_meetings").set_index("id"), read("c5x_formats").set_index("partner")
    for column, level in (("first_ministers_id", "foreign ministers"), ("first_leaders_id", "leaders")):
        first = formats.loc[formats[column] != "", column]
        named = meetings.loc[first]
        assert named["partner"].tolist() == first.index.tolist() and set(named["level"]) == {level}
        counted = meetings[
            (meetings["status"] == "held") & (meetings["counted"] == "yes") & (meetings["level"] == level)
        ]
        for partner, name in first.items():
            peers = counted[counted["partner"] == partner]
            assert all(days(meetings.loc[name, "date_start"])[0] <= days(day)[1] for day in peers["date_start"]), name
    assert (meetings["group"] == meetings["partner"].map(formats["group"])).all()


def test_a_rhythm_was_set_by_leaders_of_the_format():
    meetings, formats = read("c5x_meetings").set_index("id"), read("c5x_formats")
    announced = formats[formats["cadence_months"] != ""]
    assert len(announced) and ((formats["cadence_months"] != "") == (formats["cadence_set_id"] != "")).all()
    named = meetings.loc[announced["cadence_set_id"]]
    assert named["partner"].tolist() == announced["partner"].tolist() and set(named["level"]) == {"leaders"}


def test_partners_are_named_as_actors():
    actors = {actor for cell in read("aliases")["actor"] for actor in cell.split("; ")}
    named = [actor for cell in read("c5x_formats")["named_as"] for actor in cell.split("; ")]
    assert set(named) <= actors and len(named) == len(set(named))


def test_a_sum_has_a_currency_a_kind_and_a_rate():
    meetings = read("c5x_meetings")
    assert (meetings.loc[meetings["money_kind"] == "none seen", "money_amount"] == "").all()
    sums = meetings[meetings["money_amount"] != ""]
    assert len(sums) and (sums["money_kind"] != "").all()
    assert ((meetings["money_amount"] != "") == (meetings["money_currency"] != "")).all()
    assert set(sums["money_currency"]) <= {"USD", *read("c5x_rates")["currency"]}


def test_a_source_has_an_address_and_a_publisher():
    meetings = read("c5x_meetings")
    for n in (1, 2, 3):
        assert ((meetings[f"source{n}_url"] != "") == (meetings[f"source{n}_publisher"] != "")).all()
    assert set(meetings.loc[meetings["checked"] == "no source", "confidence"]) <= {"low"}


# -- seeds/sources.csv, which a package in data/ may not point at


def test_the_table_of_sources():
    table, readme = sources(), (HOME / "seeds/README.md").read_text(encoding="utf-8")
    described = re.findall(r"`([a-z_]+)`", "".join(line.split("|")[1] for line in readme.splitlines() if "|" in line))
    assert set(table.columns) <= set(described)
    assert table["article_id"].is_unique and table["file"].is_unique
    assert all((HOME / "seeds" / file).is_file() for file in table["file"])
    for column in ("attribution", "author_status", "title_status", "date_status"):
        assert set(table[column]) <= {"verified", "inferred", "unknown"}
    for column in ("author", "title", "date"):
        assert ((table[column] == "") == (table[f"{column}_status"] == "unknown")).all()
    assert all(days(day) for day in table["date"] if day)


def test_the_page_of_tables_names_every_table_and_column_as_text(tmp_path):
    page = dictionary.write_out(DATA / "datapackage.json")
    assert all(f"`data/{resource['path']}`" in page for resource in PACKAGE["resources"])
    assert page.count("<tr>") == len(TABLES) + sum(map(len, FIELDS.values()))
    field = {"name": "<b>", "type": "string", "description": "<script>alert(1)</script>"}
    hostile = {
        "title": "*A* <i>",
        "name": "a",
        "path": "a.csv",
        "description": "<img src=x>",
        "schema": {"fields": [field]},
    }
    (tmp_path / "p.json").write_text(json.dumps({"resources": [hostile]}), encoding="utf-8")
    assert not re.search("<(?:b|i|img|script)[ >]", dictionary.write_out(tmp_path / "p.json"))
