package dev.signet.domain.jwt;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signet.domain.ca.KeyAlgorithm;
import dev.signet.domain.ca.SigningCertificate;
import dev.signet.domain.signing.SigningAlgorithm;
import java.io.IOException;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.PublicKey;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.Collections;
import java.util.Date;
import java.util.List;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

/** The true key signs each of them, so that nothing but the certificates is wrong; most are for that very key. */
@DisplayName("A token brings the certificates of its key, or none")
class ForgedChainTest {

    private static final Signet SIGNET = Signet.with(SigningAlgorithm.ES256);
    private static final Signet OTHER = Signet.another(SigningAlgorithm.ES256);
    private static final PublicKey KEY = SIGNET.key.certificate().getPublicKey();
    private static final X509Certificate LEAF = SIGNET.key.chain().get(0);
    private static final X509Certificate INTERMEDIATE = SIGNET.key.chain().get(1);
    private static final KeyPair ATTACKER = KeyAlgorithm.ECDSA_P256.generate(Signet.RANDOM);
    private static final String LEAF_TEXT = base64(encoded(LEAF));

    static final List<Row> CHAINS = List.of(
            row("its own", SIGNET.key.chain(), Verdict.ACCEPTED),
            row("an expired leaf of the same key and authority", expired(), "OTHER_CHAIN"),
            row(
                    "an intermediate that is no CA",
                    List.of(LEAF, certificate(false, KeyUsage.digitalSignature)),
                    "OTHER_CHAIN"),
            row("the key certified under an unrelated root", unrelated(), "OTHER_CHAIN"),
            row("an unrelated root behind it", List.of(LEAF, INTERMEDIATE, OTHER.authority.root()), "OTHER_CHAIN"),
            row("another intermediate", List.of(LEAF, OTHER.authority.certificate()), "OTHER_CHAIN"),
            row("the CA as leaf", List.of(INTERMEDIATE), "OTHER_CHAIN"),
            row("the CA as leaf, the chain behind it", List.of(INTERMEDIATE, LEAF, INTERMEDIATE), "OTHER_CHAIN"),
            row("the key as a CA", List.of(certificate(true, KeyUsage.keyCertSign), INTERMEDIATE), "OTHER_CHAIN"),
            row(
                    "a leaf of another usage",
                    List.of(certificate(false, KeyUsage.keyEncipherment), INTERMEDIATE),
                    "OTHER_CHAIN"),
            row("a leaf for TLS servers", List.of(server(), INTERMEDIATE), "OTHER_CHAIN"),
            row("the leaf alone", List.of(LEAF), "OTHER_CHAIN"),
            row("the root behind it", List.of(LEAF, INTERMEDIATE, SIGNET.authority.root()), "OTHER_CHAIN"),
            row("in reverse", List.of(INTERMEDIATE, LEAF), "OTHER_CHAIN"),
            row("10 certificates", Collections.nCopies(10, LEAF), "OTHER_CHAIN"),
            row("11 certificates", Collections.nCopies(11, LEAF), "form:header.x5c"),
            row("100 certificates", Collections.nCopies(100, LEAF), "form:"),
            texts("100 short ones", Collections.nCopies(100, "AAAA"), "form:header.x5c"),
            texts("none", List.of(), "form:header.x5c"),
            texts("no array", LEAF_TEXT, "form:header.x5c"),
            texts("a number", List.of(1), "form:header.x5c[0]"),
            texts("empty texts", List.of(""), "form:header.x5c[0]"),
            texts("no certificate, but base64", List.of("AAAA"), "OTHER_CHAIN"),
            texts("base64url", List.of(LEAF_TEXT.replace('+', '-').replace('/', '_')), "form:header.x5c[0]"),
            texts(
                    "with a line break",
                    List.of(LEAF_TEXT.substring(0, 64) + "\n" + LEAF_TEXT.substring(64)),
                    "form:header.x5c[0]"),
            texts("PEM", List.of("-----BEGIN CERTIFICATE-----\n" + LEAF_TEXT), "form:header.x5c[0]"),
            texts("with a byte more", List.of(base64(longer()), base64(encoded(INTERMEDIATE))), "OTHER_CHAIN"));

