package dev.signet.e2e.cluster;

import dev.signet.e2e.process.CommandResult;
import dev.signet.e2e.process.Supervisor;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The directory that holds etcd, the API server, the controller manager and kubectl of one version. */
record Binaries(Path directory) {
    static final String KUBECTL = "kubectl";

    private static final String OVERRIDE = "SIGNET_CONTROL_PLANE";
    private static final String ROOT_PROPERTY = "signet.root";
    private static final Path TOOL = Path.of("tools", "cluster");
    /** A build from nothing takes six minutes on two idle cores. */
    private static final Duration BUILD_LIMIT = Duration.ofMinutes(30);

    private static final Duration VERSION_LIMIT = Duration.ofSeconds(20);
    private static final Pattern MINOR = Pattern.compile("v?(\\d+\\.\\d+)");

    Binaries {
        for (Component component : Component.values()) {
            require(directory.resolve(component.binary()));
        }
        require(directory.resolve(KUBECTL));
    }

    /**
     * The directory that the environment variable {@code SIGNET_CONTROL_PLANE} names, else the one that
     * {@code tools/cluster binaries} prints; that one builds what is missing.
     *
     * @throws IllegalStateException if there are none, saying why
     */
    static Binaries resolve(String version, Supervisor supervisor) {
        Optional<String> override = Optional.ofNullable(System.getenv(OVERRIDE)).filter(text -> !text.isBlank());
        if (override.isPresent()) {
            Binaries binaries = new Binaries(Path.of(override.get()).toAbsolutePath());
            binaries.requireVersion(version, supervisor);
            return binaries;
        }
        Path tool = repositoryRoot().resolve(TOOL);
        CommandResult result =
                supervisor.run(new ProcessBuilder(tool.toString(), "binaries", "--version", version), "", BUILD_LIMIT);
        if (result.exit() != 0) {
            throw new IllegalStateException("no control plane binaries: " + result.command() + " exited with "
                    + result.exit() + ":\n" + result.err());
        }
        return new Binaries(Path.of(result.out().strip()));
    }

    String path(Component component) {
        return directory.resolve(component.binary()).toString();
    }

    String kubectl() {
        return directory.resolve(KUBECTL).toString();
    }

    /** The repository that the working directory is in, or the system property {@code signet.root}. */
    private static Path repositoryRoot() {
        Optional<Path> named =
                Optional.ofNullable(System.getProperty(ROOT_PROPERTY)).map(Path::of);
        Path start = Path.of("").toAbsolutePath();
        for (Path folder = named.orElse(start); folder != null; folder = folder.getParent()) {
            if (Files.isRegularFile(folder.resolve(TOOL))) {
                return folder;
            }
        }
        throw new IllegalStateException("no " + TOOL + " in or above " + named.orElse(start) + ": run inside the"
                + " repository, set the system property " + ROOT_PROPERTY + " to its root, or the environment variable "
                + OVERRIDE + " to a directory with the control plane's binaries");
    }

    /** A test that asks for one version proves nothing on another. */
    private void requireVersion(String version, Supervisor supervisor) {
        Matcher wanted = MINOR.matcher(version);
        String reported = supervisor
                .run(new ProcessBuilder(path(Component.API_SERVER), "--version"), "", VERSION_LIMIT)
                .orThrow()
                .out()
                .strip();
        if (!wanted.lookingAt() || !reported.contains(" v" + wanted.group(1) + ".")) {
            throw new IllegalStateException(
                    OVERRIDE + " names " + directory + ", which holds " + reported + ", not " + version);
        }
    }

    private static void require(Path binary) {
        if (!Files.isExecutable(binary)) {
            throw new IllegalStateException("no control plane: " + binary + " is missing or cannot be run");
        }
    }
}
