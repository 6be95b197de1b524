package dev.signet.kubernetes.edge;

import dev.signet.crds.authority.CertificateAuthority;
import dev.signet.crds.authority.CertificateAuthorityStatus;
import dev.signet.crds.authority.SigningKey;
import dev.signet.crds.authority.SigningKeyState;
import dev.signet.domain.ca.Pem;
import dev.signet.domain.jwt.TrustedKey;
import dev.signet.domain.signing.EdgeKeyring;
import dev.signet.domain.signing.Kid;
import dev.signet.domain.signing.VerificationKey;
import dev.signet.domain.signing.VerificationKeys;
import dev.signet.domain.verification.AuthorityState;
import dev.signet.domain.verification.PublishedKey;
import dev.signet.kubernetes.authority.AuthorityOrders;
import java.nio.charset.StandardCharsets;
import java.security.Provider;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The keys that count and the state of each authority, at one moment. Read from the status of authorities, which only the controller
 * writes, and from the keyring of the token service. Immutable.
 */
final class AuthorityIndex {

    private static final Logger LOG = LoggerFactory.getLogger(AuthorityIndex.class);

    /** Nothing is known yet. */
    static final AuthorityIndex EMPTY = new AuthorityIndex(Map.of(), Map.of(), Map.of(), List.of());

    private final Map<String, AuthorityState> authorities;
    private final Map<String, X509Certificate> roots;
    private final Map<Kid, PublishedKey> keys;
    private final byte[] jwks;

    private AuthorityIndex(
            Map<String, AuthorityState> authorities,
            Map<String, X509Certificate> roots,
            Map<Kid, PublishedKey> keys,
            List<VerificationKey> published) {
        this.authorities = Map.copyOf(authorities);
        this.roots = Map.copyOf(roots);
        this.keys = Map.copyOf(keys);
        this.jwks = VerificationKeys.of(published).toJwks();
    }

    /**
     * Reads them all.
     *
     * @param former what was known; a key that is the same stays the same object, so that what it proved stays proven
     * @param keyringAuthority the authority that certifies the keyring
     * @param es256 who verifies ES256 in BouncyCastle's place
     */
    static AuthorityIndex of(
            Stream<CertificateAuthority> authorities,
            Optional<EdgeKeyring> keyring,
            String keyringAuthority,
            Optional<Provider> es256,
            AuthorityIndex former) {
        Map<String, AuthorityState> states = new HashMap<>();
        Map<String, X509Certificate> roots = new HashMap<>();
        Map<Kid, PublishedKey> keys = new HashMap<>();
        authorities.filter(authority -> authority.getStatus() != null).forEach(authority -> {
            String name = authority.getMetadata().getName();
            states.put(name, state(authority, authority.getStatus()));
            root(authority.getStatus()).ifPresent(root -> roots.put(name, root));
            authority.getStatus().signingKeys().stream()
                    .flatMap(row -> verificationKey(name, row).stream())
                    .flatMap(key -> published(key, name, false, es256, former).stream())
                    .forEach(key -> keys.put(key.key().kid(), key));
        });
        keyring.stream()
                .flatMap(ring -> ring.verificationKeys().stream())
                .flatMap(key -> published(key, keyringAuthority, true, es256, former).stream())
                .forEach(key -> keys.put(key.key().kid(), key));
        return new AuthorityIndex(
                states,
                roots,
                keys,
                keys.values().stream().map(key -> key.key().verificationKey()).toList());
    }

    private static Optional<PublishedKey> published(
            VerificationKey key, String authority, boolean edge, Optional<Provider> es256, AuthorityIndex former) {
        return former.key(key.kid())
                .filter(known -> known.key().verificationKey().equals(key))
                .filter(known -> known.authority().equals(authority) && known.edge() == edge)
                .or(() -> TrustedKey.of(key, es256).map(trusted -> new PublishedKey(trusted, authority, edge)));
    }

    /** An order that cannot be read rejects all tokens: some time may have been meant. */
    private static AuthorityState state(CertificateAuthority authority, CertificateAuthorityStatus status) {
        return AuthorityOrders.service(authority.getSpec())
                .fold(
                        service -> new AuthorityState(
                                status.epoch(), service.rejectsBefore(), service.revocableThreshold()),
                        fault -> new AuthorityState(status.epoch(), Optional.of(Instant.MAX), Duration.ZERO));
    }

    /** The last of the chain. */
    private static Optional<X509Certificate> root(CertificateAuthorityStatus status) {
        return Optional.ofNullable(status.certificate())
                .flatMap(certificate -> certificates(certificate.pem()))
                .map(chain -> chain.get(chain.size() - 1));
    }

    private static Optional<List<X509Certificate>> certificates(String pem) {
        return Pem.certificates(pem.getBytes(StandardCharsets.US_ASCII)).toOptional();
    }

    /** A key whose certificate cannot be read proves nothing. */
    private static Optional<VerificationKey> verificationKey(String authority, SigningKey row) {
        if (row.state() == SigningKeyState.Retired || row.certificate() == null) {
            return Optional.empty();
        }
        Optional<VerificationKey> key = certificates(row.certificate())
                .flatMap(VerificationKey::of)
                .filter(read -> read.kid().value().equals(row.kid()));
        if (key.isEmpty()) {
            LOG.warn(
                    "the certificate of key {} of authority {} cannot be read; what it signed is refused",
                    row.kid(),
                    authority);
        }
        return key;
    }

    Optional<PublishedKey> key(Kid kid) {
        return Optional.ofNullable(keys.get(kid));
    }

    Optional<AuthorityState> authority(String name) {
        return Optional.ofNullable(authorities.get(name));
    }

    /** Whether an authority was reset, or went, since. */
    boolean isResetSince(AuthorityIndex former) {
        return former.authorities.entrySet().stream()
                .anyMatch(known -> authority(known.getKey())
                        .filter(now -> now.epoch() <= known.getValue().epoch())
                        .isEmpty());
    }

    /** The root certificate of an authority. */
    Optional<X509Certificate> root(String name) {
        return Optional.ofNullable(roots.get(name));
    }

    /** The key set, as verifiers fetch it. */
    byte[] jwks() {
        return jwks.clone();
    }

    boolean hasKeys() {
        return !keys.isEmpty();
    }
}
