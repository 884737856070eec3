"""Claims of several outlets that measure the same thing, and whether they agree.

Precision first: a pair needs the same kind of unit, the same thing (the noun counted, or
what stands around the number), no differing names beside it, and for conflict more than
for agreement. Relations follow from intervals, never from the text.
"""

import bisect
import functools
import math
import re
import warnings
from itertools import combinations, pairwise

import numpy as np
import pandas as pd
import snowballstemmer

from lib.claims.units import FACTORS, KINDS, SCALES, amount, convert
from lib.corpus import CorpusWarning
from lib.measures import resample as _resample
from lib.measures.scores import precision_recall

PAIRS = [
    *("article_a", "start_a", "end_a", "article_b", "start_b", "end_b", "measure", "relation", "why"),
    *("score", "outlet_a", "outlet_b", "surface_a", "surface_b", "low_a", "high_a", "low_b", "high_b", "unit"),
]
ENOUGH = 0.2  # score from which two claims measure the same thing
SHARED = 0.12  # likeness of words (cosine) that 0.4 of it takes from the closest values, 0.15, to ENOUGH, rounded down
SURE = 0.6  # score from which they may contradict one another
FAR = 0.1  # of the larger value: further apart, a bound without a second end says nothing
PADDING = 0.03  # of a sum at the day's rate: the day and the rounding are not known
BLOCK, ALIKE = 1_000, 20  # a larger block is not looked at pair by pair, but each claim with so many
STRETCH, MOST = 5_000, 500_000  # claims that are held against one another at once; pairs that are looked at in all
NEAR = 12  # words around the number that say what it is about
_SAME = {
    "nation": "countri",
    "state": "countri",
    "republ": "countri",
    "accord": "agreement",
    "center": "centr",
}
_EMPTY = frozenset(
    "the a an of to in and or for on at by with from that this which as is are was were be been has have had will it its their his her than more most over about nearly "
    "also said says new total year years per cent percent dollar dollars yuan billion million trillion thousand hundred two one three four five six into between among while both s".split()
)  # fmt: skip
_WORD = re.compile(r"[^\W\d_]+(?:[-’'][^\W\d_]+)*|(?:19|20)[0-9]{2}")


@functools.lru_cache(maxsize=10_000)  # `align` asks for each claim many times
def interval(low, high, unit, hedge, hedge_text, core):
    """What a claim allows the value to be: (least, most).

    As stated, give or take the smaller of half its last significant digit and 2.5 %;
    approx 10 %; nearly, almost from 0.88 of it; other upper bounds from 0; lower bounds
    without end; parts (a third) 4 %; ranges as they stand.
    """
    if low != high:
        return low, high
    if hedge == "below":
        return (
            0.88 * low
            if re.search(r"nearly|almost|close on|just (?:under|below|short)|shy", hedge_text.lower())
            else 0.0
        ), low
    if hedge == "above":
        return low, math.inf
    give = 0.1 if hedge == "approx" else 0.04 if unit == "fraction" else None
    give = give * low if give is not None else min(0.025 * low, half_digit(core, low))
    return low - give, low + give


def half_digit(core, value):
    """Half a unit of the last significant digit of a number as written: 94.8 billion → 0.05 billion, 100 → 50."""
    digits = re.search(r"[0-9][0-9,. \u00a0\u202f]*", core)
    if not digits or not value:
        return 0.5
    plain = re.sub(r"[^0-9.]", "", digits.group()).rstrip(".")
    shown = float(plain or 0)
    last = 10 ** -len(plain.partition(".")[2]) if "." in plain else 10 ** (len(plain) - len(plain.rstrip("0")))
    return 0.5 * last * (value / shown if shown else 1.0)


