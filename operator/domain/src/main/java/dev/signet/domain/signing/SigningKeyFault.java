package dev.signet.domain.signing;

/** Why the entries of a Secret are no signing key. */
public enum SigningKeyFault {
    CHAIN_MISSING("the certificate is missing"),
    CHAIN_UNREADABLE("the certificate is damaged"),
    KEY_UNREADABLE("the private key is damaged"),
    KEY_MISMATCH("the private key is not that of the certificate"),
    NOT_A_SIGNING_KEY("the certificate's key is of a kind that signs no tokens");

    private final String message;

    SigningKeyFault(String message) {
        this.message = message;
    }

    public String message() {
        return message;
    }
}
