package dev.signet.e2e;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import dev.signet.e2e.cluster.PortSource;
import dev.signet.e2e.process.HttpProbe;
import dev.signet.e2e.process.ManagedProcess;
import dev.signet.e2e.process.ProcessSpec;
import dev.signet.e2e.process.Supervisor;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * The operator, run from its jar as a process of its own. It ends with this JVM, and then its log goes.
 *
 * <p>No secret may stand in what it logs and measures: whatever runs it, {@link #close()} searches that.
 */
public final class OperatorProcess implements AutoCloseable {
    private static final YAMLMapper YAML = new YAMLMapper();

    /** Keeps all logs to the end of this JVM, for a search through all of them. */
    private static final Supervisor LOGS = new Supervisor("logs of operators");

    private static final List<OperatorProcess> STARTED = new CopyOnWriteArrayList<>();

    private final Path jar;
    private final String role;
    private final Supervisor supervisor;
    private final ManagedProcess process;
    private final int managementPort;
    private final Path metricsFile;
    private boolean closed;

    private OperatorProcess(OperatorOptions options, Supervisor supervisor) throws IOException {
        this.jar = options.jar();
        this.role = options.role();
        this.supervisor = supervisor;
        Path folder = Files.createTempDirectory("signet-operator");
        LOGS.deleteAfterwards(folder);
        ObjectNode config = withManagement(options.config());
        managementPort = config.path("management").path("port").intValue();
        Path configFile = Files.writeString(folder.resolve("config.yaml"), YAML.writeValueAsString(config));
        ProcessSpec spec = new ProcessSpec(
                "operator", command(options, configFile), environment(options), folder.resolve("operator.log"));
        metricsFile = Files.createFile(folder.resolve("metrics"));
        process = new ManagedProcess(supervisor, spec, log -> isReady(), this::keepMetrics);
    }

    /** All that this JVM has started from a jar, whether or not they still run. */
    public static List<OperatorProcess> startedFrom(Path jar) {
        return STARTED.stream().filter(operator -> operator.jar.equals(jar)).toList();
    }

    /**
     * Starts the operator and does not wait: see {@link #awaitReady()}.
     *
     * @throws IllegalStateException if the jar is missing
     */
    public static OperatorProcess start(OperatorOptions options) {
        if (!Files.isRegularFile(options.jar())) {
            throw new IllegalStateException(options.jar() + " is missing: build the operator first");
        }
        Supervisor supervisor = new Supervisor("operator");
        try {
            OperatorProcess operator = new OperatorProcess(options, supervisor);
            operator.process.launch();
            STARTED.add(operator);
            return operator;
        } catch (IOException failure) {
            supervisor.close();
            throw new UncheckedIOException(failure);
        }
    }

    /**
     * Waits until {@code /readyz} answers 200.
     *
     * @throws dev.signet.e2e.process.ProcessFailedException if it ends or takes a minute, with its last log lines
     */
    public void awaitReady() {
        process.awaitReady();
    }

    /** The process, to stop, kill, pause and start again; a start waits for {@code /readyz}. */
    public ManagedProcess process() {
        return process;
    }

    /** The lines it has logged since its last start. */
    public List<String> logLines() {
        return process.log().lines();
    }

    /** All that it has logged, over all its starts. */
    public Path logFile() {
        return process.logFile();
    }

    /** Where {@code /livez}, {@code /readyz} and {@code /metrics} answer, as {@code http://127.0.0.1:20003}. */
    public URI management() {
        return URI.create("http://127.0.0.1:" + managementPort);
    }

    /** Whether {@code /readyz} answers 200 now. */
    public boolean isReady() {
        return answers("/readyz");
    }

    /** What {@code /readyz} says, with whatever status; empty where nothing answers. */
    public String readiness() {
        try {
            return HttpProbe.plain().anyBody(management().resolve("/readyz"));
        } catch (IOException silent) {
            return "";
        }
    }

    /** Whether {@code /livez} answers 200 now. */
    public boolean isLive() {
        return answers("/livez");
    }

    /** The answer of {@code /metrics}. */
    public String metrics() {
        try {
            return HttpProbe.plain().body(management().resolve("/metrics"));
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /**
     * Looks through all that it has logged and all that its metrics said, before each stop and now; what they said before a kill is
     * lost.
     */
    public void search(SecretSweep sweep) {
        if (process.isAlive()) {
            keepMetrics();
        }
        sweep.file(logFile()).file(metricsFile);
    }

    /** Looks there for what looks like a secret. */
    public OperatorScan scan() {
        SecretSweep sweep = SecretSweep.byShape();
        search(sweep);
        try {
            return new OperatorScan(role, Files.size(logFile()), Files.size(metricsFile), sweep.findings());
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /**
     * Kills it if it runs.
     *
     * @throws AssertionError if a secret stands in its log or in its metrics
     */
    @Override
    public synchronized void close() {
        if (closed) {
            return;
        }
        closed = true;
        if (process.isAlive()) {
            keepMetrics();
        }
        supervisor.close();
        List<SecretFinding> findings = scan().findings();
        if (!findings.isEmpty()) {
            throw new AssertionError("the operator in the role " + role + " tells secrets: " + findings);
        }
    }

    /** Metrics go with the process; where it answers no more, they are gone. */
    private synchronized void keepMetrics() {
        String metrics;
        try {
            metrics = HttpProbe.plain().body(management().resolve("/metrics"));
        } catch (IOException silent) {
            return;
        }
        try {
            Files.writeString(metricsFile, metrics, StandardOpenOption.APPEND);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    private boolean answers(String path) {
        try {
            return HttpProbe.plain().isOk(management().resolve(path));
        } catch (IOException silent) {
            return false;
        }
    }

    /** The configuration with a management port, on loopback unless it says where. */
    private static ObjectNode withManagement(String config) throws IOException {
        JsonNode parsed = YAML.readTree(config);
        ObjectNode root = parsed instanceof ObjectNode object ? object : YAML.createObjectNode();
        ObjectNode management = root.withObject("/management");
        if (!management.path("port").isInt()) {
            management.put("port", PortSource.free().next());
        }
        if (!management.path("host").isTextual()) {
            management.put("host", "127.0.0.1");
        }
        return root;
    }

    private static List<String> command(OperatorOptions options, Path configFile) {
        List<String> command = new ArrayList<>();
        command.add(options.javaHome().resolve("bin").resolve("java").toString());
        command.addAll(options.jvmArguments());
        command.addAll(List.of("-jar", options.jar().toString(), options.role(), "--config", configFile.toString()));
        return command;
    }

    private static Map<String, String> environment(OperatorOptions options) {
        Map<String, String> environment = new HashMap<>(options.environment());
        environment.put("KUBECONFIG", options.kubeconfig().toString());
        return environment;
    }
}
