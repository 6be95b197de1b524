package dev.signet.domain.jwt;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.util.JSONObjectUtils;
import dev.signet.domain.ca.Outcome;
import dev.signet.domain.result.Parsed;
import java.nio.charset.StandardCharsets;
import java.text.ParseException;
import java.util.Collection;
import java.util.Map;
import java.util.stream.Stream;

/** What comes of a token, in one word, with proof that the message holds nothing of it. */
final class Verdict {
    static final String ACCEPTED = "accepted";

    /** Shorter values, as {@code none}, are words of messages by chance. */
    private static final int TELLING = 6;

    private Verdict() {}

    /** {@code accepted}, {@code form:<field>}, the name of an {@code Unproven}, or {@code claim:<name>}. */
    static String of(String token, TrustedKey key) {
        Parsed<PresentedJwt> parsed = PresentedJwt.parse(token);
        if (parsed instanceof Parsed.Invalid<PresentedJwt> fault) {
            assertSilent(fault.describe(), token);
            return "form:" + fault.field();
        }
        Outcome<SignedJwt, JwtRefusal> outcome =
                parsed.toOptional().orElseThrow().verify(key);
        outcome.refusal().ifPresent(refusal -> assertSilent(refusal.message(), token));
        return outcome.refusal().map(Verdict::named).orElse(ACCEPTED);
    }

    private static String named(JwtRefusal refusal) {
        return refusal instanceof JwtRefusal.Malformed malformed
                ? "claim:" + malformed.claim()
                : ((JwtRefusal.Unproven) refusal).name();
    }

    static void assertSilent(String message, String token) {
        assertThat(message).isNotBlank().hasSizeLessThan(200);
        assertThat(message.chars()).allMatch(c -> c >= ' ' && c <= '~');
        for (int at = 0; at + TELLING <= message.length(); at++) {
            assertThat(token.contains(message.substring(at, at + TELLING)))
                    .as("%s quotes the token", message)
                    .isFalse();
        }
        Stream.of(token.split("\\.", -1))
                .flatMap(Verdict::values)
                .filter(value -> value.length() >= TELLING && !value.equals("at+jwt"))
                .forEach(value -> assertThat(message).doesNotContain(value));
    }

    /** Every text that stands as a value in a part, where that can be read at all. */
    private static Stream<String> values(String part) {
        try {
            Map<String, Object> members =
                    JSONObjectUtils.parse(new String(Signet.decoded(part), StandardCharsets.UTF_8));
            return members == null ? Stream.empty() : texts(members);
        } catch (IllegalArgumentException | ParseException unreadable) {
            return Stream.empty();
        }
    }

    private static Stream<String> texts(Object value) {
        if (value instanceof Map<?, ?> members) {
            return members.values().stream().filter(member -> member != null).flatMap(Verdict::texts);
        }
        if (value instanceof Collection<?> items) {
            return items.stream().filter(item -> item != null).flatMap(Verdict::texts);
        }
        return Stream.of(value.toString());
    }
}
