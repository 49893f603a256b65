# SPDX-License-Identifier: Apache-2.0
"""Kinfold: what would this family policy do, to whom, at what cost, and how sure are we.

>>> import kinfold as kf
>>> base = kf.Scenario.load("ordos-baseline")
>>> plan = base.without_measures("national-child-allowance")
>>> plan.name
'ordos-baseline-without-national-child-allowance'

Measures are classes made from what the model declares: ``kf.ChildAllowance``, ``kf.DeliveryGrant`` …
"""

from kinfold import measures as _measures
from kinfold._core import DataError, ModelError, ScenarioError, WriteError, software_version
from kinfold.effects import Effect
from kinfold.estimates import Estimate, Interval
from kinfold.kinship import ancestors, descendants, kin, kin_counts, kin_kinds, kin_within
from kinfold.measures import Measure
from kinfold.runs import Runs, open, run  # noqa: A004 (kf.open is what people look for)
from kinfold.scenario import Scenario
from kinfold.socsim import export_socsim

__version__ = software_version()

__all__ = [
    "DataError",
    "Effect",
    "Estimate",
    "Interval",
    "Measure",
    "ModelError",
    "Runs",
    "Scenario",
    "ScenarioError",
    "WriteError",
    "ancestors",
    "descendants",
    "export_socsim",
    "kin",
    "kin_counts",
    "kin_kinds",
    "kin_within",
    "open",
    "run",
]


def __getattr__(name: str) -> type[Measure]:
    """The class of a kind of measure."""
    try:
        return _measures.measure_classes()[name]
    except KeyError:
        raise AttributeError(f"module 'kinfold' has no attribute {name!r}") from None


def __dir__() -> list[str]:
    return sorted([*__all__, *_measures.measure_classes()])
