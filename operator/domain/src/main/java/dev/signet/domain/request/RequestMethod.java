package dev.signet.domain.request;

import dev.signet.domain.result.Parsed;
import dev.signet.domain.result.Quoted;
import dev.signet.domain.text.AsciiSet;

/**
 * The method of a request: any token of RFC 9110 with at most 32 characters. Its case counts (section 9.1), so that a
 * {@code get}, which some servers take for a {@code GET}, is none to a rule.
 *
 * @param name as sent
 */
public record RequestMethod(String name) {

    private static final AsciiSet TOKEN = AsciiSet.ALPHANUMERIC.with("!#$%&'*+.^_`|~-");
    private static final int LONGEST = 32;

    /**
     * Takes a method that is known to be one.
     *
     * @throws IllegalArgumentException if it is none; text from outside goes through {@link #parse}
     */
    public RequestMethod {
        if (!isToken(name)) {
            throw new IllegalArgumentException("not a method: " + Quoted.of(name));
        }
    }

    public static Parsed<RequestMethod> parse(String text) {
        return isToken(text)
                ? Parsed.valid(new RequestMethod(text))
                : Parsed.invalid("%s is no method; send one such as GET, at most 32 characters of RFC 9110's token"
                        .formatted(Quoted.of(text)));
    }

    private static boolean isToken(String text) {
        return !text.isEmpty() && text.length() <= LONGEST && TOKEN.containsAll(text);
    }

    @Override
    public String toString() {
        return name;
    }
}
