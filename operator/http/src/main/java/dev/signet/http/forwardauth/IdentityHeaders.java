package dev.signet.http.forwardauth;

import dev.signet.domain.verification.Caller;
import io.vertx.core.MultiMap;
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

    private static final String PREFIX = "x-signet-";
    private static final String NOTHING = "-";
    private static final String PLAIN = "-._~:/@";
    private static final Pattern OTHER_MARK = Pattern.compile("[^A-Za-z0-9-]");
    private static final char[] HEX = "0123456789ABCDEF".toCharArray();

    private IdentityHeaders() {}

    static void write(Caller caller, MultiMap headers) {
        Caller.Identity identity = caller.identity();
        headers.set("X-Signet-Subject", item(identity.subject()))
                .set("X-Signet-Tenant", item(identity.tenant()))
                .set("X-Signet-Groups", list(identity.groups()))
                .set("X-Signet-Scopes", list(identity.scopes()))
                .set("X-Signet-Token-Id", caller.tokenId().text());
    }

    /**
     * A header of the request that some servers read as one of these: {@code X_Signet_Subject} and its like. CGI and its heirs make
     * the same variable of both spellings, and of others: each mark may become an underscore.
     */
    static Optional<String> forged(MultiMap headers) {
        for (var header : headers) {
            if (isForged(header.getKey())) {
                return Optional.of(header.getKey());
            }
        }
        return Optional.empty();
    }

    private static boolean isForged(String name) {
        return hasOtherMark(name)
                && OTHER_MARK.matcher(name).replaceAll("-").regionMatches(true, 0, PREFIX, 0, PREFIX.length());
    }

    /** Hardly any name has one, and every header of every request is looked at. */
    private static boolean hasOtherMark(String name) {
        for (int i = 0; i < name.length(); i++) {
            char c = name.charAt(i);
            if (c != '-' && !isLetterOrDigit(c)) {
                return true;
            }
        }
        return false;
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
        return isPlain(text) ? text : encoded(text);
    }

    private static boolean isPlain(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (!isPlain(text.charAt(i))) {
                return false;
            }
        }
        return true;
    }

    private static String encoded(String text) {
        StringBuilder encoded = new StringBuilder(text.length());
        for (byte each : text.getBytes(StandardCharsets.UTF_8)) {
            char character = (char) (each & 0xFF);
            if (isPlain(character)) {
                encoded.append(character);
            } else {
                encoded.append('%').append(HEX[character >> 4]).append(HEX[character & 0xF]);
            }
        }
        return encoded.toString();
    }

    private static boolean isPlain(char character) {
        return isLetterOrDigit(character) || PLAIN.indexOf(character) >= 0;
    }

    /** Of ASCII. */
    private static boolean isLetterOrDigit(char character) {
        return (character >= 'a' && character <= 'z')
                || (character >= 'A' && character <= 'Z')
                || (character >= '0' && character <= '9');
    }
}
