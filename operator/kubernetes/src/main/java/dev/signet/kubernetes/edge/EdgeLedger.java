package dev.signet.kubernetes.edge;

import dev.signet.crds.revocation.TokenRevocation;
import dev.signet.crds.revocation.TokenRevocationSpec;
import dev.signet.crds.token.AgentToken;
import dev.signet.crds.token.AgentTokenStatus;
import dev.signet.crds.token.RefreshState;
import dev.signet.crds.token.Revocation;
import dev.signet.domain.format.TokenId;
import dev.signet.domain.ledger.TokenLedger;
import dev.signet.domain.refresh.RefreshDecision;
import dev.signet.domain.refresh.RefreshDecision.Advance;
import dev.signet.domain.refresh.RefreshDecision.Reuse;
import dev.signet.domain.verification.LiveToken;
import dev.signet.kubernetes.agenttoken.LiveTokens;
import dev.signet.kubernetes.apply.Applier;
import dev.signet.kubernetes.event.Warnings;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.function.Function;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes into the status of AgentTokens what the token service may: {@code refresh} and {@code revocation}, and TokenRevocations. Each
 * write is a PUT under the resourceVersion that was read; another's write in between has it read again.
 */
final class EdgeLedger implements TokenLedger {

    private static final Logger LOG = LoggerFactory.getLogger(EdgeLedger.class);

    /** Of many that refresh one token at a time, each loses once to the one that wins, and perhaps to the controller. */
    private static final int MOST_TRIES = 8;

    private final Applier applier;
    private final LiveTokens reader;
    private final Warnings warnings;
    private final Executor executor;
    private final Clock clock;

    EdgeLedger(Applier applier, LiveTokens reader, Warnings warnings, Executor executor, Clock clock) {
        this.applier = applier;
        this.reader = reader;
        this.warnings = warnings;
        this.executor = executor;
        this.clock = clock;
    }

    @Override
    public CompletionStage<Refreshed> refresh(LiveToken.Source object, Function<LiveToken, RefreshDecision> decide) {
        return asked(new Refreshed.Unavailable(), () -> {
            for (int tries = 0; tries < MOST_TRIES; tries++) {
                Optional<AgentToken> stored = read(object);
                Optional<LiveToken> live = stored.flatMap(reader::read);
                if (stored.isEmpty() || live.isEmpty()) {
                    return new Refreshed.Gone();
                }
                RefreshDecision decision = decide.apply(live.get());
                if (carryOut(stored.get(), decision)) {
                    return new Refreshed.Decided(live.get(), decision);
                }
            }
            return new Refreshed.Unavailable();
        });
    }

    @Override
    public CompletionStage<Written> revoke(LiveToken.Source object, String reason) {
        return asked(Written.UNAVAILABLE, () -> {
            for (int tries = 0; tries < MOST_TRIES; tries++) {
                Optional<AgentToken> stored = read(object);
                if (stored.isEmpty()) {
                    return Written.GONE;
                }
                if (revoke(stored.get(), reason)) {
                    return Written.DONE;
                }
            }
            return Written.UNAVAILABLE;
        });
    }

    @Override
    public CompletionStage<Written> revoke(TokenId id, Instant expiresAt, String reason) {
        return asked(Written.UNAVAILABLE, () -> {
            TokenRevocation revocation = new TokenRevocation();
            revocation.setMetadata(new ObjectMetaBuilder().withName(id.text()).build());
            revocation.setSpec(new TokenRevocationSpec(
                    id.text(), expiresAt.truncatedTo(ChronoUnit.SECONDS).toString(), reason));
            var unused = applier.createIfFree(revocation);
            return Written.DONE;
        });
    }

    private boolean carryOut(AgentToken stored, RefreshDecision decision) {
        if (decision instanceof Advance advance) {
            LiveToken.Refreshing next = advance.next();
            return write(
                    stored,
                    status -> status.refresh(new RefreshState(
                            next.position().family().text(),
                            next.position().sequence(),
                            next.issuedAt().toString(),
                            next.kid().orElse(null))));
        }
        if (decision instanceof Reuse reuse
                && !revoke(stored, "refresh token " + reuse.presented() + " was used again")) {
            return false;
        }
        if (decision instanceof Reuse reuse) {
            warnings.warn(
                    stored,
                    "RefreshTokenReused",
                    "Refresh",
                    "a refresh token of sequence " + reuse.presented() + " came after that of sequence "
                            + reuse.present()
                            + ": two hold it, so the token is revoked; make another AgentToken, and find out who had the copy");
        }
        return true;
    }

    /** Write-once: who comes second finds it done. */
    private boolean revoke(AgentToken stored, String reason) {
        AgentTokenStatus status = stored.getStatus();
        if (status != null && status.revocation() != null) {
            return true;
        }
        Instant now = clock.instant().truncatedTo(ChronoUnit.SECONDS);
        return write(stored, builder -> builder.revocation(new Revocation(reason, now.toString())));
    }

    private boolean write(AgentToken stored, Function<AgentTokenStatus.Builder, AgentTokenStatus.Builder> change) {
        AgentTokenStatus before = stored.getStatus();
        if (before == null) {
            return false;
        }
        return applier.updateStatus(
                        stored,
                        new AgentToken(),
                        change.apply(before.toBuilder()).build())
                .isPresent();
    }

    /** The object as it stands, unless another has taken its name. */
    private Optional<AgentToken> read(LiveToken.Source object) {
        AgentToken named = new AgentToken();
        named.setMetadata(new ObjectMetaBuilder()
                .withNamespace(object.namespace())
                .withName(object.name())
                .build());
        return applier.read(named)
                .filter(stored -> stored.getMetadata().getUid().equals(object.uid()));
    }

    private <T> CompletionStage<T> asked(T unavailable, Supplier<T> work) {
        return CompletableFuture.supplyAsync(work, executor).exceptionally(fault -> {
            Throwable cause = fault.getCause() == null ? fault : fault.getCause();
            if (cause instanceof KubernetesClientException refused) {
                LOG.warn("the API server could not be asked to write: HTTP {}", refused.getCode());
            } else {
                LOG.error("a write failed", cause);
            }
            return unavailable;
        });
    }
}
