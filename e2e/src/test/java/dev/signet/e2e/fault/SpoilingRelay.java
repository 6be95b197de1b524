package dev.signet.e2e.fault;

import dev.signet.e2e.cluster.ControlPlane;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLServerSocket;
import javax.net.ssl.TrustManagerFactory;

/**
 * A relay that stands in for an API server, with its certificate, and spoils the answers to requests of one's choice. It
 * reads HTTP/1.1 as one client speaks it: one request at a time on a connection, with a Content-Length.
 */
final class SpoilingRelay implements AutoCloseable {
    private static final Pattern LENGTH = Pattern.compile("\r\ncontent-length: *([0-9]+)", Pattern.CASE_INSENSITIVE);
    private static final char[] NO_PASSWORD = {};

    private final SSLServerSocket door;
    private final SSLContext tls;
    private final int target;
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();
    private final Set<Answers> talking = ConcurrentHashMap.newKeySet();
    private volatile Function<Request, Spoilt> choice = request -> Spoilt.NO;

    /** A request by its first line. */
    record Request(String method, String path) {}

    private SpoilingRelay(SSLContext tls, int target) throws IOException {
        this.tls = tls;
        this.target = target;
        this.door = (SSLServerSocket)
                tls.getServerSocketFactory().createServerSocket(0, 64, InetAddress.getLoopbackAddress());
        spawn(this::accept);
    }

    static SpoilingRelay to(ControlPlane cluster) {
        try {
            return new SpoilingRelay(
                    context(cluster.directory()), URI.create(cluster.server()).getPort());
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        } catch (GeneralSecurityException failure) {
            throw new IllegalStateException(failure);
        }
    }

    /** Where clients reach the API server through it. */
    String server() {
        return "https://127.0.0.1:" + door.getLocalPort();
    }

    /**
     * Lets nothing more come back on connections that stand, and keeps them open: a gateway has forgotten them.
     *
     * @param which by the last request
     * @return how many
     */
    int mute(Predicate<Request> which) {
        List<Answers> muted =
                talking.stream().filter(answers -> which.test(answers.asked)).toList();
        muted.forEach(answers -> answers.muted = true);
        return muted.size();
    }

    /** Has each request judged from now on, by several threads at a time. */
    void spoil(Function<Request, Spoilt> by) {
        choice = by;
    }

    @Override
    public void close() {
        end(door);
        open.forEach(SpoilingRelay::end);
    }

    /** Shows the certificate of the API server and trusts it. */
    private static SSLContext context(Path folder) throws GeneralSecurityException, IOException {
        CertificateFactory certificates = CertificateFactory.getInstance("X.509");
        String key = Files.readString(folder.resolve("serving.key")).replaceAll("-----[A-Z ]+-----|\\s", "");
        KeyStore own = KeyStore.getInstance("PKCS12");
        own.load(null, NO_PASSWORD);
        try (InputStream serving = Files.newInputStream(folder.resolve("serving.crt"));
                InputStream authority = Files.newInputStream(folder.resolve("ca.crt"))) {
            own.setKeyEntry(
                    "serving",
                    KeyFactory.getInstance("EC")
                            .generatePrivate(
                                    new PKCS8EncodedKeySpec(Base64.getDecoder().decode(key))),
                    NO_PASSWORD,
                    new Certificate[] {certificates.generateCertificate(serving)});
            own.setCertificateEntry("authority", certificates.generateCertificate(authority));
        }
        KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        keys.init(own, NO_PASSWORD);
        TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(own);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(keys.getKeyManagers(), trust.getTrustManagers(), null);
        return context;
    }

    private void accept() {
        while (!door.isClosed()) {
            try {
                Socket client = door.accept();
                spawn(() -> serve(client));
            } catch (IOException closed) {
                // this relay is being closed
            }
        }
    }

    private void serve(Socket client) {
        open.add(client);
        try (client;
                Socket server = tls.getSocketFactory().createSocket(InetAddress.getLoopbackAddress(), target)) {
            open.add(server);
            Answers answers = new Answers(server, client);
            talking.add(answers);
            spawn(() -> {
                answers.run();
                talking.remove(answers);
            });
            InputStream in = client.getInputStream();
            OutputStream out = server.getOutputStream();
            String head = head(in);
            while (!head.isEmpty()) {
                byte[] body = in.readNBytes(length(head));
                String[] line = head.split(" ", 3);
                answers.asked = new Request(line[0], line[1]);
                Spoilt spoilt = choice.apply(answers.asked);
                answers.instead = spoilt.reply();
                if (spoilt.asked()) {
                    out.write(head.getBytes(StandardCharsets.ISO_8859_1));
                    out.write(body);
                    out.flush();
                } else {
                    answers.give();
                }
                if (head.toLowerCase(Locale.ROOT).contains("\r\nupgrade:")) {
                    in.transferTo(out);
                }
                head = head(in);
            }
        } catch (IOException ended) {
            // by either side
        }
    }

    private static int length(String head) {
        Matcher length = LENGTH.matcher(head);
        return length.find() ? Integer.parseInt(length.group(1)) : 0;
    }

    /** All up to the empty line, and with it; empty where the client is done. */
    private static String head(InputStream in) throws IOException {
        ByteArrayOutputStream head = new ByteArrayOutputStream();
        int end = 0;
        while (end < 4) {
            int next = in.read();
            if (next < 0) {
                return "";
            }
            head.write(next);
            end = next == (end % 2 == 0 ? '\r' : '\n') ? end + 1 : next == '\r' ? 1 : 0;
        }
        return head.toString(StandardCharsets.ISO_8859_1);
    }

    /** What comes back on one connection, or comes in its place. */
    private static final class Answers implements Runnable {
        private final Socket server;
        private final Socket client;
        private volatile Spoilt.Reply instead = Spoilt.Reply.TRUE;
        private volatile Request asked = new Request("", "");
        private volatile boolean muted;

        Answers(Socket server, Socket client) {
            this.server = server;
            this.client = client;
        }

        @Override
        public void run() {
            try {
                byte[] buffer = new byte[1 << 14];
                InputStream in = server.getInputStream();
                for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
                    if (instead != Spoilt.Reply.TRUE) {
                        give();
                        return;
                    }
                    if (!muted) {
                        client.getOutputStream().write(buffer, 0, read);
                    }
                }
                end(client);
            } catch (IOException ended) {
                end(client);
            }
        }

        /** Gives what comes instead; where that is silence, the client waits until it has enough of it. */
        void give() throws IOException {
            if (instead != Spoilt.Reply.NONE) {
                client.getOutputStream().write(instead.text().getBytes(StandardCharsets.UTF_8));
                end(client);
                end(server);
            }
        }
    }

    private static void end(AutoCloseable socket) {
        try {
            socket.close();
        } catch (Exception gone) {
            // as wanted
        }
    }

    private static void spawn(Runnable work) {
        Thread thread = new Thread(work, "spoiling relay");
        thread.setDaemon(true);
        thread.start();
    }
}
