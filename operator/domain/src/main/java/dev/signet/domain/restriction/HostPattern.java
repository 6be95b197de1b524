package dev.signet.domain.restriction;

import dev.signet.domain.request.HostNameGrammar;
import dev.signet.domain.result.Parsed;
import dev.signet.domain.result.Quoted;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The host that a rule is for. */
public sealed interface HostPattern {

    /** Whether a request's host falls under this. Given in lower case and without port. */
    boolean matches(String host);

    /** Any host. */
    record Any() implements HostPattern {
        @Override
        public boolean matches(String host) {
            return true;
        }

        @Override
        public String toString() {
            return "any host";
        }
    }

    /**
     * One host.
     *
     * @param name in lower case
     */
    record Exact(String name) implements HostPattern {

        /**
         * Takes a name that is known to be one.
         *
         * @throws IllegalArgumentException if it is none; text from outside goes through {@link HostPattern#parse}
         */
        public Exact {
            if (!HostNameGrammar.matches(name)) {
                throw new IllegalArgumentException("not a host name: " + Quoted.of(name));
            }
        }

        @Override
        public boolean matches(String host) {
            return name.equals(host);
        }

        @Override
        public String toString() {
            return name;
        }
    }

    /** A host name or an IPv4 address, without port; any host where it is left out. */
    static Parsed<HostPattern> parse(@Nullable String text) {
        if (text == null) {
            return Parsed.valid(new Any());
        }
        String name = text.toLowerCase(Locale.ROOT);
        if (name.matches("[^:]+:[0-9]*")) {
            return Parsed.invalid("%s has a port, which rules do not look at; write %s"
                    .formatted(Quoted.of(text), Quoted.of(name.substring(0, name.indexOf(':')))));
        }
        boolean ascii = text.chars().allMatch(c -> c < 128); // lower case makes a plain k of the Kelvin sign
        return ascii && HostNameGrammar.matches(name)
                ? Parsed.valid(new Exact(name))
                : Parsed.invalid(
                        "%s is no host name; write one such as app.example, in ASCII (xn--…) and without scheme,"
                                        .formatted(Quoted.of(text))
                                + " path or wildcard, or leave host out for any");
    }
}
