package dev.signet.e2e.edge;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signet.e2e.EdgeReplica;
import dev.signet.e2e.token.Secrets;
import dev.signet.e2e.token.SharedInstallation;
import dev.signet.e2e.token.Tenant;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

@Tag("full")
@DisplayName("issue 4, §5: 4,000 idle connections keep nobody else from an answer, and cost little")
class IdleConnectionsTest {
    @RegisterExtension
    static final SharedInstallation INSTALLATION = new SharedInstallation();

    private static final int IDLE = 4000;
    private static final int ROOM = IDLE + 100;

    /** Of the process, for each connection. */
    private static final int MOST_KIBIBYTES = 24;

    private static Tenant tenant;
    private static EdgeReplica replica;
    private static EdgeClient client;
    private static String token = "";

    private final List<Socket> sockets = new ArrayList<>();

    @BeforeAll
    static void start() {
        tenant = INSTALLATION.tenant();
        tenant.create("busy", "subject: {kind: Agent, name: busy}, audiences: [app]");
        tenant.awaitReady("busy");
        token = Secrets.token(tenant.secret("busy"));
        replica = EdgeReplica.of(INSTALLATION.get())
                .listener("nginx", "Nginx")
                .listener("direct", "Direct")
                .host("app.example", "app", tenant.namespace())
                .set("edge.limits.connections", Integer.toString(ROOM))
                .set("edge.limits.idleTimeout", "10m")
                .start(options -> options.withJvmArguments("-XX:+UseSerialGC", "-Xmx192m"));
        client = new EdgeClient(replica);
    }

    @AfterAll
    static void stop() {
        replica.close();
    }

    @AfterEach
    void hangUp() {
        sockets.forEach(IdleConnectionsTest::close);
    }

    private static void close(Socket socket) {
        try {
            socket.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Half of them have sent nothing, the others a part of a head. */
    private void connect(int many, URI listener) throws IOException {
        for (int i = 0; i < many; i++) {
            Socket socket = new Socket(InetAddress.getLoopbackAddress(), listener.getPort());
            sockets.add(socket);
            if (i % 2 == 0) {
                socket.getOutputStream()
                        .write("GET /auth HTTP/1.1\r\nHost: a\r\nX: ".getBytes(StandardCharsets.ISO_8859_1));
            }
        }
    }

    /** Whether the server keeps a connection: its request is answered, and not with 503 because there are too many. */
    private static boolean isKept(URI listener) throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), listener.getPort())) {
            socket.setSoTimeout(30_000);
            socket.getOutputStream().write("GET /x HTTP/1.1\r\nHost: a\r\n\r\n".getBytes(StandardCharsets.ISO_8859_1));
            byte[] status = socket.getInputStream().readNBytes("HTTP/1.1 404".length());
            return new String(status, StandardCharsets.ISO_8859_1).endsWith(" 404");
        } catch (SocketException closed) {
            return false;
        }
    }

    private static int answered(int requests) {
        int good = 0;
        for (int i = 0; i < requests; i++) {
            if (client.auth(token, "GET", "https://app.example/").status() == 200
                    && client.get("/v1/service-id").status() == 200) {
                good++;
            }
        }
        return good;
    }

    private static long residentKibibytes() throws IOException {
        Path status = Path.of("/proc", Long.toString(replica.process().process().pid()), "status");
        return Files.readAllLines(status).stream()
                .filter(line -> line.startsWith("VmRSS:"))
                .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void othersAreAnsweredAndWhoIsOneTooManyIsNot() throws Exception {
        assertThat(answered(500)).isEqualTo(500);
        long before = residentKibibytes();

        connect(IDLE / 2, replica.listener("direct"));
        connect(IDLE / 2, replica.listener("nginx"));
        assertThat(answered(200)).isEqualTo(200);
        assertThat(residentKibibytes() - before)
                .as("KiB for %d connections", IDLE)
                .isLessThan((long) IDLE * MOST_KIBIBYTES);

        connect(ROOM - IDLE, replica.listener("direct"));
        Tenant.patiently("no room").until(() -> !isKept(replica.listener("direct")));
        for (int i = 0; i < 20; i++) {
            assertThat(isKept(replica.listener("direct"))).isFalse();
            assertThat(isKept(replica.listener("nginx"))).isFalse();
        }
        assertThat(replica.process().isReady())
                .as("probes have a port of their own")
                .isTrue();

        sockets.forEach(IdleConnectionsTest::close);
        sockets.clear();
        Tenant.patiently("room again").until(() -> isKept(replica.listener("direct")));
        assertThat(answered(200)).isEqualTo(200);
        assertThat(replica.process().logLines()).noneMatch(line -> line.contains("\"level\":\"ERROR\""));
    }
}
