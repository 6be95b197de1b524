package dev.signet.domain.token;

import dev.signet.domain.Refusal;
import dev.signet.domain.restriction.NamedRestrictions;
import java.util.Optional;

/**
 * Whether a token is accepted right now. It has no part in what is issued: a token that is denied for the time being is as
 * good as it was once the cause has gone.
 *
 * @param accepted whether it is, within its limits
 * @param denial why a token in force is denied wherever it is used; empty: it is not, or none is in force
 */
public record Usability(boolean accepted, Optional<Refusal> denial) {

    /**
     * Only what is in force can be used, and only while every limit that it names is known.
     *
     * @param phase where the token stands
     * @param restrictions those that it names
     */
    public static Usability of(Phase phase, NamedRestrictions restrictions) {
        if (phase != Phase.Valid) {
            return new Usability(false, Optional.empty());
        }
        return new Usability(restrictions.denial().isEmpty(), restrictions.denial());
    }
}
