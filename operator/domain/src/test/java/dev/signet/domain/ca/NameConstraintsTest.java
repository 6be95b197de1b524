package dev.signet.domain.ca;

import static dev.signet.domain.ca.Fixtures.NOW;
import static dev.signet.domain.ca.Fixtures.RANDOM;
import static org.assertj.core.api.Assertions.assertThat;

import dev.signet.domain.ca.NameConstraints.Names;
import java.security.cert.X509Certificate;
import java.util.List;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class NameConstraintsTest {
    @ParameterizedTest
    @CsvSource({
        // kind of name (RFC 5280 tag), constraint, name, within it
        "dns, example.com, example.com, true",
        "dns, example.com, a.b.example.com, true",
        "dns, example.com, example.org, false",
        "ip, 10.0.0.0/8, 10.1.2.3, true",
        "ip, 10.0.0.0/8, 11.1.2.3, false",
        "ip, 2001:db8::/32, 2001:db8::1, true",
        "ip, 2001:db8::/32, 2001:db9::1, false",
        "email, example.com, a@example.com, true",
        "email, example.com, a@example.org, false",
        "email, a@example.com, b@example.com, false",
        "uri, example.com, https://example.com/x, true",
        "uri, .example.com, https://a.example.com/x, true",
        "uri, .example.com, https://a.example.org/x, false",
    })
    void validatorsHoldLeavesToThem(String kind, String constraint, String name, boolean within) {
        AuthorityKey permitting = constrained(names(kind, constraint), Names.none());
        AuthorityKey excluding = constrained(Names.none(), names(kind, constraint));

        assertThat(accepted(leaf(permitting, kind, name))).isEqualTo(within);
        assertThat(accepted(leaf(excluding, kind, name))).isEqualTo(!within);
    }

    @Test
    void aSigningCertificateNamesNothingAndStandsUnderAnyConstraint() {
        AuthorityKey authority = constrained(
                new Names(
                        List.of("example.com"), List.of("10.0.0.0/8"), List.of("example.com"), List.of("example.com")),
                Names.none());

        assertThat(accepted(Fixtures.signingChain(authority, KeyAlgorithm.ECDSA_P256)))
                .isTrue();
        assertThat(OpenSsl.text(authority.certificate()))
                .containsIgnoringWhitespaces("X509v3 Name Constraints: critical Permitted: DNS:example.com"
                        + " IP:10.0.0.0/255.0.0.0 email:example.com URI:example.com");
    }

    @Test
    void anIntermediateCannotWidenWhatItsParentPermits() {
        AuthorityKey narrow = constrained(names("dns", "example.com"), Names.none());
        AuthorityKey wide = Fixtures.below(
                narrow,
                Fixtures.spec(
                        "Below",
                        0,
                        NameConstraints.parse(names("dns", "org"), Names.none()).orElseThrow()));

        assertThat(accepted(leaf(wide, "dns", "example.org"))).isFalse();
    }

    @ParameterizedTest
    @CsvSource({
        "dns, .example.com",
        "dns, *.example.com",
        "dns, exa mple.com",
        "dns, ''",
        "dns, -a.example",
        "dns, exämple.com",
        "ip, 10.0.0.0",
        "ip, 10.0.0.0/33",
        "ip, 10.0.0.1/8",
        "ip, 10.0.0.0/255.0.0.0",
        "ip, 2001:db8::/129",
        "ip, 2001:db8::1/32",
        "ip, example.com/8",
        "email, a@b@example.com",
        "email, @example.com",
        "email, a@",
        "uri, https://example.com",
        "uri, example.com:443",
        "uri, example.com/path"
    })
    void whatIsNoConstraintIsRefusedWithTheRightForm(String kind, String constraint) {
        assertThat(NameConstraints.parse(names(kind, constraint), Names.none()).refusal())
                .hasValueSatisfying(message -> assertThat(message)
                        .contains("\"" + constraint + "\" is not")
                        .contains("; write "));
        assertThat(NameConstraints.parse(Names.none(), names(kind, constraint)).refusal())
                .isPresent();
    }

    @Test
    void noConstraintsMakeNoExtension() {
        assertThat(NameConstraints.none().toExtension()).isEmpty();
    }

    private static boolean accepted(List<X509Certificate> chain) {
        boolean jdk = Fixtures.jdkAccepts(chain);
        assertThat(Fixtures.openSslAccepts(chain))
                .as("openssl agrees with the JDK")
                .isEqualTo(jdk);
        return jdk;
    }

    private static AuthorityKey constrained(Names permitted, Names excluded) {
        // Not the root: validators read no constraints of a trust anchor.
        return Fixtures.below(
                Fixtures.root(),
                Fixtures.spec(
                        "Constrained",
                        3,
                        NameConstraints.parse(permitted, excluded).orElseThrow()));
    }

    private static Names names(String kind, String name) {
        return new Names(
                kind.equals("dns") ? List.of(name) : List.of(),
                kind.equals("ip") ? List.of(name) : List.of(),
                kind.equals("email") ? List.of(name) : List.of(),
                kind.equals("uri") ? List.of(name) : List.of());
    }

    private static List<X509Certificate> leaf(AuthorityKey authority, String kind, String name) {
        int tag = switch (kind) {
            case "dns" -> GeneralName.dNSName;
            case "ip" -> GeneralName.iPAddress;
            case "email" -> GeneralName.rfc822Name;
            default -> GeneralName.uniformResourceIdentifier;
        };
        X509Certificate leaf = new CertificateDraft(
                        new X500Name("CN=leaf"),
                        KeyAlgorithm.ECDSA_P256.generate(RANDOM).getPublic(),
                        Validity.from(NOW, NOW.plusSeconds(3600)))
                .critical(Extension.subjectAlternativeName, new GeneralNames(new GeneralName(tag, name)))
                .signedBy(authority.issuer(), RANDOM);
        return java.util.stream.Stream.concat(java.util.stream.Stream.of(leaf), authority.chain().stream())
                .toList();
    }
}
