package dev.signet.domain.network;

import dev.signet.domain.result.Parsed;
import java.util.List;

/**
 * The networks that a token may be used from; none named means anywhere.
 *
 * @param networks at most 50
 */
public record AllowedNetworks(List<Cidr> networks) {

    private static final int MOST = 50;

    public AllowedNetworks {
        networks = List.copyOf(networks);
    }

    /** Checks {@code spec.allowedCIDRs}. */
    public static Parsed<AllowedNetworks> parse(List<String> cidrs) {
        return cidrs.size() > MOST
                ? Parsed.invalid("%d networks; write at most %d".formatted(cidrs.size(), MOST))
                : Parsed.each(cidrs, Cidr::parse).map(AllowedNetworks::new);
    }

    /** Whether any address at all will do, even one that is not known. */
    public boolean isAnywhere() {
        return networks.isEmpty();
    }

    public boolean contain(ClientAddress address) {
        return isAnywhere() || Cidr.anyContains(networks, address);
    }
}
