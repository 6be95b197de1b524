package dev.signet.domain.refresh;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signet.domain.ca.AuthorityKey;
import dev.signet.domain.format.RefreshKey;
import dev.signet.domain.format.RefreshPosition;
import dev.signet.domain.format.RefreshToken;
import dev.signet.domain.jwt.PresentedJwt;
import dev.signet.domain.jwt.TrustedKey;
import dev.signet.domain.order.TokenFormat;
import dev.signet.domain.secret.SecretAccess;
import dev.signet.domain.signing.AccessTokenClaims;
import dev.signet.domain.signing.EdgeKeyring;
import dev.signet.domain.signing.SigningAlgorithm;
import dev.signet.domain.signing.SigningFixtures;
import dev.signet.domain.signing.SigningKey;
import dev.signet.domain.signing.TokenSigningSpec;
import dev.signet.domain.verification.DraftObject;
import dev.signet.domain.verification.LiveToken;
import dev.signet.domain.verification.LiveToken.Refreshing;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

@DisplayName("A7: the pair that a refresh gives")
class RefreshMintTest {

    private static final Instant START = SigningFixtures.NOW;
    private static final TokenSigningSpec SPEC =
            new TokenSigningSpec(SigningAlgorithm.ES256, Duration.ofDays(30), Duration.ofHours(1), Duration.ofDays(40));
    private static final AuthorityKey ROOT = SigningFixtures.root();
    private static final EdgeKeyring KEYRING = EdgeKeyring.first(ROOT, SPEC, START, new SecureRandom());

    private final LiveToken object = new DraftObject().toLive();

    /** Another replica, which has the keyring from the Secret and nothing else. */
    private static RefreshMint replica(EdgeKeyring keyring) {
        return new RefreshMint(
                EdgeKeyring.parse(keyring.toSecretData()).orElseThrow(), "https://signet.example", Duration.ofHours(6));
    }

    private static RefreshKey key(int number) {
        return KEYRING.refreshKey(number).orElseThrow();
    }

    private static Refreshing at(long sequence, TokenFormat form) {
        return new Refreshing(
                new RefreshPosition(DraftObject.FAMILY, sequence),
                START.plusSeconds(sequence),
                Optional.of(KEYRING.activeSigningKey().orElseThrow().kid().value())
                        .filter(kid -> form == TokenFormat.JWT),
                form,
                Duration.ofHours(1),
                Duration.ofHours(24));
    }

    private static List<String> texts(RefreshMint.Pair pair) {
        return List.of(
                pair.access().reveal(SecretAccess.VERIFICATION),
                pair.refresh().value().reveal(SecretAccess.VERIFICATION));
    }

    @ParameterizedTest
    @EnumSource
    void everyReplicaMakesTheSameBytes(TokenFormat form) {
        List<String> first =
                texts(replica(KEYRING).mint(object, at(7, form), key(1)).orElseThrow());

        assertThat(texts(replica(KEYRING).mint(object, at(7, form), key(1)).orElseThrow()))
                .isEqualTo(first);
        assertThat(texts(replica(KEYRING).mint(object, at(8, form), key(1)).orElseThrow()))
                .doesNotContainAnyElementsOf(first);
    }

    @Test
    void theAccessTokenSaysWhatItsObjectGrantsAndNothingElse() {
        RefreshMint.Pair pair =
                replica(KEYRING).mint(object, at(7, TokenFormat.JWT), key(1)).orElseThrow();

        TrustedKey trusted = KEYRING.verificationKeys().stream()
                .flatMap(key -> TrustedKey.of(key).stream())
                .findFirst()
                .orElseThrow();
        AccessTokenClaims claims = PresentedJwt.parse(pair.access().reveal(SecretAccess.VERIFICATION))
                .toOptional()
                .orElseThrow()
                .verify(trusted)
                .orElseThrow()
                .claims();
        assertThat(claims)
                .isEqualTo(new AccessTokenClaims(
                        new AccessTokenClaims.Holder(
                                "https://signet.example",
                                "signet-x:ci:Agent:agent-7",
                                "ci/agent-7",
                                key(1).jtiOf(new RefreshPosition(DraftObject.FAMILY, 7))
                                        .text(),
                                List.of("signet-x:ci:builders")),
                        List.of("app"),
                        List.of("applied-permissions/user"),
                        new AccessTokenClaims.Validity(
                                START.plusSeconds(7), START.plusSeconds(7), START.plusSeconds(3607)),
                        new AccessTokenClaims.SignetClaims(DraftObject.UID, 3, false, Optional.of(DraftObject.UID))));
        assertThat(pair.expiresAt()).isEqualTo(claims.validity().expiresAt());
    }

