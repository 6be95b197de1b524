package dev.signet.kubernetes.edge;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.jwk.JWKSet;
import dev.signet.crds.authority.CertificateAuthority;
import dev.signet.domain.ca.AuthorityKey;
import dev.signet.domain.ca.AuthorityName;
import dev.signet.domain.ca.AuthoritySpec;
import dev.signet.domain.ca.KeyAlgorithm;
import dev.signet.domain.ca.Pem;
import dev.signet.domain.ca.RootCertificate;
import dev.signet.domain.signing.SigningAlgorithm;
import dev.signet.domain.signing.SigningKey;
import dev.signet.domain.verification.AuthorityState;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.text.ParseException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@DisplayName("The keys that count are those that the status of an authority publishes")
class AuthorityIndexTest {

    private static final SecureRandom RANDOM = new SecureRandom();
    private static final Instant NOW = Instant.parse("2026-11-25T10:00:00Z");
    private static final AuthorityKey ROOT = RootCertificate.issue(
            new AuthoritySpec(
                    AuthorityName.parse("Root", "Example").orElseThrow(),
                    KeyAlgorithm.ECDSA_P256,
                    NOW.plus(Duration.ofDays(3650))),
            NOW,
            RANDOM);
    private static final SigningKey FIRST = key();
    private static final SigningKey SECOND = key();

    private static SigningKey key() {
        return SigningKey.generate(SigningAlgorithm.ES256, ROOT, NOW.plus(Duration.ofDays(400)), NOW, RANDOM);
    }

    @Test
    void announcedActiveAndDrainingKeysCountAndArePublished() throws ParseException {
        AuthorityIndex index = index(
                "",
                row(FIRST.kid().value(), "Draining", FIRST.chain()),
                row(SECOND.kid().value(), "Announced", SECOND.chain()));

        assertThat(index.key(FIRST.kid())).hasValueSatisfying(key -> {
            assertThat(key.authority()).isEqualTo("signet");
            assertThat(key.edge()).isFalse();
        });
        assertThat(index.key(SECOND.kid())).isPresent();
        assertThat(index.hasKeys()).isTrue();
        assertThat(JWKSet.parse(new String(index.jwks(), StandardCharsets.UTF_8))
                        .getKeys())
                .extracting(each -> each.getKeyID())
                .containsExactlyInAnyOrder(FIRST.kid().value(), SECOND.kid().value());
    }

    @Test
    void aRetiredKeyCountsNoMoreWhateverStandsBesideIt() {
        assertThat(index("", row(FIRST.kid().value(), "Retired", FIRST.chain())).hasKeys())
                .isFalse();
    }

    @Test
    void aCertificateOfAnotherKeyProvesNothing() {
        AuthorityIndex index = index("", row(FIRST.kid().value(), "Active", SECOND.chain()));

        assertThat(index.key(FIRST.kid())).isEmpty();
        assertThat(index.key(SECOND.kid())).isEmpty();
    }

    @Test
    void oneKeyThatCannotBeReadTakesNoOtherWithIt() {
        AuthorityIndex index = index(
                "",
                row(FIRST.kid().value(), "Active", List.of()),
                row(SECOND.kid().value(), "Announced", SECOND.chain()));

        assertThat(index.key(FIRST.kid())).isEmpty();
        assertThat(index.key(SECOND.kid())).isPresent();
    }

    @Test
    void aKeyThatStaysTheSameStaysTheSameObjectSoThatWhatItProvedStaysProven() {
        CertificateAuthority authority = authority("", row(FIRST.kid().value(), "Active", FIRST.chain()));
        AuthorityIndex before = index(AuthorityIndex.EMPTY, authority);
        AuthorityIndex after = index(before, authority);

        assertThat(after.key(FIRST.kid()).orElseThrow())
                .isSameAs(before.key(FIRST.kid()).orElseThrow());

        authority.getMetadata().setName("another");
        assertThat(index(after, authority).key(FIRST.kid()).orElseThrow().authority())
                .isEqualTo("another");
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            value = {
                "selfSigned: {} | | PT6H",
                "'selfSigned: {}, rejectIssuedBefore: \"2026-11-25T10:00:00Z\"' | 2026-11-25T10:00:00Z | PT6H",
                "'selfSigned: {}, revocableThreshold: 1h' | | PT1H",
            })
    void itsOrdersAreKnown(String spec, Instant rejectsBefore, Duration threshold) {
        AuthorityIndex index = index(AuthorityIndex.EMPTY, authority(spec, row("k", "Retired", List.of())));

        assertThat(index.authority("signet"))
                .contains(new AuthorityState(3, Optional.ofNullable(rejectsBefore), threshold));
        assertThat(index.authority("other")).isEmpty();
    }

    @Test
    void anOrderThatCannotBeReadRejectsAllSinceSomeTimeMayHaveBeenMeant() {
        AuthorityIndex index = index(
                AuthorityIndex.EMPTY,
                authority("selfSigned: {}, rejectIssuedBefore: yesterday", row("k", "Retired", List.of())));

        assertThat(index.authority("signet").flatMap(AuthorityState::rejectsBefore))
                .contains(Instant.MAX);
    }

    @Test
    void anAuthorityWithoutAStatusIsNotKnown() {
        CertificateAuthority authority = authority("", row(FIRST.kid().value(), "Active", FIRST.chain()));
        authority.setStatus(null);

        assertThat(index(AuthorityIndex.EMPTY, authority).authority("signet")).isEmpty();
    }

    @Test
    void aResetIsSeenByItsEpoch() {
        CertificateAuthority authority = authority("", row(FIRST.kid().value(), "Active", FIRST.chain()));
        AuthorityIndex before = index(AuthorityIndex.EMPTY, authority);
        CertificateAuthority reset = Serialization.unmarshal(
                Serialization.asYaml(authority).replace("epoch: 3", "epoch: 4"), CertificateAuthority.class);

        assertThat(before.isResetSince(AuthorityIndex.EMPTY)).isFalse();
        assertThat(index(before, authority).isResetSince(before)).isFalse();
        assertThat(index(before, reset).isResetSince(before)).isTrue();
        assertThat(AuthorityIndex.EMPTY.isResetSince(before)).isTrue();
    }

    private static AuthorityIndex index(String spec, String... rows) {
        return index(AuthorityIndex.EMPTY, authority(spec, rows));
    }

    private static AuthorityIndex index(AuthorityIndex former, CertificateAuthority authority) {
        return AuthorityIndex.of(Stream.of(authority), Optional.empty(), "signet", Optional.empty(), former);
    }

    private static String row(String kid, String state, List<X509Certificate> chain) {
        String certificate = chain.isEmpty()
                ? "no certificate"
                : new String(Pem.encode(chain), StandardCharsets.US_ASCII).replace("\n", "\\n");
        return "{kid: %s, state: %s, algorithm: ES256, since: '%s', notAfter: '%s', certificate: \"%s\"}"
                .formatted(kid, state, NOW, NOW, certificate);
    }

    private static CertificateAuthority authority(String spec, String... rows) {
        return Serialization.unmarshal(
                """
                        apiVersion: signet.dev/v1alpha1
                        kind: CertificateAuthority
                        metadata: {name: signet, generation: 1}
                        spec: {%s}
                        status: {epoch: 3, signingKeys: [%s]}
                        """.formatted(spec.isEmpty() ? "selfSigned: {}" : spec, String.join(", ", rows)),
                CertificateAuthority.class);
    }
}
