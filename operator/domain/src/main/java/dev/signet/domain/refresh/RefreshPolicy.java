package dev.signet.domain.refresh;

import dev.signet.domain.FailureCode;
import dev.signet.domain.format.RefreshPosition;
import dev.signet.domain.refresh.RefreshDecision.Advance;
import dev.signet.domain.refresh.RefreshDecision.Late;
import dev.signet.domain.refresh.RefreshDecision.Refuse;
import dev.signet.domain.refresh.RefreshDecision.Repeat;
import dev.signet.domain.refresh.RefreshDecision.Reuse;
import dev.signet.domain.signing.Kid;
import dev.signet.domain.verification.AuthorityState;
import dev.signet.domain.verification.LiveToken;
import dev.signet.domain.verification.LiveToken.Refreshing;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;

/**
 * Decides about a refresh token whose HMAC is proven.
 *
 * <pre>
 * presented = present       ─► Advance   (the sequence grows by one)
 *                           ─► Late      where it queued for more than ten seconds: to be asked again
 * presented = present - 1   ─► Repeat    within ten seconds of the refresh that made it the older one
 *                           ─► Reuse     later: the family ends
 * presented &lt; present - 1   ─► Reuse
 * presented &gt; present       ─► Refuse    nobody but a key of the keyring makes one, so status was set back
 * </pre>
 */
public final class RefreshPolicy {

    /** For how long a refresh is answered again with the same bytes, at least: status knows the second of it. */
    public static final Duration RETRY = Duration.ofSeconds(10);

    /** For how long a client is taken to wait for its answer. */
    public static final Duration PATIENCE = Duration.ofSeconds(10);

    private RefreshPolicy() {}

    /**
     * What the decision depends on besides the object.
     *
     * @param authority the authority of the object; empty: it is gone
     * @param clientAdmitted whether the token may be used from where the client is (REQUIREMENTS L10)
     * @param subjectActive whether its subject may refresh still, where a policy demands an active one
     * @param signer the key that signs now; empty: there is none
     * @param times when
     */
    public record Facts(
            Optional<AuthorityState> authority,
            boolean clientAdmitted,
            boolean subjectActive,
            Optional<Kid> signer,
            Times times) {}

    /**
     * The times of a request, between which it may have queued.
     *
     * @param received when it came: a retry that waits its turn behind others is in time still
     * @param now when it is decided, from which the successor counts
     */
    public record Times(Instant received, Instant now) {

        /** As status tells times, lest it end up to a second too soon. */
        private boolean isRetryOfWhatWasMadeAt(Instant second) {
            return !received.truncatedTo(ChronoUnit.SECONDS).isAfter(second.plus(RETRY));
        }

        private boolean isLate() {
            return now.isAfter(received.plus(PATIENCE));
        }
    }

    /**
     * Decides.
     *
     * @param token the object as it stands
     * @param presented what the refresh token says
     */
    public static RefreshDecision decide(LiveToken token, RefreshPosition presented, Facts facts) {
        Optional<Refreshing> family = token.tokens()
                .refreshing()
                .filter(state -> state.position().family().equals(presented.family()));
        if (family.isEmpty()) {
            return new Refuse(FailureCode.TokenSuperseded);
        }
        if (facts.authority().filter(state -> state.honours(token.tokens())).isEmpty()) {
            return new Refuse(FailureCode.AuthorityReset);
        }
        Optional<FailureCode> ended = token.standing().refusal();
        if (ended.isPresent()) {
            return new Refuse(ended.get());
        }
        return decide(family.get(), presented.sequence(), facts);
    }

    private static RefreshDecision decide(Refreshing state, long presented, Facts facts) {
        long present = state.position().sequence();
        if (presented > present) {
            return new Refuse(FailureCode.TokenUnknown);
        }
        boolean retry = presented == present - 1 && facts.times().isRetryOfWhatWasMadeAt(state.issuedAt());
        if (presented < present && !retry) {
            return new Reuse(presented, present);
        }
        if (!facts.clientAdmitted()) {
            return new Refuse(FailureCode.ClientNotAllowed);
        }
        if (retry) {
            return new Repeat(state);
        }
        if (facts.times().now().isAfter(state.expiresAt().plus(state.grace()))) {
            return new Refuse(FailureCode.TokenExpired);
        }
        if (!facts.subjectActive()) {
            return new Refuse(FailureCode.SubjectNotActive);
        }
        if (state.isJwt() && facts.signer().isEmpty()) {
            return new Refuse(FailureCode.AuthorityNotReady);
        }
        return facts.times().isLate()
                ? new Late()
                : new Advance(state.next(
                        facts.times().now().truncatedTo(ChronoUnit.SECONDS),
                        facts.signer().map(Kid::value)));
    }
}
