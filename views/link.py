"""The state of a page as it stands in the address.

A link must open the view it was copied from, so every choice is written, the
defaults too: ``?lang=zh&region=all&year=2022&...``. Reading is forgiving and
honest: what is unknown or out of range is named in a notice and left out.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from urllib.parse import urlencode

from metrics.schema import PACE_METHODS

LANGUAGES = ("zh", "en")
# pairs: targets that have an achievement; targets: all targets; all: also figures without a target.
SHOWS = ("pairs", "targets", "all")
# How the pace towards a target is told.
METHODS = tuple(PACE_METHODS)
# The order of 目标与完成, how its rows are grouped, and its span of years.
SORTS = ("verdict", "distance", "name", "region", "domain")
GROUPS = ("none", "domain", "region", "multiples")
SPAN = re.compile(r"(1[89]|20)[0-9]{2}-(1[89]|20)[0-9]{2}")
_PAGE = re.compile(r"[1-9][0-9]{0,7}")

ALL = "all"
NONE = "none"
# Values that the box of a filter lists; each is sent to the browser and handled there on every run.
LISTED = 1000
FILTERS = ("region", "year", "domain", "indicator")
# What every page has, first and last in the address.
_FIRST, _LAST = "lang", "build"


@dataclass(frozen=True)
class Own:
    """A choice that one page has of its own: its name in the address and which values it takes.

    ``default`` stands in the address where nothing else is chosen; a choice of ``many`` values
    repeats its name. ``fits`` says whether a value (never the default) can be followed.
    """

    name: str
    default: str
    fits: Callable[[str], bool]
    many: bool = False


@dataclass(frozen=True)
class Page:
    """What stands in a page's address between language and build: shared choices, then its own.

    ``of`` is the table whose values the filters offer: judgements or figures. ``idle`` are own choices that
    change no row of the page.
    """

    name: str = "targets"
    shared: tuple[str, ...] = (*FILTERS, "show", "method", "judgement")
    own: tuple[Own, ...] = ()
    of: str = "judgements"
    idle: tuple[str, ...] = ()

    @property
    def parameters(self) -> tuple[str, ...]:
        """Every name that its address may hold."""
        return (_FIRST, *self.shared, *(own.name for own in self.own), _LAST)


def is_span(value: str) -> bool:
    """Whether a value of the address is a span of years, 2015-2020, not turned round."""
    return SPAN.fullmatch(value) is not None and value[:4] <= value[5:]


def is_page(value: str) -> bool:
    """Whether a value of the address is the number of a page of rows, the first aside."""
    return _PAGE.fullmatch(value) is not None and value != "1"


TARGETS = Page(
    own=(
        Own("span", ALL, is_span),
        Own("sort", SORTS[0], SORTS.__contains__),
        Own("group", GROUPS[0], GROUPS.__contains__),
        Own("page", "1", is_page),
    )
)


@dataclass(frozen=True)
class View:
    """Every choice of a page. An empty filter means that nothing is left out.

    ``own`` holds the page's own choices that are not at their default, by name; ask ``one`` or ``many``.
    """

    lang: str = "zh"
    region: tuple[str, ...] = ()
    year: tuple[int, ...] = ()
    domain: tuple[str, ...] = ()
    indicator: tuple[str, ...] = ()
    show: str = "pairs"
    method: str = METHODS[0]
    judgement: str | None = None
    build: str = ""
    own: tuple[tuple[str, tuple[str, ...]], ...] = ()

    def one(self, name: str) -> str | None:
        """The value of one of the page's own choices; None at its default."""
        return (self.many(name) or (None,))[0]

    def many(self, name: str) -> tuple[str, ...]:
        """The values of one of the page's own choices; none at its default."""
        return dict(self.own).get(name, ())

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
    often: frozenset[str] = frozenset()
    """Of a filter with more than LISTED values, those that the data name most often."""

    def listed(self, name: str) -> tuple:
        """The values that the box of a filter lists: all, or of too many the most frequent; the others are typed."""
        values = getattr(self, name)
        return values if len(values) <= LISTED else tuple(value for value in values if value in self.often)


