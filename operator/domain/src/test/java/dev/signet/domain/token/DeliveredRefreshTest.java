package dev.signet.domain.token;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signet.domain.format.RefreshFamily;
import dev.signet.domain.format.RefreshKey;
import dev.signet.domain.format.RefreshPosition;
import dev.signet.domain.format.RefreshToken;
import dev.signet.domain.format.SeededRandom;
import dev.signet.domain.result.Outcome;
import dev.signet.domain.secret.Sha256;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

@DisplayName("K1: what becomes of the refresh token in a Secret that others have edited")
class DeliveredRefreshTest {

    private static final RefreshToken TOKEN = RefreshToken.issue(
            RefreshPosition.first(RefreshFamily.random(new SeededRandom(1))),
            Outcome.valueOf(RefreshKey.parse("hmac-1", new byte[32])));

    private static final Optional<Sha256> RIGHT = Optional.of(TOKEN.value().sha256());
    private static final Optional<Sha256> OTHER = Optional.of(Situation.sha("by hand"));
    private static final Optional<Sha256> NONE = Optional.empty();

    @ParameterizedTest(name = "{0}: carries {1}, as it should: {2}, lost: {3}")
    @MethodSource("rows")
    void isWrittenAgainWhereItIsKnownAndReplacedWhereItIsLost(
            DeliveredRefresh delivered, Optional<Sha256> carried, boolean asItShould, boolean lost) {
        assertThat(delivered.isCarriedAs(carried)).isEqualTo(asItShould);
        assertThat(delivered.isLostWith(carried)).isEqualTo(lost);
    }

    static Stream<Arguments> rows() {
        DeliveredRefresh known = new DeliveredRefresh.Known(TOKEN);
        DeliveredRefresh notOrdered = new DeliveredRefresh.NotOrdered();
        DeliveredRefresh gone = new DeliveredRefresh.Gone();
        DeliveredRefresh unwatched = new DeliveredRefresh.Unwatched();
        return Stream.of(
                Arguments.of(known, RIGHT, true, false),
                Arguments.of(known, OTHER, false, false),
                Arguments.of(known, NONE, false, false),
                Arguments.of(notOrdered, NONE, true, false),
                Arguments.of(notOrdered, OTHER, false, false),
                Arguments.of(gone, OTHER, true, false),
                Arguments.of(gone, NONE, true, true),
                Arguments.of(unwatched, RIGHT, true, false),
                Arguments.of(unwatched, OTHER, true, false),
                Arguments.of(unwatched, NONE, true, false));
    }
}
