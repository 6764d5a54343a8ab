"""One module per analysis: KPI values in, Findings out."""
