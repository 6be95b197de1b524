package dev.signet.e2e.token;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signet.crds.token.AgentToken;
import dev.signet.e2e.cluster.AuditLog;
import io.fabric8.kubernetes.api.model.Secret;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

@Execution(ExecutionMode.CONCURRENT)
@DisplayName("The Secret of a token, in the hands of others: K1, K2, K7, A9, and two writes for an issue")
class TokenSecretTest {
    @RegisterExtension
    static final SharedInstallation INSTALLATION = new SharedInstallation();

    private static final String SUBJECT = "subject: {kind: Agent, name: a}";

    @LifeTest
    void k2AnIssueIsTwoWritesAndNoReads() {
        Tenant tenant = INSTALLATION.tenant();
        AuditLog log = tenant.audit();
        tenant.create("one", SUBJECT);
        tenant.create("two", SUBJECT + ", format: Opaque, secret: {type: BasicAuth}");
        tenant.awaitReady("one");
        tenant.awaitReady("two");

        Tenant.patiently("the requests to be logged")
                .until(() -> tenant.operatorRequests(log).size() >= 4);
        Tenant.staysSo("two writes a token", () -> tenant.operatorRequests(log).size() == 4);
        assertThat(tenant.operatorPermissions(log))
                .containsExactlyInAnyOrder(
                        "create secrets",
                        "create secrets",
                        "update agenttokens.signet.dev/status",
                        "update agenttokens.signet.dev/status");
    }

    @LifeTest
    void k1ADeletedSecretComesBackWithANewTokenAndTheOldOneIsVoid() {
        Tenant tenant = INSTALLATION.tenant();
        tenant.create("lost", SUBJECT);
        tenant.awaitReady("lost");
        String before = tenant.current("lost").id();

        tenant.deleteSecret("lost");
        isReplaced(tenant, "lost", before);
    }

    @LifeTest
    void k1AValueWrittenByHandIsReplacedByANewToken() {
        Tenant tenant = INSTALLATION.tenant();
        tenant.create("edited", SUBJECT);
        tenant.awaitReady("edited");
        String before = tenant.current("edited").id();

        tenant.editSecret("edited", "{\"stringData\": {\"token\": \"by hand\"}}");
        isReplaced(tenant, "edited", before);
        assertThat(Secrets.token(tenant.secret("edited"))).isNotEqualTo("by hand");
    }

    @LifeTest
    void k1ASecretWithoutOurLabelIsTakenBack() {
        Tenant tenant = INSTALLATION.tenant();
        tenant.create("unlabelled", SUBJECT);
        tenant.awaitReady("unlabelled");

        tenant.editSecret("unlabelled", "{\"metadata\": {\"labels\": {\"signet.dev/kind\": null}}}");
        tenant.awaitSecret(
                "unlabelled",
                "labelled again",
                secret -> "AgentToken".equals(labels(secret).get("signet.dev/kind")));
        tenant.awaitReady("unlabelled");
        tenant.awaitDelivered("unlabelled");
    }

    @LifeTest
    void k1OtherKeysOfOursWrittenByHandAreCorrectedAroundTheSameToken() {
        Tenant tenant = INSTALLATION.tenant();
        tenant.create("shaped", SUBJECT);
        tenant.awaitReady("shaped");
        String before = tenant.current("shaped").id();

        tenant.editSecret("shaped", """
                {"stringData": {"username": "mallory"}, "metadata": {"annotations": {"signet.dev/token-id": "x"}}}""");
        tenant.awaitSecret(
                "shaped",
                "corrected",
                secret -> Secrets.value(secret, "username").equals("a")
                        && before.equals(secret.getMetadata().getAnnotations().get("signet.dev/token-id")));
        assertThat(tenant.current("shaped").id()).isEqualTo(before);
    }

    @LifeTest
    void k1ADeletedSecretThatAFinalizerKeepsIsWaitedForWithoutAStorm() {
        Tenant tenant = INSTALLATION.tenant();
        tenant.create("kept", SUBJECT);
        tenant.awaitReady("kept");
        String before = tenant.current("kept").id();

        tenant.editSecret("kept", "{\"metadata\": {\"finalizers\": [\"example.com/hold\"]}}");
        tenant.deleteSecret("kept");
        assertThat(tenant.awaitRefused("kept", "AwaitingCollection")).contains("waits for its finalizers");
        tenant.staysCalm(tenant.audit());

        tenant.editSecret("kept", "{\"metadata\": {\"finalizers\": null}}");
        isReplaced(tenant, "kept", before);
    }

