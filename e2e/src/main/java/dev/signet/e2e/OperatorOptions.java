package dev.signet.e2e;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * How to run the operator.
 *
 * @param jar          as {@code operator/app/target/signet-operator.jar}
 * @param role         {@code controller}, {@code edge} or {@code all}
 * @param config       its configuration as YAML; a {@code management.port} that it does not name is chosen, and
 *                     {@code management.host} is loopback
 * @param kubeconfig   how it reaches the API server, and as whom
 * @param environment  added to that of this JVM, whose own {@code SIGNET_…} are left out
 * @param javaHome     the JDK it runs on
 * @param jvmArguments as {@code -Xmx256m}
 */
public record OperatorOptions(
        Path jar,
        String role,
        String config,
        Path kubeconfig,
        Map<String, String> environment,
        Path javaHome,
        List<String> jvmArguments) {
    public OperatorOptions {
        environment = Map.copyOf(environment);
        jvmArguments = List.copyOf(jvmArguments);
    }

    /** As the chart has it for the controller, and as a JVM chooses by itself where it may take no more memory than the chart grants. */
    private static final List<String> SOON_READY = List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC");

    /** The role {@code controller} on the JDK that runs this code, with an empty configuration. */
    public static OperatorOptions controller(Path jar, Path kubeconfig) {
        return new OperatorOptions(
                jar, "controller", "{}", kubeconfig, Map.of(), Path.of(System.getProperty("java.home")), SOON_READY);
    }

    /**
     * The role {@code edge} likewise. The chart leaves it the optimizing compiler, which takes a third of what a start costs and does not
     * earn that back in the minute that a test has; benchmarks have it.
     */
    public static OperatorOptions edge(Path jar, Path kubeconfig) {
        return controller(jar, kubeconfig).withRole("edge");
    }

    public OperatorOptions withRole(String other) {
        return new OperatorOptions(jar, other, config, kubeconfig, environment, javaHome, jvmArguments);
    }

    public OperatorOptions withConfig(String yaml) {
        return new OperatorOptions(jar, role, yaml, kubeconfig, environment, javaHome, jvmArguments);
    }

    /**
     * Reaches the API server by another address, as that of a relay.
     *
     * @param file where the kubeconfig with that address goes
     */
    public OperatorOptions withServer(String url, Path file) {
        try {
            String text = Files.readString(kubeconfig).replaceFirst("server: \\S+", "server: " + url);
            return new OperatorOptions(
                    jar, role, config, Files.writeString(file, text), environment, javaHome, jvmArguments);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    public OperatorOptions withEnvironment(Map<String, String> other) {
        return new OperatorOptions(jar, role, config, kubeconfig, other, javaHome, jvmArguments);
    }

    public OperatorOptions withJavaHome(Path other) {
        return new OperatorOptions(jar, role, config, kubeconfig, environment, other, jvmArguments);
    }

    public OperatorOptions withJvmArguments(String... others) {
        return new OperatorOptions(jar, role, config, kubeconfig, environment, javaHome, List.of(others));
    }
}
