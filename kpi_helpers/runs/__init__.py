"""Plan, papermill, and one HTML report per brand and month."""
