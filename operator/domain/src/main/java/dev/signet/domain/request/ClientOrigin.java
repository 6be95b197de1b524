package dev.signet.domain.request;

import dev.signet.domain.network.ClientAddress;
import java.util.List;
import java.util.Optional;

/** Where a request came from before trusted proxies passed it on. Not known is an answer: then a network limit denies. */
public final class ClientOrigin {

    private static final int MOST_HOPS = 32;

    private ClientOrigin() {}

    /**
     * The client: the peer itself unless it is a trusted proxy, else the last address of X-Forwarded-For that is none. What stands
     * left of that one is the client's own word and is not read; where all are trusted, it is the leftmost.
     *
     * @param xForwardedFor the values of all headers of that name, in their order. Two are as good as none: proxies differ in
     *     which they append to
     * @param forwarded the values of all Forwarded headers (RFC 7239). One makes the client unknown: trusted proxies write the
     *     other header, and an application behind might believe this one
     * @return empty where the client is not known: no single X-Forwarded-For, more than 32 addresses in it, or anything on the
     *     way to the client that is no plain address (a port, brackets, a zone, {@code unknown}, an obfuscated name, nothing)
     */
    public static Optional<ClientAddress> of(
            ClientAddress peer, TrustedProxies proxies, List<String> xForwardedFor, List<String> forwarded) {
        if (!proxies.contain(peer)) {
            return Optional.of(peer);
        }
        return xForwardedFor.size() == 1 && forwarded.isEmpty()
                ? lastUntrusted(xForwardedFor.get(0).split(",", -1), proxies)
                : Optional.empty();
    }

    private static Optional<ClientAddress> lastUntrusted(String[] hops, TrustedProxies proxies) {
        if (hops.length > MOST_HOPS) {
            return Optional.empty();
        }
        for (int at = hops.length - 1; at > 0; at--) {
            Optional<ClientAddress> address = address(hops[at]);
            if (address.filter(proxies::contain).isEmpty()) {
                return address;
            }
        }
        return address(hops[0]);
    }

    private static Optional<ClientAddress> address(String hop) {
        return ClientAddress.parse(withoutOptionalSpace(hop)).toOptional();
    }

    /** Spaces and tabs around an element of a list are no part of it (RFC 9110, section 5.6.1). */
    private static String withoutOptionalSpace(String element) {
        int start = 0;
        int end = element.length();
        while (start < end && isSpaceOrTab(element.charAt(start))) {
            start++;
        }
        while (end > start && isSpaceOrTab(element.charAt(end - 1))) {
            end--;
        }
        return element.substring(start, end);
    }

    private static boolean isSpaceOrTab(char character) {
        return character == ' ' || character == '\t';
    }
}
