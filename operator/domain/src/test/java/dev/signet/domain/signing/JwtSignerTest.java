package dev.signet.domain.signing;

import static dev.signet.domain.signing.SigningFixtures.NOW;
import static dev.signet.domain.signing.SigningFixtures.claims;
import static dev.signet.domain.signing.SigningFixtures.intermediate;
import static dev.signet.domain.signing.SigningFixtures.key;
import static dev.signet.domain.signing.SigningFixtures.root;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.nimbusds.jose.JWSObject;
import com.nimbusds.jose.JWSVerifier;
import com.nimbusds.jose.crypto.ECDSAVerifier;
import com.nimbusds.jose.crypto.RSASSAVerifier;
import com.nimbusds.jose.util.X509CertChainUtils;
import com.nimbusds.jwt.SignedJWT;
import dev.signet.domain.ca.AuthorityKey;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.Signature;
import java.security.cert.X509Certificate;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.ECPrivateKeySpec;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

final class JwtSignerTest {
    private final AuthorityKey root = root();

    @ParameterizedTest
    @EnumSource
    void aTokenVerifiesWithTheLeafOfItsX5c(SigningAlgorithm algorithm) throws Exception {
        SigningKey key = key(algorithm, intermediate(root));

        SignedJWT token = SignedJWT.parse(new JwtSigner(key).sign(claims()));

        List<X509Certificate> x5c = X509CertChainUtils.parse(token.getHeader().getX509CertChain());
        assertThat(x5c).isEqualTo(key.chain()).hasSize(2).doesNotContain(root.certificate());
        assertThat(verifies(token, x5c.get(0).getPublicKey())).isTrue();
    }

    @Test
    void aTokenUnderARootCarriesTheLeafAlone() throws Exception {
        SigningKey key = key(SigningAlgorithm.ES256, root);

        SignedJWT token = SignedJWT.parse(new JwtSigner(key).sign(claims()));

        assertThat(token.getHeader().getX509CertChain()).hasSize(1);
        assertThat(token.getHeader().getKeyID()).isEqualTo(key.kid().value());
        assertThat(token.getHeader().getType().getType()).isEqualTo("at+jwt");
    }

    @Test
    void thePayloadHasOneFixedOrder() throws Exception {
        JWSObject token = JWSObject.parse(new JwtSigner(key(SigningAlgorithm.ES256, root)).sign(claims()));

        assertThat(token.getPayload().toString()).isEqualTo("""
                        {"iss":"https://signet.example","sub":"signet-x:ci:Agent:agent-7","aud":"signet-x",\
                        "client_id":"ci/agent-7","jti":"4be0643f-1d98-473b-97cd-ca98a65347dd",\
                        "iat":1795341600,"nbf":1795341600,"exp":1795345200,\
                        "scope":"applied-permissions/user repository:a/b:pull,push",\
                        "groups":["signet-x:ci:builders"],\
                        "signet.dev":{"uid":"f1c3b0a2-0000-4000-8000-000000000001","epoch":3,"revocable":true}}""");
    }

    @Test
    void emptyListsAreLeftOutAndSeveralAudiencesAreAnArray() throws Exception {
        AccessTokenClaims full = claims();
        var holder = full.holder();
        AccessTokenClaims bare = new AccessTokenClaims(
                new AccessTokenClaims.Holder(
                        holder.issuer(), holder.subject(), holder.clientId(), holder.tokenId(), List.of()),
                List.of("a", "b"),
                List.of(),
                full.validity(),
                full.signet().from("origin-uid"));

        Map<String, Object> payload = JWSObject.parse(new JwtSigner(key(SigningAlgorithm.ES256, root)).sign(bare))
                .getPayload()
                .toJSONObject();

        assertThat(payload)
                .doesNotContainKeys("scope", "groups")
                .containsEntry("aud", List.of("a", "b"))
                .extractingByKey("signet.dev")
                .asInstanceOf(org.assertj.core.api.InstanceOfAssertFactories.MAP)
                .containsEntry("origin", "origin-uid");
    }

