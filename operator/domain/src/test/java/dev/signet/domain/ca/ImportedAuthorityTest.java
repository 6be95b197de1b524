package dev.signet.domain.ca;

import static dev.signet.domain.ca.Fixtures.NOW;
import static dev.signet.domain.ca.Fixtures.RANDOM;
import static dev.signet.domain.ca.Fixtures.below;
import static dev.signet.domain.ca.Fixtures.spec;
import static org.assertj.core.api.Assertions.assertThat;

import java.security.KeyPair;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

final class ImportedAuthorityTest {
    private static final AuthorityKey ROOT = Fixtures.root();
    private static final AuthorityKey MIDDLE = below(ROOT, spec("Middle", 1));
    private static final AuthorityKey LOW = below(MIDDLE, spec("Low", 0));

    @Test
    void whatAnAuthorityWritesIsReadBack() {
        for (AuthorityKey authority : List.of(ROOT, MIDDLE, LOW)) {
            AuthorityKey read =
                    ImportedAuthority.parse(authority.toSecretData(), NOW).orElseThrow();

            assertThat(read.chain()).isEqualTo(authority.chain());
            assertThat(read.toSecretData()).usingRecursiveComparison().isEqualTo(authority.toSecretData());
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"ECDSA_P384", "ED25519", "RSA_2048"})
    void everyKindOfKeyIsReadBack(KeyAlgorithm algorithm) {
        AuthorityKey authority = Fixtures.root(algorithm);

        assertThat(ImportedAuthority.parse(authority.toSecretData(), NOW)
                        .orElseThrow()
                        .chain())
                .isEqualTo(authority.chain());
    }

    @Test
    void aChainUpToTheRootNeedsNoCaCrt() {
        Map<String, byte[]> data = LOW.toSecretData();

        assertThat(ImportedAuthority.parse(entry(data, "tls.key"), Pem.encode(LOW.chain()), NOW)
                        .orElseThrow()
                        .chain())
                .isEqualTo(LOW.chain());
    }

    @Test
    void theChainIsCompletedFromCaCrtWhateverElseStandsThere() {
        byte[] caCrt =
                Pem.encode(List.of(Fixtures.root().root(), ROOT.root(), MIDDLE.certificate(), LOW.certificate()));

        assertThat(changed(LOW, Map.of("tls.crt", Pem.encode(List.of(LOW.certificate())), "ca.crt", caCrt))
                        .orElseThrow()
                        .chain())
                .isEqualTo(LOW.chain());
    }

    @Test
    void anAuthorityMadeByOpensslIsRead() {
        byte[] key = OpenSsl.run(List.of("ecparam", "-name", "prime256v1", "-genkey", "-noout"))
                .output()
                .getBytes(java.nio.charset.StandardCharsets.US_ASCII);
        byte[] certificate = OpenSsl.run(
                        List.of(
                                "req",
                                "-x509",
                                "-new",
                                "-key",
                                "@0",
                                "-subj",
                                "/CN=By openssl",
                                "-days",
                                "30",
                                "-addext",
                                "keyUsage=critical,keyCertSign"),
                        key)
                .output()
                .getBytes(java.nio.charset.StandardCharsets.US_ASCII);
        Instant made = Pem.certificates(certificate)
                .orElseThrow()
                .get(0)
                .getNotBefore()
                .toInstant();

        AuthorityKey authority = ImportedAuthority.parse(key, certificate, made).orElseThrow();

        List<X509Certificate> chain = Fixtures.signingChain(authority, KeyAlgorithm.ECDSA_P256);
        assertThat(OpenSsl.verify(chain, made.plusSeconds(1)).output()).contains("OK");
    }

    @Test
    void eachMissingOrUnreadableEntryIsNamed() {
        Map<String, byte[]> keyOnly = Map.of("tls.key", entry(ROOT.toSecretData(), "tls.key"));
        Map<String, byte[]> chainOnly = Map.of("tls.crt", entry(ROOT.toSecretData(), "tls.crt"));
        byte[] junk = {'x'};

        assertThat(fault(ImportedAuthority.parse(chainOnly, NOW))).isEqualTo(ImportFault.KEY_MISSING);
        assertThat(fault(ImportedAuthority.parse(keyOnly, NOW))).isEqualTo(ImportFault.CHAIN_MISSING);
        assertThat(fault(changed(LOW, Map.of("tls.key", junk)))).isEqualTo(ImportFault.KEY_UNREADABLE);
        assertThat(fault(changed(LOW, Map.of("tls.crt", junk)))).isEqualTo(ImportFault.CHAIN_UNREADABLE);
        assertThat(fault(changed(LOW, Map.of("ca.crt", junk)))).isEqualTo(ImportFault.ROOT_UNREADABLE);
        assertThat(changed(LOW, Map.of("tls.crt", junk)).refusal().orElseThrow().message())
                .isEqualTo(
                        "tls.crt holds text outside of its PEM blocks; write the blocks alone (openssl x509 -in FILE)");
    }

