"""The page 指标: one indicator over years and places, what it means, and the sentence behind every point."""

from __future__ import annotations

import hashlib
import html
from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import partial

import pandas as pd
import streamlit as st

from extract import catalogue
from extract.catalogue import Indicator
from views import (
    answers,
    cached,
    charts,
    charts_places,
    charts_trend,
    compare,
    library_indicator,
    link,
    marks,
    pack_panel,
    pages,
    plot,
    proof,
    save_image,
    visit,
)
from views.library_indicator import LATEST, Measure
from views.save_image import Make
from views.visit import Visit
from views.words import Words

# A page is for reading: what is beyond stands in the table, and the page says so.
# Of the regions that a reader chose more are drawn than where nobody chose any.
BANDS, CHOSEN_BANDS, PLACES, TABLE_ROWS = 6, 16, 40, 1000


@st.cache_data(show_spinner=False, max_entries=64)
def _points(build: str, subject: str) -> pd.DataFrame:
    return library_indicator.points(st.session_state["visit"].library, subject)


def catalogued(indicator_id: str | None) -> Indicator | None:
    """What the catalogue says of an indicator; None where it does not know it."""
    try:
        return catalogue.load().by_id(indicator_id)
    except KeyError:
        return None


def option(name: str, known: Indicator | None, words: Words) -> str:
    """An indicator in the list to choose from: its name with its other names, so that any of them finds it."""
    others = [] if known is None else [*([known.name_en] if words.lang == "en" else []), *known.aliases]
    return words("subject.option", name=name, others=words("list.and").join(others)) if others else name


def choose_subject(seen: Visit, subjects: pd.DataFrame) -> str:
    """The box to search an indicator by name or alias; returns the chosen name."""
    made_of = "subjects", seen.view.build, seen.words.lang
    names, labels = cached.drawn(made_of, partial(_options, subjects, seen.words))
    listed = names[: link.LISTED]  # those of most regions come first
    cut = len(listed) < len(names)
    chosen = seen.view.one("subject") or names[0]
    visit.hold_own(subject=(chosen,))
    st.session_state["pick_subject"] = chosen
    st.selectbox(
        seen.words("subject.label"), listed if chosen in listed else [*listed, chosen], key="pick_subject",
        filter_mode="contains", help=seen.words("subject.help") + visit.cut(len(listed), len(names), seen.words),
        format_func=lambda name: labels.get(name, name), on_change=_subject_chosen, args=(labels,),
        accept_new_options=cut,
    )  # fmt: skip
    return chosen


def _options(subjects: pd.DataFrame, words: Words) -> tuple[list[str], dict[str, str]]:
    """The names of the subjects, and how each is called in the list."""
    names = subjects["indicator"].tolist()
    known = zip(names, subjects["indicator_id"], strict=True)
    return names, {name: option(name, catalogued(indicator_id), words) for name, indicator_id in known}


def _subject_chosen(labels: dict[str, str]) -> None:
    chosen = visit.named("subject", st.session_state["pick_subject"], labels)
    if chosen:
        visit.set_own(subject=(chosen,), measure=(), at=(), figure=())


def choose_measure(seen: Visit, found: pd.DataFrame) -> Measure:
    """The measure that the page is of; where there are several, a choice, and why they stand apart."""
    words = seen.words
    measures = {one.key: one for one in library_indicator.measures(found)}
    chosen = seen.view.one("measure")
    if chosen not in measures:
        visit.leave_out("measure")
        chosen = next(iter(measures))
    visit.hold_own(measure=(chosen,))
    if len(measures) > 1:
        st.session_state["pick_measure"] = chosen
        st.segmented_control(
            words("measure.label"), list(measures), key="pick_measure", required=True, on_change=_measure_chosen,
            format_func=lambda key: measure_option(measures[key], words),
        )  # fmt: skip
        st.caption(words("measure.apart"))
    return measures[chosen]


def _measure_chosen() -> None:
    visit.set_own(measure=(st.session_state["pick_measure"],), at=(), figure=())


def measure_option(measure: Measure, words: Words) -> str:
    """A measure in the list to choose from, with how many figures it has."""
    return words("measure.option", name=measure_name(measure, words), n=measure.points)


