package dev.signet.domain.restriction;

import dev.signet.domain.result.Parsed;
import dev.signet.domain.result.Quoted;
import java.util.Arrays;
import java.util.stream.Collectors;

/** The methods that a rule can name. {@code GET} does not bring {@code HEAD} with it. */
public enum HttpMethod {
    /** Any method, also one that cannot be named here. */
    ALL,
    GET,
    HEAD,
    POST,
    PUT,
    PATCH,
    DELETE,
    OPTIONS;

    private static final String NAMES =
            Arrays.stream(values()).map(HttpMethod::name).collect(Collectors.joining(", "));

    public static Parsed<HttpMethod> parse(String text) {
        return Arrays.stream(values())
                .filter(method -> method.name().equals(text))
                .findFirst()
                .map(Parsed::valid)
                .orElseGet(() -> Parsed.invalid("%s is no method; write one of %s".formatted(Quoted.of(text), NAMES)));
    }

    /** Whether a request's method falls under this; methods are case-sensitive (RFC 9110, section 9.1). */
    public boolean matches(String requestMethod) {
        return this == ALL || name().equals(requestMethod);
    }
}
