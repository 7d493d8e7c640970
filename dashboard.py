"""The dashboard: page setup, language, filters, navigation. Run with ``streamlit run dashboard.py``.

``serve.py`` serves the same with data by address beside the pages.
"""

from __future__ import annotations

import streamlit as st

from views import address_panel, frame, lost, marks, pages, printing, scheme, visit
from views.library import TableMissing, TableUnreadable
from views.words import Words

words = Words(visit.language())
st.set_page_config(page_title=words("app.title"), layout="wide")
frame.style()

# 1. The tables; without them the page says what makes them.
try:
    library = visit.open_library()
except (TableMissing, TableUnreadable) as error:
    st.title(words("app.title"), anchor=False)
    st.info(visit.failure_text(error, words))
    st.code(error.command, language=None)
    st.stop()

# 2. The pages.
first, *others = pages.NAMES
shown = [
    st.Page(f"views/{first}.py", title=words(f"page.{first}"), url_path="", default=True),
    *(st.Page(f"views/{name}.py", title=words(f"page.{name}"), url_path=name) for name in others),
]
page = st.navigation([*shown, *lost.doors(words)], position="top")
lost.turn(page, shown, words)

# 3. The choices: from the address when the visit begins, then from the widgets.
seen = visit.begin(library, page.url_path or first)
if seen.words.lang != words.lang:
    st.rerun()  # going back in the history may change the language, and the navigation is named already
frame.sidebar(st.session_state["choices"], seen)
st.session_state["visit"] = seen
with st.sidebar:
    marks.follow()
    scheme.follow()
    printing.follow(seen.words)
told = list(visit.notices())
notices = st.container()
with notices:
    frame.notices(told, seen.words)
page.run()
with notices:
    frame.notices(visit.notices()[len(told):], seen.words)  # what a page found not to go together

# 4. The address says what the page shows, and the address of the data gives its rows.
visit.write_address()
address_panel.show(seen)
