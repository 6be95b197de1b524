package dev.signet.domain.verification;

/**
 * One row of a table: a scene, and what comes of it. It reads as a sentence.
 *
 * @param when the scene in words
 * @param given the scene
 * @param then what comes of it, as {@link Scene#outcome} says
 */
record Row(String when, Scene given, String then) {

    static Row when(String when, Scene given, String then) {
        return new Row(when, given, then);
    }

    @Override
    public String toString() {
        return when + ": " + then;
    }
}
