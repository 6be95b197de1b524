package dev.signet.domain.signing;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Who acts for the subject of a token: the claim {@code act} (RFC 8693, 4.1). Those inside acted before, the latest first. They
 * are for the record alone: what a request may do depends on the subject and the outermost actor.
 *
 * @param sub the actor, named as {@code sub} names a subject
 * @param act who acted before
 */
public record Actor(String sub, Optional<Actor> act) {
    /** The most actors in one token, one inside the other. Who exchanges a token compares with {@link #length()} before. */
    public static final int LONGEST_CHAIN = 4;

    public Actor {
        if (sub.isEmpty()) {
            throw new IllegalArgumentException("an actor without a name is nobody");
        }
        if (act.map(Actor::length).orElse(0) >= LONGEST_CHAIN) {
            throw new IllegalArgumentException("more than " + LONGEST_CHAIN + " actors in one token");
        }
    }

    /** The first that acts for a subject. */
    public static Actor of(String sub) {
        return new Actor(sub, Optional.empty());
    }

    /** How many actors there are, this one included. */
    public int length() {
        return 1 + act.map(Actor::length).orElse(0);
    }

    Map<String, Object> toJson() {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("sub", sub);
        act.ifPresent(before -> json.put("act", before.toJson()));
        return json;
    }
}
