package dev.signet.domain.jwt;

import com.nimbusds.jose.util.JSONObjectUtils;
import dev.signet.domain.ca.AuthorityKey;
import dev.signet.domain.ca.AuthorityName;
import dev.signet.domain.ca.AuthoritySpec;
import dev.signet.domain.ca.IntermediateCertificate;
import dev.signet.domain.ca.KeyAlgorithm;
import dev.signet.domain.ca.Pem;
import dev.signet.domain.ca.RootCertificate;
import dev.signet.domain.signing.AccessTokenClaims;
import dev.signet.domain.signing.JwtSigner;
import dev.signet.domain.signing.SigningAlgorithm;
import dev.signet.domain.signing.SigningKey;
import dev.signet.domain.signing.StoredSigningKey;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.Provider;
import java.security.SecureRandom;
import java.security.Signature;
import java.security.spec.AlgorithmParameterSpec;
import java.text.ParseException;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * An installation with one signing key, whose private half the tests may use as its thief would: for tokens that only the key's
 * owner can sign and that no Signet writes.
 */
final class Signet {
    static final Instant NOW = Instant.parse("2026-11-24T12:00:00Z");
    static final SecureRandom RANDOM = new SecureRandom();

    private static final Map<SigningAlgorithm, Signet> INSTALLATIONS = new ConcurrentHashMap<>();

    final AuthorityKey authority;
    final SigningKey key;
    final TrustedKey trusted;
    private final PrivateKey stolen;

    private Signet(SigningAlgorithm algorithm) {
        AuthorityKey root = RootCertificate.issue(spec("Root"), NOW, RANDOM);
        authority = IntermediateCertificate.issue(spec("Intermediate"), root, NOW, RANDOM)
                .orElseThrow()
                .authority();
        key = SigningKey.generate(algorithm, authority, NOW.plus(Duration.ofDays(400)), NOW, RANDOM);
        trusted = TrustedKey.of(key.verificationKey()).orElseThrow();
        byte[] pem = Optional.ofNullable(StoredSigningKey.of(key).toSecretData().get("tls.key"))
                .orElseThrow();
        stolen = Pem.privateKey(pem).orElseThrow();
    }

    /** The one that all tests share: making an RSA key takes long. */
    static Signet with(SigningAlgorithm algorithm) {
        return INSTALLATIONS.computeIfAbsent(algorithm, Signet::new);
    }

    static Signet another(SigningAlgorithm algorithm) {
        return new Signet(algorithm);
    }

    private static AuthoritySpec spec(String name) {
        return new AuthoritySpec(
                AuthorityName.parse(name, "Example").orElseThrow(),
                KeyAlgorithm.ECDSA_P256,
                NOW.plus(Duration.ofDays(3650)));
    }

    static AccessTokenClaims claims() {
        return new AccessTokenClaims(
                new AccessTokenClaims.Holder(
                        "https://signet.example",
                        "signet-abcdefghijklmnopqrstuvwxyz:ci:Agent:agent-7",
                        "ci/agent-7",
                        "4be0643f-1d98-473b-97cd-ca98a65347dd",
                        List.of("signet-abcdefghijklmnopqrstuvwxyz:ci:builders")),
                List.of("signet-abcdefghijklmnopqrstuvwxyz"),
                List.of("applied-permissions/user", "repository:a/b:pull,push"),
                new AccessTokenClaims.Validity(NOW, NOW, NOW.plus(Duration.ofHours(1))),
                AccessTokenClaims.SignetClaims.issued("f1c3b0a2-0000-4000-8000-000000000001", 3, true));
    }

    /** The key as a provider verifies it. */
    TrustedKey trustedBy(Provider provider) {
        return TrustedKey.of(key.verificationKey(), Optional.of(provider)).orElseThrow();
    }

    /** A good token. */
    String token() {
        return new JwtSigner(key).sign(claims());
    }

    String headerJson() {
        return json(token(), 0);
    }

    String payloadJson() {
        return json(token(), 1);
    }

    /** A token of the true key with another header. */
    String withHeader(Consumer<Map<String, Object>> change) {
        return sign(changed(headerJson(), change), payloadJson());
    }

    /** A token of the true key with another payload. */
    String withPayload(Consumer<Map<String, Object>> change) {
        return sign(headerJson(), changed(payloadJson(), change));
    }

    /** A token of the true key, whatever it says. */
    String sign(String header, String payload) {
        String input = encoded(header) + "." + encoded(payload);
        return input + "." + encoded(signature(input));
    }

    byte[] signature(String input) {
        return signature(
                input,
                switch (key.algorithm()) {
                    case ES256 -> "SHA256withECDSAinP1363Format";
                    case RS256 -> "SHA256withRSA";
                    case EdDSA -> "Ed25519";
                });
    }

    /** By the JDK, not by the code that signs tokens. */
    byte[] signature(String input, String jcaName) {
        return signature(input, jcaName, null);
    }

    byte[] signature(String input, String jcaName, @Nullable AlgorithmParameterSpec parameters) {
        try {
            Signature signer = Signature.getInstance(jcaName);
            if (parameters != null) {
                signer.setParameter(parameters);
            }
            signer.initSign(stolen);
            signer.update(input.getBytes(StandardCharsets.US_ASCII));
            return signer.sign();
        } catch (GeneralSecurityException e) {
            throw new AssertionError(e);
        }
    }

    static String changed(String json, Consumer<Map<String, Object>> change) {
        Map<String, Object> members = parsed(json);
        change.accept(members);
        return JSONObjectUtils.toJSONString(members);
    }

    static Map<String, Object> parsed(String json) {
        try {
            return JSONObjectUtils.parse(json);
        } catch (ParseException e) {
            throw new AssertionError(e);
        }
    }

    static String json(String token, int part) {
        return new String(decoded(part(token, part)), StandardCharsets.UTF_8);
    }

    static String part(String token, int part) {
        return token.split("\\.", -1)[part];
    }

    static String signedPart(String token) {
        return token.substring(0, token.lastIndexOf('.'));
    }

    static byte[] decoded(String base64url) {
        return Base64.getUrlDecoder().decode(base64url);
    }

    static String encoded(String text) {
        return encoded(text.getBytes(StandardCharsets.UTF_8));
    }

    static String encoded(byte[] bytes) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }
}
