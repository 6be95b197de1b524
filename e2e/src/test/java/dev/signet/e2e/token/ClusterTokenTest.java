package dev.signet.e2e.token;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signet.crds.token.AgentToken;
import dev.signet.crds.token.TargetScope;
import dev.signet.e2e.Installation;
import dev.signet.e2e.cluster.ControlPlane;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.extension.RegisterExtension;

@DisplayName("A token for the whole cluster, as the manual has it issued: C1")
class ClusterTokenTest {
    @RegisterExtension
    static final SharedInstallation INSTALLATION = new SharedInstallation();

    private static final String HEADING = "### A token for the whole cluster";
    private static final String NAME = "fleet";
    private static final String ADMIN = "anna";

    /**
     * The policy of the manual is wider than the built-in limits by scope Cluster and by nothing else, so that it is no news
     * to tokens that other tests have in that namespace.
     */
    @LifeTest
    void c1ASiteAdminIssuesATokenForTheClusterInSignetsOwnNamespaceWhereAPolicyAllowsIt() {
        ControlPlane cluster = INSTALLATION.get().controlPlane();
        Tenant home = Tenant.existing(INSTALLATION.get(), Installation.NAMESPACE);
        String documents = OperationsManual.yaml(HEADING);
        List<String> policyAndToken = List.of(documents.split("\n---\n", -1));
        assertThat(policyAndToken).hasSize(2);
        try {
            create(policyAndToken.get(1));
            assertThat(home.awaitRefused(NAME, "PolicyViolation")).contains("spec.target.scope Cluster");

            create(policyAndToken.get(0));
            AgentToken issued = home.awaitReady(NAME);
            assertThat(issued.getSpec().target().scope()).isEqualTo(TargetScope.Cluster);
            DecodedJwt jwt = DecodedJwt.verified(Secrets.token(home.awaitDelivered(NAME)));
            assertThat(jwt.claims().getSubject())
                    .isEqualTo(issued.getStatus().subject())
                    .endsWith(":" + Installation.NAMESPACE + ":Service:" + NAME);
            assertThat(jwt.text("client_id")).isEqualTo(Installation.NAMESPACE + "/" + NAME);
            assertThat(jwt.text("scope")).isEqualTo("system:introspect");
            assertThat(jwt.claims().getJWTID()).isEqualTo(Tenant.current(issued).id());
        } finally {
            cluster.kubectlWithInput(documents, "delete", "--ignore-not-found", "-f", "-")
                    .orThrow();
        }
        home.awaitNoSecret(NAME);
    }

    /** As somebody who has only what the manual's command grants. */
    private static void create(String yaml) {
        ControlPlane cluster = INSTALLATION.get().controlPlane();
        List<String> binding = OperationsManual.kubectl(HEADING).get(0);
        assertThat(binding).contains("--user=" + ADMIN);
        cluster.kubectl(binding.toArray(String[]::new));
        try {
            Tenant.patiently("the right to be known")
                    .untilAsserted(() -> cluster.kubectlWithInput(yaml, "create", "--as", ADMIN, "-f", "-")
                            .orThrow());
        } finally {
            cluster.kubectl("delete", "clusterrolebinding", binding.get(2)).orThrow();
        }
    }
}
