package dev.signet.domain.jwt;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signet.domain.ca.SigningCertificate;
import dev.signet.domain.signing.SigningAlgorithm;
import dev.signet.domain.signing.VerificationKey;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.NoSuchAlgorithmException;
import java.security.Provider;
import java.security.PublicKey;
import java.security.Security;
import java.security.cert.X509Certificate;
import java.security.spec.X509EncodedKeySpec;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("A key is trusted only if it is one")
class TrustedKeyTest {

    private static final Signet SIGNET = Signet.with(SigningAlgorithm.EdDSA);

    @ParameterizedTest
    @EnumSource
    void aKeyOfOursIsMadeReady(SigningAlgorithm algorithm) {
        Signet signet = Signet.with(algorithm);

        assertThat(signet.trusted.kid()).isEqualTo(signet.key.kid());
        assertThat(signet.trusted.verificationKey()).isSameAs(signet.key.verificationKey());
        assertThat(signet.trusted).hasToString("TrustedKey[" + signet.key.kid() + ", " + algorithm + "]");
    }

    /** Under such a key, R the neutral point and S zero sign every text. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "0100000000000000000000000000000000000000000000000000000000000000",
                "ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
                "0000000000000000000000000000000000000000000000000000000000000000",
                "26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05",
                "eeffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f"
            })
    void aPointOfSmallOrderIsNoKey(String point) {
        VerificationKey key =
                VerificationKey.of(certified(ed25519(point))).orElseThrow(() -> new AssertionError("unreadable"));

        assertThat(TrustedKey.of(key)).isEmpty();
    }

    @ParameterizedTest
    @EnumSource
    void aKeyOfAnotherKindIsNotTakenForOne(SigningAlgorithm algorithm) {
        Signet signet = Signet.with(algorithm);
        for (SigningAlgorithm other : SigningAlgorithm.values()) {
            var confused = new VerificationKey(signet.key.kid(), other, signet.key.chain());
            assertThat(TrustedKey.of(confused).isPresent()).isEqualTo(other == algorithm);
        }
    }

    @Test
    void whereAProviderTakesNoSuchKeyOrCannotVerifyByItBouncyCastleVerifies() {
        Signet signet = Signet.with(SigningAlgorithm.ES256);

        for (Provider provider : List.of(Security.getProvider("SUN"), new KeysAlone())) {
            assertThat(Verdict.of(signet.token(), signet.trustedBy(provider))).isEqualTo(Verdict.ACCEPTED);
        }
    }

    /** Makes keys of the JDK and has no signatures. */
    private static final class KeysAlone extends Provider {

        private static final long serialVersionUID = 1;

        KeysAlone() {
            super("KeysAlone", "1", "");
            Service keys = Security.getProvider("SunEC").getService("KeyFactory", "EC");
            putService(new Service(this, keys.getType(), keys.getAlgorithm(), keys.getClassName(), null, null) {
                @Override
                public Object newInstance(@Nullable Object parameter) throws NoSuchAlgorithmException {
                    return keys.newInstance(parameter);
                }
            });
        }
    }

    private static PublicKey ed25519(String point) {
        try {
            byte[] encoded = HexFormat.of().parseHex("302a300506032b6570032100" + point);
            return KeyFactory.getInstance("Ed25519").generatePublic(new X509EncodedKeySpec(encoded));
        } catch (GeneralSecurityException e) {
            throw new AssertionError(e);
        }
    }

    private static List<X509Certificate> certified(PublicKey key) {
        var request = new SigningCertificate.Request("small", key, Signet.NOW.plus(Duration.ofDays(1)));
        return SigningCertificate.issue(request, SIGNET.authority, Signet.NOW, Signet.RANDOM);
    }
}
