package dev.signet.domain.ca;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

final class KeyAlgorithmTest {
    @ParameterizedTest
    @CsvSource({
        "ECDSA, 256, ECDSA_P256",
        "ECDSA, 384, ECDSA_P384",
        "ECDSA, 0, ECDSA_P256",
        "Ed25519, 0, ED25519",
        "Ed25519, 256, ED25519",
        "RSA, 2048, RSA_2048",
        "RSA, 3072, RSA_3072",
        "RSA, 4096, RSA_4096",
        "RSA, 0, RSA_3072"
    })
    void nameAndSizeChooseAnAlgorithm(String name, int size, KeyAlgorithm expected) {
        assertThat(KeyAlgorithm.parse(name, size).orElseThrow()).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({"ECDSA, 521", "ECDSA, 2048", "RSA, 1024", "RSA, 256", "RSA, 8192", "DSA, 2048", "ecdsa, 256", "'', 0"})
    void anythingElseIsRefusedWithTheListOfWhatThereIs(String name, int size) {
        assertThat(KeyAlgorithm.parse(name, size).refusal())
                .hasValueSatisfying(message -> assertThat(message).contains("ECDSA 256", "Ed25519 256", "RSA 4096"));
    }

    @ParameterizedTest
    @EnumSource
    void aGeneratedKeySignsIsRecognisedAndSurvivesPem(KeyAlgorithm algorithm) throws Exception {
        AuthorityKey authority = Fixtures.root(algorithm);
        PublicKey publicKey = authority.certificate().getPublicKey();
        byte[] pem = authority.toSecretData().getOrDefault("tls.key", new byte[0]);
        PrivateKey privateKey = Pem.privateKey(pem).orElseThrow();

        assertThat(KeyAlgorithm.of(publicKey)).contains(algorithm);
        byte[] message = "message".getBytes(StandardCharsets.UTF_8);
        Signature signature = Signature.getInstance(algorithm.signatureName());
        signature.initSign(privateKey);
        signature.update(message);
        byte[] signed = signature.sign();
        signature.initVerify(publicKey);
        signature.update(message);
        assertThat(signature.verify(signed)).isTrue();

        assertThat(KeyAlgorithm.publicHalf(privateKey)).isEqualTo(publicKey);
        assertThat(Pem.encode(privateKey)).isEqualTo(pem);
        assertThat(OpenSsl.run(List.of("pkey", "-in", "@0", "-check", "-noout"), pem))
                .satisfies(
                        result -> assertThat(result.exit()).as(result.output()).isZero());
        // What openssl writes for the same key is what we write.
        assertThat(OpenSsl.run(List.of("pkey", "-in", "@0"), pem).output())
                .isEqualTo(new String(pem, StandardCharsets.US_ASCII));
    }

    @Test
    void aForeignCurveIsNoneOfOurs() throws Exception {
        var generator = java.security.KeyPairGenerator.getInstance("EC");
        generator.initialize(521);

        assertThat(KeyAlgorithm.of(generator.generateKeyPair().getPublic())).isEmpty();
    }
}
