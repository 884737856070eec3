"""Meetings of the five Central Asian states with an outside partner (C5+X), and the formats they form.

The tables data/c5x_meetings.csv, c5x_attendance.csv, c5x_formats.csv and c5x_rates.csv are described in
data/datapackage.json; here they are compared, and nothing about a meeting is written down.
"""

from collections.abc import Iterable
from pathlib import Path

import pandas as pd

from lib.claims.units import amount
from lib.corpus import CorpusError, read_table

MEETINGS = (
    *("id", "partner", "group", "level", "date_start", "date_end", "country", "mode", "status", "counted"),
    *("presidents", "money_amount", "money_currency", "money_kind", "source1_url", "confidence", "checked"),
)
FORMATS = (
    *("partner", "group", "format_name", "named_as", "launch_year", "launch_event", "first_ministers_id"),
    *("first_leaders_id", "permanent_body", "permanent_body_state", "permanent_body_source_url", "cadence"),
    *("cadence_months", "cadence_set_id", "cadence_source_url", "priorities", "next_announced", "source_urls"),
    *("confidence", "checked_until"),
)
ATTENDANCE = ("meeting_id", "state", "came", "who", "host", "basis", "source_url", "note")
CAME = ("president", "deputy", "other")
LEVELS = ("leaders", "foreign ministers", "other")
FIVE = ("Kazakhstan", "Kyrgyzstan", "Tajikistan", "Turkmenistan", "Uzbekistan")
MONTH = 365.2425 / 12  # days
WORDS = {  # the facts of `compare`, as a reader meets them
    "launched": "launched",
    "first_ministers": "first ministers",
    "first_leaders": "first leaders",
    "first_five": "first with all five presidents",
    "years": "years between these",
    "ministers": "ministers' meetings",
    "leaders": "leaders' meetings",
    "a_year": "ministers' meetings a year",
    "months_ministers": "median months between these",
    "longest": "longest pause, months",
    "months_leaders": "months between leaders",
    "announced": "months announced",
    "in_region": "hosted in the region",
    "body": "permanent body",
    "money": "largest sum announced",
}


def read_meetings(path: str | Path | None = None) -> pd.DataFrame:
    """c5x_meetings.csv, one row a meeting, with `date` (of its first day; the 15th where only the month is known),
    `day_known`, `sourced` (a page is given where it can be read) and `presidents` (of the five, how many came; empty
    below leaders).

    Raises:
        CorpusError: a date that is none, or a level outside LEVELS.
    """
    table = read_table("c5x_meetings.csv", MEETINGS, path)
    table["day_known"] = table["date_start"].str.len() == len("2025-06-17")
    dates = table["date_start"].where(table["day_known"], table["date_start"] + "-15")
    table["date"] = pd.to_datetime(dates, format="%Y-%m-%d", errors="coerce")
    wrong = table.loc[table["date"].isna() | ~table["level"].isin(LEVELS), "id"].tolist()
    if wrong:
        raise CorpusError(f"c5x_meetings.csv: no date YYYY-MM(-DD) or no known level in {', '.join(wrong)}")
    table["sourced"] = table["source1_url"] != ""
    table["money_amount"] = pd.to_numeric(table["money_amount"])
    table["presidents"] = pd.to_numeric(table["presidents"])
    return table


def read_attendance(path: str | Path | None = None) -> pd.DataFrame:
    """c5x_attendance.csv: one row a leaders' meeting that was held and each of the five states, with who came (CAME)
    and whether that state was the host (`host`, True or False).

    Raises:
        CorpusError: a state that is none of the five, or a word outside CAME.
    """
    table = read_table("c5x_attendance.csv", ATTENDANCE, path)
    wrong = table.loc[~table["state"].isin(FIVE) | ~table["came"].isin(CAME), "meeting_id"].unique()
    if len(wrong):
        raise CorpusError(f"c5x_attendance.csv: none of the five states, or nobody known, in {', '.join(wrong)}")
    return table.assign(host=table["host"] == "yes")


