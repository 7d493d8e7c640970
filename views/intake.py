"""The page 导入."""

import streamlit as st

seen = st.session_state["visit"]
st.title(seen.words("page.intake"), anchor=False)
