"""The official releases of Kubernetes and etcd, where they can be reached."""
from __future__ import annotations

import hashlib
import http.client
import platform
import shutil
import tarfile
import threading
import time
import urllib.error
import urllib.parse
import urllib.request
from pathlib import Path
from typing import Sequence

from .attempt import Attempt
from .cache import Cache, parse_sums, removed
from .errors import ClusterError
from .releases import ETCD, Release
from .waiting import Progress, check_interrupted, pause, say

CONNECT_SECONDS = 4
KUBERNETES_DOWNLOADS = "https://dl.k8s.io/release"
ETCD_DOWNLOADS = "https://github.com/etcd-io/etcd/releases/download"
DOWNLOAD_FAULTS = (OSError, http.client.HTTPException, tarfile.TarError, KeyError, IndexError, ValueError, ClusterError)


class Download:
    """The official release downloads; each file is compared with the checksum published beside it."""

    def __init__(self, cache: Cache, kubernetes: str = KUBERNETES_DOWNLOADS, etcd: str = ETCD_DOWNLOADS) -> None:
        self._cache = cache
        self._kubernetes = kubernetes
        self._etcd = etcd

    def provide(self, release: Release, wanted: Sequence[str]) -> Attempt:
        """Downloads what it can; where the checksum has no answer within 4 seconds, the file is not asked for."""
        way = "official release download"
        if platform.system() != "Linux":
            return Attempt(way, reason="the releases hold servers for Linux only")
        say(f"{way}: asking {self._kubernetes} and {self._etcd}")
        published = fetch_all({self._sums_url(release, binary) for binary in wanted})
        found, faults = {}, []
        for binary in wanted:
            url = self._sums_url(release, binary)
            sums = published[url]
            if isinstance(sums, Exception):
                faults.append(f"{urllib.parse.urlsplit(url).netloc}: {reason_of(sums)}")
                continue
            try:
                found[binary] = self._download(release, binary, sums.decode())
            except DOWNLOAD_FAULTS as fault:
                faults.append(f"{binary}: {fault}")
        reason = "; ".join(dict.fromkeys(faults))  # each once
        if reason:
            say(f"{way}: {reason}")
        return Attempt(way, found, reason)

    def _sums_url(self, release: Release, binary: str) -> str:
        if binary == ETCD:
            return f"{self._etcd}/{release.etcd}/SHA256SUMS"
        return f"{self._kubernetes}/{release.kubernetes}/bin/linux/{architecture()}/{binary}.sha256"

    def _download(self, release: Release, binary: str, sums: str) -> Path:
        made = self._cache.temporary(release, binary)
        with removed(made):
            if binary == ETCD:
                self._download_etcd(release, made, parse_sums(sums))
            else:
                url = self._sums_url(release, binary)[: -len(".sha256")]
                download(url, made, sums.split()[0])
            return self._cache.enter(release, binary, made)

    def _download_etcd(self, release: Release, made: Path, sums: dict[str, str]) -> None:
        """etcd comes as an archive with its tools."""
        name = f"etcd-{release.etcd}-linux-{architecture()}"
        archive = made.with_name(f".{name}.tar.gz")
        with removed(archive):
            download(f"{self._etcd}/{release.etcd}/{name}.tar.gz", archive, sums[archive.name[1:]])
            with tarfile.open(archive) as tar, open(made, "wb") as target:
                shutil.copyfileobj(tar.extractfile(f"{name}/{ETCD}"), target)


def fetch_all(urls: set[str]) -> dict[str, bytes | Exception]:
    """Fetches small files side by side and gives up on all after 4 seconds, even where the name service hangs."""
    answers: dict[str, bytes | Exception] = {}

    def fetch(url: str) -> None:
        try:
            with urllib.request.urlopen(url, timeout=CONNECT_SECONDS) as response:
                answers[url] = response.read(1 << 20)
        except Exception as fault:  # whatever it is, it is the answer
            answers[url] = fault

    deadline = time.monotonic() + CONNECT_SECONDS
    for url in urls:
        threading.Thread(target=fetch, args=(url,), daemon=True).start()
    while len(answers) < len(urls) and time.monotonic() < deadline:
        pause()
    return {url: answers.get(url, TimeoutError(f"no answer in {CONNECT_SECONDS} s")) for url in urls}


def reason_of(fault: Exception) -> str:
    """What went wrong, without the wrapping that urllib puts around a failed connection."""
    return str(fault.reason if type(fault) is urllib.error.URLError else fault)


def download(url: str, target: Path, expected: str) -> None:
    """Writes the file at `url` to `target` and refuses it if its SHA-256 is not the expected one."""
    progress = Progress(f"downloading {url}")
    digest = hashlib.sha256()
    with urllib.request.urlopen(url, timeout=CONNECT_SECONDS) as response, open(target, "wb") as file:
        while block := response.read(1 << 16):
            digest.update(block)
            file.write(block)
            progress.tick(f"{file.tell() >> 20} MiB")
            check_interrupted()
    if digest.hexdigest() != expected:
        raise ClusterError(f"SHA-256 of {url} is {digest.hexdigest()}, published is {expected}")


def architecture() -> str:
    """This machine's processor as Go and the releases call it."""
    machine = platform.machine().lower()
    return {"x86_64": "amd64", "aarch64": "arm64"}.get(machine, machine)
