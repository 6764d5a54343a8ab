"""What is told when the store cannot be used, and what keeps a source from being trusted."""

from __future__ import annotations

__all__ = ["MESSAGES"]

MESSAGES = {
    "store_missing": (
        "nothing has been imported yet · figures are read from imported exports · run kpi import"
    ),
    "store_brand_missing": (
        "nothing has been imported for “{brand}” · imported: {known} · put its exports in its"
        " raw folders and run kpi import"
    ),
    "store_nothing_known": (
        "nothing was known of “{brand}” on {known_at} · the first export is of {first} · "
        "choose a later time, or leave known_at empty"
    ),
    "store_locked": (
        "another import has been writing for more than {seconds} seconds · one import at a "
        "time · wait until it has ended, then run the command again"
    ),
    "store_manifest_unreadable": (
        "the list of imported files cannot be read: {reason} · the imports are lost without "
        "it, the exports are not · move data/store away and run kpi import"
    ),
    "store_format_unknown": (
        "the imported data are of format {found} · this version reads format {known} · "
        "install the version that wrote them, or move data/store away and run kpi import"
    ),
    "store_file_lost": (
        "this file of imported data is gone · every file of the list is needed · restore it, "
        "or move data/store away and run kpi import"
    ),
    "store_write_failed": (
        "the imported data cannot be written: {reason} · nothing was changed · make room or "
        "give write access to data/store, then run the command again"
    ),
    "store_metric_reserved": (
        "“{metric}” of {source} cannot be the name of a metric · the tables of figures have a"
        " column of that name · give the metric another name in the mapping"
    ),
    "quality_no_file": "no export speaks of this period",
    "quality_coverage_bad": "more than a fifth of the days are missing",
    "quality_coverage_watch": "some days are missing",
    "quality_rejected_bad": "more than a tenth of the rows were left out",
    "quality_rejected_watch": "some rows were left out",
    "quality_observed_early": "exported before the period was over",
    "quality_observed_assumed": "the export does not say when it was made",
    "quality_account_lost": "an account of the month before is missing",
    "quality_total_differs": "the rows of a file do not add up to its total row",
    "quality_warned": "the import warned of something in a file",
    "quality_conflict": "two files of the same day say different things",
}
