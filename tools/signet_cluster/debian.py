"""Installing Debian packages such that nothing which they bring is started."""
from __future__ import annotations

import contextlib
import os
import shutil
import tempfile
import time
from pathlib import Path
from typing import Iterator, Sequence

from .commands import run
from .errors import ClusterError
from .waiting import Progress, pause

LOCK_SECONDS = 300
# by env, since sudo drops the environment; the locale is that of the message below
APT = ("env", "DEBIAN_FRONTEND=noninteractive", "LC_ALL=C.UTF-8", "apt-get", "-o", f"DPkg::Lock::Timeout={LOCK_SECONDS}")
HELD = "Could not get lock"  # of the lists, for which apt has no patience of its own

POLICY = Path("/usr/sbin/policy-rc.d")
POLICY_MARK = "written by the tools of Signet"


def install(packages: Sequence[str]) -> None:
    """Installs packages without what they only recommend; raises where that is not possible, saying why.

    Another apt is waited for. Services that the packages would start stay down.
    """
    prefix = _prefix()
    progress = Progress(f"installing {', '.join(packages)} with apt-get")
    with _nothing_starts(prefix):
        for step in (["update"], ["install", "-y", "--no-install-recommends", *packages]):
            _apt([*prefix, *APT, *step], progress)


def can_install() -> bool:
    """Whether this is a system with apt-get, and we are root or have a sudo that asks nothing."""
    try:
        _prefix()
    except ClusterError:
        return False
    return True


def _prefix() -> list[str]:
    """What comes before a command that only root may run; sudo must not ask for a password."""
    if not shutil.which("apt-get"):
        raise ClusterError("there is no apt-get here")
    if os.geteuid() == 0:
        return []
    if shutil.which("sudo") and run(["sudo", "-n", "true"], Path("/")).code == 0:
        return ["sudo", "-n"]
    raise ClusterError("apt-get needs root, and there is no sudo that does without a password")


def _apt(command: Sequence[str], progress: Progress) -> None:
    deadline = time.monotonic() + LOCK_SECONDS
    while True:
        done = run(command, Path("/"), progress=progress)
        if done.code == 0:
            return
        if HELD not in done.err or time.monotonic() >= deadline:
            raise ClusterError(f"{' '.join(command)} failed:\n{done.out}{done.err}")
        pause(1)


@contextlib.contextmanager
def _nothing_starts(prefix: Sequence[str]) -> Iterator[None]:
    """Forbids services to be started by packages (invoke-rc.d(8)); a policy that somebody else has written stands."""
    if POLICY.exists() and POLICY_MARK not in POLICY.read_text(errors="replace"):
        yield
        return
    with tempfile.NamedTemporaryFile("w", suffix="-policy-rc.d") as file:
        file.write(policy(os.getpid()))
        file.flush()
        _as_root([*prefix, "install", "-m", "755", file.name, str(POLICY)])
    try:
        yield
    finally:
        _as_root([*prefix, "rm", "-f", str(POLICY)])


def policy(pid: int) -> str:
    """The policy, which forbids only as long as that process lives: one that is left behind by a kill does no harm."""
    return f"#!/bin/sh\n# {POLICY_MARK}; in force while process {pid} runs\n[ -d /proc/{pid} ] || exit 0\nexit 101\n"


def _as_root(command: Sequence[str]) -> None:
    done = run(command, Path("/"))
    if done.code != 0:
        raise ClusterError(f"{' '.join(command)} failed:\n{done.out}{done.err}")
