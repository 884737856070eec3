"""The annotated events hold together: spans, groups, relations, planted contradictions, hard negatives."""

import math
from itertools import pairwise

import pint
import pytest

from tests import events

WANTED = {"events": 8, "groups": 80, "pairs": 600, "negatives": 600} | {f"planted, {kind}": 8 for kind in events.KINDS}
SPELT = {
    "m2": "m**2",
    "km2": "km**2",
    "m3": "m**3",
    "Mbit": "megabit",
    "ug": "microgram",
    "lb": "pound",
    "decade": "(10 * year)",
    "km/h": "km/hour",
}


@pytest.fixture(params=events.every(), ids=lambda event: event["event"])
def event(request):
    """One annotated event after another."""
    return request.param


def by_id(event):
    """The claims of an event, {id: claim}."""
    return {claim["id"]: claim for claim in event["claims"]}


def in_group(event):
    """The group of each claim that is in one, {claim's id: group's id}."""
    return {claim: group["id"] for group in event["groups"] for claim in group["claims"]}


def test_there_are_as_many_as_wanted():
    found = events.counts()
    assert {what: n for what, n in WANTED.items() if found.get(what, 0) < n} == {}
    assert sum(n for what, n in found.items() if what.startswith("planted, ")) >= 60
    strict = sum(found[f"negatives, {kind}"] for kind in ("value", "year", "place"))
    assert strict >= 600, "same value, other thing; same thing, other year or place"


def test_every_span_is_its_surface(event):
    texts = {a["article_id"]: a["text"] for a in event["articles"]}
    assert 4 <= len(texts) <= 6 and len({a["outlet"] for a in event["articles"]}) == len(texts)
    assert all(150 <= len(text.split()) <= 300 for text in texts.values())
    assert len(by_id(event)) == len(event["claims"])
    for claim in event["claims"]:
        assert texts[claim["article_id"]][claim["start"] : claim["end"]] == claim["surface"], claim["id"]
    for article in texts:
        spans = [(c["start"], c["end"]) for c in event["claims"] if c["article_id"] == article]
        assert all(end <= start for (_, end), (start, _) in pairwise(spans)), article


def test_claims_are_well_formed(event):
    for claim in event["claims"]:
        assert claim["hedge"] in events.HEDGES and claim["what"], claim["id"]
        assert 0 < claim["value_low"] <= claim["value_high"], claim["id"]
        assert claim["hedge"] != "range" or claim["value_low"] < claim["value_high"], claim["id"]
        assert claim["unit"] in events.DIMENSION or events.is_money(claim["unit"]), claim["id"]
        assert claim["planted"] in ("", *events.KINDS) and (claim["unit"] == "count" or not claim["counted"])


def test_a_group_is_of_several_outlets_and_a_claim_in_one_group(event):
    claims = by_id(event)
    members = [claim for group in event["groups"] for claim in group["claims"]]
    assert len(members) == len(set(members)), "a claim in two groups"
    for group in event["groups"]:
        assert len({claims[i]["article_id"] for i in group["claims"]}) > 1, group["id"]
        assert {claims[i]["what"] for i in group["claims"]} == {group["what"]}, group["id"]
    assert len({group["what"] for group in event["groups"]}) == len(event["groups"])


def test_pairs_are_those_of_the_groups_and_their_relations_follow_the_conventions(event):
    claims, expected = by_id(event), {}
    for group in event["groups"]:
        for a, b in events.across([claims[i] for i in group["claims"]]):
            relation = events.relation(a, b)
            if not relation and not a["planted"] and not b["planted"]:
                assert events.is_money(a["unit"]) and events.is_money(b["unit"]) and a["per"] == b["per"], group["id"]
                relation = "compatible"
            if relation:
                expected[a["id"], b["id"]] = relation
    assert {(p["a"], p["b"]): p["relation"] for p in event["pairs"]} == expected
    assert len(event["pairs"]) == len(expected)


def test_every_planted_claim_contradicts_another_and_a_conflict_has_its_kind(event):
    claims, found = by_id(event), set()
    for pair in event["pairs"]:
        planted = {claims[pair[side]]["planted"] for side in "ab"} - {""}
        kinds = planted if len(planted) == 1 else {"several"} if planted else {"update"}
        assert pair["kind"] in (kinds if pair["relation"] == "conflict" else {""}), pair
        found |= {pair["a"], pair["b"]} if pair["relation"] == "conflict" else set()
    assert {c["id"] for c in event["claims"] if c["planted"]} <= found
    lacking = {"date"} if event["event"] in ("earnings", "spill") else set()  # nobody else has that figure there
    assert {c["planted"] for c in event["claims"]} == {"", *events.KINDS} - lacking


