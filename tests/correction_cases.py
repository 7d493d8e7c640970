"""What the tests of corrections share: two reports, and entries of a corrections file about their figures."""

from __future__ import annotations

from extract import build, files

REPORT = (
    "晋中市卫生健康委员会2022年工作总结\n\n"
    "一、2022年工作情况\n"
    "全市妇幼健康服务水平稳步提高,婚检率达到95.77%,孕产妇死亡率为12.8/10万,婴儿死亡率为2.96‰。"
    "规范管理如下:81.50%(高血压患者)。\n"
)
OTHER_REPORT = (
    "赣州市卫生健康委员会2023年工作总结\n\n"
    "一、2023年工作情况\n"
    "全市医疗服务水平稳步提高,每千人口执业医师数达到2.73人,高血压患者规范管理率达到81.5%。\n"
)
DOCUMENT, OTHER = files.document(REPORT, "a.txt"), files.document(OTHER_REPORT, "b.txt")
READ = build.rows(DOCUMENT)[0]
# Figures of the report by their words, which no other has.
BY_WORDS = {row["value_text"]: row for row in READ}
MARRIAGE, MOTHERS, INFANTS = (BY_WORDS[words]["figure_id"] for words in ("95.77%", "12.8/10万", "2.96‰"))

DOC = DOCUMENT.document_id
TAIL = "  why: 数字抄错\n  by: 王某\n  on: 2023-02-01\n"


def entry(
    figure: str = MARRIAGE, body: str = "  set: {value: 96}", expect: str = "{value: 95.77}", document: str = DOC
) -> str:
    """One entry of the file, on six lines and more: figure, document, expect, body, why, by, on."""
    return f"- figure: {figure}\n  document: {document}\n  expect: {expect}\n{body}\n{TAIL}"


def added(words: str = "81.50%", body: str = "", start: int | None = None, **columns: str) -> str:
    """An entry that adds the figure of these words: add, document, start, end, expect, set, why, by, on."""
    begin = REPORT.index(words) if start is None else start
    needed = {
        "value": "81.5", "unit": '"%"', "indicator": "高血压患者规范管理率", "kind": "achieved", "comparator": '"="',
        "basis": "level", "year": "2022", "region": "晋中市",
    }
    given = ", ".join(f"{key}: {value}" for key, value in (needed | columns).items() if value)
    return (
        f"- add: true\n  document: {DOC}\n  start: {begin}\n  end: {begin + len(words)}\n"
        f"  expect: {{value_text: '{words}'}}\n  set: {{{given}}}\n{body}{TAIL}"
    )
