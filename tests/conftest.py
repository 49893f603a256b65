# SPDX-License-Identifier: Apache-2.0
"""Options of every Python test: `--part N` runs the N-th fifth (0 to 4) of those collected."""

import zlib

import pytest

PARTS = 5


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--part", type=int, choices=range(PARTS), help="run only this fifth of the tests, 0 to 4")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    part = config.getoption("--part")
    if part is None:
        return
    # By name, not by position: a new test must not move the others to another day.
    mine = [item for item in items if zlib.crc32(item.nodeid.encode()) % PARTS == part]
    config.hook.pytest_deselected(items=[item for item in items if item not in mine])
    items[:] = mine


@pytest.hookimpl(trylast=True)
def pytest_sessionfinish(session: pytest.Session, exitstatus: int) -> None:
    """Accept that a fifth may be empty."""
    if exitstatus == pytest.ExitCode.NO_TESTS_COLLECTED and session.config.getoption("--part") is not None:
        session.exitstatus = pytest.ExitCode.OK
