package dev.signet.domain.subject;

import dev.signet.domain.result.Parsed;
import dev.signet.domain.result.Quoted;
import java.security.SecureRandom;

/**
 * The stable and unique id of one installation: {@code signet-} and 26 characters of RFC 4648's base32 in lower case,
 * {@code a-z2-7}, 130 random bits. It qualifies subjects and groups, and is the audience of tokens for this service.
 *
 * @param text 33 characters
 */
public record ServiceId(String text) {

    private static final String PATTERN = "signet-[a-z2-7]{26}";

    private static final String PREFIX = "signet-";
    private static final String DIGITS = "abcdefghijklmnopqrstuvwxyz234567";
    private static final int RANDOM_LENGTH = 26;

    /**
     * Takes an id that is known to be one.
     *
     * @throws IllegalArgumentException if it is none; text from outside goes through {@link #parse}
     */
    public ServiceId {
        if (!text.matches(PATTERN)) {
            throw new IllegalArgumentException("not a service id: " + Quoted.of(text));
        }
    }

    public static ServiceId generate(SecureRandom random) {
        StringBuilder text = new StringBuilder(PREFIX);
        for (int i = 0; i < RANDOM_LENGTH; i++) {
            text.append(DIGITS.charAt(random.nextInt(DIGITS.length())));
        }
        return new ServiceId(text.toString());
    }

    public static Parsed<ServiceId> parse(String text) {
        return text.matches(PATTERN)
                ? Parsed.valid(new ServiceId(text))
                : Parsed.invalid(
                        "%s is no service id; write signet- and 26 characters of a-z2-7, as".formatted(Quoted.of(text))
                                + " status.serviceID of the authority has it");
    }

    @Override
    public String toString() {
        return text;
    }
}
