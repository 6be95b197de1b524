package dev.signet.domain.request;

import dev.signet.domain.network.Cidr;
import dev.signet.domain.network.ClientAddress;
import dev.signet.domain.result.Parsed;
import java.util.List;

/**
 * The proxies whose word about a client's address is taken; none where no network is named.
 *
 * @param networks at most 256
 */
public record TrustedProxies(List<Cidr> networks) {

    /** Every peer is a client itself. */
    public static final TrustedProxies NONE = new TrustedProxies(List.of());

    private static final int MOST = 256;

    public TrustedProxies {
        networks = List.copyOf(networks);
    }

    /** Checks {@code trustedProxies} of a listener. */
    public static Parsed<TrustedProxies> parse(List<String> cidrs) {
        return cidrs.size() > MOST
                ? Parsed.invalid("%d networks; write at most %d".formatted(cidrs.size(), MOST))
                : Parsed.each(cidrs, Cidr::parse).map(TrustedProxies::new);
    }

    /** Whether an address is a trusted proxy's. */
    public boolean contain(ClientAddress address) {
        return Cidr.anyContains(networks, address);
    }
}
