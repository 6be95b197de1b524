package dev.signet.domain.ca;

import static dev.signet.domain.ca.Fixtures.NOW;
import static dev.signet.domain.ca.Fixtures.RANDOM;
import static dev.signet.domain.ca.Fixtures.below;
import static dev.signet.domain.ca.Fixtures.jdkAccepts;
import static dev.signet.domain.ca.Fixtures.openSslAccepts;
import static dev.signet.domain.ca.Fixtures.root;
import static dev.signet.domain.ca.Fixtures.signingChain;
import static dev.signet.domain.ca.Fixtures.spec;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.security.KeyPair;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

final class AuthorityCertificateTest {
    @ParameterizedTest
    @EnumSource
    void everyAlgorithmMakesRootsThatSignIntermediatesAndSigningCertificates(KeyAlgorithm algorithm) {
        AuthorityKey root = root(algorithm);
        AuthorityKey intermediate = below(root, spec("Intermediate", KeyAlgorithm.ECDSA_P256));

        for (List<X509Certificate> chain : List.of(
                signingChain(root, KeyAlgorithm.ECDSA_P256), signingChain(intermediate, KeyAlgorithm.ED25519))) {
            assertThat(jdkAccepts(chain)).isTrue();
            assertThat(OpenSsl.verify(chain, NOW))
                    .satisfies(result ->
                            assertThat(result.exit()).as(result.output()).isZero());
        }
        assertThat(root.certificate().getSigAlgName()).isIn(algorithm.signatureName(), "EdDSA");
    }

    @ParameterizedTest
    @EnumSource(names = {"ECDSA_P256", "ECDSA_P384", "ED25519", "RSA_2048"})
    void everyAlgorithmMakesIntermediatesAndLeaves(KeyAlgorithm algorithm) {
        AuthorityKey intermediate = below(root(), spec("Intermediate", algorithm));

        List<X509Certificate> chain = signingChain(intermediate, algorithm);

        assertThat(chain).hasSize(3);
        assertThat(jdkAccepts(chain)).isTrue();
        assertThat(openSslAccepts(chain)).isTrue();
    }

    @Test
    void opensslReadsTheRootAsItWasMeant() {
        String text =
                OpenSsl.text(RootCertificate.issue(spec("Root", 2), NOW, RANDOM).certificate());

        assertThat(text)
                .contains("Version: 3 (0x2)")
                .contains("Issuer: O = Example, CN = Root")
                .contains("Subject: O = Example, CN = Root")
                .containsIgnoringWhitespaces("Not Before: Nov 22 09:59:00 2026 GMT")
                .containsIgnoringWhitespaces("Not After : Nov 19 10:00:00 2036 GMT")
                .containsIgnoringWhitespaces("X509v3 Basic Constraints: critical CA:TRUE, pathlen:2")
                .containsIgnoringWhitespaces("X509v3 Key Usage: critical Certificate Sign, CRL Sign")
                .contains("X509v3 Subject Key Identifier")
                .contains("X509v3 Authority Key Identifier")
                .doesNotContain("Extended Key Usage", "Name Constraints");
    }

    @Test
    void opensslReadsTheSigningCertificateAsItWasMeant() {
        String text = OpenSsl.text(signingChain(root(), KeyAlgorithm.ECDSA_P256).get(0));

        assertThat(text)
                .contains("Subject: CN = Token signing key abcdefghijklmnopqrstuvwxyz")
                .containsIgnoringWhitespaces("X509v3 Basic Constraints: critical CA:FALSE")
                .containsIgnoringWhitespaces("X509v3 Key Usage: critical Digital Signature")
                .doesNotContain("Certificate Sign", "Extended Key Usage", "Alternative Name");
    }

    @Test
    void theIdentifiersOfKeysLinkTheChain() {
        AuthorityKey root = root();
        AuthorityKey intermediate = below(root, spec("Intermediate", 0));

        assertThat(CertificateDraft.issuer(
                                intermediate.certificate(),
                                Pem.privateKey(intermediate.toSecretData().getOrDefault("tls.key", new byte[0]))
                                        .orElseThrow())
                        .keyIdentifier()
                        .getKeyIdentifier())
                .hasSize(20)
                .isNotEqualTo(root.issuer().keyIdentifier().getKeyIdentifier());
        byte[] authorityKeyIdentifier = intermediate.certificate().getExtensionValue("2.5.29.35");
        assertThat(java.util.HexFormat.of().formatHex(authorityKeyIdentifier))
                .endsWith(java.util.HexFormat.of()
                        .formatHex(root.issuer().keyIdentifier().getKeyIdentifier()));
    }

