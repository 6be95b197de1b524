package dev.signet.domain.network;

import java.nio.ByteBuffer;

/**
 * All addresses that whoever has one of them has: an IPv4 address alone, or the /64 of an IPv6 address, the least that a network gets
 * (RFC 6177), from which a host takes another one whenever it likes (RFC 8981).
 *
 * @param isIPv6 which of the two
 * @param bits the IPv4 address, or the first half of the IPv6 address
 */
public record ClientSite(boolean isIPv6, long bits) {

    private static final int IPV4_BYTES = 4;

    static ClientSite of(byte[] address) {
        ByteBuffer bytes = ByteBuffer.wrap(address);
        return address.length == IPV4_BYTES
                ? new ClientSite(false, bytes.getInt())
                : new ClientSite(true, bytes.getLong());
    }
}
