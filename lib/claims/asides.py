"""Numbers that state no quantity: dates, years, ordinals, names, marks; each with its kind.

`at(t, i, first)` looks at the lexeme i and says what stands there, so that nothing numeric
is lost: the grammar takes what is left.
"""

import bisect
import re

from lib.claims.numbers import CARDINALS, DASHES, MONTHS, PARTS, fraction, glued, one_of, value
from lib.claims.units import CODES, SCALES

_ORDINALS = frozenset(
    "first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth fourteenth fifteenth "
    "sixteenth seventeenth eighteenth nineteenth twentieth thirtieth fortieth fiftieth sixtieth seventieth eightieth "
    "ninetieth hundredth thousandth millionth firsts seconds thirds umpteenth".split()
)
_SEASON = frozenset("of in since summer spring autumn winter fall".split())
_DECADES = frozenset("twenties thirties forties fifties sixties seventies eighties nineties".split())
_SUFFIX = frozenset(("st", "nd", "rd", "th"))
SECTIONS = frozenset(
    "article articles section sections chapter chapters paragraph paragraphs para paras annex annexes appendix clause clauses rule rules part "
    "table tables figure figures fig box column item items schedule title question art sec subsection principle sura verse exhibit protocol amendment".split()
)
_PAGES = frozenset("p pp page pages".split())
_CODED = frozenset("vol volume no nos issue isbn issn isin ref reference ets cets ref".split())
_NAMED = frozenset(
    "iso iec question working flight gate phase boeing airbus covid agenda vision resolution apollo voyager luna formula round ward model type series "
    "track group route highway channel area category level stage line lane unit block building terminal platform pier zone district sector "
    "division battalion brigade regiment squadron room studio windows world war catch league tier version grade class "
    "hall flat pillar junction junctions apartment suite exit year "
    "lot act bill order directive decree law convention case number camp checkpoint point plan operation expo euro cop goal goals target "
    "tranche package horizon roadmap strategy programme program project working committee "
    "district precinct ligue serie liga group nasdaq ftse dow s&p dax cac nikkei psalm exercise mission platform".split()
)
_AFTER_NAMED = frozenset("members people days years months percent per companies countries".split())
_NO_YEAR_AFTER = frozenset(
    "people persons troops soldiers workers employees students pupils families houses homes households cases deaths jobs "
    "miles men women children tonnes tons tickets seats members delegates guests participants civilians refugees migrants residents "
    "visitors vehicles flights trips villages companies firms schools hospitals megawatts copies pages tanks years votes voters".split()
)
_IDIOMS = {
    # after "one"
    "one": (
        "of", "of them", "another", "by one", "after another", "and the same", "and only", "on one", "way", "country , two systems", "sided", "stop", "off", "time", "man", "trick", "size fits all",
        "upmanship", "and all", "day soon", "liner", "such", "road", "country two systems", "step closer", "way or another", "china", "belt", "in a million",
    ),
    "two": ("way", "state", "horse", "thirds majority", "faced", "pronged", "fold path", "cents", "sided", "tier", "edged", "speed", "and fro"),
    "three": ("evils", "for two", "wise men", "dimensional", "seas", "piece suite"),
    "four": ("by four", "star", "letter"), "five": ("star", "eyes", "nations contact group"), "zero": ("sum", "tolerance", "covid", "carbon", "emission", "emissions", "hour"),
    "double": ("digit", "digits", "standard", "standards", "check", "edged", "counting", "taxation", "decker", "blow", "agent", "bed", "glazing", "track", "down", "act"), "third": ("party", "world"),
    "first": ("class", "hand", "rate", "lady", "ladies", "of its kind", "of all", "and foremost", "name", "aid"), "second": ("hand", "to none", "rate", "guess", "nature", "thoughts", "class"),
    "half": ("hearted", "heartedly", "baked", "measures", "way", "empty", "full", "time", "truth", "truths", "brother", "sister", "mast", "term", "life"),
    "nine": ("to five",), "million": ("dollar question",), "sixth": ("sense",), "eleventh": ("hour",), "seven": ("seas",),
}  # fmt: skip
_BEFORE_IDIOM = {
    "net zero",
    "ground zero",
    "cloud nine",
    "day one",
    "square one",
}
_PRONOUN_BEFORE = frozenset(
    "the this that which another each every any no some other latest only last next first new old good big bad better best right wrong single not such same real final".split()
)
_PRONOUN_AFTER = frozenset(
    "can could must may might should would will has had is was does did cannot who that which knows says wonders needs wants imagines hopes thinks day 's".split()
)
NUMERIC = (frozenset(CARDINALS) | _ORDINALS | _DECADES | frozenset(SCALES) | frozenset(PARTS) | frozenset(
    "dozens scores hundreds thousands tens double doubled doubles doubling triple tripled triples tripling treble trebled trebling quadruple quadrupled "
    "quadrupling quintupled halve halved halves halving twice thrice ones".split()
)) - {"mn", "mln", "bn", "bln", "tn", "trn"}  # fmt: skip


