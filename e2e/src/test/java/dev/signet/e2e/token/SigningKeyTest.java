package dev.signet.e2e.token;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jwt.SignedJWT;
import dev.signet.crds.authority.SigningKeyState;
import dev.signet.crds.token.TokenPhase;
import java.text.ParseException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** It waits for two minutes, so it runs beside the other classes. */
@Order(1) // it takes long, and hardly any work
@Execution(ExecutionMode.CONCURRENT)
@DisplayName("The keys that sign tokens: A1, A7, K2")
class SigningKeyTest {
    @RegisterExtension
    static final SharedInstallation INSTALLATION = new SharedInstallation();

    private static final String SELF_SIGNED = "selfSigned: {}";
    private static final Duration AHEAD = Duration.ofSeconds(3);
    private static final Duration KEPT = Duration.ofMinutes(1);

    @LifeTest
    void k2ASigningKeyIsPublishedBeforeItSignsAndItsPrivatePartGoesAMinuteAfterItsLastSignature() {
        Authority authority = Authority.of(INSTALLATION.tenant(), "rolling");
        try (KeyHistory history = new KeyHistory(authority);
                OpenSsl openssl = new OpenSsl()) {
            authority.make(SELF_SIGNED + ", tokenSigning: {rotateEvery: 10s, publishAhead: 3s, longestLifetime: 30s}");
            authority.awaitReady();
            String first = authority.activeKey();
            authority.order("kept", "ttl: 30s, rotation: {policy: Expire}");
            authority.order("turning", "ttl: 10s, rotation: {renewAt: 50%, overlap: 0s}");
            String kept = authority.issued("kept");
            assertThat(parsed(kept).getHeader().getKeyID()).isEqualTo(first);

            authority.await("draining", status -> authority.stateOf(first) == SigningKeyState.Draining);
            assertThat(authority.entries(first)).containsExactlyInAnyOrder("tls.key", "tls.crt");
            Tenant.patiently("the private key of " + first + " to go")
                    .atMost(KEPT.multipliedBy(2))
                    .until(() -> !authority.entries(first).contains("tls.key"));
            Instant drained = history.since(first, SigningKeyState.Draining).orElseThrow();
            assertThat(Duration.between(drained, Instant.now())).isBetween(KEPT, KEPT.plusSeconds(30));
            assertThat(authority.entries(first)).containsExactly("tls.crt");
            assertThat(authority.tenant().status("kept").phase()).isIn(TokenPhase.Valid, TokenPhase.Expired);
            assertThat(openssl.verifies(kept, authority.pem())).isTrue();

            Tenant.patiently("a later key to retire")
                    .atMost(KEPT.multipliedBy(2))
                    .until(() -> history.keys().stream()
                            .anyMatch(kid -> history.states(kid).size() == 4));
            assertThat(history.states(first))
                    .containsExactly(SigningKeyState.Active, SigningKeyState.Draining, SigningKeyState.Retired);
            eachWasPublishedBeforeItSigned(authority, history, first);
        }
    }

    private static void eachWasPublishedBeforeItSigned(Authority authority, KeyHistory history, String first) {
        String turning = authority.tenant().namespace() + "/turning";
        List<SignedJWT> issued = INSTALLATION.valuesSeen().stream()
                .filter(value -> value.startsWith("ey"))
                .map(SigningKeyTest::parsed)
                .filter(jwt -> claim(jwt, "client_id").equals(turning))
                .toList();
        assertThat(issued.stream().map(jwt -> jwt.getHeader().getKeyID()).distinct())
                .hasSizeGreaterThan(5);
        assertThat(issued)
                .filteredOn(jwt -> !jwt.getHeader().getKeyID().equals(first))
                .allSatisfy(jwt -> assertThat(issuedAt(jwt))
                        .isAfterOrEqualTo(history.since(jwt.getHeader().getKeyID(), SigningKeyState.Announced)
                                .orElseThrow()
                                .plus(AHEAD)));
    }

    /** An authority and its signing key, each of any algorithm, in the words of openssl. */
    private record Signer(String name, String key, String algorithm, String spokenOf) {}

    @LifeTest
    void a1EachAlgorithmOfAnAuthorityAndOfItsSigningKeyMakesAJwtThatStrangersVerify() {
        Tenant tenant = INSTALLATION.tenant();
        List<Signer> signers = List.of(
                new Signer("p256", "{algorithm: ECDSA, size: 256}", "ES256", "ASN1 OID: prime256v1"),
                new Signer("p384", "{algorithm: ECDSA, size: 384}", "RS256", "Public Key Algorithm: rsaEncryption"),
                new Signer("ed25519", "{algorithm: Ed25519}", "EdDSA", "Public Key Algorithm: ED25519"),
                new Signer("rsa", "{algorithm: RSA, size: 2048}", "ES256", "ASN1 OID: prime256v1"));
        for (Signer signer : signers) {
            Authority authority = Authority.of(tenant, signer.name());
            authority.make("%s, key: %s, tokenSigning: {algorithm: %s}"
                    .formatted(SELF_SIGNED, signer.key(), signer.algorithm()));
            authority.order(signer.name(), "ttl: 1h");
        }

        try (OpenSsl openssl = new OpenSsl()) {
            for (Signer signer : signers) {
                Authority authority = Authority.of(tenant, signer.name());
                String jwt = authority.issued(signer.name());
                assertThat(parsed(jwt).getHeader().getAlgorithm()).hasToString(signer.algorithm());
                assertThat(openssl.keyOfSigner(jwt)).contains(signer.spokenOf());
                assertThat(openssl.verifies(jwt, authority.pem()))
                        .as(signer.toString())
                        .isTrue();
                assertThat(openssl.sha256(authority.pem())).isEqualTo(authority.certificate());
            }
        }
    }

    @LifeTest
    void a7TheKeyringOfTheTokenServiceStandsWithItsDocumentedKeys() {
        Tenant tenant = INSTALLATION.tenant();
        Authority authority = new Authority(tenant, "signet");
        authority.awaitReady();

        Tenant.patiently("the keyring")
                .until(() -> authority.secret("signet-edge-keyring").isPresent());
        Map<String, String> keyring =
                Secrets.decoded(authority.secret("signet-edge-keyring").orElseThrow());
        assertThat(keyring.keySet().stream().map(entry -> entry.replaceAll("[a-z2-7]{26}", "<kid>")))
                .containsExactlyInAnyOrder("active", "hmac-1", "sign-<kid>.crt", "sign-<kid>.pem");
        assertThat(Secrets.value(authority.secret("signet-edge-keyring").orElseThrow(), "active"))
                .containsPattern("(?m)^hmac-1 Active 20\\d\\d-")
                .containsPattern("(?m)^sign-[a-z2-7]{26} Active 20\\d\\d-");
    }

    private static SignedJWT parsed(String jwt) {
        try {
            return SignedJWT.parse(jwt);
        } catch (ParseException failure) {
            throw new AssertionError("no JWT", failure);
        }
    }

    private static String claim(SignedJWT jwt, String name) {
        try {
            return String.valueOf(jwt.getJWTClaimsSet().getClaim(name));
        } catch (ParseException failure) {
            throw new AssertionError("no claims", failure);
        }
    }

    private static Instant issuedAt(SignedJWT jwt) {
        try {
            return jwt.getJWTClaimsSet().getIssueTime().toInstant();
        } catch (ParseException failure) {
            throw new AssertionError("no claims", failure);
        }
    }
}