def presidents(attendance: pd.DataFrame) -> pd.Series:
    """How many of the presidents came to each meeting: {meeting_id: number}, in the order of the table."""
    return (attendance["came"] == "president").groupby(attendance["meeting_id"], sort=False).sum().astype(int)


def absent(attendance: pd.DataFrame, meetings: pd.DataFrame) -> pd.DataFrame:
    """Whose president was missing at which leaders' meeting, by date.

    Returns:
        date_start, partner, city, state, came, who, note, meeting_id, source_url.
    """
    facts = meetings[["id", "date_start", "partner", "city"]].rename(columns={"id": "meeting_id"})
    rows = attendance[attendance["came"] != "president"].merge(facts, on="meeting_id")
    columns = ["date_start", "partner", "city", "state", "came", "who", "note", "meeting_id", "source_url"]
    return rows[columns].sort_values(["date_start", "state"], ignore_index=True)


def turnout(attendance: pd.DataFrame) -> pd.DataFrame:
    """How each state was represented at the leaders' meetings: one row a state, columns CAME and hosted (numbers)."""
    table = pd.crosstab(attendance["state"], attendance["came"])
    table = table.reindex(index=list(FIVE) if len(attendance) else [], columns=list(CAME), fill_value=0)
    hosted = attendance.groupby("state")["host"].sum().reindex(table.index, fill_value=0).astype(int)
    return table.assign(hosted=hosted).rename_axis(index="state", columns=None)


def read_formats(path: str | Path | None = None) -> pd.DataFrame:
    """c5x_formats.csv, one row a partner, in the order in which they are shown: core first."""
    table = read_table("c5x_formats.csv", FORMATS, path)
    return table.assign(cadence_months=pd.to_numeric(table["cadence_months"]))


def read_rates(path: str | Path | None = None) -> pd.DataFrame:
    """c5x_rates.csv: dollars for one unit of a currency on a day."""
    table = read_table("c5x_rates.csv", ("currency", "date", "usd_per_unit"), path)
    return table.assign(date=pd.to_datetime(table["date"]), usd_per_unit=table["usd_per_unit"].astype(float))


def held(meetings: pd.DataFrame, level: str | None = None) -> pd.DataFrame:
    """The meetings that count (held, six-sided, at the level of leaders or ministers) and have a source; one level
    or both.
    """
    rows = meetings[(meetings["counted"] == "yes") & meetings["sourced"]]
    return rows[rows["level"] == level] if level else rows


def all_five(meetings: pd.DataFrame) -> pd.DataFrame:
    """The leaders' meetings (of `held`) to which all five presidents came. A leaders' meeting also counts where a state
    sent somebody else, so what is said of *the presidents* rests on these alone."""
    rows = held(meetings, "leaders")
    return rows[rows["presidents"] == len(FIVE)]


def rhythm(meetings: pd.DataFrame, level: str, until: str | pd.Timestamp) -> pd.DataFrame:
    """How often a partner meets the five at one level.

    Args:
        until: the day up to which the table was checked; the pause since the last meeting is open.
    Returns:
        One row a partner: meetings, first, last (dates), a_year (meetings a year since the
        first), pauses (list of months between meetings), median (of three pauses or more,
        else empty), longest (months, the open pause included).
    """
    rows, until = [], pd.Timestamp(until)
    for partner, own in held(meetings, level).groupby("partner", sort=False):
        dates = own["date"].sort_values()
        pauses = (dates.diff().dropna().dt.days / MONTH).tolist()
        first, last = dates.iloc[0], dates.iloc[-1]
        a_year = len(own) / ((until - first).days / (12 * MONTH)) if len(own) > 2 else float("nan")
        median = pd.Series(pauses).median() if len(pauses) > 2 else float("nan")
        longest = max(*pauses, (until - last).days / MONTH) if pauses else (until - last).days / MONTH
        rows.append((partner, len(own), first, last, a_year, pauses, median, longest))
    columns = ["partner", "meetings", "first", "last", "a_year", "pauses", "median", "longest"]
    return pd.DataFrame(rows, columns=columns).set_index("partner")


