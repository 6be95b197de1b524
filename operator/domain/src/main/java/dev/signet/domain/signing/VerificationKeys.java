package dev.signet.domain.signing;

import com.nimbusds.jose.util.JSONObjectUtils;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The public keys by which tokens of this installation are verified: all that are announced, active or draining, sorted by id,
 * each once.
 */
public final class VerificationKeys {
    private final List<VerificationKey> keys;

    private VerificationKeys(List<VerificationKey> keys) {
        this.keys = keys;
    }

    /** The set of the keys of any number of authorities and keyrings. */
    public static VerificationKeys of(Collection<VerificationKey> published) {
        Map<String, VerificationKey> byKid = new TreeMap<>();
        published.stream()
                .sorted(Comparator.comparing(VerificationKey::latestExpiry))
                .forEach(key -> byKid.put(key.kid().value(), key));
        return new VerificationKeys(List.copyOf(byKid.values()));
    }

    public List<VerificationKey> keys() {
        return keys;
    }

    /**
     * The JWK set (RFC 7517) in UTF-8, equal bytes for equal keys. Without {@code x5c}: tokens carry that, and verifiers download
     * this often. Each key has an explicit {@code kid}.
     */
    public byte[] toJwks() {
        List<Map<String, Object>> jwks =
                keys.stream().map(VerificationKeys::jwk).toList();
        return JSONObjectUtils.toJSONString(Map.of("keys", jwks)).getBytes(StandardCharsets.UTF_8);
    }

    private static Map<String, Object> jwk(VerificationKey key) {
        Map<String, Object> jwk =
                new TreeMap<>(Jwks.jwk(key.certificate().getPublicKey()).toJSONObject());
        jwk.put("alg", key.algorithm().joseName());
        jwk.put("kid", key.kid().value());
        jwk.put("use", "sig");
        return jwk;
    }
}
