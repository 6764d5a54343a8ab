"""The ``kpi`` command."""

from kpi_helpers.cli.commands import main

__all__ = ["main"]
