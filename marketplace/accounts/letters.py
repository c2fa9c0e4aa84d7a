"""How a letter about somebody's account begins and ends: as every other letter of the market.

The room that writes the market's letters stands above this one, and hands its frame over when the site starts.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from marketplace.accounts.models import User


@dataclass(frozen=True, slots=True)
class Frame:
    """``greeting``: of a person, in her language; ``closing``: in the language of a code of the settings."""

    greeting: Callable[[User], str]
    closing: Callable[[str], str]


_frames: list[Frame] = []


def frame_letters_with(frame: Frame) -> None:
    """Give the frame of every letter; called once, in ``AppConfig.ready``.

    Raises:
        ValueError: somebody gave one already.
    """
    if _frames:
        raise ValueError("the letters have a frame already")
    _frames.append(frame)


def frame() -> Frame:
    """Return the frame of every letter.

    Raises:
        LookupError: nobody gave one; the site starts without ``notifications``.
    """
    if not _frames:
        raise LookupError("nobody has given the letters a frame")
    return _frames[0]
