package dev.signet.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signet.domain.ca.AuthorityKey;
import dev.signet.domain.ca.AuthorityName;
import dev.signet.domain.ca.AuthoritySpec;
import dev.signet.domain.ca.KeyAlgorithm;
import dev.signet.domain.ca.Pem;
import dev.signet.domain.ca.RootCertificate;
import dev.signet.domain.format.OpaqueToken;
import dev.signet.domain.format.ReferenceToken;
import dev.signet.domain.format.RefreshFamily;
import dev.signet.domain.format.RefreshKey;
import dev.signet.domain.format.RefreshPosition;
import dev.signet.domain.format.RefreshToken;
import dev.signet.domain.format.TokenId;
import dev.signet.domain.format.TokenPrefix;
import dev.signet.domain.format.UuidToken;
import dev.signet.domain.secret.SecretAccess;
import dev.signet.domain.secret.SecretValue;
import dev.signet.domain.signing.AccessTokenClaims;
import dev.signet.domain.signing.JwtSigner;
import dev.signet.domain.signing.SigningAlgorithm;
import dev.signet.domain.signing.SigningKey;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

@Tag("quick")
class SecretScannerTest {
    private static final SecureRandom RANDOM = new SecureRandom();
    private static final Instant NOW = Instant.parse("2026-11-22T10:00:00Z");
    private static final AuthorityKey AUTHORITY = RootCertificate.issue(
            new AuthoritySpec(
                    AuthorityName.parse("Root", "Example").orElseThrow(),
                    KeyAlgorithm.ECDSA_P256,
                    NOW.plus(Duration.ofDays(9))),
            NOW,
            RANDOM);

    private final SecretScanner scanner = new SecretScanner();

    static Stream<String> tokens() {
        byte[] key = new byte[RefreshKey.LEAST_BYTES];
        RANDOM.nextBytes(key);
        RefreshKey refreshing = RefreshKey.parse("hmac-7", key).toOptional().orElseThrow();
        RefreshPosition position = RefreshPosition.first(RefreshFamily.random(RANDOM));
        return Stream.concat(
                Stream.of(TokenPrefix.ACCESS, TokenPrefix.ENROLLMENT, TokenPrefix.API_KEY, TokenPrefix.PAIRING)
                        .map(prefix -> text(OpaqueToken.generate(prefix, RANDOM).value())),
                Stream.of(
                        text(ReferenceToken.generate(RANDOM).value()),
                        text(RefreshToken.issue(position, refreshing).value()),
                        text(refreshing.opaqueOf(position, TokenPrefix.ACCESS).value()),
                        jwt(SigningAlgorithm.ES256),
                        jwt(SigningAlgorithm.EdDSA)));
    }

    @ParameterizedTest
    @MethodSource("tokens")
    void findsATokenAsItIsOnceAndWithoutWhatStandsAroundIt(String token) {
        assertThat(scanner.find(token)).containsExactly(token);
        assertThat(scanner.find("{\"message\":\"refused '" + token + "' and " + token + ", twice\"}"))
                .containsExactly(token);
        assertThat(scanner.find("/oauth2/introspect?token=" + token + "&x=1")).containsExactly(token);
        assertThat(scanner.find("Authorization: Bearer " + token)).contains(token);
    }

    /** As in the data of a Secret, in a Docker configuration and in Basic credentials, and where a path stands before it. */
    @ParameterizedTest
    @MethodSource("tokens")
    void findsATokenInBase64(String token) {
        for (String before : List.of("", "u", "us", "user:", "{\"token\":\"")) {
            byte[] bytes = (before + token + "\n").getBytes(StandardCharsets.UTF_8);

            for (String path : List.of("", "a/", "ab/", "abc/")) {
                assertThat(scanner.find(path + Base64.getEncoder().encodeToString(bytes)))
                        .contains(token);
                assertThat(scanner.find(
                                path + Base64.getUrlEncoder().withoutPadding().encodeToString(bytes)))
                        .contains(token);
            }
        }
    }

    @ParameterizedTest
    @MethodSource("tokens")
    void findsATokenThatWasCutOff(String token) {
        assertThat(scanner.find(token.substring(0, token.length() - 10) + "…")).hasSize(1);
    }

