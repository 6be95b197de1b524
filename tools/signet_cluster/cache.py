"""The folder in which binaries are kept from one run to the next."""
from __future__ import annotations

import contextlib
import hashlib
import os
from pathlib import Path
from typing import ContextManager, Iterator, Sequence

from .attempt import Attempt
from .errors import ClusterError
from .releases import Release
from .waiting import file_lock


class Cache:
    """`<root>/<version>/`, the binaries of a release beside their SHA256SUMS.

    A binary enters by a rename and counts only once SHA256SUMS names it, so that a run that was cut short
    leaves nothing that looks complete.
    """

    def __init__(self, root: Path) -> None:
        self._root = root

    def folder(self, release: Release) -> Path:
        """Where the binaries of a release are kept."""
        return self._root / release.kubernetes

    def lock(self, release: Release) -> ContextManager[None]:
        """Held by the one run that may add binaries of this release."""
        return file_lock(self._root / f"{release.kubernetes}.lock", f"fill {self.folder(release)}")

    def provide(self, release: Release, wanted: Sequence[str]) -> Attempt:
        """The binaries that are in the cache, complete by the look of them; they were hashed when they entered."""
        folder = self.folder(release)
        known = self._sums(release)
        found = {binary: folder / binary for binary in wanted if binary in known and is_executable(folder / binary)}
        missing = [binary for binary in wanted if binary not in found]
        return Attempt(f"cache {folder}", found, f"holds no {', '.join(missing)}" if missing else "")

    def temporary(self, release: Release, binary: str) -> Path:
        """A path on the same file system for a binary that is being made; only the holder of the lock uses it."""
        folder = self.folder(release)
        folder.mkdir(parents=True, exist_ok=True)
        return folder / f".{binary}.new"

    def enter(self, release: Release, binary: str, made: Path) -> Path:
        """Moves a finished binary in and writes down its checksum."""
        made.chmod(0o755)
        sums = {**self._sums(release), binary: file_sha256(made)}
        target = self.folder(release) / binary
        made.replace(target)
        listing = self.folder(release) / ".SHA256SUMS.new"
        listing.write_text("".join(f"{digest}  {name}\n" for name, digest in sorted(sums.items())))
        listing.replace(self.folder(release) / "SHA256SUMS")
        return target

    def check(self, release: Release) -> None:
        """Compares every binary with its checksum."""
        for binary, expected in self._sums(release).items():
            path = self.folder(release) / binary
            if file_sha256(path) != expected:
                raise ClusterError(f"{path} differs from SHA256SUMS beside it: remove {path} and run this again")

    def _sums(self, release: Release) -> dict[str, str]:
        try:
            return parse_sums((self.folder(release) / "SHA256SUMS").read_text())
        except FileNotFoundError:
            return {}


@contextlib.contextmanager
def removed(path: Path) -> Iterator[None]:
    """Whatever is left of a half-made file goes, also on Ctrl-C."""
    try:
        yield
    finally:
        with contextlib.suppress(FileNotFoundError):
            path.unlink()


def parse_sums(text: str) -> dict[str, str]:
    """File name to SHA-256 of a SHA256SUMS file."""
    rows = (line.split() for line in text.splitlines() if line.strip() and not line.startswith("#"))
    return {row[1].lstrip("*"): row[0].lower() for row in rows if len(row) == 2}


def file_sha256(path: Path) -> str:
    """The SHA-256 of a file, in hex."""
    digest = hashlib.sha256()
    with open(path, "rb") as file:
        while block := file.read(1 << 20):
            digest.update(block)
    return digest.hexdigest()


def is_executable(path: Path) -> bool:
    """A file with something in it that may be run."""
    return path.is_file() and os.access(path, os.X_OK) and path.stat().st_size > 0
