# SPDX-License-Identifier: Apache-2.0
"""The project's own files as text, for tests that read them instead of running them."""

import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
TEXT = {".cpp", ".hpp", ".py", ".md", ".toml", ".csv", ".cmake", ".txt", ".json", ".sh", ".cff", ".yaml", ".yml", ""}
NOT_OURS = {".git", ".venv", "build", "demo", "dist", "node_modules"}


def project_files() -> list[str]:
    """Paths that belong to the project: what git holds or would hold; without git, all but what is built."""
    listed = subprocess.run(
        ["git", "-C", str(ROOT), "ls-files", "--cached", "--others", "--exclude-standard", "-z"],
        capture_output=True,
        check=False,
    )
    if listed.returncode == 0:
        return [name for name in listed.stdout.decode().split("\0") if name]
    found = (path.relative_to(ROOT) for path in ROOT.rglob("*") if path.is_file())
    return [str(path) for path in found if not NOT_OURS & set(path.parts)]


@pytest.fixture(scope="session")
def files() -> dict[str, str]:
    """Every text file of the project: its path from the top, and what it holds."""
    paths = [name for name in project_files() if Path(name).suffix in TEXT and (ROOT / name).is_file()]
    return {name: (ROOT / name).read_text(encoding="utf-8") for name in sorted(paths)}
