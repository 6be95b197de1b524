package dev.signet.domain.ca;

/** Why the token service needs another serving certificate. */
public enum ServingFault {
    ABSENT("there is none"),
    ENTRY_MISSING("an entry of its Secret is missing"),
    UNREADABLE("its key or a certificate is damaged"),
    KEY_MISMATCH("its key is not that of its certificate"),
    ALTERED("its Secret holds something else than what was written"),
    OTHER_AUTHORITY("the authority has another certificate"),
    OTHER_NAMES("it is for other names"),
    NOT_YET_VALID("it is not valid yet, since the clock was set back"),
    AGED("two thirds of its life are over");

    private final String message;

    ServingFault(String message) {
        this.message = message;
    }

    public String message() {
        return message;
    }
}
