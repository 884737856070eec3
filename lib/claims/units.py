"""Names of units, currencies and scales, as news texts write them: what each means.

Units of one dimension convert by `FACTORS` (checked in the tests against pint); months and
years do not convert to days.
"""

import itertools

SCALES = {
    "hundred": 1e2, "thousand": 1e3, "million": 1e6, "millions": 1e6, "billion": 1e9, "billions": 1e9, "trillion": 1e12,
    "lakh": 1e5, "lakhs": 1e5, "crore": 1e7, "crores": 1e7, "dozen": 12.0, "mn": 1e6, "mln": 1e6, "bn": 1e9, "bln": 1e9, "tn": 1e12, "trn": 1e12,
}  # fmt: skip
GLUED = {"k": 1e3, "m": 1e6, "mn": 1e6, "mln": 1e6, "b": 1e9, "bn": 1e9, "bln": 1e9, "t": 1e12, "tn": 1e12, "trn": 1e12}
VAGUE = {
    "dozens": (24, 99), "scores": (40, 99), "hundreds": (200, 999), "thousands": (2_000, 9_999),
    "millions": (2e6, 9_999_999), "billions": (2e9, 9_999_999_999), "trillions": (2e12, 9_999_999_999_999),
}  # fmt: skip

SIGNS = {
    "$": "USD", "€": "EUR", "£": "GBP", "¥": "CNY", "₹": "INR", "₽": "RUB", "₸": "KZT", "₩": "KRW", "₺": "TRY", "₴": "UAH",
    "₪": "ILS", "฿": "THB", "₫": "VND", "₱": "PHP", "₦": "NGN", "₼": "AZN", "₾": "GEL", "֏": "AMD",
}  # fmt: skip
BEFORE_SIGN = {
    "us": "USD", "u.s.": "USD", "a": "AUD", "au": "AUD", "c": "CAD", "ca": "CAD", "hk": "HKD", "s": "SGD", "sg": "SGD",
    "nz": "NZD", "nt": "TWD", "r": "BRL", "mx": "MXN", "z": "ZWL", "j": "JMD", "cn": "CNY", "jp": "JPY", "rmb": "CNY",
}  # fmt: skip
CODES = frozenset(
    "USD EUR GBP CNY RMB INR RUB KZT UZS KGS TJS TMT TRY JPY KRW CHF AUD CAD NZD HKD SGD TWD BRL MXN ZAR SEK NOK DKK PLN "
    "CZK HUF ILS AED SAR IRR PKR BDT LKR THB IDR MYR PHP VND EGP NGN KES UAH GEL AMD AZN AFN MNT QAR KWD BHD OMR CNH SDR "
    "XDR ARS CLP COP PEN GHS ETB TZS UGX RON BGN ISK".split()
)
SAME_CODE = {"RMB": "CNY", "CNH": "CNY", "SDR": "XDR"}
PREFIXES = {
    "rs": "INR", "re": "INR", "rs.": "INR", "fr": "CHF", "sfr": "CHF", "rm": "MYR", "rp": "IDR", "tk": "BDT", "ksh": "KES", "rmb": "CNY",
}  # fmt: skip
MONEY = {
    "dollar": "USD", "us dollar": "USD", "american dollar": "USD", "u.s. dollar": "USD", "euro": "EUR", "yuan": "CNY",
    "chinese yuan": "CNY", "renminbi": "CNY", "yuan renminbi": "CNY", "pound": "GBP", "pound sterling": "GBP",
    "british pound": "GBP", "sterling": "GBP", "ruble": "RUB", "rouble": "RUB", "russian ruble": "RUB", "russian rouble": "RUB",
    "rupee": "INR", "indian rupee": "INR", "pakistani rupee": "PKR", "sri lankan rupee": "LKR", "nepalese rupee": "NPR",
    "tenge": "KZT", "kazakh tenge": "KZT", "som": "KGS", "kyrgyz som": "KGS", "soum": "UZS", "sum": "UZS", "uzbek soum": "UZS",
    "uzbek sum": "UZS", "somoni": "TJS", "tajik somoni": "TJS", "turkmen manat": "TMT", "manat": "TMT", "azerbaijani manat": "AZN",
    "yen": "JPY", "japanese yen": "JPY", "won": "KRW", "korean won": "KRW", "south korean won": "KRW", "lira": "TRY",
    "turkish lira": "TRY", "swiss franc": "CHF", "franc": "CHF", "cfa franc": "XOF", "australian dollar": "AUD",
    "canadian dollar": "CAD", "hong kong dollar": "HKD", "singapore dollar": "SGD", "new zealand dollar": "NZD",
    "taiwan dollar": "TWD", "new taiwan dollar": "TWD", "shekel": "ILS", "dirham": "AED", "riyal": "SAR", "saudi riyal": "SAR", "qatari riyal": "QAR",
    "rial": "IRR", "iranian rial": "IRR", "rand": "ZAR", "baht": "THB", "ringgit": "MYR", "rupiah": "IDR", "dong": "VND",
    "peso": "MXN", "mexican peso": "MXN", "philippine peso": "PHP", "argentine peso": "ARS", "real": "BRL", "reais": "BRL", "brazilian real": "BRL",
    "zloty": "PLN", "forint": "HUF", "swedish krona": "SEK", "krona": "SEK", "kronor": "SEK", "norwegian krone": "NOK", "krone": "NOK",
    "kroner": "NOK", "danish krone": "DKK", "danish kroner": "DKK", "norwegian kroner": "NOK", "swedish kronor": "SEK", "lari": "GEL", "dram": "AMD", "afghani": "AFN", "tugrik": "MNT", "hryvnia": "UAH", "naira": "NGN", "taka": "BDT",
    "czech koruna": "CZK", "koruna": "CZK", "leu": "RON", "lei": "RON", "lev": "BGN", "kenyan shilling": "KES", "shilling": "KES", "birr": "ETB", "egyptian pound": "EGP", "cedi": "GHS",
}  # fmt: skip
MINOR = {
    "cent": "USD", "us cent": "USD", "euro cent": "EUR", "eurocent": "EUR", "pence": "GBP", "penny": "GBP", "p": "GBP", "paise": "INR",
    "kopeck": "RUB", "kopek": "RUB", "tiyn": "KZT",
}  # fmt: skip

