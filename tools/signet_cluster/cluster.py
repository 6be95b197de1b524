"""Bringing a cluster up, taking it down, and saying what there is."""
from __future__ import annotations

import re
import secrets
import shutil
import socket
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Callable

from .components import COMPONENTS, LOOPBACK, Component, default_service_account_exists
from .errors import ClusterError, Interrupted
from .processes import ProcessRecord, end, is_running, launch
from .providers import resolve
from .releases import DEFAULT_VERSION, Release, parse_version
from .state import Settings, StateFolder
from .waiting import Progress, duration, file_lock, pause, say

PORT_TRIES = 5
LOG_LINES = 15
RESTART_GRACE_SECONDS = 3  # clients that watch would hold the API server for a minute


@dataclass(frozen=True)
class Wish:
    """What the caller of `up` asked for; None where it left the choice to us, or to an earlier `up`."""

    name: str
    version: str | None
    audit_level: str | None
    apiserver_args: list[str] | None
    ready_timeout: float


def up(wish: Wish, clusters: Path, cache_home: Path) -> Settings:
    """Makes a cluster run, whatever state it is in. What this call started ends again if it cannot finish."""
    folder = StateFolder(clusters, valid_name(wish.name))
    release = _release(wish, folder.settings())
    binaries = _binaries(release, folder.settings(), cache_home)  # may take minutes: before the lock
    with file_lock(folder.lock, f"finish with cluster {wish.name}"):
        existed = folder.path.exists()
        folder.path.mkdir(mode=0o700, parents=True, exist_ok=True)
        start = _Start(folder, _settings(wish, folder.settings(), release, binaries), wish.ready_timeout)
        try:
            return start.run()
        except BaseException as failure:
            start.undo()
            if isinstance(failure, Interrupted) and not existed:
                shutil.rmtree(folder.path, ignore_errors=True)
            raise


def down(name: str, clusters: Path, grace: float) -> bool:
    """Ends the processes of a cluster and removes all that was kept of it; whether there was one."""
    folder = StateFolder(clusters, valid_name(name))
    if not folder.path.exists():
        return False
    with file_lock(folder.lock, f"finish with cluster {name}"):
        # who uses another goes first: an API server without etcd, or with a controller manager, is slow to end
        records = [folder.process(component.name) for component in reversed(COMPONENTS)]
        end([record for record in records if record], grace)
        shutil.rmtree(folder.path, ignore_errors=True)
    return True


def names(clusters: Path) -> list[str]:
    """The names of all clusters, running or not."""
    return sorted(path.name for path in clusters.glob("*") if path.is_dir() and not path.name.startswith("."))


def kubeconfig_path(name: str, clusters: Path) -> Path:
    """The file to set KUBECONFIG to."""
    folder = StateFolder(clusters, valid_name(name))
    if not folder.kubeconfig.exists():
        raise ClusterError(f"there is no cluster {name}; make one with: tools/cluster up --name {name}")
    return folder.kubeconfig


def table(clusters: Path) -> list[tuple[str, ...]]:
    """A row for each cluster, after a row of headings."""
    rows: list[tuple[str, ...]] = [("NAME", "VERSION", "SERVER", "STATE", "AGE")]
    for name in names(clusters):
        folder = StateFolder(clusters, name)
        settings = folder.settings()
        if settings is None:
            rows.append((name, "?", "?", state(folder), "?"))
        else:
            rows.append((name, settings.version, settings.server, state(folder), _age(settings)))
    return rows


def state(folder: StateFolder) -> str:
    """`running`, `stopped`, or `partial` with what is missing."""
    records = {component.name: folder.process(component.name) for component in COMPONENTS}
    missing = [name for name, record in records.items() if not record or not is_running(record)]
    if not missing:
        return "running"
    return "stopped" if len(missing) == len(COMPONENTS) else f"partial: no {', '.join(missing)}"


def valid_name(name: str) -> str:
    """The name itself, if it can be the name of a folder and of a context."""
    if not re.fullmatch(r"[a-z0-9]([-a-z0-9]{0,38}[a-z0-9])?", name):
        raise ClusterError(f"cluster name {name!r}: use 1 to 40 lower-case letters, digits and dashes, no dash at the ends")
    return name


