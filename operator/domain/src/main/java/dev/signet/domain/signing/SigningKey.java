package dev.signet.domain.signing;

import dev.signet.domain.ca.AuthorityKey;
import dev.signet.domain.ca.SigningCertificate;
import java.security.KeyPair;
import java.security.PrivateKey;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.List;

/** A key that signs tokens, certified by an authority. Prints no private key and hands it to nobody outside of this package. */
public final class SigningKey {
    private final VerificationKey verificationKey;
    private final PrivateKey privateKey;

    /** Unchecked: the two must belong together. */
    SigningKey(VerificationKey verificationKey, PrivateKey privateKey) {
        this.verificationKey = verificationKey;
        this.privateKey = privateKey;
    }

    /**
     * Makes and certifies a new key. RS256 takes 0.2 s.
     *
     * @param notAfter the end of its certificate, shortened to the authority's own end; later than {@code now}
     */
    public static SigningKey generate(
            SigningAlgorithm algorithm, AuthorityKey authority, Instant notAfter, Instant now, SecureRandom random) {
        KeyPair pair = algorithm.keyAlgorithm().generate(random);
        Kid kid = Kid.of(pair.getPublic());
        var request = new SigningCertificate.Request(kid.value(), pair.getPublic(), notAfter);
        List<X509Certificate> chain = SigningCertificate.issue(request, authority, now, random);
        return new SigningKey(new VerificationKey(kid, algorithm, chain), pair.getPrivate());
    }

    public Kid kid() {
        return verificationKey.kid();
    }

    public SigningAlgorithm algorithm() {
        return verificationKey.algorithm();
    }

    public X509Certificate certificate() {
        return verificationKey.certificate();
    }

    /** Its certificate first, then the authorities above without the root. */
    public List<X509Certificate> chain() {
        return verificationKey.chain();
    }

    /** The latest {@code exp} that it may sign. A token that would live longer is refused by the token side. */
    public Instant latestExpiry() {
        return verificationKey.latestExpiry();
    }

    public VerificationKey verificationKey() {
        return verificationKey;
    }

    PrivateKey privateKey() {
        return privateKey;
    }

    @Override
    public String toString() {
        return "SigningKey[" + kid() + ", " + algorithm() + "]";
    }
}
