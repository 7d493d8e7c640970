"""The dashboard with data by address beside its pages: ``streamlit run serve.py``, or ``uvicorn serve:app``.

``streamlit run dashboard.py`` serves the same pages without the addresses, and they say so.
"""

from __future__ import annotations

from pathlib import Path

import streamlit as st

from views import middleware, routes

app = st.App(
    Path(__file__).with_name("dashboard.py"),
    routes=routes.routes(),
    middleware=middleware.stack(),
    lifespan=routes.lifespan,
)
