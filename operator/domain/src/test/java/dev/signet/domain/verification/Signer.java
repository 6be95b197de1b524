package dev.signet.domain.verification;

import dev.signet.domain.ca.AuthorityKey;
import dev.signet.domain.format.RefreshKey;
import dev.signet.domain.jwt.TrustedKey;
import dev.signet.domain.result.Outcome;
import dev.signet.domain.signing.AccessTokenClaims;
import dev.signet.domain.signing.JwtSigner;
import dev.signet.domain.signing.SigningAlgorithm;
import dev.signet.domain.signing.SigningFixtures;
import dev.signet.domain.signing.SigningKey;
import java.util.List;

/** One who signs tokens, with a real key that is made once. */
final class Signer {

    /** The authority {@code signet}. */
    static final Signer AUTHORITY = new Signer("signet", false);

    /** The authority {@code other}. */
    static final Signer OTHER = new Signer("other", false);

    /** The token service, by the keyring that {@code signet} certifies. */
    static final Signer EDGE = new Signer("signet", true);

    static final List<Signer> ALL = List.of(AUTHORITY, OTHER, EDGE);

    /** What the ids of refreshed tokens are derived with. */
    static final RefreshKey REFRESH = Outcome.valueOf(RefreshKey.parse("hmac-1", new byte[RefreshKey.LEAST_BYTES]));

    private final JwtSigner signer;
    private final PublishedKey published;

    private Signer(String authority, boolean edge) {
        AuthorityKey root = SigningFixtures.root();
        SigningKey key = SigningFixtures.key(SigningAlgorithm.ES256, root);
        this.signer = new JwtSigner(key);
        this.published = new PublishedKey(TrustedKey.of(key.verificationKey()).orElseThrow(), authority, edge);
    }

    PublishedKey published() {
        return published;
    }

    String sign(AccessTokenClaims claims) {
        return signer.sign(claims);
    }
}
