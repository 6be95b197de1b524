package dev.signet.domain.verification;

import dev.signet.domain.format.RefreshFamily;
import dev.signet.domain.format.TokenId;
import dev.signet.domain.secret.Sha256;
import dev.signet.domain.signing.Kid;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What a replica knows at this moment, kept by its watches. Every answer comes from memory. Thread-safe; two questions may see two
 * moments, of which the later is never the older.
 */
public interface LiveState {

    /** The key of an id, while some authority or the keyring of the token service publishes it. */
    Optional<PublishedKey> key(Kid kid);

    /** An authority, while it exists. */
    Optional<AuthorityState> authority(String name);

    /** The object of which a token of this id is current, previous or the present refresh. */
    Optional<LiveToken> byId(TokenId id);

    /** The object of which a token, or its alias, has this digest. */
    Optional<LiveToken> byDigest(Sha256 digest);

    /** The object of a UID. */
    Optional<LiveToken> byUid(String uid);

    /** The object of a family of refresh tokens. */
    Optional<LiveToken> byFamily(RefreshFamily family);

    /** The objects whose tokens speak for a subject, as the claim {@code sub} has it. */
    Stream<LiveToken> ofSubject(String subject);

    /** Whether a TokenRevocation names the id. */
    boolean isRevoked(TokenId id);

    /** Where tokens of an object may be used: its own limits and those of the policies of its namespace. */
    Bounds bounds(LiveToken token);

    /** Where tokens of a namespace may be used that come from no object. */
    Bounds bounds(String namespace);
}