PERCENT = {
    "%": "percent", "percent": "percent", "per cent": "percent", "pct": "percent", "percentage point": "percentage_point",
    "percentage pt": "percentage_point", "pp": "percentage_point", "ppt": "percentage_point", "ppts": "percentage_point", "pps": "percentage_point", "percent point": "percentage_point",
    "basis point": "basis_point", "bp": "basis_point", "bps": "basis_point",
}  # fmt: skip

# name: (unit, dimension, names, base units in one)
_UNITS = """
second duration s:sec:secs:second 1 second
minute duration min:mins:minute 60 second
hour duration hr:hrs:h:hour 3600 second
day duration day 86400 second
week duration week:wk 604800 second
fortnight duration fortnight 1209600 second
month duration month 1 month
quarter duration - 3 month
year duration year:yr:yrs 12 month
decade duration decade 120 month
century duration century 1200 month
nm length nanometre:nanometer 1e-9 m
um length micrometre:micrometer:micron 1e-6 m
mm length mm:millimetre:millimeter 0.001 m
cm length cm:centimetre:centimeter 0.01 m
m length m:metre:meter 1 m
km length km:kms:kilometre:kilometer 1000 m
mile length mile:mi 1609.344 m
nautical_mile length nautical_mile 1852 m
foot length foot:feet:ft 0.3048 m
inch length inch 0.0254 m
yard length yard:yd:yds 0.9144 m
light_year length light_year 9.4607304725808e15 m
ug mass microgram:microgramme 1e-9 kg
mg mass mg:milligram:milligramme 1e-6 kg
g mass g:gram:gramme 0.001 kg
kg mass kg:kgs:kilo:kilogram:kilogramme 1 kg
tonne mass tonne:ton:metric_ton:metric_tonne:t 1000 kg
lb mass lb:lbs 0.45359237 kg
ounce mass ounce:oz 0.028349523125 kg
mm2 area mm2:mm²:square_millimetre:square_millimeter:sq_mm 1e-6 m2
cm2 area cm2:cm²:square_centimetre:square_centimeter:sq_cm 1e-4 m2
m2 area m2:m²:square_metre:square_meter:sq_m:sqm:sq_metre:sq_meter 1 m2
km2 area km2:km²:square_kilometre:square_kilometer:sq_km:sqkm:sq_kilometre:sq_kilometer 1e6 m2
ft2 area ft2:square_foot:square_feet:sq_ft:sq_feet:sq_foot 0.09290304 m2
mile2 area square_mile:sq_mile:sq_mi 2589988.110336 m2
hectare area hectare:ha 10000 m2
acre area acre 4046.8564224 m2
m3 volume m3:m³:cubic_metre:cubic_meter:cubic_m:cu_m:cbm 1 m3
km3 volume km3:km³:cubic_kilometre:cubic_kilometer:cubic_km:cu_km 1e9 m3
ft3 volume cubic_foot:cubic_feet:cubic_ft:cu_ft 0.028316846592 m3
litre volume litre:liter:l 0.001 m3
ml volume ml:millilitre:milliliter 1e-6 m3
cl volume cl:centilitre:centiliter 1e-5 m3
dl volume dl:decilitre:deciliter 1e-4 m3
hl volume hl:hectolitre:hectoliter 0.1 m3
ML volume megalitre:megaliter 1000 m3
GL volume gigalitre:gigaliter 1e6 m3
gallon volume gallon:gal 0.003785411784 m3
barrel volume barrel:bbl 0.158987294928 m3
bushel volume bushel 0.03523907016688 m3
Wh energy watt_hour 3600 J
kWh energy kwh:kilowatt_hour 3.6e6 J
MWh energy mwh:megawatt_hour 3.6e9 J
GWh energy gwh:gigawatt_hour 3.6e12 J
TWh energy twh:terawatt_hour 3.6e15 J
PWh energy petawatt_hour 3.6e18 J
joule energy joule 1 J
kJ energy kilojoule 1e3 J
MJ energy megajoule 1e6 J
GJ energy gigajoule 1e9 J
TJ energy terajoule 1e12 J
PJ energy petajoule 1e15 J
EJ energy exajoule 1e18 J
mW power milliwatt 1e-3 W
W power watt 1 W
kW power kw:kilowatt 1e3 W
MW power mw:megawatt 1e6 W
GW power gw:gigawatt 1e9 W
TW power tw:terawatt 1e12 W
hp power horsepower:hp 745.69987158227022 W
mV other millivolt 0.001 V
V other volt 1 V
kV other kv:kilovolt 1000 V
MV other megavolt 1e6 V
Pa other pascal 1 Pa
hPa other hectopascal 100 Pa
kPa other kilopascal 1e3 Pa
MPa other megapascal 1e6 Pa
GPa other gigapascal 1e9 Pa
degC other °c:degree_celsius:degree_centigrade:degree_c:celsius 1 degC
degF other °f:degree_fahrenheit:degree_f:fahrenheit 1 degF
degree other degree:° 1 degree
km/h other km/h:kmh:kph:kilometre_per_hour:kilometer_per_hour:km_per_hour:kilometre_an_hour:kilometer_an_hour 1 km/h
mpg other mpg:mile_per_gallon 1 mpg
mph other mph:mile_per_hour:mile_an_hour 1.609344 km/h
knot other knot 1.852 km/h
m/s other m/s:metre_per_second:meter_per_second 3.6 km/h
ug/m3 other µg/m3:ug/m3:microgram_per_cubic_metre:microgram_per_cubic_meter 1 ug/m3
ppm other ppm:part_per_million 1 ppm
gigaflop other gigaflop 0.001 teraflop
teraflop other teraflop 1 teraflop
petaflop other petaflop 1e3 teraflop
exaflop other exaflop 1e6 teraflop
kbit other kilobit:kbit 125 byte
Mbit other megabit:mbit 125e3 byte
Gbit other gigabit:gbit 125e6 byte
Tbit other terabit:tbit 125e9 byte
byte other byte 1 byte
kB other kilobyte 1e3 byte
MB other megabyte:mb 1e6 byte
GB other gigabyte:gb 1e9 byte
TB other terabyte:tb 1e12 byte
PB other petabyte 1e15 byte
EB other exabyte 1e18 byte
ZB other zettabyte 1e21 byte
KiB other kibibyte 1024 byte
MiB other mebibyte 1048576 byte
GiB other gibibyte 1073741824 byte
TiB other tebibyte 1099511627776 byte
hertz other hertz:hz 1 hertz
kHz other kilohertz:khz 1e3 hertz
MHz other megahertz:mhz 1e6 hertz
GHz other gigahertz:ghz 1e9 hertz
THz other terahertz 1e12 hertz
decibel other decibel:db 1 decibel
calorie energy calorie:kcal 4184 J
TEU count teu 1 TEU
"""
# What is a product of a unit and a scale: (unit, dimension, factor, per).
_SPECIAL = {
    **{unit: (unit, "other", 1.0, "") for unit in "kB MB GB TB PB EB ZB KiB MiB GiB TiB kbit Mbit Gbit Tbit kHz MHz GHz THz mV MV kPa hPa MPa GPa".split()},
    **{unit: (unit, "energy", 1.0, "") for unit in "Wh kJ MJ GJ TJ PJ EJ".split()},
    **{f"{letter}{sign}": (f"{unit}bit", "other", 1.0, per) for letter, unit in (("k", "k"), ("K", "k"), ("M", "M"), ("G", "G"), ("T", "T"))
       for sign, per in (("b", ""), ("bps", "second"), ("b/s", "second"), ("bit/s", "second"))},
    **{f"{unit}/s": (unit, "other", 1.0, "second") for unit in "kB MB GB TB".split()},
    "KB": ("kB", "other", 1.0, ""), "KHz": ("kHz", "other", 1.0, ""), "Hz": ("hertz", "other", 1.0, ""),
    "bcm": ("m3", "volume", 1e9, ""), "mcm": ("m3", "volume", 1e6, ""), "tcm": ("m3", "volume", 1e12, ""),
    "bcf": ("ft3", "volume", 1e9, ""), "bpd": ("barrel", "volume", 1.0, "day"), "b/d": ("barrel", "volume", 1.0, "day"),
    "bopd": ("barrel", "volume", 1.0, "day"), "Mt": ("tonne", "mass", 1e6, ""), "Gt": ("tonne", "mass", 1e9, ""),
    "kt": ("tonne", "mass", 1e3, ""), "mtpa": ("tonne", "mass", 1e6, "year"), "mbpd": ("barrel", "volume", 1e6, "day"),
    "mb/d": ("barrel", "volume", 1e6, "day"), "kb/d": ("barrel", "volume", 1e3, "day"),
    **{name + s: ("tonne", "mass", factor, "") for word, factor in (("kilo", 1e3), ("mega", 1e6), ("giga", 1e9)) for name in (f"{word}ton", f"{word}tonne") for s in ("", "s")},
}  # fmt: skip


