"""Do the intervals and p-values of lib.measures.resample keep their word? python -m tests.calibration [--write]

Prints how often intervals hold a truth that is known, how often "any significant term"
is reported where there is none, and how often a difference that is there is found.
--write records all three in data/, which the appendix on words shows, beside them how far topics come back
(topic_curves.csv, which appendix/topics shows), what the few questions of appendix/style and appendix/frames find
(contrast_*.csv) and those on words (question_*.csv); tests recompute parts.
"""

import argparse

import numpy as np
import pandas as pd
from scipy.special import chdtrc
from scipy.stats import false_discovery_control

from lib import corpus
from lib.measures import frames, questions, resample, style, terms, topics
from tests.conftest import HOME

RECORDS = (
    *("coverage", "calibration", "power", "topic_curves"),
    *("contrast_alarms", "contrast_power", "question_alarms", "question_power"),
)
COVERAGE, CALIBRATION, POWER, TOPIC_CURVES, CONTRAST_ALARMS, CONTRAST_POWER, ALARMS, QUESTION_POWER = (
    HOME / f"data/{name}.csv" for name in RECORDS
)
PRIOR, PERMUTATIONS, RUNS = 500, 4_999, 200
TERMS = [f"t{i:03d}" for i in range(150)]
STYLE, FRAMES = "style: seven markers, each in each outlet", "frames: ten frames, each over all outlets"
EVEN, CLUMPED = 0.15, 1.5  # variance over mean² between paragraphs: of tense and boosters here, of words of conflict


def clumped(sizes, rate, rng, clumping=1.0):
    """Counts per paragraph: Poisson at a rate that varies from one to the next (gamma, variance clumping x mean²)."""
    mean = np.broadcast_to(rate, (len(sizes), np.shape(rate)[-1]))
    lam = mean * rng.gamma(1 / clumping, clumping, mean.shape)
    return rng.poisson(lam * sizes[:, None]).astype(float)


def made_up(counts, sizes, left, names):
    """Units of which the first `left` are side x, the others y; one article a side."""
    side = np.where(np.arange(len(sizes)) < left, "x", "y").astype(object)
    return resample.Units(counts, sizes.astype(float), list(names), side, side)


def coverage(n_paragraphs, rate, n_reference=50, runs=RUNS):
    """Paragraphs of 40 to 170 tokens; half of twenty terms are twice as frequent in the target."""
    rng = np.random.default_rng(n_paragraphs)
    ratio = np.where(np.arange(20) % 2, 2.0, 1.0)
    held = {"percentile": [], "widened": [], "widened_unshrunk": []}
    for run in range(runs):
        sizes = rng.integers(40, 171, n_paragraphs + n_reference)
        mean = np.where(np.arange(len(sizes))[:, None] < n_paragraphs, ratio, 1.0) * rate / 1000
        u = made_up(clumped(sizes, mean, rng), sizes, n_paragraphs, TERMS[:20])
        left, right = 105.0 * n_paragraphs, 105.0 * n_reference
        pseudo = PRIOR * u.counts.sum(axis=0) / sizes.sum()
        truth, _ = terms.log_odds(ratio * rate / 1000 * left, left, rate / 1000 * right, right, pseudo, PRIOR)
        odds = np.log(ratio * rate / (1000 - ratio * rate)) - np.log(rate / (1000 - rate))
        for name, widen, true in (
            ("percentile", False, truth),
            ("widened", True, truth),
            ("widened_unshrunk", True, odds),
        ):
            low, high = resample.intervals(u, "x", prior=PRIOR, n=1000, seed=run, widen=widen)
            seen = ~np.isnan(low)  # a term that neither side shows has no interval
            held[name].append(((low <= true) & (true <= high))[seen])
    shares = {name: np.concatenate(hits).mean() for name, hits in held.items()}
    return {"paragraphs": n_paragraphs, "per_1000": rate} | shares


