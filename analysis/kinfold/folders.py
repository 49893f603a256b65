# SPDX-License-Identifier: Apache-2.0
"""Where things lie: the scenarios that travel with the package, and what is kept between runs."""

import os
from pathlib import Path

SHIPPED_SCENARIOS = Path(__file__).parent / "scenarios"

# Where a default depends on the place and nobody has named one.
USUAL_PLACE = SHIPPED_SCENARIOS / "places" / "ordos"


def cache_folder() -> Path:
    """Folder in which month zero is kept between runs.

    ``KINFOLD_CACHE`` if it is set, else ``kinfold`` in the user's cache folder (``XDG_CACHE_HOME`` or ``~/.cache``).
    It may be deleted at any time.
    """
    chosen = os.environ.get("KINFOLD_CACHE")
    if chosen:
        return Path(chosen)
    return Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "kinfold"
