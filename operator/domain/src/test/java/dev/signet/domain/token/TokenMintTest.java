package dev.signet.domain.token;

import static dev.signet.domain.token.Situation.IDENTITY;
import static dev.signet.domain.token.Situation.START;
import static dev.signet.domain.token.Situation.span;
import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.JWSObject;
import dev.signet.domain.ca.AuthorityKey;
import dev.signet.domain.ca.AuthorityName;
import dev.signet.domain.ca.AuthoritySpec;
import dev.signet.domain.ca.KeyAlgorithm;
import dev.signet.domain.ca.RootCertificate;
import dev.signet.domain.format.OpaqueToken;
import dev.signet.domain.format.RefreshKey;
import dev.signet.domain.format.RefreshToken;
import dev.signet.domain.format.SeededRandom;
import dev.signet.domain.format.TokenPrefix;
import dev.signet.domain.jwt.PresentedJwt;
import dev.signet.domain.jwt.TrustedKey;
import dev.signet.domain.order.DraftOrder;
import dev.signet.domain.order.TokenFormat;
import dev.signet.domain.order.TokenUse;
import dev.signet.domain.result.Outcome;
import dev.signet.domain.secret.SecretAccess;
import dev.signet.domain.secret.SecretValue;
import dev.signet.domain.secret.Sha256;
import dev.signet.domain.signing.AccessTokenClaims;
import dev.signet.domain.signing.JwtSigner;
import dev.signet.domain.signing.SigningAlgorithm;
import dev.signet.domain.signing.SigningKey;
import dev.signet.domain.subject.ServiceId;
import java.security.SecureRandom;
import java.text.ParseException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

@DisplayName("A token as it is made: its form, what it says, what of it status keeps")
class TokenMintTest {

    private static final ServiceId SERVICE = new ServiceId("signet-abcdefghijklmnopqrstuvwxyz");
    private static final SecureRandom RANDOM = new SeededRandom(1);
    private static final SigningKey KEY = key();
    private static final RefreshKey REFRESH_KEY = Outcome.valueOf(RefreshKey.parse("hmac-1", new byte[32]));
    private static final TokenMint MINT = new TokenMint(
            new Issuer("https://signet.example", SERVICE),
            new JwtSigner(KEY),
            List.of(REFRESH_KEY),
            3,
            Duration.ofHours(6));

    private static SigningKey key() {
        AuthorityKey authority = RootCertificate.issue(
                new AuthoritySpec(
                        AuthorityName.parse("Signet", "").orElseThrow(),
                        KeyAlgorithm.ECDSA_P256,
                        START.plus(Duration.ofDays(3650))),
                START,
                RANDOM);
        return SigningKey.generate(SigningAlgorithm.ES256, authority, START.plus(Duration.ofDays(400)), START, RANDOM);
    }

    @Test
    @DisplayName("RFC 9068: a JWT access token with a claim of Signet's own")
    void aJwtSaysWhoMayDoWhatWhereAndUntilWhen() throws ParseException {
        JWSObject token = JWSObject.parse(value(mint(
                new DraftOrder()
                        .subject("User", "ada", "devs", "admins")
                        .scopes("b", "a", "member-of-groups:ops,devs")
                        .audiences("y", "x"),
                "1h")));

        assertThat(token.getHeader().toJSONObject())
                .containsEntry("typ", "at+jwt")
                .containsEntry("alg", "ES256")
                .containsEntry("kid", KEY.kid().value())
                .containsKey("x5c");
        assertThat(token.getPayload().toJSONObject())
                .containsOnlyKeys(
                        "iss", "sub", "aud", "client_id", "jti", "iat", "nbf", "exp", "scope", "groups", "signet.dev")
                .containsEntry("iss", "https://signet.example")
                .containsEntry("sub", SERVICE + ":ci:User:ada")
                .containsEntry("aud", List.of("x", "y"))
                .containsEntry("client_id", "ci/agent-7")
                .containsEntry("iat", START.getEpochSecond())
                .containsEntry("nbf", START.getEpochSecond())
                .containsEntry("exp", START.getEpochSecond() + 3600)
                .containsEntry("scope", "a b")
                .containsEntry("groups", List.of(SERVICE + ":ci:admins", SERVICE + ":ci:devs", SERVICE + ":ci:ops"))
                .containsEntry("signet.dev", Map.of("uid", Situation.UID, "epoch", 3L, "revocable", false));
    }

    @Test
    void theLongestThatMayBeOrderedLeavesRoomInTheHeadersOfARequest() {
        String[] groups = IntStream.range(0, 31)
                .mapToObj(i -> (i + "x".repeat(150)).substring(0, 150))
                .toArray(String[]::new);
        DraftOrder longest = new DraftOrder().subject("User", "ada", groups).audiences("a".repeat(220));

        assertThat(JwtNames.tooMany(longest.order(), "ci")).isEmpty();
        assertThat(value(mint(longest, "1h")).length()).isBetween(9 * 1024, PresentedJwt.LONGEST * 3 / 4);
    }

