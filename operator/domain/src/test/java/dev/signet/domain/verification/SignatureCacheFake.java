package dev.signet.domain.verification;

import dev.signet.domain.secret.Sha256;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** Remembers all, and counts. */
final class SignatureCacheFake implements SignatureCache {

    private final Map<Sha256, Proven> proven = new HashMap<>();
    private int puts;

    @Override
    public Optional<Proven> find(Sha256 token) {
        return Optional.ofNullable(proven.get(token));
    }

    @Override
    public void put(Sha256 token, Proven found) {
        proven.put(token, found);
        puts++;
    }

    /** How many signatures were proven. */
    int puts() {
        return puts;
    }
}
