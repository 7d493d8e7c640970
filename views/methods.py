"""The page 方法."""

import streamlit as st

seen = st.session_state["visit"]
st.title(seen.words("page.methods"), anchor=False)
