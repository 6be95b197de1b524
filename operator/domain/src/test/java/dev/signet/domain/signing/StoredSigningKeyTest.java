package dev.signet.domain.signing;

import static dev.signet.domain.signing.SigningFixtures.claims;
import static dev.signet.domain.signing.SigningFixtures.intermediate;
import static dev.signet.domain.signing.SigningFixtures.key;
import static dev.signet.domain.signing.SigningFixtures.root;
import static org.assertj.core.api.Assertions.assertThat;

import dev.signet.domain.ca.AuthorityKey;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

final class StoredSigningKeyTest {
    private final AuthorityKey authority = intermediate(root());

    @ParameterizedTest
    @EnumSource
    void aKeyReadBackSignsTheSameBytes(SigningAlgorithm algorithm) {
        SigningKey key = key(algorithm, authority);

        StoredSigningKey read =
                StoredSigningKey.parse(StoredSigningKey.of(key).toSecretData()).orElseThrow();

        assertThat(new JwtSigner(read.signingKey().orElseThrow()).sign(claims()))
                .isEqualTo(new JwtSigner(key).sign(claims()));
        assertThat(read.verificationKey()).isEqualTo(key.verificationKey());
    }

    @Test
    void withoutItsPrivateKeyItStillVerifies() {
        SigningKey key = key(SigningAlgorithm.ES256, authority);

        Map<String, byte[]> data = StoredSigningKey.of(key).withoutPrivateKey().toSecretData();

        assertThat(data).containsOnlyKeys("tls.crt");
        StoredSigningKey read = StoredSigningKey.parse(data).orElseThrow();
        assertThat(read.signingKey()).isEmpty();
        assertThat(read.verificationKey()).isEqualTo(key.verificationKey());
    }

    @Test
    void eachDamageIsNamed() {
        Map<String, byte[]> good =
                StoredSigningKey.of(key(SigningAlgorithm.ES256, authority)).toSecretData();
        Map<String, byte[]> other =
                StoredSigningKey.of(key(SigningAlgorithm.ES256, authority)).toSecretData();
        byte[] junk = {'x'};

        assertThat(fault(Map.of())).isEqualTo(SigningKeyFault.CHAIN_MISSING);
        assertThat(fault(with(good, "tls.crt", junk))).isEqualTo(SigningKeyFault.CHAIN_UNREADABLE);
        assertThat(fault(with(good, "tls.key", junk))).isEqualTo(SigningKeyFault.KEY_UNREADABLE);
        assertThat(fault(with(good, "tls.key", other.getOrDefault("tls.key", junk))))
                .isEqualTo(SigningKeyFault.KEY_MISMATCH);
    }

    @Test
    void aKeyOfAKindThatSignsNoTokensIsNone() {
        AuthorityKey p384 = dev.signet.domain.ca.RootCertificate.issue(
                new dev.signet.domain.ca.AuthoritySpec(
                        dev.signet.domain.ca.AuthorityName.parse("Root", "").orElseThrow(),
                        dev.signet.domain.ca.KeyAlgorithm.ECDSA_P384,
                        SigningFixtures.NOW.plusSeconds(3600)),
                SigningFixtures.NOW,
                SigningFixtures.RANDOM);

        assertThat(fault(p384.toSecretData())).isEqualTo(SigningKeyFault.NOT_A_SIGNING_KEY);
    }

    @Test
    void nothingPrintsAPrivateKey() {
        SigningKey key = key(SigningAlgorithm.ES256, authority);
        StoredSigningKey stored = StoredSigningKey.of(key);
        String secret = new String(stored.keyPem().orElseThrow(), StandardCharsets.US_ASCII)
                .lines()
                .skip(1)
                .findFirst()
                .orElseThrow();

        assertThat("" + key + stored + key.verificationKey() + authority).doesNotContain(secret);
        assertThat(key.toString()).isEqualTo("SigningKey[" + key.kid() + ", ES256]");
    }

    private static SigningKeyFault fault(Map<String, byte[]> data) {
        return StoredSigningKey.parse(data).refusal().orElseThrow();
    }

    private static Map<String, byte[]> with(Map<String, byte[]> data, String name, byte[] value) {
        Map<String, byte[]> changed = new HashMap<>(data);
        changed.put(name, value);
        return changed;
    }
}
