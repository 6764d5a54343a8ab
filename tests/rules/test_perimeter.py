"""Rule 4 on tiny frames with worked answers."""

from __future__ import annotations

import made_workshops
import pandas as pd
import pytest
from made_workshops import GUESTS, catalogue, counted, row

from kpi_helpers.catalogue.own import Origin
from kpi_helpers.finding import Figure, Ref, Verdict
from kpi_helpers.rules import perimeter
from kpi_helpers.rules.protected_cells import protected_cells

OCCURRING = {"region": ["FR-ARA", "FR-BRE", "FR-IDF", "FR-PAC"], "channel": ["Email"]}


@pytest.fixture
def south():
    return catalogue(south={"region": ("FR-ARA", "FR-PAC")})


def _rate(cut, value, part, whole, **more):
    counts = {"numerator": part, "denominator": whole, "value": value}
    return row("workshop_conversion", cut, **counts, **more)


def _message(finding, name):
    return next((caveat for caveat in finding.caveats if caveat.message == name), None)


def test_an_amount_is_shown_with_its_share_of_the_brand(south):
    rows = [row("workshop_guests", "whole", value=200)]
    rows += [row("workshop_guests", "perimeter", perimeter="south", value=50)]
    finding = perimeter.by_perimeter(
        protected_cells(made_workshops.frame(rows), south), south, OCCURRING
    )

    only = finding.table.iloc[0]
    assert (only["value"], only["whole"], only["share"]) == (50, 200, 0.25)
    assert pd.isna(only["gap_abs"])
    assert finding.verdict is Verdict.NEUTRAL


def test_a_rate_stands_beside_the_brands_rate_in_points(south):
    rows = [_rate("whole", 0.5, 100, 200), _rate("perimeter", 0.6, 30, 50, perimeter="south")]
    finding = perimeter.by_perimeter(
        protected_cells(made_workshops.frame(rows), south), south, OCCURRING
    )

    only = finding.table.iloc[0]
    assert only["gap_abs"] == pytest.approx(0.1)
    assert pd.isna(only["share"])
    assert finding.message == "by_perimeter"
    assert finding.values["perimeter"] == Ref("segment", "south")
    assert finding.values["value"] == Figure(0.6, "percent")


@pytest.mark.parametrize(
    "more", [{"caveats": ["small_denominator"]}, {"complete": False}, {"unit": "score"}]
)
def test_a_weak_rate_is_never_named_the_farthest(south, more):
    rows = [_rate("whole", 0.5, 100, 200)]
    rows += [_rate("perimeter", 0.9, 27, 30, perimeter="south") | more]
    finding = perimeter.by_perimeter(
        made_workshops.frame(rows).assign(withheld=[[], []], least=10), south, OCCURRING
    )

    assert finding.message == "by_perimeter_unranked"


def test_a_dimension_that_the_kpi_does_not_declare_is_refused_with_the_reason(south):
    rows = [row("page_views", "whole", value=200)]
    rows += [row("page_views", "perimeter", perimeter="south", value=50)]
    finding = perimeter.by_perimeter(
        protected_cells(made_workshops.frame(rows), south), south, OCCURRING
    )

    only = finding.table.iloc[0]
    assert only["reason"] == "perimeter_undeclared"
    assert pd.isna(only["value"])
    assert finding.message == "by_perimeter_none"


def test_what_the_data_cannot_tell_keeps_the_reason_of_the_data(south):
    rows = [row("workshop_guests", "whole", value=200)]
    rows += [row("workshop_guests", "perimeter", perimeter="south", reason="not_split_by")]
    finding = perimeter.by_perimeter(
        protected_cells(made_workshops.frame(rows), south), south, OCCURRING
    )

    assert finding.table["reason"].tolist() == ["not_split_by"]


def test_a_perimeter_with_a_misspelt_value_has_no_figure_and_names_the_nearest():
    known = catalogue(south={"region": ("FR-ARA", "FR-PCA")})
    rows = [row("workshop_guests", "whole", value=200)]
    rows += [row("workshop_guests", "perimeter", perimeter="south", value=50)]
    finding = perimeter.by_perimeter(
        protected_cells(made_workshops.frame(rows), known), known, OCCURRING
    )

    assert finding.table["reason"].tolist() == ["perimeter_value_unknown"]
    caveat = _message(finding, "perimeter_value_near")
    assert (caveat.values["found"], caveat.values["known"]) == ("FR-PCA", ["FR-PAC"])


