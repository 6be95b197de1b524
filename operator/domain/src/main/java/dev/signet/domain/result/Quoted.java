package dev.signet.domain.result;

/**
 * Text of a user as it may stand in a message: in quotation marks, with whatever a terminal or a log would act
 * upon written as {@code \}{@code uXXXX}, and then cut to 64 characters. Not for secrets: a message never holds one.
 */
public final class Quoted {

    private static final int LONGEST = 64;

    private Quoted() {}

    public static String of(String text) {
        StringBuilder quoted = new StringBuilder("\"");
        int room = LONGEST;
        for (int at = 0; at < text.length(); at = text.offsetByCodePoints(at, 1)) {
            String shown = shown(text.codePointAt(at));
            room -= shown.codePointCount(0, shown.length());
            if (room < 0) {
                return quoted.append("…\"").toString();
            }
            quoted.append(shown);
        }
        return quoted.append('"').toString();
    }

    /** The text as it is where that is short and shows where it ends: no spaces, quotation marks or anything unseen. */
    public static String whereNeeded(String text) {
        boolean bare = !text.isEmpty()
                && text.codePointCount(0, text.length()) <= LONGEST
                && text.codePoints().allMatch(point -> isPlain(point) && !Character.isSpaceChar(point) && point != '"');
        return bare ? text : of(text);
    }

    private static String shown(int point) {
        if (isPlain(point)) {
            return Character.toString(point);
        }
        return String.format(Character.isBmpCodePoint(point) ? "\\u%04x" : "\\u{%x}", point);
    }

    private static boolean isPlain(int point) {
        return switch (Character.getType(point)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.SURROGATE,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR,
                    Character.PRIVATE_USE,
                    Character.UNASSIGNED -> false;
            default -> true;
        };
    }
}