def rejections(paragraphs, passages, target, seed):
    """Does each way to test find any term significant at 5 % after Benjamini-Hochberg?"""
    s = resample._split(paragraphs, target, PRIOR)
    g2 = terms._g2(s.left.sum(axis=0), s.n_left.sum(), s.right.sum(axis=0), s.n_right.sum())
    seen = (s.left.sum(axis=0) + s.right.sum(axis=0)) >= resample.FLOOR["freq"]
    ways = {
        "naive G2": chdtrc(1, g2),
        "paragraphs permuted": resample.permutation_p(paragraphs, target, n=PERMUTATIONS, seed=seed),
        "passages permuted": resample.permutation_p(passages, target, n=PERMUTATIONS, seed=seed),
    }
    p, p_all = resample.omnibus(passages, n=PERMUTATIONS, seed=seed)
    ways["all outlets at once, each term"] = p
    found = {way: (false_discovery_control(p[seen]) < 0.05).any() for way, p in ways.items()}
    return found | {"all outlets, all terms": p_all < 0.05}


def both(tokens):
    tested = resample.testable(tokens, corpus.read_stopwords())
    return resample.units(tokens, tested), resample.units(tokens, tested, resample.PASSAGE)


def dealt(tokens, runs=RUNS):
    """The five articles with their paragraphs dealt anew among them, as many to each as it had."""
    keys = tokens[["article_id", "paragraph_id"]].drop_duplicates().reset_index(drop=True)
    for run in range(runs):
        dealt = keys.iloc[np.random.default_rng(run).permutation(len(keys))].reset_index(drop=True)
        moved = keys.assign(outlet=dealt["article_id"], article=dealt["article_id"], place=dealt["paragraph_id"])
        table = tokens.drop(columns="outlet").merge(moved, on=["article_id", "paragraph_id"])
        table["article_id"], table["paragraph_id"] = table["article"], table["place"]
        yield table


def shuffled(tokens, runs=RUNS):
    for run, table in enumerate(dealt(tokens, runs)):
        yield rejections(*both(table), sorted(set(table["outlet"]))[run % table["outlet"].nunique()], run)


def cut(tokens):
    """Each article cut at a third, a half and two thirds of its paragraphs: the first part against the rest."""
    for _, article in tokens.groupby("article_id", sort=False):
        places = sorted(set(article["paragraph_id"]))
        for number, share in enumerate((1 / 3, 1 / 2, 2 / 3)):
            first = article["paragraph_id"] < places[round(share * len(places))]
            table = article.assign(outlet=np.where(first, "x", "y"))
            table["article_id"] = table["outlet"]
            yield number, table


def halves(tokens):
    for number, table in cut(tokens):
        yield rejections(*both(table), "x", number)


