import itertools
import warnings

import numpy as np
import pandas as pd
import pytest
from scipy import stats

from lib import corpus
from lib.measures import resample, terms
from tests import calibration


def units(left, right, sizes=10.0):
    """Units of two outlets x and y, one article each, from counts of a single term a paragraph."""
    counts = np.array([*left, *right], dtype=float)[:, None]
    side = np.array(["x"] * len(left) + ["y"] * len(right), dtype=object)
    return resample.Units(counts, np.full(len(counts), float(sizes)), ["t"], side, side)


@pytest.fixture(scope="module")
def tokens():
    return calibration.five_articles()


def test_units_count_what_is_there(tokens):
    u = resample.units(tokens, ["security", "mutual"])
    assert u.sizes.sum() == len(tokens)
    assert u.counts.sum(axis=0).tolist() == [(tokens["term"] == t).sum() for t in ("security", "mutual")]
    assert len(u.sizes) == len(tokens[["article_id", "paragraph_id"]].drop_duplicates())


def test_passages_are_long_enough_and_lose_nothing(tokens):
    u = resample.units(tokens, ["security"], 100)
    assert u.sizes.sum() == len(tokens) and (u.sizes >= 100).all()
    assert u.counts.sum() == (tokens["term"] == "security").sum()
    short = tokens[tokens["paragraph_id"] == tokens["paragraph_id"].min()].head(30)
    assert len(resample.units(short, ["security"], 100).sizes) == 1


def test_passages_join_neighbours_and_a_short_rest():
    sizes = pd.DataFrame({"article_id": ["a"] * 5 + ["b"], "size": [60, 50, 120, 90, 20, 7]})
    assert resample._passages(sizes, 100) == [0, 0, 1, 2, 2, 3]


def test_order_of_articles_changes_nothing(tokens):
    names = ["security", "mutual", "trade"]
    turned = pd.concat([group for _, group in reversed(list(tokens.groupby("article_id")))])
    one, other = resample.units(tokens, names), resample.units(turned, names)
    assert np.array_equal(one.counts, other.counts) and np.array_equal(one.sizes, other.sizes)
    for function in (resample.intervals, resample.leave_one_out):
        assert np.array_equal(function(one, "AVIM"), function(other, "AVIM"))


def test_permutation_p_against_all_deals():
    """Few enough units to deal in every way: the sampled p must agree with the exact one."""
    u = units([3, 1, 2], [0, 1, 0, 0], 10)
    s = resample._split(u, "x", 500)
    everything = np.vstack([s.left, s.right])

    def z(chosen):
        left = everything[list(chosen)].sum(axis=0)
        return abs(
            terms.log_odds(
                left, 10 * len(chosen), everything.sum(axis=0) - left, 10 * (7 - len(chosen)), s.pseudo, 500
            )[1][0]
        )

    deals = [z(chosen) for chosen in itertools.combinations(range(7), 3)]
    exact = np.mean([value >= z((0, 1, 2)) - 1e-9 for value in deals])
    sampled = resample.permutation_p(u, "x", n=19_999)[0]
    assert sampled == pytest.approx(exact, abs=0.01)


def test_a_planted_difference_is_found_and_a_constant_rate_is_not():
    planted = units([8, 9, 7, 8, 9, 8, 7, 9], [0, 1, 0, 1, 0, 0, 1, 0, 1, 0, 0, 1], 100)
    assert resample.permutation_p(planted, "x", n=9_999)[0] < 0.001
    low, high = resample.intervals(planted, "x")
    assert low[0] > 0.5 and high[0] > low[0]
    even = units([2] * 8, [2] * 12, 100)
    assert resample.permutation_p(even, "x", n=999)[0] == 1
    low, high = resample.intervals(even, "x")
    assert low[0] <= 0 <= high[0]


