"""Charts, tables and sentences: they draw and word, and never compute."""
