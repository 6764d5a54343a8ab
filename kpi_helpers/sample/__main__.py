"""Write the sample anew: ``python -m kpi_helpers.sample [folder]``, else in ``data/sample``."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from kpi_helpers.sample.build import build_sample

_HOME = Path(__file__).resolve().parents[2] / "data" / "sample"


def main() -> None:
    """Write the sample and say how much was written."""
    parser = argparse.ArgumentParser(prog="python -m kpi_helpers.sample", description=__doc__)
    parser.add_argument("folder", nargs="?", type=Path, default=_HOME)
    folder = parser.parse_args().folder
    written = build_sample(folder)
    sys.stdout.write(f"{written} exports in {folder}\n")


if __name__ == "__main__":
    main()