def test_an_absent_term_gets_a_bound_not_a_point():
    u = units([0] * 8, [2, 1, 0, 3, 2, 1, 2, 0, 1, 1], 100)
    low, high = resample.intervals(u, "x")
    plain_low, plain_high = resample.intervals(u, "x", widen=False)
    assert high[0] > plain_high[0] + 0.3 and low[0] <= plain_low[0]
    # Clopper-Pearson: none in 8 paragraphs leaves up to 1 - 0.025 ** (1/8) of them.
    assert resample._most_unseen(np.zeros((8, 1)), u.counts[8:])[0] == pytest.approx(
        8 * stats.beta.ppf(0.975, 1, 8) * 13 / 8, abs=1e-9
    )


def test_widened_percentiles_are_hesterbergs(monkeypatch):
    """The tail is the normal probability of the t quantile, stretched by sqrt(n / (n - 1))."""
    rng = np.random.default_rng(3)
    u = units(rng.poisson(3, 8), rng.poisson(3, 200), 100)
    tail = stats.norm.cdf(-np.sqrt(8 / 7) * stats.t.ppf(0.975, 7))
    low, high = resample.intervals(u, "x", n=4000, seed=5)
    monkeypatch.setattr(resample, "LEVEL", 1 - 2 * tail)
    plain = resample.intervals(u, "x", n=4000, seed=5, widen=False)
    assert low[0] == pytest.approx(plain[0][0], abs=1e-9) and high[0] == pytest.approx(plain[1][0], abs=1e-9)


def test_one_paragraph_gives_no_interval():
    assert np.isnan(resample.intervals(units([3], [1, 2, 3]), "x")).all()
    table = resample.rate_intervals(units([3], [1, 2, 3])).set_index("outlet")
    assert np.isnan(table.loc["x", "low"]) and table.loc["x", "per_1000"] == 300


def test_omnibus_against_all_deals():
    counts = np.array([[3.0, 0], [2, 1], [0, 1], [1, 0], [0, 2]])
    names = np.array(["x", "x", "y", "y", "z"], dtype=object)
    u = resample.Units(counts, np.array([10.0, 12, 9, 10, 11]), ["s", "t"], names, names)

    def g2(order):
        table = [
            (u.counts[list(order)][names == name].sum(axis=0), u.sizes[list(order)][names == name].sum())
            for name in "xyz"
        ]
        return np.array(
            [
                stats.chi2_contingency(
                    [[c[t], n - c[t]] for c, n in table], correction=False, lambda_="log-likelihood"
                ).statistic
                for t in (0, 1)
            ]
        ), [tuple(c) for c, _ in table]

    seen, cells = g2(range(5))
    deals = [g2(order) for order in itertools.permutations(range(5))]
    exact = [
        np.mean([v[t] >= seen[t] - 1e-9 or [c[t] for c in k] == [c[t] for c in cells] for v, k in deals])
        for t in (0, 1)
    ]
    p, p_all = resample.omnibus(u, n=19_999)
    assert p == pytest.approx(exact, abs=0.012)
    assert p_all == pytest.approx(np.mean([v.sum() >= seen.sum() - 1e-9 for v, _ in deals]), abs=0.012)


def test_least_p_by_enumeration():
    u = units([1, 1, 0], [0, 0, 0, 0, 0], 10)
    ways = list(itertools.combinations(range(8), 3))
    assert resample.least_p(u, "x")[0] == pytest.approx(np.mean([{0, 1} <= set(w) for w in ways]))


def test_naive_p_is_that_of_the_chi_square_distribution(tokens):
    table = resample.compare(tokens, {"AVIM": "AVIM"}, n=99)
    assert np.allclose(table["naive_p"], stats.chi2.sf(table["g2"], 1), atol=1e-12)


def test_leave_one_out_by_hand():
    counts = np.array([[4.0], [2.0], [1.0], [0.0]])
    names = np.array(["x", "y", "z", "w"], dtype=object)
    u = resample.Units(counts, np.full(4, 50.0), ["t"], names, names)
    pseudo = np.array([500 * 7 / 200])
    odds = [terms.log_odds(4, 50, rest, 100, pseudo, 500)[0][0] for rest in (1.0, 2.0, 3.0)]
    low, high = resample.leave_one_out(u, "x")
    assert (low[0], high[0]) == (pytest.approx(min(odds)), pytest.approx(max(odds)))
    assert np.isnan(resample.leave_one_out(units([1, 2], [1, 2]), "x")).all()


