"""What is written down about a cluster: its settings, its files and the processes that were started."""
from __future__ import annotations

import base64
import json
import os
import secrets
from dataclasses import asdict, dataclass
from pathlib import Path

from .processes import ProcessRecord

AUDIT_LEVELS = ("Metadata", "RequestResponse", "None")


@dataclass
class Settings:
    """All that decides how a cluster is started. It holds the tokens, so it is readable by its owner alone."""

    name: str
    id: str
    version: str
    binaries: dict[str, str]
    ports: dict[str, int]
    audit_level: str
    apiserver_args: list[str]
    created: float  # seconds since 1970
    admin_token: str
    controller_manager_token: str

    def __repr__(self) -> str:
        return f"Settings({self.name}, {self.version})"

    @property
    def server(self) -> str:
        """Where the API is served."""
        return f"https://127.0.0.1:{self.ports['kube-apiserver']}"


class StateFolder:
    """`clusters/<name>/`: every path in it, and reading and writing what is not the business of the processes."""

    def __init__(self, clusters: Path, name: str) -> None:
        self.name = name
        self.path = clusters / name
        self.lock = clusters / f".{name}.lock"
        self.etcd_data = self.path / "etcd"
        self.logs = self.path / "logs"
        self.certificates = self.path / "certificates"
        self.apiserver_certificate = self.certificates / "apiserver.crt"
        self.controller_manager_certificate = self.certificates / "kube-controller-manager.crt"
        self.service_account_key = self.certificates / "service-account.key"
        self.tokens = self.path / "tokens.csv"
        self.audit_policy = self.path / "audit-policy.yaml"
        self.audit_log = self.logs / "audit.log"
        self.kubeconfig = self.path / "kubeconfig"
        self.controller_manager_kubeconfig = self.path / "controller-manager.kubeconfig"

    def log(self, component: str) -> Path:
        """Where the output of a component goes."""
        return self.logs / f"{component}.log"

    def settings(self) -> Settings | None:
        """What was written down; None if there is no such cluster, or its settings cannot be read."""
        try:
            return Settings(**json.loads((self.path / "cluster.json").read_text()))
        except (OSError, ValueError, TypeError):
            return None

    def save(self, settings: Settings) -> None:
        """Writes the settings down."""
        write_private(self.path / "cluster.json", json.dumps(asdict(settings), indent=2) + "\n")

    def process(self, component: str) -> ProcessRecord | None:
        """The process that was last started for a component."""
        try:
            return ProcessRecord(**json.loads((self.path / f"{component}.process.json").read_text()))
        except (OSError, ValueError, TypeError):
            return None

    def save_process(self, component: str, record: ProcessRecord) -> None:
        """Writes down which process was started for a component."""
        write_private(self.path / f"{component}.process.json", json.dumps(asdict(record), indent=2) + "\n")

    def write_inputs(self, settings: Settings) -> None:
        """The files that the API server reads when it starts."""
        for folder in (self.etcd_data, self.logs, self.certificates):
            folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        if not self.service_account_key.exists():
            write_private(self.service_account_key, new_signing_key())
        write_private(self.tokens, token_file(settings))
        write_private(self.audit_policy, audit_policy(settings.audit_level))

    def write_kubeconfigs(self, settings: Settings) -> None:
        """Access for people and for the controller manager, which is its own user so that the audit log tells them apart."""
        certificate = self.apiserver_certificate.read_bytes()
        write_private(self.kubeconfig, kubeconfig(settings, certificate, settings.admin_token))
        write_private(self.controller_manager_kubeconfig, kubeconfig(settings, certificate, settings.controller_manager_token))


def write_private(path: Path, text: str) -> None:
    """Writes a file that only its owner can read, at once as a whole."""
    temporary = path.with_name(f".{path.name}.{os.getpid()}")
    handle = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with open(handle, "w") as file:
        file.write(text)
    temporary.replace(path)


def token_file(settings: Settings) -> str:
    """Rows of token, user, uid and groups."""
    return (f'{settings.admin_token},kubernetes-admin,kubernetes-admin,"system:masters"\n'
            f'{settings.controller_manager_token},system:kube-controller-manager,system:kube-controller-manager,"system:masters"\n')


def audit_policy(level: str) -> str:
    """Everything at one level, written when a request is done."""
    return f"apiVersion: audit.k8s.io/v1\nkind: Policy\nomitStages: [RequestReceived]\nrules:\n  - level: {level}\n"


def kubeconfig(settings: Settings, certificate: bytes, token: str) -> str:
    """One context, named after the cluster."""
    context = f"signet-{settings.name}"
    return f"""apiVersion: v1
kind: Config
clusters:
  - name: {context}
    cluster:
      server: {settings.server}
      certificate-authority-data: {base64.b64encode(certificate).decode()}
users:
  - name: {context}
    user:
      token: {token}
contexts:
  - name: {context}
    context:
      cluster: {context}
      user: {context}
current-context: {context}
"""


def new_signing_key() -> str:
    """A P-256 private key for ServiceAccount tokens, in PEM.

    RFC 5915: version 1, the secret number, the curve. The public key is left out; Go computes it.
    """
    order = 0xFFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551
    secret = secrets.randbelow(order - 1) + 1
    encoded = bytes.fromhex("30310201010420") + secret.to_bytes(32, "big") + bytes.fromhex("a00a06082a8648ce3d030107")
    body = base64.encodebytes(encoded).decode().replace("\n", "")
    lines = "\n".join(body[at:at + 64] for at in range(0, len(body), 64))
    return f"-----BEGIN EC PRIVATE KEY-----\n{lines}\n-----END EC PRIVATE KEY-----\n"
