package dev.signet.domain.order;

import dev.signet.domain.format.TokenPrefix;
import dev.signet.domain.lifetime.Ttl;
import java.time.Duration;
import java.util.Optional;

/** What a token is for, which settles its lifetime and form where its object does not. */
public enum TokenUse {
    /** Presented to services with each request. */
    Access(Duration.ofHours(1), TokenFormat.JWT, TokenPrefix.ACCESS, false),
    /** Presented once, to be given a certificate. */
    Enrollment(Duration.ofMinutes(30), TokenFormat.Opaque, TokenPrefix.ENROLLMENT, true),
    /** Presented once, to join two clusters. */
    Pairing(Duration.ofMinutes(5), TokenFormat.JWT, TokenPrefix.PAIRING, true),
    /** Stands for a user or a service over months. */
    ApiKey(Duration.ofDays(365), TokenFormat.JWT, TokenPrefix.API_KEY, false),
    /** Verified offline on a host, to unlock its protection. */
    Unlock(Duration.ofMinutes(15), TokenFormat.JWT, TokenPrefix.ACCESS, false);

    private final Duration defaultTtl;
    private final TokenFormat defaultFormat;
    private final TokenPrefix prefix;
    private final boolean oneTime;

    TokenUse(Duration defaultTtl, TokenFormat defaultFormat, TokenPrefix prefix, boolean oneTime) {
        this.defaultTtl = defaultTtl;
        this.defaultFormat = defaultFormat;
        this.prefix = prefix;
        this.oneTime = oneTime;
    }

    /** The lifetime of a token whose object and policies name none. */
    public Ttl defaultTtl() {
        return Ttl.of(defaultTtl);
    }

    /** The longest that it may live whatever object and policies say; empty: they alone decide. */
    public Optional<Ttl> longestTtl() {
        return this == Unlock ? Optional.of(defaultTtl()) : Optional.empty();
    }

    /** The format of a token whose object names none. */
    public TokenFormat defaultFormat() {
        return defaultFormat;
    }

    /** The prefix of the opaque form. */
    public TokenPrefix prefix() {
        return prefix;
    }

    /** Whether it counts once: of several for one agent, the newest wins. */
    public boolean oneTime() {
        return oneTime;
    }
}
