"""Synthetic tables of any size, and how fast the pages are on them."""