def relation(a, b, rates=None):
    """(relation, why, intervals) of two claims (mappings with the columns of `extract`) in one unit; None if no unit serves both.

    Args:
        rates: {currency: its units in one dollar}; sums in two currencies need both.
    """
    ka, kb = KINDS.get(a["unit"], "money"), KINDS.get(b["unit"], "money")
    if ka != kb or (a["per"] != b["per"] and a["per"] and b["per"]):
        return None
    one = interval(a["value_low"], a["value_high"], a["unit"], a["hedge"], a["hedge_text"], a["core"])
    two = interval(b["value_low"], b["value_high"], b["unit"], b["hedge"], b["hedge_text"], b["core"])
    crossed = ka == "money" and a["unit"] != b["unit"]
    if crossed:
        if not rates or a["unit"] not in rates or b["unit"] not in rates:
            return None
        factor = rates[a["unit"]] / rates[b["unit"]]
        two = two[0] * factor * (1 - PADDING), two[1] * factor * (1 + PADDING)
        same = False
    else:
        factor = convert(1.0, b["unit"], a["unit"])
        if factor is None or (KINDS.get(a["unit"]) == "duration" and factor != 1):
            return None
        two = two[0] * factor, two[1] * factor
        same = all(math.isclose(a[f"value_{end}"], b[f"value_{end}"] * factor, rel_tol=1e-9) for end in ("low", "high"))
    overlap = max(one[0], two[0]) <= min(one[1], two[1]) * (1 + 1e-12)
    if same and a["hedge"] == b["hedge"]:
        return "equal", "the same value, hedged alike", one, two
    if overlap:
        why = f"{a['surface']} allows {_told(one)}, {b['surface']} {_told(two)} {a['unit']}: they overlap"
        return "compatible", why + (" at the rate given" if crossed else ""), one, two
    if crossed:
        return None
    return (
        "conflict",
        f"{a['surface']} allows {_told(one)}, {b['surface']} {_told(two)} {a['unit']}: no value fits both",
        one,
        two,
    )


def _told(interval):
    low, high = interval
    return f"{amount(low, 4)} or more" if math.isinf(high) else f"{amount(low, 4)} to {amount(high, 4)}"


def _features(claims):
    """Of each claim: the counted noun's stem, weighted stems around it, names and years beside it."""
    stem = snowballstemmer.stemmer("english").stemWord

    @functools.cache
    def normal(word):
        root = stem(word.lower().replace("’", "'"))
        return _SAME.get(root, root)

    @functools.cache  # a sentence may hold many claims
    def words_of(sentence):
        return [(m.group(), m.start()) for m in _WORD.finditer(sentence)]

    rows = []
    for c in claims.itertuples():
        counted = [normal(w) for w in _WORD.findall(c.counted)]
        about = {normal(w) for w in _WORD.findall(c.measure) if w.lower() not in _EMPTY and not w[0].isdigit()}
        at = c.start - c.sentence_start
        weights, names, years = _around(words_of(c.sentence), at, at + c.end - c.start, normal)
        rows.append((counted, weights | dict.fromkeys(counted, 2.0), names, years, about))
    return rows


def _around(words, at, end, normal):
    """What stands around a claim (at sentence[at:end]): stems with their weights, names, years."""
    weights, names, years = {}, set(), set()
    position = bisect.bisect_left(words, at, key=lambda word: word[1])
    for n, (word, start) in enumerate(words):
        far = abs(n - position) > NEAR
        if at <= start < end:
            continue
        if word[0].isdigit():
            years |= set() if far else {word}
        elif word.lower() not in _EMPTY and word.lower() not in SCALES:
            root = normal(word)
            weights[root] = max(weights.get(root, 0), 0.3 if far else 1.0)
            if word[0].isupper():
                names.add(root)
    return weights, names, years


def _overlap(one, other, idf):
    """Shared weight of two phrases over that of the lighter one."""

    def weigh(roots):
        return sum(idf.get(root, 1.0) for root in roots)

    least = min(weigh(one), weigh(other))
    return weigh(one & other) / least if least else 0.0