def _day(x):
    return x.kind == "n" and x.text.isdigit() and 1 <= int(x.text[:3]) <= 31 and len(x.text) < 3


def _year(x, low=1000, high=2199):
    return x.kind == "n" and len(x.text) == 4 and x.text.isdigit() and low <= int(x.text) <= high


def _close(t, i):
    """No more than one character between lexeme i and the next."""
    return t[i + 1].start - t[i].end <= 1


def _dash(t, i):
    return t[i].low in DASHES


def date(t, i):
    """17 June 2025, June 16–18, 2025, 2025-06-17, 14/11/2025, 30 June to 2 July, April 2025, the 31st of March: (start, end), or None."""
    x = t[i]
    if x.kind == "w" and x.low in MONTHS and (x.text[:1].isupper() or x.low not in one_of("may march mar dec sec")):
        j = i + 2 if t[i + 1].text == "." else i + 1
        if (
            _day(t[j])
            and _close(t, j - 1)
            and not (t[j + 1].low in one_of("%") or (glued(t, j) and t[j + 1].low in one_of("m bn km k")))
        ):
            j = _suffix(t, j + 1)
            k = _day_range(t, j)
            j = k or j
            if t[j].text == "," and _year(t[j + 1]):
                return i, j + 2
            return (i, j + 1) if _year(t[j]) and _close(t, j - 1) and not _unit_follows(t, j + 1) else (i, j)
        if t[j].text == "," and _year(t[j + 1]) and _close(t, j):
            j += 1
        if _year(t[j]) and _close(t, j - 1):
            return i, j + 1
        return None
    if x.kind != "n":
        return None
    if _day(x):
        j = _suffix(t, i + 1)
        k = _day_range(t, j) or j
        k = k + 1 if t[k].low == "of" and j > i + 1 else k
        if t[k].low in MONTHS and t[k].text[:1].isupper() and t[k].start - t[k - 1].end <= 1:
            k = k + 2 if t[k + 1].text == "." and len(t[k].text) < 5 else k + 1
            k = k + 1 if t[k].text == "," and _year(t[k + 1]) else k
            if (_dash(t, k) and _day(t[k + 1]) and t[k + 2].low in MONTHS) or (
                t[k].low == "to" and _day(t[k + 1]) and t[k + 2].low in MONTHS
            ):
                k += 3
            return i, k + 1 if _year(t[k]) and not _unit_follows(t, k + 1) else k
        if (
            t[i + 1].text in ("/", ".")
            and _day(t[i + 2])
            and t[i + 3].text == t[i + 1].text
            and t[i + 4].text.isdigit()
            and len(t[i + 4].text) in (2, 4)
        ):
            return i, i + 5
    if re.fullmatch(r"[0-9]{1,2}\.[0-9]{1,2}\.(?:19|20)[0-9]{2}", x.text):
        return i, i + 1
    if (
        _year(x)
        and _dash(t, i + 1)
        and _day(t[i + 2])
        and _dash(t, i + 3)
        and _day(t[i + 4])
        and glued(t, i)
        and glued(t, i + 2)
    ):
        return i, i + 5
    return None


def _suffix(t, j):
    return j + 1 if t[j].low in _SUFFIX and t[j].start == t[j - 1].end else j


def _day_range(t, j):
    if (_dash(t, j) or t[j].low in one_of("to and &")) and _day(t[j + 1]):
        k = _suffix(t, j + 2)
        before = t[j - 1].text if t[j - 1].kind == "n" else t[j - 2].text
        if int(t[j + 1].text) > int(before) and (_dash(t, j) or t[k].low in MONTHS):
            return k
    return None


def _unit_follows(t, j):
    return t[j].text in ("%", "°") or t[j].low in one_of("per percent million billion people troops km tonnes metres")


def time(t, i):
    """9 a.m., 14:30, 2:40 pm, 0630 GMT, 9pm, 11.05 a.m.: the next place, or None."""
    x = t[i]
    if x.kind != "n" or len(x.text) > 5:
        return None
    j, clock = i + 1, re.fullmatch(r"(?:[01]?[0-9]|2[0-4])(?:\.[0-5][0-9])?", x.text)
    colon = t[j].text == ":" and glued(t, i) and glued(t, j) and re.fullmatch(r"[0-5][0-9]", t[j + 1].text)
    if clock and colon:
        j += 2
        if t[j].text == ":" and t[j + 1].kind == "n" and glued(t, j):
            return None  # 2:04:31 is a duration
    half = t[j].low in one_of("am pm a.m. p.m.") or (
        t[j].low in one_of("a p") and t[j + 1].text == "." and t[j + 2].low == "m"
    )
    if clock and half:
        j = j + 1 if len(t[j].text) > 1 else j + 3 + (t[j + 3].text == ".")
        return j + 1 if t[j].text in one_of("GMT UTC EST EDT CET CEST BST ET") else j
    if t[j].text in one_of("GMT UTC EST EDT CET CEST BST ET") and (colon or len(x.text) == 4 or "." in x.text):
        return j + 1
    if (
        t[j].low == "o’clock"
        or t[j].low == "o'clock"
        or (
            len(x.text) == 4
            and t[j].low == "hours"
            and x.text[0] in "012"
            and x.text.isdigit()
            and not x.text.startswith(("19", "20", "10", "15", "12"))
        )
    ):
        return j + 1
    return j if colon and clock else None


