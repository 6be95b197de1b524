package dev.signet.domain.request;

import dev.signet.domain.text.AsciiSet;

/**
 * Host names as RFC 1123 has them, with the underscore that real ones have, in lower case: at most 253 characters, labels of 1 to
 * 63 that neither begin nor end in a hyphen, no dot at the end. IPv4 addresses are of that form too.
 */
public final class HostNameGrammar {

    private static final AsciiSet LABEL = new AsciiSet("abcdefghijklmnopqrstuvwxyz0123456789-_");
    private static final int LONGEST = 253;
    private static final int LONGEST_LABEL = 63;

    private HostNameGrammar() {}

    public static boolean matches(String text) {
        if (text.length() > LONGEST) {
            return false;
        }
        int start = 0;
        for (int at = 0; at <= text.length(); at++) {
            if (at == text.length() || text.charAt(at) == '.') {
                if (!isLabel(text, start, at)) {
                    return false;
                }
                start = at + 1;
            }
        }
        return true;
    }

    private static boolean isLabel(String text, int start, int end) {
        if (end == start || end - start > LONGEST_LABEL || text.charAt(start) == '-' || text.charAt(end - 1) == '-') {
            return false;
        }
        return LABEL.containsAll(text, start, end);
    }
}
