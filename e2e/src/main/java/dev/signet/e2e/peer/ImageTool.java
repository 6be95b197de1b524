package dev.signet.e2e.peer;

import dev.signet.e2e.process.CommandResult;
import dev.signet.e2e.process.Supervisor;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** A client of registries with a home of its own, so that it reads and writes nothing of the user's. */
final class ImageTool implements AutoCloseable {
    private static final Duration LIMIT = Duration.ofMinutes(1);
    /** By these a user's own settings would come in. */
    private static final Set<String> OTHERS =
            Set.of("REGISTRY_AUTH_FILE", "DOCKER_CONFIG", "DOCKER_CONTEXT", "CONTAINERD_NAMESPACE");

    /** Of signatures of images; without it some installations take none. */
    private static final String POLICY = "{\"default\": [{\"type\": \"insecureAcceptAnything\"}]}";

    private final Supervisor supervisor;
    private final Path home;
    private final String program;
    private final Map<String, String> environment;

    /** The one of that name in {@code tools/peers}. */
    ImageTool(String name) {
        this(name, Map.of());
    }

    /** The same with variables of its environment besides its home. */
    ImageTool(String name, Map<String, String> environment) {
        this.environment = Map.copyOf(environment);
        supervisor = new Supervisor(name);
        try {
            home = Files.createTempDirectory("signet-" + name);
            supervisor.deleteAfterwards(home);
            Path settings = Files.createDirectories(home.resolve(".config/containers"));
            Files.writeString(settings.resolve("policy.json"), POLICY);
            program = PeerProgram.path(name, supervisor);
        } catch (IOException failure) {
            supervisor.close();
            throw new UncheckedIOException(failure);
        } catch (RuntimeException failure) {
            supervisor.close();
            throw failure;
        }
    }

    /** For its files. */
    Path home() {
        return home;
    }

    /** Where it keeps its logins. */
    Path logins() {
        return home.resolve("auth.json");
    }

    /**
     * Logs in; the token goes by standard input.
     *
     * @param before what stands before the name of a command
     * @param authorities a folder with certificates that registries and token services are trusted by
     */
    CommandResult login(List<String> before, Login login, Path authorities) {
        List<String> arguments = new ArrayList<>(before);
        arguments.addAll(List.of("login", "--authfile", logins().toString(), "--cert-dir", authorities.toString()));
        arguments.addAll(List.of("--username", login.username(), "--password-stdin", login.host()));
        return run(login.token(), arguments);
    }

    /** Runs it to its end, with something to read. */
    CommandResult run(String input, List<String> arguments) {
        List<String> command = new ArrayList<>(List.of(program));
        command.addAll(arguments);
        ProcessBuilder builder = new ProcessBuilder(command);
        builder.environment().keySet().removeAll(OTHERS);
        builder.environment().put("HOME", home.toString());
        builder.environment().putAll(environment);
        return supervisor.run(builder, input, LIMIT);
    }

    @Override
    public void close() {
        supervisor.close();
    }
}
