package dev.signet.domain.request;

import dev.signet.domain.result.Parsed;
import dev.signet.domain.result.Quoted;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The hosts that proxies ask for forward authentication of. Any other is unknown, and nobody is let in there. */
public final class ProtectedHosts {

    private final Map<RequestHost, ProtectedHost> hosts;

    private ProtectedHosts(Map<RequestHost, ProtectedHost> hosts) {
        this.hosts = hosts;
    }

    /** Checks that each host is there once. */
    public static Parsed<ProtectedHosts> of(List<ProtectedHost> hosts) {
        Map<RequestHost, ProtectedHost> known = new HashMap<>();
        for (int i = 0; i < hosts.size(); i++) {
            ProtectedHost host = hosts.get(i);
            if (known.putIfAbsent(host.host(), host) != null) {
                return Parsed.invalid(
                        "[%d].host".formatted(i),
                        "%s is there twice; write each host once"
                                .formatted(Quoted.of(host.host().name())));
            }
        }
        return Parsed.valid(new ProtectedHosts(Map.copyOf(known)));
    }

    public Optional<ProtectedHost> find(RequestHost host) {
        return Optional.ofNullable(hosts.get(host));
    }
}