def test_holm_by_its_definition():
    """The k-th smallest of m is multiplied by m - k + 1, and none falls below one before it; what is no test stays out."""
    p = np.array([0.01, 0.04, np.nan, 0.03, 0.005])
    assert resample.holm(p) == pytest.approx([0.03, 0.06, np.nan, 0.06, 0.02], nan_ok=True)
    rng = np.random.default_rng(4)
    p = rng.random(30) ** 3
    for place, adjusted in enumerate(resample.holm(p)):
        below = np.sort(p[p <= p[place]])
        assert adjusted == pytest.approx(min(1, max(value * (30 - k) for k, value in enumerate(below))))
    assert resample.holm(np.array([])).size == 0 and resample.holm(np.array([0.9, 0.8])).tolist() == [1, 1]


def test_few_features_make_one_family():
    """What occurs nowhere is no test; the p are those of the tests by themselves, on passages."""
    rng = np.random.default_rng(2)
    side = np.repeat(np.array(["x", "y", "z"], dtype=object), 8)
    counts = np.column_stack([rng.poisson(2, 24), np.zeros(24), np.where(side == "z", 3, 0)]).astype(float)
    u = resample.Units(counts, np.full(24, 30.0), ["a", "never", "c"], side, side)
    dealt = resample.joined(u, 60)
    assert dealt.sizes.tolist() == [60] * 12 and dealt.counts.sum(axis=0).tolist() == counts.sum(axis=0).tolist()
    table = resample.contrasts(u, 60, n=999).set_index(["term", "outlet"])
    assert list(table.index) == [(term, outlet) for term in "ac" for outlet in "xyz"]
    assert table.loc[("c", "z"), "p"] == resample.permutation_p(dealt, "z", n=999)[2]
    assert np.allclose(table["p_adj"], resample.holm(table["p"]))
    assert table.loc[("c", "x"), ["freq", "per_1000", "elsewhere"]].tolist() == [0, 0, 50]
    across = resample.differences(u, 60, n=999).set_index("term")
    kept = dealt._replace(counts=dealt.counts[:, [0, 2]], terms=["a", "c"])
    assert across["p"].tolist() == resample.omnibus(kept, 999)[0].tolist() and across.loc["c", "outlets"] == 1
    assert across.loc["c", "p_adj"] == across.loc["c", "p"] * 2


def test_smallest_p():
    assert resample.smallest_p(5, 1) == 1 / 5 and resample.smallest_p(5, 3) == 1 / 10


def test_the_floor_and_the_family(tokens):
    stopwords = corpus.read_stopwords()
    tested = resample.testable(tokens, stopwords)
    freq = tokens["term"].value_counts()
    spread = tokens.groupby("term").apply(
        lambda t: len(t[["article_id", "paragraph_id"]].drop_duplicates()), include_groups=False
    )
    expected = {t for t in freq.index if freq[t] >= 5 and spread[t] >= 3 and t not in stopwords and not t[0].isdigit()}
    assert set(tested) == expected and len(tested) > 100
    table = resample.compare(tokens, {name: name for name in ("AVIM", "CGTN")}, stopwords, n=199)
    assert len(table) == 2 * len(tested) and list(table.columns) == resample.COLUMNS
    assert (table["p_adj"] == stats.false_discovery_control(table["p"])).all()


