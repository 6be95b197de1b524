package dev.signet.e2e.token;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.crypto.ECDSAVerifier;
import com.nimbusds.jose.util.Base64;
import com.nimbusds.jose.util.X509CertUtils;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import java.security.interfaces.ECPublicKey;
import java.text.ParseException;
import java.util.List;
import java.util.Map;

/**
 * A JWT whose signature was verified by Nimbus with the certificate that it carries, as strangers do.
 *
 * @param chain the certificates in {@code x5c}, that of the key first, each signed by the next
 */
public record DecodedJwt(SignedJWT jwt, JWTClaimsSet claims, List<X509Certificate> chain) {

    /** Decodes and verifies. */
    public static DecodedJwt verified(String text) {
        try {
            SignedJWT jwt = SignedJWT.parse(text);
            List<X509Certificate> chain = jwt.getHeader().getX509CertChain().stream()
                    .map(encoded -> X509CertUtils.parse(encoded.decode()))
                    .toList();
            ECPublicKey key = (ECPublicKey) chain.get(0).getPublicKey();
            if (!jwt.verify(new ECDSAVerifier(key))) {
                throw new AssertionError("the signature does not verify with the certificate in x5c");
            }
            for (int index = 0; index + 1 < chain.size(); index++) {
                chain.get(index).verify(chain.get(index + 1).getPublicKey());
            }
            return new DecodedJwt(jwt, jwt.getJWTClaimsSet(), chain);
        } catch (ParseException | JOSEException | GeneralSecurityException failure) {
            throw new AssertionError("no JWT that strangers can verify", failure);
        }
    }

    /** The header {@code x5c} as it is written. */
    List<String> x5c() {
        return jwt.getHeader().getX509CertChain().stream().map(Base64::toString).toList();
    }

    /** A claim as text. */
    public String text(String claim) {
        return String.valueOf(claims.getClaim(claim));
    }

    /** The claim {@code groups}; empty if there is none. */
    public List<String> groups() {
        try {
            List<String> groups = claims.getStringListClaim("groups");
            return groups == null ? List.of() : groups;
        } catch (ParseException failure) {
            throw new AssertionError("groups are no list of texts", failure);
        }
    }

    /** Something in the claim {@code signet.dev}. */
    public String signet(String key) {
        return String.valueOf(((Map<?, ?>) claims.getClaim("signet.dev")).get(key));
    }
}
