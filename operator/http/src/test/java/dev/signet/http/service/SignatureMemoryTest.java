package dev.signet.http.service;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signet.domain.secret.SecretValue;
import dev.signet.domain.verification.PresentedToken;
import dev.signet.domain.verification.Terms;
import dev.signet.domain.verification.Verifier;
import dev.signet.http.check.SignatureMemory;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("issue 4, §1: signatures that were found good are remembered while they are used")
class SignatureMemoryTest {

    private static final Terms ANYBODY =
            new Terms(Terms.ACCESS, new Terms.Audience.Any(), Optional.empty(), new Terms.Usage.Elsewhere());

    private final AtomicLong nanoseconds = new AtomicLong();
    private final SignatureMemory memory = new SignatureMemory(nanoseconds::get);
    private final Installation installation = new Installation();
    private final Verifier verifier = new Verifier(
            installation,
            memory,
            new Verifier.Settings(Installation.ISSUER, Duration.ofSeconds(30), Duration.ofMinutes(2)));
    private final String token = installation.issue(DraftToken.jwt());

    private PresentedToken present() {
        return Installation.valid(verifier.parse(SecretValue.of(token)));
    }

    private boolean remembered() {
        return verifier.isKnown(present());
    }

    private void use() {
        var unused = verifier.verify(present(), ANYBODY, Instant.now());
    }

    private void pass(Duration time) {
        nanoseconds.addAndGet(time.toNanos());
    }

    @Test
    void aTokenIsRememberedFromItsFirstUse() {
        assertThat(remembered()).isFalse();
        use();
        assertThat(remembered()).isTrue();
    }

    @Test
    void anHourAfterItsLastUseItIsForgotten() {
        use();
        pass(Duration.ofMinutes(59));
        assertThat(remembered()).isTrue();
        pass(Duration.ofMinutes(59));
        assertThat(remembered()).isTrue();
        pass(Duration.ofMinutes(61));
        assertThat(remembered()).isFalse();
    }

    @Test
    void aResetForgetsAll() {
        use();
        memory.clear();
        assertThat(remembered()).isFalse();
    }
}
