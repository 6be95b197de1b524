package dev.signet.domain.request;

import dev.signet.domain.text.AsciiSet;
import java.util.List;
import java.util.Optional;

/**
 * The headers by which a client asks an application to take its request for one of another method, which then is not the one
 * that rules looked at. Any mark may stand for a hyphen, since CGI and its heirs make an underscore of each.
 */
public final class MethodOverride {

    private static final List<String> NAMES = List.of("X-HTTP-Method-Override", "X-HTTP-Method", "X-Method-Override");

    private MethodOverride() {}

    /** The first of these headers that is among the names, in its common spelling; empty: none is. */
    public static Optional<String> in(Iterable<String> headerNames) {
        for (String header : headerNames) {
            for (String name : NAMES) {
                if (isSpelling(header, name)) {
                    return Optional.of(name);
                }
            }
        }
        return Optional.empty();
    }

    private static boolean isSpelling(String header, String name) {
        if (header.length() != name.length()) {
            return false;
        }
        for (int i = 0; i < name.length(); i++) {
            char mark = header.charAt(i);
            boolean same = name.charAt(i) == '-'
                    ? !AsciiSet.ALPHANUMERIC.contains(mark)
                    : lower(name.charAt(i)) == lower(mark);
            if (!same) {
                return false;
            }
        }
        return true;
    }

    private static char lower(char letter) {
        return letter >= 'A' && letter <= 'Z' ? (char) (letter + ('a' - 'A')) : letter;
    }
}
