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

/** A client of registries with a home of its own, so that it reads and writes nothing of the user's. */
final class ImageTool implements AutoCloseable {
    private static final Duration LIMIT = Duration.ofMinutes(1);
    /** Of signatures of images; without it some installations take none. */
    private static final String POLICY = "{\"default\": [{\"type\": \"insecureAcceptAnything\"}]}";

    private final Supervisor supervisor;
    private final Path home;
    private final String program;

    /** The one of that name in {@code tools/peers}. */
    ImageTool(String name) {
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
        builder.environment().put("HOME", home.toString());
        builder.environment().remove("REGISTRY_AUTH_FILE");
        return supervisor.run(builder, input, LIMIT);
    }

    @Override
    public void close() {
        supervisor.close();
    }
}
