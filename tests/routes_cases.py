"""A client of the data's routes without a server, and the table in its answer."""

from __future__ import annotations

import io
from collections.abc import Iterator
from contextlib import contextmanager

import pyarrow as pa
import pyarrow.parquet as pq
from httpx2 import Response
from starlette.applications import Starlette
from starlette.testclient import TestClient

from views import middleware, routes


@contextmanager
def reader_of_routes() -> Iterator[TestClient]:
    """Asks the routes as ``serve.py`` has them, of the tables in the folder that DABIAO_DATA names."""
    app = Starlette(routes=routes.routes(), middleware=middleware.stack(), lifespan=routes.lifespan)
    with TestClient(app) as reader:
        yield reader


def table_of(answer: Response) -> pa.Table:
    """The table of an answer in Parquet."""
    assert answer.status_code == 200, answer.text
    return pq.read_table(io.BytesIO(answer.content))
