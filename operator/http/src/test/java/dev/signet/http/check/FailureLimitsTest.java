package dev.signet.http.check;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signet.domain.FailureCode;
import dev.signet.domain.network.ClientAddress;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@DisplayName("issue 4, §1: who guesses is held off")
class FailureLimitsTest {

    private static final Set<FailureCode> GUESSES = EnumSet.of(
            FailureCode.CredentialMalformed,
            FailureCode.UsernameMismatch,
            FailureCode.TokenUnknown,
            FailureCode.KeyUnknown,
            FailureCode.SignatureInvalid,
            FailureCode.ClaimsInvalid);

    private static final Optional<ClientAddress> CLIENT = address("10.1.2.3");

    private final AtomicLong nanoseconds = new AtomicLong();
    private final FailureLimits limits = new FailureLimits(3, nanoseconds::get);

    private static Optional<ClientAddress> address(String text) {
        return ClientAddress.parse(text).toOptional();
    }

    private void guess(int times) {
        for (int i = 0; i < times; i++) {
            limits.count(CLIENT, FailureCode.TokenUnknown);
        }
    }

    private void pass(Duration time) {
        nanoseconds.addAndGet(time.toNanos());
    }

    @Test
    void theLastFailureThatIsLetPassIsTheMost() {
        guess(2);
        assertThat(limits.isOver(CLIENT)).isFalse();
        guess(1);
        assertThat(limits.isOver(CLIENT)).isTrue();
    }

    @Test
    void nobodyElseIsHeldOff() {
        guess(3);

        assertThat(limits.isOver(address("10.1.2.4"))).isFalse();
        assertThat(limits.isOver(address("::ffff:10.1.2.3")))
                .as("the same in the clothes of IPv6")
                .isTrue();
    }

    @Test
    void whoTakesAnotherAddressOfItsNetworkIsHeldOffAsWell() {
        for (int i = 0; i < 3; i++) {
            limits.count(address("2001:db8:0:1::" + i), FailureCode.TokenUnknown);
        }

        assertThat(limits.isOver(address("2001:db8:0:1:ffff:ffff:ffff:ffff"))).isTrue();
        assertThat(limits.isOver(address("2001:db8:0:2::1")))
                .as("another network")
                .isFalse();
        assertThat(limits.isOver(address("2001:db8::1"))).isFalse();
    }

    @Test
    void anAddressOfTheOtherFamilyIsAnother() {
        guess(3); // 10.1.2.3 is 0a010203

        assertThat(limits.isOver(address("::a01:203:0:0:0:0"))).isFalse();
    }

    @Test
    void aMinuteAfterTheFirstFailureAllIsForgotten() {
        guess(1);
        pass(Duration.ofSeconds(59));
        guess(2);
        assertThat(limits.isOver(CLIENT)).isTrue();

        pass(Duration.ofMillis(999));
        assertThat(limits.isOver(CLIENT)).isTrue();
        pass(Duration.ofMillis(1));
        assertThat(limits.isOver(CLIENT)).isFalse();
        guess(1);
        assertThat(limits.isOver(CLIENT)).isFalse();
    }

    @Test
    void furtherFailuresDoNotHoldOffForLonger() {
        guess(3);
        pass(Duration.ofSeconds(40));
        guess(30);
        pass(Duration.ofSeconds(20));

        assertThat(limits.isOver(CLIENT)).isFalse();
    }

    @Test
    void anAddressThatIsNotKnownIsEverybodys() {
        for (int i = 0; i < 10; i++) {
            limits.count(Optional.empty(), FailureCode.TokenUnknown);
        }

        assertThat(limits.isOver(Optional.empty())).isFalse();
    }

    @Test
    void zeroIsNoLimit() {
        FailureLimits none = new FailureLimits(0, nanoseconds::get);
        for (int i = 0; i < 100; i++) {
            none.count(CLIENT, FailureCode.TokenUnknown);
        }

        assertThat(none.isOver(CLIENT)).isFalse();
    }

    @ParameterizedTest
    @EnumSource
    void onlyWhatLooksLikeGuessingCounts(FailureCode code) {
        for (int i = 0; i < 3; i++) {
            limits.count(CLIENT, code);
        }

        assertThat(limits.isOver(CLIENT)).isEqualTo(GUESSES.contains(code));
    }
}
