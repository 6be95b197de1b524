package dev.signet.domain.ca;

import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.security.cert.CertPathValidator;
import java.security.cert.CertPathValidatorException;
import java.security.cert.CertificateFactory;
import java.security.cert.PKIXParameters;
import java.security.cert.TrustAnchor;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Authorities and chains as the tests of this package need them. */
final class Fixtures {
    static final Instant NOW = Instant.parse("2026-11-22T10:00:00.123Z");
    static final SecureRandom RANDOM = new SecureRandom();

    /** Made once for all tests: an RSA key takes seconds. */
    private static final Map<KeyAlgorithm, AuthorityKey> ROOTS = new ConcurrentHashMap<>();

    private Fixtures() {}

    static AuthorityKey root(KeyAlgorithm algorithm) {
        return ROOTS.computeIfAbsent(algorithm, kind -> RootCertificate.issue(spec("Root", kind), NOW, RANDOM));
    }

    static AuthoritySpec spec(String commonName, KeyAlgorithm algorithm) {
        return new AuthoritySpec(name(commonName), algorithm, NOW.plus(Duration.ofDays(3650)));
    }

    static AuthoritySpec spec(String commonName, int pathLength) {
        return spec(commonName, pathLength, NameConstraints.none());
    }

    static AuthoritySpec spec(String commonName, int pathLength, NameConstraints constraints) {
        return new AuthoritySpec(
                name(commonName), KeyAlgorithm.ECDSA_P256, NOW.plus(Duration.ofDays(3650)), constraints, pathLength);
    }

    static AuthorityName name(String commonName) {
        return AuthorityName.parse(commonName, "Example").orElseThrow();
    }

    static AuthorityKey root() {
        return RootCertificate.issue(spec("Root", KeyAlgorithm.ECDSA_P256), NOW, RANDOM);
    }

    static AuthorityKey below(AuthorityKey parent, AuthoritySpec spec) {
        return IntermediateCertificate.issue(spec, parent, NOW, RANDOM)
                .orElseThrow()
                .authority();
    }

    /** A whole chain with a signing certificate at its front and the root at its end. */
    static List<X509Certificate> signingChain(AuthorityKey authority, KeyAlgorithm algorithm) {
        var request = new SigningCertificate.Request(
                "abcdefghijklmnopqrstuvwxyz", algorithm.generate(RANDOM).getPublic(), NOW.plus(Duration.ofDays(400)));
        List<X509Certificate> chain = new ArrayList<>(SigningCertificate.issue(request, authority, NOW, RANDOM));
        chain.add(authority.root());
        return chain;
    }

    /** The JDK's verdict on a chain, its root last and trusted. */
    static boolean jdkAccepts(List<X509Certificate> chain) {
        try {
            var parameters = new PKIXParameters(Set.of(new TrustAnchor(chain.get(chain.size() - 1), null)));
            parameters.setRevocationEnabled(false);
            parameters.setDate(Date.from(NOW));
            var path = CertificateFactory.getInstance("X.509").generateCertPath(chain.subList(0, chain.size() - 1));
            CertPathValidator.getInstance("PKIX").validate(path, parameters);
            return true;
        } catch (CertPathValidatorException e) {
            return false;
        } catch (GeneralSecurityException e) {
            throw new AssertionError(e);
        }
    }

    static boolean openSslAccepts(List<X509Certificate> chain) {
        return OpenSsl.verify(chain, NOW).exit() == 0;
    }
}