def plural(name):
    """The plural of a unit's name: square feet, kilometres per hour."""
    head, link, tail = next((name.partition(link) for link in (" per ", " an ") if link in name), (name, "", ""))
    first, _, last = head.rpartition(" ")
    last = {"foot": "feet", "inch": "inches", "century": "centuries", "hertz": "hertz"}.get(last, last + "s")
    if last in ("celsiuss", "centigrades", "fahrenheits", "cs", "fs"):  # degrees Celsius
        return head.replace("degree", "degrees")
    return f"{first} {last}".strip() + link + tail


def _lexicon():
    table, factors = {}, {}
    for line in _UNITS.strip().splitlines():
        unit, dimension, names, factor, base = line.split()
        factors[unit] = (base, float(factor))
        for name in names.split(":") if names != "-" else ():
            name = name.replace("_", " ")
            table[name] = (unit, dimension, 1.0, "")
            if (len(name) > 3 or name in ("day", "ton")) and "/" not in name:
                table[plural(name)] = (unit, dimension, 1.0, "")
    for name, code in MONEY.items():
        table[name] = table[name + "s"] = (code, "money", 1.0, "")
    for name, code in MINOR.items():
        table[name] = table[name + "s"] = (code, "money", 0.01, "")
    for name, unit in PERCENT.items():
        table[name] = table[name + "s"] = (unit, "percent", 1.0, "")
    return table | _SPECIAL, factors


