"""The keys of the page 校核: which letter presses which button, and the listener that never presses for another row."""

from __future__ import annotations

import streamlit as st

from views.words import Words

# What a letter does; each names the buttons whose keys begin so. E leads into the fields.
KEYS = {"accept": "A", "change": "S", "drop": "D", "previous": "K", "next": "J", "back": "Z"}
FIELDS = "E"

# Streamlit's own shortcuts would not do: while a row gives way to the next, one letter presses the buttons of both.
# A letter is for the row in view when it was pressed: it waits for a run that is under way, and is dropped where that
# brought another row. A key that is held down does nothing more. In a field letters are letters; Escape leads out.
# The buttons are new ones for every row, the old ones stay until the run is over; the focus follows.
_JS = """
const actions = ['accept', 'change', 'drop'];
let held = null, waiting = [], quiet = 0, off = () => {};
const shown = () => document.querySelector('.review-figure')?.dataset.figure ?? '';
const find = name => document.querySelector(actions.includes(name)
  ? `.st-key-review_${name}_${shown()} button` : `[class*="st-key-review_${name}_"] button`);
const named = target => actions.find(name => target.closest?.(`.st-key-review_bar [class*="st-key-review_${name}_"]`));
const busy = () => ['running', 'rerunRequested'].includes(
  document.querySelector('[data-testid=stApp]')?.getAttribute('data-test-script-state'));
// The page tells that it runs a moment after the press that made it run.
const watch = () => { if (busy()) quiet = 0; else if (performance.now() < quiet) setTimeout(watch, 20); };
const running = () => busy() || performance.now() < quiet;
const act = (name, figure) => {
  const button = name === 'next' || name === 'previous' || figure === shown() ? find(name) : null;
  if (!button || button.disabled) return;
  quiet = performance.now() + 1500;
  button.click();
  watch();
};
const work = () => {
  while (waiting.length && !running()) act(...waiting.shift());
  if (waiting.length) setTimeout(work, 40);
};
const press = (name, figure) => { if (waiting.push([name, figure]) === 1) work(); };
const stop = event => { event.preventDefault(); event.stopImmediatePropagation(); };
export default function({data}) {
  const hear = event => {
    const path = event.composedPath();
    const field = path.find(
      node => node.matches?.('input:not([type=checkbox]), textarea, select, [contenteditable=true]'));
    if (field) {
      if (event.key === 'Escape' && field.closest('.st-key-review_fields')) field.blur();
      return;
    }
    if (event.repeat && named(path[0])) stop(event);
    if (event.repeat || event.isComposing || event.ctrlKey || event.metaKey || event.altKey || !data.on) return;
    const letter = event.key.toUpperCase();
    if (letter === data.fields) {
      const first = document.querySelector('.st-key-review_fields input');
      if (first) { event.preventDefault(); first.focus(); first.select(); }
    } else if (data.keys[letter]) {
      event.preventDefault();
      press(data.keys[letter], shown());
    }
  };
  const clicked = event => {
    const name = named(event.target);
    if (name && !find(name)?.contains(event.target)) stop(event);
  };
  const focused = event => { held = named(event.target) ?? null; };
  const drawn = () => {
    if (running()) return;
    for (const [letter, name] of Object.entries(data.keys)) {
      if (data.on) find(name)?.setAttribute('aria-keyshortcuts', letter);
      else find(name)?.removeAttribute('aria-keyshortcuts');
    }
    if (held && document.activeElement === document.body) find(held)?.focus({preventScroll: true});
  };
  // Streamlit calls this anew with other data and does not end what the call before began.
  off();
  // Streamlit may draw a button anew at any time, so this looks again now and then.
  const timer = setInterval(drawn, 150);
  window.addEventListener('keydown', hear, true);
  window.addEventListener('click', clicked, true);
  document.addEventListener('focusin', focused);
  const end = () => {
    clearInterval(timer);
    window.removeEventListener('keydown', hear, true);
    window.removeEventListener('click', clicked, true);
    document.removeEventListener('focusin', focused);
  };
  off = end;
  return end;
}
"""
_listener = st.components.v2.component("review_keys", html="<span></span>", css="span {display: none}", js=_JS)


def label(words: Words, action: str, on: bool, /, **fields: object) -> str:
    """What stands on the button of an action (one of KEYS), with its key where the keys are on."""
    return words(f"review.{action}", **fields) + (f" `{KEYS[action]}`" if on else "")


def listen(on: bool, figure: str) -> None:
    """Hear the keys while a figure is shown; switched off, none of them does anything."""
    keys = {key: action for action, key in KEYS.items()}
    _listener(data={"on": on, "figure": figure, "keys": keys, "fields": FIELDS}, key="review_keys")
