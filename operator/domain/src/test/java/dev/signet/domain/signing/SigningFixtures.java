package dev.signet.domain.signing;

import dev.signet.domain.ca.AuthorityKey;
import dev.signet.domain.ca.AuthorityName;
import dev.signet.domain.ca.AuthoritySpec;
import dev.signet.domain.ca.IntermediateCertificate;
import dev.signet.domain.ca.KeyAlgorithm;
import dev.signet.domain.ca.RootCertificate;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** An authority, its keys, and a token's claims, as tests need them. */
public final class SigningFixtures {
    public static final Instant NOW = Instant.parse("2026-11-22T10:00:00Z");
    static final SecureRandom RANDOM = new SecureRandom();

    private SigningFixtures() {}

    public static AuthorityKey root() {
        return RootCertificate.issue(spec("Root"), NOW, RANDOM);
    }

    static AuthorityKey intermediate(AuthorityKey parent) {
        return IntermediateCertificate.issue(spec("Intermediate"), parent, NOW, RANDOM)
                .orElseThrow()
                .authority();
    }

    public static SigningKey key(SigningAlgorithm algorithm, AuthorityKey authority) {
        return SigningKey.generate(algorithm, authority, NOW.plus(Duration.ofDays(400)), NOW, RANDOM);
    }

    static AccessTokenClaims claims() {
        return claims(NOW.plus(Duration.ofHours(1)));
    }

    static AccessTokenClaims claims(Instant expiresAt) {
        return new AccessTokenClaims(
                new AccessTokenClaims.Holder(
                        "https://signet.example",
                        "signet-x:ci:Agent:agent-7",
                        "ci/agent-7",
                        "4be0643f-1d98-473b-97cd-ca98a65347dd",
                        List.of("signet-x:ci:builders")),
                List.of("signet-x"),
                List.of("applied-permissions/user", "repository:a/b:pull,push"),
                new AccessTokenClaims.Validity(NOW, NOW, expiresAt),
                AccessTokenClaims.SignetClaims.issued("f1c3b0a2-0000-4000-8000-000000000001", 3, true));
    }

    private static AuthoritySpec spec(String name) {
        return new AuthoritySpec(
                AuthorityName.parse(name, "Example").orElseThrow(),
                KeyAlgorithm.ECDSA_P256,
                NOW.plus(Duration.ofDays(3650)));
    }
}
