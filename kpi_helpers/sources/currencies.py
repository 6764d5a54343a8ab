"""Signs and codes of currencies as they stand in cells and headers."""

from __future__ import annotations

__all__ = ["CURRENCY_CODES", "CURRENCY_SIGNS", "currency_named", "currency_of"]

CURRENCY_SIGNS = {"€": "EUR", "£": "GBP", "¥": "JPY", "US$": "USD", "CA$": "CAD", "A$": "AUD"}
"""Signs that name one currency; ``$`` alone names that of the brand where it is a dollar."""

CURRENCY_CODES = (
    *("AED", "AUD", "BGN", "BRL", "CAD", "CHF", "CNY", "CZK", "DKK", "EUR", "GBP", "HKD"),
    *("HUF", "IDR", "ILS", "INR", "JPY", "KRW", "MAD", "MXN", "MYR", "NOK", "NZD", "PHP"),
    *("PLN", "RON", "SAR", "SEK", "SGD", "THB", "TND", "TRY", "TWD", "USD", "XOF", "ZAR"),
)
"""ISO 4217 codes recognised in cells."""

_DOLLARS = ("AUD", "CAD", "HKD", "MXN", "NZD", "SGD", "TWD", "USD")


def currency_of(sign: str, brand_currency: str) -> str:
    """ISO code of a currency sign; ``$`` is the brand's own dollar where it has one, else USD."""
    if sign == "$":
        return brand_currency if brand_currency in _DOLLARS else "USD"
    return CURRENCY_SIGNS.get(sign, sign)


def currency_named(text: str) -> str | None:
    """ISO code that a text is: ``eur``, ``€`` or ``US$``; None when it names no currency."""
    form = text.strip().upper()
    code = CURRENCY_SIGNS.get(form, form)
    return code if code in CURRENCY_CODES else None
