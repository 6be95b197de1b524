package dev.signet.domain.ca;

import java.security.GeneralSecurityException;
import java.security.InvalidAlgorithmParameterException;
import java.security.PublicKey;
import java.security.cert.CertPathValidator;
import java.security.cert.CertPathValidatorException;
import java.security.cert.CertificateFactory;
import java.security.cert.PKIXParameters;
import java.security.cert.TrustAnchor;
import java.security.cert.X509Certificate;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.RSAPublicKey;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/**
 * Checks a chain of authorities, its own certificate first and the root last: first rule by rule, so that the refusal says what to
 * mend, then by the JDK's validator, which knows the rest of RFC 5280 (name constraints, policies, critical extensions).
 */
final class ChainCheck {
    private static final int KEY_CERT_SIGN = 5;
    private static final int MIN_RSA_BITS = 2048;
    private static final int MIN_EC_BITS = 256;
    private static final Set<String> SIGNATURES = Set.of(
            "SHA256withECDSA",
            "SHA384withECDSA",
            "SHA512withECDSA",
            "SHA256withRSA",
            "SHA384withRSA",
            "SHA512withRSA",
            "RSASSA-PSS",
            "Ed25519",
            // What the JDK calls Ed25519 in a certificate before 21.
            "EdDSA");

    private final List<X509Certificate> chain;
    private final Instant now;

    ChainCheck(List<X509Certificate> chain, Instant now) {
        this.chain = chain;
        this.now = now;
    }

    /** The first thing that is wrong; empty for a good chain. Each rule may rely on those before it. */
    Optional<ImportRefusal> refusal() {
        return first(ImportFault.NOT_AN_AUTHORITY, certificate -> certificate.getBasicConstraints() >= 0)
                .or(() -> first(ImportFault.MAY_NOT_SIGN, this::maySign))
                .or(() -> first(ImportFault.WEAK_ALGORITHM, this::isStrong))
                .or(this::order)
                .or(this::signatures)
                .or(() -> first(
                        ImportFault.NOT_YET_VALID,
                        certificate -> !now.isBefore(certificate.getNotBefore().toInstant())))
                .or(() -> first(
                        ImportFault.EXPIRED,
                        certificate -> !now.isAfter(certificate.getNotAfter().toInstant())))
                .or(this::pathLength)
                .or(this::rfc5280);
    }

    static boolean isSignedBy(X509Certificate certificate, X509Certificate issuer) {
        try {
            certificate.verify(issuer.getPublicKey());
            return true;
        } catch (GeneralSecurityException e) {
            return false;
        }
    }

    private Optional<ImportRefusal> first(ImportFault fault, Predicate<X509Certificate> good) {
        return chain.stream()
                .filter(good.negate())
                .findFirst()
                .map(certificate -> new ImportRefusal(fault, position(certificate)));
    }

    private String position(X509Certificate certificate) {
        return "(certificate " + (chain.indexOf(certificate) + 1) + " of " + chain.size() + ")";
    }

    /** Roots from before RFC 5280 carry no key usage; the authority that signs here must. */
    private boolean maySign(X509Certificate certificate) {
        boolean[] usage = certificate.getKeyUsage();
        return usage == null ? isRoot(certificate) && chain.size() > 1 : usage[KEY_CERT_SIGN];
    }

    private boolean isStrong(X509Certificate certificate) {
        // A root's signature of itself proves nothing, so its hash does not matter.
        return isStrong(certificate.getPublicKey())
                && (isRoot(certificate) || SIGNATURES.contains(certificate.getSigAlgName()));
    }

    private static boolean isStrong(PublicKey key) {
        if (key instanceof RSAPublicKey rsa) {
            return rsa.getModulus().bitLength() >= MIN_RSA_BITS;
        }
        if (key instanceof ECPublicKey ec) {
            return ec.getParams().getOrder().bitLength() >= MIN_EC_BITS;
        }
        return KeyAlgorithm.of(key).isPresent();
    }

    private Optional<ImportRefusal> order() {
        for (int i = 0; i + 1 < chain.size(); i++) {
            if (!chain.get(i).getIssuerX500Principal().equals(chain.get(i + 1).getSubjectX500Principal())) {
                return Optional.of(new ImportRefusal(ImportFault.CHAIN_ORDER, position(chain.get(i))));
            }
        }
        return ImportedAuthority.isSelfIssued(last())
                ? Optional.empty()
                : Optional.of(ImportRefusal.of(ImportFault.CHAIN_INCOMPLETE));
    }

    private Optional<ImportRefusal> signatures() {
        for (int i = 0; i < chain.size(); i++) {
            if (!isSignedBy(chain.get(i), chain.get(Math.min(i + 1, chain.size() - 1)))) {
                return Optional.of(new ImportRefusal(ImportFault.CHAIN_SIGNATURE, position(chain.get(i))));
            }
        }
        return Optional.empty();
    }

    private Optional<ImportRefusal> pathLength() {
        return AuthorityKey.pathLength(chain) < 0
                ? Optional.of(ImportRefusal.of(ImportFault.PATH_LENGTH))
                : Optional.empty();
    }

    private Optional<ImportRefusal> rfc5280() {
        try {
            var parameters = new PKIXParameters(Set.of(new TrustAnchor(last(), null)));
            parameters.setRevocationEnabled(false);
            parameters.setDate(Date.from(now));
            CertPathValidator.getInstance("PKIX")
                    .validate(
                            CertificateFactory.getInstance("X.509")
                                    .generateCertPath(chain.subList(0, chain.size() - 1)),
                            parameters);
            return Optional.empty();
        } catch (CertPathValidatorException e) {
            return Optional.of(new ImportRefusal(ImportFault.CHAIN_REFUSED, "(" + e.getReason() + ")"));
        } catch (InvalidAlgorithmParameterException e) {
            // The JDK refuses a root whose own name constraints it cannot read.
            return Optional.of(ImportRefusal.of(ImportFault.CHAIN_REFUSED));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java platform validates certificates", e);
        }
    }

    private boolean isRoot(X509Certificate certificate) {
        return certificate.equals(last());
    }

    private X509Certificate last() {
        return chain.get(chain.size() - 1);
    }
}
