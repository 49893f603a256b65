# SPDX-License-Identifier: Apache-2.0
"""``python -m kinfold`` is the command ``kinfold``."""

from kinfold.cli import main

main()
