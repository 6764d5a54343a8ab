"""Open a session, and show what it finds: the functions a notebook calls."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

from kpi_helpers.catalogue.loader import find_root, load_catalogue
from kpi_helpers.errors import KpiError, Problem, SessionError
from kpi_helpers.finding import Finding
from kpi_helpers.session.opened import Session
from kpi_helpers.session.parameters import check_locale, parse_known_at, parse_month
from kpi_helpers.store.grains import open_grains
from kpi_helpers.store.observations import open_store
from kpi_helpers.views.presentations import presentation_of
from kpi_helpers.views.show import present
from kpi_helpers.views.words import LOCALES, Words

__all__ = ["chart", "open_session", "show"]

_opened: list[Session] = []  # the session whose words `show` uses: the one opened last


def open_session(
    brand: str, month: str, locale: str = "", root: str = "", known_at: str = ""
) -> Session:
    """Open one brand and month for reading.

    Parameters
    ----------
    brand : str
        Brand id: the name of a file in ``params/brands``.
    month : str
        ``YYYY-MM``.
    locale : str
        ``fr`` or ``en``; empty means the brand's.
    root : str
        Project folder; empty means the one around the working folder, or ``KPI_ROOT``.
    known_at : str
        ISO date or time (UTC; a date means its end): figures as known then. Empty means now.

    Raises
    ------
    SessionError
        For a month, locale or date that does not exist.
    CatalogueError
        For an unknown brand, or with every problem of the declarations.
    StoreError
        When nothing has been imported.
    """
    _word_errors_in_notebook(locale)
    folder = find_root(Path(root)) if root else find_root(None)
    check_locale(locale)
    wanted, when = parse_month(month), parse_known_at(known_at)
    catalogue = load_catalogue(folder, brand)
    words = Words(locale or catalogue.brand.locale, catalogue)
    store = open_store(folder)
    session = Session(wanted, catalogue, store, open_grains(store, brand, when), words)
    _opened[:] = [session]
    _word_errors_in_notebook(words.locale)
    return session


def show(finding: Finding) -> None:
    """Show a finding as sentence, chart and table, in the language of the session opened last."""
    from IPython.display import display

    session = _session()
    finding = _beside_actions(finding, session)
    session.shown[:] = [other for other in session.shown if other.name != finding.name]
    session.shown.append(finding)
    for bundle in present(finding, session.words):
        display(bundle, raw=True)


def chart(finding: Finding) -> Any:
    """The chart of a finding as an Altair chart, to go on with; it draws without a network.

    Returns
    -------
    altair.Chart or None
        None when the finding has no chart.
    """
    from kpi_helpers.views.charts.renderer import draw_offline, editable

    draw = presentation_of(finding).chart
    if draw is None:
        return None
    draw_offline()
    session = _session()
    words, finding = session.words, _beside_actions(finding, session)
    drawn = draw(finding, words, words.sentence(finding))
    return None if drawn is None else editable(drawn)


def _beside_actions(finding: Finding, session: Session) -> Finding:
    """A finding over time, with the actions that its chart draws; any other as it is."""
    if finding.spans is not None or not presentation_of(finding).over_time:
        return finding
    return replace(finding, spans=session.actions()[["label", "start", "end"]])


def _session() -> Session:
    if not _opened:
        raise SessionError(Problem("no_session_open"))
    return _opened[0]


def _word_errors_in_notebook(locale: str) -> None:
    """Let a notebook tell a user's error in one worded message instead of a traceback."""
    import sys

    if "IPython" not in sys.modules:
        return
    from IPython import get_ipython

    shell = get_ipython()
    if shell is None:
        return
    words = Words(locale if locale in LOCALES else "en", None)

    def tell(shell: Any, kind: type, error: KpiError, trace: Any, tb_offset: Any = None) -> list:
        lines = words.error(error)
        error.told = "\n".join(lines)
        shell._showtraceback(kind, error, lines)
        return lines

    shell.set_custom_exc((KpiError,), tell)
