"""The truth equals what an independent, naive reading of the files gives."""

from __future__ import annotations

import csv
import io
import json
from collections import defaultdict
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from python_calamine import CalamineWorkbook

SAMPLE = Path(__file__).resolve().parents[2] / "data" / "sample"
TRUTH = json.loads((SAMPLE / "truth.json").read_text(encoding="utf-8"))
BRANDS = tuple(TRUTH["brands"])
FRENCH, BRITISH = "maison_alba", "northwind_outdoor"


def _months(brand: str) -> dict[str, dict[str, float]]:
    months = TRUTH["brands"][brand]["months"]
    return {month: months[month] for month in TRUTH["months"]}


def _table(path: Path) -> list[dict[str, str]]:
    text = path.read_text(encoding="utf-8-sig")
    lines = text.splitlines(keepends=True)
    while lines[0].startswith("#") or not lines[0].strip():
        lines.pop(0)
    separator = ";" if lines[0].count(";") > lines[0].count(",") else ","
    return list(csv.DictReader(io.StringIO("".join(lines), newline=""), delimiter=separator))


def _number(text: str) -> float:
    bare = text.replace("\u00a0", "").replace("\u202f", "").replace("€", "")
    return float(bare.replace(",", "."))


def _close(found: dict[str, float], brand: str, path: str) -> None:
    expected = {month: figures[path] for month, figures in _months(brand).items()}
    assert {month: round(found[month], 3) for month in expected} == pytest.approx(
        expected, abs=0.002
    )


def _posts(brand: str, network: str, *, skip: tuple[str, ...] = ()) -> list[dict[str, str]]:
    rows = []
    for path in sorted((SAMPLE / brand).rglob("*-01-20*_*.csv")):
        if path.parent.name.removeprefix("observed-") in skip:
            continue
        table = _table(path)
        if ("Page ID" in table[0] or "ID de la Page" in table[0]) == (network == "facebook"):
            rows.extend({**row, "observed": path.parent.name} for row in table)
    return rows


def _per_month(rows: list[dict[str, str]], names: tuple[str, ...]) -> dict[str, float]:
    sums: dict[str, float] = defaultdict(float)
    for row in rows:
        stated = row.get("Publish time") or row.get("Heure de publication")
        month = datetime.strptime(stated, "%m/%d/%Y %H:%M").strftime("%Y-%m")
        text = next((row[name] for name in names if row.get(name)), "")
        if text:
            sums[month] += float(text)
    return sums


def test_orders_and_revenue_of_the_french_sheets():
    orders, revenue, seen = defaultdict(float), defaultdict(float), set()
    for path in (SAMPLE / FRENCH).rglob("ventes_*.csv"):
        for row in _table(path):
            key = (row["Date"], row["Région"])
            if row["Date"] in ("Total", "32/10/2025") or key in seen:
                continue
            seen.add(key)
            month = datetime.strptime(row["Date"], "%d/%m/%Y").strftime("%Y-%m")
            money = row.get("Chiffre d'affaires (€)") or row["Chiffre d’affaires (€)"]
            orders[month] += _number(row["Commandes"])
            revenue[month] += _number(money)
    _close(orders, FRENCH, "channel_period/orders")
    _close(revenue, FRENCH, "channel_period/revenue")


def test_orders_of_one_british_region():
    orders = defaultdict(float)
    for path in (SAMPLE / BRITISH).rglob("sales_*.csv"):
        for row in _table(path):
            if row["region"] == "GB-SCT" and float(row["orders"]) >= 0:
                orders[row["date"][:7]] += float(row["orders"])
    _close(orders, BRITISH, "channel_period/orders/GB-SCT")


@pytest.mark.parametrize("brand", BRANDS)
@pytest.mark.parametrize("network", ["facebook", "instagram"])
def test_reach_of_posts(brand, network):
    again = set(TRUTH["brands"][brand]["restated_on"].values())
    kept = {}
    for row in _posts(brand, network):
        key = row.get("Permalink") or row.get("Permalien")
        if key not in kept or row["observed"].removeprefix("observed-") in again:
            kept[key] = row
    found = _per_month(list(kept.values()), ("Reach", "Couverture"))
    _close(found, brand, f"post/{network}/reach")


@pytest.mark.parametrize("network", ["facebook", "instagram"])
def test_views_before_restatement(network):
    truth = TRUTH["brands"][FRENCH]
    rows = _posts(FRENCH, network, skip=tuple(truth["restated_on"].values()))
    found = _per_month(rows, ("Vues",))
    before = truth["before_restatement"]["2026-08"][f"post/{network}/views"]
    assert found["2026-08"] == before
    assert before < truth["months"]["2026-08"][f"post/{network}/views"]


def test_organic_and_boosted_views_of_the_british_page():
    rows = _posts(BRITISH, "facebook")
    for funding, names in (
        ("organic", ("Views from Organic posts",)),
        ("boosted", ("Views from Boosted posts",)),
    ):
        found = _per_month(rows, names)
        expected = {
            month: figures[f"post/facebook/views/{funding}"]
            for month, figures in _months(BRITISH).items()
            if month >= "2025-04"
        }
        assert {month: found[month] for month in expected} == expected


