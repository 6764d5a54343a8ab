"""Charts of figures already computed: one file per kind, one quiet theme, one renderer."""
