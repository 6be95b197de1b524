package dev.signet.e2e.peer;

import dev.signet.e2e.process.CommandResult;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** docker, for what it does without its daemon: it logs in, and reads manifests with that login. */
public final class Docker implements AutoCloseable {
    private final ImageTool tool;

    /**
     * One without logins.
     *
     * @param authority a certificate that registries and token services are trusted by
     */
    public Docker(Path authority) {
        tool = new ImageTool(
                "docker", Map.of("SSL_CERT_FILE", authority.toString(), "DOCKER_HOST", "unix:///dev/null/none"));
    }

    /** Logs in; the token goes by standard input. */
    public CommandResult login(Login login) {
        return tool.run(
                login.token(), List.of("login", "--username", login.username(), "--password-stdin", login.host()));
    }

    /** What it keeps of its logins. */
    public String logins() {
        try {
            return Files.readString(tool.home().resolve(".docker/config.json"));
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /** Reads the manifest of an image, as {@code localhost:20003/team/app:1}; why it cannot, it says to who debugs. */
    public CommandResult manifest(String reference) {
        return tool.run("", List.of("--debug", "manifest", "inspect", reference));
    }

    @Override
    public void close() {
        tool.close();
    }
}