@pytest.mark.parametrize("brand", BRANDS)
def test_splits_of_views_add_up_and_those_of_reach_overlap(brand):
    for month, figures in _months(brand).items():
        name = "views" if month >= "2025-04" else "impressions"
        split = [figures[f"post/facebook/{name}/{part}"] for part in ("organic", "boosted")]
        assert sum(split) == figures[f"post/facebook/{name}"]
        reach = [figures[f"post/facebook/reach/{part}"] for part in ("organic", "boosted")]
        if (brand, month) != (BRITISH, "2025-08"):  # two cells of the total are blank there
            assert max(reach) <= figures["post/facebook/reach"] <= sum(reach)
        for network in ("facebook", "instagram"):
            assert figures[f"post/{network}/reach"] < figures[f"post/{network}/{name}"]


@pytest.mark.parametrize(
    ("brand", "date_column", "metric_columns"),
    [
        (FRENCH, "Date", ("Sessions", "Revenu total")),
        (BRITISH, "Date", ("Sessions", "Total revenue")),
    ],
)
def test_sessions_and_site_revenue_equal_the_grand_total_of_the_export(
    brand, date_column, metric_columns
):
    sessions, revenue = defaultdict(float), defaultdict(float)
    for path in (SAMPLE / brand).rglob("exploration_*.csv"):
        total = None
        for row in _table(path):
            values = [_number(row[name]) for name in metric_columns]
            if not row[date_column]:
                total = values
                continue
            month = f"{row[date_column][:4]}-{row[date_column][4:6]}"
            sessions[month] += values[0]
            revenue[month] += values[1]
        assert total == pytest.approx([sessions[month], revenue[month]])
    _close(sessions, brand, "site_day/web/sessions")
    _close(revenue, brand, "site_day/web/web_revenue")


@pytest.mark.parametrize("brand", BRANDS)
def test_active_users_are_those_of_the_total_row_and_fewer_than_the_parts(brand):
    pattern = "acquisition_trafic_*.csv" if brand == FRENCH else "traffic_acquisition_*.csv"
    found, parts = {}, defaultdict(float)
    for path in (SAMPLE / brand).rglob(pattern):
        month = path.stem[-7:]
        for row in _table(path):
            label, users = list(row.values())[:2]
            if label in ("Total", "Grand total"):
                found[month] = _number(users)
            else:
                parts[month] += _number(users)
    _close(found, brand, "account_window/web/active_users")
    assert all(found[month] < parts[month] for month in found)


def test_followers_at_the_end_of_each_month():
    last, days = {}, defaultdict(int)
    for path in (SAMPLE / BRITISH).rglob("followers_*.csv"):
        for row in _table(path):
            if row["network"] == "Facebook" and row["followers"]:
                last[row["date"]] = float(row["followers"])
                days[row["date"][:7]] += 1
    ends = {day[:7]: value for day, value in sorted(last.items())}
    _close(ends, BRITISH, "account_day/facebook/followers")
    _close(days, BRITISH, "account_day/facebook/days")
    assert days["2026-03"] == 30


def test_two_days_of_instagram_followers_are_missing_in_july_2025():
    months = _months(FRENCH)
    assert months["2025-07"]["account_day/instagram/days"] == 29
    assert months["2025-07"]["account_day/facebook/days"] == 31


def test_weeks_of_spend_count_in_each_month_by_their_days_there():
    spend = defaultdict(float)
    for path in (SAMPLE / FRENCH).rglob("depenses_*.csv"):
        for row in _table(path):
            if row["Vidéo - dépense (€)"] == "--":
                continue
            monday = datetime.strptime(row["Semaine du"], "%d/%m/%Y")
            for step in range(7):
                month = (monday + timedelta(step)).strftime("%Y-%m")
                spend[month] += _number(row["Vidéo - dépense (€)"]) / 7
    _close(spend, FRENCH, "channel_period/spend/Paid Video")


def test_display_is_billed_in_dollars_in_britain():
    spend_currency = TRUTH["brands"][BRITISH]["spend_currency"]
    assert spend_currency == {
        "Paid Social": "GBP",
        "Paid Search": "GBP",
        "Display": "USD",
        "Paid Video": "GBP",
    }


def test_service_and_budget_workbooks():
    cases, budgets = {}, defaultdict(float)
    for path in (SAMPLE / FRENCH).rglob("service_client_*.xlsx"):
        header, row = CalamineWorkbook.from_path(path).get_sheet_by_index(0).to_python()
        cases[row[0]] = row[header.index("Demandes")]
    for path in (SAMPLE / FRENCH).rglob("budget_*.xlsx"):
        rows = (
            CalamineWorkbook.from_path(path)
            .get_sheet_by_name("Budget")
            .to_python(skip_empty_area=False)
        )
        assert rows[1] == ["", "", ""]
        assert rows[2] == ["Mois", "Canal", "Budget (€)"]
        for month, _, amount in rows[3:]:
            budgets[month] += amount
    _close(cases, FRENCH, "channel_period/cases")
    _close(budgets, FRENCH, "channel_period/budget")


@pytest.mark.parametrize("brand", BRANDS)
def test_new_and_repeat_orders_make_all_orders(brand):
    for figures in _months(brand).values():
        parts = figures["channel_period/new_customers"] + figures["channel_period/repeat_orders"]
        assert parts == figures["channel_period/orders"]


@pytest.mark.parametrize("brand", BRANDS)
def test_parts_of_service_figures_never_exceed_the_whole(brand):
    for figures in _months(brand).values():
        value = {name.split("/")[1]: figures[name] for name in figures if name.count("/") == 1}
        assert value["replies_24h"] <= value["cases_answered"] <= value["cases"]
        assert value["csat_satisfied"] <= value["csat_answers"] <= value["cases_answered"]
        assert value["nps_promoters"] + value["nps_detractors"] <= value["nps_answers"]
        assert value["mentions_positive"] + value["mentions_negative"] <= value["mentions"]
