package dev.signet.kubernetes.agenttoken;

import dev.signet.crds.Condition;
import dev.signet.crds.token.AgentTokenStatus;
import dev.signet.crds.token.CurrentToken;
import org.jspecify.annotations.Nullable;

/**
 * A status that shares with all others in memory what they all say: a parser makes each text anew, and reasons, messages and
 * times were a quarter of what a token took. What is a token's own (ids, digests, versions) stays as it is.
 */
final class CompactStatus {

    private CompactStatus() {}

    /** An equal status. */
    static AgentTokenStatus of(AgentTokenStatus status) {
        CurrentToken current = status.current();
        return status.toBuilder()
                .conditions(status.conditions().stream().map(CompactStatus::of).toList())
                .audience(status.audience().stream().map(String::intern).toList())
                .expiresAt(shared(status.expiresAt()))
                .renewsAt(shared(status.renewsAt()))
                .current(current == null ? null : of(current))
                .build();
    }

    private static Condition of(Condition condition) {
        return new Condition(
                condition.type().intern(),
                condition.status(),
                condition.reason().intern(),
                condition.message().intern(),
                condition.lastTransitionTime().intern(),
                condition.observedGeneration());
    }

    private static CurrentToken of(CurrentToken current) {
        return new CurrentToken(
                current.id(),
                current.sha256(),
                current.referenceSHA256(),
                shared(current.kid()),
                current.epoch(),
                current.contentHash().intern(),
                current.issuedAt().intern(),
                shared(current.expiresAt()));
    }

    private static @Nullable String shared(@Nullable String text) {
        return text == null ? null : text.intern();
    }
}
