package dev.signet.http.forwardauth;

import dev.signet.domain.result.Quoted;
import dev.signet.http.inbound.Inbound;
import dev.signet.http.inbound.Profile;
import java.util.List;
import java.util.Optional;

/**
 * The request that a proxy asks about, as it tells it. Nothing is parsed yet.
 *
 * @param method as sent
 * @param host as sent, perhaps with a port
 * @param target path and query, not decoded
 */
record OriginalRequest(String method, String host, String target) {

    /** Where Envoy puts the original path behind. */
    static final String PREFIX = "/auth";

    private static final List<String> SCHEMES = List.of("https://", "http://");

    /** Reads what the listener's proxy tells; empty where it does not, or something twice. */
    static Optional<OriginalRequest> read(Inbound inbound) {
        return switch (inbound.listener().profile()) {
            case Nginx -> nginx(inbound);
            case Forwarded -> forwarded(inbound);
            case Envoy -> envoy(inbound);
            case Direct -> Optional.empty();
        };
    }

    /** Whether requests to a path ask for forward authentication at all. */
    static boolean isAsked(Profile profile, String path) {
        return switch (profile) {
            case Nginx, Forwarded -> path.equals(PREFIX);
            case Envoy -> path.startsWith(PREFIX + "/");
            case Direct -> false;
        };
    }

    /** For a log: a query may hold secrets. */
    String withoutQuery() {
        int query = target.indexOf('?');
        return Quoted.of(method + " " + host + (query < 0 ? target : target.substring(0, query)));
    }

    private static Optional<OriginalRequest> nginx(Inbound inbound) {
        return inbound.onlyHeader("X-Original-Method")
                .flatMap(method -> inbound.onlyHeader("X-Original-URL").flatMap(url -> ofUrl(method, url)));
    }

    /** The host goes up to the first slash, and nothing that would end it before may stand in it (RFC 3986, 3.2). */
    private static Optional<OriginalRequest> ofUrl(String method, String url) {
        for (String scheme : SCHEMES) {
            int path = url.startsWith(scheme) ? url.indexOf('/', scheme.length()) : -1;
            if (path >= 0) {
                String host = url.substring(scheme.length(), path);
                return host.indexOf('?') < 0 && host.indexOf('#') < 0
                        ? Optional.of(new OriginalRequest(method, host, url.substring(path)))
                        : Optional.empty();
            }
        }
        return Optional.empty();
    }

    private static Optional<OriginalRequest> forwarded(Inbound inbound) {
        return inbound.onlyHeader("X-Forwarded-Method")
                .flatMap(method -> inbound.onlyHeader("X-Forwarded-Host")
                        .flatMap(host -> inbound.onlyHeader("X-Forwarded-Uri")
                                .map(target -> new OriginalRequest(method, host, target))));
    }

    private static Optional<OriginalRequest> envoy(Inbound inbound) {
        String target = inbound.request().uri().substring(PREFIX.length());
        return Optional.ofNullable(inbound.request().authority())
                .map(authority -> new OriginalRequest(inbound.request().method().name(), authority.toString(), target));
    }
}
