package dev.signet.domain.jwt;

/** Why a text in the form of a token is none that a key signed. Messages hold nothing of it. */
public sealed interface JwtRefusal {

    String message();

    /** It is not shown to be signed by the key. */
    enum Unproven implements JwtRefusal {
        OTHER_KEY("the token names another key"),
        OTHER_ALGORITHM("the token names another algorithm than its key has"),
        OTHER_CHAIN("the token brings other certificates than its key has"),
        WRONG_SIGNATURE("the signature is not that of the key");

        private final String message;

        Unproven(String message) {
            this.message = message;
        }

        @Override
        public String message() {
            return message;
        }
    }

    /**
     * The key signed it, but it does not say what an access token says. Signet writes no such token, so either a later version
     * signed it or somebody else has the key.
     *
     * @param claim where the fault stands, as {@code signet.dev.epoch}; empty for the payload as a whole
     * @param message what is wrong
     */
    record Malformed(String claim, String message) implements JwtRefusal {}
}