def hosts(meetings: pd.DataFrame) -> pd.DataFrame:
    """Where the counted meetings took place, by partner: in the region, outside it, by video; `share` is the
    part in the region of those with a place."""
    rows = held(meetings)
    place = pd.Series("outside the region", index=rows.index)
    place[rows["country"].isin(FIVE)] = "in the region"
    place[rows["mode"] == "virtual"] = "by video"
    kinds = ["in the region", "outside the region", "by video"]
    table = pd.crosstab(rows["partner"], place).reindex(columns=kinds, fill_value=0)
    table["share"] = table["in the region"] / (table["in the region"] + table["outside the region"])
    return table.loc[rows["partner"].unique()]


def money(meetings: pd.DataFrame, rates: pd.DataFrame, days: int = 7) -> pd.DataFrame:
    """Sums that were named at meetings, in their own currency and in dollars.

    Args:
        days: how far from the meeting the day of the rate may lie.
    Returns:
        One row a sum: id, partner, date_start, money_amount, money_currency, money_kind,
        money_note, usd (empty where no rate so near is at hand), rate_date; sum and dollars, the same in words.
    """
    named = meetings[meetings["money_amount"].notna()]
    rows = []
    for meeting in named.itertuples():
        own = rates[rates["currency"] == meeting.money_currency]
        off = (own["date"] - meeting.date).abs().dt.days
        near = own.loc[off[off <= days].nsmallest(1).index]
        if meeting.money_currency == "USD":
            usd, day = meeting.money_amount, ""
        elif len(near):
            usd, day = meeting.money_amount * near["usd_per_unit"].iloc[0], near["date"].iloc[0].strftime("%Y-%m-%d")
        else:
            usd, day = float("nan"), "none at hand"
        rows.append((meeting.id, usd, day))
    columns = ["id", "partner", "date_start", "money_amount", "money_currency", "money_kind", "money_note"]
    table = named[columns].merge(pd.DataFrame(rows, columns=["id", "usd", "rate_date"]), on="id")
    sums = [f"{_in_words(row.money_amount)} {row.money_currency}" for row in table.itertuples()]
    return table.assign(sum=sums, dollars=[_in_words(usd) for usd in table["usd"]])


def _in_words(value):
    return amount(round(value)) if pd.notna(value) else ""


def largest(meetings: pd.DataFrame, rates: pd.DataFrame, partner: str) -> str:
    """The largest sum announced at one of a partner's meetings, in words; else whether an account was read without
    one.
    """
    own = meetings[meetings["partner"] == partner]
    sums = money(own, rates).query("money_kind == 'announced'").dropna(subset="usd")
    if sums.empty:
        return "none seen" if (own["money_kind"] == "none seen").any() else "not found"
    top = sums.loc[sums["usd"].idxmax()]
    dollars = f" (about {top['dollars']} USD)" if top["money_currency"] != "USD" else ""
    return f"{top['sum']}{dollars}, {top['date_start'][:4]}"


def kept(meetings: pd.DataFrame, formats: pd.DataFrame) -> pd.DataFrame:
    """Where a rhythm of leaders' meetings was announced: what followed.

    Returns:
        One row a partner that announced one: partner, announced (months), set_on (date of the
        meeting that set it), met (meetings since), longest (months without one since then, up
        to the day until which the table was checked), checked_until.
    """
    rows = []
    for row in formats[formats["cadence_months"].notna()].itertuples():
        own = held(meetings, "leaders").query("partner == @row.partner")
        start = own.loc[own["id"] == row.cadence_set_id, "date"].iloc[0]
        end = pd.Timestamp(row.checked_until)
        since = own.loc[own["date"] > start, "date"].sort_values()
        pauses = pd.Series([start, *since, end]).diff().dropna().dt.days / MONTH
        rows.append((row.partner, row.cadence_months, start, len(since), pauses.max(), row.checked_until))
    return pd.DataFrame(rows, columns=["partner", "announced", "set_on", "met", "longest", "checked_until"])


