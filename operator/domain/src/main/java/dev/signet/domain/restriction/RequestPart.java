package dev.signet.domain.restriction;

/** A part of a request that a rule looks at, in the order in which rules are written. */
public enum RequestPart {
    METHOD("method"),
    HOST("host"),
    PATH("path");

    private final String word;

    RequestPart(String word) {
        this.word = word;
    }

    /** The field of a rule. */
    @Override
    public String toString() {
        return word;
    }
}
