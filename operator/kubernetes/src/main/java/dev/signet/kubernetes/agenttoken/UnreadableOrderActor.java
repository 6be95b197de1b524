package dev.signet.kubernetes.agenttoken;

import dev.signet.crds.token.AgentToken;
import dev.signet.domain.restriction.NamedRestrictions;
import dev.signet.domain.token.AgentTokenDecision;
import java.time.Instant;
import java.util.Optional;

/**
 * Carries out what was decided about a token whose object cannot be read, as {@link AgentTokenActor} does a refusal; what it
 * needs stands in status.
 */
final class UnreadableOrderActor {

    private final AgentTokenEffects effects;
    private final AgentToken token;
    private final NamedRestrictions restrictions;
    private final Instant now;

    /**
     * @param restrictions those that the object names
     */
    UnreadableOrderActor(AgentTokenEffects effects, AgentToken token, NamedRestrictions restrictions, Instant now) {
        this.effects = effects;
        this.token = token;
        this.restrictions = restrictions;
        this.now = now;
    }

    /** Says so, also where the Secret cannot be removed; when to look again, empty: only when something changes. */
    Optional<Instant> carryOut(AgentTokenDecision.Refuse decision) {
        AgentTokenReport report = new AgentTokenReport(token, restrictions, effects.issuer());
        boolean ends = decision.phase().finished();
        boolean gone = false;
        boolean said = false;
        try {
            gone = ends && effects.secrets().removeRecorded(token);
        } finally {
            said = effects.refuse(gone ? report.withoutSecret() : report, decision, Optional.empty(), now);
        }
        return said && gone == ends ? decision.next() : effects.afterOvertaken(decision.next(), now);
    }
}
