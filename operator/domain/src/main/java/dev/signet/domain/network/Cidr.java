package dev.signet.domain.network;

import dev.signet.domain.result.Parsed;
import dev.signet.domain.result.Quoted;
import inet.ipaddr.IPAddress;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A network in CIDR notation (RFC 4632, RFC 4291), IPv4 or IPv6, written with its prefix and without host bits.
 * {@code ::ffff:10.0.0.0/104} is {@code 10.0.0.0/8}; {@code ::/0} is every IPv6 address and no IPv4 one.
 */
public final class Cidr {

    private static final Pattern PREFIX = Pattern.compile("0|[1-9][0-9]{0,2}");
    private static final int MAPPED_BITS = 96;

    private final byte[] network;
    private final int prefix;
    private final String text;

    private Cidr(IPAddress network, int prefix) {
        this.network = network.getBytes();
        this.prefix = prefix;
        this.text = network.toCanonicalString() + "/" + prefix;
    }

    /** Reads the strict form; the message for any other says what to write. */
    public static Parsed<Cidr> parse(String text) {
        int slash = text.indexOf('/');
        Optional<IPAddress> address = StrictAddress.parse(slash < 0 ? text : text.substring(0, slash));
        if (address.isEmpty()) {
            return Parsed.invalid(
                    "%s is no network; write one such as 10.15.10.0/24 or 2001:db8::/32, in plain decimal or"
                                    .formatted(Quoted.of(text))
                            + " hexadecimal, without leading zeros in IPv4 and without a zone");
        }
        if (slash < 0) {
            return Parsed.invalid("%s is a bare address; write %s"
                    .formatted(Quoted.of(text), single(ClientAddress.unmapped(address.get()))));
        }
        return parsePrefix(address.get(), text.substring(slash + 1), text);
    }

    private static Parsed<Cidr> parsePrefix(IPAddress address, String prefix, String text) {
        if (!PREFIX.matcher(prefix).matches()) {
            return Parsed.invalid(unreadable(address, prefix, text));
        }
        int bits = Integer.parseInt(prefix);
        if (bits > address.getBitCount()) {
            return Parsed.invalid("%s has a prefix of %d bits; an IPv%d network has 0 to %d"
                    .formatted(Quoted.of(text), bits, address.isIPv4() ? 4 : 6, address.getBitCount()));
        }
        IPAddress masked = masked(address, bits);
        boolean mapped =
                bits >= MAPPED_BITS && address.isIPv6() && address.toIPv6().isIPv4Mapped();
        Cidr cidr = mapped ? new Cidr(ClientAddress.unmapped(masked), bits - MAPPED_BITS) : new Cidr(masked, bits);
        if (!masked.equals(address)) {
            return Parsed.invalid("%s has bits set beyond its prefix; write %s for the network, %s for the one address"
                    .formatted(Quoted.of(text), cidr, single(ClientAddress.unmapped(address))));
        }
        return Parsed.valid(cidr);
    }

    private static String unreadable(IPAddress address, String prefix, String text) {
        Optional<Integer> length = StrictAddress.parse(prefix)
                .filter(mask -> mask.getBitCount() == address.getBitCount())
                .map(mask -> mask.getBlockMaskPrefixLength(true));
        return length.map(bits -> "%s has a mask; write the prefix, %s"
                        .formatted(Quoted.of(text), new Cidr(masked(address, bits), bits)))
                .orElseGet(() -> "%s has no readable prefix; write a number from 0 to %d after the slash"
                        .formatted(Quoted.of(text), address.getBitCount()));
    }

    private static IPAddress masked(IPAddress address, int bits) {
        return address.mask(address.getNetwork().getNetworkMask(bits, false));
    }

    private static Cidr single(IPAddress address) {
        return new Cidr(address, address.getBitCount());
    }

    /** Whether one of them contains an address. Makes no objects, since every request comes here. */
    public static boolean anyContains(List<Cidr> networks, ClientAddress address) {
        for (int i = 0; i < networks.size(); i++) {
            if (networks.get(i).contains(address)) {
                return true;
            }
        }
        return false;
    }

    public boolean contains(ClientAddress address) {
        return address.begins(network, prefix);
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Cidr that && text.equals(that.text);
    }

    @Override
    public int hashCode() {
        return text.hashCode();
    }

    /** The one spelling: RFC 5952 for IPv6, a slash, the prefix. */
    @Override
    public String toString() {
        return text;
    }
}
