package dev.signet.e2e.peer;

import dev.signet.e2e.process.CommandResult;
import dev.signet.e2e.process.Supervisor;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/** The repository that the working directory is in, or that the system property {@code signet.root} names. */
final class Repository {
    private static final String ROOT_PROPERTY = "signet.root";
    private static final Path TOOL = Path.of("tools", "peers");
    /** A build of Caddy from nothing takes two minutes on two idle cores. */
    private static final Duration BUILD_LIMIT = Duration.ofMinutes(15);

    private Repository() {}

    static Path root() {
        Path start = Optional.ofNullable(System.getProperty(ROOT_PROPERTY))
                .map(Path::of)
                .orElseGet(() -> Path.of("").toAbsolutePath());
        for (Path folder = start; folder != null; folder = folder.getParent()) {
            if (Files.isRegularFile(folder.resolve(TOOL))) {
                return folder;
            }
        }
        throw new IllegalStateException("no " + TOOL + " in or above " + start + ": run inside the repository, or set"
                + " the system property " + ROOT_PROPERTY + " to its root");
    }

    /**
     * The program that {@code tools/peers} has for a name; it gets what is missing.
     *
     * @throws IllegalStateException if there is none, saying why
     */
    static Path peer(String name, Supervisor supervisor) {
        ProcessBuilder command = new ProcessBuilder(root().resolve(TOOL).toString(), name);
        CommandResult result = supervisor.run(command, "", BUILD_LIMIT);
        String start = name + " ";
        if (result.exit() != 0 || !result.out().startsWith(start)) {
            throw new IllegalStateException(result.command() + " exited with " + result.exit() + ":\n" + result.err());
        }
        return Path.of(result.out().strip().substring(start.length()));
    }
}