_AFTER_A_YEAR = one_of(
    "and or to with by under when as during after before the was were but which who it he they that through"
)


def year(t, i, first=0):
    """2025, 2025-2026, 2021–22, 2024/25, FY26, 2010s, '90s: (start, next, kind), or None."""
    x = t[i]
    if x.kind != "n" or not x.text.isdigit():
        return None
    if (
        t[i + 1].low == "s"
        and glued(t, i)
        and ((len(x.text) == 2 and x.text[1] == "0") or (_year(x) and x.text[3] == "0"))
    ):
        return i, i + 2, "decade"
    if (
        t[i + 1].text in ("'", "’")
        and t[i + 2].low == "s"
        and glued(t, i)
        and glued(t, i + 1)
        and _year(x)
        and x.text[3] == "0"
    ):
        return i, i + 3, "decade"
    if (
        len(x.text) == 2
        and t[i - 1].text in ("'", "’", "‘")
        and glued(t, i - 1)
        and t[i - 2].low in _SEASON
        and i > first
    ):
        return i - 1, i + 1, "year"  # the spring of '22
    if t[i - 1].low in one_of("fy h1 h2") and i > first:
        return (i - 1, i + 1, "year") if len(x.text) in (2, 4) else None
    after = t[i + 1]
    if len(x.text) < 5 and after.text in one_of("BC BCE AD CE"):
        return i, i + 2, "year"
    if not _year(x) or (i and t[i - 1].text in one_of("$ € £ ¥ ₹ #")):
        return None
    if (_dash(t, i + 1) or after.text == "/") and t[i + 2].text.isdigit() and glued(t, i + 1):
        two = (len(t[i + 2].text) == 2 and int(t[i + 2].text) == (int(x.text[2:]) + 1) % 100) or (
            len(t[i + 2].text) == 2 and after.text != "/" and int(t[i + 2].text) > int(x.text[2:])
        )
        if (two or (_year(t[i + 2]) and int(t[i + 2].text) > int(x.text))) and not _unit_follows(t, i + 3):
            return i, i + 3, "year"
    before = t[i - 1].low if i else ""
    if t[i - 1].text in CODES or _unit_follows(t, i + 1) or after.low in SCALES or after.low in _NO_YEAR_AFTER:
        return None
    modern = 1900 <= int(x.text) <= 2100
    if not modern:
        return (
            (i, i + 1, "year")
            if (before in one_of("in since until circa of from between year by") and after.kind != "w")
            or (before in one_of("in since until by circa") and after.low in _AFTER_A_YEAR)
            or before == "year"
            else None
        )
    if t[i + 2].low in _NO_YEAR_AFTER and after.kind == "w" and x.text.endswith("00"):
        return None
    if (
        before in one_of("than least over nearly almost approximately roughly estimated some")
        and after.kind == "w"
        and after.low.endswith("s")
    ):
        return None
    return i, i + 1, "year"


def marked_year(x):
    """2016.4 at the end of a sentence: a year and a footnote mark; their border, or None."""
    m = re.fullmatch(r"((?:19|20)[0-9]{2})\.([1-9][0-9]?)", x.text)
    return x.start + 4 if m else None


def footnote(t, i, quotes):
    """A mark: [3], [11, 12], or digits stuck to the end of a word or sentence ("deal.12", "agreed7"): (start, next), or None.

    Args:
        quotes: the places of the straight quotation marks, ascending: after an even number the next one opens.
    """
    x = t[i]
    if (x.kind != "n" or len(x.text) > 3 or not x.text.isdigit()) and not (
        x.kind == "n"
        and re.fullmatch(r"[0-9]{1,3}(?:,[0-9]{1,3})+", x.text)
        and i
        and t[i - 1].text in '.”"’'
        and glued(t, i - 1)
    ):
        return None
    if i and t[i - 1].text == "[":
        j = i + 1
        while t[j].text in (",", *DASHES) and t[j + 1].kind == "n" and j < i + 40:
            j += 2
        return (i - 1, j + 1) if t[j].text == "]" else None
    if i >= 1 and glued(t, i - 1) and x.text[0] != "0":
        ends = not glued(t, i) or t[i + 1].text in '[(—"”' or t[i + 1].kind == ""
        before = t[i - 1]
        if (
            ends
            and before.text in (".", ",", ";", "?", "!", "”", '"', "’", ")", ":")
            and i >= 2
            and glued(t, i - 2)
            and (t[i - 2].kind == "w" or t[i - 2].text in '.”"’)%' or (t[i - 2].kind == "n" and before.text in '.”")'))
        ):
            opens = before.text == '"' and bisect.bisect_left(quotes, before.start) % 2 == 0
            short = before.text == "." and t[i - 2].low in one_of("no p pp vol art sec para fig v rs approx ca c nos")
            if not opens and not short and not (before.text == ":" and t[i - 2].kind == "n"):
                return i, i + 1
        if (
            ends
            and before.kind == "w"
            and before.text.islower()
            and len(before.text) > 3
            and before.low not in one_of("covid article")
        ):
            return i, i + 1
    return None


