package dev.signet.domain.token;

import dev.signet.domain.Refusal;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * In which order a token's Secret and the status that vouches for it are written, and what becomes of an issue that was cut
 * off between the two.
 */
public final class WriteOrder {

    /** What stands for no end where an end must be told. */
    private static final Duration ENDLESS = Duration.ofDays(36_500);

    private WriteOrder() {}

    /**
     * Whether the Secret of a token to be issued is written before the status that vouches for it. It is, where
     *
     * <ul>
     *   <li>there is none: {@code Ready} comes last, and a name that is taken unseen is found out before status says anything;
     *   <li>it is shown once: a Secret that status names and nobody wrote would pass for one that was taken;
     *   <li>the last try was refused: status would name token after token that nobody gets.
     * </ul>
     *
     * <p>Else status comes first, and what the Secret carries meanwhile it knows as the predecessor. Where a first token
     * finds a Secret of its own, its issue was cut off before: status, under its resourceVersion, then finds out whether that
     * came through after all.
     */
    public static boolean secretFirst(AgentTokenFacts facts) {
        return facts.order().delivery().once()
                || !(facts.secret() instanceof ObservedSecret.Present)
                || facts.record().refusedSince().isPresent();
    }

    /**
     * Whether an issue whose status could not be written goes on with the token that its Secret carries: that was made a
     * moment ago, for what the object still says, and nothing was reset meanwhile.
     */
    public static boolean goesOn(AgentTokenFacts facts, CurrentToken made) {
        return facts.secret() instanceof ObservedSecret.Present present
                && present.tokenSha256().equals(Optional.of(made.sha256()))
                && !facts.contentChanged(made)
                && !facts.voided(made)
                && !facts.over(made)
                && Duration.between(made.issuedAt(), facts.now()).compareTo(AgentTokenPolicy.LATEST_RETRY) < 0;
    }

    /**
     * The predecessors where a successor was recorded and could not be delivered: what workloads hold is accepted as long as
     * it was issued for, however often its successors fail. The overlap begins with an issue that reaches them.
     *
     * @param facts as they were before that issue
     * @param recorded the predecessors as it recorded them
     */
    public static List<PreviousToken> stillHeld(AgentTokenFacts facts, List<PreviousToken> recorded) {
        Stream<PreviousToken> current =
                facts
                        .current()
                        .map(held -> held.acceptedUntil(
                                held.expiresAt().orElse(facts.now().plus(ENDLESS))))
                        .stream();
        Map<String, PreviousToken> before = Stream.concat(current, facts.record().previous().stream())
                .collect(Collectors.toMap(PreviousToken::id, Function.identity(), (newer, older) -> newer));
        return recorded.stream()
                .map(previous -> before.getOrDefault(previous.id(), previous))
                .toList();
    }

    /** A token was recorded that could not be delivered: it is in force, and its Secret is tried again. */
    public static AgentTokenDecision.Refuse undelivered(AgentTokenFacts facts, Refusal refusal) {
        return new AgentTokenDecision.Refuse(
                refusal, Phase.Valid, Optional.of(facts.now().plus(AgentTokenPolicy.SOONEST_RETRY)));
    }
}
