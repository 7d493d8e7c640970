"""The text as the rules read it, and the way back to the report's own characters."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from extract.view import view

# what stands in the report, what the rules read
LONG = "全市妇幼健康服务水平稳步提高,孕产妇系统管理率和婚检率都达到要求"
READ_AS = [
    # full-width digits and signs
    ("婚检率９５．７７％", "婚检率95.77%"),
    ("１２．８／１０万，５．４‰；", "12.8/10万,5.4‰;"),
    ("（一）目标：是什么？好！", "(一)目标:是什么?好!"),
    ("ＡＢＣ", "ABC"),
    ("８５％—９０％", "85%-90%"),
    ("3～5家", "3~5家"),
    ("护士比1∶1.5", "护士比1:1.5"),
    # what looks like a number and is none stays as it is
    ("①全面推进", "①全面推进"),
    ("第Ⅲ期", "第Ⅲ期"),
    ("㎡", "㎡"),
    ("……", "……"),
    # stray spaces
    ("99. 1 %", "99.1%"),
    ("婚检率 95 %", "婚检率95%"),
    ("到 2022 年 底", "到2022年底"),
    ("覆盖率\u00a095%", "覆盖率95%"),
    ("覆盖率\u300095%", "覆盖率95%"),
    ("Microsoft Edge", "Microsoft Edge"),
    # a full stop typed for a decimal point, only inside a rate
    ("达到75。5%", "达到75.5%"),
    ("建成75。5家在建", "建成75。5家在建"),
    # line breaks inside a sentence
    (LONG + "\n并高于全省。", LONG + "并高于全省。"),
    ("覆盖率达到95%\n，比上年提高。", "覆盖率达到95%,比上年提高。"),
    ("包括妇幼、\n中医等。", "包括妇幼、中医等。"),
    # line breaks between lines of their own
    ("2022年工作总结\n一、工作情况", "2022年工作总结\n一、工作情况"),
    ("婚检率达到95%。\n下一步", "婚检率达到95%。\n下一步"),
    (LONG + "\n(二)中医", LONG + "\n(二)中医"),
    (LONG + "\n二是中医", LONG + "\n二是中医"),
    ("婚检率95%。\n\n下一步", "婚检率95%。\n\n下一步"),
    ("", ""),
]
# words found in the view, the characters of the report they stand for
LEADS_BACK = [
    ("婚检率９５．７７％，", "95.77%", "９５．７７％"),
    ("比例为99. 1 %。", "99.1%", "99. 1 %"),
    ("共４８．１３万座", "48.13万座", "４８．１３万座"),
    ("覆盖率达到95%\n，比上年", "95%", "95%"),
    ("达到75。5%", "75.5%", "75。5%"),
    ("12.8／10万", "12.8/10万", "12.8／10万"),
]


@pytest.mark.parametrize(("text", "wanted"), READ_AS)
def test_what_rules_read(text: str, wanted: str):
    assert view(text).text == wanted


@pytest.mark.parametrize(("text", "words", "own"), LEADS_BACK)
def test_the_way_back(text: str, words: str, own: str):
    seen = view(text)
    at = seen.text.index(words)
    start, end = seen.span(at, at + len(words))
    assert text[start:end] == own


@settings(max_examples=200, deadline=None)
@given(st.text(alphabet="率达9５.．%％ \u3000\t\n\r,，。、一(（①A“”\u00a0—～", max_size=120))
def test_every_character_of_a_view_is_one_of_the_report(text: str):
    seen = view(text)
    assert len(seen.at) == len(seen.text) + 1
    assert seen.at[-1] == len(text)
    assert list(seen.at) == sorted(set(seen.at)), "offsets ascend"
    for i, char in enumerate(seen.text):
        start, end = seen.span(i, i + 1)
        assert end == start + 1
        # the same character, or one of its width or shape
        assert view(text[start:end]).text == char or text[start:end] == "。"
