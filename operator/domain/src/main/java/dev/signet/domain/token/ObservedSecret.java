package dev.signet.domain.token;

import dev.signet.domain.Refusal;
import dev.signet.domain.secret.Sha256;
import java.util.Optional;

/** What is known of the Secret that an object's token should stand in. */
public sealed interface ObservedSecret {

    /** The cache may still be behind a Secret that status says was written: no reason to issue again. */
    record NotYetSeen() implements ObservedSecret {}

    /**
     * None shows.
     *
     * @param recorded whether status says that one was written and not that it is gone: then it was deleted, or has lost the
     *     label that it is watched by, and stands still
     */
    record Absent(boolean recorded) implements ObservedSecret {}

    /**
     * One that this object owns, or that somebody made look so.
     *
     * @param tokenSha256 the digest of the value in it, where it has one
     * @param shaped whether all else in it is as the object orders it
     */
    record Present(Optional<Sha256> tokenSha256, boolean shaped) implements ObservedSecret {}

    /**
     * One that belongs to something else.
     *
     * @param refusal whose it is, and what to do about it
     */
    record Foreign(Refusal refusal) implements ObservedSecret {}

    /** Whether one of this object's may stand, be it one that does not show: where it should be gone, it is looked for. */
    default boolean mayStand() {
        return this instanceof Absent absent ? absent.recorded() : !(this instanceof Foreign);
    }
}