def test_a_source_that_was_left_out_is_not_set_beside_the_whole(south):
    rows = [row("workshop_guests", "whole", value=200)]
    left = {"value": 50, "caveats": ["sources_left_out"]}
    rows += [row("workshop_guests", "perimeter", perimeter="south", **left)]
    finding = perimeter.by_perimeter(
        protected_cells(made_workshops.frame(rows), south), south, OCCURRING
    )

    assert pd.isna(finding.table["share"].iloc[0])


def test_perimeters_that_overlap_and_what_they_leave_out_are_said():
    known = catalogue(south={"region": ("FR-ARA", "FR-PAC")}, alps={"region": ("FR-ARA",)})
    rows = [row("workshop_guests", "whole", value=200)]
    for name, value in (("south", 80), ("alps", 50)):
        rows.append(row("workshop_guests", "perimeter", perimeter=name, value=value))
    finding = perimeter.by_perimeter(
        protected_cells(made_workshops.frame(rows), known), known, OCCURRING
    )

    overlap = _message(finding, "perimeters_overlap")
    assert overlap.values["perimeters"] == [Ref("segment", "south"), Ref("segment", "alps")]
    left = _message(finding, "perimeters_partial").values["left"]
    assert left == [Ref("region", "FR-BRE"), Ref("region", "FR-IDF")]


def test_perimeters_that_share_nothing_and_cover_all_need_no_word():
    known = catalogue(
        south={"region": ("FR-ARA", "FR-PAC")}, north={"region": ("FR-BRE", "FR-IDF")}
    )
    rows = [row("workshop_guests", "whole", value=200)]
    for name in ("south", "north"):
        rows.append(row("workshop_guests", "perimeter", perimeter=name, value=100))
    finding = perimeter.by_perimeter(
        protected_cells(made_workshops.frame(rows), known), known, OCCURRING
    )

    assert finding.caveats == ()


def test_a_brand_without_perimeters_is_told_how_to_make_one():
    rows = made_workshops.frame([row("workshop_guests", "whole", value=200)])
    finding = perimeter.by_perimeter(protected_cells(rows, catalogue()), catalogue(), {})

    assert finding.message == "by_perimeter_undeclared"


def test_the_table_of_cells_holds_totals_last_and_counts_what_is_masked():
    cells = protected_cells(made_workshops.frame(counted("workshop_guests", GUESTS)), catalogue())
    finding = perimeter.people_cells(cells, 10)

    assert finding.message == "people_cells"
    assert finding.values == {"count": 16, "hidden": 4, "least": 10}
    whole = finding.table[(finding.table["region"] == "all") & (finding.table["age_band"] == "all")]
    assert whole["value"].tolist() == [587]


def test_without_a_dimension_of_people_there_is_nothing_to_split():
    cells = protected_cells(
        made_workshops.frame([row("page_views", "whole", value=2)]), catalogue()
    )

    assert perimeter.people_cells(cells, 10).message == "people_cells_none"


def test_a_withheld_indicator_shows_no_change_either(frame, compared_row):
    """The change and the month before would give the month away."""
    rows = made_workshops.frame([row("workshop_guests", "whole", value=4)])
    compared = frame([compared_row("workshop_guests", 4, 12)])
    finding = perimeter.own_indicators(
        protected_cells(rows, catalogue()),
        compared,
        {"workshop_guests": Origin("declared", "brands/b.yaml:3")},
    )

    only = finding.table.iloc[0]
    assert only[["value", "previous", "previous_change_abs", "previous_change_rel"]].isna().all()
    assert finding.message == "own_indicators_unmoved"


def test_own_indicators_say_where_they_are_declared_and_what_moved_most(frame, compared_row):
    rows = [row("workshop_guests", "whole", value=120), row("page_views", "whole", value=50)]
    compared = frame(
        [compared_row("page_views", 50, 49), compared_row("workshop_guests", 120, 100)]
    )
    origins = {
        "workshop_guests": Origin("declared", "brands/b.yaml:3"),
        "page_views": Origin("differs", "brands/b.yaml:9", ("formula",)),
    }
    cells = protected_cells(made_workshops.frame(rows), catalogue())
    finding = perimeter.own_indicators(cells, compared, origins)

    assert finding.table["place"].tolist() == ["brands/b.yaml:3", "brands/b.yaml:9"]
    assert finding.table["fields"].tolist() == [[], ["formula"]]
    assert finding.values["kpi"] == Ref("kpi", "workshop_guests")
    assert finding.values["change"] == Figure(0.2, "relative", change=True)
    assert (finding.values["declared"], finding.values["differing"]) == (1, 1)


def test_no_indicator_of_its_own_is_said():
    cells = protected_cells(
        made_workshops.frame([row("page_views", "whole", value=2)]), catalogue()
    )

    assert perimeter.own_indicators(cells, pd.DataFrame(), {}).message == "own_indicators_none"
