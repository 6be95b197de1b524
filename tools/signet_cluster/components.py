"""The three processes of a control plane: how each is started and how one knows that it serves."""
from __future__ import annotations

import http.client
import json
import ssl
from dataclasses import dataclass
from pathlib import Path
from typing import Callable

from .releases import APISERVER, CONTROLLER_MANAGER, ETCD
from .state import Settings, StateFolder

LOOPBACK = "127.0.0.1"
PROBE_SECONDS = 3

CONTROLLERS = (
    "garbage-collector-controller",
    "namespace-controller",
    "serviceaccount-controller",
    "serviceaccount-token-controller",
    "root-ca-certificate-publisher-controller",
    "clusterrole-aggregation-controller",  # without it the roles admin, edit and view are empty
)


@dataclass(frozen=True)
class Component:
    """One process: its name, the ports it listens on, its command line and its readiness.

    The command is a function of what is written down, so an equal command means that nothing need be done.
    """

    name: str
    ports: tuple[str, ...]
    command: Callable[[Settings, StateFolder], list[str]]
    is_ready: Callable[[Settings, StateFolder], bool]


def etcd_command(settings: Settings, folder: StateFolder) -> list[str]:
    """One member, on loopback; without fsync, since the data is not worth waiting for."""
    client = f"http://{LOOPBACK}:{settings.ports['etcd']}"
    peer = f"http://{LOOPBACK}:{settings.ports['etcd-peer']}"
    return [
        settings.binaries[ETCD],
        f"--name={settings.id}",
        f"--data-dir={folder.etcd_data}",
        f"--listen-client-urls={client}",
        f"--advertise-client-urls={client}",
        f"--listen-peer-urls={peer}",
        f"--initial-advertise-peer-urls={peer}",
        f"--initial-cluster={settings.id}={peer}",
        "--unsafe-no-fsync",
        "--log-level=warn",
    ]


def apiserver_command(settings: Settings, folder: StateFolder) -> list[str]:
    """RBAC, static tokens and a certificate that it makes itself.

    It advertises loopback and publishes no endpoint of itself, so that it also starts on a machine without a network.
    """
    command = [
        settings.binaries[APISERVER],
        f"--etcd-servers=http://{LOOPBACK}:{settings.ports['etcd']}",
        f"--bind-address={LOOPBACK}",
        f"--secure-port={settings.ports['kube-apiserver']}",
        f"--advertise-address={LOOPBACK}",
        "--endpoint-reconciler-type=none",
        f"--cert-dir={folder.certificates}",
        "--service-account-issuer=https://kubernetes.default.svc",
        f"--service-account-signing-key-file={folder.service_account_key}",
        f"--service-account-key-file={folder.service_account_key}",
        f"--token-auth-file={folder.tokens}",
        "--authorization-mode=RBAC",
        "--service-cluster-ip-range=10.0.0.0/24",
        "--feature-gates=ClusterTrustBundle=true",
        "--runtime-config=certificates.k8s.io/v1beta1/clustertrustbundles=true",
    ]
    if settings.audit_level != "None":
        command += [f"--audit-policy-file={folder.audit_policy}", f"--audit-log-path={folder.audit_log}"]
    return command + settings.apiserver_args


def controller_manager_command(settings: Settings, folder: StateFolder) -> list[str]:
    """Only the controllers that do something without nodes."""
    return [
        settings.binaries[CONTROLLER_MANAGER],
        f"--kubeconfig={folder.controller_manager_kubeconfig}",
        "--leader-elect=false",
        f"--bind-address={LOOPBACK}",
        f"--secure-port={settings.ports['kube-controller-manager']}",
        f"--cert-dir={folder.certificates}",
        f"--controllers={','.join(CONTROLLERS)}",
        f"--service-account-private-key-file={folder.service_account_key}",
        f"--root-ca-file={folder.apiserver_certificate}",
    ]


def etcd_ready(settings: Settings, folder: StateFolder) -> bool:
    """Asks for the members by name: something else may have taken the port before our etcd did."""
    connection = http.client.HTTPConnection(LOOPBACK, settings.ports["etcd"], timeout=PROBE_SECONDS)
    status, body = _request(connection, "POST", "/v3/cluster/member/list", {}, "{}")
    members = json.loads(body).get("members", []) if status == 200 else []
    return any(member.get("name") == settings.id for member in members)


def apiserver_ready(settings: Settings, folder: StateFolder) -> bool:
    """`/readyz`, over TLS with the certificate that it made."""
    return api_status(settings, folder, "/readyz") == 200


def controller_manager_ready(settings: Settings, folder: StateFolder) -> bool:
    """`/healthz`, over TLS with the certificate that it made."""
    connection = _tls(settings.ports["kube-controller-manager"], folder.controller_manager_certificate)
    return connection is not None and _request(connection, "GET", "/healthz", {})[0] == 200


def default_service_account_exists(settings: Settings, folder: StateFolder) -> bool:
    """The first thing that the controller manager makes and most clients need."""
    return api_status(settings, folder, "/api/v1/namespaces/default/serviceaccounts/default") == 200


def api_status(settings: Settings, folder: StateFolder, path: str) -> int:
    """The HTTP status of a GET as administrator; 0 if there was no answer."""
    connection = _tls(settings.ports["kube-apiserver"], folder.apiserver_certificate)
    if connection is None:
        return 0
    return _request(connection, "GET", path, {"Authorization": f"Bearer {settings.admin_token}"})[0]


def _tls(port: int, certificate: Path) -> http.client.HTTPSConnection | None:
    """A connection that trusts the one certificate; None until the server has made it."""
    try:
        context = ssl.create_default_context(cafile=str(certificate))
    except (OSError, ssl.SSLError):
        return None
    # from Python 3.13 on, strict by default: Kubernetes' self-made certificates lack an authority key id
    context.verify_flags &= ~ssl.VERIFY_X509_STRICT
    return http.client.HTTPSConnection(LOOPBACK, port, timeout=PROBE_SECONDS, context=context)


def _request(connection: http.client.HTTPConnection, method: str, path: str, headers: dict[str, str],
             body: str | None = None) -> tuple[int, bytes]:
    try:
        connection.request(method, path, body, headers)
        response = connection.getresponse()
        return response.status, response.read()
    except (OSError, http.client.HTTPException):
        return 0, b""
    finally:
        connection.close()


COMPONENTS = (
    Component(ETCD, ("etcd", "etcd-peer"), etcd_command, etcd_ready),
    Component(APISERVER, ("kube-apiserver",), apiserver_command, apiserver_ready),
    Component(CONTROLLER_MANAGER, ("kube-controller-manager",), controller_manager_command, controller_manager_ready),
)
