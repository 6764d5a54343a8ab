"""One brand and month, opened: what notebooks hold, and how they show what they find."""

from kpi_helpers.session.opened import Session
from kpi_helpers.session.opening import chart, open_session, show
from kpi_helpers.session.parameters import parse_known_at, parse_month

__all__ = ["Session", "chart", "open_session", "parse_known_at", "parse_month", "show"]