    @Test
    void theKeyMustBeThatOfTheFirstCertificate() {
        assertThat(fault(changed(LOW, Map.of("tls.key", entry(MIDDLE.toSecretData(), "tls.key")))))
                .isEqualTo(ImportFault.KEY_MISMATCH);
        assertThat(fault(changed(LOW, Map.of("tls.crt", Pem.encode(List.of(MIDDLE.certificate(), LOW.certificate()))))))
                .isEqualTo(ImportFault.KEY_MISMATCH);
    }

    @Test
    void theChainMustBeInOrderAndWhole() {
        assertThat(fault(changed(LOW, crt(LOW.certificate(), ROOT.root())))).isEqualTo(ImportFault.CHAIN_ORDER);
        assertThat(fault(changed(
                        LOW,
                        Map.of(
                                "tls.crt",
                                Pem.encode(List.of(LOW.certificate(), LOW.certificate(), MIDDLE.certificate()))))))
                .isEqualTo(ImportFault.CHAIN_ORDER);
        assertThat(fault(changed(LOW, Map.of("ca.crt", new byte[0])))).isEqualTo(ImportFault.CHAIN_INCOMPLETE);
        assertThat(fault(changed(
                        LOW, Map.of("ca.crt", Pem.encode(List.of(Fixtures.root().root()))))))
                .isEqualTo(ImportFault.CHAIN_INCOMPLETE);
    }

    @Test
    void eachSignatureMustVerify() {
        AuthorityKey namesake = below(Fixtures.root(), spec("Middle", 1));

        assertThat(fault(changed(LOW, crt(LOW.certificate(), namesake.certificate(), namesake.root()))))
                .isEqualTo(ImportFault.CHAIN_SIGNATURE);
    }

    @Test
    void aRootThatDidNotSignItselfIsNoRoot() {
        AuthorityKey forged = selfIssued(draft -> draft, ROOT);

        assertThat(fault(ImportedAuthority.parse(forged.toSecretData(), NOW))).isEqualTo(ImportFault.CHAIN_SIGNATURE);
    }

    @ParameterizedTest
    @CsvSource({"P-1D, NOT_YET_VALID", "P3650D, EXPIRED"})
    void theChainMustBeValidNow(Duration shift, ImportFault expected) {
        assertThat(fault(ImportedAuthority.parse(
                        LOW.toSecretData(), NOW.plus(shift).plusSeconds(1))))
                .isEqualTo(expected);
    }

    @Test
    void aLeafIsNoAuthority() {
        assertThat(fault(ImportedAuthority.parse(selfSigned(draft -> draft).toSecretData(), NOW)))
                .isEqualTo(ImportFault.NOT_AN_AUTHORITY);
        assertThat(fault(ImportedAuthority.parse(
                        selfSigned(draft -> draft.critical(Extension.basicConstraints, new BasicConstraints(false)))
                                .toSecretData(),
                        NOW)))
                .isEqualTo(ImportFault.NOT_AN_AUTHORITY);
    }

    @Test
    void anAuthorityWithoutKeyCertSignMayNotSign() {
        assertThat(fault(ImportedAuthority.parse(
                        selfSigned(draft -> draft.critical(Extension.basicConstraints, new BasicConstraints(true))
                                        .critical(Extension.keyUsage, new KeyUsage(KeyUsage.cRLSign)))
                                .toSecretData(),
                        NOW)))
                .isEqualTo(ImportFault.MAY_NOT_SIGN);
        assertThat(fault(ImportedAuthority.parse(
                        selfSigned(draft -> draft.critical(Extension.basicConstraints, new BasicConstraints(true)))
                                .toSecretData(),
                        NOW)))
                .isEqualTo(ImportFault.MAY_NOT_SIGN);
    }

