"""A plan and the review after it, and a Word document opened again: for the tests of 监测评估报告."""

from __future__ import annotations

import io
import re
from pathlib import Path

import pandas as pd
import pyarrow.parquet as pq
from docx import Document
from docx.document import Document as Opened
from docx.table import Table

from extract.__main__ import main as extract
from metrics.__main__ import main as judge
from views.library import Library

REF = re.compile(r"\[(\d+)\]")
# A plan and the review after it: one promise missed, two not mentioned, one lowered, one slow, one met but worse.
REPORTS = {
    "jincheng-2022.txt": """晋城市2022年卫生健康工作总结和2023年工作计划
一、2022年工作总结
全市婚检率达到91.5%。孕产妇死亡率由2020年的16.2/10万升至17.8/10万，控制在省定标准18/10万以内。居民健康素养水平由2020年的20.6%提高到21.2%。
二、2023年工作计划
2023年，婚检率达到95%以上，居民健康素养水平达到30%以上，产前筛查率达到90%以上，新建社区卫生服务中心12家。
""",
    "jincheng-2023.txt": """晋城市2023年卫生健康工作总结和2024年工作计划
一、2023年工作总结
全市婚检率达到93%。
二、2024年工作计划
2024年，居民健康素养水平达到28%以上。
""",
}


def followed(folder: Path) -> Library:
    """The tables of the plan and the review that followed it, built in a folder."""
    for name, text in REPORTS.items():
        (folder / name).write_text(text, "utf-8")
    assert extract([str(folder), "-o", str(folder / "tables")]) == 0
    assert judge([str(folder / "tables")]) == 0
    return Library(folder / "tables")


def judged_of(library: Library, place: str) -> pd.DataFrame:
    """The region's judgements as pandas reads them, past every query of the page."""
    frame = pq.read_table(library.folder / "judgements.parquet").to_pandas()
    return frame[frame["region"] == place]


def opened(content: bytes) -> Opened:
    return Document(io.BytesIO(content))


def texts(document: Opened, style: str) -> list[str]:
    return [one.text for one in document.paragraphs if one.style.name == style and one.text]


def rows_of(table: Table) -> list[list[str]]:
    return [[cell.text for cell in row.cells] for row in table.rows]


def headed(document: Opened, first: str) -> list[Table]:
    return [table for table in document.tables if table.rows[0].cells[0].text == first]
