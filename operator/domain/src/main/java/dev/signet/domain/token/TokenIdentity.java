package dev.signet.domain.token;

import java.time.Instant;

/**
 * The object that orders a token.
 *
 * @param namespace its namespace, which is the tenant
 * @param name its name
 * @param uid its UID, which no other object ever has
 * @param createdAt when it was created
 */
public record TokenIdentity(String namespace, String name, String uid, Instant createdAt) {

    /** The OAuth {@code client_id} of its tokens: {@code namespace/name}. */
    public String clientId() {
        return namespace + "/" + name;
    }

    /** Whether this one is newer than another: by creation time, then by UID. */
    public boolean newerThan(TokenIdentity other) {
        int byTime = createdAt.compareTo(other.createdAt);
        return byTime != 0 ? byTime > 0 : uid.compareTo(other.uid) > 0;
    }
}
