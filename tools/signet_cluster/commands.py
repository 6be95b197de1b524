"""Running a command to its end, such that an interruption ends the command first and leaves nothing of it behind."""
from __future__ import annotations

import os
import signal
import subprocess
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Mapping, Sequence

from .errors import Interrupted
from .waiting import Progress, pause

GRACE_SECONDS = 30  # `tools/cluster` ends what it has started, one after the other


@dataclass(frozen=True)
class Done:
    """How a command ended, and what it printed where that was kept."""

    code: int
    out: str = ""
    err: str = ""


def run(command: Sequence[object], folder: Path, environment: Mapping[str, str] | None = None, text: str = "",
        progress: Progress | None = None) -> Done:
    """Runs a command and keeps what it prints; says every 15 seconds that it goes on, where there is `progress`.

    Raises `Interrupted` where a signal arrives, once the command has ended.
    """
    with tempfile.TemporaryFile() as stdin, tempfile.TemporaryFile() as out, tempfile.TemporaryFile() as err:
        stdin.write(text.encode())
        stdin.seek(0)
        code = _to_its_end(_start(command, folder, environment, stdin, out, err), progress)
        return Done(code, _text(out), _text(err))


def show(command: Sequence[object], folder: Path, environment: Mapping[str, str] | None = None, quiet: bool = False) -> Done:
    """Runs a command that prints for itself; `quiet` keeps its standard output back."""
    out = subprocess.DEVNULL if quiet else None
    return Done(_to_its_end(_start(command, folder, environment, subprocess.DEVNULL, out, None), None))


def _start(command, folder, environment, stdin, out, err) -> subprocess.Popen:
    # in a session of its own: Ctrl-C comes to us alone, and we hand it on
    return subprocess.Popen([str(part) for part in command], cwd=folder, env={**os.environ, **(environment or {})},
                            stdin=stdin, stdout=out, stderr=err, start_new_session=True)


def _to_its_end(process: subprocess.Popen, progress: Progress | None) -> int:
    try:
        while process.poll() is None:
            if progress:
                progress.tick()
            pause(0.05)
        return process.returncode
    except Interrupted:
        _end(process)
        raise


def _end(process: subprocess.Popen) -> None:
    """Asks the command alone, which knows what it has started; after the grace, its whole group goes."""
    process.send_signal(signal.SIGTERM)
    deadline = time.monotonic() + GRACE_SECONDS
    while process.poll() is None and time.monotonic() < deadline:
        time.sleep(0.05)
    try:
        os.killpg(process.pid, signal.SIGKILL)
    except ProcessLookupError:
        pass
    process.wait()


def _text(file: IO[bytes]) -> str:
    file.seek(0)
    return file.read().decode(errors="replace")
