import io
import itertools
import warnings
import xml.etree.ElementTree as ET

import numpy as np
import pandas as pd
import pytest
from matplotlib.collections import PathCollection
from PIL import Image

from lib.show import charts, downloads, tables

BARS = pd.DataFrame({"one": [0.80, 0.2], "two": [0.1, 0.3]}, index=["a", "b"])
MATCHES = pd.DataFrame({"outlet": ["x", "x", "y"], "term": ["t", "u", "t"], "position": [0.1, 0.5, 0.9]})
VERDICTS = pd.DataFrame({"thing": ["p", "p", "q"], "outlet": ["x", "x", "y"], "kind": ["bad", "good", "good"]})
LOOKS = {"bad": True, "poor": True, "good": False}
REACH = pd.DataFrame(
    {
        "value": [90.0, 100],
        "low": [90.0, 99],
        "high": [150.0, 101],
        "open": [True, False],
        "hedged": [True, False],
        "group": [0, 1],
    },
    index=["over 90", "100"],
)
DRAWN = {
    "stacked": lambda shift=0.0: charts.stacked(BARS + shift, "share"),
    "rest": lambda shift=0.0: charts.stacked(10 * (BARS + shift), "words", rest="two"),
    "strips": lambda shift=0.0: charts.strips({"x": [1, 2, 2 + shift], "y": [5]}, "tokens"),
    "dots": lambda shift=0.0: charts.dots(BARS + shift, "rate"),
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
    "over time": lambda shift=0.0: charts.over_time(
        (BARS + shift).set_axis(pd.to_datetime(["2025-06-02", "2025-06-09"])), "articles"
    ),
    "boxed": lambda shift=0.0: charts.heat(BARS + shift, "share", 2, boxed=(BARS > 0.25) + 0),
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
    "ribbon": lambda shift=0.0: charts.ribbon(
        pd.DataFrame({"outlet": ["x", "x", "y"], "odd": [5 + shift, 0, 0], "own": [10, 12, 9]}),
        {"odd": "odd ones", "own": "own ones"},
    ),
    "curves": lambda shift=0.0: charts.curves(
        {"fit": {"one": pd.DataFrame({"value": [0.5 + shift, 0.4], "low": 0.1, "high": 0.2}, index=[3, 4])}}, "topics"
    ),
    "beside_chance": lambda shift=0.0: charts.beside_chance(
        pd.DataFrame({"value": [0.5 + shift, 0.4], "low": 0.1, "high": 0.2}, index=[3, 4]), "topics", "words", 1, "half"
    ),
    "grid": lambda shift=0.0: charts.grid(
        VERDICTS.assign(kind=["bad", "good" if shift < 0.001 else "poor", "good"]), ["x", "y"], LOOKS
    ),
    "reach": lambda shift=0.0: charts.reach(REACH.assign(value=REACH["value"] + shift), "%", "100 % = as it is"),
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


@pytest.mark.parametrize("name", DRAWN)
def test_what_is_drawn_is_a_tidy_table_that_moves_with_the_data(name):
    plain, moved = DRAWN[name]().told(), DRAWN[name](0.01).told()
    assert len(plain) >= 1 and plain.columns.is_unique and not plain.columns.str.contains("_").any()
    assert tables.to_csv(plain) != tables.to_csv(moved)


def test_the_table_of_a_chart_has_each_value_under_its_names():
    table = BARS.rename_axis("outlet").rename_axis("side", axis=1)
    assert charts.stacked(table, "words").told().to_csv(index=False).split() == [
        *["outlet,side,words", "a,one,0.8", "a,two,0.1", "b,one,0.2", "b,two,0.3"]
    ]
    assert list(charts.dots(table, "rate").told().columns) == ["outlet", "side", "rate"]
    both = charts.forest({"one": REACH.assign(group="g"), "two": REACH.assign(group="g")}, "odds", {"g": "red"}).told()
    assert list(both.columns) == ["panel", "row", "odds", "from", "to", "group"] and len(both) == 2 * len(REACH)
    when = charts.timeline(
        pd.DataFrame({"partner": ["x"], "date": pd.to_datetime(["2020-01-02"]), "size": "large", "fill": "half"}), {}
    )
    assert when.told().to_numpy().tolist() == [["x", "2020-01-02", "a president missing"]]


def is_cut(fig):
    """Does anything that is drawn reach beyond the figure's edge?"""
    fig.draw_without_rendering()
    drawn, (width, height) = fig.get_tightbbox(), fig.get_size_inches()
    return min(drawn.x0, drawn.y0) < -0.02 or drawn.x1 > width + 0.02 or drawn.y1 > height + 0.02


@pytest.mark.parametrize("name", DRAWN)
def test_on_a_phone_no_word_is_cut(name):
    narrow = DRAWN[name]().at(charts.PHONE)
    assert narrow.get_figwidth() == charts.PHONE and not is_cut(narrow)


LONG = ["The Daily Messenger of Port Amber and its Neighbours", "A", "Organisation of Ferries and Harbour Masters"]


def test_what_is_cut_is_seen():
    fig = charts.dots(BARS, "rate")
    fig.text(0.9, 0.5, "far beyond the edge of the figure")
    assert is_cut(fig)


def test_long_names_fit_a_phone_and_do_not_run_into_one_another():
    wide = pd.DataFrame([[12.5, 30, 100]] * 3, index=LONG, columns=LONG)
    label = "% of sentences that say so, of all sentences of an outlet, in the years that were read"
    for fig in (
        charts.stacked(wide, label),
        charts.heat(wide, label),
        charts.heat(wide, label, boxed=(wide > 20) + 0),
        charts.dots(wide, label),
        charts.strips({name: [1, 2, 3] for name in LONG}, label),
        charts.panels({name: wide[name] for name in LONG}, label),
    ):
        narrow = fig.at(charts.PHONE)
        assert not is_cut(narrow)
        rows = [text.get_window_extent() for text in narrow.axes[0].get_yticklabels()]
        assert len(rows) == 3 and all(above.y0 >= below.y1 for above, below in itertools.pairwise(rows))
        for legend in narrow.legends:
            names = [text.get_window_extent() for text in legend.get_texts()]
            assert all(not a.overlaps(b) for i, a in enumerate(names) for b in names[:i])


def test_values_of_a_heat_map_shrink_to_their_cells_or_are_left_out():
    for n, sizes in ((3, {9}), (8, {6}), (30, set())):
        fig = charts.heat(pd.DataFrame(np.full((2, n), 0.25)), "share", 2).at(charts.PHONE)
        assert {int(text.get_fontsize()) for text in fig.axes[0].texts} == sizes


def test_fingerprint_sees_text_and_colour():
    plain, fig = charts.fingerprint(DRAWN["dots"]()), DRAWN["dots"]()
    fig.axes[0].set_xlabel("other")
    assert charts.fingerprint(fig) != plain
    fig = DRAWN["stacked"]()
    fig.axes[0].patches[0].set_facecolor("#123456")
    assert charts.fingerprint(fig) != charts.fingerprint(DRAWN["stacked"]())


def test_what_is_set_off():
    """A box a cell that has one; the ground is grey, and values are written where there is room."""
    assert len(DRAWN["boxed"]().axes) == 1 and len(DRAWN["boxed"]().axes[0].patches) == 2
    dashed = charts.heat(BARS, "share", 2, boxed=2 * (BARS > 0.25)).axes[0].patches
    assert {box.get_linestyle() for box in dashed} != {box.get_linestyle() for box in DRAWN["boxed"]().axes[0].patches}
    bars = DRAWN["rest"]().axes[0]
    assert [text.get_text() for text in bars.texts] == ["8", "2", "1", "3"]
    assert {charts._colour(bar.get_facecolor())[:7] for bar in bars.patches} == {
        charts.PALETTE[0].lower(),
        charts.GRID,
    }


@pytest.fixture
def put(monkeypatch):
    """What `show` displays: (bundle, options); no finding waits before and after."""
    shown = []
    monkeypatch.setattr(charts, "_registered", [])
    for module in (charts, tables):
        monkeypatch.setattr(module, "display", lambda bundle, **options: shown.append((bundle, options)))
    return shown


def test_show_gives_one_png_with_its_caption_as_alt_text(put):
    charts.show(DRAWN["dots"](), "Dots: rates of two terms")
    ((bundle, options),) = put
    assert bundle["image/png"].startswith(b"\x89PNG")
    assert bundle["text/plain"].startswith("Dots: rates of two terms [figure ")
    assert options["metadata"]["image/png"]["alt"] == "Dots: rates of two terms"


def test_a_finding_is_the_alt_text_of_the_next_figure_and_of_no_other(put):
    charts.finding("Term a is the commonest.")
    for caption in ("Dots: one", "Dots: two"):
        charts.show(DRAWN["dots"](), caption)
    assert [o["metadata"]["image/png"]["alt"] for _, o in put] == ["Term a is the commonest.", "Dots: two"]
    assert put[0][0]["text/plain"].startswith("Term a is the commonest. [figure ")


def test_a_finding_that_met_no_figure_is_refused_by_name(put):
    charts.finding("Term a is the commonest.")
    with pytest.raises(ValueError, match="finding 'Term a is the commonest"):
        charts.finding("Term b is rare.")


def test_the_files_of_a_figure_stand_beside_the_page(put, tmp_path, monkeypatch):
    """Where a folder for files is named: both pictures, the drawing, and the table; the same bytes each time."""
    table = BARS.rename(index={"a": "=1+1", "b": '<b>&"'})
    charts.show(charts.stacked(table, "share"), "Bars: none of these is written")
    assert not [*tmp_path.iterdir()]
    made = []
    for folder in ("one", "two"):
        monkeypatch.setenv(downloads.FILES, str(tmp_path / folder / "tables"))
        charts.finding('Ampers & <b>and</b> "quotes" win.')
        charts.show(charts.stacked(table, "share"), "Bars: shares of & <i>two</i> terms")
        made.append({path.name: path.read_bytes() for path in (tmp_path / folder / "figures").iterdir()})
    assert made[0] == made[1]
    name = downloads.figure_name(put[-1][0]["text/plain"])
    assert name.startswith("ampers-b-and-b-quotes-win-")
    assert {*made[0]} == {f"{name}{end}" for end in (".png", "-narrow.png", ".svg", ".csv")}
    assert made[0][f"{name}.png"] == put[-1][0]["image/png"]
    assert Image.open(io.BytesIO(made[0][f"{name}-narrow.png"])).width == 192 * charts.PHONE
    drawing = ET.fromstring(made[0][f"{name}.svg"])
    told = {child.tag.rpartition("}")[2]: child.text for child in drawing if child.text and child.text.strip()}
    assert told["title"] == 'Ampers & <b>and</b> "quotes" win.' and told["desc"] == "Bars: shares of & <i>two</i> terms"
    assert '<b>&"' in {element.text for element in drawing.iter("{http://www.w3.org/2000/svg}text")}, "text is text"
    assert b"'=1+1,one,0.8" in made[0][f"{name}.csv"]
    assert put[-1][1]["metadata"]["image/png"]["caption"] == "Bars: shares of & <i>two</i> terms"


def test_of_thousands_of_marks_the_drawing_holds_a_picture():
    few, many = (charts.strips({"x": np.arange(n) % 50}, "words") for n in (100, 5000))
    assert "<image" not in charts._svg(few, "t", "c") and "<image" in charts._svg(many, "t", "c")
    assert len(charts._svg(many, "t", "c")) < 400_000


def test_where_there_is_nothing_to_draw_a_sentence_says_why(put):
    """It takes a finding with it: the next figure must not have the title of this one."""
    charts.finding("Term a is the commonest.")
    charts.show(None, "Dots: rates of <b> terms", empty="a comparison needs two outlets")
    charts.show(DRAWN["dots"](), "Dots: two")
    (bundle, _), (_, options) = put
    assert bundle["text/plain"] == "Dots: rates of <b> terms. A comparison needs two outlets."
    assert bundle["text/markdown"] == r"*Dots\: rates of \<b\> terms\. A comparison needs two outlets\.*"
    assert options["metadata"]["image/png"]["alt"] == "Dots: two"


def test_charts_of_nothing_are_none():
    """An empty table, one of no columns, one of missing values alone, a list or a dict of these."""
    missing = BARS * np.nan
    for nothing in (BARS.iloc[:0], BARS[[]], missing):
        assert charts.stacked(nothing, "x") is charts.dots(nothing, "x") is charts.heat(nothing, "x") is None
    for nothing in ({}, {"x": []}, {"x": missing["one"]}, {"x": {"y": missing}}):
        assert charts.strips(nothing, "x") is charts.panels(nothing, "x") is charts.curves(nothing, "x") is None
    assert charts.forest({"x": missing}, "odds", {}) is charts.forest({}, "odds", {}) is None
    assert charts.barcodes(MATCHES.iloc[:0], {"x": "X"}, ["t"]) is None
    assert charts.beside_chance(pd.DataFrame(columns=["value", "low", "high"]), "x", "y", 1, "half") is None
    assert charts.against(pd.DataFrame(columns=["a", "b", "g"]), "a", "b", "g") is None
    assert charts.timeline(pd.DataFrame(columns=["partner", "date", "size", "fill"]), {}) is None
    assert charts.ribbon(pd.DataFrame(columns=["outlet", "odd"]), {"odd": "odd ones"}) is None
    assert charts.grid(VERDICTS.iloc[:0], ["x"], LOOKS) is charts.reach(REACH.iloc[:0], "%", "100") is None
    assert charts.dots(BARS.assign(two=np.nan), "x") is not None, "one value is enough"


def test_a_figure_without_a_caption_is_refused():
    with pytest.raises(ValueError, match="caption is empty"):
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


def test_a_timeline_names_what_has_a_label_and_the_day():
    """Words end left of their mark, on the lane of their partner; without a column label there are none."""
    days = pd.to_datetime(["2020-01-01", "2022-06-01", "2023-06-01"])
    events = pd.DataFrame({"partner": ["x", "y", "y"], "date": days, "size": "large", "fill": "full"})
    labels = events.assign(label=["", "Oslo, 2022", ""])
    for width in (5.6, 3.9):
        fig = charts.timeline(labels, {}, pd.Timestamp("2025-06-17"), width)
        assert fig.get_figwidth() == width
        fig.draw_without_rendering()
        words = {text.get_text(): text for text in fig.axes[0].texts}
        assert list(words) == ["x", "y", "Oslo, 2022", "17 June 2025"]
        box, here = words["Oslo, 2022"].get_window_extent(), fig.axes[0].transData
        x, y = here.transform((charts.mpl.dates.date2num(days[1]), 1))
        assert box.x1 < x and box.y0 < y < box.y1
        assert box.x0 > words["y"].get_window_extent().x0 and box.y1 < words["y"].get_window_extent().y1
    assert [text.get_text() for text in charts.timeline(events, {}).axes[0].texts] == ["x", "y"]


def test_a_ribbon_has_a_cell_a_sentence_and_fills_each_lane():
    """Parts told apart by height too; lanes end at 100 %; an outlet without terms has a lane and no cell."""
    rows = pd.DataFrame({"outlet": ["x", "x", "y", "z"], "odd": [5, 0, 2, 0], "own": [10, 5, 0, 0]})
    parts = {"odd": "odd ones", "own": "own ones"}
    for width in (charts.WIDTH, 3.9):
        fig = charts.ribbon(rows, parts, width)
        cells = [[path.get_extents() for path in c.get_paths()] for c in fig.axes[0].collections]
        assert [len(own) for own in cells] == [1, 2, 1, 0, 0, 0]
        assert [round(box.x0) for box in cells[0] + cells[1]] == [0, 25, 75]
        assert cells[1][-1].x1 == pytest.approx(100) and cells[2][0].x1 == pytest.approx(100)
        assert cells[0][0].height > 2 * cells[1][0].height
        assert [text.get_text() for text in fig.legends[0].get_texts()] == list(parts.values())
        assert fig.get_figwidth() == width


def test_a_grid_sets_marks_off_by_shape_colour_and_size():
    """Two marks of one place stand side by side; on a phone the things stand in one column; no mark is lost."""
    many = pd.DataFrame({"thing": [f"t{i}" for i in range(20)], "outlet": "y", "kind": "good"})
    rows = pd.concat([VERDICTS, many], ignore_index=True)
    for width, columns in ((charts.WIDTH, 2), (3.9, 1)):
        fig = charts.grid(rows, ["x", "y"], LOOKS, width)
        assert len(fig.axes) == columns and fig.get_figwidth() == width
        marks = [
            c for axis in fig.axes for c in axis.collections if isinstance(c, PathCollection) and len(c.get_offsets())
        ]
        assert sum(len(c.get_offsets()) for c in marks) == len(rows)
        bad, good = marks[0], marks[1]
        assert bad.get_sizes()[0] > 2 * good.get_sizes()[0]
        assert charts.fingerprint(fig) and not np.array_equal(bad.get_facecolor(), good.get_facecolor())
        assert len(bad.get_paths()[0].vertices) != len(good.get_paths()[0].vertices)
        (one,), (two, *_) = bad.get_offsets(), good.get_offsets()
        assert one[1] == two[1] == 0 and 0.2 < two[0] - one[0] < 0.5
        told = [text.get_text() for text in fig.legends[0].get_texts()]
        assert told == ["bad (1)", "poor (0)", "good (22)"]
    huge = pd.DataFrame({"thing": [f"t{i}" for i in range(5000)], "outlet": "x", "kind": "good"})
    assert charts.grid(huge, ["x"], LOOKS).get_figheight() < 12, "of more things the first are drawn"


def test_a_few_small_marks_keep_their_colour_in_the_picture():
    outlets = ["China Diplomacy", "AnewZ", "Global Times", "CGTN", "AVIM"]
    places = [
        (f"When the thing {i} was begun", name) for i in range(36) for j, name in enumerate(outlets) if i * j % 3 == 0
    ]
    rows = pd.DataFrame(places, columns=["thing", "outlet"]).assign(kind="good")
    rows.loc[[2, 8, 11], "kind"], rows.loc[range(15, 40, 4), "kind"] = "bad", "poor"
    fig = charts.grid(rows, outlets, LOOKS)
    picture = Image.open(io.BytesIO(charts._png(fig))).convert("RGB")
    for wanted in (0xD5, 0x5E, 0x00), (0xE6, 0x9F, 0x00):
        near = sum(
            n for n, colour in picture.getcolors() if max(abs(a - b) for a, b in zip(colour, wanted, strict=True)) < 5
        )
        assert near > 200


def test_what_has_no_upper_end_has_an_arrow_head():
    for width in (charts.WIDTH, 3.9):
        fig = charts.reach(REACH, "%", "100 % = as it is", width)
        axis, fig_width = fig.axes[0], fig.get_figwidth()
        marks = [c for c in axis.collections if isinstance(c, PathCollection) and len(c.get_offsets())]
        heads = [tuple(map(float, place)) for c in marks if c.get_sizes()[0] == 42 for place in c.get_offsets()]
        assert heads == [(150, 0)]
        assert fig_width == width and "100 % = as it is" in {text.get_text() for text in axis.texts}