def test_where_nothing_can_be_compared_tables_are_empty_and_single_numbers_unknown(tokens):
    """No tokens, one outlet, no term at the floor: columns and their types are those of a full table."""
    full = resample.compare(tokens, n=9)
    none, alone = tokens.head(0), tokens[tokens["outlet"] == "AVIM"]
    few = tokens.groupby("outlet").head(4)
    for table in (resample.compare(t) for t in (none, alone, few)):
        assert table.empty and list(table.columns) == resample.COLUMNS and not table.attrs
        assert all(
            kind == full[name].dtype for name, kind in table.dtypes.items() if name not in ("comparison", "term")
        )
    assert resample.compare(tokens, {"all": sorted(set(tokens["outlet"]))}).empty
    with pytest.raises(ValueError, match="nobody is not among"):
        resample.compare(tokens, {"x": "nobody"})
    for u in (resample.units(none, ["a"], 100), resample.units(alone, ["ties"]), resample.units(tokens, [])):
        p, p_all = resample.omnibus(u)
        assert len(p) == len(u.terms) and np.isnan(p).all() and np.isnan(p_all)
    u = resample.units(alone, ["ties", "leaders"], 100)
    for function in (resample.intervals, resample.permutation_p, resample.least_p, resample.leave_one_out):
        assert np.isnan(function(u, "AVIM")).all()
    assert resample.testable(none) == [] and resample.rate_intervals(resample.units(none, ["a"])).empty
    assert resample.overlap(resample.units(alone, ["ties"])).empty and resample.alike(none).empty


def test_each_outlet_is_compared_unless_targets_are_given(tokens):
    stopwords = corpus.read_stopwords()
    names = list(tokens["outlet"].unique())
    given = resample.compare(tokens, {name: name for name in names}, stopwords, n=99)
    pd.testing.assert_frame_equal(resample.compare(tokens, stopwords=stopwords, n=99), given)


def test_choices_begin_with_what_is_found_above(seeds):
    """Of the openings of the articles, to take seconds: rows by hand, those of others by their names."""
    paragraphs, stopwords = seeds[1].groupby("outlet").head(8), corpus.read_stopwords()
    tokens = corpus.tokens(corpus.sentences(corpus.running(paragraphs)))
    table, found = resample.choices(paragraphs, stopwords), resample.compare(tokens, stopwords=stopwords)
    first = table.loc["as above"]
    assert list(table.columns) == resample.CHOICES and len(table) == 15 and first["tested"] == len(found)
    assert first["naive"] == (found["naive_p"] < 0.05).sum() and first["survive"] == found["survives"].sum()
    bigrams = resample.testable(terms.ngrams(tokens, 2, stopwords), stopwords)
    assert table.loc["bigrams", "tested"] == 5 * len(bigrams)
    assert table.loc["headlines and furniture too", "tested"] > first["tested"]
    one = resample.choices(paragraphs[paragraphs["outlet"] == "CGTN"], stopwords)
    assert one.empty and list(one.columns) == resample.CHOICES


def test_choices_name_what_survives():
    """A word of one outlet in every paragraph survives, and its name is told, with the outlet's."""
    text = {
        "x": "We saw the amber boats near the amber quay today.",
        "y": "We saw the green boats near the green quay today.",
    }
    articles = pd.DataFrame(
        {"article_id": list("xyz"), "outlet": list("xyy"), "text": ["\n".join([text[o]] * 12) for o in "xyy"]}
    )
    table = resample.choices(corpus.paragraphs(articles), corpus.read_stopwords())
    first, whole = table.loc["as above"], table.loc["paragraphs as they stand"]
    assert whole["survive"] >= 2 and "amber (x)" in whole["survivors"] and first["p_together"] > whole["p_together"]


def test_terms_of_neither_side_are_unknown_not_infinite():
    counts = np.array([[1.0, 0], [2, 0], [0, 1], [0, 2]])
    names = np.array(["x", "y", "z", "z"], dtype=object)
    u = resample.Units(counts, np.full(4, 10.0), ["a", "b"], names, names)
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        low, _ = resample.leave_one_out(u, "x")
    assert np.isfinite(low).all()


def test_rates_by_hand():
    table = resample.rate_intervals(units([2, 0, 1, 3], [0, 0, 0], 50)).set_index("outlet")
    assert table.loc["x", ["freq", "per_1000"]].tolist() == [6, 30]
    assert table.loc["x", "low"] < 30 < table.loc["x", "high"]
    assert table.loc["y", "low"] == 0 and table.loc["y", "high"] > 0


