package dev.signet.e2e.bench;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.signet.domain.ca.Pem;
import dev.signet.e2e.Installation;
import io.fabric8.kubernetes.api.model.Secret;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.util.Base64;
import java.util.List;
import java.util.stream.IntStream;
import org.bouncycastle.jce.provider.BouncyCastleProvider;

/**
 * ES256 JWTs that the token service has never seen: those that the operator issued, signed anew by their key. ECDSA takes a random
 * number, so that the same claims come with another signature each time, which must be verified.
 */
final class UnseenTokens {

    private static final BouncyCastleProvider PROVIDER = new BouncyCastleProvider();
    private static final String ES256 = "SHA256withPLAIN-ECDSA";

    private final List<String> unsigned;
    private final PrivateKey key;
    private final PublicKey publicKey;

    private UnseenTokens(List<String> unsigned, PrivateKey key, PublicKey publicKey) {
        this.unsigned = unsigned;
        this.key = key;
        this.publicKey = publicKey;
    }

    /** Of tokens that one key signed. */
    static UnseenTokens of(EdgeBed bed, List<String> issued) {
        Secret secret = bed.client()
                .secrets()
                .inNamespace(Installation.NAMESPACE)
                .withName("signet-sign-" + kid(issued.get(0)))
                .require();
        return new UnseenTokens(
                issued.stream()
                        .map(token -> token.substring(0, token.lastIndexOf('.')))
                        .toList(),
                Pem.privateKey(entry(secret, "tls.key")).orElseThrow(),
                Pem.certificates(entry(secret, "tls.crt")).orElseThrow().get(0).getPublicKey());
    }

    /** The key that verifies them. */
    PublicKey publicKey() {
        return publicKey;
    }

    /** So many more. */
    List<String> sign(int count) {
        return IntStream.range(0, count)
                .parallel()
                .mapToObj(number -> sign(unsigned.get(number % unsigned.size())))
                .toList();
    }

    private String sign(String text) {
        try {
            Signature signer = Signature.getInstance(ES256, PROVIDER);
            signer.initSign(key);
            signer.update(text.getBytes(StandardCharsets.US_ASCII));
            return text + "." + Base64.getUrlEncoder().withoutPadding().encodeToString(signer.sign());
        } catch (GeneralSecurityException failure) {
            throw new IllegalStateException("the operator's key does not sign", failure);
        }
    }

    private static String kid(String token) {
        try {
            byte[] header = Base64.getUrlDecoder().decode(token.substring(0, token.indexOf('.')));
            return new ObjectMapper().readTree(header).path("kid").asText();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    private static byte[] entry(Secret secret, String key) {
        return Base64.getDecoder().decode(secret.getData().get(key));
    }
}
