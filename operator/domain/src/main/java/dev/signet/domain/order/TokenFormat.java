package dev.signet.domain.order;

/** The form of a token's value. */
public enum TokenFormat {
    /** A signed JWT access token, RFC 9068. */
    JWT,
    /** 256 random bits under a typed prefix, with a checksum. */
    Opaque,
    /** A random UUID, RFC 9562 version 4. */
    UUID
}
