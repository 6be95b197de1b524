package dev.signet.e2e.token;

import dev.signet.crds.authority.CertificateAuthority;
import dev.signet.crds.authority.SigningKey;
import dev.signet.crds.authority.SigningKeyState;
import io.fabric8.kubernetes.client.informers.ResourceEventHandler;
import io.fabric8.kubernetes.client.informers.SharedIndexInformer;
import java.time.Instant;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** Each state that each signing key of an authority ever had in its status, and since when. */
final class KeyHistory implements ResourceEventHandler<CertificateAuthority>, AutoCloseable {
    private final Map<String, Map<SigningKeyState, Instant>> keys = new ConcurrentHashMap<>();
    private final SharedIndexInformer<CertificateAuthority> informer;

    KeyHistory(Authority authority) {
        informer = authority.resource().inform(this);
    }

    /** The keys seen so far. */
    List<String> keys() {
        return List.copyOf(keys.keySet());
    }

    /** The states of a key so far, in the order of its life. */
    List<SigningKeyState> states(String kid) {
        return List.copyOf(keys.getOrDefault(kid, Map.of()).keySet());
    }

    /** Since when a key was in a state; empty if it was not seen in it. */
    Optional<Instant> since(String kid, SigningKeyState state) {
        return Optional.ofNullable(keys.getOrDefault(kid, Map.of()).get(state));
    }

    @Override
    public void onAdd(CertificateAuthority authority) {
        remember(authority);
    }

    @Override
    public void onUpdate(CertificateAuthority before, CertificateAuthority after) {
        remember(after);
    }

    @Override
    public void onDelete(CertificateAuthority authority, boolean finalStateUnknown) {
        remember(authority);
    }

    private void remember(CertificateAuthority authority) {
        if (authority.getStatus() != null) {
            authority.getStatus().signingKeys().forEach(this::remember);
        }
    }

    private void remember(SigningKey key) {
        keys.compute(key.kid(), (kid, states) -> {
            Map<SigningKeyState, Instant> all = new EnumMap<>(SigningKeyState.class);
            if (states != null) {
                all.putAll(states);
            }
            all.putIfAbsent(key.state(), Instant.parse(key.since()));
            return all;
        });
    }

    @Override
    public void close() {
        informer.close();
    }
}
