package dev.signet.domain.format;

import java.nio.ByteBuffer;
import java.security.SecureRandom;
import java.util.OptionalInt;
import java.util.UUID;

/** UUIDs of RFC 9562 in the one spelling used here: 36 characters, lower case, with hyphens. */
final class CanonicalUuid {

    static final int BYTES = 16;
    static final int RANDOM = 4;
    static final int CUSTOM = 8;

    private static final int RFC_VARIANT = 2;
    private static final int LENGTH = 36;

    private CanonicalUuid() {}

    /** A version 4 UUID: sixteen bytes of {@code random}, six bits of which give way to version and variant. */
    static String random(SecureRandom random) {
        byte[] bytes = new byte[BYTES];
        random.nextBytes(bytes);
        return of(bytes, RANDOM);
    }

    /** The UUID of the first sixteen bytes, in which version and variant replace the six bits that are theirs. */
    static String of(byte[] bytes, int version) {
        ByteBuffer halves = ByteBuffer.wrap(bytes, 0, BYTES);
        long high = (halves.getLong() & ~0xF000L) | ((long) version << 12);
        long low = (halves.getLong() & ~(3L << 62)) | ((long) RFC_VARIANT << 62);
        return new UUID(high, low).toString();
    }

    /** The version of a canonically written UUID of the RFC's variant; empty for any other text. */
    static OptionalInt version(String text) {
        if (text.length() != LENGTH) {
            return OptionalInt.empty();
        }
        try {
            UUID uuid = UUID.fromString(text);
            boolean canonical = uuid.toString().equals(text) && uuid.variant() == RFC_VARIANT;
            return canonical ? OptionalInt.of(uuid.version()) : OptionalInt.empty();
        } catch (IllegalArgumentException notHexadecimal) {
            return OptionalInt.empty();
        }
    }
}
