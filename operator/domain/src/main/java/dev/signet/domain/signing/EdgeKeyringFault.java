package dev.signet.domain.signing;

/** Why the entries of {@code signet-edge-keyring} are no keyring. */
public enum EdgeKeyringFault {
    INDEX_MISSING("the entry active is missing"),
    INDEX_UNREADABLE("the entry active does not list one key a line: name, phase, time"),
    ENTRY_MISSING("the entry active lists a key that is not there"),
    ENTRY_UNKNOWN("there is an entry that active does not list"),
    HMAC_UNREADABLE("an HMAC key does not have 32 bytes"),
    SIGNING_KEY_UNREADABLE("a signing key or its certificate is damaged, or not of its name"),
    NOT_ONE_ACTIVE("there is not exactly one active HMAC key, or there are several active signing keys,"
            + " or the active one has no private key");

    private final String message;

    EdgeKeyringFault(String message) {
        this.message = message;
    }

    public String message() {
        return message;
    }
}
