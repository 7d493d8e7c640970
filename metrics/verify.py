"""Hold the judgements of an evidence pack against their own inputs: each is paired and judged anew.

Level, distance, direction, pace and every other column must come out as the pack has them, from the figures that the
pack carries, the national table and the rules of this program. Which figures a library had besides is not known to a
pack: a figure that is said to have no partner is taken at its word, and so is the sentence that tells why.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass, replace
from pathlib import Path

import pyarrow as pa

from extract.pack import NATIONAL, Pack, stamp
from extract.schema import FIGURES
from extract.verify import Fault, Outcome, differences, told, twin
from metrics import catalogue_polarity
from metrics.build import row_of
from metrics.derived import PREFIX as DERIVED
from metrics.derived import implied_targets
from metrics.figures import Figure, FiguresError, read
from metrics.level import Polarity
from metrics.national import PREFIX, NationalRow
from metrics.national import load as load_national
from metrics.pairs import Pair, pair
from metrics.schema import JUDGEMENTS, PACE_METHODS

_SIDES = ("achieved", "target", "baseline")


def judging_stamp() -> str:
    """The stamp of the rules of judging, as ``extract.pack.stamp`` makes them."""
    return stamp([Path(__file__).parent])


def judgements(pack: Pack) -> Outcome:
    """Check every judgement of a pack.

    Raises:
        PackError: the table of judgements or of figures cannot be read.
        TableError: a reference table of this program is broken.
    """
    outcome = Outcome()
    table, quoted = pack.table("judgements", JUDGEMENTS), pack.table("figures", FIGURES)
    if table is None or quoted is None:
        return outcome  # told among the files that are missing
    if pack.judging != judging_stamp():
        outcome.notes.append(
            "the pack was made by other rules of judging than this program has: what differs may come of that"
        )
    outcome.counts["judgements"] = table.num_rows
    outcome.faults += _national(pack)
    try:
        figures = {one.figure_id: one for one in read(quoted)}
    except FiguresError as error:
        outcome.faults.append(Fault("figures", "figures.parquet", "", "", "figures that can be judged", str(error)))
        return outcome
    inputs = _Inputs(figures, catalogue_polarity())
    seen = set()
    for row in table.to_pylist():
        outcome.faults += inputs.faults(row)
        if row["judgement_id"] in seen:
            about = told(row["judgement_id"]), "", ""
            outcome.faults.append(Fault("judgement_id", *about, "once", "in two rows"))
        seen.add(row["judgement_id"])
    outcome.faults += twin(pack, "judgements", table)
    return outcome


def _national(pack: Pack) -> Iterator[Fault]:
    """Where the rows of the nation that a pack carries are not those of data/reference/national.csv."""
    data = pack.files.get(NATIONAL)
    if data is None:
        return
    known = {row.id: row for row in load_national().rows}
    for line in csv.DictReader(io.StringIO(data.decode("utf-8-sig", "replace"), newline="")):
        row_id = line.get("id") or ""
        if row_id not in known:
            yield Fault(NATIONAL, PREFIX + row_id, "", "", "a national target or value", "not in national.csv here")
            continue
        for name, value in national_cells(known[row_id]).items():
            if line.get(name) != value:
                document = known[row_id].document
                yield Fault(f"{NATIONAL}: {name}", PREFIX + row_id, document, "", str(line.get(name)), value)


def national_cells(row: NationalRow) -> dict[str, str]:
    """A national row as a pack carries it, text by column."""
    words = {None: "", True: "yes", False: "no"}
    return {
        name: words[value] if value is None or isinstance(value, bool) else told(value)
        for name, value in asdict(row).items()
    }


@dataclass(frozen=True)
class _Inputs:
    """What judgements are made of: the figures of a pack by id, and which side of an indicator is better."""

    figures: Mapping[str, Figure]
    polarity: Polarity

    def faults(self, row: dict) -> list[Fault]:
        """What of one judgement does not come out as it stands there."""
        achieved = self.figures.get(row["achieved_id"])
        about = (
            told(row["judgement_id"]), (achieved.document or "") if achieved else told(row["target_document"]),
            (achieved.value_text or "") if achieved else "",
        )  # fmt: skip
        missing = [
            Fault(f"{side}_id", *about, row[f"{side}_id"], "no such figure or target")
            for side in _SIDES
            if row[f"{side}_id"] is not None and self._figure(row, side) is None
        ]
        if missing or (row["achieved_id"] is None and row["target_id"] is None):
            return missing or [Fault("achieved_id", *about, "nothing", "neither an achieved figure nor a target")]
        found = self._pair(*(self._figure(row, side) for side in _SIDES))
        if found is None:
            return [Fault("target_id", *about, row["target_id"], "does not answer the achieved figure")]
        method = row["pace_method"] or "straight_line"
        if method not in PACE_METHODS:
            return [Fault("pace_method", *about, told(method), f"one of {', '.join(PACE_METHODS)}")]
        try:
            again = row_of(found, self.polarity, load_national(), method)
        except FiguresError as error:
            return [Fault("indicator_id", *about, told(row["indicator_id"]), str(error))]
        alone = found.achieved is None or found.target is None
        names = [name for name in JUDGEMENTS.names if not (alone and name == "reason")]
        # By way of the table's own types: what stands there is what was written there.
        (filed,) = pa.Table.from_pylist([again], JUDGEMENTS).to_pylist()
        return differences(row, filed, names, about)

    def _figure(self, row: dict, side: str) -> Figure | None:
        """The figure of a side by its id: quoted in a report, of the national table, or worked out again."""
        wanted = row[f"{side}_id"]
        if wanted is None or side != "target":
            return self.figures.get(wanted)
        if wanted.startswith(PREFIX):
            return next((one for one in load_national().targets if one.figure_id == wanted), None)
        if wanted.startswith(DERIVED):
            parts = [self.figures.get(one) for one in (row["target_derived_from"] or "").split("+")]
            made = implied_targets(one for one in parts if one).get(row["achieved_id"])
            return made if made and made.figure_id == wanted else None
        return self.figures.get(wanted)

    def _pair(self, achieved: Figure | None, target: Figure | None, baseline: Figure | None) -> Pair | None:
        """The pair that the rules make of these alone; None where the target does not answer the achieved figure."""
        if achieved is None:
            # As a value it could answer the target, which nothing answered when all figures were there.
            others = [replace(baseline, kind="baseline")] if baseline else []
            return next((one for one in pair([target, *others]) if one.target == target), None)
        quoted = [one for one in (achieved, baseline) if one]
        national, derived = (), {}
        if target is not None and target.origin.source == "national":
            national = (target,)
        elif target is not None and target.origin.source == "derived":
            derived = {achieved.figure_id: target}
        elif target is not None:
            quoted.append(target)
        made = pair(quoted, national, derived)
        return next((one for one in made if one.achieved == achieved and one.target == target), None)
