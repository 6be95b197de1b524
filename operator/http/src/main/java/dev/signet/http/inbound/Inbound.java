package dev.signet.http.inbound;

import dev.signet.domain.network.ClientAddress;
import dev.signet.domain.request.ClientOrigin;
import dev.signet.http.credential.Credentials;
import io.vertx.core.Future;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpServerRequest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A request as the endpoints see it. */
public final class Inbound {

    private static final String AUTHORIZATION = "Authorization";
    private static final String API_KEY = "X-JFrog-Art-Api";
    private static final String FORWARDED_FOR = "X-Forwarded-For";
    private static final String FORWARDED = "Forwarded";

    /** Until when a whole body must have come. */
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final HttpServerRequest request;
    private final Listener listener;
    private final Optional<ClientAddress> client;

    private Inbound(HttpServerRequest request, Listener listener, Optional<ClientAddress> client) {
        this.request = request;
        this.listener = listener;
        this.client = client;
    }

    /**
     * A request that came in at a listener.
     *
     * @param peer who sent it, a proxy perhaps
     */
    public static Inbound of(HttpServerRequest request, Listener listener, Optional<ClientAddress> peer) {
        Optional<ClientAddress> client = peer.flatMap(address -> ClientOrigin.of(
                address,
                listener.trustedProxies(),
                request.headers().getAll(FORWARDED_FOR),
                request.headers().getAll(FORWARDED)));
        return new Inbound(request, listener, client);
    }

    /** The address at the other end of a connection. A zone says which interface a link-local one was seen at, and is no part of it. */
    public static Optional<ClientAddress> peer(HttpConnection connection) {
        String host = connection.remoteAddress().hostAddress();
        if (host == null) {
            return Optional.empty();
        }
        int zone = host.indexOf('%');
        return ClientAddress.parse(zone < 0 ? host : host.substring(0, zone)).toOptional();
    }

    public HttpServerRequest request() {
        return request;
    }

    public Listener listener() {
        return listener;
    }

    /** The address of the client; empty where it is not known for certain. */
    public Optional<ClientAddress> client() {
        return client;
    }

    /** What it authenticates with. */
    public Credentials.Reading credentials() {
        return Credentials.read(headers(AUTHORIZATION), headers(API_KEY));
    }

    /**
     * Reads the body as a form. To be called before anything is waited for, since else it has gone by.
     *
     * @param mostBytes the longest body that is read
     */
    public Future<Form.Reading> form(int mostBytes) {
        return Form.read(request, mostBytes, PATIENCE);
    }

    /** The parameters of the query; empty where they cannot be read. */
    public Optional<Query> query() {
        return Query.parse(Optional.ofNullable(request.query()).orElse(""));
    }

    /** Every value of a header, in order. */
    public List<String> headers(String name) {
        return request.headers().getAll(name);
    }

    /** The name of every header, as often as it stands there. */
    public List<String> headerNames() {
        List<String> names = new ArrayList<>();
        for (var header : request.headers()) {
            names.add(header.getKey());
        }
        return names;
    }

    /** The value of a header that must stand there once; empty where it does not, or twice. */
    public Optional<String> onlyHeader(String name) {
        List<String> values = headers(name);
        return values.size() == 1 ? Optional.of(values.get(0)) : Optional.empty();
    }
}
