"""One reader per export: raw files in, typed observations and listed problems out."""
