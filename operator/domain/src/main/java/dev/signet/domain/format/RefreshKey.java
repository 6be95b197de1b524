package dev.signet.domain.format;

import dev.signet.domain.result.Parsed;
import dev.signet.domain.result.Quoted;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * One HMAC-SHA-256 key of the edge keyring, with the number under which it stands there ({@code hmac-<n>}).
 *
 * <p>What is authenticated is {@code label ‖ 0 ‖ number (4 bytes) ‖ family (16) ‖ sequence (4)}, all numbers big-endian.
 * The label separates the uses of one key, and every part after it has a fixed width, so that no two inputs meet.
 */
public final class RefreshKey {

    /** The least length of a key, in bytes: that of the digest (RFC 2104, section 3). */
    public static final int LEAST_BYTES = 32;

    private static final String ALGORITHM = "HmacSHA256";
    private static final String TOKEN_LABEL = "signet refresh v1";
    private static final String ID_LABEL = "signet refresh jti v1";
    private static final String VALUE_LABEL = "signet refresh value v1";
    private static final Pattern NAME = Pattern.compile("hmac-(0|[1-9][0-9]{0,9})");

    private final int number;
    private final SecretKeySpec key;

    private RefreshKey(int number, byte[] bytes) {
        this.number = number;
        this.key = new SecretKeySpec(bytes, ALGORITHM);
    }

    /**
     * A key of the keyring Secret.
     *
     * @param name {@code hmac-<n>}, n from 0 to 2³¹ − 1 without leading zeros
     * @param bytes at least 32; copied
     */
    public static Parsed<RefreshKey> parse(String name, byte[] bytes) {
        Matcher matcher = NAME.matcher(name);
        if (!matcher.matches() || Long.parseLong(matcher.group(1)) > Integer.MAX_VALUE) {
            return Parsed.invalid(
                    "%s is no key of the keyring; write hmac-<n>, n from 0 to 2147483647".formatted(Quoted.of(name)));
        }
        if (bytes.length < LEAST_BYTES) {
            return Parsed.invalid("the key %s has %d bytes; it needs at least %d random ones"
                    .formatted(name, bytes.length, LEAST_BYTES));
        }
        return Parsed.valid(new RefreshKey(Integer.parseInt(matcher.group(1)), bytes));
    }

    public int number() {
        return number;
    }

    /** The name in the keyring. */
    public String name() {
        return "hmac-" + number;
    }

    /**
     * The id of the access token that belongs to this position, so that every replica knows it without being told.
     * A UUID of version 8 from the first 128 bits of the HMAC.
     */
    public TokenId jtiOf(RefreshPosition position) {
        return TokenId.derived(authenticate(ID_LABEL, position));
    }

    /** The access token of this position where it is opaque: derived like its id, so that no replica needs to be told. */
    public OpaqueToken opaqueOf(RefreshPosition position, TokenPrefix prefix) {
        return OpaqueToken.derived(prefix, authenticate(VALUE_LABEL, position));
    }

    /** The same where it is a UUID. */
    public UuidToken uuidOf(RefreshPosition position) {
        return UuidToken.derived(authenticate(VALUE_LABEL, position));
    }

    byte[] tag(RefreshPosition position) {
        return authenticate(TOKEN_LABEL, position);
    }

    private byte[] authenticate(String label, RefreshPosition position) {
        byte[] labelBytes = label.getBytes(StandardCharsets.US_ASCII);
        ByteBuffer message = ByteBuffer.allocate(labelBytes.length + 1 + 4 + RefreshFamily.BYTES + 4)
                .put(labelBytes)
                .put((byte) 0)
                .putInt(number)
                .put(position.family().bytes())
                .putInt((int) position.sequence());
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(key);
            return mac.doFinal(message.array());
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException("every Java platform has " + ALGORITHM, impossible);
        }
    }

    @Override
    public String toString() {
        return "RefreshKey[" + name() + "]";
    }
}