_PHONE = re.compile(
    r"\+[0-9][0-9 ()\-]{6,18}[0-9]|\([0-9]{2,4}\) ?[0-9]{3}[- ][0-9]{4}|[0-9]{3}-[0-9]{3}-[0-9]{4}|[0-9]{3}-[0-9]{4}(?![0-9-])"
    r"|(?<![0-9.,])0[0-9]{2,4} [0-9]{3,4} ?[0-9]{3,4}(?![0-9])"
)
_CODE = re.compile(
    r"[A-Z]{1,6}(?:[./][A-Za-z0-9]{1,8}){1,6}(?:[./-][0-9]{1,6})+(?![A-Za-z0-9])"  # S/2010/433, WT/DS/1187, E.25.II.D.7
    r"|(?:[0-9]{1,7}[-‑]){4,5}[0-9X]{1,5}|(?:[0-9]{1,5}[-‑]){3}[0-9X]{1,5}|(?!(?:19|20)[0-9]{2}-(?:19|20))[0-9]{4}-[0-9]{3}[0-9X](?![0-9])"  # ISBN, ISSN
    r"|[0-9]{1,3}(?:\.[0-9]{1,3}){3,}|10\.[0-9]{4,5}/[^\s,;]{1,60}"
    r"|[A-Z]{2}[0-9]{9,12}|[A-Z]{1,2}[0-9]{1,2}[A-Z]? [0-9][A-Z]{2}\b|[0-9]:[0-9]{2}-[a-z]{2}-[0-9]+"
)


_DIGIT = re.compile("[0-9]")


def fixed(text):
    """Phone numbers and codes, by their shape: [(start, end, kind)]."""
    if not _DIGIT.search(text):
        return []
    found = [(*m.span(), "phone") for m in _PHONE.finditer(text) if sum(c.isdigit() for c in m.group()) >= 7]
    found += [(*m.span(), "code") for m in _CODE.finditer(text) if _is_code(m.group())]
    return sorted(found)


def _is_code(text):
    letters = sum(c.isalpha() for c in text)
    return (
        (letters > 0 and not re.fullmatch(r"(?:km|m|b|kg|g|l)/.*|[a-z.]+[0-9]{1,3}", text))
        or text.count("-") >= 1
        or text.count(".") >= 3
    )


def ordinal(t, i):
    """21st, the first, seventy-ninth, second half, third quarter, No. 2: the next place, or None."""
    x = t[i]
    if x.kind == "n" and t[i + 1].low in _SUFFIX and glued(t, i):
        return i + 2
    j = i
    if (
        x.low in CARDINALS
        and _dash(t, i + 1)
        and t[i + 2].low in _ORDINALS
        and x.low not in one_of("one two three four five six seven eight nine")
    ):
        j = i + 2
    if t[j].low in _ORDINALS:
        link = j + 2 if _dash(t, j + 1) else j + 1
        if t[link].low in one_of("half quarter quarters") and t[j].low in one_of("first second third fourth"):
            return link + 1
        return j + 1
    return None


_DIALLED = frozenset("call dial ring phone text called dialled dialed calling dialling dialing".split())
_ON_CALL = frozenset("or and if to for from in on at with quoting immediately now".split())
_NAME_DOES = frozenset(
    "would will was is has had can could may might should must pipeline project reactor rocket".split()
)