    @LifeTest
    void k1ForeignKeysAndLabelsInTheSecretStayOverARewrite() {
        Tenant tenant = INSTALLATION.tenant();
        tenant.policy("secret: {labelKeys: [team], annotationKeys: [note, more]}");
        tenant.create("shared", SUBJECT + ", secret: {labels: {team: ops}, annotations: {note: x}}");
        tenant.awaitReady("shared");
        assertThat(labels(tenant.secret("shared"))).containsEntry("team", "ops");
        String before = tenant.current("shared").id();
        tenant.editSecret("shared", """
                {"stringData": {"ca.crt": "theirs"}, "metadata": {"labels": {"their": "label"}}}""");

        // A changed shape rewrites the Secret without a new token, and takes away what is no longer ordered.
        tenant.change("shared", "secret: {labels: {team: null}, annotations: {note: y, more: z}}");
        Secret rewritten = tenant.awaitSecret(
                "shared", "rewritten", secret -> !labels(secret).containsKey("team"));
        assertThat(labels(rewritten)).containsEntry("their", "label");
        assertThat(rewritten.getMetadata().getAnnotations())
                .containsEntry("note", "y")
                .containsEntry("more", "z");
        assertThat(Secrets.decoded(rewritten)).containsEntry("ca.crt", "theirs");
        tenant.awaitReady("shared");
        assertThat(tenant.current("shared").id()).isEqualTo(before);
        assertThat(Secrets.value(rewritten, "token-id")).isEqualTo(before);
    }

    @LifeTest
    void k7ChangedContentIssuesANewTokenAndVoidsTheOldAtOnce() {
        Tenant tenant = INSTALLATION.tenant();
        tenant.create("content", SUBJECT + ", scopes: [a]");
        tenant.awaitReady("content");
        String before = tenant.current("content").id();

        tenant.change("content", "scopes: [b]");
        isReplaced(tenant, "content", before);
        assertThat(DecodedJwt.verified(Secrets.token(tenant.awaitDelivered("content")))
                        .text("scope"))
                .isEqualTo("b");
        String second = tenant.current("content").id();
        tenant.change("content", "description: only words");
        tenant.awaitReady("content");
        assertThat(tenant.current("content").id()).isEqualTo(second);
    }

    /** Waits until another token was issued, and its Secret carries it. */
    static void isReplaced(Tenant tenant, String name, String before) {
        tenant.await(name, "issued anew", token -> !Tenant.current(token).id().equals(before));
        tenant.awaitReady(name);
        tenant.awaitDelivered(name);
        assertThat(tenant.status(name).previous()).isEmpty();
    }

    @LifeTest
    void a9AnAliasThatIsLostOrAlteredIsReplacedByANewToken() {
        Tenant tenant = INSTALLATION.tenant();
        tenant.create("alias", SUBJECT + ", referenceToken: true");
        tenant.awaitReady("alias");
        String before = tenant.current("alias").id();

        tenant.editSecret("alias", "{\"data\": {\"reference-token\": null}}");
        isReplaced(tenant, "alias", before);
        String second = tenant.current("alias").id();
        tenant.editSecret("alias", "{\"stringData\": {\"reference-token\": \"by hand\"}}");
        isReplaced(tenant, "alias", second);
        assertThat(Secrets.value(tenant.awaitDelivered("alias"), "reference-token"))
                .hasSize(128);
    }

    @LifeTest
    void k1ARefreshTokenThatIsLostOrAlteredComesBackAroundTheSameToken() {
        Tenant tenant = INSTALLATION.tenant();
        tenant.policy("allowRefreshable: true");
        tenant.create("refreshable", """
                subject: {kind: User, name: anna}, ttl: 1h, refresh: {enabled: true}, rotation: {policy: Expire}, \
                secret: {deliver: Once, retain: 1h}""");
        tenant.awaitReady("refreshable");
        Map<String, String> before = Secrets.decoded(tenant.awaitDelivered("refreshable"));

        for (String edit : List.of(
                "{\"data\": {\"refresh-token\": null}}", "{\"stringData\": {\"refresh-token\": \"by hand\"}}")) {
            tenant.editSecret("refreshable", edit);
            tenant.awaitSecret(
                    "refreshable",
                    "whole again",
                    secret -> Secrets.decoded(secret).equals(before));
        }
        tenant.staysCalm(tenant.audit());
        assertThat(tenant.current("refreshable").id()).isEqualTo(before.get("token-id"));
    }

