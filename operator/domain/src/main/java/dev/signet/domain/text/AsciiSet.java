package dev.signet.domain.text;

/**
 * A set of ASCII characters, as a table: every character of every token, path and header name is asked about, and of random ones a
 * comparison of ranges is guessed wrong by the processor every other time.
 */
public final class AsciiSet {

    private static final int SIZE = 128;

    /** {@code 0-9A-Za-z}. */
    public static final AsciiSet ALPHANUMERIC =
            new AsciiSet("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz");

    private final boolean[] members = new boolean[SIZE];

    /**
     * A set of these.
     *
     * @throws IllegalArgumentException if one is not ASCII
     */
    public AsciiSet(String characters) {
        for (int i = 0; i < characters.length(); i++) {
            char character = characters.charAt(i);
            if (character >= SIZE) {
                throw new IllegalArgumentException("U+%04X is not ASCII".formatted((int) character));
            }
            members[character] = true;
        }
    }

    /** These besides. */
    public AsciiSet with(String characters) {
        AsciiSet more = new AsciiSet(characters);
        for (int i = 0; i < SIZE; i++) {
            more.members[i] |= members[i];
        }
        return more;
    }

    public boolean contains(char character) {
        return character < SIZE && members[character];
    }

    /** Whether a text has no other character; so has the empty one. */
    public boolean containsAll(String text) {
        return containsAll(text, 0, text.length());
    }

    /** Whether a text has no other character from one place up to another. */
    public boolean containsAll(String text, int from, int to) {
        for (int i = from; i < to; i++) {
            if (!contains(text.charAt(i))) {
                return false;
            }
        }
        return true;
    }

    /** Whether a text is ASCII throughout. */
    public static boolean isAscii(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) >= SIZE) {
                return false;
            }
        }
        return true;
    }
}
