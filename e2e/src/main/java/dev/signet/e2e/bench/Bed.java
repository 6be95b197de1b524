package dev.signet.e2e.bench;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.signet.crds.token.AgentToken;
import dev.signet.crds.token.CurrentToken;
import dev.signet.crds.token.TokenPhase;
import dev.signet.e2e.Chart;
import dev.signet.e2e.Installation;
import dev.signet.e2e.OperatorOptions;
import dev.signet.e2e.OperatorProcess;
import dev.signet.e2e.cluster.AuditEvent;
import dev.signet.e2e.cluster.ControlPlane;
import dev.signet.e2e.cluster.ControlPlaneOptions;
import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.api.model.Secret;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.awaitility.Awaitility;

/**
 * What a benchmark lies on: a control plane of its own with the chart, ten namespaces and one AgentToken, of which copies
 * are made. The API server collects garbage as it does in production, not as in tests.
 */
final class Bed implements AutoCloseable {

    private static final String SERVICE_ACCOUNT = "signet-controller";
    private static final String USER = "system:serviceaccount:" + Installation.NAMESPACE + ":" + SERVICE_ACCOUNT;
    private static final String TOKEN_KEY =
            "/registry/signet.dev/agenttokens/" + Template.NAMESPACE + "/" + Template.NAME;
    private static final String SECRETS = "/registry/secrets/" + Template.NAMESPACE + "/";
    private static final int PRODUCTION_COLLECTION = 100;
    private static final Duration TOKEN_LIFETIME = Duration.ofHours(6);
    /** How long anything here may take on a busy machine. */
    static final Duration PATIENCE = Duration.ofMinutes(30);

    private static final Duration QUIET = Duration.ofSeconds(8);
    private static final ObjectMapper JSON = new ObjectMapper();
    /** Nothing is due while a benchmark runs: a day is renewed after sixteen hours. */
    private static final String TOKEN = """
            apiVersion: signet.dev/v1alpha1
            kind: AgentToken
            metadata: {namespace: %s, name: %s}
            spec:
              subject: {kind: Agent, name: %s}
              ttl: 24h
              rotation: {policy: %s}
            """;

    private final ControlPlane controlPlane;
    private final Etcd etcd;
    private final Path kubeconfig;
    private final Template newToken;

    /** With a token that is renewed. */
    Bed() {
        this("Renew");
    }

    /**
     * Only tokens that just expire can be copied once they are issued: when one is renewed hangs on its UID.
     *
     * @param rotation {@code Renew} or {@code Expire}
     */
    Bed(String rotation) {
        controlPlane =
                ControlPlane.start(ControlPlaneOptions.defaults().withGarbageCollectionPercent(PRODUCTION_COLLECTION));
        etcd = new Etcd(controlPlane.etcdServer());
        String token = TOKEN.formatted(Template.NAMESPACE, Template.NAME, Template.NAME, rotation);
        try {
            Chart.at(Installation.root().resolve("helm/signet"))
                    .release(controlPlane.kubeconfig(), "signet", Installation.NAMESPACE)
                    .install(Installation.withoutPods(Map.of()));
            kubeconfig = controlPlane.kubeconfigFor(Installation.NAMESPACE, SERVICE_ACCOUNT, TOKEN_LIFETIME);
            for (int number = 0; number < Template.NAMESPACES; number++) {
                controlPlane
                        .client()
                        .resource(new NamespaceBuilder()
                                .withNewMetadata()
                                .withName(Template.namespace(number))
                                .endMetadata()
                                .build())
                        .create();
            }
            Awaitility.await()
                    .atMost(PATIENCE)
                    .ignoreExceptions()
                    .until(() -> controlPlane
                                    .kubectlWithInput(token, "apply", "-f", "-")
                                    .exit()
                            == 0);
            newToken = Template.read(etcd, TOKEN_KEY);
        } catch (RuntimeException failure) {
            controlPlane.close();
            throw failure;
        }
    }

    ControlPlane controlPlane() {
        return controlPlane;
    }

    Etcd etcd() {
        return etcd;
    }

    /** Of the chart's ServiceAccount. */
    Path kubeconfig() {
        return kubeconfig;
    }

    /** The one AgentToken, as it stands. */
    AgentToken token() {
        return controlPlane
                .client()
                .resources(AgentToken.class)
                .inNamespace(Template.NAMESPACE)
                .withName(Template.NAME)
                .require();
    }

    /** Its Secret. */
    Secret secret() {
        return controlPlane
                .client()
                .secrets()
                .inNamespace(Template.NAMESPACE)
                .withName(Template.NAME)
                .require();
    }

