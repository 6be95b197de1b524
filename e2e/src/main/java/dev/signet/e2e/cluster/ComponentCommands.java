package dev.signet.e2e.cluster;

import java.util.ArrayList;
import java.util.List;

/** The command line of each process of one control plane. */
record ComponentCommands(Binaries binaries, ControlPlaneFiles files, Ports ports, ControlPlaneOptions options) {
    private static final String LOOPBACK = "127.0.0.1";
    /** Only the controllers that do something without nodes. */
    private static final String CONTROLLERS = String.join(
            ",",
            "garbage-collector-controller",
            "namespace-controller",
            "serviceaccount-controller",
            "serviceaccount-token-controller",
            "root-ca-certificate-publisher-controller",
            "clusterrole-aggregation-controller");

    List<String> of(Component component) {
        List<String> command = new ArrayList<>();
        command.add(binaries.path(component));
        command.addAll(
                switch (component) {
                    case ETCD -> etcd();
                    case API_SERVER -> apiServer();
                    case CONTROLLER_MANAGER -> controllerManager();
                });
        return command;
    }

    private List<String> etcd() {
        String client = "http://%s:%d".formatted(LOOPBACK, ports.etcd());
        String peer = "http://%s:%d".formatted(LOOPBACK, ports.etcdPeer());
        List<String> flags = new ArrayList<>(List.of(
                "--data-dir=" + files.etcdData(),
                "--listen-client-urls=" + client,
                "--advertise-client-urls=" + client,
                "--listen-peer-urls=" + peer,
                "--initial-advertise-peer-urls=" + peer,
                "--initial-cluster=default=" + peer,
                "--quota-backend-bytes=8589934592",
                // Its readiness is a line of this level.
                "--log-level=info"));
        if (!options.fsync()) {
            flags.add("--unsafe-no-fsync");
        }
        return flags;
    }

    private List<String> apiServer() {
        List<String> flags = new ArrayList<>(List.of(
                "--etcd-servers=http://%s:%d".formatted(LOOPBACK, ports.etcd()),
                "--bind-address=" + LOOPBACK,
                "--secure-port=" + ports.apiServer(),
                // Both for machines without a network: loopback cannot be an endpoint, hence none is published.
                "--advertise-address=" + LOOPBACK,
                "--endpoint-reconciler-type=none",
                "--tls-cert-file=" + files.servingCertificate(),
                "--tls-private-key-file=" + files.servingKey(),
                "--service-account-issuer=https://kubernetes.default.svc",
                "--service-account-signing-key-file=" + files.tokenKey(),
                "--service-account-key-file=" + files.tokenPublicKey(),
                "--token-auth-file=" + files.tokens(),
                "--authorization-mode=RBAC",
                "--service-cluster-ip-range=10.0.0.0/24",
                "--feature-gates=ClusterTrustBundle=true",
                "--runtime-config=certificates.k8s.io/v1beta1/clustertrustbundles=true",
                // Open watches would make it take a minute to end.
                "--shutdown-watch-termination-grace-period=1s"));
        options.authenticationConfig().ifPresent(file -> flags.add("--authentication-config=" + file.toAbsolutePath()));
        if (options.auditLevel() != AuditLevel.NONE) {
            flags.add("--audit-policy-file=" + files.auditPolicy());
            flags.add("--audit-log-path=" + files.auditLog());
            // In MB; never reached: one file holds it all.
            flags.add("--audit-log-maxsize=1000000");
        }
        flags.addAll(options.apiServerFlags());
        return flags;
    }

    private List<String> controllerManager() {
        return List.of(
                "--kubeconfig=" + files.kubeconfig(StaticUser.CONTROLLER_MANAGER),
                "--leader-elect=false",
                "--bind-address=" + LOOPBACK,
                "--secure-port=" + ports.controllerManager(),
                "--tls-cert-file=" + files.servingCertificate(),
                "--tls-private-key-file=" + files.servingKey(),
                "--controllers=" + CONTROLLERS,
                "--service-account-private-key-file=" + files.tokenKey(),
                "--root-ca-file=" + files.authority());
    }
}
