package dev.signet.domain.network;

import dev.signet.domain.text.AsciiSet;
import inet.ipaddr.AddressStringException;
import inet.ipaddr.AddressStringParameters.RangeParameters;
import inet.ipaddr.IPAddress;
import inet.ipaddr.IPAddressString;
import inet.ipaddr.IPAddressStringParameters;
import inet.ipaddr.IncompatibleAddressException;
import java.util.Optional;

/**
 * Reads one address in its plain spelling: four decimal numbers, or RFC 4291's groups of hexadecimal digits. What C
 * libraries read besides ({@code 127.1}, {@code 0x7f.0.0.1}, {@code 0177.0.0.1}, one large number) is refused, since
 * two readers that differ on {@code 010.0.0.1} are a way around a network limit; zone ids, ranges and masks are too.
 */
final class StrictAddress {

    private static final AsciiSet CHARACTERS = new AsciiSet("0123456789abcdefABCDEF:.");
    private static final int SHORTEST = 2;
    private static final int LONGEST = 45;
    private static final IPAddressStringParameters PARAMETERS = parameters();

    private StrictAddress() {}

    static Optional<IPAddress> parse(String text) {
        if (!isPlausible(text)) {
            return Optional.empty();
        }
        try {
            return Optional.of(new IPAddressString(text, PARAMETERS).toAddress());
        } catch (AddressStringException | IncompatibleAddressException malformed) {
            return Optional.empty();
        }
    }

    private static boolean isPlausible(String text) {
        return text.length() >= SHORTEST && text.length() <= LONGEST && CHARACTERS.containsAll(text);
    }

    private static IPAddressStringParameters parameters() {
        IPAddressStringParameters.Builder builder = new IPAddressStringParameters.Builder()
                .allowEmpty(false)
                .allowAll(false)
                .allowSingleSegment(false)
                .allowPrefix(false)
                .allowMask(false)
                .allowPrefixOnly(false)
                .allowWildcardedSeparator(false)
                .setRangeOptions(RangeParameters.NO_RANGE)
                .allow_inet_aton(false);
        builder.getIPv4AddressParametersBuilder().allowLeadingZeros(false).allowBinary(false);
        builder.getIPv6AddressParametersBuilder()
                .allowZone(false)
                .allowEmptyZone(false)
                .allowBase85(false)
                .allowBinary(false)
                .allowUnlimitedLeadingZeros(false)
                .allow_mixed_inet_aton(false)
                .getEmbeddedIPv4AddressParametersBuilder()
                .allowLeadingZeros(false)
                .allowBinary(false);
        return builder.toParams();
    }
}