    /** Makes so many AgentTokens that nothing was issued for. */
    void makeNew(int tokens) {
        etcd.put(newToken.copies(
                0, tokens, List.of(Template.Own.id(token().getMetadata().getUid()))));
    }

    /** Makes AgentTokens and their Secrets as they stand after an issue; the one there is must be issued. */
    void makeIssued(int from, int to) {
        AgentToken token = token();
        CurrentToken current = token.getStatus().current();
        if (current == null) {
            throw new IllegalStateException("the token to copy is not issued yet");
        }
        List<Template.Own> ids = Stream.of(
                        token.getMetadata().getUid(), secret().getMetadata().getUid(), current.id())
                .map(Template.Own::id)
                .toList();
        etcd.put(Template.read(etcd, TOKEN_KEY).copies(from, to, ids));
        etcd.put(Template.read(etcd, SECRETS + Template.NAME).copies(from, to, ids));
    }

    /** Makes Secrets that are none of ours, each a copy of one. */
    void makeForeign(Secret original, int secrets) {
        String uid =
                controlPlane.client().resource(original).create().getMetadata().getUid();
        String key = SECRETS + original.getMetadata().getName();
        etcd.put(Template.read(etcd, key).copies(0, secrets - 1, List.of(Template.Own.id(uid))));
    }

    /** The options of the JVM that the chart's Deployment has, and the collector that a JVM chooses in that much memory. */
    List<String> jvmOptions() {
        String options = controlPlane
                .client()
                .apps()
                .deployments()
                .inNamespace(Installation.NAMESPACE)
                .withName(SERVICE_ACCOUNT)
                .require()
                .getSpec()
                .getTemplate()
                .getSpec()
                .getContainers()
                .get(0)
                .getEnv()
                .stream()
                .filter(variable -> variable.getName().equals("JDK_JAVA_OPTIONS"))
                .map(EnvVar::getValue)
                .findFirst()
                .orElseThrow();
        return List.of((options + " -XX:+UseSerialGC").split(" ", -1));
    }

    /** Starts the operator as the chart's ServiceAccount and does not wait. */
    OperatorProcess startOperator() {
        String config = controlPlane
                .client()
                .configMaps()
                .inNamespace(Installation.NAMESPACE)
                .withName(SERVICE_ACCOUNT)
                .require()
                .getData()
                .get("config.yaml");
        return OperatorProcess.start(OperatorOptions.controller(Installation.jar(), kubeconfig)
                .withConfig(config + "\nmanagement: {host: 127.0.0.1}\n")
                .withJvmArguments(jvmOptions().toArray(String[]::new)));
    }

    /** Has the operator issue the one token there is, and ends it. The authority stands from then on. */
    void issueOne() {
        try (OperatorProcess operator = startOperator()) {
            Awaitility.await()
                    .atMost(PATIENCE)
                    .until(() ->
                            token().getStatus() != null && token().getStatus().phase() == TokenPhase.Valid);
            operator.process().stop();
        }
    }

    /** Counts the status writes from now on. */
    Progress progress() {
        return new Progress(controlPlane.auditLog().file());
    }

    /** What the operator, or what stands in for it, asked of the API server but for its Lease. */
    static Predicate<AuditEvent> asked() {
        return event -> event.actor().equals(USER) && !event.resource().equals("leases");
    }

    /** What it wrote of that; a review of rights is a create that writes nothing. */
    static Predicate<AuditEvent> wrote() {
        return asked().and(AuditEvent::isWrite).and(event -> !event.resource().endsWith("reviews"));
    }

    /** Waits until an operator leads, has looked at everything and takes no more processor time. */
    static void awaitQuiet(OperatorProcess operator) {
        Awaitility.await()
                .atMost(PATIENCE)
                .until(() -> operator.logLines().stream().anyMatch(line -> line.contains("leading as")));
        long pid = operator.process().pid();
        AtomicReference<Double> before = new AtomicReference<>(Measured.processorSeconds(pid));
        Awaitility.await().pollDelay(QUIET).pollInterval(QUIET).atMost(PATIENCE).until(() -> {
            double now = Measured.processorSeconds(pid);
            return now - before.getAndSet(now) <= 0.2;
        });
    }

    /** The size of the one token's status as JSON, in bytes. */
    int statusBytes() {
        try {
            JsonNode stored = JSON.readTree(etcd.get(TOKEN_KEY));
            return stored.path("status").toString().length();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    @Override
    public void close() {
        controlPlane.close();
    }
}
