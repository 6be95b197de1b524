package dev.signet.e2e.peer;

import dev.signet.e2e.process.ManagedProcess;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;

/** Caddy with {@code forward_auth}, as {@code samples/proxy-caddy} sets it up. */
public final class Caddy implements Proxy {
    private static final String MAIN = """
            {
            	admin off
            	auto_https off
            	default_bind 127.0.0.1
            	persist_config off
            	storage file_system %1$s
            }

            import %1$s/sample
            """;

    private final PeerProcess process;

    private Caddy(PeerProcess process) {
        this.process = process;
    }

    /** Starts it as the sample has it. */
    public static Caddy start(Backends backends) {
        return start(backends, sample -> sample);
    }

    /** Starts it with a sample that somebody has changed. */
    public static Caddy start(Backends backends, UnaryOperator<String> change) {
        return new Caddy(PeerProcess.start("caddy", (folder, port) -> {
            Path authorities = Files.writeString(folder.resolve("signet-ca.pem"), backends.authorities());
            Files.writeString(folder.resolve("sample"), change.apply(sample(backends, authorities, port)));
            Path main = Files.writeString(folder.resolve("Caddyfile"), MAIN.formatted(folder));
            return List.of("run", "--config", main.toString(), "--adapter", "caddyfile");
        }));
    }

    private static String sample(Backends backends, Path authorities, int port) {
        Sample sample = Sample.read("proxy-caddy/Caddyfile")
                .with(Map.of(
                        "\napp.example {",
                        "\nhttp://app.example:" + port + " {",
                        "reverse_proxy app.default.svc:8080",
                        "reverse_proxy " + Backends.address(backends.application()),
                        "https://signet-edge.signet-system.svc:8445",
                        backends.signet().toString(),
                        "/etc/caddy/signet-ca.pem",
                        authorities.toString()));
        return backends.overTls()
                ? sample.text()
                : sample.without("transport http \\{[^}]*}").text();
    }

    @Override
    public URI uri() {
        return process.uri();
    }

    @Override
    public ManagedProcess process() {
        return process.process();
    }

    @Override
    public void close() {
        process.close();
    }
}
