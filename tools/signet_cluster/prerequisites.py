"""Programs that the scripts need: installed where that is possible without asking, named all at once where it is not."""
from __future__ import annotations

import os
import shutil
from importlib.util import find_spec
from pathlib import Path
from typing import Mapping

from . import debian
from .errors import ClusterError

HOMES = {"java": "JAVA_HOME"}


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
    """With apt, as root or by sudo; elsewhere people install what is named to them."""
    if packages and debian.can_install():
        debian.install(packages)
