package dev.signet.http.forwardauth;

import dev.signet.domain.text.AsciiSet;
import dev.signet.domain.verification.Caller;
import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpHeaders;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * What a proxy hands on to the application. All of them stand in every answer, since a header that the answer lacks is one that a
 * client may smuggle. Items are percent-encoded but for unreserved characters and {@code : / @}; lists are joined by commas; {@code -}
 * says that there is nothing.
 */
final class IdentityHeaders {

    private static final CharSequence SUBJECT = HttpHeaders.createOptimized("X-Signet-Subject");
    private static final CharSequence TENANT = HttpHeaders.createOptimized("X-Signet-Tenant");
    private static final CharSequence GROUPS = HttpHeaders.createOptimized("X-Signet-Groups");
    private static final CharSequence SCOPES = HttpHeaders.createOptimized("X-Signet-Scopes");
    private static final CharSequence TOKEN_ID = HttpHeaders.createOptimized("X-Signet-Token-Id");
    private static final String PREFIX = "x-signet-";
    private static final String NOTHING = "-";
    private static final AsciiSet PLAIN = AsciiSet.ALPHANUMERIC.with("-._~:/@");
    private static final AsciiSet WITHOUT_OTHER_MARK = AsciiSet.ALPHANUMERIC.with("-");
    private static final Pattern OTHER_MARK = Pattern.compile("[^A-Za-z0-9-]");
    private static final char[] HEX = "0123456789ABCDEF".toCharArray();

    private IdentityHeaders() {}

    static void write(Caller caller, MultiMap headers) {
        Caller.Identity identity = caller.identity();
        headers.add(SUBJECT, item(identity.subject()))
                .add(TENANT, item(identity.tenant()))
                .add(GROUPS, list(identity.groups()))
                .add(SCOPES, list(identity.scopes()))
                .add(TOKEN_ID, caller.tokenId().text());
    }

    /**
     * A header of the request that some servers read as one of these: {@code X_Signet_Subject} and its like. CGI and its heirs make
     * the same variable of both spellings, and of others: each mark may become an underscore.
     */
    static Optional<String> forged(List<String> headerNames) {
        for (String name : headerNames) {
            if (isForged(name)) {
                return Optional.of(name);
            }
        }
        return Optional.empty();
    }

    /** Hardly any name has another mark, and every header of every request is looked at. */
    private static boolean isForged(String name) {
        return !WITHOUT_OTHER_MARK.containsAll(name)
                && OTHER_MARK.matcher(name).replaceAll("-").regionMatches(true, 0, PREFIX, 0, PREFIX.length());
    }

    private static String list(List<String> items) {
        return items.isEmpty()
                ? NOTHING
                : items.stream().map(IdentityHeaders::item).collect(Collectors.joining(","));
    }

    static String item(String text) {
        if (text.isEmpty()) {
            return NOTHING;
        }
        if (text.equals(NOTHING)) {
            return "%2D";
        }
        return PLAIN.containsAll(text) ? text : encoded(text);
    }

    private static String encoded(String text) {
        StringBuilder encoded = new StringBuilder(text.length());
        for (byte each : text.getBytes(StandardCharsets.UTF_8)) {
            char character = (char) (each & 0xFF);
            if (PLAIN.contains(character)) {
                encoded.append(character);
            } else {
                encoded.append('%').append(HEX[character >> 4]).append(HEX[character & 0xF]);
            }
        }
        return encoded.toString();
    }
}
