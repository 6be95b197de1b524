"""Programs that the scripts need: installed where that is possible without asking, named all at once where it is not."""
from __future__ import annotations

import os
import shutil
from importlib.util import find_spec
from pathlib import Path
from typing import Mapping

from .commands import Done, run
from .errors import ClusterError
from .waiting import Progress

HOMES = {"java": "JAVA_HOME"}
APT = ("apt-get", "-o", "DPkg::Lock::Timeout=300")


def program(name: str) -> str | None:
    """Where a program is: in the home that its variable names (JAVA_HOME), else on the PATH."""
    home = os.environ.get(HOMES.get(name, ""))
    inside = Path(home, "bin", name) if home else None
    return str(inside) if inside and os.access(inside, os.X_OK) else shutil.which(name)


def require(programs: Mapping[str, str], packages: Mapping[str, str] | None = None) -> None:
    """Raises an error that names every missing program, after an attempt to install those that are Debian packages.

    programs: what each is needed for, or how to get it
    packages: the Debian package of those that may be installed
    """
    packages = packages or {}
    missing = [name for name in programs if not _is_there(name)]
    _install([packages[name] for name in missing if name in packages])
    missing = [name for name in missing if not _is_there(name)]
    if missing:
        raise ClusterError("\n".join(f"{name} is missing: {programs[name]}" for name in missing))


def _is_there(name: str) -> bool:
    """A program; or, after `python:`, a module of Python that some systems leave out."""
    kind, _, module = name.partition(":")
    return find_spec(module) is not None if kind == "python" and module else program(name) is not None


def _install(packages: list[str]) -> None:
    """With apt, as root; elsewhere people install what is named to them."""
    if not packages or not shutil.which(APT[0]) or os.geteuid() != 0:
        return
    progress = Progress(f"installing {', '.join(packages)} with apt-get")
    environment = {"DEBIAN_FRONTEND": "noninteractive"}
    for command in ([*APT, "update"], [*APT, "install", "-y", "--no-install-recommends", *packages]):
        done: Done = run(command, Path("/"), environment, progress=progress)
        if done.code != 0:
            raise ClusterError(f"{' '.join(command)} failed:\n{done.out}{done.err}")
