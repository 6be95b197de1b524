"""What every way of getting binaries has in common."""
from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol, Sequence

from .releases import Release


@dataclass(frozen=True)
class Attempt:
    """What one provider had: the binaries it found and, for those it did not, why."""

    way: str
    found: dict[str, Path] = field(default_factory=dict)
    reason: str = ""


class Provider(Protocol):
    """One way to get binaries. Not having them is an answer, not an exception."""

    def provide(self, release: Release, wanted: Sequence[str]) -> Attempt: ...