def align(claims, rates=None):
    """Pairs of claims, of different outlets, that measure the same thing.

    The score is 0.4 x likeness of words (cosine, TF-IDF over the sentences with claims;
    words near the number and the noun counted weigh more) + 0.3 x overlap of the phrases
    that say what is measured + 0.15 if the nouns counted are the same + 0.15 x closeness of the values; a differing year or country beside the
    number costs 0.3 each. From 0.2 on two claims are a pair; a conflict needs 0.6 (set on the five articles
    and on invented pairs in the tests), the same things counted and the same rate ("a day"). Two different numbers of
    mere people (people, leaders, officials ...) are no pair: the dead, the missing and the rescued are all people.
    What a sentence states over and over in the same words is held against others ALIKE times at most;
    where claims would be held against one another more than MOST times, a CorpusWarning says what was left out.

    Args:
        claims: a table as `extract` makes it.
        rates: {currency: units in one dollar}, for pairs in two currencies.
    Returns:
        PAIRS, best score first: relation is equal, compatible or conflict; why says it in
        words; low_..., high_...: what each allows, in `unit` (that of a).
    """
    same = ["article_id", "sentence_id", "sentence", "surface", "unit", "hedge", "per", "counted", "measure"]
    table = claims[claims.groupby(same).cumcount() < ALIKE].reset_index(drop=True)
    table["core"] = [
        s[c - a : d - a]
        for s, a, c, d in zip(table["surface"], table["start"], table["core_start"], table["core_end"], strict=True)
    ]
    table["sentence_start"] = [_sentence_start(r) for r in table.itertuples()]
    features = _features(table)
    n = max(1, table[["article_id", "sentence_id"]].drop_duplicates().shape[0])
    seen = {}
    for r, (_, weights, *_) in zip(table.itertuples(), features, strict=True):
        for root in weights:
            seen.setdefault(root, set()).add((r.article_id, r.sentence_id))
    idf = {root: math.log(1 + n / len(places)) for root, places in seen.items()}
    rows = table.drop(columns="sentence").to_dict("records")
    vectors = [{root: w * idf[root] for root, w in weights.items()} for _, weights, *_ in features]
    norms = [math.sqrt(sum(v * v for v in vector.values())) or 1.0 for vector in vectors]
    candidates = _candidates(rows, features, vectors, norms, idf)
    judged = (_judged(i, j, rows, features, vectors, norms, idf, rates) for i, j in candidates)
    pairs = pd.DataFrame([pair for pair in judged if pair], columns=PAIRS)
    return pairs.sort_values(
        ["score", "article_a", "start_a", "article_b", "start_b"],
        ascending=[False, True, True, True, True],
        ignore_index=True,
    )


def _judged(i, j, rows, features, vectors, norms, idf, rates):
    """The row of PAIRS of two claims; None if they do not measure the same thing."""
    a, b = rows[i], rows[j]
    (ca, _, na, ya, ma), (cb, _, nb, yb, mb) = features[i], features[j]
    told = relation(a, b, rates)
    if told is None:
        return None
    noun = bool(ca and cb) and ca[-1] == cb[-1]
    # A shared value with other things counted is no pair, unless one noun stands beside the other's number.
    beside = (set(ca) - _GENERIC) & set(vectors[j]) | (set(cb) - _GENERIC) & set(vectors[i])
    if (ca or cb) and not noun and not (told[0] == "equal" and a["value_low"] >= 100 and beside):
        return None
    # Six nations and five Central Asian nations are different things, 45,000 a day and 240 at a time too.
    if told[0] == "conflict" and (set(ca) != set(cb) or a["per"] != b["per"]):
        return None
    if told[0] != "equal" and set(ca) & set(cb) & _ANYONE:
        return None  # 41 people died, 15 people are missing
    near = (
        min(a["value_low"], b["value_low"]) / max(a["value_low"], b["value_low"])
        if a["unit"] == b["unit"] and max(a["value_low"], b["value_low"])
        else float(told[0] != "conflict")
    )
    bounded = all(least and most < math.inf for least, most in told[2:])
    if told[0] == "compatible" and not bounded and near < FAR:
        return None  # "up to 300 people" agrees with any fewer, whoever they are
    dot = sum(v * vectors[j].get(root, 0.0) for root, v in vectors[i].items()) / norms[i] / norms[j]
    score = 0.4 * dot + 0.3 * _overlap(ma, mb, idf) + 0.15 * noun + 0.15 * near
    score -= 0.3 * bool(ya and yb and not ya & yb) + 0.3 * ((na & _COUNTRIES) != (nb & _COUNTRIES))
    if noun and told[0] == "equal" and len(ca) > 1 and set(ca) == set(cb):
        score = max(score, ENOUGH + 0.1 * dot)
    if score < (SURE if told[0] == "conflict" else ENOUGH):
        return None
    shared = sorted(set(vectors[i]) & set(vectors[j]), key=lambda root: (-vectors[i][root] * vectors[j][root], root))
    why = f"{told[1]}; both speak of {', '.join(shared[:4])}" if shared else told[1]
    measure = a["measure"] if len(a["measure"]) <= len(b["measure"]) else b["measure"]
    return (a["article_id"], a["start"], a["end"], b["article_id"], b["start"], b["end"], measure, told[0], why, round(score, 4), a["outlet"], b["outlet"], a["surface"], b["surface"], *told[2], *told[3], a["unit"])  # fmt: skip


