"""Charts as HTML: where things stand, what they say, and that every mark leads where it says."""

from __future__ import annotations

import random
import re
from urllib.parse import parse_qs, urlsplit

import pandas as pd
import pytest
from page_cases import PENDING, judgements
from screen_cases import address, assert_same, follow_mark, marks, shown, warned

from views import chart_html, charts, charts_overview, charts_places, charts_targets, charts_trend
from views.words import Words

ZH = Words("zh")
FIGURE = {
    "data": [
        {
            "type": "scatter", "mode": "markers+text", "name": "完成", "x": [0, 50], "y": [20, 60],
            "text": ["完成 0%", ""], "textposition": ["top right", "top center"], "customdata": [["j1"], [None]],
            "hovertext": ["婚检率\n完成 0%", "不明 & <无>"], "textfont": {"color": "#111111"},
            "marker": {"symbol": ["circle", "triangle-left-open"], "size": 14, "color": ["#0072B2", "#C44900"],
                       "line": {"width": [0, 2]}},
        }
    ],
    "layout": {
        "height": 140, "margin": {"l": 14, "r": 10, "t": 10, "b": 30},
        "shapes": [
            {"type": "rect", "xref": "x", "x0": 75, "x1": 100, "y0": 10, "y1": 30, "fillcolor": "#0072B2",
             "opacity": 0.14, "layer": "below"},
            {"type": "line", "xref": "paper", "x0": 0, "x1": 1, "y0": 50, "y1": 50, "layer": "below",
             "line": {"color": "#D9DFE5", "width": 1}},
            {"type": "line", "xref": "x", "x0": 25, "x1": 25, "y0": 40, "y1": 60, "layer": "above",
             "line": {"color": "#5B6670", "width": 2, "dash": "dot"}},
        ],
        "annotations": [charts.note(5, "<b>婚检率</b>", 14, "#1D2733")],
        "xaxis": {"range": [0, 100], "nticks": 6, "ticksuffix": "%", "showgrid": True},
        "yaxis": {"range": [100, 0], "visible": False},
    },
}  # fmt: skip


@pytest.fixture(scope="module")
def drawn() -> str:
    return chart_html.markup(FIGURE, "一张图", "light", lambda carried: carried[0] and f"./targets?at={carried[0]}")


def part(text: str, holding: str) -> str:
    """The only tag that holds a text."""
    (found,) = [tag for tag in re.findall(r"<[^>]*>", text) if holding in tag]
    return found


def test_a_chart_has_a_name_and_a_height(drawn: str):
    assert 'role="group" aria-label="一张图"' in drawn
    assert "height:140px" in part(drawn, "一张图")
    assert "left:14px;right:10px;top:10px;height:100px" in part(drawn, 'class="plot"')


@pytest.mark.parametrize(
    ("holding", "where"),
    [
        ("opacity:0.14", "left:75%;width:25%;top:10px;height:20px"),
        ("#D9DFE5\"", "left:0%;width:100%;top:49.5px;border-top:1px solid"),
        ("#5B6670\"", "left:25%;margin-left:-1px;top:40px;height:20px;border-left:2px dotted"),
        ('class="note"', "left:0%;top:5px;font-size:14px"),
        ("j1", "left:0%;top:20px"),
        ("不明", "left:50%;top:60px"),
    ],
)  # fmt: skip
def test_things_stand_across_in_percent_and_down_in_pixels(drawn: str, holding: str, where: str):
    assert where in part(drawn, holding)


def test_a_mark_is_a_link_that_says_what_it_is(drawn: str):
    mark = part(drawn, "j1")
    assert mark.startswith('<a class="mark"')
    assert 'aria-label="婚检率 完成 0%"' in mark
    assert '<span class="label top right"' in drawn
    assert drawn.index("婚检率</b>") < drawn.index("j1")  # who hears the page hears the name first


def test_what_has_nothing_to_open_is_no_link_and_its_text_no_markup(drawn: str):
    mark = part(drawn, "不明")
    assert mark.startswith('<span class="mark mid"')
    assert "&amp; &lt;无&gt;" in mark


@pytest.mark.parametrize(
    ("axis", "texts"),
    [
        ({"range": [-3, 104], "nticks": 6, "ticksuffix": "%"}, ["0%", "20%", "40%", "60%", "80%", "100%"]),
        ({"range": [-0.3, 10.6], "nticks": 6}, ["0", "2", "4", "6", "8", "10"]),
        ({"range": [-0.02, 0.33], "nticks": 6}, ["0", "0.1", "0.2", "0.3"]),
        ({"range": [-11, 4], "nticks": 6}, ["−10", "−5", "0"]),
        ({"range": [0, 15900], "nticks": 6, "separatethousands": True}, ["0", "5,000", "10,000", "15,000"]),
        ({"range": [0, 3.1e8], "nticks": 6}, ["0", "100,000,000", "200,000,000", "300,000,000"]),
        ({"range": [0, 4.8e10], "nticks": 6}, ["0", "20,000,000,000", "40,000,000,000"]),
        ({"range": [0, 8e-5], "nticks": 6}, ["0", "0.00002", "0.00004", "0.00006", "0.00008"]),
        ({"range": [0, 1.02], "nticks": 6, "tickformat": ",d"}, ["0", "1"]),
        ({"range": [0, 3.06], "nticks": 6, "tickformat": ",d"}, ["0", "1", "2", "3"]),
        ({"range": [0, 0.02], "nticks": 5, "tickformat": ",.0%"}, ["0%", "1%", "2%"]),
        ({"range": [0, 61], "nticks": 6, "tickformat": ",d"}, ["0", "20", "40", "60"]),
        ({"range": [0, 1.33], "nticks": 5, "tickformat": ",.0%"}, ["0%", "50%", "100%"]),
        ({"range": [2014.1, 2030.9], "dtick": 5, "tick0": 2015, "tickformat": "d"}, ["2015", "2020", "2025", "2030"]),
        ({"range": [100, 0], "nticks": 4}, ["0", "50", "100"]),
    ],
)  # fmt: skip
def test_numbers_at_an_axis_are_round_and_few_enough_for_a_telephone(axis: dict, texts: list[str]):
    assert [text for _, text in chart_html.ticks(axis)] == texts
    assert sum(charts.width(text) * 6.2 + 14 for text in texts) <= 330


