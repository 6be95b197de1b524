package dev.signet.domain.result;

/** Looks into a {@link Parsed} in tests, and fails the test where it is the other one. */
public final class Outcome {

    private Outcome() {}

    public static <T> T valueOf(Parsed<T> parsed) {
        return parsed.fold(value -> value, fault -> {
            throw new AssertionError("refused: " + fault.describe());
        });
    }

    public static String messageOf(Parsed<?> parsed) {
        return faultOf(parsed).message();
    }

    public static String fieldOf(Parsed<?> parsed) {
        return faultOf(parsed).field();
    }

    private static <T> Parsed.Invalid<T> faultOf(Parsed<T> parsed) {
        return parsed.fault().orElseThrow(() -> new AssertionError("accepted: " + parsed));
    }
}
