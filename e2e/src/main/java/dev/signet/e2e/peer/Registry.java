package dev.signet.e2e.peer;

import dev.signet.e2e.process.ManagedProcess;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** The registry of distribution, as {@code samples/registry} sets it up: it lets in whom the token service has given a token. */
public final class Registry implements AutoCloseable {
    private final PeerProcess process;

    private Registry(PeerProcess process) {
        this.process = process;
    }

    /**
     * What it is told of its token service and of itself.
     *
     * @param realm where clients get tokens
     * @param issuer who signs them
     * @param roots the certificates that signing keys lead to, in PEM
     * @param certificate a file with its own, for {@code localhost}
     * @param key a file with the key of that
     */
    public record Settings(URI realm, String issuer, String roots, Path certificate, Path key) {}

    /** Starts an empty one. */
    public static Registry start(Settings settings) {
        return new Registry(PeerProcess.start("registry", (folder, port) -> {
            Path roots = Files.writeString(folder.resolve("signet-root.pem"), settings.roots());
            Sample sample = Sample.read("registry/config.yml")
                    .with(Map.of(
                            "rootdirectory: /var/lib/registry",
                            "rootdirectory: " + folder.resolve("images"),
                            "addr: 0.0.0.0:5000",
                            "addr: 127.0.0.1:" + port,
                            "certificate: /etc/docker/registry/tls.crt",
                            "certificate: " + settings.certificate(),
                            "key: /etc/docker/registry/tls.key",
                            "key: " + settings.key(),
                            "realm: https://signet.example/v2/token",
                            "realm: " + settings.realm(),
                            "issuer: https://signet.example",
                            "issuer: " + settings.issuer(),
                            "rootcertbundle: /etc/docker/registry/signet-root.pem",
                            "rootcertbundle: " + roots));
            Path config = Files.writeString(folder.resolve("config.yml"), sample.text());
            return List.of("serve", config.toString());
        }));
    }

    /** As images that are there begin: {@code localhost:20003}. */
    public String host() {
        return "localhost:" + process.uri().getPort();
    }

    /** The process, to look at its log. */
    public ManagedProcess process() {
        return process.process();
    }

    @Override
    public void close() {
        process.close();
    }
}