def unequal(runs=RUNS):
    """Texts of equal rates: 8 paragraphs of 170 tokens against 54 of 60 (three of which make a passage)."""
    for run in range(runs):
        rng = np.random.default_rng(run)
        rate = np.sort(rng.lognormal(np.log(2), 0.7, len(TERMS))) / 1000
        sizes = np.array([170] * 8 + [60] * 54)
        # What clumps is the passage: its rate holds for all the paragraphs that it is cut into.
        passage = np.concatenate([np.arange(8), 8 + np.arange(54) // 3])
        lam = rate * rng.gamma(1.0, 1.0, (passage.max() + 1, len(TERMS)))
        counts = rng.poisson(lam[passage] * sizes[:, None]).astype(float)
        merged = np.zeros((passage.max() + 1, len(TERMS)))
        np.add.at(merged, passage, counts)
        paragraphs = made_up(counts, sizes, 8, TERMS)
        yield rejections(paragraphs, made_up(merged, np.bincount(passage, sizes), 8, TERMS), "x", run)


def real_lengths(tokens, runs=RUNS):
    """Equal rates in all outlets, in passages as long as those of the five articles."""
    u = resample.units(tokens, [], resample.PASSAGE)
    names = sorted(set(u.outlet))
    for run in range(runs):
        rng = np.random.default_rng(run)
        rate = np.sort(rng.lognormal(np.log(2), 0.7, len(TERMS))) / 1000
        made = resample.Units(clumped(u.sizes, rate, rng), u.sizes, TERMS, u.outlet, u.article)
        yield rejections(made, made, names[run % len(names)], run)


def fifty_terms(u, outlet, rate, ratio, run):
    """Fifty terms at `rate` in 1,000 tokens, `ratio` times as frequent in one outlet as elsewhere."""
    mean = np.where(u.outlet == outlet, ratio, 1.0)[:, None] * np.full(50, rate / 1000)
    return u._replace(counts=clumped(u.sizes, mean, np.random.default_rng(run)), terms=TERMS[:50])


def power(tokens, outlet, ratio, rate=2.0, tests=745, runs=4):
    """How often a term `ratio` times as frequent in one outlet is found, alone and among `tests` looks."""
    u = resample.units(tokens, [], resample.PASSAGE)
    deals = (resample.permutation_p(fifty_terms(u, outlet, rate, ratio, run), outlet, seed=run) for run in range(runs))
    p = np.concatenate(list(deals))
    return {"outlet": outlet, "times": ratio, "alone": (p < 0.05).mean(), "among_745": (p < 0.05 / tests).mean()}


def style_units(tokens):
    """The markers of style.csv in the paragraphs of the five articles."""
    markers = style.read_markers()
    return resample.place_units(tokens, style.occurrences(tokens, markers), "marker", list(markers["marker"].unique()))


def frame_units():
    """The adjudicated frames in the paragraphs of the five articles, sizes in sentences."""
    sentences = corpus.sentences(corpus.running(corpus.paragraphs(corpus.load(HOME / "seeds"))))
    names, codes = list(frames.read_codebook()["frame"]), frames.read_codes(sentences)
    table = frames.by_sentence(sentences, names, codes[codes["coder"] == frames.ADJUDICATED])
    return frames.frame_units(table, names)


def asked(questions, u, seed):
    """p and corrected p of the questions that the notebook asks."""
    if questions == STYLE:
        return resample.contrasts(u, n=PERMUTATIONS, seed=seed)[["p", "p_adj"]]
    return resample.differences(u, frames.PASSAGE, n=PERMUTATIONS, seed=seed)[["p", "p_adj"]]


def dealt_anew(u, run):
    """The paragraphs in another order over the same places: as many to each article as it had."""
    order = np.random.default_rng(run).permutation(len(u.sizes))
    return u._replace(counts=u.counts[order], sizes=u.sizes[order])


def even_rates(u, run):
    """The same paragraphs with counts made up at one rate for all outlets, clumped as words of conflict are."""
    rng, rate = np.random.default_rng(run), u.counts.sum(axis=0) / u.sizes.sum()
    if u.sizes.max() > 20:  # tokens
        return u._replace(counts=clumped(u.sizes, rate, rng, CLUMPED))
    return u._replace(counts=in_sentences(u.sizes, np.tile(rate, (len(u.sizes), 1)), rng))


def in_sentences(sizes, share, rng, concentration=4.0):
    """Sentences with a frame in paragraphs of so many: binomial at a share that varies between them (beta)."""
    share = np.clip(share, 1e-6, 1 - 1e-6)
    own = rng.beta(share * concentration, (1 - share) * concentration)
    return rng.binomial(sizes[:, None].astype(int), own).astype(float)


def alarms(questions, scenario, u, made, runs=RUNS):
    """Where there is no difference: share of single tests with p < 0.05, and of runs with any corrected one."""
    found = [asked(questions, made(u, run), run) for run in range(runs)]
    single = np.mean(np.concatenate([table["p"] < 0.05 for table in found]))
    any_left = np.mean([(table["p_adj"] < 0.05).any() for table in found])
    return {"questions": questions, "scenario": scenario, "runs": runs, "single": single, "any_corrected": any_left}


def contrast_power(u, questions, kind, outlet, times, runs=RUNS):
    """How often one feature that is `times` as frequent in one outlet is found, alone and at the first step of Holm."""
    rate, clumping, tests = {
        "10 in 1,000, spread evenly": (0.01, EVEN, 35),
        "5 in 1,000, in clumps": (0.005, CLUMPED, 35),
        "10 % of sentences": (0.1, None, 10),
    }[kind]
    rng = np.random.default_rng(0)
    mean = np.where(u.outlet == outlet, times, 1.0)[:, None] * np.full(runs, rate)
    counts = in_sentences(u.sizes, mean, rng) if clumping is None else clumped(u.sizes, mean, rng, clumping)
    made = u._replace(counts=counts, terms=[f"t{i:03d}" for i in range(runs)])
    if questions == STYLE:
        p = resample.permutation_p(resample.joined(made, resample.PASSAGE), outlet, n=PERMUTATIONS)
    else:
        p = resample.omnibus(resample.joined(made, frames.PASSAGE), PERMUTATIONS)[0]
    found = {"alone": (p < 0.05).mean(), "corrected": (p < 0.05 / tests).mean()}
    return {"questions": questions, "kind": kind, "outlet": outlet, "times": times} | found


KINDS = ((STYLE, "10 in 1,000, spread evenly"), (STYLE, "5 in 1,000, in clumps"), (FRAMES, "10 % of sentences"))
NO_DIFFERENCE = {"paragraphs dealt anew among the outlets": dealt_anew, "equal rates, paragraphs of these lengths": even_rates}  # fmt: skip


def few_questions(tokens):
    """(alarms, power) of the few questions, as tables."""
    u = {STYLE: style_units(tokens), FRAMES: frame_units()}
    rates = [alarms(asked, name, u[asked], made) for asked in u for name, made in NO_DIFFERENCE.items()]
    outlets = sorted(set(tokens["outlet"]))
    found = [contrast_power(u[asked], asked, kind, o, times) for asked, kind in KINDS for o in outlets for times in (2, 3, 4)]  # fmt: skip
    return pd.DataFrame(rates), pd.DataFrame(found)


def answered(u, seed):
    """Of one run of the few questions: is any of them answered at 5 % after Holm? And what share of them before?"""
    p, _ = resample.omnibus(u, PERMUTATIONS, seed)
    return {"any_question": (resample.holm(p) < 0.05).any(), "each_question": (p < 0.05).mean()}


def question_alarms(tokens, asked_of, runs=RUNS):
    """How often the few questions find something where there is no difference."""
    tokens = tokens.assign(start=range(len(tokens)), end=range(1, len(tokens) + 1))  # one place a token, wherever dealt
    found, names = questions.uses(tokens, asked_of)[["question", "start"]], list(asked_of["question"])

    def units(table):
        moved = found.merge(table[["start", "article_id", "paragraph_id", "outlet"]], on="start")
        return resample.place_units(table, moved, "question", names, resample.PASSAGE)

    def even(run):
        u, rng = (
            resample.units(tokens, [], resample.PASSAGE),
            np.random.default_rng(run),
        )
        rate = np.sort(rng.lognormal(np.log(2), 0.7, len(names))) / 1000
        return resample.Units(clumped(u.sizes, rate, rng), u.sizes, names, u.outlet, u.article)

    deals = (answered(units(table), run) for run, table in enumerate(dealt(tokens, runs)))
    yield share("paragraphs shuffled between the outlets", deals)
    yield share("one article cut in two", (answered(units(table), number) for number, table in cut(tokens)))
    yield share("equal rates, lengths of the five articles", (answered(even(run), run) for run in range(runs)))


def question_power(tokens, outlet, rate, ratio, n_questions, runs=4):
    """How often a question is answered whose words are `ratio` times as frequent in one outlet as elsewhere."""
    u = resample.units(tokens, [], resample.PASSAGE)
    deals = (resample.omnibus(fifty_terms(u, outlet, rate, ratio, run), PERMUTATIONS, run)[0] for run in range(runs))
    p = np.concatenate(list(deals))
    found = {"alone": (p < 0.05).mean(), "among_questions": (p < 0.05 / n_questions).mean()}
    return {"outlet": outlet, "per_1000": rate, "times": ratio} | found


def word_questions(tokens):
    """(false alarms, power) of the few questions on words."""
    asked_of, outlets = questions.read_questions(HOME / "seeds"), sorted(set(tokens["outlet"]))
    alarms = pd.DataFrame(question_alarms(tokens, asked_of))
    sizes = [(rate, times) for rate in (2.0, 5.0) for times in (2, 4, 8)]
    return alarms, pd.DataFrame([question_power(tokens, o, *size, len(asked_of)) for o in outlets for size in sizes])


def share(scenario, results):
    table = pd.DataFrame(results)
    return {"scenario": scenario, "runs": len(table)} | table.mean().to_dict()


def five_articles():
    return corpus.tokens(corpus.sentences(corpus.running(corpus.paragraphs(corpus.load(HOME / "seeds")))))


def main():
    parser = argparse.ArgumentParser(prog="python -m tests.calibration", description=__doc__)
    parser.add_argument("--write", action="store_true", help="record the results in data/")
    write = parser.parse_args().write
    tokens = five_articles()
    held = pd.DataFrame([coverage(n, rate) for n in (8, 12, 20) for rate in (1.0, 3.0, 10.0)])
    print("Share of 95 % intervals that hold the truth\n", held.to_string(index=False), "\n")
    rates = pd.DataFrame(
        [
            share("paragraphs shuffled between the outlets", shuffled(tokens)),
            share("one article cut in two", halves(tokens)),
            share("equal rates, unequal paragraphs", unequal()),
            share("equal rates, lengths of the five articles", real_lengths(tokens)),
        ]
    )
    print("Share of runs with any significant term where there is no difference\n", rates.to_string(index=False))
    found = pd.DataFrame([power(tokens, o, ratio) for o in sorted(set(tokens["outlet"])) for ratio in (4, 8, 16)])
    print("\nShare of real differences (2 per 1,000 elsewhere) that are found\n", found.to_string(index=False))
    curves = topics.record(topics.paragraph_terms(tokens, corpus.read_stopwords()))
    looked, model, k, verdict = topics.choose(curves)
    print("\nHow far topics come back\n", looked.to_string(index=False), "\n", f"{verdict}: {k} topics of {model}")
    false, true = few_questions(tokens)
    print("\nThe few questions: false alarms, and differences found\n", false.to_string(index=False), "\n")
    print(true.to_string(index=False))
    if write:
        false.to_csv(CONTRAST_ALARMS, index=False, float_format="%.4g", lineterminator="\n")
        true.to_csv(CONTRAST_POWER, index=False, float_format="%.4g", lineterminator="\n")
    wrong, right = word_questions(tokens)
    print("\nThe few questions: false alarms, and differences found\n", wrong.to_string(index=False))
    print(right.to_string(index=False))
    if write:
        wrong.to_csv(ALARMS, index=False, float_format="%.4g", lineterminator="\n")
        right.to_csv(QUESTION_POWER, index=False, float_format="%.4g", lineterminator="\n")
        curves.to_csv(TOPIC_CURVES, index=False, lineterminator="\n")
        found.to_csv(POWER, index=False, float_format="%.4g", lineterminator="\n")
        held.to_csv(COVERAGE, index=False, float_format="%.4g", lineterminator="\n")
        rates.to_csv(CALIBRATION, index=False, float_format="%.4g", lineterminator="\n")


if __name__ == "__main__":
    main()
