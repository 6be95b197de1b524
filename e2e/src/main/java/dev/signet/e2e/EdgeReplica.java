package dev.signet.e2e;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import dev.signet.e2e.cluster.ControlPlane;
import dev.signet.e2e.cluster.PortSource;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;

/** One replica of the token service, with the rights of the chart's ServiceAccount for it and no others. */
public final class EdgeReplica implements AutoCloseable {

    /** Its name in the audit log. */
    public static final String EDGE = "system:serviceaccount:" + Installation.NAMESPACE + ":signet-edge";

    private static final YAMLMapper YAML = new YAMLMapper();
    private static final Duration TOKEN_LIFETIME = Duration.ofHours(6);

    private final OperatorProcess process;
    private final Map<String, Integer> ports;

    private EdgeReplica(OperatorProcess process, Map<String, Integer> ports) {
        this.process = process;
        this.ports = Map.copyOf(ports);
    }

    /** Prepares one: the chart's configuration, without listeners and hosts. */
    public static Preparation of(Installation installation) {
        return new Preparation(installation);
    }

    /** What is to be changed before it starts. */
    public static final class Preparation {
        private final ControlPlane controlPlane;
        private final ObjectNode config;
        private final ArrayNode listeners;
        private final ArrayNode hosts;
        private final Map<String, Integer> ports = new HashMap<>();
        private Duration patience = Duration.ofMinutes(1);

        private Preparation(Installation installation) {
            this.controlPlane = installation.controlPlane();
            this.config = read(installation.config());
            this.config.putObject("management").put("host", "127.0.0.1");
            ObjectNode edge = config.withObject("/edge").put("host", "127.0.0.1");
            this.listeners = edge.putArray("listeners");
            this.hosts = edge.putArray("protectedHosts");
        }

        /** A listener in plain HTTP at a free port of loopback, which trusts proxies on loopback. */
        public Preparation listener(String name, String profile) {
            int port = PortSource.free().next();
            ports.put(name, port);
            listeners
                    .addObject()
                    .put("name", name)
                    .put("port", port)
                    .put("profile", profile)
                    .put("tls", false)
                    .putArray("trustedProxies")
                    .add("127.0.0.0/8");
            return this;
        }

        /**
         * A listener with TLS and the serving certificate that the controller made.
         *
         * @param folder where the certificate and its key go, as a kubelet mounts them
         */
        public Preparation tlsListener(String name, int port, Path folder) {
            listeners.addObject().put("name", name).put("port", port).put("profile", "Direct");
            config.withObject("/edge/tls")
                    .put("certificate", folder.resolve("tls.crt").toString())
                    .put("key", folder.resolve("tls.key").toString());
            return this;
        }

        /** A host that takes tokens of some namespaces. */
        public Preparation host(String host, String audience, String... tenants) {
            ArrayNode names = hosts.addObject()
                    .put("host", host)
                    .put("audience", audience)
                    .putArray("tenants");
            List.of(tenants).forEach(names::add);
            return this;
        }

        /** Sets a key, as {@code edge.leeway}. */
        public Preparation set(String key, String value) {
            int last = key.lastIndexOf('.');
            config.withObject("/" + key.substring(0, last).replace('.', '/')).put(key.substring(last + 1), value);
            return this;
        }

        /** How long it may take until it is ready. */
        public Preparation patience(Duration longest) {
            patience = longest;
            return this;
        }

        /** Starts it and waits until it is ready. */
        public EdgeReplica start() {
            return start(options -> options);
        }

        /** Starts it in another way and waits until it is ready. */
        public EdgeReplica start(UnaryOperator<OperatorOptions> adjust) {
            Path kubeconfig = controlPlane.kubeconfigFor(Installation.NAMESPACE, "signet-edge", TOKEN_LIFETIME);
            OperatorProcess process = OperatorProcess.start(adjust.apply(
                    OperatorOptions.edge(Installation.jar(), kubeconfig).withConfig(text(config))));
            try {
                process.process().awaitReady(patience);
                return new EdgeReplica(process, ports);
            } catch (RuntimeException failure) {
                process.close();
                throw failure;
            }
        }

        /** Runs both roles in one process, under the ServiceAccount of the controller, which needs the rights of both. */
        public EdgeReplica startWithController() {
            Path kubeconfig = controlPlane.kubeconfigFor(Installation.NAMESPACE, "signet-controller", TOKEN_LIFETIME);
            return start(options -> new OperatorOptions(
                    options.jar(),
                    "all",
                    options.config(),
                    kubeconfig,
                    options.environment(),
                    options.javaHome(),
                    options.jvmArguments()));
        }

        private static ObjectNode read(String yaml) {
            try {
                JsonNode node = YAML.readTree(yaml);
                return (ObjectNode) node;
            } catch (JsonProcessingException e) {
                throw new UncheckedIOException(e);
            }
        }

        private static String text(ObjectNode config) {
            try {
                return YAML.writeValueAsString(config);
            } catch (JsonProcessingException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    /** Where a listener answers, as {@code http://127.0.0.1:20003}. */
    public URI listener(String name) {
        Integer port = ports.get(name);
        if (port == null) {
            throw new IllegalArgumentException("no listener " + name);
        }
        return URI.create("http://127.0.0.1:" + port);
    }

    /** The process. */
    public OperatorProcess process() {
        return process;
    }

    @Override
    public void close() {
        process.close();
    }
}
