package dev.signet.http.service;

import io.vertx.core.Vertx;
import io.vertx.core.net.KeyCertOptions;
import java.net.Socket;
import java.security.GeneralSecurityException;
import java.security.Principal;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.cert.X509Certificate;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.WeakHashMap;
import java.util.stream.Stream;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.X509ExtendedKeyManager;
import javax.net.ssl.X509KeyManager;
import org.jspecify.annotations.Nullable;

/**
 * The certificate that is served, asked for by each handshake: one that was replaced is served no more from the next handshake on, and
 * no connection is dropped. (Vert.x can replace its options instead; while it does, it refuses connections, and for good after a fault.)
 * Thread-safe.
 */
final class ServedCertificate extends X509ExtendedKeyManager {

    private static final List<String> KEY_TYPES = List.of("EC", "RSA", "EdDSA");

    /** What each handshake began with, so that none is answered with parts of two. As long as their connections. */
    private final Map<SSLEngine, Generation> begun = Collections.synchronizedMap(new WeakHashMap<>());

    private volatile Generation current;

    /**
     * A certificate with its key.
     *
     * @param alias its name in handshakes, of which one may be under way while it is replaced
     */
    record Generation(String alias, List<X509Certificate> chain, PrivateKey key) {

        @Override
        public String toString() {
            return "Generation[" + alias + "]";
        }
    }

    private ServedCertificate(Generation first) {
        this.current = first;
    }

    /**
     * Serves a first one.
     *
     * @throws GeneralSecurityException where it cannot be used; the message says why
     */
    static ServedCertificate first(KeyCertOptions certificate, Vertx vertx) throws GeneralSecurityException {
        return new ServedCertificate(read(certificate, vertx, "1"));
    }

    /**
     * Serves another one. Reads files.
     *
     * @throws GeneralSecurityException where it cannot be used, and the present one is served on; the message says why
     */
    synchronized void replace(KeyCertOptions certificate, Vertx vertx) throws GeneralSecurityException {
        current = read(certificate, vertx, Integer.toString(Integer.parseInt(current.alias()) + 1));
    }

    private static Generation read(KeyCertOptions certificate, Vertx vertx, String alias)
            throws GeneralSecurityException {
        Generation read = Stream.of(managers(certificate, vertx))
                .filter(X509KeyManager.class::isInstance)
                .map(X509KeyManager.class::cast)
                .flatMap(manager -> KEY_TYPES.stream().flatMap(type -> read(manager, type, alias).stream()))
                .findFirst()
                .orElseThrow(() -> new GeneralSecurityException("no certificate with a key of " + KEY_TYPES));
        if (!belongTogether(read.chain().get(0).getPublicKey(), read.key())) {
            throw new GeneralSecurityException("the key is not that of the certificate");
        }
        return read;
    }

    private static KeyManager[] managers(KeyCertOptions certificate, Vertx vertx) throws GeneralSecurityException {
        try {
            return certificate.getKeyManagerFactory(vertx).getKeyManagers();
        } catch (Exception unreadable) {
            throw new GeneralSecurityException(unreadable.getMessage(), unreadable);
        }
    }

    private static Optional<Generation> read(X509KeyManager manager, String type, String alias) {
        String[] found = manager.getServerAliases(type, null);
        return found == null || found.length == 0
                ? Optional.empty()
                : Optional.of(new Generation(
                        alias, List.of(manager.getCertificateChain(found[0])), manager.getPrivateKey(found[0])));
    }

    /** Both files are read one after the other, and may have been replaced in between. */
    private static boolean belongTogether(PublicKey publicKey, PrivateKey privateKey) throws GeneralSecurityException {
        if (!publicKey.getAlgorithm().equals(privateKey.getAlgorithm())) {
            return false;
        }
        Signature signature = Signature.getInstance(
                switch (privateKey.getAlgorithm()) {
                    case "EC" -> "SHA256withECDSA";
                    case "RSA" -> "SHA256withRSA";
                    default -> privateKey.getAlgorithm();
                });
        signature.initSign(privateKey);
        byte[] signed = signature.sign();
        signature.initVerify(publicKey);
        return signature.verify(signed);
    }

    /** Asked once for each type of key that the client can do with, until one is there. */
    @Override
    public @Nullable String chooseEngineServerAlias(String keyType, Principal @Nullable [] issuers, SSLEngine engine) {
        return alias(keyType, begun.computeIfAbsent(engine, handshake -> current));
    }

    @Override
    public @Nullable String chooseServerAlias(String keyType, Principal @Nullable [] issuers, Socket socket) {
        return alias(keyType, current);
    }

    private static @Nullable String alias(String keyType, Generation serving) {
        return serving.key().getAlgorithm().equals(keyType) ? serving.alias() : null;
    }

    @Override
    public String @Nullable [] getServerAliases(String keyType, Principal @Nullable [] issuers) {
        String alias = alias(keyType, current);
        return alias == null ? null : new String[] {alias};
    }

    @Override
    public X509Certificate @Nullable [] getCertificateChain(String alias) {
        return of(alias)
                .map(serving -> serving.chain().toArray(X509Certificate[]::new))
                .orElse(null);
    }

    @Override
    public @Nullable PrivateKey getPrivateKey(String alias) {
        return of(alias).map(Generation::key).orElse(null);
    }

    private Optional<Generation> of(String alias) {
        Generation serving = current;
        if (serving.alias().equals(alias)) {
            return Optional.of(serving);
        }
        synchronized (begun) {
            return begun.values().stream()
                    .filter(each -> each.alias().equals(alias))
                    .findFirst();
        }
    }

    @Override
    public String @Nullable [] getClientAliases(String keyType, Principal @Nullable [] issuers) {
        return null;
    }

    @Override
    public @Nullable String chooseClientAlias(String[] keyType, Principal @Nullable [] issuers, Socket socket) {
        return null;
    }
}
