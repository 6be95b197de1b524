package dev.signet.domain.request;

import dev.signet.domain.result.Parsed;
import dev.signet.domain.result.Quoted;
import dev.signet.domain.text.AsciiSet;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The path of a request, read once and so that no server behind reads another: segments, decoded, the last of which is
 * empty where the path ends in a slash. {@code /a/b} is {@code [a, b]}, {@code /a/} is {@code [a, ""]}, {@code /} is
 * {@code [""]}.
 *
 * <p><b>What is refused.</b> Whatever gives one server other segments than another: another form than origin-form (RFC
 * 9112, section 3.2), a fragment, characters that RFC 3986 wants encoded, {@code //} (which nginx and Envoy merge), dot
 * segments (which each resolves before or after it decodes), {@code ;} (after which servlet containers cut), encoded
 * {@code / \ ? # ;} and {@code %} (for whoever decodes twice, decodes first, or has {@code \} for a slash, as IIS),
 * {@code %u0041} and other broken escapes, whatever is not the shortest UTF-8, controls, characters that nobody sees or that are
 * private or not assigned, text that is not in form C, trailing dots and spaces (which Windows cuts off), {@code ::$DATA}
 * and its like, and characters that become a dot, a slash or a delimiter in a compatibility form or in Windows' best fit.
 *
 * <p><b>What is not.</b> Rules only allow. So a second name for a segment gets nobody further while there are as many
 * segments as before: a literal of a rule matches its own spelling alone, and a {@code *} names the other one anyhow. Hence
 * {@code ~1} (the 8.3 names of Windows), {@code :} (as in {@code sha256:…} or {@code jobs:run}; an NTFS stream has its file's
 * path), device names, and {@code +} (a space to some) may stand. So may what PHP takes for path
 * info and caches for a file extension: the path remains the one that is shown, and rules name paths, not scripts.
 *
 * <p>What is assigned and composed follows the Unicode version of the JDK: an older one refuses more.
 */
public final class RequestPath {

    private static final int LONGEST = 8 * 1024;
    private static final int MOST_SEGMENTS = 256;

    private static final AsciiSet UNRESERVED = AsciiSet.ALPHANUMERIC.with("-._~");

    /** RFC 3986's pchar and the slash, but for the semicolon. */
    private static final AsciiSet IN_PATH = UNRESERVED.with("!$&'()*+,=:@/%");

    /** What may stand in a query; square brackets should not, but do everywhere, and nobody reads them here. */
    private static final AsciiSet IN_QUERY = UNRESERVED.with("!$&'()*+,;=:@/?%[]");

    private static final Pattern ABSOLUTE = Pattern.compile("[A-Za-z][A-Za-z0-9+.-]*://.*", Pattern.DOTALL);

    private final List<String> segments;

    private RequestPath(List<String> segments) {
        this.segments = segments;
    }

    /**
     * Reads the target of a request as it was sent: the path, and a query, which is not looked at but for characters that may
     * not stand in it. A fault never holds anything of the query.
     */
    public static Parsed<RequestPath> parse(String rawTarget) {
        int question = rawTarget.indexOf('?');
        String path = question < 0 ? rawTarget : rawTarget.substring(0, question);
        return formFault(rawTarget)
                .or(() -> characterFault("path", path, IN_PATH))
                .or(() -> question < 0
                        ? Optional.empty()
                        : characterFault("query", rawTarget.substring(question + 1), IN_QUERY))
                .map(Parsed::<RequestPath>invalid)
                .orElseGet(() -> ofPath(path));
    }

    private static Optional<String> formFault(String target) {
        if (target.length() > LONGEST) {
            return Optional.of("the target has %d characters; at most %d are read".formatted(target.length(), LONGEST));
        }
        if (target.startsWith("/")) {
            return Optional.empty();
        }
        if (target.equals("*")) {
            return Optional.of("the target is *, which is no path; begin it with a slash");
        }
        return Optional.of(
                ABSOLUTE.matcher(target).matches()
                        ? "the target is in absolute-form; send the path alone, beginning with a slash"
                        : "the target does not begin with a slash; send the path alone");
    }

    private static Optional<String> characterFault(String part, String text, AsciiSet allowed) {
        for (int at = 0; at < text.length(); at++) {
            if (!allowed.contains(text.charAt(at))) {
                return Optional.of(characterFault(part, text.codePointAt(at)));
            }
        }
        return Optional.empty();
    }

    private static String characterFault(String part, int point) {
        return switch (point) {
            case '#' -> "the %s holds a fragment, which a client keeps to itself".formatted(part);
            case ';' -> "the %s holds a parameter after ;, which some servers cut off".formatted(part);
            case '\\' -> "the %s holds a backslash, which some servers read as a slash".formatted(part);
            default ->
                "the %s holds %s, which is to be percent-encoded".formatted(part, Quoted.of(Character.toString(point)));
        };
    }

    private static Parsed<RequestPath> ofPath(String path) {
        String[] raw = path.substring(1).split("/", -1);
        if (raw.length > MOST_SEGMENTS) {
            return Parsed.invalid("the path has %d segments; at most %d are read".formatted(raw.length, MOST_SEGMENTS));
        }
        List<String> segments = new ArrayList<>(raw.length);
        for (int i = 0; i < raw.length; i++) {
            if (raw[i].isEmpty() && i < raw.length - 1) {
                return Parsed.invalid("the path holds two slashes in a row, which some servers merge; send one");
            }
            Parsed<String> segment = PathSegment.parse(raw[i]);
            if (segment instanceof Parsed.Invalid<String> fault) {
                return fault.as();
            }
            segment.stream().forEach(segments::add);
        }
        return Parsed.valid(new RequestPath(List.copyOf(segments)));
    }

    /** At least one; only the last may be empty. */
    public List<String> segments() {
        return segments;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof RequestPath that && segments.equals(that.segments);
    }

    @Override
    public int hashCode() {
        return segments.hashCode();
    }

    /** The path as rules are written, decoded; in quotation marks and shortened where it is long or holds spaces or the like. */
    @Override
    public String toString() {
        return Quoted.whereNeeded("/" + String.join("/", segments));
    }
}
