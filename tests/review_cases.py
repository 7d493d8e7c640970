"""What the tests of the page 校核 share: two reports of one place that contradict each other, built into tables."""

from __future__ import annotations

from pathlib import Path

import pyarrow.parquet as pq

from extract.__main__ import main as extract
from metrics.__main__ import main as metrics
from views import owner

OWNER = owner.Permission(True, "王芳", "owner.local")

REPORTS = {
    "a.txt": "晋中市卫生健康委员会2022年工作总结\n\n一、2022年工作情况\n全市妇幼健康服务水平稳步提高,婚检率达到95.77%,"
    "孕产妇死亡率为12.8/10万,婴儿死亡率为2.96‰。扩大减盐教育试点覆盖面至9个县(市、区)100所学校。\n",
    "b.txt": "晋中市卫生健康委员会2023年工作总结\n\n一、2023年工作情况\n全市婚检率由2022年的94.1%提高到96.2%,"
    "孕产妇死亡率为10.1/10万。\n",
}


def build(folder: Path) -> None:
    """Read the reports beside the tables into the tables, with the corrections that stand there."""
    reports = folder / "reports"
    reports.mkdir(exist_ok=True)
    for name, text in REPORTS.items():
        (reports / name).write_text(text, encoding="utf8")
    if extract([str(reports), "-o", str(folder)]) or metrics([str(folder)]):
        raise RuntimeError(f"the tables in {folder} could not be built")


def figures(folder: Path) -> dict[str, dict]:
    """The figures of the tables by their words, which no two share."""
    rows = pq.read_table(folder / "figures.parquet").to_pylist()
    return {row["value_text"]: row for row in rows}
