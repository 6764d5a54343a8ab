"""Each way of going wrong gets one clear message and its exit code; no traceback reaches a user."""

from __future__ import annotations

import json

from kpi_helpers.session import open_session


def _edit(path, before, after):
    text = path.read_text(encoding="utf-8")
    assert before in text
    path.write_text(text.replace(before, after, 1), encoding="utf-8")


def test_a_wrong_formula_is_told_with_file_line_and_the_nearest_name(kpi, project):
    _edit(project / "params/kpis.yaml", "formula: revenue / spend", "formula: revenue / spnd")

    code, out, err = kpi("check", "--root", str(project))

    assert code == 2
    assert "kpis.yaml:" in err
    assert "“spnd”" in err
    assert "did you mean “spend”" in err
    assert "Traceback" not in out + err


def test_a_wrong_key_is_told_in_french_too(kpi, project):
    _edit(project / "params/kpis.yaml", "    direction: up", "    directon: up")

    code, _, err = kpi("check", "--root", str(project), "--locale", "fr")

    assert code == 2
    assert "directon" in err
    assert "direction" in err
    assert "vouliez-vous dire" in err


def test_every_fault_is_told_at_once(kpi, project):
    _edit(project / "params/kpis.yaml", "formula: revenue / spend", "formula: revenue / spnd")
    _edit(project / "params/kpis.yaml", "formula: new_customers", "formula: new_customer")

    _, _, err = kpi("import", "--root", str(project))

    assert "spnd" in err
    assert "new_customer" in err


def test_a_broken_export_is_refused_and_the_others_are_imported(kpi, project):
    folder = project / "data/sample/northwind_outdoor/observed-2026-11-03"
    (folder / "holiday.csv").write_bytes(b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR" * 20)

    code, out, err = kpi("import", "--root", str(project))

    assert code == 2
    assert "holiday.csv" in err
    assert "northwind_outdoor" in out
    assert (project / "data/store/manifest.json").exists()


def test_importing_again_finds_nothing_new(kpi, project):
    kpi("import", "--root", str(project))
    before = (project / "data/store/manifest.json").read_bytes()

    code, out, _ = kpi("import", "--root", str(project))

    assert code == 0
    assert "imported before" in out
    assert (project / "data/store/manifest.json").read_bytes() == before


def test_a_changed_mapping_is_applied_when_the_store_is_rebuilt(kpi, project):
    kpi("import", "--root", str(project))
    _edit(project / "params/sheets/sales_en.yaml", "orders: {", "orders: {scale: 10, ")

    code, out, _ = kpi("import", "--root", str(project), "--rebuild")
    session = open_session("northwind_outdoor", "2026-10", root=str(project))

    assert (code, "imported before" in out) == (0, False)
    assert session.values(["orders"])["value"].iloc[0] == 30860
    assert not (project / "data/store.before").exists()


def test_a_missing_brand_is_told_with_the_known_ones(kpi, project):
    code, _, err = kpi("run", "--root", str(project), "--brand", "northwind_outdor")

    assert code == 2
    assert "northwind_outdor" in err
    assert "northwind_outdoor" in err


def test_a_wrong_month_and_a_wrong_notebook_are_refused_before_anything_runs(kpi, project):
    code, _, err = kpi("run", "--root", str(project), "--month", "2026-13", "--only", "09")

    assert code == 2
    assert "2026-13" in err
    assert "09" in err
    assert not (project / "reports").exists()


def test_a_wrong_date_of_knowledge_is_told(kpi, project):
    code, _, err = kpi("run", "--root", str(project), "--known-at", "last week")

    assert code == 2
    assert "last week" in err


def test_running_before_importing_says_what_to_do(kpi, project):
    code, _, err = kpi("run", "--root", str(project))

    assert code == 1
    assert "kpi import" in err
    assert "store_missing" not in err


def test_a_folder_that_is_no_project_is_told(kpi, tmp_path):
    code, _, err = kpi("list", "--root", str(tmp_path))

    assert code == 2
    assert "params" in err


def test_the_plan_names_each_report_and_makes_none(kpi, project):
    code, out, _ = kpi("list", "--root", str(project))

    assert code == 0
    assert "reports/2026-10/northwind_outdoor" in out
    assert "01_funnel_mapping" in out
    assert not (project / "reports").exists()


def test_the_dictionary_tells_meaning_formula_owner_and_source(kpi, project):
    code, out, _ = kpi("kpis", "--root", str(project), "--locale", "fr")

    assert code == 0
    assert "Dépense publicitaire par nouveau client  (cac)" in out
    assert "Formule" in out
    assert "÷" in out
    assert "kpis.yaml:" in out


def test_one_notebook_of_one_month_becomes_a_report_in_the_language_asked_for(kpi, project):
    kpi("import", "--root", str(project))

    code, out, err = kpi("run", "--root", str(project), "--only", "02", "--locale", "fr")

    assert (code, err.count("Traceback")) == (0, 0)
    assert "reports/2026-10/northwind_outdoor--02_kpi_tracking/report.html" in out
    folder = project / "reports/2026-10/northwind_outdoor--02_kpi_tracking"
    assert '<html lang="fr"' in (folder / "report.html").read_text(encoding="utf-8")
    record = json.loads((folder / "run.json").read_text(encoding="utf-8"))
    assert record["status"] == "succeeded"
    assert [notebook["name"] for notebook in record["notebooks"]] == ["02_kpi_tracking"]
    assert record["inputs"]
