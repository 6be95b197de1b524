package dev.signet.e2e;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.BitSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Finds what looks like a secret, as scanners of repositories do, also in base64: whoever issued it, and whether or not a test knows
 * it. What has no look of its own, as a UUID or a symmetric key, only a {@link ValueFinder} finds, unless {@code Bearer} stands before
 * it.
 */
final class SecretScanner {
    /** Opaque, reference and refresh tokens: 49 characters and more follow the prefix, but a part is a leak too. */
    private static final Pattern OPAQUE = Pattern.compile("sgt[a-z]_[0-9A-Za-z]{30,}");

    /** Header and payload begin with a brace and a quote; the last part is a signature, without which it proves nothing. */
    private static final Pattern JWT = Pattern.compile("eyJ[\\w-]{8,}\\.eyJ[\\w-]{8,}\\.[\\w-]{16,}");

    private static final Pattern PRIVATE_KEY = Pattern.compile("-----BEGIN [A-Z ]*PRIVATE KEY-----");

    /** Ends of names of schemes, as people write them. */
    private static final List<String> SCHEMES = List.of("asic ", "earer ", "ASIC ", "EARER ");

    /** RFC 7617 and RFC 6750: what follows the scheme; words of a sentence have no digit. */
    private static final Pattern CREDENTIALS =
            Pattern.compile("\\b(?i:basic|bearer) +((?=[A-Za-z+/._~-]*[0-9])[0-9A-Za-z+/._~-]{16,})");

    /** Of what is encoded: the least that holds 30 characters. */
    private static final int SHORTEST_BASE64 = 40;

    private static final int BLOCK = 4;
    private static final BitSet BASE64 = new BitSet();

    static {
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/-_"
                .chars()
                .forEach(BASE64::set);
    }

    /** What looks like a secret in a text, each once. */
    Set<String> find(String text) {
        Set<String> found = new LinkedHashSet<>();
        findPlain(text, found);
        int start = 0;
        for (int at = 0; at <= text.length(); at++) {
            if (at == text.length() || !BASE64.get(text.charAt(at))) {
                if (at - start >= SHORTEST_BASE64) {
                    findEncoded(text.substring(start, at), found);
                }
                start = at + 1;
            }
        }
        return found;
    }

    private static void findPlain(String text, Set<String> found) {
        if (text.contains("sgt")) {
            find(OPAQUE, 0, text, found);
        }
        if (text.contains(".eyJ")) {
            find(JWT, 0, text, found);
        }
        if (text.contains("PRIVATE KEY")) {
            find(PRIVATE_KEY, 0, text, found);
        }
        if (SCHEMES.stream().anyMatch(text::contains)) {
            find(CREDENTIALS, 1, text, found);
        }
    }

    /** Where the encoded text begins in these characters is not known, as with a path before it: so each of four ways. */
    private static void findEncoded(String characters, Set<String> found) {
        String standard = characters.replace('-', '+').replace('_', '/');
        for (int offset = 0; offset < BLOCK; offset++) {
            int length = standard.length() - offset;
            int end = length % BLOCK == 1 ? standard.length() - 1 : standard.length();
            byte[] decoded = Base64.getDecoder().decode(standard.substring(offset, end));
            findPlain(new String(decoded, StandardCharsets.ISO_8859_1), found);
        }
    }

    private static void find(Pattern shape, int group, String text, Set<String> found) {
        Matcher matcher = shape.matcher(text);
        while (matcher.find()) {
            found.add(matcher.group(group));
        }
    }
}