def each_format(meetings: pd.DataFrame, formats: pd.DataFrame, rates: pd.DataFrame) -> pd.DataFrame:
    """The formats side by side, one row a partner with a counted meeting, in the order of `formats`.

    Returns:
        partner, launched, first_ministers, first_leaders, first_five (leaders with all five
        presidents; as dated), years (from first ministers to first leaders, negative if leaders came first),
        ministers, leaders (meetings counted),
        a_year (ministers' meetings), months_ministers
        (median between them, of three pauses or more), longest (months without ministers, the
        open pause included, of two meetings or more), months_leaders (each pause, as text), announced (months between
        leaders' meetings), in_region ("3 of 7" with a place), body, money (see `largest`),
        unsourced (meetings counted that have no source).
    """
    until = formats["checked_until"].max()
    tables = {level: rhythm(meetings, level, until) for level in LEVELS[:2]}
    ministers, leaders, places = tables["foreign ministers"], tables["leaders"], hosts(meetings)
    dated = meetings.set_index("id")["date_start"]
    five = all_five(meetings).sort_values("date").groupby("partner")["date_start"].first()
    doubtful = meetings[(meetings["counted"] == "yes") & ~meetings["sourced"]]["partner"].value_counts()
    rows = []
    for row in formats[formats["partner"].isin(places.index)].itertuples():
        name, nothing = row.partner, float("nan")
        started = [table["first"].get(name, pd.NaT) for table in (ministers, leaders)]
        rows.append(
            {
                "partner": name,
                "launched": row.launch_year,
                "first_ministers": dated.get(row.first_ministers_id, ""),
                "first_leaders": dated.get(row.first_leaders_id, ""),
                "first_five": five.get(name, ""),
                "years": (started[1] - started[0]).days / 365.2425 if pd.notna(started).all() else nothing,
                "ministers": int(ministers["meetings"].get(name, 0)),
                "leaders": int(leaders["meetings"].get(name, 0)),
                "unsourced": int(doubtful.get(name, 0)),
                "a_year": ministers["a_year"].get(name, nothing),
                "months_ministers": ministers["median"].get(name, nothing),
                "longest": ministers["longest"].where(ministers["meetings"] > 1).get(name, nothing),
                "months_leaders": ", ".join(f"{pause:.0f}" for pause in leaders["pauses"].get(name, [])),
                "announced": row.cadence_months,
                "in_region": f"{places['in the region'][name]} of {places.loc[name].iloc[:2].sum():.0f}",
                "body": row.permanent_body_state,
                "money": largest(meetings, rates, name),
            }
        )
    return pd.DataFrame(rows, columns=["partner", *WORDS, "unsourced"])


def cells(meetings: pd.DataFrame, formats: pd.DataFrame, partner: str) -> pd.DataFrame:
    """What is known of one format, cell by cell, each with a page where it can be read.

    Returns:
        partner, fact, value, confidence (nothing found: the page is one that was read in vain), source_url.
    """
    row, known = formats.set_index("partner").loc[partner], meetings.set_index("id")
    own = meetings[(meetings["partner"] == partner) & (meetings["money_kind"] != "")]
    rows = [("launched", f"{row['launch_year']}: {row['launch_event']}".lstrip(": "), *_found(row, "launch"))]
    rows += [(f"first {level}", *_first(known, row[f"first_{level}_id"])) for level in ("ministers", "leaders")]
    rows.append(("rhythm announced for leaders", row["cadence"], *_found(row, "cadence")))
    rows.append(("permanent body", row["permanent_body"], *_found(row, "permanent_body")))
    rows += [("money", *_sum(one)) for one in own.itertuples()] or [("money", "not found", *_found(row, ""))]
    rows.append(("priorities as stated", row["priorities"], *_found(row, "priorities")))
    rows.append(("next meeting", row["next_announced"], *_found(row, "next")))
    table = pd.DataFrame(rows, columns=["fact", "value", "confidence", "source_url"])
    table.insert(0, "partner", partner)
    return table


def side_by_side(compared: pd.DataFrame, partners: Iterable[str]) -> pd.DataFrame:
    """The rows of `compare` for some partners, turned: one row a fact (WORDS), one column a partner, as text."""

    def shown(fact, value):
        if not isinstance(value, float):
            return str(value)
        return "" if pd.isna(value) else f"{value:.0f}" if fact == "announced" else f"{value:.1f}"

    own = compared.set_index("partner").loc[list(partners), list(WORDS)]
    wide = pd.DataFrame({fact: [shown(fact, value) for value in own[fact]] for fact in own}, index=own.index).T
    return wide.rename(index=WORDS).rename_axis("fact").rename_axis(columns=None)


