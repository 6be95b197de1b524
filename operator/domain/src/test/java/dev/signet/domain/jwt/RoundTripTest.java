package dev.signet.domain.jwt;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signet.domain.result.Outcome;
import dev.signet.domain.secret.Sha256;
import dev.signet.domain.signing.AccessTokenClaims;
import dev.signet.domain.signing.Actor;
import dev.signet.domain.signing.JwtSigner;
import dev.signet.domain.signing.SigningAlgorithm;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.UUID;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@DisplayName("What Signet signs, it reads back")
class RoundTripTest {

    private static final String LETTERS = "aZ09 .:/-_*\"\\<>&'\u00e4\u2028\ufeff\ufffd\ud83d\ude00";

    @ParameterizedTest
    @EnumSource
    void aTokenIsReadBackAsItsClaims(SigningAlgorithm algorithm) {
        Signet signet = Signet.with(algorithm);

        SignedJwt signed = presented(signet.token()).verify(signet.trusted).orElseThrow();

        assertThat(signed.claims()).isEqualTo(Signet.claims());
        assertThat(signed.kid()).isEqualTo(signet.key.kid());
    }

    @ParameterizedTest
    @EnumSource
    void whateverClaimsAreSignedTheSameAreRead(SigningAlgorithm algorithm) {
        Signet signet = Signet.with(algorithm);
        JwtSigner signer = new JwtSigner(signet.key);
        Random random = new Random(20);
        for (int i = 0; i < 100; i++) {
            AccessTokenClaims claims = anyClaims(random);
            assertThat(presented(signer.sign(claims))
                            .verify(signet.trusted)
                            .orElseThrow()
                            .claims())
                    .isEqualTo(claims);
        }
    }

    @Test
    void aPresentedTokenTellsItsKeyAndItsDigestAlone() {
        Signet signet = Signet.with(SigningAlgorithm.ES256);
        PresentedJwt presented = presented(signet.token());

        assertThat(presented.kid()).isEqualTo(signet.key.kid());
        assertThat(presented.sha256()).isEqualTo(Sha256.of(signet.token()));
        assertThat(presented).hasToString("PresentedJwt[" + signet.key.kid() + "]");
        assertThat(presented.verify(signet.trusted).orElseThrow())
                .hasToString("SignedJwt[4be0643f-1d98-473b-97cd-ca98a65347dd by " + signet.key.kid() + "]");
    }

    @ParameterizedTest
    @EnumSource
    void manyThreadsMayVerifyWithOneKey(SigningAlgorithm algorithm) {
        Signet signet = Signet.with(algorithm);
        TrustedKey fresh = TrustedKey.of(signet.key.verificationKey()).orElseThrow();
        String good = signet.token();
        String bad = Signet.signedPart(good) + "." + Signet.encoded(signet.signature("another input"));

        assertThat(IntStream.range(0, 400).parallel().mapToObj(i -> Verdict.of(i % 2 == 0 ? good : bad, fresh)))
                .containsOnly(Verdict.ACCEPTED, "WRONG_SIGNATURE")
                .filteredOn(Verdict.ACCEPTED::equals)
                .hasSize(200);
    }

    private static PresentedJwt presented(String token) {
        return Outcome.valueOf(PresentedJwt.parse(token));
    }

    private static AccessTokenClaims anyClaims(Random random) {
        var holder = new AccessTokenClaims.Holder(
                anyText(random, 60),
                anyText(random, 250),
                anyText(random, 60),
                anyTokenId(random),
                some(random.nextInt(40), i -> i + anyText(random, 20)));
        long issued = random.nextInt(1_800_000_000);
        Instant expires = Instant.ofEpochSecond(issued + 1 + random.nextInt(1000));
        var validity = new AccessTokenClaims.Validity(
                Instant.ofEpochSecond(issued), expires.minusSeconds(random.nextInt(3)), expires);
        var signet = AccessTokenClaims.SignetClaims.issued(
                anyText(random, 36), random.nextLong(1_000_000_000_000_000_000L), random.nextBoolean());
        var claims = new AccessTokenClaims(
                holder,
                some(1 + random.nextInt(32), i -> i + anyText(random, 80)),
                some(random.nextInt(20), i -> "scope:" + i),
                validity,
                random.nextBoolean() ? signet : signet.from(anyText(random, 36)));
        return anyActor(random, random.nextInt(5)).map(claims::actedBy).orElse(claims);
    }

    private static String anyTokenId(Random random) {
        String uuid = new UUID(random.nextLong(), random.nextLong() >>> 2 | Long.MIN_VALUE).toString();
        return uuid.substring(0, 14) + (random.nextBoolean() ? '4' : '8') + uuid.substring(15);
    }

    private static Optional<Actor> anyActor(Random random, int length) {
        return length == 0
                ? Optional.empty()
                : Optional.of(new Actor(anyText(random, 60), anyActor(random, length - 1)));
    }

    private static List<String> some(int count, IntFunction<String> item) {
        return IntStream.range(0, count).mapToObj(item).toList();
    }

    private static String anyText(Random random, int longest) {
        int[] letters = LETTERS.codePoints().toArray();
        return random.ints(1 + random.nextInt(longest), 0, letters.length)
                .collect(StringBuilder::new, (text, at) -> text.appendCodePoint(letters[at]), StringBuilder::append)
                .toString();
    }
}
