package dev.signet.domain.restriction;

import dev.signet.domain.request.PathCase;
import dev.signet.domain.result.Parsed;
import dev.signet.domain.result.Quoted;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A pattern over whole path segments: a literal matches itself, {@code *} exactly one segment, {@code **} any number of
 * segments, also none. So {@code /john} never matches {@code /johnny}, and {@code /john/*} not {@code /john/a/b}.
 *
 * <p>A path is given as its segments, decoded, the last of which is empty where the path ends in a slash:
 * {@code /a/b} is {@code [a, b]}, {@code /a/} is {@code [a, ""]}, {@code /} is {@code [""]}. That trailing slash
 * counts: only a pattern that ends in a slash or in {@code **} matches it.
 */
public final class PathPattern {

    private static final String ONE = "*";
    private static final String ANY = "**";
    private static final int LONGEST = 1024;

    private final String text;
    private final List<String> segments;

    private PathPattern(String text) {
        this.text = text;
        this.segments = List.of(text.substring(1).split("/", -1));
    }

    public static Parsed<PathPattern> parse(String text) {
        return fault(text).map(Parsed::<PathPattern>invalid).orElseGet(() -> Parsed.valid(new PathPattern(text)));
    }

    private static Optional<String> fault(String text) {
        if (!text.startsWith("/")) {
            return Optional.of("%s is no path; begin it with a slash".formatted(Quoted.of(text)));
        }
        if (text.length() > LONGEST) {
            return Optional.of("the path has %d characters; write at most %d".formatted(text.length(), LONGEST));
        }
        Optional<String> character = text.codePoints()
                .filter(PathPattern::isForbidden)
                .mapToObj(Character::toString)
                .findFirst();
        if (character.isPresent()) {
            return Optional.of("%s holds %s; write the decoded path alone, without query, fragment, parameters, percent"
                            .formatted(Quoted.of(text), Quoted.of(character.get()))
                    + " signs, backslashes and control characters");
        }
        return new PathPattern(text).segmentFault();
    }

    /** Characters that cannot stand in a normalised path, where a rule that holds one would never match. */
    private static boolean isForbidden(int point) {
        int type = Character.getType(point);
        return "?#;%\\".indexOf(point) >= 0 || type == Character.CONTROL || type == Character.SURROGATE;
    }

    private Optional<String> segmentFault() {
        for (int i = 0; i < segments.size(); i++) {
            String segment = segments.get(i);
            if (segment.isEmpty() && i < segments.size() - 1) {
                return Optional.of("%s holds two slashes in a row; write one".formatted(Quoted.of(text)));
            }
            if (segment.equals(".") || segment.equals("..")) {
                return Optional.of(
                        "%s holds %s; write the path that it leads to".formatted(Quoted.of(text), Quoted.of(segment)));
            }
            if (segment.contains(ONE) && !isWildcard(segment)) {
                return Optional.of("%s holds %s; * and ** stand for whole segments, so write them alone between slashes"
                        .formatted(Quoted.of(text), Quoted.of(segment)));
            }
        }
        return Optional.empty();
    }

    private static boolean isWildcard(String segment) {
        return segment.equals(ONE) || segment.equals(ANY);
    }

    /** Whether a normalised path falls under this at a host where letter case counts. */
    public boolean matches(List<String> path) {
        return matches(path, PathCase.Sensitive);
    }

    /**
     * Whether a normalised path falls under this. On a mismatch only the last {@code **} takes one segment more, which
     * is enough, since what an earlier one could take the last one can: so the steps are at most the product of both
     * lengths, whatever the path.
     */
    public boolean matches(List<String> path, PathCase pathCase) {
        int at = 0;
        int pattern = 0;
        int resumePattern = -1;
        int resumeAt = -1;
        while (at < path.size()) {
            if (pattern < segments.size() && segments.get(pattern).equals(ANY)) {
                resumePattern = ++pattern;
                resumeAt = at;
            } else if (pattern < segments.size() && matchesOne(segments.get(pattern), path.get(at), pathCase)) {
                pattern++;
                at++;
            } else if (resumePattern >= 0) {
                pattern = resumePattern;
                at = ++resumeAt;
            } else {
                return false;
            }
        }
        while (pattern < segments.size() && segments.get(pattern).equals(ANY)) {
            pattern++;
        }
        return pattern == segments.size();
    }

    private static boolean matchesOne(String pattern, String segment, PathCase pathCase) {
        return pattern.equals(ONE) ? !segment.isEmpty() : pathCase.same(pattern, segment);
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof PathPattern that && text.equals(that.text);
    }

    @Override
    public int hashCode() {
        return text.hashCode();
    }

    @Override
    public String toString() {
        return text;
    }
}
