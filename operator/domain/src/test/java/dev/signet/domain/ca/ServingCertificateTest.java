package dev.signet.domain.ca;

import static dev.signet.domain.ca.Fixtures.NOW;
import static dev.signet.domain.ca.Fixtures.RANDOM;
import static dev.signet.domain.ca.Fixtures.below;
import static dev.signet.domain.ca.Fixtures.jdkAccepts;
import static dev.signet.domain.ca.Fixtures.name;
import static dev.signet.domain.ca.Fixtures.root;
import static dev.signet.domain.ca.Fixtures.spec;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

final class ServingCertificateTest {

    private static final ServingNames NAMES =
            ServingNames.of("signet-edge", "signet-system", "https://tokens.example/signet", List.of("*.apps.example"));
    private static final AuthorityKey ROOT = root();
    private static final AuthorityKey INTERMEDIATE = below(ROOT, spec("Intermediate", 0));
    private static final ServingCertificate SERVING = ServingCertificate.issue(NAMES, INTERMEDIATE, NOW, RANDOM);

    private static List<X509Certificate> whole(ServingCertificate serving, AuthorityKey authority) {
        List<X509Certificate> chain = new ArrayList<>(serving.chain());
        chain.add(authority.root());
        return chain;
    }

    /** {@code openssl verify} as a client that trusts {@code ca.crt} would. */
    private static OpenSsl.Result verified(ServingCertificate serving, String... host) {
        Map<String, byte[]> data = serving.toSecretData();
        List<String> arguments = new ArrayList<>(List.of(
                "verify",
                "-x509_strict",
                "-purpose",
                "sslserver",
                "-attime",
                String.valueOf(NOW.getEpochSecond()),
                "-CAfile",
                "@1",
                "-untrusted",
                "@0"));
        arguments.addAll(List.of(host));
        arguments.add("@0");
        return OpenSsl.run(
                arguments, data.getOrDefault("tls.crt", new byte[0]), data.getOrDefault("ca.crt", new byte[0]));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "signet-edge",
                "signet-edge.signet-system",
                "signet-edge.signet-system.svc",
                "signet-edge.signet-system.svc.cluster.local",
                "tokens.example",
                "billing.apps.example"
            })
    void opensslTakesItForEachOfItsNames(String host) {
        OpenSsl.Result result = verified(SERVING, "-verify_hostname", host);

        assertThat(result.exit()).as(result.output()).isZero();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"signet-edge.other", "apps.example", "a.b.apps.example", "other.example", "Signet token service"
            })
    void opensslTakesItForNoOther(String host) {
        assertThat(verified(SERVING, "-verify_hostname", host).output()).contains("hostname mismatch");
    }

    @Test
    void anIssuerThatIsAnAddressIsCertifiedAsOne() {
        for (String address : List.of("10.1.2.3", "2001:db8::7")) {
            String host = address.contains(":") ? "[" + address + "]" : address;
            ServingNames names = ServingNames.of("signet-edge", "a", "https://" + host + ":8443", List.of());
            ServingCertificate serving = ServingCertificate.issue(names, ROOT, NOW, RANDOM);

            OpenSsl.Result result = verified(serving, "-verify_ip", address);
            assertThat(result.exit()).as(result.output()).isZero();
            assertThat(verified(serving, "-verify_ip", "10.1.2.4").exit()).isNotZero();
            assertThat(serving.fault(names, ROOT, NOW)).isEmpty();
        }
    }

    @ParameterizedTest
    @EnumSource
    void everyAlgorithmOfAnAuthorityCertifiesIt(KeyAlgorithm algorithm) {
        AuthorityKey authority = root(algorithm);
        ServingCertificate serving = ServingCertificate.issue(NAMES, authority, NOW, RANDOM);

        OpenSsl.Result result = verified(serving, "-verify_hostname", "signet-edge");
        assertThat(result.exit()).as(result.output()).isZero();
        assertThat(jdkAccepts(whole(serving, authority))).isTrue();
    }

    @Test
    void opensslReadsItAsItWasMeant() {
        assertThat(OpenSsl.text(SERVING.certificate()))
                .contains("Subject: CN = Signet token service")
                .contains("ASN1 OID: prime256v1")
                .containsIgnoringWhitespaces("Not Before: Nov 22 09:59:00 2026 GMT")
                .containsIgnoringWhitespaces("Not After : Feb 20 10:00:00 2027 GMT")
                .containsIgnoringWhitespaces("X509v3 Basic Constraints: critical CA:FALSE")
                .containsIgnoringWhitespaces("X509v3 Key Usage: critical Digital Signature X509v3")
                .containsIgnoringWhitespaces("X509v3 Extended Key Usage: TLS Web Server Authentication X509v3")
                .containsIgnoringWhitespaces(
                        "X509v3 Subject Alternative Name: DNS:signet-edge, "
                                + "DNS:signet-edge.signet-system, DNS:signet-edge.signet-system.svc, "
                                + "DNS:signet-edge.signet-system.svc.cluster.local, DNS:tokens.example, DNS:*.apps.example X509v3");
    }

    @Test
    void itsSecretHoldsKeyChainWithoutRootAndRootAndIsReadBackAsItIs() {
        Map<String, byte[]> data = SERVING.toSecretData();

        assertThat(data).containsOnlyKeys("tls.key", "tls.crt", "ca.crt");
        assertThat(Pem.certificates(data.getOrDefault("tls.crt", new byte[0])).orElseThrow())
                .containsExactly(SERVING.certificate(), INTERMEDIATE.certificate());
        assertThat(Pem.certificates(data.getOrDefault("ca.crt", new byte[0])).orElseThrow())
                .containsExactly(ROOT.certificate());
        ServingCertificate read = ServingCertificate.parse(data).orElseThrow();
        assertThat(read.toSecretData()).containsExactlyInAnyOrderEntriesOf(data);
        assertThat(read.fault(NAMES, INTERMEDIATE, NOW)).isEmpty();
        assertThat(read)
                .hasToString("ServingCertificate[%s, until 2027-02-20T10:00:00Z]"
                        .formatted(SERVING.certificate().getSerialNumber().toString(16)));
    }

    private static Arguments spoilt(ServingFault fault, Consumer<Map<String, byte[]>> spoil) {
        return Arguments.of(fault, spoil);
    }

    private static byte[] entry(ServingCertificate of, String name) {
        return of.toSecretData().getOrDefault(name, new byte[0]);
    }

    static Stream<Arguments> whatIsNotAsItWasWritten() {
        ServingCertificate other = ServingCertificate.issue(NAMES, INTERMEDIATE, NOW, RANDOM);
        return Stream.of(
                spoilt(ServingFault.ENTRY_MISSING, data -> data.remove("tls.key")),
                spoilt(ServingFault.ENTRY_MISSING, data -> data.remove("tls.crt")),
                spoilt(ServingFault.ENTRY_MISSING, data -> data.remove("ca.crt")),
                spoilt(ServingFault.UNREADABLE, data -> data.put("tls.key", new byte[0])),
                spoilt(ServingFault.UNREADABLE, data -> data.put("tls.crt", entry(SERVING, "tls.key"))),
                spoilt(ServingFault.UNREADABLE, data -> data.put("ca.crt", "none".getBytes(StandardCharsets.UTF_8))),
                spoilt(ServingFault.KEY_MISMATCH, data -> data.put("tls.key", entry(other, "tls.key"))),
                spoilt(ServingFault.KEY_MISMATCH, data -> data.put("tls.crt", Pem.encode(INTERMEDIATE.chain()))),
                spoilt(ServingFault.ALTERED, data -> data.put("token", new byte[0])),
                spoilt(
                        ServingFault.ALTERED,
                        data -> data.put("ca.crt", Pem.encode(List.of(ROOT.certificate(), root().certificate())))),
                spoilt(
                        ServingFault.ALTERED,
                        data -> data.merge(
                                "tls.crt", "\n".getBytes(StandardCharsets.US_ASCII), ServingCertificateTest::joined)));
    }

    private static byte[] joined(byte[] one, byte[] other) {
        byte[] both = java.util.Arrays.copyOf(one, one.length + other.length);
        System.arraycopy(other, 0, both, one.length, other.length);
        return both;
    }

    @ParameterizedTest
    @MethodSource("whatIsNotAsItWasWritten")
    void whatIsNotAsItWasWrittenIsNoneAndAnotherIsMade(ServingFault fault, Consumer<Map<String, byte[]>> spoil) {
        Map<String, byte[]> data = new TreeMap<>(SERVING.toSecretData());
        spoil.accept(data);

        Outcome<ServingCertificate, ServingFault> read = ServingCertificate.parse(data);

        assertThat(read.refusal()).contains(fault);
        assertThat(decide(new ServingDecision.Observed.Present(read), NOW)).isEqualTo(new ServingDecision.Issue(fault));
        assertThat(fault.message()).isNotBlank();
    }

    private static ServingDecision decide(ServingDecision.Observed observed, Instant now) {
        return ServingDecision.decide(observed, NAMES, INTERMEDIATE, now);
    }

    private static ServingDecision.Observed present() {
        return new ServingDecision.Observed.Present(Outcome.accepted(SERVING));
    }

    @Test
    void oneIsMadeWhereThereIsNoneAndSomebodyElsesIsLeftAlone() {
        assertThat(decide(new ServingDecision.Observed.Absent(), NOW))
                .isEqualTo(new ServingDecision.Issue(ServingFault.ABSENT));
        assertThat(decide(new ServingDecision.Observed.Foreign(), NOW)).isEqualTo(new ServingDecision.Wait());
    }

    @ParameterizedTest(name = "after {0}: {1}")
    @CsvSource({
        "PT0S,        kept",
        "P60D,        AGED",
        "PT1439H59M,  kept",
        "P89D,        AGED",
        "P91D,        AGED",
        "-PT1M,       kept",
        "-PT1M2S,     NOT_YET_VALID",
    })
    void itIsRenewedAtTwoThirdsOfItsLifeAndWhereTheClockWasSetBack(Duration passed, String expected) {
        ServingDecision decision = decide(present(), NOW.plus(passed));

        assertThat(decision)
                .isEqualTo(
                        expected.equals("kept")
                                ? new ServingDecision.Keep(Optional.of(
                                        NOW.truncatedTo(ChronoUnit.SECONDS).plus(Duration.ofDays(60))))
                                : new ServingDecision.Issue(ServingFault.valueOf(expected)));
    }

    @Test
    void itEndsWithTheAuthorityAndIsNotRenewedForNothing() {
        Instant end = NOW.truncatedTo(ChronoUnit.SECONDS).plus(Duration.ofDays(9));
        AuthorityKey shortLived =
                RootCertificate.issue(new AuthoritySpec(name("Root"), KeyAlgorithm.ECDSA_P256, end), NOW, RANDOM);
        ServingCertificate serving = ServingCertificate.issue(NAMES, shortLived, NOW, RANDOM);
        var observed = new ServingDecision.Observed.Present(Outcome.accepted(serving));

        assertThat(serving.certificate().getNotAfter().toInstant()).isEqualTo(end);
        assertThat(ServingDecision.decide(observed, NAMES, shortLived, end.minusSeconds(1)))
                .isEqualTo(new ServingDecision.Keep(Optional.empty()));
        // Renewed under its key, the authority has another certificate.
        AuthorityKey renewed = RootCertificate.renew(spec("Root", KeyAlgorithm.ECDSA_P256), shortLived, NOW, RANDOM);
        assertThat(ServingDecision.decide(observed, NAMES, renewed, NOW))
                .isEqualTo(new ServingDecision.Issue(ServingFault.OTHER_AUTHORITY));
    }

    @Test
    void anotherAuthorityOrOtherNamesAskForAnother() {
        AuthorityKey reset = below(root(), spec("Intermediate", 0));
        AuthorityKey sibling = below(ROOT, spec("Intermediate", 0));
        ServingNames more =
                ServingNames.of("signet-edge", "signet-system", "https://tokens.example", List.of("tokens.other"));

        assertThat(SERVING.fault(NAMES, reset, NOW)).contains(ServingFault.OTHER_AUTHORITY);
        assertThat(SERVING.fault(NAMES, sibling, NOW)).contains(ServingFault.OTHER_AUTHORITY);
        assertThat(SERVING.fault(NAMES, ROOT, NOW)).contains(ServingFault.OTHER_AUTHORITY);
        assertThat(SERVING.fault(more, INTERMEDIATE, NOW)).contains(ServingFault.OTHER_NAMES);
    }

    /** A chain that stands above it as it should, over a certificate that another key of the same name signed. */
    @Test
    void aCertificateThatTheAuthorityDidNotSignIsAnothers() {
        AuthorityKey imposter = new AuthorityKey(
                below(root(), spec("Intermediate", 0)).keyPair().getPrivate(), INTERMEDIATE.chain());
        ServingCertificate forged = ServingCertificate.issue(NAMES, imposter, NOW, RANDOM);

        assertThat(ServingCertificate.parse(forged.toSecretData()).orElseThrow().fault(NAMES, INTERMEDIATE, NOW))
                .contains(ServingFault.OTHER_AUTHORITY);
    }

    private static AuthorityKey constrained(NameConstraints.Names permitted, NameConstraints.Names excluded) {
        return below(
                ROOT,
                spec(
                        "Constrained",
                        0,
                        NameConstraints.parse(permitted, excluded).orElseThrow()));
    }

    private static NameConstraints.Names domains(String... domains) {
        return new NameConstraints.Names(List.of(domains), List.of(), List.of(), List.of());
    }

    @Test
    void whatTheAuthorityMayNotCertifyIsLeftOutSoThatTheOthersCount() {
        AuthorityKey authority = constrained(domains("example", "svc.cluster.local"), domains("apps.example"));
        ServingCertificate serving = ServingCertificate.issue(NAMES, authority, NOW, RANDOM);

        for (String host : List.of("tokens.example", "signet-edge.signet-system.svc.cluster.local")) {
            OpenSsl.Result result = verified(serving, "-verify_hostname", host);
            assertThat(result.exit()).as(result.output()).isZero();
        }
        assertThat(jdkAccepts(whole(serving, authority))).isTrue();
        assertThat(NAMES.refusedBy(authority))
                .containsExactly(
                        "signet-edge", "signet-edge.signet-system", "signet-edge.signet-system.svc", "*.apps.example");
        assertThat(serving.fault(NAMES, authority, NOW)).isEmpty();
        assertThat(NAMES.refusedBy(INTERMEDIATE)).isEmpty();
    }

    @Test
    void anAuthorityThatMayCertifyNoneCertifiesAllAndClientsSayWhy() {
        AuthorityKey authority = constrained(domains("other.example"), NameConstraints.Names.none());
        ServingCertificate serving = ServingCertificate.issue(NAMES, authority, NOW, RANDOM);

        assertThat(NAMES.refusedBy(authority)).isEqualTo(NAMES.hosts());
        assertThat(verified(serving, "-verify_hostname", "signet-edge").output())
                .contains("permitted subtree violation");
        assertThat(serving.fault(NAMES, authority, NOW)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "https://signet-edge.a.svc,        signet-edge signet-edge.a signet-edge.a.svc signet-edge.a.svc.cluster.local",
        "https://Tokens.EXAMPLE:8443/path, signet-edge signet-edge.a signet-edge.a.svc signet-edge.a.svc.cluster.local tokens.example",
        "https://tokens.example.,          signet-edge signet-edge.a signet-edge.a.svc signet-edge.a.svc.cluster.local tokens.example",
        "https://[2001:db8::7],            signet-edge signet-edge.a signet-edge.a.svc signet-edge.a.svc.cluster.local 2001:db8::7",
    })
    void eachNameStandsOnceAndAsCertificatesWriteIt(String issuer, String expected) {
        assertThat(ServingNames.of("signet-edge", "a", issuer, List.of("signet-edge")))
                .hasToString(expected.replace(" ", ", "));
    }
}
