"""Numbers as a reader of the locale expects them, with no more digits than they carry.

A value never parts from its unit: they are joined by a narrow no-break space.
A non-zero value is never written as zero, and a share below one never as 100 %.
"""

from __future__ import annotations

import math
from decimal import ROUND_HALF_UP, Decimal

from babel.numbers import format_decimal, get_currency_symbol

from kpi_helpers.finding import Figure

__all__ = [
    "BABEL_LOCALES",
    "MINUS",
    "MISSING",
    "NARROW",
    "exact_number",
    "plain_number",
    "write_figure",
]

NARROW = "\u202f"
MINUS = "\u2212"
MISSING = "–"
BABEL_LOCALES = {"fr": "fr", "en": "en_GB"}
"""Locales that can be asked for, and the Babel locale whose customs they follow."""

_SCALES = {"fr": ((1e9, f"{NARROW}Md"), (1e6, f"{NARROW}M")), "en": ((1e9, "bn"), (1e6, "M"))}
_NO_CENTS = {"JPY", "KRW", "CLP", "XOF", "XAF", "VND"}


def write_figure(figure: Figure, locale: str) -> str:
    """A figure with its unit.

    Parameters
    ----------
    figure : Figure
        A missing or non-finite value is written as :data:`MISSING`.
    locale : str
        ``fr`` or ``en``.

    Returns
    -------
    str
        ``1,84 M``, ``14,20 €``, ``3,9 %``, ``+0,4 pt``, ``47 min`` ...

    Raises
    ------
    ValueError
        On money without a currency, or an unknown unit.
    """
    value = figure.value
    if figure.unit == "currency" and not figure.currency:
        raise ValueError("money without a currency cannot be written")
    if value is None or not math.isfinite(value):
        return MISSING
    signed = figure.change or figure.unit == "relative"
    size = abs(float(value))
    text = _unsigned(size, figure, locale)
    return _sign(value, signed) + text


def plain_number(value: float, locale: str) -> str:
    """A number without a unit: grouped, large ones in millions, small ones with their digits."""
    return _sign(value, False) + _count(abs(float(value)), locale)


def exact_number(value: float, locale: str) -> str:
    """A number in full, without millions."""
    return _sign(value, False) + _decimal(abs(float(value)), _digits(abs(float(value))), locale)


def _sign(value: float, signed: bool) -> str:
    if value < 0:
        return MINUS
    return "+" if signed and value > 0 else ""


def _unsigned(size: float, figure: Figure, locale: str) -> str:
    unit = figure.unit
    if unit == "count":
        return _count(size, locale)
    if unit == "currency":
        return _money(size, str(figure.currency), locale)
    if unit == "percent" and figure.change:
        return f"{_decimal(size * 100, _change_digits(size * 100), locale)}{NARROW}pt"
    if unit == "relative":
        return _percent(size * 100, _change_digits(size * 100), locale)
    if unit == "percent":
        return _percent(size * 100, _percent_digits(size * 100), locale)
    if unit in ("ratio", "score"):
        return _decimal(size, _digits(size), locale)
    if unit == "seconds":
        return _duration(size, locale)
    raise ValueError(f"unknown unit {unit!r}")


def _decimal(size: float, digits: int, locale: str, fixed: bool = False) -> str:
    places = ("0" if fixed else "#") * digits
    pattern = f"#,##0.{places}" if places else "#,##0"
    rounded = Decimal(repr(size)).quantize(Decimal(1).scaleb(-digits), ROUND_HALF_UP)
    return format_decimal(rounded, format=pattern, locale=BABEL_LOCALES[locale])


def _digits(size: float) -> int:
    """Decimals that leave about three significant digits, and never round to zero."""
    if size >= 100 or size == 0:
        return 0
    if size >= 10:
        return 1
    return 2 if size >= 0.1 else _first_digit(size) + 1


def _first_digit(size: float) -> int:
    """Place of the first non-zero decimal: 3 for 0.004."""
    return min(12, -math.floor(math.log10(size)))


def _change_digits(change: float) -> int:
    """Decimals of a change in points or per cent: one, more only where one would say nothing."""
    if change >= 100:
        return 0
    if change == 0 or change >= 0.2:
        return 1
    return 2 if change >= 0.01 else _first_digit(change)


def _count(size: float, locale: str) -> str:
    scaled = _scaled(size, locale)
    return "".join(scaled) if scaled else _decimal(size, _digits(size), locale)


def _scaled(size: float, locale: str) -> tuple[str, str] | None:
    """Three significant digits and the sign of their scale, from a million on."""
    for scale, name in _SCALES[locale]:
        if size >= scale:
            return _decimal(size / scale, _digits(size / scale), locale), name
    return None


def _money(size: float, currency: str, locale: str) -> str:
    symbol = get_currency_symbol(currency, BABEL_LOCALES[locale])
    scaled = _scaled(size, locale)
    number, scale = scaled or (_money_number(size, currency, locale), "")
    if locale == "en":
        gap = NARROW if symbol == currency else ""
        return f"{symbol}{gap}{number}{scale}"
    return f"{number}{scale}{NARROW}{symbol}"


def _money_number(size: float, currency: str, locale: str) -> str:
    if size >= 1000 or size == 0 or currency in _NO_CENTS:
        return _decimal(size, 0, locale)
    digits = 2 if size >= 0.1 else _first_digit(size) + 1
    return _decimal(size, digits, locale, fixed=True)


def _percent(percent: float, digits: int, locale: str) -> str:
    gap = NARROW if locale == "fr" else ""
    return f"{_decimal(percent, digits, locale)}{gap}%"


def _percent_digits(percent: float) -> int:
    if percent == 0:
        return 0
    if 99.95 <= percent < 100:
        return min(12, 1 - math.floor(math.log10(100 - percent)))
    if percent >= 100:
        return 0
    if percent >= 2:
        return 1
    return 2 if percent >= 0.1 else _first_digit(percent) + 1


def _duration(seconds: float, locale: str) -> str:
    if seconds < 90:
        return f"{_decimal(seconds, _digits(seconds), locale)}{NARROW}s"
    minutes = round(seconds / 60)
    if minutes < 90:
        return f"{minutes}{NARROW}min"
    hours, rest = divmod(minutes, 60)
    if hours >= 48:
        return f"{_count(round(seconds / 3600), locale)}{NARROW}h"
    if not rest:
        return f"{hours}{NARROW}h"
    tail = f"{rest:02d}" if locale == "fr" else f"{rest}{NARROW}min"
    return f"{hours}{NARROW}h{NARROW}{tail}"
