"""Read Chinese official reports: every quoted figure as a row that leads back to its characters.

>>> import extract
>>> rows = extract.read("全市婴儿死亡率2.96‰。")
>>> rows.loc[0, ["indicator", "value", "unit"]].tolist()
['婴儿死亡率', 2.96, '‰']
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import pandas as pd
    import pyarrow as pa

__all__ = ["read", "read_batch"]


def read(report: str | Path) -> pd.DataFrame:
    """The figures of one report, one row each, with the columns of ``extract.schema.FIGURES``.

    Args:
        report: the text of a report, or the path of a text file. The rows are
            the same; only a path gives them a ``source``.

    Raises:
        extract.files.UnreadableError: the file is missing, empty or no text.
        TypeError: ``report`` is neither a str nor a Path.
    """
    # Imported here so that importing the package reads no table and a broken table is the caller's to handle.
    import pyarrow as pa

    from extract import build, files
    from extract.schema import FIGURES

    if isinstance(report, Path):
        if not report.is_file():
            raise files.UnreadableError("路径不存在", f"没有文件 {report}", "请检查路径是否写对")
        document = files.load(files.Source(report, report.name))
    elif isinstance(report, str):
        document = files.document(report)
    else:
        raise TypeError(f"a report is a str (its text) or a Path (its file), not {type(report).__name__}")
    return pa.Table.from_pylist(build.rows(document)[0], FIGURES).to_pandas()


def read_batch(documents: pa.RecordBatch) -> pa.RecordBatch:
    """The figures of an Arrow batch of documents, as an Arrow batch.

    All that a process pool or a cluster engine has to know: the same documents
    give the same rows however they are split into batches.

    Args:
        documents: columns ``text`` and, if known, ``source`` (strings).

    Returns:
        Rows with the columns of ``extract.schema.FIGURES``, in the order of the documents.
    """
    import pyarrow as pa

    from extract import build, files
    from extract.schema import FIGURES

    columns = documents.schema.names
    made: list[dict] = []
    for row in documents.select([c for c in ("text", "source") if c in columns]).to_pylist():
        made += build.rows(files.document(row["text"] or "", row.get("source") or ""))[0]
    return pa.RecordBatch.from_pylist(made, schema=FIGURES)
