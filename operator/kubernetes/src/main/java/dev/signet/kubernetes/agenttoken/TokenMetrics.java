package dev.signet.kubernetes.agenttoken;

import dev.signet.crds.token.AgentToken;
import dev.signet.crds.token.TokenPhase;
import dev.signet.domain.FailureCode;
import dev.signet.domain.token.AgentTokenDecision.Cause;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * What is counted: {@code signet_tokens{phase}}, {@code signet_tokens_expiring} (valid, and in the last tenth of life or the
 * last 30 days of it, whichever is shorter), {@code signet_tokens_issued_total{cause}} and {@code
 * signet_tokens_refused_total{code}}. No name of a token or a subject stands in a label.
 */
final class TokenMetrics {

    private static final Duration LONGEST_WARNING = Duration.ofDays(30);
    private static final int TENTH = 10;

    private final MeterRegistry registry;

    /** Every counter is there from the start, at 0: of one that begins with 1 nobody sees that it grew. */
    TokenMetrics(MeterRegistry registry) {
        this.registry = registry;
        for (Cause cause : Cause.values()) {
            issues(cause);
        }
        Stream.of(FailureCode.values()).filter(AgentTokenEffects::isTold).forEach(this::refusals);
    }

    /** Counts the tokens that there are, at each scrape. */
    void observe(Supplier<Stream<AgentToken>> tokens, Clock clock) {
        for (TokenPhase phase : TokenPhase.values()) {
            Gauge.builder("signet.tokens", () -> count(tokens, token -> phase(token) == phase))
                    .description("AgentTokens by phase")
                    .tag("phase", phase.name())
                    .register(registry);
        }
        Gauge.builder("signet.tokens.expiring", () -> count(tokens, token -> expiring(token, clock.instant())))
                .description("valid AgentTokens in the last tenth of their life, at most 30 days")
                .register(registry);
    }

    /** A token was issued. */
    void issued(Cause cause) {
        issues(cause).increment();
    }

    /** A token was refused. */
    void refused(FailureCode code) {
        refusals(code).increment();
    }

    private Counter issues(Cause cause) {
        return registry.counter("signet.tokens.issued", "cause", cause.name());
    }

    private Counter refusals(FailureCode code) {
        return registry.counter("signet.tokens.refused", "code", code.name());
    }

    private static double count(Supplier<Stream<AgentToken>> tokens, Predicate<AgentToken> which) {
        return tokens.get().filter(which).count();
    }

    private static TokenPhase phase(AgentToken token) {
        return token.getStatus() == null || token.getStatus().phase() == null
                ? TokenPhase.Pending
                : token.getStatus().phase();
    }

    private static boolean expiring(AgentToken token, Instant now) {
        var current = token.getStatus() == null ? null : token.getStatus().current();
        if (current == null || current.expiresAt() == null || phase(token) != TokenPhase.Valid) {
            return false;
        }
        Instant end = Instant.parse(current.expiresAt());
        Duration tenth =
                Duration.between(Instant.parse(current.issuedAt()), end).dividedBy(TENTH);
        Duration warning = tenth.compareTo(LONGEST_WARNING) < 0 ? tenth : LONGEST_WARNING;
        return now.isAfter(end.minus(warning));
    }
}
