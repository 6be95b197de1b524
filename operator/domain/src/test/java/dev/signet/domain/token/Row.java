package dev.signet.domain.token;

/**
 * One row of a table: a situation, and what is decided in it. It reads as a sentence.
 *
 * @param when the situation in words
 * @param given the situation
 * @param then what is decided
 */
record Row(String when, Situation given, String then) {

    static Row when(String when, Situation given, String then) {
        return new Row(when, given, then);
    }

    @Override
    public String toString() {
        return when + ": " + then;
    }
}