LEXICON, FACTORS = _lexicon()
LEXICON["times"] = ("times", "multiplier", 1.0, "")
LEXICON["x"] = LEXICON["times"]  # 2.5x; only where it stands directly behind its number
LEXICON["fold"] = ("times", "multiplier", 1.0, "")
LONGEST = max(name.count(" ") + 1 for name in LEXICON)
STARTS = frozenset(name.split(" ")[0].split("/")[0].lower() for name in LEXICON)
KINDS = (
    {"number": "other", "point": "other", "quarter": "duration"}
    | {unit: dimension for unit, dimension, _, _ in LEXICON.values()}
    | {"count": "count", "fraction": "fraction"}
)
# A compound measure goes from large to small within one of these.
CHAINS = (("century", "decade", "year", "month"), ("week", "day", "hour", "minute", "second"), ("mile", "yard", "foot", "inch"),
          ("km", "m", "cm", "mm"), ("tonne", "kg", "g"), ("lb", "ounce"))  # fmt: skip
SMALLER = {(a, b) for chain in CHAINS for a, b in itertools.combinations(chain, 2)}


def lookup(name):
    """(unit, kind, factor, per) of a unit's name as written (parts parted by one space), or None.

    Symbols of one or two letters must have the case they are defined with: MW is a power,
    "m" a metre.
    """
    if name in _SPECIAL:
        return _SPECIAL[name]
    low = name.lower()
    found = LEXICON.get(low)
    if found is None or len(low) > 3 or found[1] in ("money", "percent", "duration"):
        return found
    if low in ("mw", "kw", "gw", "tw", "kwh", "mwh", "gwh", "twh", "kv", "teu"):
        return found if name[:1].upper() == name[:1] or name[1:2].isupper() else None
    return found if name == low or name in ("KM", "Km", "KG", "Kg") else None


def amount(value: float, digits: int = 3, thousands: str = "") -> str:
    """26000000000 as "26 billion"; a whole number below a million in full: "123,456".

    Args:
        digits: significant digits of every other value.
        thousands: "," to part the thousands in those too.
    """
    for word in ("trillion", "billion", "million"):
        if value >= SCALES[word]:
            return f"{value / SCALES[word]:{thousands}.{digits}g} {word}"
    return f"{value:,.0f}" if value % 1 == 0 else f"{value:{thousands}.{digits}g}"


DEGREES = {"C": "degC", "F": "degF"}


def convert(value, unit, to):
    """A value in another unit of the same dimension; None where none is defined."""
    (base, factor), (other, divisor) = FACTORS.get(unit, (unit, 1.0)), FACTORS.get(to, (to, 1.0))
    return value * factor / divisor if base == other else None