_GENERIC = frozenset("countri central asian".split())
# Roots of nouns that say nothing of which people are counted: what they do tells them apart.
_ANYONE = frozenset("peopl person man men woman women child children leader offici member".split())
_COUNTRIES = frozenset(
    "kazakhstan uzbekistan kyrgyzstan tajikistan turkmenistan russia india kazakh uzbek kyrgyz tajik turkmen iran turkey japan".split()
)


def _sentence_start(r):
    return r.start - max(0, r.sentence.find(r.surface))


def _candidates(rows, features, vectors, norms, idf):
    """Claims of two outlets that could become a pair, (i, j) with i < j, so that not all are looked at.

    They must be of one dimension and share one thing more: the noun counted, the value, or,
    where nothing is counted, a word: one of the phrases that say what is measured, or one
    heavy enough to make two sentences as alike as SHARED. Of more than BLOCK claims that
    share one thing each is held against the ALIKE most like it in words. Where that would be
    more than MOST pairs, fewer claims make a block too large, and what the fewest claims
    share comes first, until MOST are reached.
    """
    blocks = {}
    for i, (row, (counted, _, _, _, about), vector) in enumerate(zip(rows, features, vectors, strict=True)):
        kind = KINDS.get(row["unit"], "money")
        base, factor = FACTORS.get(row["unit"], (row["unit"], 1.0)) if kind != "money" else ("", 1.0)
        keys = [("noun", counted[-1])] if counted else []
        if row["value_low"] > 0:  # equal values share one of two neighbouring steps
            step = math.floor(1e6 * math.log(row["value_low"] * factor))
            unit = row["unit"] if kind == "money" else ""
            keys += [("value", unit, step), ("value", unit, step + 1)]
        if not counted:
            keys += [("about", root) for root in about] + [("word", root) for root in _heavy(vector, norms[i], idf)]
        for key in keys:
            blocks.setdefault((kind, base, *key), []).append(i)
    outlet = [row["outlet"] for row in rows]
    several = [members for members in blocks.values() if len({outlet[i] for i in members}) > 1]
    return sorted(_within(several, rows, vectors, outlet))


def _within(blocks, rows, vectors, outlet):
    """The pairs of two outlets within blocks of claims, about MOST at most."""
    limit = BLOCK
    while limit > ALIKE and sum(math.comb(len(members), 2) for members in blocks if len(members) <= limit) > MOST:
        limit //= 2
    pairs, looked_at = set(), 0
    for done, members in enumerate(sorted(blocks, key=len)):
        small = len(members) <= limit
        looked_at += math.comb(len(members), 2) if small else ALIKE * len(members)
        if looked_at > MOST:
            warnings.warn(
                f"claims were held against one another {MOST:,} times, the rarest thing that they share first: what they share "
                f"most often ({len(blocks) - done:,} of {len(blocks):,} things) was not looked at, so some pairs are missing",
                CorpusWarning,
                stacklevel=2,
            )
            break
        found = combinations(members, 2) if small else _alike(members, rows, vectors)
        pairs.update((i, j) for i, j in found if outlet[i] != outlet[j])
    return pairs


def _heavy(vector, norm, idf):
    """The rarest words of a claim, without the commonest that together are lighter than SHARED.

    Of two claims whose cosine reaches SHARED the rarest common word is among them in both.
    """
    roots = sorted(vector, key=lambda root: (idf[root], root))
    light = 0.0
    for n, root in enumerate(roots):
        light += (vector[root] / norm) ** 2
        if light >= SHARED**2:
            return roots[n:]
    return []


