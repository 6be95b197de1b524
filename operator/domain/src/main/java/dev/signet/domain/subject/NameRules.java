package dev.signet.domain.subject;

import dev.signet.domain.result.Quoted;
import java.util.Optional;

/** What holds for every name that ends up in a claim or in a header. Each rule gives the fault, if there is one. */
final class NameRules {

    private static final int LONGEST = 253;
    private static final String RESERVED = "system:";

    private NameRules() {}

    /**
     * Faults that names of subjects and of groups have in common. A colon would let a global subject pass for a member
     * of some namespace's qualified group; {@code system:} is refused in any case, since some readers fold case.
     */
    static Optional<String> fault(String name) {
        if (name.isEmpty()) {
            return Optional.of("an empty name names nobody; write 1 to 253 characters");
        }
        int length = name.codePointCount(0, name.length());
        if (length > LONGEST) {
            return Optional.of("%s has %d characters; write at most 253".formatted(Quoted.of(name), length));
        }
        if (name.regionMatches(true, 0, RESERVED, 0, RESERVED.length())) {
            return Optional.of(
                    "%s begins with system:, which is Kubernetes' own; write another name".formatted(Quoted.of(name)));
        }
        if (name.contains(":")) {
            return Optional.of(
                    "%s holds a colon, which separates the parts of a qualified name and of Basic credentials;"
                                    .formatted(Quoted.of(name))
                            + " write a name without");
        }
        if (!name.codePoints().allMatch(NameRules::isPrintable)) {
            return Optional.of(
                    "%s holds a control character; write printable characters only".formatted(Quoted.of(name)));
        }
        return Optional.empty();
    }

    /** No control character, no line break of Unicode's, and no half of a surrogate pair, which UTF-8 cannot carry. */
    private static boolean isPrintable(int point) {
        return switch (Character.getType(point)) {
            case Character.CONTROL, Character.LINE_SEPARATOR, Character.PARAGRAPH_SEPARATOR, Character.SURROGATE ->
                false;
            default -> true;
        };
    }
}
