package dev.signet.e2e.fault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.nimbusds.jwt.SignedJWT;
import dev.signet.crds.ConditionStatus;
import dev.signet.crds.token.AgentToken;
import dev.signet.crds.token.AgentTokenStatus;
import dev.signet.e2e.cluster.ControlPlane;
import io.fabric8.kubernetes.api.model.OwnerReference;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.informers.SharedIndexInformer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.text.ParseException;
import java.time.Duration;
import java.util.Base64;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Many tokens in a namespace of their own, and what must hold of them however their issue was disturbed. */
final class Fleet implements AutoCloseable {
    private static final String TOKEN = """
            apiVersion: signet.dev/v1alpha1
            kind: AgentToken
            metadata: {name: agent-%1$d, namespace: %2$s}
            spec: {subject: {kind: Agent, name: agent-%1$d}}
            """;
    private static final Duration MOMENT = Duration.ofMillis(2);
    private static final Duration MOMENTS = Duration.ofSeconds(10);

    private final KubernetesClient admin;
    private final String namespace;
    private final SharedIndexInformer<Secret> seen;
    private final Set<String> others = new HashSet<>();
    private final Set<String> lost = new HashSet<>();
    private int size;

    private Fleet(KubernetesClient admin, String namespace) {
        this.admin = admin;
        this.namespace = namespace;
        seen = admin.secrets().inNamespace(namespace).inform();
    }

    static Fleet on(ControlPlane cluster) {
        Fleet fleet = new Fleet(cluster.client(), cluster.newNamespace("fleet"));
        fleet.awaitAdmission();
        return fleet;
    }

    /** An API server that has just come back refuses all for a moment, since its admission does not know our kinds yet. */
    private void awaitAdmission() {
        await().atMost(Duration.ofMinutes(1))
                .ignoreExceptions()
                .until(() -> admin.resource(TOKEN.formatted(0, namespace))
                                .dryRun(true)
                                .create()
                        != null);
    }

    String namespace() {
        return namespace;
    }

    /** How many there should be. */
    int size() {
        return size + others.size() - lost.size();
    }

    /** Counts on one that somebody else made. */
    void count(String name) {
        others.add(name);
    }

    /** Counts on one no more, which was deleted. */
    void lose(String name) {
        lost.add(name);
    }

    /** Makes more tokens and waits for none of them. */
    void grow(int count) {
        IntStream.range(size, size + count)
                .parallel()
                .forEach(number ->
                        admin.resource(TOKEN.formatted(number, namespace)).create());
        size += count;
    }

    /** Waits until this many Secrets are seen; looks all the time, so that what follows hits the middle of the work. */
    void awaitSecrets(int count) {
        await().pollDelay(Duration.ZERO)
                .pollInterval(MOMENT)
                .atMost(Duration.ofMinutes(1))
                .until(() -> seen.getStore().list().size() >= count);
    }

    int secrets() {
        return seen.getStore().list().size();
    }

    /** Waits until all are Ready. */
    void awaitReady(Duration limit) {
        await().atMost(limit)
                .pollInterval(Duration.ofMillis(250))
                .ignoreExceptions()
                .untilAsserted(
                        () -> assertThat(tokens().stream().filter(Fleet::ready).count())
                                .as("Ready tokens")
                                .isEqualTo(size()));
    }

    /**
     * One Secret each and no others; its value is the one that the status accepts, and the only one. A write that was cut
     * off may be made up for after its object was Ready, so this comes about within moments and stays so: {@link Requests#assertCalm}.
     */
    void assertOneLiveTokenEach() {
        await().atMost(MOMENTS).untilAsserted(this::assertOneLive);
    }

    private void assertOneLive() {
        Map<String, Secret> secrets = admin.secrets().inNamespace(namespace).list().getItems().stream()
                .collect(Collectors.toMap(secret -> secret.getMetadata().getName(), Function.identity()));
        List<AgentToken> tokens = tokens();

        assertThat(tokens).hasSize(size());
        assertThat(secrets).hasSize(size());
        assertThat(tokens)
                .allSatisfy(token -> assertOneLive(
                        token,
                        Objects.requireNonNull(secrets.get(token.getMetadata().getName()))));
    }

    private static void assertOneLive(AgentToken token, Secret secret) {
        AgentTokenStatus status = Objects.requireNonNull(token.getStatus());
        String value = Objects.requireNonNull(secret.getData().get("token"));
        assertThat(secret.getMetadata().getOwnerReferences())
                .extracting(OwnerReference::getUid)
                .containsExactly(token.getMetadata().getUid());
        assertThat(sha256(value))
                .isEqualTo(Objects.requireNonNull(status.current()).sha256());
        assertThat(status.previous()).isEmpty();
    }

    /** What the token in a Secret says of its scopes. */
    String scopes(String name) {
        String jwt = decoded(Objects.requireNonNull(admin.secrets()
                .inNamespace(namespace)
                .withName(name)
                .require()
                .getData()
                .get("token")));
        try {
            return SignedJWT.parse(jwt).getJWTClaimsSet().getStringClaim("scope");
        } catch (ParseException failure) {
            throw new AssertionError("no JWT", failure);
        }
    }

    private static String decoded(String base64) {
        return new String(Base64.getDecoder().decode(base64), StandardCharsets.UTF_8);
    }

    private List<AgentToken> tokens() {
        return admin.resources(AgentToken.class).inNamespace(namespace).list().getItems();
    }

    private static boolean ready(AgentToken token) {
        return token.getStatus() != null
                && token.getStatus().conditions().stream()
                        .anyMatch(each -> each.type().equals("Ready") && each.status() == ConditionStatus.True);
    }

    private static String sha256(String base64) {
        try {
            return HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-256")
                            .digest(decoded(base64).getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    @Override
    public void close() {
        seen.stop();
    }
}