def _alike(members, rows, vectors, step=500):
    """Of each claim of a block the pairs with the ALIKE others, of other outlets, whose words are most like its own.

    A block of more than STRETCH claims is parted, like values together, so that time grows with their number.
    """
    from sklearn.feature_extraction import DictVectorizer
    from sklearn.preprocessing import normalize

    if len(members) > STRETCH:
        order = sorted(members, key=lambda i: (rows[i]["value_low"], i))
        parts = (order[first : first + STRETCH] for first in range(0, len(order), STRETCH))
        return {pair for part in parts for pair in _alike(sorted(part), rows, vectors, step)}
    if not any(vectors[i] for i in members):
        return set()  # numbers without a word
    words = normalize(DictVectorizer().fit_transform([vectors[i] for i in members]))
    outlet = np.array([rows[i]["outlet"] for i in members])
    pairs = set()
    for first in range(0, len(members), step):
        near = np.round((words[first : first + step] @ words.T).toarray(), 6)
        near[outlet[first : first + step, None] == outlet[None, :]] = -1
        for row, order in enumerate(np.argsort(-near, axis=1, kind="stable")[:, :ALIKE], first):
            pairs |= {(min(row, j), max(row, j)) for j in order.tolist() if near[row - first, j] > 0}
    return {(members[a], members[b]) for a, b in pairs}


def implied_rates(claims):
    """The same sum stated in two currencies in one breath: "1.5 billion yuan (about US$208 million)".

    Returns:
        article_id, outlet, start, end, surface (both), unit_a, value_a, unit_b, value_b,
        rate (units of a in one of b).
    """
    money = claims[claims["kind"] == "money"].sort_values(["article_id", "start"]).to_dict("records")
    rows = []
    for a, b in pairwise(money):
        gap = b["start"] - a["end"]
        if (
            a["article_id"] == b["article_id"]
            and a["sentence_id"] == b["sentence_id"]
            and a["unit"] != b["unit"]
            and 0 < gap <= 3
        ):
            between = a["sentence"][a["sentence"].find(a["surface"]) :][len(a["surface"]) : len(a["surface"]) + gap]
            if "(" in between or "or" in between or "/" in between:
                values = a["unit"], a["value_low"], b["unit"], b["value_low"], a["value_low"] / b["value_low"]
                rows.append(
                    (a["article_id"], a["outlet"], a["start"], b["end"], a["surface"] + between + b["surface"], *values)
                )
    return pd.DataFrame(
        rows,
        columns=["article_id", "outlet", "start", "end", "surface", "unit_a", "value_a", "unit_b", "value_b", "rate"],
    )


def groups(claims, pairs):
    """Claims of one measure: the parts of the graph whose edges are the pairs and an outlet's own repetitions.

    Returns:
        One number a claim, in the order of `claims`; groups are numbered as they first appear.
    """
    place = {(r.article_id, r.start): i for i, r in enumerate(claims.itertuples())}
    root = list(range(len(claims)))

    def find(i):
        while root[i] != i:
            root[i] = root[root[i]]
            i = root[i]
        return i

    for r in pairs.itertuples():
        a, b = find(place[r.article_a, r.start_a]), find(place[r.article_b, r.start_b])
        root[max(a, b)] = min(a, b)
    seen = {}
    for i, r in enumerate(claims.itertuples()):  # an outlet that repeats itself
        key = r.outlet, r.unit, r.value_low, r.value_high, r.hedge, r.counted.lower(), r.measure.lower().split(", ")[0]
        a, b = find(i), find(seen.setdefault(key, i))
        root[max(a, b)] = min(a, b)
    numbers = {}
    return [numbers.setdefault(find(i), len(numbers)) for i in range(len(claims))]


def claim_matrix(claims, pairs):
    """Measures down, outlets across: what each outlet states of it.

    Returns:
        measure, unit, outlets (how many state it), relation (the worst among its pairs, ""
        for one outlet), then one column an outlet with its surfaces; measures of most
        outlets first.
    """
    table = claims.assign(group=groups(claims, pairs))
    worst = {}
    place = dict(zip(zip(table["article_id"], table["start"], strict=True), table["group"], strict=True))
    for r in pairs.itertuples():
        group = place[r.article_a, r.start_a]
        worst[group] = max(worst.get(group, 0), ("equal", "compatible", "conflict").index(r.relation))
    rows = []
    for group, own in table.groupby("group", sort=False):
        said = own.groupby("outlet", sort=False)["surface"].agg(lambda s: "; ".join(dict.fromkeys(s)))
        measure = min(own["measure"].replace("", pd.NA).dropna(), key=lambda m: (len(m), m), default="")
        relation_ = ("equal", "compatible", "conflict")[worst[group]] if group in worst else ""
        rows.append(
            {
                "measure": measure,
                "unit": " / ".join(sorted(set(own["unit"]))),
                "outlets": len(said),
                "relation": relation_,
                **said,
            }
        )
    order = list(dict.fromkeys(claims["outlet"]))
    wide = pd.DataFrame(rows).fillna("").reindex(columns=["measure", "unit", "outlets", "relation", *order])
    return wide.sort_values("outlets", ascending=False, kind="stable", ignore_index=True)


