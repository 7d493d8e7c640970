"""A page as the test harness holds it: what is on screen, what its address says, clicks and downloads.

Everything that a page draws counts, whatever it is made of, so that a new element is compared without being named.
"""

from __future__ import annotations

import html
import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import pytest
import streamlit as st
from google.protobuf.json_format import MessageToDict
from streamlit.components.v2.bidi_component.constants import EVENT_DELIM
from streamlit.proto.WidgetStates_pb2 import WidgetState
from streamlit.runtime.state.session_state import STREAMLIT_INTERNAL_KEY_PREFIX
from streamlit.testing.v1 import AppTest
from streamlit.testing.v1.element_tree import Block, Button, Dataframe, DownloadButton, Element, Widget

# What tells one run from another and is not seen: names of elements and files, and what a widget was sent last.
_UNSEEN = {"id", "formId", "url", "deferredFileId"}
_SENT = {"setValue", "value", "default", "rawValue", "rawValues"}


@dataclass(frozen=True)
class Download:
    """A button that gives a file: what it gives when it is pressed, and under which name."""

    data: object
    file_name: str

    def content(self) -> bytes:
        """The bytes that the reader gets."""
        return self.data() if callable(self.data) else self.data


def keep_downloads(monkeypatch: pytest.MonkeyPatch) -> dict[str, Download]:
    """Every download button that is drawn from now on, by its key; the test harness does not press them."""
    kept: dict[str, Download] = {}
    draw = st.download_button

    def button(label: str, data: object, file_name: str, *args: object, key: str, **more: object) -> bool:
        kept[key] = Download(data, file_name)
        return draw(label, data, file_name, *args, key=key, **more)

    monkeypatch.setattr(st, "download_button", button)
    return kept


def elements(app: AppTest) -> Iterator[Block | Element]:
    """Everything on the page and in the sidebar, in its order."""

    def below(block: Block) -> Iterator[Block | Element]:
        for _, node in sorted(block.children.items()):
            yield node
            if isinstance(node, Block):
                yield from below(node)

    return below(app._tree)


def shown(app: AppTest) -> list[str]:
    """All that a reader sees and can choose, but for notices: each element as text."""
    return [_seen(node) for node in elements(app) if node.type != "warning"]


def _seen(node: Block | Element) -> str:
    told = _without_unseen(MessageToDict(node.proto)) if node.proto else {}
    if isinstance(node, Dataframe):
        # The same table may be packed into other bytes.
        told["arrowData"] = node.value.astype(object).to_dict("split")
    elif isinstance(node, Widget):
        told = {name: one for name, one in told.items() if name not in _SENT}
        # A button is held down in the run after it was pressed, and let go.
        told |= {} if isinstance(node, (Button, DownloadButton)) else {"held": repr(node.value)}
    return f"{node.type} {json.dumps(told, ensure_ascii=False, sort_keys=True, default=repr)}"


def _without_unseen(told: object) -> object:
    if isinstance(told, Mapping):
        return {name: _without_unseen(one) for name, one in told.items() if name not in _UNSEEN}
    return [_without_unseen(one) for one in told] if isinstance(told, list) else told


def assert_same(first: list[str], second: list[str]) -> None:
    """Both screens show the same, element by element; the first that differs is told."""
    for here, there in zip(first, second, strict=False):
        if here != there:
            at = next((n for n, (a, b) in enumerate(zip(here, there, strict=False)) if a != b), 0)
            begin = max(0, at - 200)
            pytest.fail(f"not the same on screen:\n{here[begin : at + 300]}\n--- but ---\n{there[begin : at + 300]}")
    assert len(first) == len(second)


def warned(app: AppTest) -> str:
    """All notices of the page."""
    return "\n".join(one.value for one in app.warning)


def address(app: AppTest) -> dict[str, list[str]]:
    """What the address says after the run: each parameter with its values."""
    return {name: values if isinstance(values, list) else [values] for name, values in app.query_params.items()}


def widgets(app: AppTest) -> list[Widget]:
    """Everything that a reader can set or press, but what cannot be pressed now."""
    return [node for node in elements(app) if isinstance(node, Widget) and not node.disabled]


def clickable(app: AppTest) -> list[Element]:
    """The tables whose rows can be chosen."""
    return [node for node in elements(app) if node.type == "dataframe" and list(node.proto.selection_mode)]


def marks(app: AppTest) -> list[str]:
    """The links of all marks of charts, in their order."""
    texts = (node.proto.body for node in elements(app) if node.type == "html")
    found = (re.findall(r'<a class="(?:mark|bar)[^>]*? href="([^"]*)"', text) for text in texts)
    return [html.unescape(link) for links in found for link in links]


def follow_mark(app: AppTest, link: str) -> AppTest:
    """The next run, after a click on a mark of a chart with this link."""
    (listener,) = [node for node in elements(app) if node.type == "bidi_component" and node.key == "inner_links"]
    # As the browser names what a component of the page's own tells at once.
    listener = f"{STREAMLIT_INTERNAL_KEY_PREFIX}_{listener.proto.id}{EVENT_DELIM}events"
    return _told(app, listener, json_trigger_value=json.dumps([{"event": "mark", "value": link}]))


def component(app: AppTest, key: str) -> dict | None:
    """What a component of the page's own was given, by its key; None where it is not drawn."""
    (found,) = [node for node in elements(app) if node.type == "bidi_component" and node.key == key] or [None]
    return None if found is None else json.loads(found.proto.json)


def told(app: AppTest, node: Element, **wire: object) -> AppTest:
    """The next run, after the browser has told of one widget: ``wire`` is the field of its state and what it holds."""
    return _told(app, node.proto.id, **wire)


def _told(app: AppTest, widget: str, **wire: object) -> AppTest:
    states = app._tree.get_widget_states()
    kept = [one for one in states.widgets if one.id != widget]
    del states.widgets[:]
    states.widgets.extend([*kept, WidgetState(id=widget, **wire)])
    return app._run(states)
