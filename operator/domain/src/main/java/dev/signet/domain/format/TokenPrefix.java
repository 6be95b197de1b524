package dev.signet.domain.format;

import java.util.List;
import java.util.Optional;

/**
 * The five characters that open every opaque value, so that a secret scanner finds it and a reader knows what leaked.
 * {@code sgt[aekprf]_[0-9A-Za-z]{49,}} finds them all.
 */
public enum TokenPrefix {
    /** An access token. */
    ACCESS("sgta_"),
    /** A one-time token that is redeemed for a certificate. */
    ENROLLMENT("sgte_"),
    /** A personal or service key. */
    API_KEY("sgtk_"),
    /** A one-time token that joins two clusters. */
    PAIRING("sgtp_"),
    /** A refresh token: {@link RefreshToken}. */
    REFRESH("sgtr_"),
    /** The short alias of a JWT: {@link ReferenceToken}. */
    REFERENCE("sgtf_");

    private static final List<TokenPrefix> ALL = List.of(values());

    private final String text;

    TokenPrefix(String text) {
        this.text = text;
    }

    public String text() {
        return text;
    }

    /** The prefix that {@code value} begins with. */
    public static Optional<TokenPrefix> of(String value) {
        for (TokenPrefix prefix : ALL) {
            if (value.startsWith(prefix.text)) {
                return Optional.of(prefix);
            }
        }
        return Optional.empty();
    }

    /** Whether {@link OpaqueToken} is the layout behind this prefix; the other two have their own. */
    boolean isOpaque() {
        return this != REFRESH && this != REFERENCE;
    }
}
