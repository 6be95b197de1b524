package dev.signet.crds.schema;

/** What a later change of a spec field does; its sentence ends the description of the field. */
public enum Effect {
    /** Refused at admission; the generator makes the rule. */
    Fixed("Fixed: it cannot change after creation."),

    /** A new token with the new content. */
    Reissues("Reissues: a change issues a new token and voids the old one at once."),

    /** No new token. */
    Live("Live: a change acts without a new token."),

    /** No new token, where there is a value to act upon. */
    LiveUnlessGone(
            "Live, but for a change that asks for a value which is gone: that issues a new token and voids the old one at once.");

    private final String sentence;

    Effect(String sentence) {
        this.sentence = sentence;
    }

    public String sentence() {
        return sentence;
    }
}
