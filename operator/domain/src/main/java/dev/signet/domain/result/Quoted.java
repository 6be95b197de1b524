package dev.signet.domain.result;

/**
 * Text of a user as it may stand in a message: in quotation marks, cut to 64 characters, and with whatever a terminal
 * or a log would act upon written as {@code \}{@code uXXXX}. Not for secrets: a message never holds one.
 */
public final class Quoted {

    private static final int LONGEST = 64;

    private Quoted() {}

    public static String of(String text) {
        StringBuilder shown = new StringBuilder("\"");
        text.codePoints().limit(LONGEST).forEach(point -> append(shown, point));
        if (text.codePointCount(0, text.length()) > LONGEST) {
            shown.append('…');
        }
        return shown.append('"').toString();
    }

    private static void append(StringBuilder shown, int point) {
        if (isPlain(point)) {
            shown.appendCodePoint(point);
        } else if (Character.isBmpCodePoint(point)) {
            shown.append(String.format("\\u%04x", point));
        } else {
            shown.append(String.format("\\u{%x}", point));
        }
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