def _found(row, fact):
    """(confidence, page) of a cell; where nothing was found, a page that was read in vain."""
    page = row.get(f"{fact}_source_url", "")
    return (row["confidence"], page) if page else ("nothing found", row["source_urls"].split(" | ")[-1])


def _first(known, meeting_id):
    if not meeting_id:
        return "none held, as far as is known", "nothing found", ""
    one = known.loc[meeting_id]
    place = one["city"] or "by video"
    return f"{one['date_start']}, {place}; {one['ordinal']}", one["confidence"], one["source1_url"]


def _sum(one):
    told = f"{_in_words(one.money_amount)} {one.money_currency}, " if pd.notna(one.money_amount) else ""
    page = one.source3_url if told and one.source3_url else one.source1_url
    return f"{one.date_start[:4]}: {told}{one.money_kind}; {one.money_note}", one.confidence, page


def named(mentions: pd.DataFrame, formats: pd.DataFrame) -> pd.DataFrame:
    """The mentions that name a partner: the rows of actors.mentions, with `partner`."""
    partner = {actor: row.partner for row in formats.itertuples() for actor in row.named_as.split("; ")}
    found = mentions.assign(partner=mentions["actor"].map(partner))
    return found[found["partner"].notna()].reset_index(drop=True)


def told(statements: pd.DataFrame, meetings: pd.DataFrame) -> pd.DataFrame:
    """Statements that speak of a C5+X meeting, with the meeting: the columns of statements.csv, then id, date_start,
    format (partner) and what the second check of that meeting found.

    Raises:
        CorpusError: a statement names a meeting that is not in the table.
    """
    rows = statements[statements["meeting_id"] != ""]
    unknown = sorted(set(rows["meeting_id"]) - set(meetings["id"]))
    if unknown:
        raise CorpusError(f"statements.csv names meetings that c5x_meetings.csv lacks: {', '.join(unknown)}")
    facts = meetings[["id", "partner", "date_start", "checked"]].rename(
        columns={"id": "meeting_id", "checked": "meeting_checked"}
    )
    return rows.merge(facts, on="meeting_id")


def marks(meetings: pd.DataFrame) -> pd.DataFrame:
    """What charts.timeline draws: partner, date, size, fill, label, for every meeting that was held.

    Large and small are leaders and ministers that count; the rest are ticks, and so is what has no source.
    Hollow is a meeting by video, half one of leaders that a president of the five missed. The first leaders' meeting
    of a partner that counts has a label, its place and day. Partners are in the order of their first meeting that
    counts, those without one last.
    """
    rows = meetings[meetings["status"] == "held"]
    counts = rows["id"].isin(held(meetings)["id"])
    size = rows["level"].map({"leaders": "large", "foreign ministers": "small", "other": "tick"}).where(counts, "tick")
    fill = rows["mode"].map({"virtual": "hollow"}).fillna("full")
    few = rows["presidents"] < len(FIVE)
    top = rows[size == "large"].sort_values("date", kind="stable").drop_duplicates("partner")
    first = rows["date"].where(counts).groupby(rows["partner"]).transform("min")
    table = rows[["partner", "date"]].assign(size=size, fill=fill.where(~few, "half"), first=first)
    table["label"] = pd.Series([_when(one) for one in top.itertuples()], top.index, dtype=str)
    table["label"] = table["label"].fillna("")
    order = table.sort_values(["first", "partner"], kind="stable", na_position="last")
    return order.drop(columns="first").reset_index(drop=True)


def _when(meeting):
    """Place and day of a leaders' meeting, and how many presidents came if not all did."""
    came = f" ({meeting.presidents:.0f} of {len(FIVE)} presidents)" * (meeting.presidents < len(FIVE))
    day = f"{meeting.date.day} " * meeting.day_known + f"{meeting.date:%b %Y}"
    return f"{meeting.city or 'by video'}, {day}{came}"
