"""Every export of the sample as a file: its name, its folder, its bytes and its facts."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

from kpi_helpers.periods import Month
from kpi_helpers.sample import ga4
from kpi_helpers.sample.circle import (
    comment_lines,
    creator_lines,
    peer_lines,
    workshop_lines,
)
from kpi_helpers.sample.defects import EXCEL, MOJIBAKE, planted
from kpi_helpers.sample.lines import File, Flaw, Line, csv_text, first_lines
from kpi_helpers.sample.meta import content_lines, content_name
from kpi_helpers.sample.sheets import (
    action_lines,
    budget_lines,
    follower_lines,
    sales_lines,
    service_lines,
    spend_lines,
)
from kpi_helpers.sample.site import active_users
from kpi_helpers.sample.spans import MONTHS, download_day, folder
from kpi_helpers.sample.workbook import workbook
from kpi_helpers.sample.world import NETWORKS, World

__all__ = ["RESTATED", "files_of"]

RESTATED = {"maison_alba": (Month(2026, 8), date(2026, 10, 19))}
"""A month whose posts were exported once more, and when: its counters had gone on growing."""

_BOM = b"\xef\xbb\xbf"
_NAMES = {
    "fr": {
        "sales": "ventes", "spend": "depenses", "budget": "budget", "service": "service_client",
        "followers": "abonnes", "actions": "actions", "exploration": "exploration",
        "traffic": "acquisition_trafic", "creators": "createurs", "peers": "concurrents",
        "comments": "commentaires", "workshops": "ateliers",
    },
    "en": {
        "sales": "sales", "spend": "spend", "budget": "budget", "service": "service",
        "followers": "followers", "actions": "actions", "exploration": "exploration",
        "traffic": "traffic_acquisition", "creators": "creators", "peers": "peers",
        "comments": "comments", "workshops": "workshops",
    },
}  # fmt: skip
_MONTHLY: dict[str, Callable[[World, Month], tuple[Line, ...]]] = {
    "sales": sales_lines,
    "spend": spend_lines,
    "followers": follower_lines,
    "actions": action_lines,
    "creators": creator_lines,
    "peers": peer_lines,
    "comments": comment_lines,
    "workshops": workshop_lines,
}


def files_of(world: World) -> Iterator[File]:
    """Every file of one brand, in the order in which they were downloaded."""
    brand = world.profile.id
    restated, again = RESTATED.get(brand, (None, date.max))
    budgeted: set[int] = set()
    for month in MONTHS:
        observed = download_day(brand, month)
        if restated and observed > again:
            yield from _content(world, restated, again, restates=True)
            restated = None
        yield from _content(world, month, observed)
        yield from _site(world, month, observed)
        yield from (_table(world, table, month, observed) for table in _MONTHLY)
        yield _service(world, month, observed)
        year = month.year if month == MONTHS[0] else observed.year
        if year not in budgeted:
            budgeted.add(year)
            yield _budget(world, year, observed)


def _content(
    world: World, month: Month, observed: date, *, restates: bool = False
) -> Iterator[File]:
    profile = world.profile
    for network in NETWORKS:
        posts = world.posts[network, month]
        lines = content_lines(profile, network, month, observed, posts)
        lines = planted(profile.id, network, month, lines)
        path = folder(profile.id, observed) / content_name(profile, network, month, observed)
        excel = (profile.id, network, month) == EXCEL
        style = {"separator": ";", "newline": "\r\n"} if excel else {}
        flaw = Flaw("saved_by_excel", "", "semicolons and decimal commas are read")
        content = _BOM + csv_text(lines, **style).encode()
        flaws = (flaw,) if excel else ()
        yield File(path, content, lines, first_lines(lines), flaws, restates)


def _site(world: World, month: Month, observed: date) -> Iterator[File]:
    profile = world.profile
    people = active_users(profile, world.sessions, month)
    for table, preamble, lines in (
        ("exploration", ga4.exploration_preamble(profile, month), ga4.exploration(world, month)),
        ("traffic", ga4.traffic_preamble(profile, month), ga4.traffic(world, month, people)),
    ):
        separator = ga4.SEPARATOR[profile.locale]
        content = csv_text(lines, separator=separator, preamble=preamble).encode()
        yield File(
            _path(world, table, str(month), observed, "csv"),
            content,
            lines,
            first_lines(lines, preamble),
        )


def _table(world: World, table: str, month: Month, observed: date) -> File:
    profile = world.profile
    lines = planted(profile.id, table, month, _MONTHLY[table](world, month))
    content, flaws = _sheet(profile.locale, lines), ()
    if (profile.id, table, month) == MOJIBAKE:
        content = _BOM + content.removeprefix(_BOM).decode("cp1252").encode()
        flaws = (Flaw("mojibake", lines[0].cells[1], "the header is repaired"),)
    path = _path(world, table, str(month), observed, "csv")
    return File(path, content, lines, first_lines(lines), flaws)


def _service(world: World, month: Month, observed: date) -> File:
    lines = service_lines(world, month)
    if world.profile.locale == "fr":
        content, kind = workbook("Service client", lines), "xlsx"
    else:
        content, kind = _sheet("en", lines), "csv"
    path = _path(world, "service", str(month), observed, kind)
    return File(path, content, lines, first_lines(lines))


def _budget(world: World, year: int, observed: date) -> File:
    lines = budget_lines(world, year)
    if world.profile.locale == "fr":
        title = f"{world.profile.name} · budget média {year}"
        content, kind = workbook("Budget", lines, title), "xlsx"
        starts = tuple(start + 2 for start in first_lines(lines))
    else:
        content, kind, starts = _sheet("en", lines), "csv", first_lines(lines)
    return File(_path(world, "budget", str(year), observed, kind), content, lines, starts)


def _sheet(locale: str, lines: tuple[Line, ...]) -> bytes:
    """A table as the brand's people save it: a French Excel there, a web shop here."""
    if locale == "fr":
        return _BOM + csv_text(lines, separator=";", newline="\r\n").encode()
    return csv_text(lines).encode()


def _path(world: World, table: str, when: str, observed: date, kind: str) -> Path:
    name = _NAMES[world.profile.locale][table]
    return folder(world.profile.id, observed) / f"{name}_{when}.{kind}"