def name(t, i, first):
    """G7, C5+1, COP28, Agenda 2030, Flight 417, Group of 20, 9th Precinct, 5G, Phase 2: (start, next, kind), or None."""
    x, before, after = t[i], t[i - 1] if i > first else t[-1], t[i + 1]
    worded = x.kind == "w"
    if x.kind == "n":
        tied = _dash(t, i - 1) and glued(t, i - 1) and glued(t, i - 2) and i - 2 >= first
        known = len(x.text) <= 3 or (len(x.text) == 4 and x.text.isdigit() and len(t[i - 2].text) > 2)
        if tied and known and re.fullmatch("[A-Z]{1,4}", t[i - 2].text) and t[i - 2].text not in CODES:
            return i - 2, i + 2 if t[i + 1].low == "s" and glued(t, i) else i + 1, "name"  # S-400, F-35s, CASA-1000
        if (
            before.low in _DIALLED
            and re.fullmatch("[0-9]{3,6}", x.text)
            and (after.kind != "w" or after.low in _ON_CALL)
        ):
            return i, i + 1, "phone"
        if (
            len(x.text) == 1
            and before.kind == "w"
            and before.text[:1].isupper()
            and t[i - 2].kind == "w"
            and i - 2 >= first
            and t[i - 2].low not in one_of("in at for on since by")
            and before.low not in MONTHS
            and after.low in _NAME_DOES
        ):
            return i - 1, i + 1, "name"  # Power of Siberia 2 would
        if before.text == "No" and _close(t, i - 1) and len(x.text) < 3 and x.text.isdigit():
            return i - 1, i + 1, "ordinal"  # No 10 said
        if before.text in one_of("STOXX CSI Topix Russell ASX TSX KOSPI Ibex Nifty P") and t[i].start - before.end == 1:
            amp = before.text == "P" and t[i - 2].text == "&" and i - 3 >= first
            return i - 3 if amp else i - 1, i + 1, "name"
        if x.text == "9" and after.text == "/" and t[i + 2].text == "11" and glued(t, i) and glued(t, i + 1):
            return i, i + 3, "name"
        if (
            before.kind == "w"
            and glued(t, i - 1)
            and before.text[:1].isupper()
            and len(before.text) <= 12
            and before.text not in CODES
            and before.text not in one_of("US Rs EUR USD Re RM Rp Tk Ksh KSh Rmb SFr")
        ):
            return i - 1, _tail(t, i + 1), "name"
        if (
            after.kind == "w"
            and glued(t, i)
            and after.text[:1].isupper()
            and len(after.text) < 3
            and after.text in one_of("G D A B E Gs")
            and "." not in x.text
        ):
            return i, i + 2, "name"
        if after.text == "+" and glued(t, i) and t[i + 2].kind == "n" and glued(t, i + 1):
            return i, i + 3, "name"
        if before.text in "+" and glued(t, i - 1) and i - 2 >= first and t[i - 2].kind == "w" and glued(t, i - 2):
            return i - 2, _tail(t, i + 1), "name"
        if (
            _dash(t, i - 1)
            and i - 2 >= first
            and t[i - 2].kind == "w"
            and glued(t, i - 1)
            and glued(t, i - 2)
            and t[i - 2].text[:1].isupper()
            and t[i - 2].low not in MONTHS
            and t[i - 2].low not in one_of("mid us")
            and t[i - 2].text[1:] != ""
        ) and (not (_dash(t, i + 1) or len(x.text) > 3) or t[i - 2].low in one_of("covid catch sars")):
            return i - 2, i + 1, "name"
        if before.text == "." and i - 2 >= first and t[i - 2].low in one_of("no nos") and t[i - 2].text[:1].isupper():
            return i - 2, i + 1, "ordinal"
    number = x.low in CARDINALS or (x.kind == "n" and value(x.text) is not None and "," not in x.text)
    if before.kind != "w" or not number:
        return None
    if before.low == "of" and i - 2 >= first and t[i - 2].text in one_of("Group Committee Council Gang"):
        return i - 2, _tens(t, i), "name"
    if (
        x.text[:1].isupper()
        and x.low in CARDINALS
        and before.low in one_of("the and")
        and after.kind == "w"
        and after.text[:1].isupper()
        and after.low.endswith("s")
    ):
        return i, i + 2, "name"
    if (
        x.text[:1].isupper()
        and x.low in CARDINALS
        and before.text[:1].isupper()
        and i - 2 >= first
        and "the" in (t[i - 2].low, t[i - 3].low if t[i - 2].text[:1].isupper() else "")
        and not (_dash(t, i + 1) or (after.kind == "w" and after.text[:1].isupper()))
    ):
        return i - 1, i + 1, "name"  # the Shanghai Five
    if before.text == "Big" and x.text[:1].isupper():
        return i - 1, i + 1, "name"
    if (
        re.fullmatch(r"[0-9]{5}", x.text)
        and re.fullmatch(r"[A-Z]{2}", before.text)
        and _close(t, i - 1)
        and before.text not in CODES
    ):
        return i, i + 1, "code"
    if x.kind == "n" and t[i + 1].text == "U.S.C." and _close(t, i):
        return i, i + 4 if t[i + 2].text == "§" and t[i + 3].kind == "n" else i + 2, "section"
    if (
        x.kind == "n"
        and _close(t, i - 1)
        and (
            before.low in _NAMED
            and (
                before.text[:1].isupper()
                or before.low
                in one_of(
                    "phase type model agenda covid level tranche grade vitamin room gate pillar junction junctions"
                )
            )
        )
    ):
        j = i + 1
        if _year(x) and before.low not in one_of(
            "agenda vision expo horizon roadmap plan strategy resolution goal cop euro programme program"
        ):
            return None
        if _dash(t, j) and t[j + 1].kind == "n":
            j += 2
        if before.low == "junctions" and t[j].low in one_of("and to") and t[j + 1].kind == "n":
            j += 2
        if t[j].low in _AFTER_NAMED or (
            before.low in ("room", "gate") and t[j].low.endswith("s") and t[j].low not in _NO_PLURALS
        ):
            return None
        if t[j].text == "(" and _year(t[j + 1]) and t[j + 2].text == ")":
            j += 3
        return i - 1, j, "name"
    if worded and before.low in one_of("phase track stage pillar category tier") and not _verbal(t[i + 1]):
        return i - 1, i + 1, "name"
    if before.low == "year" and x.low in CARDINALS and t[i - 2].low not in one_of("a last this per"):
        return i - 1, i + 1, "ordinal"
    return None


