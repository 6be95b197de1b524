package dev.signet.e2e.rights;

import dev.signet.crds.Condition;
import dev.signet.crds.ConditionStatus;
import dev.signet.crds.authority.CertificateAuthority;
import dev.signet.crds.authority.CertificateAuthorityStatus;
import dev.signet.crds.authority.SigningKey;
import dev.signet.crds.authority.SigningKeyState;
import dev.signet.e2e.Installation;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.Resource;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.function.Predicate;
import org.awaitility.Awaitility;

/**
 * Has the controller do all that it can do with authorities: make, rotate, reset, follow and import them, sweep what is left
 * over, and tell of what is wrong. A signing key that rotates keeps its private part for a minute; a reset takes it at once,
 * by the same patch.
 */
record AuthorityExercise(KubernetesClient admin) {
    private static final Duration LIMIT = Duration.ofMinutes(1);

    private static final String AUTHORITY = """
            apiVersion: signet.dev/v1alpha1
            kind: CertificateAuthority
            metadata: {name: %s}
            spec: %s
            """;
    private static final String BROKEN = """
            apiVersion: v1
            kind: Secret
            metadata: {name: imported, namespace: signet-system}
            stringData: {tls.key: none, tls.crt: none}
            """;
    /** As long as the id of a key, and none. */
    private static final String NO_KEY = "a".repeat(26);

    /** Makes them, so that the first rotation comes about while others work. */
    void begin() {
        make("rolling", "{selfSigned: {}, tokenSigning: {rotateEvery: 10s, publishAhead: 1s, longestLifetime: 10s}}");
        make("below", "{intermediate: {authorityRef: {name: rolling}}}");
        await("below", AuthorityExercise::isReady);
        isImported();
    }

    void end() {
        await("rolling", status -> status.signingKeys().stream().anyMatch(AuthorityExercise::isDraining));
        leaveOver();
        isReset();
        isReplaced();
    }

    /** First what is no authority: a Warning about an object without a namespace; then one, of which a watch tells. */
    private void isImported() {
        admin.resource(BROKEN).create();
        make("imported", "{imported: {secretName: imported}}");
        awaitEvent("imported", "InvalidAuthority");
        copyKey();
        await("imported", AuthorityExercise::isReady);
    }

    /** What a crash between two writes leaves: a signing Secret that is in no status. */
    private void leaveOver() {
        String kid = authority("rolling").get().getStatus().signingKeys().get(0).kid();
        Secret stray = new SecretBuilder(secret("rolling-sign-" + kid).get())
                .editMetadata()
                .withName("rolling-sign-" + NO_KEY)
                .withResourceVersion(null)
                .withUid(null)
                .endMetadata()
                .build();
        admin.resource(stray).create();
    }

    private void isReset() {
        long epoch = authority("below").get().getStatus().epoch();
        authority("rolling").patch(PatchContext.of(PatchType.JSON_MERGE), "{\"spec\": {\"reset\": \"now\"}}");
        await("rolling", status -> "now".equals(status.lastReset()));
        await("below", status -> status.epoch() > epoch);
        awaitEvent("below", "AuthorityReplaced");
        Awaitility.await()
                .atMost(LIMIT)
                .until(() -> secret("rolling-sign-" + NO_KEY).get() == null);
        Awaitility.await()
                .atMost(LIMIT)
                .until(() -> authority("rolling").get().getStatus().signingKeys().stream()
                        .filter(key -> key.state() == SigningKeyState.Retired)
                        .noneMatch(key ->
                                data(secret("rolling-sign-" + key.kid()).get()).containsKey("tls.key")));
    }

    /** Another key in the imported Secret, and then none. */
    private void isReplaced() {
        copyKey();
        awaitEvent("imported", "AuthorityReplaced");
        await("imported", AuthorityExercise::isReady);
        secret("imported").delete();
        awaitEvent("imported", "KeyLost");
    }

    private void copyKey() {
        Secret key = secret("rolling-ca").get();
        secret("imported")
                .edit(secret -> new SecretBuilder(secret)
                        .addToData("tls.key", data(key).get("tls.key"))
                        .addToData("tls.crt", data(key).get("tls.crt"))
                        .build());
    }

    private void make(String name, String spec) {
        admin.resource(AUTHORITY.formatted(name, spec)).create();
    }

    private Resource<CertificateAuthority> authority(String name) {
        return admin.resources(CertificateAuthority.class).withName(name);
    }

    private Resource<Secret> secret(String name) {
        return admin.secrets().inNamespace(Installation.NAMESPACE).withName(name);
    }

    private static Map<String, String> data(Secret secret) {
        return Objects.requireNonNullElse(secret.getData(), Map.of());
    }

    private void await(String name, Predicate<CertificateAuthorityStatus> expected) {
        Awaitility.await()
                .atMost(LIMIT)
                .until(() -> authority(name).get().getStatus(), status -> status != null && expected.test(status));
    }

    private void awaitEvent(String name, String reason) {
        Awaitility.await()
                .atMost(LIMIT)
                .until(() -> admin.v1().events().inNamespace("default").list().getItems().stream()
                        .anyMatch(event -> event.getInvolvedObject().getName().equals(name)
                                && event.getReason().equals(reason)));
    }

    private static boolean isReady(CertificateAuthorityStatus status) {
        return status.conditions().stream().anyMatch(AuthorityExercise::saysReady);
    }

    private static boolean saysReady(Condition condition) {
        return condition.type().equals("Ready") && condition.status() == ConditionStatus.True;
    }

    private static boolean isDraining(SigningKey key) {
        return key.state() == SigningKeyState.Draining;
    }
}
