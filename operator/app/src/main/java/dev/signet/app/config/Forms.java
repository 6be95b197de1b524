package dev.signet.app.config;

import dev.signet.domain.lifetime.TimeSpan;
import dev.signet.domain.result.Parsed;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The forms that single values have. */
final class Forms {

    private static final Pattern LABEL = Pattern.compile("[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?");
    private static final Pattern NAME = Pattern.compile("[a-z0-9]([-a-z0-9.]{0,251}[a-z0-9])?");
    private static final Pattern DNS_NAME =
            Pattern.compile("(?=.{1,253}$)(\\*\\.)?(%1$s\\.)*(?![0-9]+$)%1$s".formatted(LABEL.pattern()));
    private static final Pattern AUDIENCE = Pattern.compile("[!-~]{1,255}");
    private static final Pattern MILLISECONDS = Pattern.compile("([0-9]{1,6})ms");
    private static final Pattern SIZE = Pattern.compile("([0-9]{1,9})(B|KiB|MiB)");
    private static final Map<String, Long> UNITS = Map.of("B", 1L, "KiB", 1L << 10, "MiB", 1L << 20);

    private Forms() {}

    /** A label (RFC 1123), as namespaces have for a name. */
    static boolean isLabel(String text) {
        return LABEL.matcher(text).matches();
    }

    /** The name of most objects of Kubernetes. */
    static boolean isName(String text) {
        return NAME.matcher(text).matches();
    }

    /** A name that a certificate may have: no address, and a wildcard as the first label at most (RFC 6125, 6.4.3). */
    static boolean isDnsName(String text) {
        return DNS_NAME.matcher(text).matches();
    }

    /** Printable ASCII without spaces. */
    static boolean isAudience(String text) {
        return AUDIENCE.matcher(text).matches();
    }

    /** An https URL that a path can be added to. */
    static boolean isHttpsUrl(String text) {
        try {
            URI uri = new URI(text);
            return "https".equals(uri.getScheme())
                    && uri.getHost() != null
                    && uri.getRawQuery() == null
                    && uri.getRawFragment() == null
                    && uri.getRawUserInfo() == null;
        } catch (URISyntaxException e) {
            return false;
        }
    }

    /** The path of a file, there or not. */
    static Parsed<Path> file(String text) {
        try {
            return text.isBlank() ? Parsed.invalid("write the path of a file") : Parsed.valid(Path.of(text));
        } catch (InvalidPathException e) {
            return Parsed.invalid("write the path of a file");
        }
    }

    /** A length of time, as {@code 10m}. */
    static Parsed<Duration> duration(String text) {
        return TimeSpan.parse(text).map(TimeSpan::approximate);
    }

    /** A length of time that may be less than a second, as {@code 2s} or {@code 500ms}. */
    static Parsed<Duration> period(String text) {
        Matcher milliseconds = MILLISECONDS.matcher(text);
        return milliseconds.matches()
                ? Parsed.valid(Duration.ofMillis(Long.parseLong(milliseconds.group(1))))
                : duration(text);
    }

    /** A length of time, where {@code 0} stands for none. */
    static Parsed<Duration> durationOrNone(String text) {
        return text.equals("0") ? Parsed.valid(Duration.ZERO) : duration(text);
    }

    /** A number of bytes, as {@code 64KiB}. */
    static Parsed<Long> size(String text) {
        Matcher size = SIZE.matcher(text);
        return size.matches()
                ? Parsed.valid(Long.parseLong(size.group(1)) * UNITS.getOrDefault(size.group(2), 1L))
                : Parsed.invalid("write a whole number with unit B, KiB or MiB, as in 64KiB");
    }
}
