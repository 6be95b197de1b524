package dev.signet.crds.schema;

/**
 * A CEL rule on lists of networks, as text for annotations. Only the strict spelling passes; the message shows the first one at fault
 * and how to spell it.
 */
public final class Networks {

    public static final String STRICT = "self.all(c, isCIDR(c) && cidr(c) == cidr(c).masked())";

    public static final String STRICT_MESSAGE = "self.exists(c, !isIP(c) && !isCIDR(c)) ? "
            + "'\"%s\" is no network: write an address, a slash and how many bits count (IPv4 0 to 32, IPv6 0 to 128), such as 10.1.2.0/24'"
            + ".format([self.filter(c, !isIP(c) && !isCIDR(c))[0]])"
            + " : self.exists(c, isIP(c)) ? 'an address alone is no network: write %s'"
            + ".format([self.filter(c, isIP(c)).map(c, c + (ip(c).family() == 4 ? '/32' : '/128'))[0]])"
            + " : 'bits beyond the prefix are set: write %s instead of %s'"
            + ".format(self.filter(c, !(cidr(c) == cidr(c).masked())).map(c, [string(cidr(c).masked()), c])[0])";

    private Networks() {}
}
