package dev.signet.e2e.peer;

import dev.signet.e2e.process.CommandResult;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** containerd with a store of its own and no containers, as a kubelet has it pull images; {@code ctr} tells it to. */
public final class Containerd implements AutoCloseable {
    private final PeerProcess process;
    private final ImageTool tool;
    private final Path socket;
    private final Path authority;

    private Containerd(PeerProcess process, ImageTool tool, Path socket, Path authority) {
        this.process = process;
        this.tool = tool;
        this.socket = socket;
        this.authority = authority;
    }

    /**
     * Starts one without images.
     *
     * @param authority a certificate that registries and token services are trusted by
     */
    public static Containerd start(Path authority) {
        ImageTool tool = new ImageTool("ctr");
        try {
            Path socket = tool.home().resolve("containerd.sock");
            // Its port is for metrics alone, so that nobody else is served by it.
            PeerProcess process = PeerProcess.start("containerd", (folder, port) -> {
                Path config = Files.writeString(folder.resolve("config.toml"), """
                        version = 2
                        root = "%s"
                        state = "%s"
                        disabled_plugins = ["io.containerd.grpc.v1.cri", "io.containerd.internal.v1.opt"]
                        [grpc]
                        address = "%s"
                        [ttrpc]
                        address = "%s.ttrpc"
                        [metrics]
                        address = "127.0.0.1:%d"
                        """.formatted(
                                folder.resolve("root"), folder.resolve("state"), socket, socket, port));
                return List.of("--config", config.toString());
            });
            return new Containerd(process, tool, socket, authority);
        } catch (RuntimeException failure) {
            tool.close();
            throw failure;
        }
    }

    /** Pulls what an image consists of, as {@code localhost:20003/team/app:1}, with a password. */
    public CommandResult pull(String reference, Login login) {
        return transfer(List.of("content", "fetch"), withPassword(login), List.of(reference));
    }

    /** The same with a session, which a token service gave whoever asked for one. */
    public CommandResult pull(String reference, String session) {
        return transfer(List.of("content", "fetch"), List.of("--refresh", session), List.of(reference));
    }

    /** Pushes an image that was pulled under another name. */
    public CommandResult push(String pulled, String reference, Login login) {
        return transfer(List.of("images", "push"), withPassword(login), List.of(reference, pulled));
    }

    /** Where it is not typed, it takes it no other way. */
    private static List<String> withPassword(Login login) {
        return List.of("--user", login.username() + ":" + login.token());
    }

    private CommandResult transfer(List<String> command, List<String> credential, List<String> references) {
        List<String> arguments = new ArrayList<>(List.of("--address", socket.toString()));
        arguments.addAll(command);
        arguments.addAll(List.of("--hosts-dir", trust(references.get(0)).toString()));
        arguments.addAll(credential);
        arguments.addAll(references);
        return tool.run("", arguments);
    }

    /** As an admin of nodes writes it; without, a registry on this host is spoken to without TLS. */
    private Path trust(String reference) {
        String host = reference.substring(0, reference.indexOf('/'));
        Path hosts = tool.home().resolve("certs.d");
        try {
            Path settings = Files.createDirectories(hosts.resolve(host)).resolve("hosts.toml");
            Files.writeString(settings, """
                    server = "https://%s"
                    [host."https://%s"]
                    ca = "%s"
                    """.formatted(host, host, authority));
            return hosts;
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    @Override
    public void close() {
        process.close();
        tool.close();
    }
}