    @Test
    void serialNumbersAreLongPositiveAndNeverTheSame() {
        AuthorityKey root = root();
        KeyPair pair = KeyAlgorithm.ECDSA_P256.generate(RANDOM);
        Set<java.math.BigInteger> serials = new HashSet<>();
        for (int i = 0; i < 50; i++) {
            var request = new SigningCertificate.Request("a", pair.getPublic(), NOW.plusSeconds(60));
            X509Certificate certificate =
                    SigningCertificate.issue(request, root, NOW, RANDOM).get(0);
            assertThat(certificate.getSerialNumber().signum()).isPositive();
            assertThat(certificate.getSerialNumber().toByteArray()).hasSize(20);
            serials.add(certificate.getSerialNumber());
        }
        assertThat(serials).hasSize(50);
    }

    @Test
    void datesAfter2049AreEncodedAsRfc5280Wants() {
        var spec = new AuthoritySpec(
                Fixtures.name("Root"), KeyAlgorithm.ECDSA_P256, Instant.parse("2126-11-22T10:00:00Z"));
        AuthorityKey root = RootCertificate.issue(spec, NOW, RANDOM);

        assertThat(root.latestExpiry()).isEqualTo(Instant.parse("2126-11-22T10:00:00Z"));
        assertThat(openSslAccepts(signingChain(root, KeyAlgorithm.ECDSA_P256))).isTrue();
    }

    @Test
    void aRootThatEndsBeforeItBeginsIsABug() {
        var spec = new AuthoritySpec(Fixtures.name("Root"), KeyAlgorithm.ECDSA_P256, NOW.minus(Duration.ofDays(1)));

        assertThatThrownBy(() -> RootCertificate.issue(spec, NOW, RANDOM)).isInstanceOf(IllegalArgumentException.class);
    }

    @ParameterizedTest
    @CsvSource({
        // parent, asked for, got (2147483647: no bound)
        "1, 2147483647, 0",
        "2, 2147483647, 1",
        "2, 0, 0",
        "3, 2, 2",
        "2147483647, 5, 5",
        "2147483647, 2147483647, 2147483647"
    })
    void pathLengthsDecrease(int parent, int asked, int expected) {
        AuthorityKey root = RootCertificate.issue(spec("Root", parent), NOW, RANDOM);

        AuthorityKey intermediate = below(root, spec("Intermediate", asked));

        assertThat(intermediate.certificate().getBasicConstraints()).isEqualTo(expected);
        assertThat(openSslAccepts(signingChain(intermediate, KeyAlgorithm.ECDSA_P256)))
                .isTrue();
    }

    @Test
    void anAuthorityOfPathLengthZeroGetsNoneBelow() {
        AuthorityKey root = RootCertificate.issue(spec("Root", 0), NOW, RANDOM);

        assertThat(IntermediateCertificate.issue(spec("Below", 0), root, NOW, RANDOM)
                        .refusal())
                .contains(IntermediateCertificate.Refusal.PATH_LENGTH);
    }

    @Test
    void aPathLengthFurtherUpCountsToo() {
        AuthorityKey root = RootCertificate.issue(spec("Root", 1), NOW, RANDOM);
        AuthorityKey forged = forcedBelow(root, AuthoritySpec.UNLIMITED);

        assertThat(forged.certificate().getBasicConstraints()).isEqualTo(AuthoritySpec.UNLIMITED);
        assertThat(forged.pathLength()).isZero();
        assertThat(IntermediateCertificate.issue(spec("Below", 0), forged, NOW, RANDOM)
                        .refusal())
                .contains(IntermediateCertificate.Refusal.PATH_LENGTH);
    }

    @Test
    void aChainThatIsLongerThanItsPathLengthFailsEverywhere() {
        // Two below a root: validators take a trust anchor's own path length for nothing (RFC 5280, 6.1).
        AuthorityKey flat = below(root(), spec("Flat", 0));
        List<X509Certificate> chain = signingChain(forcedBelow(flat, 0), KeyAlgorithm.ECDSA_P256);

        assertThat(jdkAccepts(chain)).isFalse();
        assertThat(OpenSsl.verify(chain, NOW))
                .satisfies(result -> assertThat(result.exit()).isNotZero())
                .satisfies(result -> assertThat(result.output()).contains("path length constraint exceeded"));
    }