def test_morisita_by_hand_and_its_bounds():
    x, y = np.array([3.0, 1, 0]), np.array([2.0, 0, 2])
    expected = 2 * 6 / ((6 / 12 + 4 / 12) * 4 * 4)
    assert resample._morisita(x, y) == pytest.approx(expected, abs=1e-12)
    assert resample._morisita(np.array([5.0, 0]), np.array([0.0, 5])) == 0
    rng = np.random.default_rng(0)
    shares = rng.dirichlet(np.ones(300))
    same = [
        resample._morisita(rng.multinomial(n, shares), rng.multinomial(2000, shares))
        for n in (300, 600, 2000)
        for _ in range(20)
    ]
    assert np.mean(same) == pytest.approx(1, abs=0.03)  # whatever the lengths


def test_alike_holds_what_all_use_apart(tokens):
    stopwords = corpus.read_stopwords()
    table = resample.alike(tokens, stopwords)
    counts = terms.content(terms.counts(tokens), stopwords)
    spread = counts.groupby("term")["outlet"].nunique()
    both = [
        resample.overlap(resample.units(tokens, sorted(names))) for names in (spread.index, spread.index[spread < 5])
    ]
    key = ["outlet_a", "outlet_b"]
    for column, expected in zip(("morisita", "without_common"), both, strict=True):
        told = table.set_index(key)[column].sort_index()
        assert np.allclose(told, expected.set_index(key)["morisita"].sort_index(), atol=1e-12)
    assert table["group"].tolist() == ["two outlets"] * 10 + ["an outlet with itself"] * 5
    assert table["morisita"].head(10).is_monotonic_decreasing
    assert resample.alike(tokens, stopwords, least=2000).empty


def test_the_nearest_of_each_and_whether_the_next_may_be_as_near():
    rows = [("a", "b", 0.9, 0.8, 1.0), ("a", "c", 0.5, 0.4, 0.6), ("b", "c", 0.6, 0.5, 0.85), ("a", "a", 1.0, 0.9, 1.1)]
    pairs = pd.DataFrame(rows, columns=["outlet_a", "outlet_b", "morisita", "low", "high"])
    pairs["group"] = ["two outlets"] * 3 + ["an outlet with itself"]
    table = resample.nearest(pairs, ["c", "b", "a", "short"])
    assert table.drop(columns="morisita_then").to_numpy().tolist() == [
        ["c", "b", 0.6, "a", False],
        ["b", "a", 0.9, "c", False],
        ["a", "b", 0.9, "c", True],
    ]
    assert resample.nearest(pairs[:1], "ab")["then"].tolist() == ["", ""] and resample.nearest(pairs[:0], "ab").empty
    none = resample.nearest(pd.DataFrame(columns=pairs.columns), "a")
    assert none.nlargest(1, "morisita").empty, "a corpus of one outlet has a page of words, too"


def test_overlapping_intervals_by_hand():
    low, high = pd.DataFrame([[0, 1, 5], [0, 2, 4]]), pd.DataFrame([[1, 2, 6], [1, 3, 5]])
    assert resample.overlapping(low, high) == pytest.approx(1 / 6)  # 0-1 touches 1-2, no other pair does
    assert np.isnan(resample.overlapping(low[[0]], high[[0]]))


def test_overlap_names_every_pair(tokens):
    table = resample.overlap(resample.units(tokens, sorted(set(tokens["term"]))))
    assert len(table) == 15 and (table["low"] < table["morisita"]).all() and (table["morisita"] < table["high"]).all()


def test_recorded_coverage_is_what_the_code_gives():
    recorded = pd.read_csv(calibration.COVERAGE)
    row = recorded.iloc[0]
    again = calibration.coverage(int(row["paragraphs"]), row["per_1000"])
    assert {name: float(f"{value:.4g}") for name, value in again.items()} == row.to_dict()
    assert (recorded["widened"] > recorded["percentile"]).all() and recorded["widened"].min() > 0.93


