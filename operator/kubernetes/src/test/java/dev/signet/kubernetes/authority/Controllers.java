package dev.signet.kubernetes.authority;

import com.fasterxml.jackson.databind.JsonNode;
import dev.signet.crds.authority.CertificateAuthority;
import dev.signet.domain.ca.ServingNames;
import dev.signet.domain.subject.ServiceId;
import dev.signet.kubernetes.apply.Applier;
import dev.signet.kubernetes.event.Warnings;
import dev.signet.kubernetes.watch.Watched;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.function.UnaryOperator;

/** Controllers of authorities on one server, the clock in hand; each {@link #settle} is a fresh one that remembers nothing. */
final class Controllers implements AutoCloseable {

    static final String NAMESPACE = "signet";
    static final SecureRandom RANDOM = new SecureRandom();
    static final ServiceId SERVICE = ServiceId.generate(RANDOM);

    private final KubernetesClient client;
    private final CountDownLatch woken = new CountDownLatch(1);
    private final KeyWorkshop workshop = new KeyWorkshop();
    private Instant now = Instant.parse("2026-11-22T10:00:00Z");
    private ServingNames names = ServingNames.of("signet-edge", NAMESPACE, "https://tokens.example", List.of());

    Controllers(KubernetesClient client) {
        this.client = client;
    }

    Instant now() {
        return now;
    }

    void pass(Duration time) {
        now = now.plus(time);
    }

    /** What the configuration says from the next start on. */
    void serveAs(ServingNames others) {
        names = others;
    }

    CountDownLatch woken() {
        return woken;
    }

    private CertificateAuthorityReconciler fresh() {
        Clock clock = new Clock() {
            @Override
            public Instant instant() {
                return now;
            }

            @Override
            public ZoneId getZone() {
                return ZoneOffset.UTC;
            }

            @Override
            public Clock withZone(ZoneId zone) {
                return this;
            }
        };
        Applier applier = new Applier(client);
        AuthoritySecrets secrets = new AuthoritySecrets(client, applier, NAMESPACE);
        Epochs epochs = new Epochs(applier, NAMESPACE, SERVICE);
        return new CertificateAuthorityReconciler(
                new AuthoritySources(authorities(client), secrets(client)),
                new AuthorityGatherer(secrets, epochs, this::find, new EdgeService("signet", names), clock),
                new ImportedSecrets(client, NAMESPACE, name -> {}, Duration.ofSeconds(10)),
                new AuthorityEffects(
                        secrets,
                        new AuthorityStatusWriter(applier, written -> {}),
                        epochs,
                        new Warnings(client, "test", clock),
                        workshop,
                        authority -> woken.countDown(),
                        SERVICE,
                        RANDOM));
    }

    static Watched<CertificateAuthority> authorities(KubernetesClient client) {
        return Watched.of(client.resources(CertificateAuthority.class), UnaryOperator.identity());
    }

    static Watched<Secret> secrets(KubernetesClient client) {
        return Watched.of(client.secrets().inNamespace(NAMESPACE), UnaryOperator.identity());
    }

    Optional<Instant> look(CertificateAuthority authority) {
        return fresh().look(authority);
    }

    /** Looks as often as is asked for at once. Returns the time of the next look. */
    Optional<Instant> settle(String name) {
        CertificateAuthorityReconciler controller = fresh();
        for (int looks = 0; looks < 12; looks++) {
            Optional<Instant> next = controller.look(get(name));
            if (next.isEmpty() || next.get().isAfter(now)) {
                return next;
            }
        }
        throw new AssertionError(name + " does not come to rest");
    }

    private Optional<CertificateAuthority> find(String name) {
        return Optional.ofNullable(
                client.resources(CertificateAuthority.class).withName(name).get());
    }

    CertificateAuthority get(String name) {
        return find(name).orElseThrow();
    }

    Secret secret(String name) {
        return Objects.requireNonNull(
                client.secrets().inNamespace(NAMESPACE).withName(name).get());
    }

    void create(String name, String spec) {
        client.resource(Serialization.unmarshal(
                        """
                apiVersion: signet.dev/v1alpha1
                kind: CertificateAuthority
                metadata: {name: %s}
                spec:
                %s
                """.formatted(name, spec.indent(2).stripTrailing()), CertificateAuthority.class))
                .create();
    }

    void change(String name, String spec) {
        Map<?, ?> parsed = Serialization.unmarshal(spec, Map.class);
        client.resources(CertificateAuthority.class)
                .withName(name)
                .patch(PatchContext.of(PatchType.JSON_MERGE), Serialization.asJson(Map.of("spec", parsed)));
    }

    void restore(JsonNode secret) {
        client.resource(Serialization.unmarshal(secret.toString(), Secret.class))
                .create();
    }

    @Override
    public void close() {
        workshop.close();
    }
}
