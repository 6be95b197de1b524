package dev.signet.domain.lifetime;

import dev.signet.domain.result.Parsed;
import dev.signet.domain.result.Quoted;
import java.time.Duration;
import java.time.Instant;

/**
 * The lifetime of a token, counted from its issue: a {@link TimeSpan} from 10 seconds to 100 years.
 *
 * @param span how long
 */
public record Ttl(TimeSpan span) {

    private static final Duration SHORTEST = Duration.ofSeconds(10);

    /**
     * Takes a span within the bounds.
     *
     * @throws IllegalArgumentException if it is under 10 seconds; text from outside goes through {@link #parse}
     */
    public Ttl {
        if (isTooShort(span)) {
            throw new IllegalArgumentException("a ttl has at least 10 s, not " + span);
        }
    }

    /** An exact lifetime, such as a default. */
    public static Ttl of(Duration exact) {
        return new Ttl(TimeSpan.of(exact));
    }

    public static Parsed<Ttl> parse(String text) {
        return TimeSpan.parse(text)
                .flatMap(span -> isTooShort(span)
                        ? Parsed.invalid("%s is shorter than 10 seconds; write 10s or more".formatted(Quoted.of(text)))
                        : Parsed.valid(new Ttl(span)));
    }

    private static boolean isTooShort(TimeSpan span) {
        return span.approximate().compareTo(SHORTEST) < 0;
    }

    /** When a token issued at {@code issuedAt} expires: {@link TimeSpan#addTo}. */
    public Instant addTo(Instant issuedAt) {
        return span.addTo(issuedAt);
    }

    /** What bounds are compared with: {@link TimeSpan#approximate}. */
    public Duration approximate() {
        return span.approximate();
    }

    @Override
    public String toString() {
        return span.toString();
    }
}
