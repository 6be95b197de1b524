package dev.signet.domain.network;

import dev.signet.domain.result.Parsed;
import dev.signet.domain.result.Quoted;
import inet.ipaddr.IPAddress;
import inet.ipaddr.ipv4.IPv4Address;
import inet.ipaddr.ipv6.IPv6Address;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The address that a request came from, IPv4 or IPv6. An IPv4 address in IPv6's clothes ({@code ::ffff:10.1.2.3}, as a
 * dual-stack socket reports it) is the IPv4 address.
 */
public final class ClientAddress {

    private final byte[] bytes;

    ClientAddress(IPAddress address) {
        this.bytes = unmapped(address).getBytes();
    }

    /** Reads a bare address: no port, no brackets, no zone id. */
    public static Parsed<ClientAddress> parse(String text) {
        return StrictAddress.parse(text)
                .map(address -> Parsed.valid(new ClientAddress(address)))
                .orElseGet(() -> Parsed.invalid(
                        "%s is no address; write one such as 10.1.2.3 or 2001:db8::1".formatted(Quoted.of(text))));
    }

    static IPAddress unmapped(IPAddress address) {
        return address.isIPv6() && address.toIPv6().isIPv4Mapped()
                ? address.toIPv6().getEmbeddedIPv4Address()
                : address;
    }

    /** The addresses that belong to the same holder. */
    public ClientSite site() {
        return ClientSite.of(bytes);
    }

    /** Whether the first {@code prefix} bits are those of {@code network}, in the same family. */
    boolean begins(byte[] network, int prefix) {
        if (bytes.length != network.length) {
            return false;
        }
        int whole = prefix / 8;
        for (int i = 0; i < whole; i++) {
            if (bytes[i] != network[i]) {
                return false;
            }
        }
        int spare = 8 - prefix % 8;
        return spare == 8 || (bytes[whole] & 0xFF) >> spare == (network[whole] & 0xFF) >> spare;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof ClientAddress that && Arrays.equals(bytes, that.bytes);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(bytes);
    }

    /** RFC 5952 for IPv6. */
    @Override
    public String toString() {
        return (bytes.length == IPv4Address.BYTE_COUNT ? new IPv4Address(bytes) : new IPv6Address(bytes))
                .toCanonicalString();
    }
}
