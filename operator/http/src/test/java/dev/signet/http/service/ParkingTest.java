package dev.signet.http.service;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signet.http.inbound.Profile;
import dev.signet.http.wire.RawConnection;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

@DisplayName("DESIGN §2: a token that is not known yet is waited for, which makes Ready mean accepted everywhere")
@Timeout(120)
class ParkingTest {

    private static final Duration LONG = Duration.ofSeconds(20);

    private static RawConnection ask(RunningService service, DraftToken.Issued token) throws IOException {
        return RawConnection.to(service.port(Profile.Forwarded))
                .send(Ask.bearing(token.value()).of(Profile.Forwarded));
    }

    private static Duration since(Instant start) {
        return Duration.between(start, Instant.now());
    }

    static Stream<Supplier<DraftToken>> forms() {
        return Stream.of(DraftToken::opaque, DraftToken::jwt);
    }

    @ParameterizedTest
    @MethodSource("forms")
    void oneThatComesIsAccepted(Supplier<DraftToken> form) throws Exception {
        try (RunningService service =
                RunningService.options().parking(LONG.toMillis(), 10).start()) {
            DraftToken.Issued token = form.get().issue();
            Instant start = Instant.now();
            try (RawConnection asking = ask(service, token)) {
                TimeUnit.MILLISECONDS.sleep(100);
                service.installation.publish(token);

                assertThat(asking.answer().status()).isEqualTo(200);
                assertThat(since(start)).isGreaterThan(Duration.ofMillis(100)).isLessThan(LONG);
            }
        }
    }

    @ParameterizedTest
    @MethodSource("forms")
    void oneThatDoesNotComeIsRefusedInTheEnd(Supplier<DraftToken> form) throws Exception {
        try (RunningService service = RunningService.options().parking(300, 10).start()) {
            Instant start = Instant.now();
            try (RawConnection asking = ask(service, form.get().issue())) {
                assertThat(asking.answer().status()).isEqualTo(401);
                assertThat(since(start)).isGreaterThanOrEqualTo(Duration.ofMillis(290));
            }
            assertThat(service.decisions("/auth", "TokenUnknown")).isEqualTo(1);
        }
    }

    @Test
    void thoseThatTheRoomHasNoPlaceForAreRefusedAtOnce() throws Exception {
        try (RunningService service =
                RunningService.options().parking(LONG.toMillis(), 2).start()) {
            List<DraftToken.Issued> tokens = Stream.generate(DraftToken::opaque)
                    .limit(3)
                    .map(DraftToken::issue)
                    .toList();
            Instant start = Instant.now();
            try (RawConnection first = ask(service, tokens.get(0));
                    RawConnection second = ask(service, tokens.get(1))) {
                TimeUnit.MILLISECONDS.sleep(1000);
                try (RawConnection third = ask(service, tokens.get(2))) {
                    assertThat(third.answer().status()).isEqualTo(401);
                    assertThat(since(start)).isLessThan(LONG);
                }
                tokens.forEach(service.installation::publish);
                assertThat(first.answer().status()).isEqualTo(200);
                assertThat(second.answer().status()).isEqualTo(200);
            }
            DraftToken.Issued later = DraftToken.opaque().issue();
            try (RawConnection asking = ask(service, later)) {
                TimeUnit.MILLISECONDS.sleep(100);
                service.installation.publish(later);
                assertThat(asking.answer().status()).as("there is room again").isEqualTo(200);
            }
        }
    }

    @Test
    void whoGoesAwayLeavesHisPlace() throws Exception {
        try (RunningService service = RunningService.options().parking(400, 1).start()) {
            ask(service, DraftToken.opaque().issue()).close();
            TimeUnit.MILLISECONDS.sleep(1500);

            DraftToken.Issued token = DraftToken.opaque().issue();
            try (RawConnection asking = ask(service, token)) {
                TimeUnit.MILLISECONDS.sleep(50);
                service.installation.publish(token);
                assertThat(asking.answer().status()).isEqualTo(200);
            }
        }
    }

    @Test
    void whatIsKnownToBeOldIsNotWaitedFor() throws Exception {
        try (RunningService service =
                RunningService.options().parking(LONG.toMillis(), 10).start()) {
            try (RawConnection asking = ask(service, DraftToken.jwt().expired().issue())) {
                assertThat(asking.answer().status()).isEqualTo(401);
            }
            assertThat(service.decisions("/auth", "TokenExpired")).isEqualTo(1);
        }
    }
}
