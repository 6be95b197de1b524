package dev.signet.kubernetes.agenttoken;

import dev.signet.crds.token.AgentToken;
import dev.signet.crds.token.AgentTokenStatus;
import dev.signet.crds.token.IssuedSecret;
import dev.signet.kubernetes.apply.Applier;
import java.util.Optional;
import java.util.function.Consumer;

/** Writes statuses, and only those that say something new. */
final class AgentTokenStatusWriter {

    private final Applier applier;
    private final Consumer<AgentToken> written;

    /**
     * @param written told of each object as it stands after a write, so that no older state is acted upon
     */
    AgentTokenStatusWriter(Applier applier, Consumer<AgentToken> written) {
        this.applier = applier;
        this.written = written;
    }

    /**
     * Writes a status unless the object says just that already.
     *
     * @param token the object as it was read
     * @param after what its status is to say
     * @param secretVersion the version of its Secret, to be recorded while at it
     * @return the object as it stands with that status; empty where it changed meanwhile, which an event tells of
     */
    Optional<AgentToken> ifChanged(AgentToken token, AgentTokenStatus after, Optional<String> secretVersion) {
        if (after.equals(token.getStatus())) {
            return Optional.of(token);
        }
        Optional<AgentToken> now = applier.updateStatus(token, new AgentToken(), recording(after, secretVersion));
        now.ifPresent(written);
        return now;
    }

    private static AgentTokenStatus recording(AgentTokenStatus status, Optional<String> secretVersion) {
        IssuedSecret secret = status.secret();
        return secret == null || secret.deliveredAt() != null || secretVersion.isEmpty()
                ? status
                : status.toBuilder()
                        .secret(new IssuedSecret(secret.name(), secretVersion.get(), null))
                        .build();
    }
}