def _verbal(x):
    return x.low in one_of("of people million hundred")


def _tens(t, i):
    return i + 3 if _dash(t, i + 1) and t[i + 2].low in CARDINALS else i + 1


def _tail(t, j):
    """What still belongs to a name: the "+1" of C5+1, the "-b" of E3-b."""
    while t[j].text == "+" and glued(t, j - 1) and t[j + 1].kind in ("n", "w") and glued(t, j):
        j += 2
    return j


def section(t, i, first):
    """Article 5, Section 4(b), paragraph 7(c), pp. 44–47, vol. 12, footnote 214: (start, next, kind), or None."""
    if t[i].kind != "n":
        return None
    k = i - 1
    if k > first and t[k].text == ".":
        k -= 1
    if k > first and t[k].text == "(" and t[k - 1].kind == "w" and t[k - 1].low in SECTIONS:
        return None
    if (t[i + 1].text == "," and t[i + 2].low == "no" and t[i + 3].text == ".") or (
        t[i + 1].text == "(" and t[i + 2].kind == "n" and t[i + 3].text == ")" and t[i + 4].text == ":"
    ):
        return i, i + 1, "code"  # Foreign Affairs 98, no. 4; Survival 61 (3):
    if t[i - 1].text == ":" and t[i - 2].text == ")" and i - 2 >= first:
        return i, i + 3 if _dash(t, i + 1) and t[i + 2].kind == "n" else i + 1, "page"
    if t[i - 1].text == "," and t[i - 2].text in (".", "Ibid") and "ibid" in (t[i - 3].low, t[i - 2].low) and i > first:
        return i, i + 1, "page"
    if t[i + 1].low in ("min", "minute", "minutes") and t[i + 2].low == "read":
        return i, i + 3, "furniture"
    if k >= first and t[k].text == "§":
        return k, i + 1, "section"
    if k < first or t[k].kind != "w":
        return None
    low = t[k].low
    if low in ("p", "pp") and (t[k].text.isupper() or (k > first and glued(t, k - 1))):
        return None
    if (
        low == "at"
        and _dash(t, i + 1)
        and t[i + 2].kind == "n"
        and t[i + 3].text in one_of("( . ;")
        and t[i - 2].text == ","
    ):
        return i, i + 3, "page"
    if low == "item" and t[k - 1].low == "agenda":
        return k - 1, i + 1, "section"
    if (low in _PAGES and ((low in ("page", "pages") and k == i - 1) or low in ("p", "pp"))) or (
        low in one_of("footnote note footnotes notes") and k == i - 1
    ):
        j = i + 1
        while (_dash(t, j) or t[j].text == "," or t[j].low == "of") and t[j + 1].kind == "n" and j < i + 8:
            j += 2
        return k, j, "page" if low in _PAGES else "footnote"
    if low in _CODED and (k < i - 1 or low in one_of("volume isbn issn isin issue")):
        return k, i + 1, "ordinal" if low == "no" and t[k].text == "No" and t[k - 1].low in one_of("the a") else "code"
    if (
        low in SECTIONS
        and (k == i - 1 or len(low) < 5)
        and (
            t[k].text[:1].isupper()
            or low
            in one_of(
                "article articles section sections chapter chapters paragraph paragraphs para paras annex table figure column rule clause item appendix footnote"
            )
        )
    ):
        if low in one_of("part title protocol principle item box") and not t[k].text[:1].isupper():
            return None
        j = i + 1
        while (
            (_dash(t, j) or t[j].low in one_of(", and to")) and t[j + 1].kind == "n" and low.endswith("s") and j < i + 8
        ):
            j += 2
        if t[j].text == "(" and t[j + 2].text == ")" and len(t[j + 1].text) <= 3:
            j += 3
        return k, j, "section"
    return None


