package dev.signet.domain.ca;

import java.io.IOException;
import java.security.KeyPair;
import java.security.PrivateKey;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.bouncycastle.asn1.DEROctetString;
import org.bouncycastle.asn1.x500.X500NameBuilder;
import org.bouncycastle.asn1.x500.style.BCStyle;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;

/**
 * The certificate that the token service serves TLS with, and its key, of ECDSA P-256. It is a leaf for TLS servers only. Having
 * one proves that key and certificate belong together. The private key leaves this class in {@link #toSecretData()} only.
 */
public final class ServingCertificate {

    /** How long one is valid, where the authority is for as long. */
    public static final Duration LIFETIME = Duration.ofDays(90);

    /** With its spaces no DNS name, which the JDK would hold to the name constraints of the authorities above. */
    private static final String COMMON_NAME = "Signet token service";

    private static final String KEY = "tls.key";
    private static final String CHAIN = "tls.crt";
    private static final String ROOT = "ca.crt";

    private final PrivateKey privateKey;
    private final List<X509Certificate> chain;
    private final X509Certificate root;

    private ServingCertificate(PrivateKey privateKey, List<X509Certificate> chain, X509Certificate root) {
        this.privateKey = privateKey;
        this.chain = List.copyOf(chain);
        this.root = root;
    }

    /**
     * Makes one, for those of the names that the authority may certify.
     *
     * @param authority valid at that time
     * @param now valid from one minute before it
     */
    public static ServingCertificate issue(
            ServingNames names, AuthorityKey authority, Instant now, SecureRandom random) {
        KeyPair pair = KeyAlgorithm.ECDSA_P256.generate(random);
        X509Certificate certificate = new CertificateDraft(
                        new X500NameBuilder(BCStyle.INSTANCE)
                                .addRDN(BCStyle.CN, COMMON_NAME)
                                .build(),
                        pair.getPublic(),
                        Validity.from(now, end(authority, now)))
                .critical(Extension.basicConstraints, new BasicConstraints(false))
                .critical(Extension.keyUsage, new KeyUsage(KeyUsage.digitalSignature))
                .plain(Extension.extendedKeyUsage, new ExtendedKeyUsage(KeyPurposeId.id_kp_serverAuth))
                .plain(
                        Extension.subjectAlternativeName,
                        names.permittedBy(authority).toExtension())
                .signedBy(authority.issuer(), random);
        List<X509Certificate> chain = new ArrayList<>(authority.chainWithoutRoot());
        chain.add(0, certificate);
        return new ServingCertificate(pair.getPrivate(), chain, authority.root());
    }

    private static Instant end(AuthorityKey authority, Instant now) {
        Instant wanted = now.plus(LIFETIME);
        return wanted.isAfter(authority.latestExpiry()) ? authority.latestExpiry() : wanted;
    }

    /** Reads the entries of a Secret, which hold what {@link #toSecretData()} wrote, byte for byte, and nothing else. */
    public static Outcome<ServingCertificate, ServingFault> parse(Map<String, byte[]> secretData) {
        byte[] key = secretData.get(KEY);
        byte[] chain = secretData.get(CHAIN);
        byte[] root = secretData.get(ROOT);
        if (key == null || chain == null || root == null) {
            return Outcome.refused(ServingFault.ENTRY_MISSING);
        }
        return Pem.privateKey(key)
                .then(parsed -> Pem.certificates(chain)
                        .then(path -> Pem.certificates(root)
                                .map(roots -> new ServingCertificate(parsed, path, roots.get(0)))))
                .mapRefusal(fault -> ServingFault.UNREADABLE)
                .then(read -> read.asWritten(secretData));
    }

    private Outcome<ServingCertificate, ServingFault> asWritten(Map<String, byte[]> secretData) {
        if (!KeyEncoding.publicHalf(privateKey).equals(certificate().getPublicKey())) {
            return Outcome.refused(ServingFault.KEY_MISMATCH);
        }
        Map<String, byte[]> written = toSecretData();
        boolean same = written.keySet().equals(secretData.keySet())
                && written.entrySet().stream()
                        .allMatch(entry -> Arrays.equals(entry.getValue(), secretData.get(entry.getKey())));
        return same ? Outcome.accepted(this) : Outcome.refused(ServingFault.ALTERED);
    }

    /** Why another one is needed in its place; empty: it does. */
    public Optional<ServingFault> fault(ServingNames names, AuthorityKey authority, Instant now) {
        return Stream.<Fault>of(
                        new Fault(ServingFault.OTHER_AUTHORITY, !isOf(authority)),
                        new Fault(ServingFault.OTHER_NAMES, !isFor(names.permittedBy(authority))),
                        new Fault(
                                ServingFault.NOT_YET_VALID,
                                now.isBefore(certificate().getNotBefore().toInstant())),
                        new Fault(
                                ServingFault.AGED,
                                renewal(authority)
                                        .filter(due -> !now.isBefore(due))
                                        .isPresent()))
                .filter(Fault::holds)
                .map(Fault::fault)
                .findFirst();
    }

    private record Fault(ServingFault fault, boolean holds) {}

    private boolean isOf(AuthorityKey authority) {
        return root.equals(authority.root())
                && chain.subList(1, chain.size()).equals(authority.chainWithoutRoot())
                && authority.issued(certificate());
    }

    private boolean isFor(ServingNames names) {
        try {
            byte[] expected = new DEROctetString(names.toExtension()).getEncoded();
            return Arrays.equals(expected, certificate().getExtensionValue(Extension.subjectAlternativeName.getId()));
        } catch (IOException e) {
            throw new IllegalStateException("names of our own making do not encode", e);
        }
    }

    /** When two thirds of its life are over; empty where the authority ends with it, so that a new one would gain nothing. */
    public Optional<Instant> renewal(AuthorityKey authority) {
        Instant end = certificate().getNotAfter().toInstant();
        Instant made = certificate().getNotBefore().toInstant().plus(Validity.BACKDATED);
        return authority.latestExpiry().isAfter(end)
                ? Optional.of(
                        made.plus(Duration.between(made, end).multipliedBy(2).dividedBy(3)))
                : Optional.empty();
    }

    public X509Certificate certificate() {
        return chain.get(0);
    }

    /** Its own certificate first, those of the authorities above after it, without the root. */
    public List<X509Certificate> chain() {
        return chain;
    }

    /**
     * What its Secret holds, deterministically: {@code tls.key} (PKCS#8), {@code tls.crt} (the chain without the root) and {@code
     * ca.crt} (the root).
     */
    public Map<String, byte[]> toSecretData() {
        Map<String, byte[]> data = new TreeMap<>();
        data.put(KEY, Pem.encode(privateKey));
        data.put(CHAIN, Pem.encode(chain));
        data.put(ROOT, Pem.encode(List.of(root)));
        return data;
    }

    @Override
    public String toString() {
        return "ServingCertificate[" + certificate().getSerialNumber().toString(16) + ", until "
                + certificate().getNotAfter().toInstant() + "]";
    }
}
