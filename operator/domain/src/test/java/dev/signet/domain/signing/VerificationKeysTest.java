package dev.signet.domain.signing;

import static dev.signet.domain.signing.SigningFixtures.NOW;
import static dev.signet.domain.signing.SigningFixtures.RANDOM;
import static dev.signet.domain.signing.SigningFixtures.claims;
import static dev.signet.domain.signing.SigningFixtures.intermediate;
import static dev.signet.domain.signing.SigningFixtures.key;
import static dev.signet.domain.signing.SigningFixtures.root;
import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.source.ImmutableJWKSet;
import com.nimbusds.jose.proc.DefaultJOSEObjectTypeVerifier;
import com.nimbusds.jose.proc.JWSVerificationKeySelector;
import com.nimbusds.jose.proc.SecurityContext;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import com.nimbusds.jwt.proc.DefaultJWTProcessor;
import dev.signet.domain.ca.AuthorityKey;
import dev.signet.domain.ca.KeyAlgorithm;
import dev.signet.domain.ca.OpenSsl;
import java.nio.charset.StandardCharsets;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

final class VerificationKeysTest {
    private final AuthorityKey root = root();
    private final AuthorityKey intermediate = intermediate(root);

    @ParameterizedTest
    @EnumSource(names = {"ES256", "RS256"})
    void nimbusVerifiesATokenWithTheKeySetAlone(SigningAlgorithm algorithm) throws Exception {
        SigningKey signing = key(algorithm, intermediate);
        byte[] jwks = VerificationKeys.of(List.of(
                        key(SigningAlgorithm.ES256, root).verificationKey(),
                        signing.verificationKey(),
                        key(SigningAlgorithm.EdDSA, root).verificationKey()))
                .toJwks();

        var processor = new DefaultJWTProcessor<SecurityContext>();
        processor.setJWSTypeVerifier(new DefaultJOSEObjectTypeVerifier<>(new JOSEObjectType("at+jwt")));
        processor.setJWSKeySelector(new JWSVerificationKeySelector<>(
                JWSAlgorithm.parse(algorithm.name()),
                new ImmutableJWKSet<>(JWKSet.parse(new String(jwks, StandardCharsets.UTF_8)))));
        processor.setJWTClaimsSetVerifier((claims, context) -> {});

        JWTClaimsSet claims = processor.process(new JwtSigner(signing).sign(claims()), null);
        assertThat(claims.getSubject()).isEqualTo("signet-x:ci:Agent:agent-7");
        assertThat(claims.getAudience()).containsExactly("signet-x");
    }

    @ParameterizedTest
    @EnumSource
    void opensslVerifiesATokenDownToTheRoot(SigningAlgorithm algorithm) throws Exception {
        SigningKey signing = key(algorithm, intermediate);
        SignedJWT token = SignedJWT.parse(new JwtSigner(signing).sign(claims()));

        List<X509Certificate> chain = new ArrayList<>(signing.chain());
        chain.add(root.root());
        assertThat(OpenSsl.verify(chain, NOW).output()).contains("OK");

        byte[] certificate = StoredSigningKey.of(signing).chainPem();
        String publicKey = OpenSsl.run(List.of("x509", "-in", "@0", "-noout", "-pubkey"), certificate)
                .output();
        byte[] signature = token.getSignature().decode();
        if (algorithm == SigningAlgorithm.ES256) {
            signature = com.nimbusds.jose.crypto.impl.ECDSA.transcodeSignatureToDER(signature);
        }
        List<String> arguments = new ArrayList<>(
                List.of("pkeyutl", "-verify", "-pubin", "-inkey", "@0", "-rawin", "-in", "@1", "-sigfile", "@2"));
        if (algorithm != SigningAlgorithm.EdDSA) {
            arguments.addAll(List.of("-digest", "sha256"));
        }
        assertThat(OpenSsl.run(
                                arguments,
                                publicKey.getBytes(StandardCharsets.US_ASCII),
                                token.getSigningInput(),
                                signature)
                        .output())
                .contains("Signature Verified Successfully");
    }