def list_marker(t, i, first):
    """A marker of a list: "1." or "1)" where a paragraph or sentence begins, "(a)", "(2)": (start, next), or None."""
    if (
        i == 0
        and re.fullmatch(r"[0-9]{1,2}(?:\.[0-9]{1,2}){1,3}", t[i].text)
        and t[1].kind == "w"
        and t[1].text[:1].isupper()
        and _close(t, 0)
    ):
        return 0, 1, "section"
    if (
        t[i].kind == "n"
        and len(t[i].text) < 4
        and t[i + 1].kind == "w"
        and t[i + 1].text[:1].isupper()
        and t[i + 2].text in one_of("Street Lane Road Avenue Drive Square Close Boulevard St Ave Rd")
    ):
        return i, i + 3, "code"
    if t[i].kind != "n" or len(t[i].text) > 2 or not t[i].text.isdigit():
        return None
    if (
        i > 0
        and t[i - 1].text == "("
        and t[i + 1].text == ")"
        and len(t[i].text) < 3
        and (i < 2 or t[i - 2].text in one_of(". ; : ,") or t[i - 2].low in one_of("and or") or i == 1)
    ):
        return i - 1, i + 2
    begins = i == 0 or (t[i - 1].text in one_of(". : ;") and not glued(t, i - 1))
    if i == 0 and re.fullmatch(r"[0-9]\.[0-9]", t[i].text):
        return None
    if (
        begins
        and t[i + 1].text in (".", ")")
        and glued(t, i)
        and not glued(t, i + 1)
        and t[i + 2].kind == "w"
        and t[i + 2].text[:1].isupper()
        and (i == 0 or t[i + 1].text == ")" or t[i - 1].text != ".")
    ):
        return i, i + 2
    if (
        begins
        and i
        and t[i + 1].text == "."
        and glued(t, i)
        and not glued(t, i + 1)
        and t[i + 2].text[:1].isupper()
        and int(t[i].text) > 1
        and t[i - 1].text == "."
    ):
        return i, i + 2
    return None


_HYPHENED = frozenset(
    "way state time man star letter tier hand class party edged speed dimensional off stop sided trick horse digit china life term".split()
)


def idiom(t, i, first):
    """One of, two-way, zero-sum, 24/7, second to none; the pronoun one; enumerators: (start, next, kind), or None."""
    x = t[i]
    if x.text == "24" and t[i + 1].text == "/" and t[i + 2].text == "7":
        return i, i + 3, "idiom"
    if x.text in ("360",) and _dash(t, i + 1) and t[i + 2].low == "degree":
        return i, i + 3, "idiom"
    if x.kind != "w":
        if x.kind == "n" and x.text == "50" and _dash(t, i + 1) and t[i + 2].text == "50":
            return i, i + 3, "other"
        return None
    k = i + 2 if _dash(t, i + 1) and glued(t, i) else i + 1
    ahead = " ".join(y.low for y in t[k : k + 4])
    if x.text == "One" and t[i + 1].text in ("China", "Health", "Nation", "Planet", "Belt", "Road"):
        return i, i + 2, "name"
    if (
        x.text in ("Seven", "Four", "Five", "Six", "Eight", "Ten")
        and t[i - 1].text in ("Magnificent", "Big", "Famous", "Gang", "Central")
        and i > first
    ):
        return i - 1, i + 1, "name"
    if (
        x.low in CARDINALS
        and x.text[:1].isupper()
        and _dash(t, i + 1)
        and t[i + 3].text in one_of("Plan Programme Program")
    ):
        return i, i + 4, "name"  # the Five-Year Plan
    if x.low == "one" and t[i + 1].low.startswith("another"):  # one another’s
        return i, i + 2, "idiom"
    for phrase in _IDIOMS.get(x.low, ()):
        if not (ahead == phrase or ahead.startswith(phrase + " ")) or (phrase in _HYPHENED and k == i + 1):
            continue
        if not (phrase == "of" and x.text == "One" and t[k + 1].kind == "n"):
            words = phrase.count(" ") + 1
            return (
                i,
                k + words,
                "name"
                if phrase
                in ("evils", "eyes", "seas", "belt", "road", "china", "nations contact group", "country , two systems")
                else "idiom",
            )
    if x.low == "one" and t[i - 1].low == "at" and t[i + 1].low in one_of("time point stage moment"):
        return i - 1 if i > first else i, i + 2, "idiom"
    back = " ".join(y.low for y in t[max(first, i - 2) : i + 1])
    if back in _BEFORE_IDIOM or " ".join(back.split(" ")[-2:]) in _BEFORE_IDIOM:
        return i, i + 1, "idiom"
    if x.low in CARDINALS and t[i + 1].low in one_of("ones firsts"):
        return i, i + 2, "enumerator"
    if (
        x.low in CARDINALS
        and (i == 0 or t[i - 1].text in '.:;!?”"')
        and (
            (t[i + 1].text == "," and x.low in one_of("one two three four"))
            or (t[i + 1].kind == "w" and t[i + 2].text == ":" and x.text[:1].isupper())
        )
    ):
        return i, i + 2 if t[i + 1].kind == "w" else i + 1, "enumerator"
    if (
        x.low in one_of("two three four")
        and t[i - 1].low == "and"
        and t[i + 1].text == ","
        and t[i - 2].text in (".", ";")
    ):
        return i, i + 1, "enumerator"
    if x.low in one_of("one ones"):
        before, after = t[i - 1].low if i > first else "", t[i + 1]
        noun = (
            after.kind == "w"
            and after.low not in _PRONOUN_AFTER
            and after.low
            not in one_of("of in on to for and or about with where from at it he she we they i you by as but the a")
        )
        if before == "only" and t[i - 2].low != "the" and fraction(t, i):
            return None  # only one in eight
        if before in one_of("that which this last first next another any no some only") and (
            noun or after.low in DASHES
        ):
            return None
        if (
            x.low == "ones"
            or before in _PRONOUN_BEFORE
            or before in CARDINALS
            or (after.low in _PRONOUN_AFTER and after.low != "day")
            or after.text in ("’s", "'s")
        ):
            return i, i + 1, "pronoun"
        if after.low.startswith(("'", "’")) or (
            after.kind != "w"
            and before not in one_of("in of to and or from age aged for")
            and after.text not in one_of("- – (")
        ):
            return i, i + 1, "pronoun"
        if after.low in one_of("to and or about with where for from on") and before in one_of("is was be as a"):
            return i, i + 1, "pronoun"
    if x.low in one_of("one’s one's oneself"):
        return i, i + 1, "pronoun"
    return None


