package dev.signet.e2e.peer;

import dev.signet.e2e.process.CommandResult;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** podman, with a storage of its own and no containers. */
public final class Podman implements AutoCloseable {
    private final ImageTool tool = new ImageTool("podman");
    private final Path authorities;

    /**
     * One without logins and images.
     *
     * @param authorities a folder with certificates that registries and token services are trusted by
     */
    public Podman(Path authorities) {
        this.authorities = authorities;
    }

    /** Logs in, as {@code docker login} does. */
    public CommandResult login(Login login) {
        return tool.login(storage(), login, authorities);
    }

    /** Pulls an image, as {@code localhost:20003/team/app:1}. */
    public CommandResult pull(String reference) {
        return transfer("pull", List.of(reference));
    }

    /** Pushes an image that was pulled under another name. */
    public CommandResult push(String pulled, String reference) {
        return transfer("push", List.of(pulled, reference));
    }

    private CommandResult transfer(String command, List<String> references) {
        List<String> arguments = new ArrayList<>(storage());
        arguments.addAll(List.of(command, "--authfile", tool.logins().toString()));
        arguments.addAll(List.of("--cert-dir", authorities.toString()));
        arguments.addAll(references);
        return tool.run("", arguments);
    }

    /** In folders alone: neither mounts nor the system's state. */
    private List<String> storage() {
        Path home = tool.home();
        return List.of(
                "--root",
                home.resolve("images").toString(),
                "--runroot",
                home.resolve("run").toString(),
                "--tmpdir",
                home.resolve("state").toString(),
                "--storage-driver",
                "vfs",
                "--events-backend",
                "none");
    }

    @Override
    public void close() {
        tool.close();
    }
}
