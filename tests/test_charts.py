import warnings

import numpy as np
import pandas as pd
import pytest

from lib.show import charts

BARS = pd.DataFrame({"one": [0.80, 0.2], "two": [0.1, 0.3]}, index=["a", "b"])
MATCHES = pd.DataFrame({"outlet": ["x", "x", "y"], "term": ["t", "u", "t"], "position": [0.1, 0.5, 0.9]})
DRAWN = {
    "stacked": lambda shift=0.0: charts.stacked(BARS + shift, "share"),
    "strips": lambda shift=0.0: charts.strips({"x": [1, 2, 2 + shift], "y": [5]}, "tokens"),
    "dots": lambda shift=0.0: charts.dots(BARS + shift, "rate"),
    "intervals": lambda shift=0.0: charts.dots(BARS, "rate", low=BARS - 0.1 - shift, high=BARS + 0.1),
    "panels": lambda shift=0.0: charts.panels(
        {"x": BARS["one"] + shift, "y": BARS["two"]}, "score", {"x": "pq", "y": "rs"}
    ),
    "forest": lambda shift=0.0: charts.forest(
        {"x": pd.DataFrame({"value": [0.5], "low": [0.1 + shift], "high": [1], "group": ["g"]}, index=["a"])},
        "odds",
        {"g": "red"},
    ),
    "against": lambda shift=0.0: charts.against(
        pd.DataFrame({"a": [1, 2 + shift], "b": [1, 3], "g": ["x", "y"]}), "a", "b", "g"
    ),
    "heat": lambda shift=0.0: charts.heat(BARS + shift, "share", 2),
    "timeline": lambda shift=0.0: charts.timeline(
        pd.DataFrame(
            {
                "partner": ["x", "y"],
                "date": pd.to_datetime(["2020-01-01", "2022-06-01"]) + pd.Timedelta(days=round(1000 * shift)),
                "size": ["large", "small"],
                "fill": ["half", "full"],
            }
        ),
        {"x": "#0072B2"},
    ),
    "barcodes": lambda shift=0.0: charts.barcodes(
        MATCHES.assign(position=MATCHES["position"] + shift), ["x", "y"], ["t", "u"]
    ),
}


@pytest.mark.parametrize("name", DRAWN)
def test_fingerprint_is_the_same_for_the_same_data_and_moves_with_it(name):
    draw = DRAWN[name]
    first = charts.fingerprint(draw())
    assert first == charts.fingerprint(draw())
    assert first != charts.fingerprint(draw(0.01))
    assert first == charts.fingerprint(draw(1e-12))


def test_fingerprint_sees_text_and_colour():
    plain, fig = charts.fingerprint(DRAWN["dots"]()), DRAWN["dots"]()
    fig.axes[0].set_xlabel("other")
    assert charts.fingerprint(fig) != plain
    fig = DRAWN["stacked"]()
    fig.axes[0].patches[0].set_facecolor("#123456")
    assert charts.fingerprint(fig) != charts.fingerprint(DRAWN["stacked"]())


def test_show_gives_one_png_with_alt_text(monkeypatch):
    shown = []
    monkeypatch.setattr(charts, "display", lambda bundle, **options: shown.append((bundle, options)))
    charts.show(DRAWN["dots"](), "Dots: a is largest.")
    ((bundle, options),) = shown
    assert bundle["image/png"].startswith(b"\x89PNG")
    assert bundle["text/plain"].startswith("Dots: a is largest. [figure ")
    assert options["metadata"]["image/png"]["alt"] == "Dots: a is largest."


def test_a_figure_without_alt_text_is_refused():
    with pytest.raises(ValueError, match="alt is empty"):
        charts.show(DRAWN["dots"](), " ")


def test_reader_settings_change_nothing():
    import matplotlib as mpl

    plain = charts.fingerprint(DRAWN["dots"]())
    with mpl.rc_context({"font.size": 20, "lines.linewidth": 9, "axes.facecolor": "red"}):
        assert charts.fingerprint(DRAWN["dots"]()) == plain


def test_every_value_of_a_strip_is_drawn():
    fig = charts.strips({"x": np.arange(30), "y": [4] * 20}, "tokens")
    offsets = [c.get_offsets() for c in fig.axes[0].collections]
    assert [len(o) for o in offsets] == [30, 20]
    assert len(np.unique(offsets[1], axis=0)) == 20


def test_signs_that_no_font_has_are_told_and_others_find_one(monkeypatch):
    shown = []
    monkeypatch.setattr(charts, "display", lambda data, **_: shown.append(data))
    table = pd.DataFrame({"人民网": [1.0], "Правда": [2.0], "القدس": [3.0]}, index=["a"])
    dejavu = [entry for entry in charts.fontManager.ttflist if entry.name == "DejaVu Sans"]
    monkeypatch.setattr(charts.fontManager, "ttflist", dejavu)
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        charts.show(charts.dots(table, "x"), "Dots.")
    assert len(shown) == 2 and "No font of this machine has 人民网:" in shown[1].data
    charts.show(charts.dots(table[["Правда", "القدس"]], "x"), "Dots.")
    assert len(shown) == 3, "DejaVu has these"
    here = charts.mpl.font_manager.FontEntry(fname="here.ttf", name="Here Sans", weight=400)
    monkeypatch.setattr(charts.fontManager, "ttflist", [*dejavu, here])
    monkeypatch.setattr(
        charts, "_signs", lambda path: frozenset(map(ord, "人民网")) if path == "here.ttf" else frozenset(range(0x700))
    )
    fig = charts.dots(table, "x")
    fig.draw_without_rendering()
    assert charts._give_fonts(fig) == ""
    families = {text.get_text(): text.get_fontfamily() for text in fig.legends[0].get_texts()}
    assert families["人民网"] == ["DejaVu Sans", "Here Sans"]