    @ParameterizedTest
    @FieldSource("CHAINS")
    void aChainIsTheKnownOne(Row row) {
        assertThat(Verdict.of(row.token(), SIGNET.trusted)).isEqualTo(row.verdict());
    }

    @ParameterizedTest
    @FieldSource("CHAINS")
    void aStolenChainDoesNotHelpAnotherKey(Row row) {
        String stolen = OTHER.sign(Signet.json(row.token(), 0), SIGNET.payloadJson());
        String expected = row.verdict().equals(Verdict.ACCEPTED) ? "WRONG_SIGNATURE" : row.verdict();

        assertThat(Verdict.of(stolen, SIGNET.trusted)).isEqualTo(expected);
    }

    private static Row row(String name, List<X509Certificate> chain, String verdict) {
        return texts(name, chain.stream().map(c -> base64(encoded(c))).toList(), verdict);
    }

    private static Row texts(String name, Object x5c, String verdict) {
        return Row.of(name, SIGNET.withHeader(header -> header.put("x5c", x5c)), verdict);
    }

    private static List<X509Certificate> expired() {
        Instant then = Signet.NOW.minus(Duration.ofDays(2));
        var request = new SigningCertificate.Request(SIGNET.key.kid().value(), KEY, then.plus(Duration.ofDays(1)));
        return SigningCertificate.issue(request, SIGNET.authority, then, Signet.RANDOM);
    }

    private static List<X509Certificate> unrelated() {
        var request =
                new SigningCertificate.Request(SIGNET.key.kid().value(), KEY, Signet.NOW.plus(Duration.ofDays(1)));
        return SigningCertificate.issue(request, OTHER.authority, Signet.NOW, Signet.RANDOM);
    }

    private static X509Certificate certificate(boolean authority, int usage) {
        return certificate(authority, usage, new KeyPurposeId[0]);
    }

    private static X509Certificate server() {
        return certificate(false, KeyUsage.digitalSignature, KeyPurposeId.id_kp_serverAuth);
    }

    /** For our key, named as its true certificate is, by an issuer that only bears our authority's name. */
    private static X509Certificate certificate(boolean authority, int usage, KeyPurposeId... purposes) {
        try {
            var builder = new JcaX509v3CertificateBuilder(
                            new X500Name(LEAF.getIssuerX500Principal().getName()),
                            BigInteger.TEN,
                            Date.from(Signet.NOW),
                            Date.from(Signet.NOW.plus(Duration.ofDays(400))),
                            new X500Name(LEAF.getSubjectX500Principal().getName()),
                            KEY)
                    .addExtension(Extension.basicConstraints, true, new BasicConstraints(authority))
                    .addExtension(Extension.keyUsage, true, new KeyUsage(usage));
            if (purposes.length > 0) {
                builder.addExtension(Extension.extendedKeyUsage, true, new ExtendedKeyUsage(purposes));
            }
            return new JcaX509CertificateConverter()
                    .getCertificate(
                            builder.build(new JcaContentSignerBuilder("SHA256withECDSA").build(ATTACKER.getPrivate())));
        } catch (IOException | OperatorCreationException | GeneralSecurityException e) {
            throw new AssertionError(e);
        }
    }

    private static byte[] longer() {
        byte[] exact = encoded(LEAF);
        return Arrays.copyOf(exact, exact.length + 1);
    }

    private static byte[] encoded(X509Certificate certificate) {
        try {
            return certificate.getEncoded();
        } catch (CertificateEncodingException e) {
            throw new AssertionError(e);
        }
    }

    private static String base64(byte[] bytes) {
        return Base64.getEncoder().encodeToString(bytes);
    }
}