    @Test
    void theActorIsWrittenAsRfc8693HasIt() throws Exception {
        AccessTokenClaims acted = claims().actedBy(new Actor("now", Optional.of(Actor.of("before"))));

        assertThat(JWSObject.parse(new JwtSigner(key(SigningAlgorithm.ES256, root)).sign(acted))
                        .getPayload()
                        .toString())
                .contains(",\"act\":{\"sub\":\"now\",\"act\":{\"sub\":\"before\"}},\"signet.dev\":{");
        assertThat(claims().actor()).isEmpty();
    }

    @Test
    void fourActorsMayFollowEachOther() {
        Actor chain = Actor.of("first");
        for (int length = 2; length <= Actor.LONGEST_CHAIN; length++) {
            chain = new Actor("next", Optional.of(chain));
            assertThat(chain.length()).isEqualTo(length);
        }
        Optional<Actor> longest = Optional.of(chain);

        assertThatThrownBy(() -> new Actor("one too many", longest)).hasMessageContaining("more than 4 actors");
        assertThatThrownBy(() -> Actor.of("")).hasMessageContaining("without a name");
    }

    @ParameterizedTest
    @EnumSource
    void signingAgainGivesTheSameBytes(SigningAlgorithm algorithm) {
        SigningKey key = key(algorithm, root);

        assertThat(new JwtSigner(key).sign(claims())).isEqualTo(new JwtSigner(key).sign(claims()));
    }

    @Test
    void manyThreadsMaySignAtOnce() {
        JwtSigner signer = new JwtSigner(key(SigningAlgorithm.ES256, root));
        String alone = signer.sign(claims());

        assertThat(IntStream.range(0, 200).parallel().mapToObj(i -> signer.sign(claims())))
                .containsOnly(alone);
    }

    @Test
    void theNonceIsThatOfRfc6979() throws Exception {
        // Appendix A.2.5, P-256, SHA-256, message "sample"
        var d = new BigInteger("C9AFA9D845BA75166B5C215767B1D6934E50C3DB36E89B127B8A622B120F6721", 16);
        var params = ((ECPublicKey) root.certificate().getPublicKey()).getParams();
        var privateKey = KeyFactory.getInstance("EC").generatePrivate(new ECPrivateKeySpec(d, params));

        byte[] signature = new TokenSignature.Es256(privateKey).sign("sample".getBytes(StandardCharsets.US_ASCII));

        assertThat(HexFormat.of().withUpperCase().formatHex(signature))
                .isEqualTo("EFD48B2AACB6A8FD1140DD9CD45E81D69D2C877B56AAF991C34D0EA84EAF3716"
                        + "F7CB1C942D657C41D436C7A1B6E29F65F3E900DBB9AFF4064DC4AB2F843ACDA8");
    }

    @Test
    void aTokenThatOutlivesItsKeyIsNotSigned() {
        SigningKey key = key(SigningAlgorithm.ES256, root);
        JwtSigner signer = new JwtSigner(key);

        assertThat(signer.sign(claims(key.latestExpiry().plusMillis(999)))).isNotEmpty();
        assertThatThrownBy(() -> signer.sign(claims(NOW.plus(Duration.ofDays(401)))))
                .hasMessageContaining("outlives its key");
    }

    private static boolean verifies(SignedJWT token, PublicKey key) throws Exception {
        if (key instanceof ECPublicKey ec) {
            return verifies(token, new ECDSAVerifier(ec));
        }
        if (key instanceof RSAPublicKey rsa) {
            return verifies(token, new RSASSAVerifier(rsa));
        }
        // Nimbus needs Tink for Ed25519; the JDK is as independent a witness.
        Signature verifier = Signature.getInstance("Ed25519");
        verifier.initVerify(key);
        verifier.update(token.getSigningInput());
        return verifier.verify(token.getSignature().decode());
    }

    private static boolean verifies(SignedJWT token, JWSVerifier verifier) throws Exception {
        return token.verify(verifier);
    }
}