def claim_rates(claims, tokens):
    """How often each outlet states numbers, in lead and body: per 1,000 tokens, with paragraph intervals.

    Args:
        tokens: of the running text; columns article_id, outlet, paragraph_id, sentence_id.
    Returns:
        outlet, what (claims, hedged), n, per_1000, low, high (widened bootstrap over paragraphs); no row without claims.
    """
    if claims.empty:
        return pd.DataFrame(columns=["outlet", "what", "n", "per_1000", "low", "high"])
    places = tokens.drop_duplicates(["article_id", "sentence_id"])[["article_id", "sentence_id", "paragraph_id"]]
    inside = claims.merge(places, on=["article_id", "sentence_id"])
    sizes = tokens.groupby(["article_id", "paragraph_id", "outlet"]).size().reset_index(name="size")
    keys = pd.MultiIndex.from_frame(sizes[["article_id", "paragraph_id"]])
    parts = [inside, inside[inside["hedge"] != "none"]]
    counts = [
        own.groupby(["article_id", "paragraph_id"]).size().reindex(keys, fill_value=0).to_numpy(float) for own in parts
    ]
    u = _resample.Units(
        np.column_stack(counts), sizes["size"].to_numpy(float), ["claims", "hedged"],
        sizes["outlet"].to_numpy(object), sizes["article_id"].to_numpy(object),
    )  # fmt: skip
    return _resample.rate_intervals(u).rename(columns={"term": "what", "freq": "n"})


def score(claims, gold):
    """The grammar against a gold of the same texts.

    A claim is found if its number overlaps a gold claim; then its value with the unit, its
    hedge, and its span are right or wrong.

    Returns:
        (table, errors): table has what, right, precision, recall, f1; errors every gold claim missed or read
        wrongly and every claim that is none: article_id, start, end, surface, error.
    """
    kept = gold[gold["role"] == "claim"]
    found, used, errors = claims.to_dict("records"), set(), []
    right = dict.fromkeys(("found", "value and unit", "hedge", "span"), 0)
    for g in kept.to_dict("records"):
        hits = [
            i
            for i, f in enumerate(found)
            if i not in used
            and f["article_id"] == g["article_id"]
            and f["core_start"] < g["end"]
            and g["start"] < f["core_end"]
        ]
        place = (g["article_id"], g["start"], g["end"], g["surface"])
        if not hits:
            errors.append((*place, "missed"))
            continue
        f = found[hits[0]]
        used.add(hits[0])
        values = all(math.isclose(f[f"value_{end}"], float(g[f"value_{end}"]), rel_tol=1e-6) for end in ("low", "high"))
        told = {
            "found": True,
            "value and unit": values and f["unit"] == g["unit"],
            "hedge": f["hedge"] == g["hedge"],
            "span": (f["start"], f["end"]) == (g["start"], g["end"]),
        }
        for what, fine in told.items():
            right[what] += fine
        errors += [(*place, f"wrong {what}: {f['surface']}") for what, fine in told.items() if not fine]
    errors += [
        (f["article_id"], f["start"], f["end"], f["surface"], "not a claim")
        for i, f in enumerate(found)
        if i not in used
    ]
    scored = pd.DataFrame(
        [(what, n, len(found), len(kept)) for what, n in right.items()], columns=["what", "right", "found", "gold"]
    )
    scored = precision_recall(scored).drop(columns=["found", "gold"]).fillna(0.0)
    return scored, pd.DataFrame(errors, columns=["article_id", "start", "end", "surface", "error"])


def ranked(pairs):
    """The pairs, conflicts first, then compatible, then equal ones; within each the values furthest apart first."""
    ends = pairs[["low_a", "low_b"]]
    gap = (1 - ends.min(axis=1) / ends.max(axis=1).where(lambda most: most > 0)).fillna(0.0)
    order = pairs["relation"].map({"conflict": 0, "compatible": 1, "equal": 2})
    table = pairs.assign(order=order, gap=-gap).sort_values(
        ["order", "gap", "measure", "article_a", "start_a", "article_b", "start_b"]
    )
    return table.drop(columns=["order", "gap"]).reset_index(drop=True)