    @Test
    void findsPrivateKeysAndNoCertificate() {
        String key = new String(AUTHORITY.toSecretData().get("tls.key"), StandardCharsets.US_ASCII);
        String rsa =
                new String(Pem.encode(KeyAlgorithm.RSA_2048.generate(RANDOM).getPrivate()), StandardCharsets.US_ASCII);

        for (String pem : List.of(key, rsa, key.replace("BEGIN", "BEGIN EC"), key.replace("\n", "\\n"))) {
            assertThat(scanner.find(pem)).hasSize(1);
            assertThat(scanner.find(
                            "tls.key: " + Base64.getEncoder().encodeToString(pem.getBytes(StandardCharsets.US_ASCII))))
                    .hasSize(1);
        }
        assertThat(scanner.find(AUTHORITY.rootPem())).isEmpty();
    }

    @Test
    void findsCredentialsWhateverTheyAre() {
        String uuid = text(UuidToken.generate(RANDOM).value());
        String basic = Base64.getEncoder()
                .encodeToString(("agent-7:" + uuid).getBytes(StandardCharsets.UTF_8))
                .replace("=", "");

        assertThat(scanner.find("authorization=Bearer " + uuid)).containsExactly(uuid);
        assertThat(scanner.find("[\"Authorization\", \"Basic " + basic + "\"]")).containsExactly(basic);
        assertThat(scanner.find("proxy-authorization: BASIC  " + basic)).containsExactly(basic);
    }

    /** What logs and metrics are full of. */
    @Test
    void isNotAlarmedByWhatIsPublic() {
        String digest = SecretValue.of("sgta_x").sha256().hex();
        String id = TokenId.random(RANDOM).text();
        String sha512 = HexFormat.of().formatHex(new byte[64]).replace("00", "a7");
        String token = jwt(SigningAlgorithm.ES256);

        assertThat(List.of(
                        "",
                        "sgta_",
                        "sgta_nothing is no token; sgt[aekprf]_[0-9A-Za-z]{49,} finds them all",
                        "TokenRevoked: token " + id + " of ci/agent-7, sha256 " + digest,
                        "digests " + digest + digest + " and " + sha512,
                        "Bearer authentication is required, and Basic realm=\"signet\" would do",
                        "WWW-Authenticate: Bearer realm=\"https://signet.example/v2/token\",service=\"signet-" + id
                                + "\"",
                        "eyJhbGciOiJFUzI1NiJ9 and no more, or eyJhbGciOiJFUzI1NiJ9.eyJzdWIiOiJhIn0 without its signature",
                        token.substring(0, token.lastIndexOf('.')),
                        Base64.getEncoder().encodeToString(AUTHORITY.rootPem().getBytes(StandardCharsets.US_ASCII)),
                        "at io.fabric8.kubernetes.client.utils.internal/PriorityBasedThreadPool_Executor-0123456789abcdef0123",
                        "signet_edge_decisions_total{outcome=\"refused\",reason=\"TokenRevoked\"} 12.0"))
                .allSatisfy(line -> assertThat(scanner.find(line)).as(line).isEmpty());
    }

    private static String jwt(SigningAlgorithm algorithm) {
        SigningKey key = SigningKey.generate(algorithm, AUTHORITY, NOW.plus(Duration.ofDays(8)), NOW, RANDOM);
        return new JwtSigner(key)
                .sign(new AccessTokenClaims(
                        new AccessTokenClaims.Holder(
                                "https://signet.example",
                                "signet-x:ci:Agent:agent-7",
                                "ci/agent-7",
                                TokenId.random(RANDOM).text(),
                                List.of()),
                        List.of("signet-x"),
                        List.of("applied-permissions/user"),
                        new AccessTokenClaims.Validity(NOW, NOW, NOW.plus(Duration.ofHours(1))),
                        AccessTokenClaims.SignetClaims.issued("f1c3b0a2-0000-4000-8000-000000000001", 3, true)));
    }

    private static String text(SecretValue value) {
        return value.reveal(SecretAccess.VERIFICATION);
    }
}