def test_recorded_power_is_what_the_code_gives(tokens):
    row = pd.read_csv(calibration.POWER).iloc[0].to_dict()
    again = calibration.power(tokens, row["outlet"], row["times"])
    assert {k: v if isinstance(v, str) else float(f"{v:.4g}") for k, v in again.items()} == row
    assert row["among_745"] <= row["alone"]


def test_recorded_calibration_is_what_the_code_gives(tokens):
    recorded = pd.read_csv(calibration.CALIBRATION).set_index("scenario")
    again = calibration.share("one article cut in two", calibration.halves(tokens))
    row = recorded.loc["one article cut in two"].to_dict()
    assert {name: float(f"{value:.4g}") for name, value in again.items() if name != "scenario"} == row
    for way in ("passages permuted", "all outlets at once, each term", "all outlets, all terms"):
        for scenario in recorded.index.difference(["one article cut in two"]):  # whose halves truly differ in subject
            runs = int(recorded.loc[scenario, "runs"])
            alarms = stats.binomtest(round(recorded.loc[scenario, way] * runs), runs)
            assert alarms.proportion_ci().low <= 0.05, (way, scenario)


def test_many_units_are_dealt_and_drawn_as_few_are():
    """Above LONG another way of drawing: as many to each side, each unit as often, resamples of the same spread."""
    rng, n = np.random.default_rng(1), 2 * resample.LONG
    dealt = np.concatenate([*resample._deals(400, n, 300, 1, 150)])
    assert dealt.shape == (400, n) and (dealt.sum(axis=1) == 300).all()
    assert np.abs(dealt.mean(axis=0) - 0.3).max() < 6 * np.sqrt(0.21 / 400)
    counts, sizes = rng.integers(0, 5, (n, 1)).astype(float), np.full(n, 10.0)
    drawn, size = resample._redraw(counts, sizes, np.full(n, ""), 2000, rng)
    assert (size == sizes.sum()).all()
    assert drawn.mean() == pytest.approx(counts.sum(), rel=0.01)
    assert drawn.std() == pytest.approx(np.sqrt(n) * counts.std(), rel=0.08)


def test_whole_articles_are_dealt_where_each_outlet_has_several():
    """What fills one article is no difference of outlets; with few articles passages stay the unit."""
    rows = [
        (f"{outlet}{i}", outlet, p, "word" if i == 0 and outlet == "A" else "other")
        for outlet in "AB"
        for i in range(6)
        for p in range(10)
        for _ in range(20)
    ]
    tokens = pd.DataFrame(rows, columns=["article_id", "outlet", "paragraph_id", "term"])
    assert len(resample.units(tokens, ["word"], 40).sizes) == 12
    p = resample.permutation_p(resample.units(tokens, ["word"], 40), "A", n=999)
    assert p[0] > 0.5
    few = tokens[tokens["article_id"].str[1].astype(int) < 4]
    assert len(resample.units(few, ["word"], 40).sizes) == 8 * 5
    assert resample.permutation_p(resample.units(few, ["word"], 40), "A", n=999)[0] < 0.05


def test_the_ratio_finds_what_is_there_and_nothing_where_all_is_alike():
    """Ten passages a side of 100 words: one term four times as often on the left, one alike, dealt by hand."""
    left, right = np.tile([[8.0, 3.0]], (10, 1)), np.tile([[2.0, 3.0]], (10, 1))
    side = np.array(["x"] * 10 + ["y"] * 10, dtype=object)
    u = resample.Units(np.vstack([left, right]), np.full(20, 100.0), ["more", "alike"], side, side)
    p = resample.ratio_p(u, "x", n=999)
    assert p[0] == pytest.approx(1 / 1000) and p[1] == 1.0
    one = resample.Units(left, np.full(10, 100.0), ["more", "alike"], side[:10], side[:10])
    assert np.isnan(resample.ratio_p(one, "x", n=99)).all()