    @Test
    void weakKeysAboveAreRefused() {
        byte[] weakKey = OpenSsl.run(
                        List.of("genpkey", "-quiet", "-algorithm", "RSA", "-pkeyopt", "rsa_keygen_bits:1024"))
                .output()
                .getBytes(java.nio.charset.StandardCharsets.US_ASCII);
        byte[] weakRoot = OpenSsl.run(
                        List.of("req", "-x509", "-new", "-key", "@0", "-subj", "/O=Example/CN=Middle", "-days", "30"),
                        weakKey)
                .output()
                .getBytes(java.nio.charset.StandardCharsets.US_ASCII);

        assertThat(fault(changed(
                        LOW,
                        Map.of(
                                "tls.crt",
                                Pem.encode(List.of(
                                        LOW.certificate(),
                                        Pem.certificates(weakRoot).orElseThrow().get(0)))))))
                .isEqualTo(ImportFault.WEAK_ALGORITHM);
    }

    @Test
    void aChainLongerThanItsPathLengthIsRefused() {
        AuthorityKey flat = RootCertificate.issue(spec("Flat", 0), NOW, RANDOM);
        AuthorityKey forged = signedBy(
                flat,
                draft -> draft.critical(Extension.basicConstraints, new BasicConstraints(true))
                        .critical(Extension.keyUsage, new KeyUsage(KeyUsage.keyCertSign)));

        assertThat(fault(ImportedAuthority.parse(forged.toSecretData(), NOW))).isEqualTo(ImportFault.PATH_LENGTH);
    }

    @Test
    void aCriticalExtensionThatNobodyKnowsIsRefused() {
        AuthorityKey odd = signedBy(
                ROOT,
                draft -> draft.critical(Extension.basicConstraints, new BasicConstraints(true))
                        .critical(Extension.keyUsage, new KeyUsage(KeyUsage.keyCertSign))
                        .critical(
                                new org.bouncycastle.asn1.ASN1ObjectIdentifier("1.3.6.1.4.1.99999.1"),
                                new org.bouncycastle.asn1.DERUTF8String("odd")));

        var refusal = ImportedAuthority.parse(odd.toSecretData(), NOW).refusal().orElseThrow();
        assertThat(refusal.fault()).isEqualTo(ImportFault.CHAIN_REFUSED);
        assertThat(refusal.message()).contains("UNRECOGNIZED_CRIT_EXT");
    }

    private static Outcome<AuthorityKey, ImportRefusal> changed(AuthorityKey authority, Map<String, byte[]> changes) {
        Map<String, byte[]> data = new HashMap<>(authority.toSecretData());
        data.putAll(changes);
        return ImportedAuthority.parse(data, NOW);
    }

    private static Map<String, byte[]> crt(X509Certificate... chain) {
        return Map.of("tls.crt", Pem.encode(List.of(chain)), "ca.crt", new byte[0]);
    }

    private static ImportFault fault(Outcome<AuthorityKey, ImportRefusal> outcome) {
        return outcome.refusal().orElseThrow().fault();
    }

    private static byte[] entry(Map<String, byte[]> data, String key) {
        return data.getOrDefault(key, new byte[0]);
    }

    private static AuthorityKey selfSigned(UnaryOperator<CertificateDraft> shape) {
        return selfIssued(shape, null);
    }

    /** A certificate with one name for subject and issuer, signed by itself or by the key of another. */
    private static AuthorityKey selfIssued(
            UnaryOperator<CertificateDraft> shape, @org.jspecify.annotations.Nullable AuthorityKey signer) {
        KeyPair pair = KeyAlgorithm.ECDSA_P256.generate(RANDOM);
        X500Name name = new X500Name("CN=Self");
        UnaryOperator<CertificateDraft> whole = signer == null
                ? shape
                : draft -> draft.critical(Extension.basicConstraints, new BasicConstraints(true))
                        .critical(Extension.keyUsage, new KeyUsage(KeyUsage.keyCertSign));
        var issuer = new CertificateDraft.Issuer(
                name,
                ROOT.issuer().keyIdentifier(),
                signer == null ? pair.getPrivate() : signer.issuer().key(),
                KeyAlgorithm.ECDSA_P256);
        X509Certificate certificate = whole.apply(
                        new CertificateDraft(name, pair.getPublic(), Validity.from(NOW, NOW.plusSeconds(3600))))
                .signedBy(issuer, RANDOM);
        return new AuthorityKey(pair.getPrivate(), List.of(certificate));
    }

    private static AuthorityKey signedBy(AuthorityKey parent, UnaryOperator<CertificateDraft> shape) {
        KeyPair pair = KeyAlgorithm.ECDSA_P256.generate(RANDOM);
        X509Certificate certificate = shape.apply(new CertificateDraft(
                        new X500Name("CN=Below"), pair.getPublic(), Validity.from(NOW, NOW.plusSeconds(3600))))
                .signedBy(parent.issuer(), RANDOM);
        return new AuthorityKey(pair.getPrivate(), List.of(certificate, parent.root()));
    }
}
