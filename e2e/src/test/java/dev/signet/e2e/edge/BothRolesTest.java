package dev.signet.e2e.edge;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signet.e2e.EdgeReplica;
import dev.signet.e2e.Installation;
import dev.signet.e2e.cluster.ControlPlane;
import dev.signet.e2e.token.Secrets;
import dev.signet.e2e.token.Tenant;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

@Tag("full")
@Execution(ExecutionMode.CONCURRENT)
@DisplayName("Role all: controller and token service in one process")
class BothRolesTest {

    /** What somebody grants who runs both under one account. */
    private static final String RIGHTS = """
            apiVersion: rbac.authorization.k8s.io/v1
            kind: ClusterRoleBinding
            metadata: {name: both}
            roleRef: {apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: signet-edge}
            subjects: [{kind: ServiceAccount, name: signet-controller, namespace: %1$s}]
            ---
            apiVersion: rbac.authorization.k8s.io/v1
            kind: RoleBinding
            metadata: {name: both, namespace: %1$s}
            roleRef: {apiGroup: rbac.authorization.k8s.io, kind: Role, name: signet-edge}
            subjects: [{kind: ServiceAccount, name: signet-controller, namespace: %1$s}]
            """;

    @Test
    void issuesAndChecks() {
        try (ControlPlane cluster = ControlPlane.start();
                Installation installation = Installation.on(cluster, Map.of(), options -> options)) {
            cluster.kubectlWithInput(RIGHTS.formatted(Installation.NAMESPACE), "apply", "-f", "-")
                    .orThrow();
            installation.operator().process().stop();
            Tenant tenant = Tenant.in(installation, "tenant");
            try (EdgeReplica both = EdgeReplica.of(installation)
                    .listener("nginx", "Nginx")
                    .listener("direct", "Direct")
                    .host("app.example", "app", tenant.namespace())
                    .startWithController()) {
                tenant.create("agent-7", "subject: {kind: Agent, name: agent-7}, audiences: [app]");
                tenant.awaitReady("agent-7");

                EdgeClient.Answer answer = new EdgeClient(both)
                        .auth(Secrets.token(tenant.secret("agent-7")), "GET", "https://app.example/");
                assertThat(answer.status()).as(answer.toString()).isEqualTo(200);
            }
        }
    }
}
