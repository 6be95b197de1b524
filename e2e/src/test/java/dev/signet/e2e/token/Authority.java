package dev.signet.e2e.token;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signet.crds.Condition;
import dev.signet.crds.ConditionStatus;
import dev.signet.crds.authority.CertificateAuthority;
import dev.signet.crds.authority.CertificateAuthorityStatus;
import dev.signet.crds.authority.SigningKey;
import dev.signet.crds.authority.SigningKeyState;
import dev.signet.crds.token.AgentToken;
import dev.signet.e2e.Installation;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.events.v1.Event;
import io.fabric8.kubernetes.client.dsl.Resource;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/** A CertificateAuthority of a test's own, and a tenant's tokens from it. */
record Authority(Tenant tenant, String name) {

    /** One that is not made yet; its name is nobody else's. */
    static Authority of(Tenant tenant, String prefix) {
        return new Authority(tenant, prefix + "-" + tenant.namespace());
    }

    /** Creates it; the spec is the inside of a YAML flow mapping, as {@code selfSigned: {}}. */
    void make(String spec) {
        tenant.client()
                .resource(Tenant.parse(
                        "{apiVersion: signet.dev/v1alpha1, kind: CertificateAuthority, metadata: {name: %s}, spec: {%s}}"
                                .formatted(name, spec)))
                .create();
    }

    /** Merges into its spec. */
    void change(String spec) {
        resource().patch(PatchContext.of(PatchType.JSON_MERGE), "{\"spec\": %s}".formatted(Tenant.json(spec)));
    }

    /** Creates an AgentToken of it. */
    void order(String token, String spec) {
        tenant.create(token, "authorityRef: {name: %s}, subject: {kind: Agent, name: a}, %s".formatted(name, spec));
    }

    /** The value of an AgentToken, once it is there. */
    String issued(String token) {
        tenant.awaitReady(token);
        return Secrets.token(tenant.awaitDelivered(token));
    }

    /** Waits until an AgentToken is another one than this, and Ready; returns the new value. */
    String reissued(String token, String before) {
        tenant.await(token, "issued anew", each -> isAnother(each, before));
        return issued(token);
    }

    private static boolean isAnother(AgentToken token, String before) {
        return !Tenant.current(token).id().equals(before);
    }

    Resource<CertificateAuthority> resource() {
        return tenant.client().resources(CertificateAuthority.class).withName(name);
    }

    CertificateAuthorityStatus status() {
        return Objects.requireNonNull(resource().get().getStatus(), () -> name + " has no status yet");
    }

    /** SHA-256 of the certificate in force. */
    String certificate() {
        return Objects.requireNonNull(status().certificate()).sha256();
    }

    /** The certificate in force and those above it, in PEM. */
    String pem() {
        return Objects.requireNonNull(status().certificate()).pem();
    }

    /** The key that signs now. */
    String activeKey() {
        return status().signingKeys().stream()
                .filter(key -> key.state() == SigningKeyState.Active)
                .map(SigningKey::kid)
                .findFirst()
                .orElseThrow(() -> new AssertionError("no active key: " + status().signingKeys()));
    }

    /** The certificates that status publishes of a key, each as {@code x5c} has it; none: none. */
    List<String> published(String kid) {
        return status().signingKeys().stream()
                .filter(key -> key.kid().equals(kid) && key.certificate() != null)
                .flatMap(key -> Arrays.stream(
                        Objects.requireNonNull(key.certificate()).split("-----END CERTIFICATE-----\\s*", -1)))
                .map(pem -> pem.replaceAll("-----BEGIN CERTIFICATE-----|\\s", ""))
                .filter(encoded -> !encoded.isEmpty())
                .toList();
    }

    SigningKeyState stateOf(String kid) {
        return status().signingKeys().stream()
                .filter(key -> key.kid().equals(kid))
                .map(SigningKey::state)
                .findFirst()
                .orElseThrow(() -> new AssertionError("no key " + kid + ": " + status().signingKeys()));
    }

    /** Waits until it is Ready for the spec that it has now. */
    CertificateAuthorityStatus awaitReady() {
        return await("Ready", status -> condition(status, "Ready").status() == ConditionStatus.True);
    }

    /** Waits until it is not Ready for a reason, and returns what it says about it. */
    String awaitRefused(String reason) {
        return condition(
                        await(
                                "refused with " + reason,
                                status -> condition(status, "Ready").status() == ConditionStatus.False
                                        && condition(status, "Ready").reason().equals(reason)),
                        "Ready")
                .message();
    }

    /** Waits for a status of the spec that it has now. */
    CertificateAuthorityStatus await(String what, Predicate<CertificateAuthorityStatus> wanted) {
        Tenant.patiently(name + " to be " + what).untilAsserted(() -> {
            CertificateAuthority authority = resource().get();
            CertificateAuthorityStatus status = authority.getStatus();
            assertThat(status != null
                            && authority.getMetadata().getGeneration().equals(status.observedGeneration())
                            && wanted.test(status))
                    .as("%s is %s: %s", name, what, status)
                    .isTrue();
        });
        return status();
    }

    static Condition condition(CertificateAuthorityStatus status, String type) {
        return status.conditions().stream()
                .filter(condition -> condition.type().equals(type))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no condition " + type + ": " + status.conditions()));
    }

    /** The name of the Secret of its key. */
    String keySecret() {
        return name + "-ca";
    }

    /** What the Secret of a signing key has; nothing if there is none. */
    Set<String> entries(String kid) {
        return secret(name + "-sign-" + kid)
                .map(Secret::getData)
                .map(Map::keySet)
                .orElse(Set.of());
    }

    /** A Secret in the namespace of Signet. */
    Optional<Secret> secret(String secret) {
        return Optional.ofNullable(tenant.client()
                .secrets()
                .inNamespace(Installation.NAMESPACE)
                .withName(secret)
                .get());
    }

    /** The Events about it. */
    List<Event> events() {
        return tenant.client().events().v1().events().inNamespace("default").list().getItems().stream()
                .filter(event -> event.getRegarding().getName().equals(name))
                .toList();
    }
}
