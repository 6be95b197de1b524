package dev.signet.domain.token;

import static dev.signet.domain.token.Situation.created;
import static dev.signet.domain.token.Situation.issued;
import static org.assertj.core.api.Assertions.assertThat;

import dev.signet.domain.FailureCode;
import dev.signet.domain.Refusal;
import dev.signet.domain.restriction.NamedRestrictions;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

@DisplayName("L6, L10: a missing restriction denies a token, and changes nothing else about it")
class UsabilityTest {

    private static final NamedRestrictions MISSING = new NamedRestrictions(List.of("info-only"), List.of());

    @ParameterizedTest
    @EnumSource
    void onlyAValidTokenIsAccepted(Phase phase) {
        assertThat(Usability.of(phase, NamedRestrictions.STANDING).accepted()).isEqualTo(phase == Phase.Valid);
        assertThat(Usability.of(phase, NamedRestrictions.STANDING).denial()).isEmpty();
    }

    @ParameterizedTest
    @EnumSource
    void onlyAValidTokenIsDenied(Phase phase) {
        assertThat(Usability.of(phase, MISSING).accepted()).isFalse();
        assertThat(Usability.of(phase, MISSING).denial().map(Refusal::code))
                .isEqualTo(phase == Phase.Valid ? Optional.of(FailureCode.RestrictionMissing) : Optional.empty());
    }

    @ParameterizedTest
    @MethodSource("anySituation")
    void whatIsDoneDoesNotDependOnIt(Supplier<Situation> situation) {
        assertThat(situation.get().missing("info-only").decide())
                .isEqualTo(situation.get().decide());
    }

    static Stream<Supplier<Situation>> anySituation() {
        return Stream.of(
                Situation::created,
                Situation::issued,
                () -> issued().now("39m"),
                () -> issued().now("2h"),
                () -> issued().expiring().now("2h"),
                () -> issued().noSecret().now("5m"),
                () -> issued().once().now("10m"),
                () -> issued().denied(FailureCode.PolicyViolation).now("39m"),
                () -> issued().revoked("lost"),
                () -> created().unable(FailureCode.AuthorityNotFound),
                () -> issued().phase(Phase.Expired, "1h").expiring().now("2h"));
    }
}
