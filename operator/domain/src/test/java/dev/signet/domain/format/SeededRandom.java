package dev.signet.domain.format;

import java.security.SecureRandom;
import java.util.Random;
import java.util.random.RandomGenerator;

/** A {@link SecureRandom} for tests that draws the same bytes in every run. */
public final class SeededRandom extends SecureRandom {

    private static final long serialVersionUID = 1L;

    private final transient RandomGenerator source;

    public SeededRandom(long seed) {
        this.source = new Random(seed);
    }

    private SeededRandom(RandomGenerator source) {
        this.source = source;
    }

    /** Draws these bytes, and fails when they are used up. */
    public static SeededRandom of(byte... bytes) {
        return new SeededRandom(new RandomGenerator() {
            private int next;

            @Override
            public void nextBytes(byte[] target) {
                System.arraycopy(bytes, next, target, 0, target.length);
                next += target.length;
            }

            @Override
            public long nextLong() {
                throw new UnsupportedOperationException();
            }
        });
    }

    @Override
    public void nextBytes(byte[] bytes) {
        source.nextBytes(bytes);
    }
}
