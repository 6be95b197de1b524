package dev.signet.e2e.bench;

import dev.signet.crds.token.AgentToken;
import dev.signet.e2e.EdgeReplica;
import dev.signet.e2e.Installation;
import dev.signet.e2e.cluster.ControlPlane;
import dev.signet.e2e.cluster.ControlPlaneOptions;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.Resource;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;

/**
 * What a benchmark of the token service lies on: a control plane with the chart and the operator, ten tenants, each with a
 * TokenRestriction {@value #RESTRICTION}, and a host that all of them may enter.
 */
final class EdgeBed implements AutoCloseable {

    /** The host that is protected. */
    static final String HOST = "app.example";

    /** The path below it that the rules allow. */
    static final String PATH = "/cli/agentCLI/info";

    /** The TokenRestriction of each tenant. */
    static final String RESTRICTION = "info";

    /** The listener that is asked as nginx asks. */
    static final String NGINX = "nginx";

    /** The listener that clients ask themselves. */
    static final String DIRECT = "direct";

    /** How a token is limited by rules and networks; part of a spec. */
    static final String LIMITS = "restrictionRefs: [{name: info}], allowedCIDRs: [10.0.0.0/8, 127.0.0.0/8]";

    private static final String RULES = """
            ---
            apiVersion: signet.dev/v1alpha1
            kind: TokenRestriction
            metadata: {name: info, namespace: %s}
            spec: {rules: [{method: POST, path: /other}, {method: GET, host: app.example, path: /cli/*/info}]}
            """;
    private static final String TOKEN = """
            ---
            apiVersion: signet.dev/v1alpha1
            kind: AgentToken
            metadata: {name: %1$s, namespace: %2$s}
            spec: {subject: {kind: Agent, name: %1$s}, %3$s}
            """;
    private static final int PRODUCTION_COLLECTION = 100;
    private static final int CREATORS = 16;
    /** What 70 % of the memory are that the chart grants, from the start. */
    private static final String[] JVM = {"-XX:+UseSerialGC", "-Xms716m", "-Xmx716m"};

    private static final Duration POLL = Duration.ofMillis(500);
    private static final KubernetesSerialization YAML = new KubernetesSerialization();

    private final ControlPlane controlPlane;
    private final Installation installation;

    EdgeBed() {
        controlPlane =
                ControlPlane.start(ControlPlaneOptions.defaults().withGarbageCollectionPercent(PRODUCTION_COLLECTION));
        try {
            installation = Installation.on(controlPlane, Map.of("minimumRenewedTTL", "1m"), options -> options);
            IntStream.range(0, Template.NAMESPACES)
                    .mapToObj(Template::namespace)
                    .forEach(this::makeTenant);
        } catch (RuntimeException failure) {
            controlPlane.close();
            throw failure;
        }
    }

    private void makeTenant(String namespace) {
        client().resource(new NamespaceBuilder()
                        .withNewMetadata()
                        .withName(namespace)
                        .endMetadata()
                        .build())
                .create();
        client().resource(YAML.unmarshal(RULES.formatted(namespace), GenericKubernetesResource.class))
                .create();
    }

    ControlPlane controlPlane() {
        return controlPlane;
    }

    Installation installation() {
        return installation;
    }

    KubernetesClient client() {
        return controlPlane.client();
    }

    /** Makes an AgentToken; the spec is the inside of a YAML flow mapping, without its subject. */
    void make(String namespace, String name, String spec) {
        client().resource(YAML.unmarshal(TOKEN.formatted(name, namespace, spec), GenericKubernetesResource.class))
                .create();
    }

    /** Has the operator issue one token, and returns its value. */
    String issue(String namespace, String name, String spec) {
        make(namespace, name, spec);
        Awaitility.await()
                .atMost(Bed.PATIENCE)
                .pollInterval(POLL)
                .until(() -> isIssued(token(namespace, name).require()));
        return value(client().secrets().inNamespace(namespace).withName(name).require());
    }

    /** Has the operator issue tokens in the first tenant, and returns their values by name. */
    Map<String, String> issueMany(String prefix, int count, String spec) throws InterruptedException {
        ExecutorService creators = Executors.newFixedThreadPool(CREATORS);
        for (int number = 0; number < count; number++) {
            String name = "%s-%06d".formatted(prefix, number);
            creators.execute(() -> make(Template.NAMESPACE, name, spec));
        }
        creators.shutdown();
        if (!creators.awaitTermination(Bed.PATIENCE.toMinutes(), TimeUnit.MINUTES)) {
            throw new IllegalStateException("the tokens were not made in time");
        }
        Awaitility.await()
                .atMost(Bed.PATIENCE)
                .pollInterval(POLL)
                .until(() ->
                        client().resources(AgentToken.class).inNamespace(Template.NAMESPACE).list().getItems().stream()
                                        .filter(token ->
                                                token.getMetadata().getName().startsWith(prefix + "-"))
                                        .filter(EdgeBed::isIssued)
                                        .count()
                                == count);
        return values(prefix);
    }

    /** The values that the Secrets of the first tenant hold now, by name. */
    Map<String, String> values(String prefix) {
        Map<String, String> values = new TreeMap<>();
        client().secrets().inNamespace(Template.NAMESPACE).list().getItems().stream()
                .filter(secret -> secret.getMetadata().getName().startsWith(prefix + "-"))
                .forEach(secret -> values.put(secret.getMetadata().getName(), value(secret)));
        return values;
    }

    Resource<AgentToken> token(String namespace, String name) {
        return client().resources(AgentToken.class).inNamespace(namespace).withName(name);
    }

    private static boolean isIssued(AgentToken token) {
        return token.getStatus() != null
                && token.getStatus().current() != null
                && token.getStatus().conditions().stream()
                        .anyMatch(condition -> condition.type().equals("Ready")
                                && condition.status().name().equalsIgnoreCase("True"));
    }

    private static String value(Secret secret) {
        return new String(Base64.getDecoder().decode(secret.getData().get("token")), StandardCharsets.US_ASCII);
    }

    /** Starts a replica with the memory that the chart grants, and waits until it is ready. */
    EdgeReplica startReplica() {
        String[] tenants = IntStream.range(0, Template.NAMESPACES)
                .mapToObj(Template::namespace)
                .toArray(String[]::new);
        return EdgeReplica.of(installation)
                .listener(NGINX, "Nginx")
                .listener(DIRECT, "Direct")
                .host(HOST, "app", tenants)
                .patience(Bed.PATIENCE)
                .start(options -> options.withJvmArguments(JVM));
    }

    @Override
    public void close() {
        installation.close();
        controlPlane.close();
    }
}