    @LifeTest
    void k1AnAliasOrARefreshTokenThatNobodyOrderedGoesAndIsNotWrittenOnAndOn() {
        Tenant tenant = INSTALLATION.tenant();
        tenant.create("plain", SUBJECT);
        tenant.awaitReady("plain");
        Map<String, String> before = Secrets.decoded(tenant.awaitDelivered("plain"));

        tenant.editSecret("plain", "{\"stringData\": {\"refresh-token\": \"x\", \"reference-token\": \"y\"}}");
        tenant.awaitSecret(
                "plain", "whole again", secret -> Secrets.decoded(secret).equals(before));
        tenant.staysCalm(tenant.audit());
    }

    @LifeTest
    void k1AnImmutableSecretWithTheRightTokenIsReplacedWhereItsShapeIsWrong() {
        Tenant tenant = INSTALLATION.tenant();
        tenant.create("frozen", SUBJECT);
        tenant.awaitReady("frozen");
        String before = tenant.current("frozen").id();

        tenant.editSecret("frozen", "{\"immutable\": true, \"stringData\": {\"username\": \"mallory\"}}");
        tenant.awaitSecret(
                "frozen",
                "whole again",
                secret -> Secrets.value(secret, "username").equals("a"));
        assertThat(tenant.current("frozen").id()).isEqualTo(before);
        assertThat(tenant.secret("frozen").getImmutable()).isNull();
    }

    @LifeTest
    void k7MetadataDroppedInTheEditThatReissuesGoesToo() {
        Tenant tenant = INSTALLATION.tenant();
        tenant.policy("secret: {labelKeys: [team]}");
        tenant.create("dropped", SUBJECT + ", scopes: [a], secret: {labels: {team: ops}}");
        tenant.awaitReady("dropped");
        String before = tenant.current("dropped").id();

        tenant.change("dropped", "scopes: [b], secret: {labels: {team: null}}");
        isReplaced(tenant, "dropped", before);
        assertThat(labels(tenant.secret("dropped"))).doesNotContainKey("team");
    }

    @LifeTest
    void theSameNameDeletedAndCreatedAgainAtOnceIsReadyWithATokenOfItsOwn() {
        Tenant tenant = INSTALLATION.tenant();
        tenant.create("again", SUBJECT);
        tenant.awaitReady("again");
        String before = tenant.current("again").id();

        AuditLog log = tenant.audit();
        tenant.delete("again");
        tenant.create("again", SUBJECT);
        AgentToken token = tenant.awaitReady("again");
        assertThat(Tenant.current(token).id()).isNotEqualTo(before);
        Secret secret = tenant.awaitDelivered("again");
        assertThat(secret.getMetadata().getOwnerReferences().get(0).getUid())
                .isEqualTo(token.getMetadata().getUid());
        Tenant.staysSo("there", () -> tenant.findSecret("again").isPresent());
        assertThat(tenant.operatorPermissions(log)).hasSizeLessThanOrEqualTo(6);
    }

    @LifeTest
    void aSpecEditedDuringTheStatusWriteIsNotLost() {
        Tenant tenant = INSTALLATION.tenant();
        List<String> names = List.of("e1", "e2", "e3", "e4", "e5", "e6");
        for (String name : names) {
            tenant.create(name, SUBJECT + ", scopes: [s0]");
            for (int edit = 1; edit <= 5; edit++) {
                tenant.change(name, "scopes: [s" + edit + "]");
            }
        }

        for (String name : names) {
            tenant.awaitReady(name);
            assertThat(DecodedJwt.verified(Secrets.token(tenant.awaitDelivered(name)))
                            .text("scope"))
                    .isEqualTo("s5");
        }
    }

    private static Map<String, String> labels(Secret secret) {
        Map<String, String> labels = secret.getMetadata().getLabels();
        return labels == null ? Map.of() : labels;
    }
}