def measure_name(measure: Measure, words: Words) -> str:
    """What a measure counts, in words: 水平值（/10万）."""
    basis = "basis.task" if measure.complete else f"basis.{measure.basis}"
    return words("measure.name", basis=words(basis), unit=measure.unit or words("panel.no_unit"))


def definition(seen: Visit, known: Indicator | None, subject: str) -> None:
    """What the indicator means, from the catalogue, and which side of it is better."""
    words = seen.words
    with st.expander(words("definition.title"), expanded=False):
        if known is None:
            st.info(words("definition.none", name=subject))
            return
        facts = {
            "definition.english": known.name_en,
            "definition.meaning": known.definition,
            "definition.numerator": known.numerator,
            "definition.denominator": known.denominator,
            "column.unit": known.unit or words("panel.no_unit"),
            "definition.polarity": words(f"polarity.{known.polarity}"),
            "column.domain": known.domain,
            "definition.aliases": words("list.and").join(known.aliases),
            "definition.frameworks": words("list.and").join(known.frameworks),
            "definition.source": known.source,
        }
        rows = "".join(
            f"<div><dt>{html.escape(words(key))}</dt><dd>{html.escape(fact)}</dd></div>"
            for key, fact in facts.items()
            if fact
        )
        st.html(f'<dl class="facts">{rows}</dl>')


def headline(known: Indicator | None, measure: Measure, words: Words) -> str:
    """Unit, and which side is better, in a line under the name."""
    parts = [measure_name(measure, words)]
    if known is not None:
        parts.append(words(f"polarity.{known.polarity}"))
    return " · ".join(parts)


def _made_of(seen: Visit) -> tuple[object, ...]:
    """What a chart of this page is made of besides its rows: the data, the page's choices, language and theme."""
    return seen.view.build, seen.view.own, seen.words.lang, visit.theme()


def clickable(seen: Visit, name: str, key: str, make: Make, alt: str) -> None:
    """A chart whose marks are the links to their evidence: of this name, made of what ``key`` stands for."""
    plot.show((name, key, *_made_of(seen)), make, alt, partial(_mark, seen), seen.view.one("figure"))


def _mark(seen: Visit, carried: Sequence[str | None]) -> str | None:
    """The link of a mark: the page as it is with its sentences, or without them where they are shown.

    A tile without a value has none.
    """
    (figure,) = carried
    if figure is None:
        return None
    chosen = {} if figure == seen.view.one("figure") else {"figure": (figure,)}
    own = {name: values for name, values in seen.view.own if name != "figure"} | chosen
    view = replace(seen.view, own=tuple(own.items()))
    return f"./indicator?{link.query(view, seen.page)}"


def fitting(seen: Visit, points: pd.DataFrame) -> Visit:
    """The visit as it is shown: with what was picked for it, without a year or a mark that these points do not have."""
    if seen.view.one("at") not in {str(year) for year in library_indicator.years(points)}:
        visit.leave_out("at")
    if seen.view.one("figure") not in set(points["figure_id"]):
        visit.leave_out("figure")
    return replace(seen, view=visit.current())


def trend(seen: Visit, points: pd.DataFrame, key: str) -> None:
    """Values over the years, a band a region."""
    words = seen.words
    st.header(words("trend.title"), anchor=False)
    dated = points[points["year"].notna()]
    if dated.empty:
        st.info(words("trend.no_year"))
        return
    places, bands = list(dict.fromkeys(dated["region"].fillna(""))), CHOSEN_BANDS if seen.view.region else BANDS
    drawn = dated[dated["region"].fillna("").isin(places[:bands])]
    st.html(_legend(words, charts.PALETTES[visit.theme()]))
    clickable(
        seen, "trend", key,
        partial(charts_trend.trend_chart, drawn, words, visit.theme(), seen.view.one("figure")),
        charts_trend.describe(drawn, words),
    )  # fmt: skip
    legend = "　".join(f"{sign} {words(name)}" for sign, _, name in _SIGNS)
    make = partial(charts_trend.trend_chart, drawn, words)
    save_image.points(seen, f"trend {key}", words("trend.title"), make, drawn, legend)
    said = [words("trend.cut", shown=bands, n=len(places))] if len(places) > bands else []
    if undated := len(points) - len(dated):
        said.append(words("trend.undated", n=undated))
    st.caption(" ".join([*said, words("trend.axes")]))


