"""The state of a page as it stands in the address.

A link must open the view it was copied from, so every choice is written, the
defaults too: ``?lang=zh&region=all&year=2022&...``. Reading is forgiving and
honest: what is unknown or out of range is named in a notice and left out.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from urllib.parse import urlencode

LANGUAGES = ("zh", "en")
# pairs: targets that have an achievement; targets: all targets; all: also figures without a target.
SHOWS = ("pairs", "targets", "all")

ALL = "all"
NONE = "none"
_SINGLE = ("lang", "show", "judgement", "build")
_MULTIPLE = ("region", "year", "domain", "indicator")
FILTERS = _MULTIPLE


@dataclass(frozen=True)
class View:
    """Every choice of a page. An empty filter means that nothing is left out."""

    lang: str = "zh"
    region: tuple[str, ...] = ()
    year: tuple[int, ...] = ()
    domain: tuple[str, ...] = ()
    indicator: tuple[str, ...] = ()
    show: str = "pairs"
    judgement: str | None = None
    build: str = ""

    def without(self, name: str) -> View:
        """The same view with one filter lifted (one of FILTERS)."""
        return replace(self, **{name: ()})


@dataclass(frozen=True)
class Choices:
    """What the data offer: the values each filter can take, and which judgements there are."""

    region: tuple[str, ...]
    year: tuple[int, ...]
    domain: tuple[str, ...]
    indicator: tuple[str, ...]
    build: str
    has_judgement: Callable[[str], bool]


@dataclass(frozen=True)
class Notice:
    """Something in the address that could not be followed: a key of the words table and its fields."""

    key: str
    name: str
    value: str


def parse(params: Mapping[str, Sequence[str]], choices: Choices) -> tuple[View, list[Notice]]:
    """Read a view from query parameters (name to its values).

    Returns the view and a notice for each parameter or value that is unknown;
    those are ignored. ``all`` and ``none`` stand for the empty choice.
    """
    notices = [Notice("notice.parameter", name, "") for name in params if name not in _SINGLE + _MULTIPLE]
    view = View(build=choices.build)

    for name in _MULTIPLE:
        known = {str(value): value for value in getattr(choices, name)}
        wanted = [value for value in dict.fromkeys(params.get(name, ())) if value != ALL]
        notices += [Notice("notice.value", name, value) for value in wanted if value not in known]
        view = replace(view, **{name: tuple(known[value] for value in wanted if value in known)})

    for name, allowed in (("lang", LANGUAGES), ("show", SHOWS)):
        for value in params.get(name, ())[-1:]:
            if value in allowed:
                view = replace(view, **{name: value})
            else:
                notices.append(Notice("notice.choice", name, value))

    for value in params.get("judgement", ())[-1:]:
        if value == NONE:
            continue
        if choices.has_judgement(value):
            view = replace(view, judgement=value)
        else:
            notices.append(Notice("notice.judgement", "judgement", value))

    for value in params.get("build", ())[-1:]:
        if value != choices.build:
            notices.append(Notice("notice.build", "build", value))
    return view, notices


def serialise(view: View) -> dict[str, list[str]]:
    """All query parameters of a view, defaults included, in a fixed order."""
    params = {"lang": [view.lang]}
    for name in _MULTIPLE:
        params[name] = [str(value) for value in getattr(view, name)] or [ALL]
    params["show"] = [view.show]
    params["judgement"] = [view.judgement or NONE]
    params["build"] = [view.build]
    return params


def query(view: View) -> str:
    """The query string of a view, percent-encoded, without the question mark."""
    return urlencode(serialise(view), doseq=True)
