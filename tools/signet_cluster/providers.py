"""Where the binaries come from: KUBEBUILDER_ASSETS, the cache, the official releases, a build; in this order."""
from __future__ import annotations

import hashlib
import os
import re
import subprocess
from pathlib import Path
from typing import Sequence

from . import gobuild
from .attempt import Attempt, Provider
from .cache import Cache, is_executable, removed
from .downloads import Download
from .errors import ClusterError
from .releases import BINARIES, ETCD, KUBECTL, Release, minor_of
from .waiting import say


def resolve(release: Release, cache_home: Path) -> dict[str, Path]:
    """A path for each binary of a release, from the first provider that has it."""
    cache = Cache(cache_home / "control-plane")
    ready = [Assets(os.environ.get("KUBEBUILDER_ASSETS", "")), cache]
    found, missing, _ = ask(ready, release, BINARIES)
    if not missing:
        return found
    with cache.lock(release):  # another run may have filled the cache meanwhile: ask for everything again
        found, missing, attempts = ask([*ready, Download(cache), Build(cache, cache_home)], release, BINARIES)
    if missing:
        raise ClusterError(unavailable(release, missing, attempts))
    return found


def ask(providers: Sequence[Provider], release: Release, wanted: Sequence[str]) -> tuple[dict[str, Path], list[str], list[Attempt]]:
    """Asks each provider for what those before it lacked: what was found, what is missing, what was tried."""
    found: dict[str, Path] = {}
    missing = list(wanted)
    attempts = []
    for provider in providers:
        if not missing:
            break
        attempt = provider.provide(release, missing)
        attempts.append(attempt)
        found.update(attempt.found)
        missing = [binary for binary in missing if binary not in found]
    return found, missing, attempts


def unavailable(release: Release, missing: Sequence[str], attempts: Sequence[Attempt]) -> str:
    """The message that names every way tried and why each did not do."""
    lines = [f"no {', '.join(missing)} for Kubernetes {release.kubernetes} (etcd {release.etcd}). Tried in this order:"]
    lines += [f"  {number}. {attempt.way}: {attempt.reason}" for number, attempt in enumerate(attempts, 1)]
    lines.append("Put the binaries into a folder and name it in KUBEBUILDER_ASSETS, or install Go 1.26 or newer.")
    return "\n".join(lines)


def one_folder(release: Release, binaries: dict[str, Path], cache_home: Path) -> Path:
    """A folder that holds all the binaries: theirs where it is one, else one of links to them."""
    folders = {path.parent for path in binaries.values()}
    if len(folders) == 1:
        return folders.pop()
    targets = "\n".join(f"{binary} {path}" for binary, path in sorted(binaries.items()))
    name = f"{release.kubernetes}-linked-{hashlib.sha256(targets.encode()).hexdigest()[:8]}"
    folder = cache_home / "control-plane" / name
    folder.mkdir(parents=True, exist_ok=True)
    for binary, path in binaries.items():
        link = folder / f".{binary}.{os.getpid()}"
        link.symlink_to(path)
        link.replace(folder / binary)
    return folder


class Assets:
    """The folder KUBEBUILDER_ASSETS, the convention of the field; such sets hold no controller manager."""

    def __init__(self, folder: str) -> None:
        self._folder = folder

    def provide(self, release: Release, wanted: Sequence[str]) -> Attempt:
        """The binaries of the folder whose version is the one asked for."""
        way = "KUBEBUILDER_ASSETS"
        if not self._folder:
            return Attempt(way, reason="not set")
        folder = Path(self._folder).resolve()
        faults = {binary: self._fault(folder / binary, binary, release) for binary in wanted}
        found = {binary: folder / binary for binary, fault in faults.items() if not fault}
        return Attempt(way, found, "; ".join(fault for fault in faults.values() if fault))

    @staticmethod
    def _fault(path: Path, binary: str, release: Release) -> str:
        """Why this file is not used, empty if it is: a test on 1.34 proves nothing when it runs on 1.36."""
        if not is_executable(path):
            return f"{path} is not there or cannot be run"
        if binary == ETCD:
            return ""
        version = reported_version(path, binary)
        if minor_of(version) != release.minor:
            return f"{path} is version {version or 'unknown'}"
        return ""


def reported_version(path: Path, binary: str) -> str:
    """What a Kubernetes binary says it is, as `v1.36.3`; empty if it does not say."""
    command = [str(path), "version", "--client"] if binary == KUBECTL else [str(path), "--version"]
    try:
        result = subprocess.run(command, capture_output=True, text=True, timeout=20)
    except (OSError, subprocess.TimeoutExpired):
        return ""
    found = re.search(r"\bv\d+\.\d+\.\d+\S*", result.stdout)
    return found.group(0) if found else ""


class Build:
    """A build from modules into the cache."""

    def __init__(self, cache: Cache, cache_home: Path) -> None:
        self._cache = cache
        self._cache_home = cache_home

    def provide(self, release: Release, wanted: Sequence[str]) -> Attempt:
        """Builds one binary after the other; each that is done stays in the cache, whatever becomes of the next."""
        way = "build with Go"
        found: dict[str, Path] = {}
        try:
            go = gobuild.find_go(self._cache_home)
            say(f"building {', '.join(wanted)}; the whole set takes about 6 minutes on 2 cores the first time")
            for binary in wanted:
                made = self._cache.temporary(release, binary)
                with removed(made):
                    gobuild.build(go, release, binary, made)
                    found[binary] = self._cache.enter(release, binary, made)
        except ClusterError as failure:
            return Attempt(way, found, str(failure))
        return Attempt(way, found)
