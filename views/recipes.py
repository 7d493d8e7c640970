"""How a downloaded Parquet file, or an address of data, is read by other programs: text to copy and paste."""

from __future__ import annotations

from collections.abc import Mapping

from views.words import Words

# A question of each table that shows how its columns are used.
_QUESTIONS = {
    "figures": "SELECT region, year, indicator, value, unit, quote\nFROM '{file}'\n"
    "WHERE kind = 'target'\nORDER BY region, year",
    "judgements": "SELECT region, year, indicator, achieved_value, target_value, unit, level\nFROM '{file}'\n"
    "WHERE level IS NOT NULL\nORDER BY region, year",
    "problems": "SELECT source, problem, reason, advice\nFROM '{file}'",
}


def programs(file: str, table: str, words: Words) -> list[tuple[str, str | None, str]]:
    """Name, language and text for each program that can read the file."""
    return [
        (
            "pandas", "python",
            "# pip install pandas pyarrow\nimport pandas as pd\n\n"
            f'table = pd.read_parquet("{file}")\nprint(table.head())\n',
        ),
        ("DuckDB", "sql", _QUESTIONS[table].format(file=file) + ";\n"),
        ("R", "r", f'# install.packages("arrow")\nlibrary(arrow)\n\ntable <- read_parquet("{file}")\nhead(table)\n'),
        (
            "Excel", None,
            f'let\n    Source = Parquet.Document(File.Contents("C:\\Users\\me\\Downloads\\{file}"))\nin\n    Source\n\n'
            f"// {words('recipes.excel')}\n",
        ),
    ]  # fmt: skip


def programs_by_address(addresses: Mapping[str, str], table: str, words: Words) -> list[tuple[str, str | None, str]]:
    """The same for the rows at an address: ``addresses`` are those of its formats, parquet and csv."""
    parquet = addresses["parquet"]
    return [
        ("pandas", "python", f'import pandas as pd\n\ntable = pd.read_parquet("{parquet}")\nprint(table.head())\n'),
        ("DuckDB", "sql", _QUESTIONS[table].format(file=parquet) + ";\n"),
        (
            "R", "r",
            f'library(arrow)\n\nfile <- tempfile(fileext = ".parquet")\n'
            f'download.file("{parquet}", file, mode = "wb")\ntable <- read_parquet(file)\nhead(table)\n',
        ),
        (
            "Excel", None,
            f'let\n    Source = Csv.Document(\n        Web.Contents("{addresses["csv"]}"),\n'
            f'        [Delimiter = ",", Encoding = 65001, QuoteStyle = QuoteStyle.Csv]\n    ),\n'
            f"    Rows = Table.PromoteHeaders(Source)\nin\n    Rows\n\n// {words('recipes.link_excel')}\n",
        ),
    ]  # fmt: skip
