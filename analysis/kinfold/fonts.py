# SPDX-License-Identifier: Apache-2.0
"""A font with Chinese characters, from the user's own system: nothing is downloaded."""

from functools import cache
from pathlib import Path

from matplotlib import font_manager
from matplotlib.figure import Figure

# How names of files begin, the best first: Debian's (which the set-up installs), others of Linux, Windows, macOS.
CHINESE_FONTS = (
    "wqy-microhei",
    "NotoSansCJK",
    "NotoSansSC",
    "SourceHanSans",
    "wqy-zenhei",
    "DroidSansFallback",
    "msyh",
    "simhei",
    "simsun",
    "PingFang",
    "STHeiti",
    "Hiragino Sans GB",
)


@cache
def chinese_font() -> Path | None:
    """The file of a Chinese font, or None if the system has none of those known."""
    files = sorted(map(Path, font_manager.findSystemFonts()))
    for name in CHINESE_FONTS:
        for file in files:
            if file.name.lower().startswith(name.lower()):
                return file
    return None


def set_font(figure: Figure, font: Path) -> None:
    """Set every text of a figure in a font, in the sizes it has."""
    for text in figure.findobj(lambda it: hasattr(it, "set_fontproperties")):
        size = text.get_fontsize()  # type: ignore[attr-defined]
        text.set_fontproperties(font_manager.FontProperties(fname=font))  # type: ignore[attr-defined]
        text.set_fontsize(size)  # type: ignore[attr-defined]
