package dev.signet.e2e.peer;

import java.net.URI;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import javax.net.ServerSocketFactory;

/** Stands where Signet's token service would: records what proxies ask and answers as it is told, at first with 403. */
public final class ForwardAuthStub implements AutoCloseable {
    /** The name in its certificate: that of the Service in the samples. */
    static final String NAME = "signet-edge.signet-system.svc";

    private final List<HttpMessage> asked = new CopyOnWriteArrayList<>();
    private final LoopbackServer server;
    private final String scheme;
    private final String authority;
    private volatile Reply reply = Reply.of(403);

    private ForwardAuthStub(String scheme, ServerSocketFactory sockets, String authority) {
        this.scheme = scheme;
        this.authority = authority;
        server = LoopbackServer.start(sockets, this::answer);
    }

    /** Over TLS, as the samples have it, with a certificate that is its own authority. */
    public static ForwardAuthStub start() {
        ServerIdentity identity = ServerIdentity.of(NAME);
        return new ForwardAuthStub("https", identity.context().getServerSocketFactory(), identity.pem());
    }

    /** Without TLS. */
    public static ForwardAuthStub startPlain() {
        return new ForwardAuthStub("http", ServerSocketFactory.getDefault(), "");
    }

    /** Where it answers, as {@code https://127.0.0.1:20003}. */
    public URI uri() {
        return URI.create(scheme + "://127.0.0.1:" + server.port());
    }

    /** Whom to trust, in PEM; empty without TLS. */
    public String authority() {
        return authority;
    }

    /** How it answers from now on. */
    public void answer(Reply reply) {
        this.reply = reply;
    }

    /** What it was asked since the start or {@link #forget()}. */
    public List<HttpMessage> asked() {
        return List.copyOf(asked);
    }

    public void forget() {
        asked.clear();
    }

    @Override
    public void close() {
        server.close();
    }

    private Reply answer(HttpMessage request) {
        asked.add(request);
        return reply;
    }
}
