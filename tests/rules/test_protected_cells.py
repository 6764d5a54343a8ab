"""Cells of people: what is withheld, what goes with it, and what may be told."""

from __future__ import annotations

import copy

import pandas as pd
from made_workshops import GUESTS, catalogue, counted, frame, kpi, rated, row

from kpi_helpers.rules.protected_cells import protected_cells

MASKED = {("FR-ARA", "18-24"), ("FR-ARA", "25-34"), ("FR-IDF", "18-24"), ("FR-IDF", "25-34")}


def _hidden(cells, kpi="workshop_guests", column="value"):
    mine = cells[(cells["kpi"] == kpi) & cells["withheld"].map(lambda names: column in names)]
    return {
        tuple(str(r[n]) for n in ("region", "age_band", "perimeter") if isinstance(r[n], str))
        or ("whole",)
        for r in mine.to_dict("records")
    }


def test_a_small_cell_takes_a_rectangle_with_it_and_the_totals_stay():
    cells = protected_cells(frame(counted("workshop_guests", GUESTS)), catalogue())

    assert _hidden(cells) == MASKED


def test_a_withheld_cell_has_no_value_and_says_nothing_else_of_itself():
    rows = counted("workshop_guests", GUESTS)
    for one in rows:
        one |= {"caveats": ["small_denominator"], "detail": {"low": 3}}
    cells = protected_cells(frame(rows), catalogue())
    hidden = cells[cells["withheld"].map(bool)]

    assert hidden["value"].isna().all()
    assert set(hidden["reason"]) == {"withheld"}
    assert hidden["caveats"].map(len).eq(0).all()
    assert hidden["detail"].map(len).eq(0).all()
    assert set(hidden["least"]) == {10}


