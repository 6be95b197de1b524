package dev.signet.domain.lifetime;

import dev.signet.domain.secret.Sha256;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;

/**
 * The moment at which one token is renewed: a second within a window that ends at the requested point, chosen by a hash
 * of the object's UID, so that ten thousand tokens made at once do not renew at once, and a restart changes nothing.
 *
 * <pre>
 * issue ────── half of requested ─────[ window ]requested ──── expiry − overlap ── 95 % ── expiry
 * </pre>
 *
 * <p>The requested point is at most 95 % of life, so that retries have time. The window is a tenth of life, but no
 * more than half of the requested point. Where the overlap would not fit between renewal and expiry, the window moves
 * earlier, though never before half of the requested point: a token whose overlap is as long as its life must not be
 * renewed all the time.
 */
public final class RenewalTime {

    private RenewalTime() {}

    /**
     * When to renew a token that expires.
     *
     * @param issuedAt in whole seconds, if the answer is to be
     * @param overlap for how long the old token is to stay valid beside the new one
     * @param uid of the object
     */
    public static Instant of(Instant issuedAt, Instant expiresAt, RenewAt renewAt, Duration overlap, String uid) {
        long life = Math.max(0, Duration.between(issuedAt, expiresAt).toSeconds());
        long requested = Math.min(requested(issuedAt, life, renewAt), life * RenewAt.Percentage.LATEST / 100);
        long window = Math.min(life / 10, requested / 2);
        long leavesOverlap = Math.min(requested, life - overlap.toSeconds());
        long latest = Math.max(leavesOverlap, requested - requested / 2 + window);
        return issuedAt.plusSeconds(latest - offset(uid, window));
    }

    /** When to renew a token that never expires: in the last tenth of the interval. */
    public static Instant ofNonExpiring(Instant issuedAt, RenewAt.After interval, String uid) {
        long requested =
                Duration.between(issuedAt, interval.ttl().addTo(issuedAt)).toSeconds();
        return issuedAt.plusSeconds(requested - offset(uid, requested / 10));
    }

    private static long requested(Instant issuedAt, long life, RenewAt renewAt) {
        if (renewAt instanceof RenewAt.After after) {
            return Duration.between(issuedAt, after.ttl().addTo(issuedAt)).toSeconds();
        }
        return life * ((RenewAt.Percentage) renewAt).percent() / 100;
    }

    /** Evenly from 0 to {@code window}, both included, in seconds. */
    private static long offset(String uid, long window) {
        String digest = Sha256.of(uid.getBytes(StandardCharsets.UTF_8)).hex();
        return Long.remainderUnsigned(Long.parseUnsignedLong(digest.substring(0, 16), 16), window + 1);
    }
}