    @Test
    @DisplayName("RFC 9068: what is made is read back")
    void whatIsMintedVerifiesAndSaysTheSame() {
        TrustedKey trusted = TrustedKey.of(KEY.verificationKey()).orElseThrow();
        for (DraftOrder draft : List.of(
                new DraftOrder(),
                new DraftOrder().scopes(),
                new DraftOrder().refreshable(),
                new DraftOrder().globalSubject("Service", "ci", "devs").audiences("*"),
                new DraftOrder().scopes("a", "member-of-groups:ops,devs").audiences("y", "x"))) {
            TokenMint.Minted minted = mint(draft, "1h");
            AccessTokenClaims read = Outcome.valueOf(PresentedJwt.parse(value(minted)))
                    .verify(trusted)
                    .orElseThrow()
                    .claims();

            assertThat(read.holder().tokenId()).isEqualTo(minted.record().id());
            assertThat(new JwtSigner(KEY).sign(read)).isEqualTo(value(minted));
        }
    }

    @Test
    @DisplayName("A4: the issuer alone where no audience is named; A1: identity where no scope is")
    void whatIsLeftOpenIsFilledIn() {
        assertThat(claims(new DraftOrder().subject("Agent", "agent-7").scopes(), "1h"))
                .containsEntry("aud", SERVICE.text())
                .containsEntry("scope", "identity")
                .doesNotContainKey("groups");
        assertThat(claims(new DraftOrder().audiences("*"), "1h")).containsEntry("aud", "*");
    }

    @Test
    @DisplayName("A2: a global subject and its groups stand bare")
    void aGlobalSubjectStandsBare() {
        assertThat(claims(new DraftOrder().globalSubject("Service", "ci", "devs"), "1h"))
                .containsEntry("sub", "ci")
                .containsEntry("groups", List.of("devs"));
    }

    @ParameterizedTest(name = "{0} for {1}: {2}")
    @CsvSource({
        "Access,  5h59m59s, false",
        "Access,  6h,       true",
        "ApiKey,  365d,     true",
        "ApiKey,  1h,       false",
        "Pairing, 5m,       true",
        "Unlock,  15m,      false",
    })
    @DisplayName("A6: peers ask for revocations from the threshold up, and of one-time tokens always")
    void whetherPeersShallAskForRevocations(TokenUse use, String life, boolean revocable) {
        assertThat(claims(new DraftOrder().use(use), life))
                .containsEntry("signet.dev", Map.of("uid", Situation.UID, "epoch", 3L, "revocable", revocable));
    }

    @Test
    @DisplayName("A16, K7: what status keeps of a JWT")
    void theRecordTellsTheTokenWithoutItsValue() {
        DraftOrder draft = new DraftOrder();
        TokenMint.Minted minted = mint(draft, "1h");

        assertThat(minted.record())
                .isEqualTo(new CurrentToken(
                        String.valueOf(claims(minted).get("jti")),
                        Sha256.of(value(minted)),
                        Optional.empty(),
                        Optional.of(KEY.kid().value()),
                        3,
                        draft.content().hash(),
                        START,
                        Optional.of(START.plus(Duration.ofHours(1)))));
        assertThat(UUID.fromString(minted.record().id()).version()).isEqualTo(4);
    }

    @ParameterizedTest
    @EnumSource(names = {"Access", "Enrollment", "Pairing", "ApiKey"})
    @DisplayName("L9, K3: an opaque value begins with what its use says, and ends with a checksum")
    void anOpaqueValueHasThePrefixOfItsUse(TokenUse use) {
        TokenMint.Minted minted = mint(new DraftOrder().use(use).format(TokenFormat.Opaque), "1h");
        OpaqueToken parsed = Outcome.valueOf(OpaqueToken.parse(value(minted)));

        assertThat(parsed.prefix()).isEqualTo(use.prefix());
        assertThat(minted.record().kid()).isEmpty();
        assertThat(minted.record().epoch())
                .as("also opaque ones end with a reset")
                .isEqualTo(3);
    }

    @Test
    @DisplayName("J4: an enrolment token is opaque unless told otherwise")
    void anEnrolmentTokenIsOpaque() {
        assertThat(value(mint(new DraftOrder().use(TokenUse.Enrollment), "30m")))
                .startsWith("sgte_")
                .hasSize(54);
    }

    @Test
    @DisplayName("L9: a UUID token is of version 4")
    void aUuidValueIsOfVersionFour() {
        UUID value = UUID.fromString(value(mint(new DraftOrder().format(TokenFormat.UUID), "1h")));

        assertThat(value.version()).isEqualTo(4);
        assertThat(value.variant()).isEqualTo(2);
    }

    @Test
    @DisplayName("A5: a token without end, which is no JWT")
    void aTokenWithoutEndHasNoExpiry() {
        assertThat(MINT.mint(
                                IDENTITY,
                                new DraftOrder().format(TokenFormat.Opaque).order(),
                                Optional.empty(),
                                START,
                                RANDOM)
                        .record()
                        .expiresAt())
                .isEmpty();
    }

