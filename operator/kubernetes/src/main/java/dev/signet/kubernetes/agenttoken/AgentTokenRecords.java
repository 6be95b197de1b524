package dev.signet.kubernetes.agenttoken;

import dev.signet.crds.Condition;
import dev.signet.crds.ConditionStatus;
import dev.signet.crds.token.AgentTokenStatus;
import dev.signet.crds.token.RefreshState;
import dev.signet.domain.format.RefreshFamily;
import dev.signet.domain.format.RefreshPosition;
import dev.signet.domain.secret.Sha256;
import dev.signet.domain.token.CurrentToken;
import dev.signet.domain.token.Phase;
import dev.signet.domain.token.PreviousToken;
import dev.signet.domain.token.TokenRecord;
import dev.signet.kubernetes.Conditions;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The record of a token in its object's status: read here, and written so that reading it again gives the same. */
final class AgentTokenRecords {

    private AgentTokenRecords() {}

    static TokenRecord read(@Nullable AgentTokenStatus status) {
        if (status == null || status.phase() == null) {
            return TokenRecord.none();
        }
        Phase phase = phase(status);
        return new TokenRecord(
                phase,
                phase.finished() ? finishedSince(status) : Optional.empty(),
                Conditions.find(status.conditions(), Conditions.READY)
                        .filter(ready -> ready.status() == ConditionStatus.False)
                        .map(Condition::lastTransitionTime)
                        .map(Instant::parse),
                Optional.ofNullable(status.current()).map(AgentTokenRecords::read),
                status.previous().stream().map(AgentTokenRecords::read).toList(),
                Optional.ofNullable(status.secret()).flatMap(secret -> time(secret.deliveredAt())),
                ended(status),
                refreshed(status.refresh(), status.current()));
    }

    /** The phase; before anything was written, that of one that nothing was issued for. */
    static Phase phase(@Nullable AgentTokenStatus status) {
        return status == null || status.phase() == null
                ? Phase.Pending
                : Phase.valueOf(status.phase().name());
    }

    private static Optional<TokenRecord.Refreshed> refreshed(
            @Nullable RefreshState refresh, dev.signet.crds.token.@Nullable CurrentToken current) {
        if (refresh == null || refresh.sequence() == 0 || current == null) {
            return Optional.empty();
        }
        Instant issuedAt = Instant.parse(refresh.issuedAt());
        return lifetime(current).map(lifetime -> new TokenRecord.Refreshed(issuedAt, issuedAt.plus(lifetime)));
    }

    /** How long a token lives, and as long again at each refresh; empty: without end. */
    static Optional<Duration> lifetime(dev.signet.crds.token.CurrentToken current) {
        return time(current.expiresAt()).map(end -> Duration.between(Instant.parse(current.issuedAt()), end));
    }

    /** The later of two: a token that was never usable, or was refused before it ended, finished when it became ready. */
    private static Optional<Instant> finishedSince(AgentTokenStatus status) {
        return Stream.of(Conditions.READY, Conditions.USABLE)
                .flatMap(type -> Conditions.find(status.conditions(), type).stream())
                .map(Condition::lastTransitionTime)
                .map(Instant::parse)
                .max(Instant::compareTo);
    }

    private static Optional<TokenRecord.Ended> ended(AgentTokenStatus status) {
        if (status.revocation() != null) {
            return Optional.of(TokenRecord.Ended.REVOKED);
        }
        return status.redemption() == null ? Optional.empty() : Optional.of(TokenRecord.Ended.REDEEMED);
    }

    /** Where the family of refresh tokens stands; empty where there is none. */
    static Optional<RefreshPosition> refresh(@Nullable AgentTokenStatus status) {
        return Optional.ofNullable(status)
                .map(AgentTokenStatus::refresh)
                .flatMap(state -> RefreshFamily.parse(state.family())
                        .toOptional()
                        .map(family -> new RefreshPosition(family, state.sequence())));
    }

    private static CurrentToken read(dev.signet.crds.token.CurrentToken current) {
        return new CurrentToken(
                current.id(),
                new Sha256(current.sha256()),
                Optional.ofNullable(current.referenceSHA256()).map(Sha256::new),
                Optional.ofNullable(current.kid()),
                current.epoch(),
                current.contentHash(),
                Instant.parse(current.issuedAt()),
                time(current.expiresAt()));
    }

    private static PreviousToken read(dev.signet.crds.token.PreviousToken previous) {
        return new PreviousToken(
                previous.id(),
                new Sha256(previous.sha256()),
                Optional.ofNullable(previous.referenceSHA256()).map(Sha256::new),
                time(previous.issuedAt()),
                Instant.parse(previous.acceptedUntil()));
    }

    static dev.signet.crds.token.CurrentToken write(CurrentToken current) {
        return new dev.signet.crds.token.CurrentToken(
                current.id(),
                current.sha256().hex(),
                current.referenceSha256().map(Sha256::hex).orElse(null),
                current.kid().orElse(null),
                current.epoch(),
                current.contentHash(),
                current.issuedAt().toString(),
                current.expiresAt().map(Instant::toString).orElse(null));
    }

    static dev.signet.crds.token.PreviousToken write(PreviousToken previous) {
        return new dev.signet.crds.token.PreviousToken(
                previous.id(),
                previous.sha256().hex(),
                previous.referenceSha256().map(Sha256::hex).orElse(null),
                previous.issuedAt().map(Instant::toString).orElse(null),
                previous.acceptedUntil().toString());
    }

    private static Optional<Instant> time(@Nullable String text) {
        return Optional.ofNullable(text).map(Instant::parse);
    }
}
