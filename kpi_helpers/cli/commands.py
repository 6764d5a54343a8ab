"""The ``kpi`` command: it calls the stations, words what they say, and turns errors to exit codes.

Exit codes: 0 done, 1 some reports failed, 2 wrong input.
"""

from __future__ import annotations

import os
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import typer

from kpi_helpers.cli.telling import err, out, reading, tell_intake, tell_record
from kpi_helpers.errors import KpiError

__all__ = ["app", "main"]

DONE, SOME_FAILED, WRONG_INPUT = 0, 1, 2

app = typer.Typer(
    help="Monthly KPI reports from platform exports, with figures that refuse to mislead.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)

Root = Annotated[str, typer.Option("--root", help="Project folder; else the one around you.")]
Brand = Annotated[str, typer.Option("--brand", help="One brand; else all of them.")]
Locale = Annotated[str, typer.Option("--locale", help="fr or en; else your system's language.")]


@app.command("import")
def import_command(
    brand: Brand = "",
    root: Root = "",
    locale: Locale = "",
    observed_at: Annotated[
        str, typer.Option(help="When exports that do not say so were made: an ISO date.")
    ] = "",
    every: Annotated[bool, typer.Option("--all", help="Name every problem.")] = False,
    rebuild: Annotated[
        bool, typer.Option("--rebuild", help="Read all exports again, after a mapping changed.")
    ] = False,
) -> None:
    """Read every new export into the store, and tell every problem with its file and line."""
    from kpi_helpers.runs.intake import import_exports, rebuild_store
    from kpi_helpers.session import parse_known_at

    words = _words(locale)
    folder = _root(root)
    moment = parse_known_at(observed_at, "observed_at")
    with reading(words) as progress:
        if rebuild:
            intake = rebuild_store(folder, now=_now(), observed_at=moment, progress=progress)
        else:
            intake = import_exports(
                folder, _brands(folder, brand), now=_now(), observed_at=moment, progress=progress
            )
    tell_intake(intake, words, every)
    if intake.refused:
        raise typer.Exit(WRONG_INPUT)


@app.command()
def check(
    brand: Brand = "",
    root: Root = "",
    locale: Locale = "",
    every: Annotated[bool, typer.Option("--all", help="Name every problem.")] = False,
) -> None:
    """Check the declarations and the exports that are not imported yet; keep nothing."""
    from kpi_helpers.catalogue.loader import check_params, load_catalogue
    from kpi_helpers.runs.intake import read_exports
    from kpi_helpers.store.observations import open_store

    words = _words(locale)
    folder = _root(root)
    problems = check_params(folder)
    for problem in problems:
        err.print(words.problem(problem))
    if any(problem.severity == "block" for problem in problems):
        raise typer.Exit(WRONG_INPUT)
    names = _brands(folder, brand)
    for name in names:
        found = load_catalogue(folder, name)
        counts = {"kpis": len(found.kpis), "measures": len(found.measures)}
        out.print(words.message("cli_check_good", {"brand": found.brand.name, **counts}))
    with reading(words) as progress:
        intake = read_exports(
            folder, names, now=_now(), store=open_store(folder), progress=progress
        )
    tell_intake(intake, words, every)
    if intake.refused:
        raise typer.Exit(WRONG_INPUT)


@app.command()
def close(
    brand: Brand = "",
    month: Annotated[str, typer.Option(help="One month, YYYY-MM.")] = "",
    through: Annotated[
        str, typer.Option(help="All months up to it; else to the newest of params/run.yaml.")
    ] = "",
    known_at: Annotated[str, typer.Option(help="As known then: an ISO date.")] = "",
    restate: Annotated[
        str | None, typer.Option(help="Close a closed month again, and say why.")
    ] = None,
    root: Root = "",
    locale: Locale = "",
) -> None:
    """Freeze the figures of months that are over, so that later changes can be told."""
    from kpi_helpers.cli.closing import CloseWish, close_brands

    words = _words(locale)
    folder = _root(root)
    wish = CloseWish(month, through, known_at, restate)
    if not close_brands(folder, _brands(folder, brand), wish, words, _now()):
        raise typer.Exit(WRONG_INPUT)


@app.command("list")
def list_command(
    brand: Brand = "",
    month: Annotated[str, typer.Option(help="YYYY-MM; else those of params/run.yaml.")] = "",
    only: Annotated[str, typer.Option(help="One notebook, by name or number.")] = "",
    root: Root = "",
    locale: Locale = "",
) -> None:
    """Print the reports that a run would make."""
    words = _words(locale)
    jobs = _jobs(_root(root), brand, month, only, locale, "")
    out.print(words.message("cli_plan_head", {"count": len(jobs)}))
    for job in jobs:
        values = {
            "period_id": job.month,
            "brand": job.brand,
            "locale": job.locale,
            "notebooks": ", ".join(source.name for source in job.notebooks),
            "folder": job.folder.as_posix(),
        }
        out.print(words.message("cli_plan_line", values))


@app.command()
def run(
    brand: Brand = "",
    month: Annotated[str, typer.Option(help="YYYY-MM; else those of params/run.yaml.")] = "",
    only: Annotated[str, typer.Option(help="One notebook, by name or number.")] = "",
    locale: Annotated[str, typer.Option(help="Write the reports in fr or en.")] = "",
    known_at: Annotated[str, typer.Option(help="Figures as known then: an ISO date.")] = "",
    root: Root = "",
) -> None:
    """Execute the notebooks and write one HTML report for each brand and month."""
    from kpi_helpers.cli.progress import told_progress
    from kpi_helpers.runs.execute import run_batch
    from kpi_helpers.runs.setting import batch_setting

    words = _words(locale)
    folder = _root(root)
    jobs = _jobs(folder, brand, month, only, locale, known_at)
    with told_progress(jobs, words.message("cli_running"), err) as on_step:
        records = run_batch(jobs, batch_setting(folder), root=folder, on_step=on_step)
    for record in records:
        tell_record(record, folder, words)
    done = sum(record.succeeded for record in records)
    out.print(words.message("cli_run_done", {"done": done, "total": len(records)}))
    if done < len(records):
        raise typer.Exit(SOME_FAILED)


@app.command()
def kpis(brand: Brand = "", root: Root = "", locale: Locale = "") -> None:
    """Print the dictionary: what each KPI means, its formula, owner, decision and version."""
    from kpi_helpers.catalogue.loader import load_catalogue
    from kpi_helpers.views.dictionary import kpi_entries
    from kpi_helpers.views.words import Words

    folder = _root(root)
    language = _words(locale).locale
    for name in _brands(folder, brand):
        catalogue = load_catalogue(folder, name)
        out.print(f"\n{catalogue.brand.name}")
        for entry in kpi_entries(catalogue, Words(language, catalogue)):
            out.print("\n" + "\n".join(entry))


@app.command()
def schema(root: Root = "", locale: Locale = "") -> None:
    """Write the JSON schemas with which editors complete and check the YAML files."""
    from kpi_helpers.catalogue.loader import write_schemas

    files = write_schemas(_root(root))
    values = {"count": len(files), "folder": "params/schema"}
    out.print(_words(locale).message("cli_schemas_written", values))


def main() -> None:
    """Entry point: every user's error becomes one worded message and its exit code."""
    try:
        app()
    except KpiError as error:
        words = _words(_asked_locale())
        for line in words.error(error):
            err.print(line)
        sys.exit(WRONG_INPUT)
    except KeyboardInterrupt:
        err.print(_words(_asked_locale()).message("cli_interrupted"))
        sys.exit(130)


def _words(locale: str):
    """Words of the language asked for, else of the system; an unknown one is told."""
    from kpi_helpers.errors import Problem, SessionError
    from kpi_helpers.views.words import LOCALES, Words

    if not locale:
        system = next((os.environ[k] for k in ("LC_ALL", "LANG") if os.environ.get(k)), "en")
        return Words("fr" if system.lower().startswith("fr") else "en")
    if locale not in LOCALES:
        values = {"found": locale, "known": ", ".join(LOCALES), "near": ""}
        raise SessionError(Problem("unknown_locale", values, key="--locale"))
    return Words(locale)


def _asked_locale() -> str:
    """The --locale of the command line, when it is one we speak; read where parsing failed."""
    arguments = sys.argv[1:]
    for before, value in zip(arguments, [*arguments[1:], ""], strict=True):
        for found in (before.removeprefix("--locale="), value if before == "--locale" else ""):
            if found in ("fr", "en"):
                return found
    return ""


def _root(text: str) -> Path:
    from kpi_helpers.catalogue.loader import find_root

    return find_root(Path(text)) if text else find_root()


def _brands(root: Path, brand: str) -> list[str]:
    from kpi_helpers.catalogue.loader import load_brands

    return [brand] if brand else load_brands(root)


def _jobs(root: Path, brand: str, month: str, only: str, locale: str, known_at: str):
    from kpi_helpers.catalogue.loader import load_brands, load_catalogue, load_run_plan
    from kpi_helpers.runs.notebooks import read_notebooks
    from kpi_helpers.runs.plan import plan
    from kpi_helpers.session import parse_known_at

    parse_known_at(known_at)  # a date that cannot be read is told before any kernel starts
    run_plan = load_run_plan(root)
    names = load_brands(root)
    wanted = {brand} if brand else set(run_plan.brands)
    locales = {
        name: load_catalogue(root, name).brand.locale if name in wanted else "en" for name in names
    }
    return plan(
        run_plan,
        locales,
        read_notebooks(root / "notebooks"),
        brand=brand or None,
        month=month or None,
        only=only or None,
        locale=locale or None,
        known_at=known_at,
    )


def _now() -> datetime:
    return datetime.now(UTC).replace(tzinfo=None)
