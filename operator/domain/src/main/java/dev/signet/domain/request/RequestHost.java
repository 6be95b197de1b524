package dev.signet.domain.request;

import dev.signet.domain.network.ClientAddress;
import dev.signet.domain.result.Parsed;
import dev.signet.domain.result.Quoted;
import dev.signet.domain.text.AsciiSet;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The host that a request is for: a name or an IPv4 address in lower case, or an IPv6 address in brackets as RFC 5952 spells it;
 * without the port.
 */
public final class RequestHost {

    private static final Pattern PORT = Pattern.compile("[1-9][0-9]{0,4}");
    private static final int HIGHEST_PORT = 65_535;

    private final String name;

    private RequestHost(String name) {
        this.name = name;
    }

    /** Reads the value of a Host header (RFC 9110, section 7.2), or of one such as X-Forwarded-Host that names one host. */
    public static Parsed<RequestHost> parse(String value) {
        if (value.indexOf(',') >= 0) {
            return Parsed.invalid("%s is a list of hosts; send one".formatted(Quoted.of(value)));
        }
        int end = value.startsWith("[") ? value.indexOf(']') + 1 : value.indexOf(':');
        String host = end <= 0 ? value : value.substring(0, end);
        String rest = value.substring(host.length());
        if (!rest.isEmpty() && !isPort(rest)) {
            return Parsed.invalid("%s has no readable port; send a number from 1 to %d after one colon, or neither"
                    .formatted(Quoted.of(value), HIGHEST_PORT));
        }
        return host.startsWith("[") ? address(host, value) : name(host, value);
    }

    private static boolean isPort(String rest) {
        String digits = rest.substring(1);
        return rest.charAt(0) == ':' && PORT.matcher(digits).matches() && Integer.parseInt(digits) <= HIGHEST_PORT;
    }

    /** An IPv4 address in IPv6's clothes is refused, since a rule that names the address would not know it. */
    private static Parsed<RequestHost> address(String host, String value) {
        return ClientAddress.parse(host.substring(1, Math.max(1, host.length() - 1)))
                .toOptional()
                .map(ClientAddress::toString)
                .filter(text -> text.indexOf(':') >= 0 && host.endsWith("]"))
                .map(text -> Parsed.valid(new RequestHost("[" + text + "]")))
                .orElseGet(() -> Parsed.invalid(
                        "%s holds no IPv6 address in its brackets; send one such as [2001:db8::1], without zone"
                                .formatted(Quoted.of(value))));
    }

    private static Parsed<RequestHost> name(String host, String value) {
        if (host.length() > 1 && host.endsWith(".")) {
            return Parsed.invalid(
                    "%s ends in a dot, which some servers cut off; send the name without".formatted(Quoted.of(value)));
        }
        String name = AsciiSet.isAscii(host) // lower case makes a plain k of the Kelvin sign
                ? host.toLowerCase(Locale.ROOT)
                : host;
        return HostNameGrammar.matches(name)
                ? Parsed.valid(new RequestHost(name))
                : Parsed.invalid("%s is no host; send a name such as app.example, in ASCII (xn--…), or an address"
                        .formatted(Quoted.of(value)));
    }

    /** As rules name it. */
    public String name() {
        return name;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof RequestHost that && name.equals(that.name);
    }

    @Override
    public int hashCode() {
        return name.hashCode();
    }

    @Override
    public String toString() {
        return name;
    }
}
