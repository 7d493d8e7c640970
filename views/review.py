"""The page 校核."""

import streamlit as st

seen = st.session_state["visit"]
st.title(seen.words("page.review"), anchor=False)