class _Start:
    """One run of `up`: starts what does not run yet, and remembers it so that it can be undone."""

    def __init__(self, folder: StateFolder, settings: Settings, ready_timeout: float) -> None:
        self._folder = folder
        self._settings = settings
        self._timeout = ready_timeout
        self._deadline = time.monotonic() + ready_timeout
        self._started: list[ProcessRecord] = []

    def run(self) -> Settings:
        """Each component in turn, since each needs the one before; then what clients rely on."""
        self._folder.save(self._settings)
        self._folder.write_inputs(self._settings)
        etcd, apiserver, controller_manager = COMPONENTS
        self._ensure(etcd)
        self._ensure(apiserver)
        self._folder.write_kubeconfigs(self._settings)
        self._ensure(controller_manager)
        self._wait(controller_manager, "the ServiceAccount default", default_service_account_exists)
        return self._settings

    def undo(self) -> None:
        """Ends what this run started."""
        end(list(reversed(self._started)))

    def _ensure(self, component: Component) -> None:
        """Leaves a component alone that runs with the command it should have; starts it otherwise."""
        record = self._folder.process(component.name)
        if record and is_running(record):
            if record.command == component.command(self._settings, self._folder):
                self._wait(component, component.name, component.is_ready)
                return
            say(f"restarting {component.name}: its command line has changed")
            end([record], RESTART_GRACE_SECONDS)
        for _ in range(PORT_TRIES):
            if self._start(component):
                return
            say(f"{component.name}: a port was taken in the meantime, trying others")
            self._settings.ports.update({port: free_port() for port in component.ports})
            self._folder.save(self._settings)
        raise ClusterError(f"{component.name} found no free port in {PORT_TRIES} tries; its log is {self._folder.log(component.name)}")

    def _start(self, component: Component) -> bool:
        """Starts a component and waits until it serves; False if another process holds its port."""
        log = self._folder.log(component.name)
        log_begin = log.stat().st_size if log.exists() else 0
        record = launch(component.command(self._settings, self._folder), self._folder.path, log)
        self._started.append(record)
        self._folder.save_process(component.name, record)
        try:
            self._wait(component, component.name, component.is_ready)
        except _Ended:
            if "address already in use" in _text_from(log, log_begin):
                return False
            raise
        return True

    def _wait(self, component: Component, what: str, done: Callable[[Settings, StateFolder], bool]) -> None:
        """Waits until `done`, while the component lives and the time lasts."""
        if done(self._settings, self._folder):
            return
        progress = Progress(f"waiting for {what}")
        log = self._folder.log(component.name)
        while not done(self._settings, self._folder):
            record = self._folder.process(component.name)
            if record is None or not is_running(record):
                raise _Ended(f"{component.name} ended during the start. {last_lines(log)}")
            if time.monotonic() > self._deadline:
                raise ClusterError(f"no {what} within {self._timeout:g} s (--ready-timeout). {last_lines(log)}")
            progress.tick()
            pause()


class _Ended(ClusterError):
    """A component ended before it served."""


def free_port() -> int:
    """A port that is free at this moment; it may be taken before it is used, so users must be ready for that."""
    with socket.socket() as probe:
        probe.bind((LOOPBACK, 0))
        return probe.getsockname()[1]


def last_lines(log: Path) -> str:
    """The end of a log for an error message, with its path."""
    if not log.exists():
        return f"It wrote no log {log}"
    lines = _text_from(log, max(0, log.stat().st_size - 20_000)).splitlines()[-LOG_LINES:]
    return "\n".join([f"The last lines of {log}:", *(f"    {line}" for line in lines)])


def _text_from(log: Path, begin: int) -> str:
    with open(log, "rb") as file:
        file.seek(begin)
        return file.read().decode(errors="replace")


def _release(wish: Wish, existing: Settings | None) -> Release:
    """The release asked for, or that of the cluster which is there."""
    release = parse_version(wish.version or (existing.version if existing else DEFAULT_VERSION))
    if existing:
        _check_same(existing, release)
    return release


def _check_same(existing: Settings, release: Release) -> None:
    if existing.version != release.kubernetes:
        raise ClusterError(f"cluster {existing.name} is Kubernetes {existing.version}; "
                           f"for {release.kubernetes} first: tools/cluster down --name {existing.name}")


def _binaries(release: Release, existing: Settings | None, cache_home: Path) -> dict[str, str]:
    """The binaries that the cluster was made with, if they are still there, so that a second `up` changes nothing."""
    if existing and all(Path(path).exists() for path in existing.binaries.values()):
        return existing.binaries
    return {binary: str(path) for binary, path in resolve(release, cache_home).items()}


def _settings(wish: Wish, existing: Settings | None, release: Release, binaries: dict[str, str]) -> Settings:
    """New settings, or the existing ones with what was asked for now."""
    if existing:
        _check_same(existing, release)  # another run may have made it while this one waited for the lock
        existing.binaries = binaries
        existing.audit_level = wish.audit_level or existing.audit_level
        existing.apiserver_args = existing.apiserver_args if wish.apiserver_args is None else wish.apiserver_args
        return existing
    return Settings(
        name=wish.name,
        id=f"{wish.name}-{secrets.token_hex(4)}",
        version=release.kubernetes,
        binaries=binaries,
        ports={port: free_port() for component in COMPONENTS for port in component.ports},
        audit_level=wish.audit_level or "Metadata",
        apiserver_args=wish.apiserver_args or [],
        created=time.time(),
        admin_token=secrets.token_urlsafe(32),
        controller_manager_token=secrets.token_urlsafe(32),
    )


def _age(settings: Settings) -> str:
    return duration(max(0.0, time.time() - settings.created))