def test_planted_claims_are_of_their_kind(event):
    claims, groups = by_id(event), {g["id"]: g["claims"] for g in event["groups"]}
    like = {(p[x], p[y]) for p in event["negatives"] if p["kind"] == "year" for x, y in ("ab", "ba")}
    for claim in filter(lambda c: c["planted"], event["claims"]):
        others = [claims[i] for i in groups[in_group(event)[claim["id"]]] if not claims[i]["planted"]]
        same = [o for o in others if o["unit"] == claim["unit"]]
        ratios = [math.log10(claim["value_low"] / o["value_low"]) for o in same]
        right = {
            "value": bool(same) and claim["hedge"] == "none",
            "unit": any(o["value_low"] == claim["value_low"] and o["unit"] != claim["unit"] for o in others),
            "scale": any(abs(r) > 0.5 and math.isclose(r, round(r), abs_tol=1e-9) for r in ratios),
            "date": any(claims[b]["value_low"] == claim["value_low"] for a, b in like if a == claim["id"]),
            "bound": claim["hedge"] in ("above", "below"),
            "part": any(claim["value_low"] != o["value_low"] for o in same),  # the median of a part may be larger
        }
        assert right[claim["planted"]], claim["id"]


def test_negatives_are_of_two_outlets_and_of_two_things(event):
    claims, group = by_id(event), in_group(event)
    assert len({(p["a"], p["b"]) for p in event["negatives"]}) == len(event["negatives"])
    for pair in event["negatives"]:
        a, b = claims[pair["a"]], claims[pair["b"]]
        assert pair["kind"] in events.NEGATIVES and pair["why"] and a["article_id"] != b["article_id"], pair
        assert a["id"] < b["id"] and group.get(a["id"], a["id"]) != group.get(b["id"], b["id"]), pair
        if pair["kind"] == "value":
            (unit, one), (other, two) = (events.converted(c["value_low"], c["unit"]) for c in (a, b))
            assert unit == other and math.isclose(one, two, rel_tol=1e-9), pair


@pytest.mark.parametrize("dimension", ["length", "area", "volume", "mass", "days", "months", "data", "speed"])
def test_factors_are_those_of_pint(dimension):
    registry = pint.UnitRegistry()
    (first, factor), *others = events.FACTORS[dimension].items()
    for name, ours in others:
        theirs = registry.parse_expression(SPELT.get(name, name)).to(SPELT.get(first, first)).magnitude
        assert math.isclose(theirs, ours / factor, rel_tol=1e-5), name  # pint's acre is that of US surveys


@pytest.mark.parametrize(
    ("a", "b", "expected"),
    [
        (("612", 612, "count", "none"), ("more than 600", 600, "count", "above"), "compatible"),
        (("38 m", 38, "m", "none"), ("125ft", 125, "foot", "none"), "compatible"),
        (("38 m", 38, "m", "none"), ("38-foot", 38, "foot", "none"), "conflict"),
        (("two hours", 2, "hour", "none"), ("120 minutes", 120, "minute", "none"), "equal"),
        (("nearly 90", 90, "count", "below"), ("78", 78, "count", "none"), "conflict"),
        (("under 90", 90, "count", "below"), ("78", 78, "count", "none"), "compatible"),
        (("a fifth", 0.2, "fraction", "none"), ("21%", 21, "percent", "none"), "compatible"),
        (("about 40", 40, "count", "approx"), ("45", 45, "count", "none"), "conflict"),
        (
            ("2.6 million tonnes", 2.6e6, "tonne", "none"),
            ("2,612 thousand tonnes", 2612e3, "tonne", "none"),
            "compatible",
        ),
        (("45F", 45, "degF", "none"), ("seven degrees Celsius", 7, "degC", "none"), "compatible"),
        (("24 weeks", 24, "week", "none"), ("six months", 6, "month", "none"), ""),
        (("€7", 7, "EUR", "none"), ("$7", 7, "USD", "none"), ""),
    ],
)
def test_relations_by_the_conventions(a, b, expected):
    names = ("surface", "value_low", "unit", "hedge")
    a, b = ({**dict(zip(names, row, strict=True)), "value_high": row[1], "per": ""} for row in (a, b))
    assert events.relation(a, b) == events.relation(b, a) == expected
