"""The pages: one module a page, and what every page shares."""
