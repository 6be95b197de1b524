package dev.signet.domain.restriction;

import dev.signet.domain.result.Parsed;
import dev.signet.domain.result.Quoted;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One kind of request that a restricted token may make.
 *
 * @param method which method
 * @param host at which host
 * @param path on which paths
 */
public record RestrictionRule(HttpMethod method, HostPattern host, PathPattern path) {

    /** Checks one of {@code spec.rules}; any host where {@code host} is left out. */
    public static Parsed<RestrictionRule> parse(String method, @Nullable String host, String path) {
        return HttpMethod.parse(method)
                .in("method")
                .flatMap(known -> HostPattern.parse(host)
                        .in("host")
                        .flatMap(where -> PathPattern.parse(path)
                                .in("path")
                                .map(pattern -> new RestrictionRule(known, where, pattern))));
    }

    /** Whether a request falls under this rule. */
    public boolean allows(AccessRequest request) {
        return method.matches(request.method().name())
                && host.matches(request.host().name())
                && path.matches(request.path().segments(), request.pathCase());
    }

    /**
     * Whether a request falls under this rule, at a host where the letter case of paths counts.
     *
     * @param requestMethod as sent
     * @param requestHost in lower case, without port
     * @param requestPath normalised segments, as {@link PathPattern} has them
     */
    public boolean allows(String requestMethod, String requestHost, List<String> requestPath) {
        return method.matches(requestMethod) && host.matches(requestHost) && path.matches(requestPath);
    }

    /** For people: method, host and path in one line. */
    String describe() {
        return method + " " + host + " " + Quoted.whereNeeded(path.toString());
    }
}
