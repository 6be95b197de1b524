package dev.signet.domain.token;

/** Where a token stands, for people; machines read the conditions. */
public enum Phase {
    /** None was issued yet. */
    Pending(false),
    /** Accepted. */
    Valid(false),
    /** Its time is over. */
    Expired(true),
    /** Withdrawn by a person, by its holder, or with its object. */
    Revoked(true),
    /** Redeemed, as one-time tokens are. */
    Consumed(true),
    /** A newer one-time token for the same agent took its place. */
    Superseded(true),
    /** Only a changed spec or policy helps. */
    Failed(false);

    private final boolean finished;

    Phase(boolean finished) {
        this.finished = finished;
    }

    /** Whether nothing more happens to it by itself, but for its removal. */
    public boolean finished() {
        return finished;
    }
}