@dataclass(frozen=True)
class Notice:
    """Something in the address, or typed, that could not be followed: a key of the words table and its fields."""

    key: str
    name: str
    value: str
    meant: tuple[str, ...] = ()


def understood(name: str, typed: str, values: Sequence[str], called: Mapping[str, str] | None = None) -> str | Notice:
    """The value that a reader means by a text typed into a box: the one of that name, else the only one that holds it.

    Args:
        name: of the choice, for the notice where the text is of no one value.
        typed: the text; capitals and small letters are alike.
        values: what can be chosen.
        called: how the box calls them, where that is not what they are.
    """
    typed = typed.strip()
    if typed in values:
        return typed
    labels = {value: (called or {}).get(value, value).casefold() for value in values} if typed else {}
    said = typed.casefold()
    meant = tuple(value for value, label in labels.items() if label == said)
    meant = meant or tuple(value for value, label in labels.items() if said in label)
    if len(meant) == 1:
        return meant[0]
    return Notice("notice.typed" if meant else "notice.typed_none", name, typed, meant)


def parse(params: Mapping[str, Sequence[str]], choices: Choices, page: Page = TARGETS) -> tuple[View, list[Notice]]:
    """Read a page's view from query parameters (name to its values).

    Returns the view and a notice for each parameter or value that is unknown;
    those are ignored. ``all`` and ``none`` stand for the empty choice. Of a choice that takes
    one value the last that is given counts.
    """
    notices = [Notice("notice.parameter", name, "") for name in params if name not in page.parameters]
    params = {name: values for name, values in params.items() if name in page.parameters}
    view = View(build=choices.build)

    for name in FILTERS:
        known = {str(value): value for value in getattr(choices, name)}
        wanted = [value for value in dict.fromkeys(params.get(name, ())) if value != ALL]
        notices += [Notice("notice.value", name, value) for value in wanted if value not in known]
        view = replace(view, **{name: tuple(known[value] for value in wanted if value in known)})

    def last(name: str) -> Sequence[str]:
        given = params.get(name, ())
        others = dict.fromkeys(value for value in given if value != given[-1])
        notices.extend(Notice("notice.repeated", name, value) for value in others)
        return given[-1:]

    for name, allowed in (("lang", LANGUAGES), ("show", SHOWS), ("method", METHODS)):
        for value in last(name):
            if value in allowed:
                view = replace(view, **{name: value})
            else:
                notices.append(Notice("notice.choice", name, value))

    for value in last("judgement"):
        if value == NONE:
            continue
        if choices.has_judgement(value):
            view = replace(view, judgement=value)
        else:
            notices.append(Notice("notice.judgement", "judgement", value))

    chosen = []
    for own in page.own:
        given = dict.fromkeys(params.get(own.name, ())) if own.many else last(own.name)
        wanted = [value for value in given if value != own.default]
        notices += [Notice("notice.value", own.name, value) for value in wanted if not own.fits(value)]
        if followed := tuple(value for value in wanted if own.fits(value)):
            chosen.append((own.name, followed))
    view = replace(view, own=tuple(chosen))

    for value in last("build"):
        if value != choices.build:
            notices.append(Notice("notice.build", "build", value))
    return view, notices


def serialise(view: View, page: Page = TARGETS) -> dict[str, list[str]]:
    """All query parameters of a page's view, defaults included, in a fixed order."""
    params = {_FIRST: [view.lang]}
    for name in page.shared:
        if name in FILTERS:
            params[name] = [str(value) for value in getattr(view, name)] or [ALL]
        else:
            params[name] = [getattr(view, name) or NONE]
    for own in page.own:
        params[own.name] = list(view.many(own.name)) or [own.default]
    params[_LAST] = [view.build]
    return params


def query(view: View, page: Page = TARGETS) -> str:
    """The query string of a page's view, percent-encoded, without the question mark."""
    return urlencode(serialise(view, page), doseq=True)
