# SPDX-License-Identifier: Apache-2.0
"""The command ``kinfold``: results to stdout, messages to stderr, never a traceback for a user's mistake."""

from kinfold.cli.program import main

__all__ = ["main"]