    @Test
    void nothingOutlivesTheAuthorityAboveIt() {
        Instant rootEnd = NOW.plus(Duration.ofDays(10));
        AuthorityKey root = RootCertificate.issue(
                new AuthoritySpec(Fixtures.name("Root"), KeyAlgorithm.ECDSA_P256, rootEnd), NOW, RANDOM);

        var issued = IntermediateCertificate.issue(spec("Below", 0), root, NOW, RANDOM)
                .orElseThrow();

        assertThat(issued.shortened()).isTrue();
        assertThat(issued.authority().latestExpiry()).isEqualTo(root.latestExpiry());
        assertThat(signingChain(issued.authority(), KeyAlgorithm.ECDSA_P256)
                        .get(0)
                        .getNotAfter()
                        .toInstant())
                .isEqualTo(root.latestExpiry());
    }

    @Test
    void anIntermediateWithinItsParentIsNotShortened() {
        var spec = new AuthoritySpec(Fixtures.name("Below"), KeyAlgorithm.ECDSA_P256, NOW.plus(Duration.ofDays(1)));

        var issued = IntermediateCertificate.issue(spec, root(), NOW, RANDOM).orElseThrow();

        assertThat(issued.shortened()).isFalse();
        assertThat(issued.authority().latestExpiry()).isEqualTo(Instant.parse("2026-11-23T10:00:00Z"));
    }

    @ParameterizedTest
    @CsvSource({"P3651D", "-PT2M"})
    void anAuthorityThatIsNotValidGetsNoneBelow(Duration later) {
        assertThat(IntermediateCertificate.issue(spec("Below", 0), root(), NOW.plus(later), RANDOM)
                        .refusal())
                .contains(IntermediateCertificate.Refusal.NOT_VALID);
    }

    @Test
    void theSecretIsLaidOutAsCertManagerDoes() {
        AuthorityKey root = root();
        AuthorityKey intermediate = below(root, spec("Below", 0));

        assertThat(intermediate.toSecretData()).containsOnlyKeys("tls.key", "tls.crt", "ca.crt");
        assertThat(intermediate.toSecretData())
                .containsEntry("tls.crt", Pem.encode(List.of(intermediate.certificate())))
                .containsEntry("ca.crt", Pem.encode(List.of(root.certificate())));
        assertThat(root.toSecretData())
                .containsEntry("tls.crt", Pem.encode(root.chain()))
                .containsEntry("ca.crt", Pem.encode(root.chain()));
    }

    @ParameterizedTest
    @CsvSource({"'', Example", "' ', Example", "'Root ', ''", "Root, ' Example'", "'a\tb', ''", "'Root\u202etooR', ''"})
    void namesThatWouldConfusePeopleAreRefused(String commonName, String organization) {
        assertThat(AuthorityName.parse(commonName, organization).refusal()).isPresent();
    }

    @Test
    void aNameMayHoldWhateverElsePeopleWrite() {
        String odd = "Ünï, CN=x + \"q\" \\ #1;";
        var spec = new AuthoritySpec(
                AuthorityName.parse(odd, "").orElseThrow(), KeyAlgorithm.ECDSA_P256, NOW.plusSeconds(3600));

        AuthorityKey root = RootCertificate.issue(spec, NOW, RANDOM);

        assertThat(openSslAccepts(signingChain(root, KeyAlgorithm.ECDSA_P256))).isTrue();
        assertThat(new javax.security.auth.x500.X500Principal(
                                root.certificate().getSubjectX500Principal().getEncoded())
                        .getName())
                .startsWith("CN=")
                .doesNotContain(",CN=x", "+CN");
        assertThat(AuthorityName.parse("a".repeat(65), "").refusal()).isPresent();
    }

    /** What {@link IntermediateCertificate} never makes. */
    private static AuthorityKey forcedBelow(AuthorityKey parent, int pathLength) {
        KeyPair pair = KeyAlgorithm.ECDSA_P256.generate(RANDOM);
        AuthoritySpec spec = spec("Forced", pathLength);
        X509Certificate certificate = AuthorityCertificate.draft(
                        spec, pair.getPublic(), Validity.from(NOW, spec.notAfter()), pathLength)
                .signedBy(parent.issuer(), RANDOM);
        List<X509Certificate> chain = new ArrayList<>(parent.chain());
        chain.add(0, certificate);
        return new AuthorityKey(pair.getPrivate(), chain);
    }
}
