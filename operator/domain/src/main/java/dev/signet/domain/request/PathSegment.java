package dev.signet.domain.request;

import dev.signet.domain.result.Parsed;
import dev.signet.domain.result.Quoted;
import dev.signet.domain.text.AsciiSet;
import java.text.Normalizer;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * One segment of a path, decoded once: the text between two slashes in the one spelling that every server reads alike.
 * {@link RequestPath} says why each other is refused.
 */
final class PathSegment {

    /** What a server acts upon that decodes, or splits, a second time or in another order. */
    private static final String ACTED_UPON = "/\\?#;%";

    /** What means nothing but itself, wherever it stands. */
    private static final AsciiSet PLAIN = AsciiSet.ALPHANUMERIC.with("-_");

    /** Dots that are left alone where a plus sign is read as a space, as in forms, and spaces at the ends are cut off. */
    private static final Pattern DOTS_AND_SPACES = Pattern.compile("[.+ ]*");

    /** The type of an NTFS stream follows, by which a file or directory has another name: {@code ::$DATA}. */
    private static final String STREAM_TYPE = ":$";

    /** What becomes a dot, a slash or one of its kin in compatibility normalisation (NFKC). */
    private static final String STRUCTURE = "." + ACTED_UPON;

    /**
     * What becomes a slash or backslash in Windows' best-fit mapping to code pages, though not in NFKC: the yen and won
     * signs, the slashes of fractions and of division, the minus of sets, the reverse solidus and big solidus of mathematics.
     */
    private static final String BEST_FIT = "\u00a5\u20a9\u2044\u2215\u2216\u29f5\u29f8";

    private PathSegment() {}

    /** Reads what stands between two slashes; ASCII, possibly percent-encoded. */
    static Parsed<String> parse(String raw) {
        if (PLAIN.containsAll(raw)) {
            return Parsed.valid(raw);
        }
        return PercentEncoding.decode(raw)
                .flatMap(segment -> fault(segment)
                        .map(fault -> Parsed.<String>invalid(Quoted.of(segment) + " " + fault))
                        .orElseGet(() -> Parsed.valid(segment)));
    }

    private static Optional<String> fault(String segment) {
        return delimiter(segment)
                .or(() -> character(segment))
                .or(() -> dots(segment))
                .or(() -> spaces(segment))
                .or(() -> stream(segment))
                .or(() -> spelling(segment));
    }

    private static Optional<String> delimiter(String segment) {
        for (int i = 0; i < segment.length(); i++) {
            if (ACTED_UPON.indexOf(segment.charAt(i)) >= 0) {
                return Optional.of("holds an encoded %c, which some servers act upon".formatted(segment.charAt(i)));
            }
        }
        return Optional.empty();
    }

    private static Optional<String> character(String segment) {
        for (int at = 0; at < segment.length(); at = segment.offsetByCodePoints(at, 1)) {
            int point = segment.codePointAt(at);
            Optional<String> kind = refusedKind(point);
            if (kind.isPresent()) {
                return kind.map(name -> "holds U+%04X, %s".formatted(point, name));
            }
        }
        return Optional.empty();
    }

    private static Optional<String> refusedKind(int point) {
        return switch (Character.getType(point)) {
            case Character.CONTROL -> Optional.of("a control character");
            case Character.LINE_SEPARATOR, Character.PARAGRAPH_SEPARATOR -> Optional.of("a line separator");
            case Character.FORMAT -> Optional.of("an invisible format character");
            case Character.PRIVATE_USE -> Optional.of("a character of private use");
            case Character.UNASSIGNED -> Optional.of("which is assigned to no character");
            default -> Optional.empty();
        };
    }

    private static Optional<String> dots(String segment) {
        if (segment.equals(".") || segment.equals("..")) {
            return Optional.of("is a dot segment; send the path that it leads to");
        }
        if (segment.endsWith(".")) {
            return Optional.of("ends in a dot, which some servers cut off");
        }
        return segment.indexOf('.') >= 0 && DOTS_AND_SPACES.matcher(segment).matches()
                ? Optional.of("is a dot segment where spaces are cut off and + is read as one")
                : Optional.empty();
    }

    private static Optional<String> spaces(String segment) {
        boolean atAnEnd = !segment.isEmpty()
                && (Character.isSpaceChar(segment.charAt(0))
                        || Character.isSpaceChar(segment.charAt(segment.length() - 1)));
        return atAnEnd ? Optional.of("begins or ends in a space, which some servers cut off") : Optional.empty();
    }

    private static Optional<String> stream(String segment) {
        return segment.contains(STREAM_TYPE)
                ? Optional.of("holds " + STREAM_TYPE + ", by which Windows knows one file under two names")
                : Optional.empty();
    }

    private static Optional<String> spelling(String segment) {
        if (AsciiSet.isAscii(segment)) {
            return Optional.empty();
        }
        if (!Normalizer.isNormalized(segment, Normalizer.Form.NFC)) {
            return Optional.of("is not in Unicode's normalization form C; send it composed");
        }
        return segment.codePoints()
                .filter(PathSegment::passesForStructure)
                .mapToObj("holds U+%04X, which some servers read as a dot, a slash or a delimiter"::formatted)
                .findFirst();
    }

    private static boolean passesForStructure(int point) {
        if (point < 128) {
            return false;
        }
        String compatible = Normalizer.normalize(Character.toString(point), Normalizer.Form.NFKC);
        return BEST_FIT.indexOf(point) >= 0 || compatible.chars().anyMatch(each -> STRUCTURE.indexOf(each) >= 0);
    }
}
