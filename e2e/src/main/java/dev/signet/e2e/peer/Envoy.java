package dev.signet.e2e.peer;

import dev.signet.e2e.process.ManagedProcess;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;

/** Envoy with {@code ext_authz} over HTTP, as {@code samples/proxy-envoy} sets it up. */
public final class Envoy implements Proxy {
    private final PeerProcess process;

    private Envoy(PeerProcess process) {
        this.process = process;
    }

    /** Starts it as the sample has it. */
    public static Envoy start(Backends backends) {
        return start(backends, sample -> sample);
    }

    /** Starts it with a sample that somebody has changed. */
    public static Envoy start(Backends backends, UnaryOperator<String> change) {
        return new Envoy(PeerProcess.start("envoy", (folder, port) -> {
            Path authorities = Files.writeString(folder.resolve("signet-ca.pem"), backends.authorities());
            String sample = change.apply(sample(backends, authorities, port));
            Path main = Files.writeString(folder.resolve("envoy.yaml"), sample);
            return List.of(
                    "-c",
                    main.toString(),
                    "--disable-hot-restart",
                    "--use-dynamic-base-id",
                    "--concurrency",
                    "2",
                    "--log-level",
                    "warning");
        }));
    }

    private static String sample(Backends backends, Path authorities, int port) {
        Sample sample = Sample.read("proxy-envoy/envoy.yaml")
                .with(Map.of(
                        "address: 0.0.0.0, port_value: 8080",
                        socket(URI.create("http://127.0.0.1:" + port)),
                        "address: app.default.svc, port_value: 8080",
                        socket(backends.application()),
                        "address: signet-edge.signet-system.svc, port_value: 8446",
                        socket(backends.signet()),
                        "/etc/envoy/signet-ca.pem",
                        authorities.toString()));
        return backends.overTls()
                ? sample.text()
                : sample.without("(?s)\n +transport_socket:.*\\z").text();
    }

    private static String socket(URI server) {
        return "address: " + server.getHost() + ", port_value: " + server.getPort();
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
