"""The regions of China: their table, where a text names them, and whose report a text is."""

from extract.region_finder import Mention, find
from extract.region_parts import mentions
from extract.region_speaker import speaks_for
from extract.region_table import NATION, Region, Regions, load, read_regions, read_words, words

__all__ = [
    "NATION",
    "Mention",
    "Region",
    "Regions",
    "find",
    "load",
    "mentions",
    "read_regions",
    "read_words",
    "speaks_for",
    "words",
]
