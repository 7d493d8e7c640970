"""The box that files are dropped into, in the reader's language: Streamlit has its words in English alone.

What is seen is set by the style sheet (pages.css), which takes the words from the variables here; what a
screen reader is told, by the script.
"""

from __future__ import annotations

import json

import streamlit as st
from streamlit.runtime.uploaded_file_manager import UploadedFile

from views.words import Words

_KEY = "file_box"
# The box is drawn anew after every file, so the script looks again now and then.
_JS = """
export default function({data, parentElement}) {
  clearInterval(parentElement.naming);
  const name = () => {
    const zone = document.querySelector(`.st-key-${data.box} [data-testid=stFileUploaderDropzone]`);
    if (!zone || zone.dataset.named === data.button) return;
    zone.dataset.named = data.button;
    zone.setAttribute('role', 'group');
    zone.querySelector('button')?.setAttribute('aria-label', data.button);
  };
  name();
  const timer = parentElement.naming = setInterval(name, 150);
  return () => clearInterval(timer);
}
"""
_name_box = st.components.v2.component(_KEY, html="<span></span>", css="span {display: none}", js=_JS)


def box(label: str, key: str, words: Words) -> list[UploadedFile]:
    """A box for any number of files; those that are in it now."""
    said = {"drag": "intake.drag", "button": "intake.button", "failed": "intake.upload_failed"}
    # Every JSON string without a backslash is a string of CSS.
    rules = "; ".join(f"--{name}: {json.dumps(words(text), ensure_ascii=False)}" for name, text in said.items())
    with st.container(key=_KEY):
        st.html(f"<style>.st-key-{_KEY} {{{rules}}}</style>")
        files = st.file_uploader(label, accept_multiple_files=True, key=key)
        _name_box(data={"box": _KEY, "button": words("intake.button")}, key="file_box_words")
    return files
