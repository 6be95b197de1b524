package dev.signet.domain.format;

/**
 * One refresh token among its family's: what status keeps in place of the token.
 *
 * @param family whose
 * @param sequence which, from 0 (the one delivered at issue) to 2³² − 1; each refresh moves on by one
 */
public record RefreshPosition(RefreshFamily family, long sequence) {

    static final int SEQUENCE_BITS = 32;
    private static final long LAST = (1L << SEQUENCE_BITS) - 1;

    /**
     * Takes a position within the range.
     *
     * @throws IllegalArgumentException if {@code sequence} is negative or over 2³² − 1
     */
    public RefreshPosition {
        if (sequence < 0 || sequence > LAST) {
            throw new IllegalArgumentException("a refresh sequence is 0 to %d, not %d".formatted(LAST, sequence));
        }
    }

    /** Where a family begins. */
    public static RefreshPosition first(RefreshFamily family) {
        return new RefreshPosition(family, 0);
    }

    /** The successor. A family that refreshed each second would reach its end after 136 years. */
    public RefreshPosition next() {
        return new RefreshPosition(family, sequence + 1);
    }
}
