package dev.signet.e2e.token;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signet.crds.token.AgentToken;
import dev.signet.crds.token.TokenPhase;
import dev.signet.e2e.cluster.AuditLog;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

@Execution(ExecutionMode.CONCURRENT)
@DisplayName("A Secret of the name that a token asks for, made or claimed by others: K1, K4")
class ClaimedSecretTest {
    @RegisterExtension
    static final SharedInstallation INSTALLATION = new SharedInstallation();

    private static final String SUBJECT = "subject: {kind: Agent, name: a}";

    @LifeTest
    void k1AnImmutableSecretThatATenantForgedIsReplaced() {
        Tenant tenant = INSTALLATION.tenant();
        tenant.create("forged", SUBJECT);
        AgentToken token = tenant.awaitReady("forged");
        String before = tenant.current("forged").id();

        tenant.deleteSecret("forged");
        // Quicker than the operator or not: it ends the same.
        Tenant.patiently("the forgery to stand").ignoreExceptions().until(() -> {
            tenant.deleteSecret("forged");
            tenant.apply(forgery(token, "v1alpha1"));
            return true;
        });
        TokenSecretTest.isReplaced(tenant, "forged", before);
        assertThat(tenant.secret("forged").getImmutable()).isNull();
        DecodedJwt.verified(Secrets.token(tenant.secret("forged")));
    }

    @LifeTest
    void k1ASecretForgedBeforeTheFirstIssueIsNotAdopted() {
        Tenant tenant = forgedBeforeTheFirstIssue("early", "v1alpha1");

        tenant.awaitReady("early");
        DecodedJwt.verified(Secrets.token(tenant.awaitDelivered("early")));
    }

    @LifeTest
    void k4ASecretWhoseOwnerIsOfAVersionThatThereIsNotIsAConflict() {
        Tenant tenant = forgedBeforeTheFirstIssue("v9", "v9");

        assertThat(tenant.awaitRefused("v9", "Conflict")).contains("Secret v9 is not Signet's");
        tenant.staysCalm(tenant.audit());
        assertThat(Secrets.token(tenant.secret("v9"))).isEqualTo("forged");
    }

    private static Tenant forgedBeforeTheFirstIssue(String name, String version) {
        Tenant tenant = INSTALLATION.tenant();
        tenant.create(name, SUBJECT + ", ttl: 31d");
        tenant.awaitRefused(name, "PolicyViolation");
        tenant.apply(forgery(tenant.get(name), version));
        tenant.change(name, "ttl: 1h");
        return tenant;
    }

    @LifeTest
    void k4OfTwoObjectsThatClaimOneSecretTheSecondConflictsAndHealsWhenTheFirstGoes() {
        Tenant tenant = INSTALLATION.tenant();
        tenant.create("one", SUBJECT + ", secret: {name: same}");
        tenant.awaitReady("one");
        String before = tenant.current("one").id();
        AuditLog log = tenant.audit();
        tenant.create("two", SUBJECT + ", secret: {name: same}");

        assertThat(tenant.awaitRefused("two", "Conflict"))
                .contains("AgentToken one")
                .contains("spec.secret.name");
        Tenant.patiently("the Event").until(() -> tenant.events("two").size() == 1);
        Tenant.staysSo(
                "one Event and no flapping", () -> tenant.operatorRequests(log).size() <= 2);
        assertThat(Secrets.value(tenant.secret("same"), "token-id")).isEqualTo(before);
        assertThat(tenant.events("two"))
                .singleElement()
                .satisfies(event -> assertThat(event.getReason()).isEqualTo("Conflict"));

        tenant.delete("one");
        // The watch tells of it, long before the next retry.
        Tenant.patiently("healed")
                .atMost(Tenant.PATIENCE.dividedBy(2))
                .until(() -> tenant.status("two").phase() == TokenPhase.Valid);
        assertThat(Secrets.value(tenant.secret("same"), "token-id"))
                .isEqualTo(tenant.current("two").id());
    }

    @LifeTest
    void k4ASecretThatIsNotOursIsNeverTouched() {
        Tenant tenant = INSTALLATION.tenant();
        tenant.apply("{apiVersion: v1, kind: Secret, metadata: {name: theirs}, stringData: {token: mine}}");
        String version = tenant.secret("theirs").getMetadata().getResourceVersion();
        tenant.create("theirs", SUBJECT);

        assertThat(tenant.awaitRefused("theirs", "Conflict")).contains("is not Signet's");
        tenant.change("theirs", "description: tried again");
        tenant.awaitRefused("theirs", "Conflict");
        tenant.delete("theirs");
        Tenant.staysSo(
                "untouched",
                () -> version.equals(tenant.secret("theirs").getMetadata().getResourceVersion()));
    }

    @LifeTest
    void k4ASecretOfOthersThatTookTheNameOfALostOneIsAConflictAndNoStorm() {
        Tenant tenant = INSTALLATION.tenant();
        tenant.create("squatted", SUBJECT);
        tenant.awaitReady("squatted");
        AuditLog before = tenant.audit();
        Tenant.patiently("theirs to stand").ignoreExceptions().until(() -> {
            tenant.deleteSecret("squatted");
            tenant.apply("{apiVersion: v1, kind: Secret, metadata: {name: squatted}, stringData: {token: theirs}}");
            return true;
        });

        assertThat(tenant.awaitRefused("squatted", "Conflict")).contains("is not Signet's");
        String token = tenant.current("squatted").id();
        tenant.staysCalm(tenant.auditBehindTheEvent(before));
        assertThat(Secrets.token(tenant.secret("squatted"))).isEqualTo("theirs");
        assertThat(tenant.current("squatted").id()).isEqualTo(token);
    }

    @LifeTest
    void k1ASecretThatLostItsOwnerIsReportedAndComesBackWhenItGoes() {
        Tenant tenant = INSTALLATION.tenant();
        tenant.create("orphaned", SUBJECT);
        tenant.awaitReady("orphaned");
        String before = tenant.current("orphaned").id();

        tenant.editSecret("orphaned", "{\"metadata\": {\"ownerReferences\": null}}");
        tenant.awaitRefused("orphaned", "Conflict");
        tenant.deleteSecret("orphaned");
        TokenSecretTest.isReplaced(tenant, "orphaned", before);
    }

    /** A Secret of its name that says it belongs to an AgentToken, which is of some version of our API. */
    private static String forgery(AgentToken owner, String version) {
        return """
                {apiVersion: v1, kind: Secret, immutable: true, type: Opaque, metadata: {name: %1$s, labels: \
                {signet.dev/kind: AgentToken}, ownerReferences: [{apiVersion: signet.dev/%3$s, kind: AgentToken, \
                name: %1$s, uid: %2$s, controller: true}]}, data: {token: Zm9yZ2Vk}}""".formatted(owner.getMetadata().getName(), owner.getMetadata().getUid(), version);
    }
}