_SIGNS = (("●", "met", "trend.achieved"), ("○", "met", "trend.baseline"), ("◇", "met", "trend.other"),
          ("□", "met", "trend.benchmark"), ("▲▼", "unmet", "trend.target"))  # fmt: skip


def _legend(words: Words, colours: dict[str, str]) -> str:
    spans = [f'<span><b style="color:{colours[tone]}">{sign}</b> {words(key)}</span>' for sign, tone, key in _SIGNS]
    return f'<div class="legend">{"".join(spans)}</div>'


def places(seen: Visit, points: pd.DataFrame, polarity: str | None, key: str) -> None:
    """Ranking and tiles for one year, or for each region's latest."""
    words = seen.words
    st.header(words("ranking.title"), anchor=False)
    years = [str(year) for year in library_indicator.years(points)]
    if not years:
        st.info(words("ranking.none"))
        return
    chosen = seen.view.one("at")
    st.session_state["pick_year"] = chosen or LATEST
    st.selectbox(
        words("ranking.year"), [LATEST, *years], key="pick_year", on_change=_year_chosen,
        format_func=lambda at: words("ranking.latest") if at == LATEST else words("year", year=at),
    )  # fmt: skip
    standing = library_indicator.standings(points, int(chosen) if chosen else None)
    rows = charts_places.ranked(standing[standing["value"].notna()], polarity)
    if chosen is None and rows["year"].nunique() > 1:
        st.caption(words("ranking.mixed"))
    clickable(
        seen, "ranking", f"{key}-{chosen}",
        partial(charts_places.ranking_chart, rows.head(PLACES), words, visit.theme(), seen.view.one("figure")),
        charts_places.describe_ranking(rows.head(PLACES), words),
    )  # fmt: skip
    make = partial(charts_places.ranking_chart, rows.head(PLACES), words)
    save_image.points(seen, f"ranking {key} {chosen}", words("ranking.title"), make, rows.head(PLACES))
    st.caption(words(f"ranking.order_{polarity or 'unknown'}"))
    if len(rows) > PLACES:
        st.caption(words("ranking.cut", shown=PLACES, n=len(rows)))
    st.header(words("tiles.title"), anchor=False)
    provinces = rows[rows["region_level"] == "省"]
    with st.container(key="tiles"):
        clickable(
            seen, "tiles", f"{key}-{chosen}",
            partial(charts_places.tile_chart, rows, words, visit.theme(), seen.view.one("figure")),
            charts_places.describe_tiles(rows, words),
        )  # fmt: skip
    make = partial(charts_places.tile_chart, rows, words)
    save_image.points(seen, f"tiles {key} {chosen}", words("tiles.title"), make, provinces if len(provinces) else rows)
    st.caption(words("tiles.about", n=len(provinces)))


def _year_chosen() -> None:
    at = st.session_state["pick_year"]
    visit.set_own(at=() if at == LATEST else (at,), figure=())


def table(seen: Visit, points: pd.DataFrame, key: str) -> None:
    """The table twin of the charts: every point; a click on a row opens its evidence."""
    words = seen.words
    st.header(words("points.title"), anchor=False)
    rows = points.head(TABLE_ROWS)
    shown = pd.DataFrame({
        "region": rows["region"],
        "year": rows["year"],
        "kind": [words(f"kind.{kind}") for kind in rows["kind"]],
        "value": rows["value"],
        "value_high": rows["value_high"],
        "unit": rows["unit"],
        "comparator": [words(f"comparator.{one}") for one in rows["comparator"]],
        "report": rows["report"],
    })  # fmt: skip
    if shown["value_high"].isna().all():
        shown = shown.drop(columns="value_high")
    name = marks.table_key(key)
    st.session_state["point_rows"] = rows["figure_id"].tolist()
    chosen = [place for place, one in enumerate(rows["figure_id"]) if one == seen.view.one("figure")]
    number = partial(st.column_config.NumberColumn, format="%.10g")
    st.dataframe(
        shown, hide_index=True, key=name, on_select=partial(_row_clicked, name), selection_mode="single-row",
        placeholder="",
        selection_default={"selection": {"rows": chosen, "columns": []}}, alt=words("points.alt", n=len(rows)),
        column_config={
            "region": words("column.region"), "kind": words("evidence.kind"), "unit": words("column.unit"),
            "year": st.column_config.NumberColumn(words("column.year"), format="%d"),
            "value": number(words("points.value")), "value_high": number(words("points.high")),
            "comparator": words("evidence.comparator"), "report": words("evidence.report"),
        },
    )  # fmt: skip
    if len(points) > TABLE_ROWS:
        st.caption(words("table.cut", shown=TABLE_ROWS, n=len(points)))


