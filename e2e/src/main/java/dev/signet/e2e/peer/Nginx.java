package dev.signet.e2e.peer;

import dev.signet.e2e.process.ManagedProcess;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.IntFunction;
import java.util.function.UnaryOperator;

/** nginx with {@code auth_request}, as {@code samples/proxy-nginx} sets it up. */
public final class Nginx implements Proxy {
    /** One process, so that none is left when it is killed. */
    private static final String MAIN = """
            daemon off;
            master_process off;
            pid %1$s/nginx.pid;
            error_log stderr warn;
            events {
                worker_connections 4096;
            }
            http {
                access_log off;
                client_body_temp_path %1$s/body;
                proxy_temp_path %1$s/proxy;
                fastcgi_temp_path %1$s/fastcgi;
                uwsgi_temp_path %1$s/uwsgi;
                scgi_temp_path %1$s/scgi;
                include %1$s/signet.conf;
            }
            """;

    private final PeerProcess process;

    private Nginx(PeerProcess process) {
        this.process = process;
    }

    /** Starts it as the sample has it. */
    public static Nginx start(Backends backends) {
        return start(backends, sample -> sample);
    }

    /** Starts it with a sample that somebody has changed. */
    public static Nginx start(Backends backends, UnaryOperator<String> change) {
        return new Nginx(PeerProcess.start("nginx", (folder, port) -> {
            Path authorities = Files.writeString(folder.resolve("signet-ca.pem"), backends.authorities());
            return write(folder, change.apply(sample(backends, authorities, port)));
        }));
    }

    /** Starts it with a configuration of the http context that is made for its port. */
    static Nginx startWith(IntFunction<String> http) {
        return new Nginx(PeerProcess.start("nginx", (folder, port) -> write(folder, http.apply(port))));
    }

    private static List<String> write(Path folder, String http) throws IOException {
        Files.writeString(folder.resolve("signet.conf"), http);
        Path main = Files.writeString(folder.resolve("nginx.conf"), MAIN.formatted(folder));
        return List.of("-e", "stderr", "-p", folder.toString(), "-c", main.toString());
    }

    private static String sample(Backends backends, Path authorities, int port) {
        Sample sample = Sample.read("proxy-nginx/signet.conf")
                .with(Map.of(
                        "listen 80;",
                        "listen 127.0.0.1:" + port + ";",
                        "server app.default.svc:8080;",
                        "server " + Backends.address(backends.application()) + ";",
                        "server signet-edge.signet-system.svc:8444;",
                        "server " + Backends.address(backends.signet()) + ";",
                        "/etc/nginx/signet-ca.pem",
                        authorities.toString()));
        return backends.overTls()
                ? sample.text()
                : sample.with(Map.of("https://signet/", "http://signet/"))
                        .without("proxy_ssl_trusted_certificate .*;")
                        .text();
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