    @Test
    @DisplayName("A9: a reference token of 128 characters goes with it where ordered")
    void aReferenceTokenGoesWithIt() {
        TokenMint.Minted minted = mint(new DraftOrder().reference(), "1h");
        SecretValue reference = minted.reference().orElseThrow();

        assertThat(reference.reveal(SecretAccess.VERIFICATION))
                .startsWith(TokenPrefix.REFERENCE.text())
                .hasSize(128);
        assertThat(minted.record().referenceSha256()).contains(reference.sha256());
        assertThat(mint(new DraftOrder(), "1h").reference()).isEmpty();
    }

    @Test
    @DisplayName("A7: a refreshable token's id follows from its family, so that every replica knows it")
    void theIdOfARefreshableTokenIsDerived() {
        TokenMint.Minted minted = mint(new DraftOrder().refreshable(), "1h");
        RefreshToken refresh = minted.refresh().orElseThrow();

        assertThat(refresh.position().sequence()).isZero();
        assertThat(minted.record().id())
                .isEqualTo(REFRESH_KEY.jtiOf(refresh.position()).text())
                .isEqualTo(claims(minted).get("jti"));
        assertThat(mint(new DraftOrder().refreshable(), "1h")
                        .refresh()
                        .orElseThrow()
                        .position()
                        .family())
                .as("each issue is a family of its own")
                .isNotEqualTo(refresh.position().family());
        assertThat(mint(new DraftOrder(), "1h").refresh()).isEmpty();
    }

    @Test
    @DisplayName("K1: a refresh token can be made again, to the byte, while its key is in the keyring")
    void aRefreshTokenIsMadeAgain() {
        TokenMint.Minted minted = mint(new DraftOrder().refreshable(), "1h");
        RefreshToken refresh = minted.refresh().orElseThrow();
        RefreshKey next = Outcome.valueOf(RefreshKey.parse("hmac-2", new byte[32]));

        assertThat(madeAgain(minted, List.of(REFRESH_KEY))).contains(refresh.value());
        assertThat(madeAgain(minted, List.of(next, REFRESH_KEY))).contains(refresh.value());
        assertThat(madeAgain(minted, List.of(next))).isEmpty();
        assertThat(madeAgain(mint(new DraftOrder(), "1h"), refresh, List.of(REFRESH_KEY)))
                .isEmpty();
    }

    private static Optional<SecretValue> madeAgain(TokenMint.Minted minted, List<RefreshKey> keys) {
        return madeAgain(minted, minted.refresh().orElseThrow(), keys);
    }

    private static Optional<SecretValue> madeAgain(TokenMint.Minted minted, RefreshToken of, List<RefreshKey> keys) {
        return new TokenMint(MINT.issuer(), MINT.signer(), keys, 3, Duration.ofHours(6))
                .delivered(minted.record(), of.position().family())
                .map(RefreshToken::value);
    }

    @Test
    void fractionsOfASecondAreDropped() {
        Instant now = START.plusMillis(999);
        TokenMint.Minted minted =
                MINT.mint(IDENTITY, new DraftOrder().order(), Optional.of(now.plusSeconds(60)), now, RANDOM);

        assertThat(minted.record().issuedAt()).isEqualTo(START);
        assertThat(claims(minted))
                .containsEntry("iat", START.getEpochSecond())
                .containsEntry("exp", START.getEpochSecond() + 60);
    }

    @Test
    void noTwoValuesAreEqual() {
        for (TokenFormat format : TokenFormat.values()) {
            assertThat(Stream.generate(() -> mint(new DraftOrder().format(format), "1h"))
                            .limit(50)
                            .map(each -> each.value().sha256()))
                    .doesNotHaveDuplicates();
        }
    }

    @Test
    @DisplayName("K6: no secret value in anything that could be logged")
    void nothingSecretIsPrinted() {
        for (TokenFormat format : TokenFormat.values()) {
            TokenMint.Minted minted =
                    mint(new DraftOrder().refreshable().reference().format(format), "1h");
            String printed =
                    minted + " " + minted.record() + " " + minted.record().acceptedUntil(START) + " " + MINT + " "
                            + minted.refresh() + " " + minted.reference();

            assertThat(printed)
                    .doesNotContain(value(minted))
                    .doesNotContain(minted.reference().orElseThrow().reveal(SecretAccess.VERIFICATION))
                    .doesNotContain(minted.refresh().orElseThrow().value().reveal(SecretAccess.VERIFICATION))
                    .doesNotContain(
                            minted.value().reveal(SecretAccess.VERIFICATION).substring(20, 36));
        }
    }

    private static TokenMint.Minted mint(DraftOrder draft, String life) {
        return MINT.mint(IDENTITY, draft.order(), Optional.of(START.plus(span(life))), START, RANDOM);
    }

    private static String value(TokenMint.Minted minted) {
        return minted.value().reveal(SecretAccess.VERIFICATION);
    }

    private static Map<String, Object> claims(DraftOrder draft, String life) {
        return claims(mint(draft, life));
    }

    private static Map<String, Object> claims(TokenMint.Minted minted) {
        try {
            return JWSObject.parse(value(minted)).getPayload().toJSONObject();
        } catch (ParseException e) {
            throw new AssertionError(e);
        }
    }
}