def _row_clicked(key: str) -> None:
    rows = st.session_state[key]["selection"]["rows"]
    visit.set_own(figure=(st.session_state["point_rows"][rows[0]],) if rows else ())


def same_point(points: pd.DataFrame, chosen: str) -> pd.DataFrame:
    """Everything that stands where the chosen point does: of its region and year, and a target where it is one."""
    (row,) = points[points["figure_id"] == chosen].to_dict("records")
    target = row["kind"] == "target"
    here = (points["kind"] == "target") == target
    for name in ("region", "year"):
        here &= points[name].isna() if pd.isna(row[name]) else points[name] == row[name]
    return points[here]


def evidence(seen: Visit, subject: str, points: pd.DataFrame) -> None:
    """The sentences behind the chosen point, all of them where several reports speak of it."""
    words, chosen = seen.words, seen.view.one("figure")
    if chosen is None:
        proof.sheet(seen, subject, "", ())
        return
    found = same_point(points, chosen)
    # The clicked one first.
    ids = sorted(found["figure_id"], key=lambda one: one != chosen)
    row: Mapping = found[found["figure_id"] == chosen].iloc[0]
    year = words("year.unknown") if pd.isna(row["year"]) else words("year", year=row["year"])
    where = " · ".join(str(part) for part in (row["region"], year) if not pd.isna(part))
    note = words("evidence.several", n=len(ids)) if len(ids) > 1 else ""
    proof.sheet(seen, subject, where, proof.cards(seen.library, ids, words), note)


def page(seen: Visit) -> None:
    """The page from top to bottom: choice, meaning, charts, table; the evidence beside them."""
    words = seen.words
    st.title(words("page.indicator"), anchor=False)
    st.caption(words("page.indicator.about"))
    subjects = answers.subjects(seen.view.build, seen.library)
    if subjects.empty:
        st.info(words("empty.no_judgement"))
        return
    subject = choose_subject(seen, subjects)
    known = catalogued(subjects.loc[subjects["indicator"] == subject, "indicator_id"].iloc[0])
    found = _points(seen.view.build, subject)
    measure = choose_measure(seen, found)
    points = library_indicator.of_measure(found, measure)
    if seen.view.region:
        points = points[points["region"].isin([*seen.view.region, "全国"])]
    with st.container(key="subject"):
        st.markdown(f"## {html.escape(subject)}")
    st.caption(headline(known, measure, words))
    definition(seen, known, subject)
    own = points[points["region"].isin(seen.view.region)] if seen.view.region else points
    if own.empty:
        st.info(words("indicator.nothing_here", name=subject, regions=words("list.and").join(seen.view.region)))
        st.button(
            words("overview.lift", name=words("filter.region")),
            key="lift_region",
            on_click=visit.lift,
            args=("region",),
        )
        return
    seen = fitting(seen, points)
    key = hashlib.sha256(f"{subject} {measure.key} {seen.view.region}".encode()).hexdigest()[:10]
    with st.container(key="with_evidence"):
        left, right = st.columns([3, 2], gap="large")
    with left:
        trend(seen, points, key)
        places(seen, points, known.polarity if known else None, key)
        compare.sections(seen, subject, known.id if known else None, measure, points)
        table(seen, points, key)
        st.html(f'<a href="{html.escape(_targets(seen, subject))}">{words("indicator.to_targets")}</a>')
        with st.container(key="files"):
            pack_panel.panel(seen)
    with right:
        evidence(seen, subject, points)


def _targets(seen: Visit, subject: str) -> str:
    chosen = {"indicator": (subject,), "region": seen.view.region, "show": "all", "method": seen.view.method}
    return pages.href("targets", seen.library, seen.view.lang, **chosen)


page(st.session_state["visit"])
