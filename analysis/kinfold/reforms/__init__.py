# SPDX-License-Identifier: Apache-2.0
"""Reforms of the past, run again, to see whether the model answers a measure as people did."""