def scale_of(t, i):
    """On a scale of 1 to 5, from 1 to 10; lap 22 of 57: next place, or None."""
    if t[i].kind == "n" and t[i - 1].low == "per":
        return i + 1  # 7.4 per 100,000
    if (
        t[i].kind == "n"
        and t[i + 2].kind == "n"
        and (
            (t[i + 1].low == "to" and t[i + 2].text == "1" and len(t[i].text) < 4)
            or (t[i + 1].text == ":" and glued(t, i) and glued(t, i + 1))
        )
        and t[i - 1].low not in one_of("from")
        and t[i + 3].text != ":"
    ):
        return i + 3  # 3 to 1, 1:5
    if (
        t[i].kind == "n"
        and t[i - 1].low in one_of("of from")
        and t[i - 2].low == "scale"
        and t[i + 1].low in ("to", *DASHES)
        and t[i + 2].kind == "n"
    ):
        return i + 3
    if (
        t[i].kind == "n"
        and t[i - 1].low in one_of("lap week day game match hole minute chapter episode session point slide")
        and glued(t, i - 1) is False
        and not t[i].text.count(",")
    ):
        if t[i + 1].low == "of" and t[i + 2].kind == "n":
            return i + 3
        return i + 1 if t[i + 1].kind != "w" or t[i + 1].low in one_of("of in at the when and to") else None
    return None


_TOLD = one_of(
    "beat won lost win defeat voted vote votes score finished level draw drew ruling decision ahead trailed led "
    "victory passed approved rejected title thrashed edged margin ratio majority outnumber outnumbers outnumbered"
)


def _small(x):
    """A number below a thousand in digits or one word, else -1."""
    return int(x.text) if x.kind == "n" and x.text.isdigit() and len(x.text) < 4 else CARDINALS.get(x.low, -1)


_NO_PLURALS = one_of("as is was has its his this us thus votes loss")


def game(t, i):
    """3-1, 212-198, 50-50, "by two to one" as a result, a vote, a ratio: next place, or None. Only where the text speaks of one."""
    if t[i + 1].low == "to" and t[i - 1].low in one_of("by of voted won") and not _unit_follows(t, i + 3):
        more, less = _small(t[i]), _small(t[i + 2])
        if more > less >= 0 and _TOLD & {y.low for y in t[max(0, i - 6) : i]}:
            return i + 3
    if t[i].kind == "n" and t[i + 1].low == "x" and t[i + 2].kind == "n" and glued(t, i) and glued(t, i + 1):
        return i + 3  # 4x100
    if (
        t[i].kind == "n"
        and _dash(t, i + 1)
        and t[i + 2].kind == "n"
        and glued(t, i)
        and glued(t, i + 1)
        and t[i].text.isdigit()
        and t[i + 2].text.isdigit()
    ):
        if int(t[i].text) < int(t[i + 2].text) and t[i + 3].low.endswith("s") and t[i + 3].low not in _NO_PLURALS:
            return None  # drew 30-40 delegates
        back = [y.low for y in t[max(0, i - 6) : i]]
        if (
            _TOLD & set(back)
            or t[i + 3].low in one_of("ruling vote win victory defeat loss draw decision majority chance split lead")
            or (int(t[i].text) > int(t[i + 2].text) and len(t[i].text) <= 2 and t[i + 3].low not in one_of("per %"))
        ):
            return i + 3
        if back[-1:] == [","] and len(t[i].text) == 1 and len(t[i + 2].text) == 1 and t[i + 3].kind != "w":
            return i + 3
    return None