    @Test
    void theKeySetIsTheSameForTheSameKeysInAnyOrder() {
        List<VerificationKey> keys = new ArrayList<>();
        for (SigningAlgorithm algorithm : SigningAlgorithm.values()) {
            keys.add(key(algorithm, root).verificationKey());
        }
        byte[] jwks = VerificationKeys.of(keys).toJwks();
        Collections.reverse(keys);
        keys.add(keys.get(0));

        assertThat(VerificationKeys.of(keys).toJwks()).isEqualTo(jwks);
        assertThat(new String(jwks, StandardCharsets.UTF_8)).doesNotContain("\"d\"", "x5c");
    }

    @Test
    void anEmptyKeySetIsStillOne() {
        assertThat(new String(VerificationKeys.of(List.of()).toJwks(), StandardCharsets.UTF_8))
                .isEqualTo("{\"keys\":[]}");
    }

    @Test
    void aKeyIdIsPartOfASecretNameAndFollowsFromTheKey() {
        Set<Kid> kids = new HashSet<>();
        for (int i = 0; i < 20; i++) {
            var publicKey = KeyAlgorithm.ECDSA_P256.generate(RANDOM).getPublic();
            Kid kid = Kid.of(publicKey);
            assertThat(kid).isEqualTo(Kid.of(publicKey));
            assertThat(kid.value()).matches("[a-z2-7]{26}");
            assertThat(Kid.parse(kid.value())).contains(kid);
            kids.add(kid);
        }
        assertThat(kids).hasSize(20);
        assertThat(Kid.parse("abc")).isEmpty();
        assertThat(Kid.parse("A".repeat(26))).isEmpty();
    }

    @Test
    void theKeyIdIsTheBeginningOfTheThumbprintOfRfc7638() throws Exception {
        // The key of RFC 7638, section 3.1, whose thumbprint is NzbLsXh8uDCcd-6MNwXF4W_7noWXFZAfHkxZsRGC9Xs.
        var rsa = com.nimbusds.jose.jwk.RSAKey.parse("""
                {"kty":"RSA","e":"AQAB","n":"0vx7agoebGcQSuuPiLJXZptN9nndrQmbXEps2aiAFbWhM78LhWx4cbbfAAtVT86zwu1RK7aPFFxuhD\
                R1L6tSoc_BJECPebWKRXjBZCiFV4n3oknjhMstn64tZ_2W-5JsGY4Hc5n9yBXArwl93lqt7_RN5w6Cf0h4QyQ5v-65YGjQR0_FDW2QvzqY368QQ\
                MicAtaSqzs8KJZgnYb9c7d0zgdAZHzu6qMQvRL5hajrn1n91CbOpbISD08qNLyrdkt-bFTWhAI4vMQFh6WeZu0fM4lFd2NcRwr3XPksINHaQ-G_x\
                BniIqbw0Ls1jF44-csFCur-kEgU8awapJzKnqDKgw"}
                """);
        byte[] thumbprint = java.util.Base64.getUrlDecoder().decode("NzbLsXh8uDCcd-6MNwXF4W_7noWXFZAfHkxZsRGC9Xs");

        assertThat(Kid.of(rsa.toPublicKey()).value())
                .isEqualTo(org.bouncycastle.util.encoders.Base32.toBase32String(thumbprint)
                        .substring(0, 26)
                        .toLowerCase(java.util.Locale.ROOT));
    }

    @Test
    void aKeyKnowsWhetherItsAuthorityIsStillTheOne() {
        AuthorityKey namesake = intermediate(root);
        VerificationKey verification = key(SigningAlgorithm.ES256, intermediate).verificationKey();

        assertThat(verification.isCertifiedBy(intermediate)).isTrue();
        assertThat(verification.isCertifiedBy(namesake)).isFalse();
        assertThat(verification.isCertifiedBy(root)).isFalse();
        assertThat(key(SigningAlgorithm.ES256, root).verificationKey().isCertifiedBy(root))
                .isTrue();
    }
}
