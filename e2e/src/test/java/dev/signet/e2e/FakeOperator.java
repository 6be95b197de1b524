package dev.signet.e2e;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;

/** What {@link OperatorProcess} needs of an operator; the JDK alone has to do, since it is put into a jar of its own. */
final class FakeOperator {
    private FakeOperator() {}

    public static void main(String[] arguments) throws IOException {
        System.out.println("role " + arguments[0]);
        System.out.println("kubeconfig " + System.getenv("KUBECONFIG"));
        System.out.println("setting " + System.getenv("SIGNET_SETTING"));
        List<String> config = Files.readAllLines(Path.of(arguments[2]));
        System.out.print(all(config, "tells: "));
        if (config.contains("broken: true")) {
            System.out.println("config.yaml: broken must not be true");
            System.exit(2);
        }
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port(config)), 0);
        answer(server, "/livez", 200, "ok");
        answer(server, "/readyz", config.contains("ready: false") ? 503 : 200, "");
        answer(server, "/metrics", 200, "up 1\n" + all(config, "measures: "));
        server.start();
        System.out.println("serving");
    }

    private static int port(List<String> config) {
        return config.stream()
                .map(String::strip)
                .filter(line -> line.startsWith("port: "))
                .mapToInt(line -> Integer.parseInt(line.substring("port: ".length())))
                .findFirst()
                .orElseThrow();
    }

    /** What stands behind a key, a line each time. */
    private static String all(List<String> config, String key) {
        return config.stream()
                .filter(line -> line.startsWith(key))
                .map(line -> line.substring(key.length()) + "\n")
                .collect(Collectors.joining());
    }

    private static void answer(HttpServer server, String path, int status, String body) {
        byte[] bytes = body.getBytes(StandardCharsets.US_ASCII);
        server.createContext(path, exchange -> {
            exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
            try (OutputStream out = exchange.getResponseBody()) {
                out.write(bytes);
            }
        });
    }
}
