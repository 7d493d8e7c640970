"""Controls of every page: what a reader sets stands in the address, and the address opens it again.

What can be set is what is on screen, and what can be set at all is what views.pages declares: a control that
leaves the address as it is has to be named here, and a parameter that no control sets is a fault.
"""

from __future__ import annotations

import json
import random
import re
from collections.abc import Callable, Iterator, Mapping
from functools import partial
from pathlib import Path

import pytest
from choice_cases import choices, figures
from screen_cases import address, assert_same, clickable, shown, told, warned, widgets
from streamlit.testing.v1 import AppTest
from streamlit.testing.v1.element_tree import Element, Widget

from views import pages
from views.library import Library

# What a reader writes, makes or takes along: none of it changes what the page shows of the data.
NO_CHOICE = re.compile(r"pack_make|pack_download|intake_|correct_|review_(why|by|say|back|renew)|keep_")
# How a page has to be opened for every one of its controls to be there; the bare address comes first.
BASES = {
    "targets": [{"judgement": "*"}, {"region": "赣州市", "indicator": "婚检率"}, {"span": "1990-1995"}],
    "overview": [{"region": "贵州省", "domain": "托育"}],
    "indicator": [{"subject": "居民健康素养水平"}, {"subject": "婚检率", "region": "赣州市"}],
    "region": [{"place": "贵州省", "figure": "*"}, {"place": "贵州省", "domain": "科研"}],
    "report": [{"figure": "*"}],
    "data": [{"page": "2", "row": "*"}, {"region": "贵州省", "q": "火星", "unit": "%"}, {"table": "judgements"}],
    "review": [{"item": "2"}, {"region": "贵州省", "indicator": "婚检率", "queue": "conflict"}],
}
# Blanks round it are no part of a search, and the word itself stands for no search in the address.
TEXT = "  none "


def name_of(node: Element) -> str:
    """A control by its key, without what changes with the data: tables by their kind."""
    key = node.key or ""
    if node.type == "dataframe":
        return "-".join(key.split("-")[:2])
    return re.sub(r"_[0-9a-f]+$", "", key)


def label_of(widget: Widget) -> object:
    """What a widget holds as the reader reads it."""
    if not hasattr(widget, "options"):
        return widget.value
    held = widget.value if isinstance(widget.value, list) else [widget.value]
    return [str(widget.format_func(one)) for one in held]


def others(app: AppTest, node: Element) -> list:
    """What could be chosen of a control and is not: options as the reader reads them, rows."""
    if node.type == "dataframe":
        held = json.loads(node.proto.selection_default)["selection"]["rows"]
        return [row for row in range(len(node.value)) if row not in held]
    return [one for one in getattr(node, "options", ()) if one not in label_of(node)]


def controls(app: AppTest) -> dict[str, Element]:
    """What can be set otherwise on the page now, by name; of tables of one kind the first."""
    found: dict[str, Element] = {}
    for node in (*widgets(app), *clickable(app)):
        passive = node.type == "download_button" or NO_CHOICE.match(name_of(node))
        if not passive and (others(app, node) or node.type in ("button", "toggle", "text_input")):
            found.setdefault(name_of(node), node)
    return found


def change(app: AppTest, node: Element, draw: random.Random) -> tuple[Mapping[str, object], object]:
    """A way to set a control otherwise: what the browser tells, and what the control holds afterwards (None: ask
    the page)."""
    if node.type == "dataframe":
        rows = [draw.choice(others(app, node))]
        return {"string_value": json.dumps({"selection": {"rows": rows, "columns": [], "cells": []}})}, None
    if node.type == "button":
        return {"trigger_value": True}, None
    if node.type == "toggle":
        return {"bool_value": not node.value}, not node.value
    if node.type == "text_input":
        return {"string_value": TEXT}, None
    label = draw.choice(others(app, node))
    if node.type in ("selectbox", "radio"):
        return {"string_value": label}, [label]
    return {"string_array_value": {"data": [label]}}, [label]


def bases(library: Library, cities: Path, name: str) -> Iterator[tuple[Path, dict[str, str]]]:
    """The tables and addresses to begin at; a star stands for the first value that there is."""
    yield library.folder, {}
    if name == "indicator":  # the five reports give no two regions the same indicator in one year
        yield cities, {"subject": "居民健康素养水平"}
    row = next(row for row in figures(library) if row["region"] == "贵州省" and row["kind"] == "achieved")
    for base in BASES.get(name, ()):
        stars = {choice.name: str(choice.fitting(row) or choice.values[0]) for choice in choices(library, name)}
        yield library.folder, {key: stars[key] if value == "*" else value for key, value in base.items()}


@pytest.mark.parametrize("name", pages.NAMES)
def test_every_control_sets_the_address_which_opens_the_same(open_page, library: Library, cities: Path, name: str):
    draw, tried, set_by = random.Random(name), set(), set()
    for folder, base in bases(library, cities, name):
        app = open_page(name, folder, **base)
        for control in [one for one in controls(app) if one not in tried]:
            tried.add(control)
            # From where the last control led, as long as that is this page and this control is there too.
            if app.session_state["page"].name != name or control not in (found := controls(app)):
                app = open_page(name, folder, **base)
                found = controls(app)
            app, changed = set_otherwise(partial(open_page, folder=folder), app, found[control], draw)
            set_by |= changed
    assert set_by == {choice.name for choice in choices(library, name)}


def set_otherwise(
    open_page: Callable[..., AppTest], app: AppTest, control: Element, draw: random.Random
) -> tuple[AppTest, set[str]]:
    """Set one control of a page otherwise; returns the page as its address opens it then, and which parameters of
    the page changed."""
    before, here = address(app), app.session_state["page"].name
    wire, label = change(app, control, draw)
    told(app, control, **wire)
    assert not app.exception
    after, there = address(app), app.session_state["page"].name
    assert after != before, (control.key, wire)
    assert warned(app) == ""
    again = open_page(there, **after)
    assert address(again) == after
    assert warned(again) == ""
    if label is not None:
        (held,) = [one for one in widgets(again) if one.key == control.key]
        assert label_of(held) == label, control.key
    assert_same(shown(app), shown(again))
    return again, {key for key in after if after[key] != before[key]} if there == here else set()
