package dev.signet.e2e.peer;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** An application behind each proxy, and a stub of Signet that all of them ask. */
final class Scene implements AutoCloseable {
    /** What Signet says of a caller without groups and scopes. */
    static final Map<String, String> IDENTITY = Map.of(
            "X-Signet-Subject", "signet-abc:ci:Agent:web-1",
            "X-Signet-Tenant", "ci",
            "X-Signet-Groups", "-",
            "X-Signet-Scopes", "-",
            "X-Signet-Token-Id", "0191d5a8-6d1c-4c1e-8a35-0f5a5c0b9c11");

    final EchoServer application = EchoServer.start();
    final ForwardAuthStub signet = ForwardAuthStub.start();
    private final Map<ProxyKind, Proxy> proxies = new EnumMap<>(ProxyKind.class);

    /** Every proxy is started when it is asked for first. */
    Proxy proxy(ProxyKind kind) {
        return proxies.computeIfAbsent(kind, each -> each.start(Backends.of(application, signet)));
    }

    /** Lets everybody in, as {@link #IDENTITY}. */
    void allow() {
        Reply reply = Reply.of(200);
        for (Map.Entry<String, String> header : IDENTITY.entrySet()) {
            reply = reply.with(header.getKey(), header.getValue());
        }
        signet.answer(reply);
    }

    /** Sends a request line with {@code Host: app.example} and more headers, and forgets what came before. */
    HttpMessage send(ProxyKind kind, String first, String... headers) {
        List<String> lines = new ArrayList<>(List.of(first, "Host: " + Proxy.HOST));
        lines.addAll(List.of(headers));
        return sendLines(kind, lines, "");
    }

    HttpMessage sendLines(ProxyKind kind, List<String> lines, String body) {
        Proxy proxy = proxy(kind);
        signet.forget();
        application.forget();
        try {
            return RawClient.of(proxy.uri()).send(lines, body);
        } catch (IOException failure) {
            throw new UncheckedIOException(kind + ": " + lines, failure);
        }
    }

    @Override
    public void close() {
        proxies.values().forEach(Proxy::close);
        signet.close();
        application.close();
    }
}