def test_a_rate_is_withheld_with_its_denominator():
    buyers = {r: {a: n // 2 for a, n in ages.items()} for r, ages in GUESTS.items()}
    cells = protected_cells(frame(rated("workshop_conversion", buyers, GUESTS)), catalogue())

    assert _hidden(cells, "workshop_conversion") >= MASKED
    told = cells[~cells["withheld"].map(bool)]
    assert told[["numerator", "denominator"]].notna().all(axis=None)


def test_a_rate_and_the_count_beside_it_are_withheld_together():
    """The count of guests is the rate's denominator: told in one place it is told in both."""
    buyers = {r: {a: n // 2 for a, n in ages.items()} for r, ages in GUESTS.items()}
    both = counted("workshop_guests", GUESTS) + rated("workshop_conversion", buyers, GUESTS)
    cells = protected_cells(frame(both), catalogue())

    assert _hidden(cells) == _hidden(cells, "workshop_conversion", "denominator")


def test_a_rate_that_leaves_few_others_hides_its_numerator_and_keeps_its_denominator():
    """47 of 50 bought: 3 did not."""
    guests = {"FR-ARA": {"18-24": 50}, "FR-IDF": {"18-24": 60}, "FR-PAC": {"18-24": 70}}
    buyers = {"FR-ARA": {"18-24": 47}, "FR-IDF": {"18-24": 30}, "FR-PAC": {"18-24": 35}}
    cells = protected_cells(frame(rated("workshop_conversion", buyers, guests)), catalogue())
    ara = cells[(cells["cut"] == "region") & (cells["region"] == "FR-ARA")].iloc[0]

    assert ara["withheld"] == ["value", "numerator"]
    assert ara["denominator"] == 50


def test_no_rate_gives_away_that_there_was_nobody():
    guests = copy.deepcopy(GUESTS) | {"FR-ARA": {"18-24": 0, "25-34": 40, "35-44": 50}}
    buyers = {r: {a: n // 2 for a, n in ages.items()} for r, ages in guests.items()}
    cells = protected_cells(frame(rated("workshop_conversion", buyers, guests)), catalogue())
    nobody = cells[(cells["region"] == "FR-ARA") & (cells["age_band"] == "18-24")].iloc[0]

    assert nobody["reason"] == "withheld"
    assert pd.isna(nobody["denominator"])


def test_a_perimeter_is_one_more_total_that_could_give_a_cell_away():
    """A region without its young guests: told beside the whole region, the 3 come back."""
    known = catalogue(south={"region": ("FR-ARA",), "age_band": ("25-34", "35-44")})
    rows = counted("workshop_guests", GUESTS)
    rows.append(row("workshop_guests", "perimeter", perimeter="south", value=90))
    cells = protected_cells(frame(rows), known)

    assert _hidden(cells) == {*MASKED, ("south",)}


def test_a_perimeter_by_a_further_dimension_leaves_no_small_rest():
    """93 guests of a region, 90 of them from one channel: 3 from elsewhere."""
    known = catalogue(paid={"region": ("FR-ARA",), "channel": ("Paid Social",)})
    rows = [row("workshop_guests", "region", region="FR-ARA", value=93)]
    rows += [row("workshop_guests", "whole", value=500)]
    rows += [row("workshop_guests", "region", region="FR-IDF", value=407)]
    rows += [row("workshop_guests", "perimeter", perimeter="paid", value=90)]
    cells = protected_cells(frame(rows), known)

    assert _hidden(cells) == {("paid",)}


def test_a_count_of_fewer_rows_does_not_bound_the_count_it_is_part_of():
    """Satisfied guests are asked of the workshops that answered: all but one of them."""
    asked = {r: dict(ages) for r, ages in GUESTS.items()}
    asked["FR-PAC"]["35-44"] = 80
    buyers = {r: {a: n // 2 for a, n in ages.items()} for r, ages in asked.items()}
    rows = counted("workshop_guests", GUESTS) + rated("workshop_conversion", buyers, asked)
    cells = protected_cells(frame(rows), catalogue())

    assert _hidden(cells) == _hidden(cells, "workshop_conversion", "denominator") == MASKED


def test_money_is_no_count_but_its_rate_goes_with_the_count():
    fees = {r: {a: 25.0 * n for a, n in ages.items()} for r, ages in GUESTS.items()}
    rows = counted("workshop_guests", GUESTS) + rated("fee_per_guest", fees, GUESTS)
    cells = protected_cells(frame(rows), catalogue())

    assert _hidden(cells, "fee_per_guest") == MASKED


def test_what_no_dimension_of_people_splits_is_never_withheld():
    cells = protected_cells(frame([row("page_views", "whole", value=2)]), catalogue())

    assert cells["withheld"].tolist() == [[]]
    assert cells["value"].tolist() == [2]


def test_a_figure_that_was_refused_keeps_its_own_reason():
    rows = [row("workshop_guests", "region", reason="not_split_by")]
    cells = protected_cells(frame(rows), catalogue())

    assert cells["reason"].tolist() == ["not_split_by"]


def test_the_order_of_the_rows_does_not_matter():
    cells = frame(counted("workshop_guests", GUESTS))

    assert _hidden(protected_cells(cells.iloc[::-1], catalogue())) == MASKED


def test_parts_that_exceed_their_total_are_not_told_at_all():
    """Nothing can be proven of figures that contradict one another."""
    rows = counted("workshop_guests", GUESTS)
    rows[-1]["value"] = 100
    cells = protected_cells(frame(rows), catalogue())

    assert cells["value"].isna().all()


def _answered(*silent):
    """Guests and how many of them bought, where the buyers of some cells are not known."""
    asked = {
        region: {age: n for age, n in ages.items() if (region, age) not in silent}
        for region, ages in UNEVEN.items()
    }
    buyers = {r: {a: n // 2 for a, n in ages.items()} for r, ages in asked.items()}
    return counted("workshop_guests", UNEVEN) + rated("workshop_conversion", buyers, asked)


UNEVEN = {  # region to guests by age band
    "FR-ARA": {"18-24": 14, "25-34": 26},
    "FR-BRE": {"18-24": 4, "25-34": 5},
    "FR-IDF": {"18-24": 30, "25-34": 55},
    "FR-PAC": {"18-24": 40, "25-34": 60},
}


def test_a_count_told_twice_gives_nothing_away_where_some_rows_are_left_out():
    """Of one large cell the buyers are not known, so the rate counts fewer guests than there are.

    Everywhere else both count the same guests: what one masks, the other must not tell.
    """
    cells = protected_cells(frame(_answered(("FR-IDF", "25-34"))), catalogue())
    guests = _hidden(cells)
    asked = _hidden(cells, "workshop_conversion", "denominator")

    assert ("FR-BRE",) in guests
    regions = {("FR-ARA",), ("FR-BRE",), ("FR-PAC",)}
    assert asked & regions == guests & regions


def test_a_small_cell_is_not_the_difference_of_guests_and_guests_asked():
    """The buyers of 4 guests are not known: 9 guests of a region beside 5 asked."""
    cells = protected_cells(frame(_answered(("FR-BRE", "18-24"))), catalogue())
    whole = cells[cells["cut"] == "whole"].set_index("kpi")

    assert pd.isna(whole["value"]["workshop_guests"]) or pd.isna(
        whole["denominator"]["workshop_conversion"]
    )


def test_a_difference_of_two_counts_is_not_told_beside_its_terms():
    """Guests less buyers, told beside both, is an equation more than was proven to be safe."""
    known = catalogue()
    idle = kpi("workshop_guests - workshop_buyers")
    known = known.model_copy(update={"kpis": {**known.kpis, "workshop_idle": idle}})
    buyers = {r: {a: n // 2 for a, n in ages.items()} for r, ages in GUESTS.items()}
    rows = rated("workshop_conversion", buyers, GUESTS)
    rest = {r: {a: n - buyers[r][a] for a, n in ages.items()} for r, ages in GUESTS.items()}
    cells = protected_cells(frame(rows + counted("workshop_idle", rest)), known)
    idle_cells = cells[cells["kpi"] == "workshop_idle"].set_index("cut")

    assert idle_cells["value"].dropna().to_dict() == {"whole": 295}


def test_a_difference_that_stands_alone_is_protected_like_any_count():
    known = catalogue()
    idle = kpi("workshop_guests - workshop_buyers")
    known = known.model_copy(update={"kpis": {"workshop_idle": idle}})
    cells = protected_cells(frame(counted("workshop_idle", GUESTS)), known)

    assert _hidden(cells, "workshop_idle") == MASKED


def test_a_year_to_date_gives_nothing_away_in_its_first_month():
    """In January the year so far is the month: one masks what the other does."""
    known = catalogue()
    year = kpi("workshop_guests", kind="cumulative", to_date="year")
    known = known.model_copy(update={"kpis": {**known.kpis, "guests_ytd": year}})
    rows = counted("workshop_guests", GUESTS) + counted("guests_ytd", GUESTS)
    cells = protected_cells(frame(rows), known)

    assert _hidden(cells, "guests_ytd") == _hidden(cells) == MASKED