def test_every_mark_note_and_label_of_a_chart_is_there():
    frame = judgements({}, {"verdict": "unmet"}, {"verdict": "undecided", "required": None}, PENDING)
    figure = charts_targets.targets_chart(charts.panels(frame)[0], ZH)
    text = chart_html.markup(figure, "", "light", lambda carried: f"#{carried[0]}")
    for trace in figure["data"]:
        assert all(label in text for label in trace["text"])
    for note in figure["layout"]["annotations"]:
        assert note["text"] in text
    carried = [one[0] for trace in figure["data"] for one in trace["customdata"]]
    assert sorted(re.findall(r'href="#(\w+)"', text)) == sorted(carried)


def test_of_marks_that_open_the_same_the_keyboard_stops_at_the_first_and_the_chosen_is_named():
    (panel,) = charts.panels(judgements({}, {}))
    figure = charts_targets.targets_chart(panel, ZH, selected="j2")
    text = chart_html.markup(figure, "", "light", lambda carried: f"#{carried[0]}", "j2")
    links = re.findall(r"<a [^>]*>", text)
    assert [("j2" in link, "aria-current" in link, 'tabindex="-1"' in link) for link in links] == [
        (False, False, False), (False, False, True), (True, True, False), (True, True, True),
    ]  # fmt: skip
    assert ["再点收起原文" in link for link in links] == [False, False, True, True]


def test_numbers_above_each_other_need_no_room_beside_each_other():
    axis = {"range": [0, 8e14], "nticks": 4}
    assert len(chart_html.ticks(axis)) == 2
    assert len(chart_html.ticks(axis, None)) == 5


def test_names_are_text_wherever_a_chart_shows_them():
    evil = "<a href=//evil.example>甲</a>"
    frame = pd.DataFrame([{"region": evil, "region_code": None, "region_level": "省", "year": 2020, "value": 1.0,
                           "value_high": None, "comparator": "=", "unit": "%", "basis": "level", "figure_id": "f",
                           "kind": "achieved", "standing": True}])  # fmt: skip
    counts = pd.DataFrame({"region": [evil, None], "year": [2020, 2020], "verdict": ["met", "met"], "n": [1, 2]})
    for figure in (
        charts_places.ranking_chart(charts_places.ranked(frame, "higher"), ZH),
        charts_trend.trend_chart(frame, ZH),
        charts_overview.verdict_bars(counts, ZH),
    ):
        text = chart_html.markup(figure, evil, "light", lambda carried: carried[0] and "#1")
        assert "<a href=//evil" not in text
        assert "nan" not in text


# --- on the pages ----------------------------------------------------------------------------------


@pytest.mark.parametrize(("name", "asked"), [("overview", {}), ("targets", {}), ("indicator", {})])
def test_a_mark_leads_to_what_its_address_opens(open_page, name: str, asked: dict):
    draw, app = random.Random(name), open_page(name, **asked)
    links = marks(app)
    assert links
    for link in draw.sample(links, 3):
        app = open_page(name, **asked)
        app = follow_mark(app, link)
        assert not app.exception
        assert warned(app) == ""
        assert address(app) == parse_qs(urlsplit(link).query)
        again = open_page(urlsplit(link).path.removeprefix("./"), **address(app))
        assert_same(shown(app), shown(again))


@pytest.mark.parametrize(("name", "choice"), [("targets", "judgement"), ("indicator", "figure")])
def test_a_mark_of_the_open_page_changes_the_choice_alone_and_again_takes_it_back(open_page, name: str, choice: str):
    app = open_page(name)
    before, arrivals = address(app), app.session_state["arrivals"]
    first = marks(app)[0]
    follow_mark(app, first)
    assert not app.exception
    assert address(app) == before | {choice: parse_qs(urlsplit(first).query)[choice]}
    assert app.session_state["arrivals"] == arrivals
    back = next(link for link in marks(app) if f"{choice}=none" in link)
    follow_mark(app, back)
    assert address(app) == before


@pytest.mark.parametrize("page", ["2", "99"])
def test_marks_lead_to_the_page_that_is_shown_not_to_the_one_asked_for(open_page, page: str):
    app = open_page("targets", show="all", region="贵州省", page=page)
    shown_page = address(app)["page"]
    assert {one for link in marks(app) for one in parse_qs(urlsplit(link).query)["page"]} == set(shown_page)
    app.multiselect(key="domain").set_value(["妇幼"]).run()
    assert address(app)["page"] == ["1"]
    assert {one for link in marks(app) for one in parse_qs(urlsplit(link).query)["page"]} == {"1"}


def test_a_mark_of_an_address_made_up_goes_nowhere_strange(open_page):
    app = open_page("targets")
    before = address(app)
    follow_mark(app, re.sub(r"judgement=\w+", "judgement=made-up", marks(app)[0]))
    assert not app.exception
    assert address(app) == before
    follow_mark(app, "https://example.org/")
    assert not app.exception
    assert "example.org" not in str(address(app))
