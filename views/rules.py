"""The rules that read a figure, by names for readers: the table wording/rules.csv."""

from __future__ import annotations

from views.words import Words


def names(rule: str, words: Words) -> str:
    """The rules of a row, as ``figures.rule`` joins them, by their names.

    A rule that this program does not know, of a table that another version made, keeps its code.
    """
    told = (words(f"rule.{one}") if f"rule.{one}" in words else one for one in rule.split("+"))
    return words("list.and").join(told)