    @ParameterizedTest
    @CsvSource({"3599, true", "3600, true", "3601, false"})
    void fromAThresholdOnPeersAskWhetherItWasRevoked(long threshold, boolean revocable) {
        RefreshMint mint = new RefreshMint(KEYRING, "https://signet.example", Duration.ofSeconds(threshold));

        String jwt = mint.mint(object, at(7, TokenFormat.JWT), key(1))
                .orElseThrow()
                .access()
                .reveal(SecretAccess.VERIFICATION);
        assertThat(new String(Base64.getUrlDecoder().decode(jwt.split("\\.", -1)[1]), StandardCharsets.UTF_8))
                .contains("\"revocable\":" + revocable);
    }

    @Test
    void theRefreshTokenIsThatOfThePosition() {
        RefreshMint.Pair pair =
                replica(KEYRING).mint(object, at(7, TokenFormat.Opaque), key(1)).orElseThrow();

        RefreshToken.Presented presented = RefreshToken.parse(
                        pair.refresh().value().reveal(SecretAccess.VERIFICATION))
                .toOptional()
                .orElseThrow();
        assertThat(presented.keyNumber()).isEqualTo(1);
        assertThat(presented.verify(key(1)).map(RefreshToken::position))
                .contains(new RefreshPosition(DraftObject.FAMILY, 7));
    }

    @Test
    void thereIsNoJwtOfAKeyThatIsGoneOrEndsSooner() {
        Refreshing unknown = new Refreshing(
                at(7, TokenFormat.JWT).position(),
                START,
                Optional.of("a".repeat(26)),
                TokenFormat.JWT,
                Duration.ofHours(1),
                Duration.ofHours(24));
        SigningKey signer = KEYRING.activeSigningKey().orElseThrow();
        Refreshing tooLong = new Refreshing(
                at(7, TokenFormat.JWT).position(),
                START,
                Optional.of(signer.kid().value()),
                TokenFormat.JWT,
                Duration.between(START, signer.latestExpiry()).plusSeconds(1),
                Duration.ofHours(24));

        assertThat(replica(KEYRING).mint(object, unknown, key(1))).isEmpty();
        assertThat(replica(KEYRING).mint(object, tooLong, key(1))).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"0, 1", "60, 1", "61, 2"})
    @DisplayName("a minute after another HMAC key took over, families move to it")
    void afterARotationTheNextKeyFollows(long secondsLater, int number) {
        Instant rotation = START.plus(Duration.ofDays(30));
        EdgeKeyring announced =
                KEYRING.decide(SPEC, ROOT, rotation.minus(Duration.ofHours(1))).carryOut(new SecureRandom());
        EdgeKeyring rotated = announced.decide(SPEC, ROOT, rotation).carryOut(new SecureRandom());
        Refreshing state = new Refreshing(
                new RefreshPosition(DraftObject.FAMILY, 7),
                rotation.plusSeconds(secondsLater),
                Optional.empty(),
                TokenFormat.Opaque,
                Duration.ofHours(1),
                Duration.ofHours(24));

        RefreshMint.Pair pair = replica(rotated).mint(object, state, key(1)).orElseThrow();

        assertThat(RefreshToken.parse(pair.refresh().value().reveal(SecretAccess.VERIFICATION))
                        .toOptional()
                        .orElseThrow()
                        .keyNumber())
                .isEqualTo(number);
    }
}
