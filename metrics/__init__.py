"""Rows to judgements: what was achieved, held against what was aimed at.

``metrics.judge`` does it for a frame, ``python -m metrics DATA`` for the tables in a folder.
"""

from __future__ import annotations

import pandas as pd
import pyarrow as pa

from extract.schema import FIGURES
from metrics.build import build
from metrics.figures import COLUMNS, FiguresError
from metrics.level import Polarity
from metrics.national import National
from metrics.national import load as load_national

__all__ = ["FiguresError", "judge"]


def judge(
    figures: pd.DataFrame,
    polarity: Polarity | None = None,
    national: National | None = None,
    method: str = "straight_line",
) -> pd.DataFrame:
    """Hold every achieved figure against the targets that answer it.

    Args:
        figures: rows with the columns of ``extract.schema.FIGURES``, as ``extract.read`` gives them.
        polarity: which side of an indicator is better, from its catalogue id (or None) and name:
            'higher', 'lower', 'neither' or None. Left out, the indicator catalogue is asked.
        national: national targets and values to judge by too; left out, data/reference/national.csv is read.
        method: how the pace is judged: straight_line, statcan, unsd or healthy_people.

    Returns:
        Rows with the columns of ``metrics.schema.JUDGEMENTS``: one for each pair of an achieved
        figure and a target, and one for each figure that has no partner, with the reason.

    Raises:
        FiguresError: a column is missing or a row breaks the contract of the figures table.
        ValueError: the method is unknown.
    """
    missing = [name for name in COLUMNS if name not in figures.columns]
    if missing:
        raise FiguresError(f"the figures have no column {', '.join(missing)}: take them from extract.read")
    schema = pa.schema([FIGURES.field(name) for name in COLUMNS])
    try:
        table = pa.Table.from_pandas(figures[list(COLUMNS)], schema=schema, preserve_index=False)
    except (pa.ArrowInvalid, pa.ArrowTypeError) as error:
        message = f"a column of the figures has the wrong type ({error}): take them from extract.read"
        raise FiguresError(message) from error
    return build(table, polarity or catalogue_polarity(), national or load_national(), method).to_pandas()


def catalogue_polarity() -> Polarity:
    """Which side of an indicator is better, as data/reference says.

    Raises what the catalogue's loader raises where the reference table is missing or faulty.
    """
    # Imported here so that judging with a polarity of one's own needs no catalogue.
    from extract.catalogue import load

    return load().polarity
