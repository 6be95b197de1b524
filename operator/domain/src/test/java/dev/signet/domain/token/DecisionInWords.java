package dev.signet.domain.token;

import static java.util.stream.Collectors.joining;

import dev.signet.domain.lifetime.TimeSpan;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** Says a decision in words, all of it, with times as in {@link Situation}. */
final class DecisionInWords implements AgentTokenDecision.Actor<String> {

    static String time(Instant at) {
        Duration since = Duration.between(Situation.START, at);
        return since.isNegative()
                ? "-" + TimeSpan.of(since.negated())
                : TimeSpan.of(since).toString();
    }

    private static String next(Optional<Instant> next) {
        return next.map(at -> ", looks again at " + time(at)).orElse("");
    }

    @Override
    public String settle(AgentTokenDecision.Settle decision) {
        return "stays " + decision.phase() + next(decision.next());
    }

    @Override
    public String issue(AgentTokenDecision.Issue decision) {
        String previous = decision.previous().stream()
                .map(each -> each.id() + " until " + time(each.acceptedUntil()))
                .collect(joining(" and "));
        String demands = decision.demands().stream()
                .map(demand -> demand.verb() + " " + demand.resource())
                .collect(joining(" and "));
        return "issues " + decision.cause()
                + decision.expiresAt().map(at -> " until " + time(at)).orElse(" for ever")
                + (previous.isEmpty() ? "" : ", accepts " + previous)
                + (demands.isEmpty() ? "" : ", if the subject may " + demands);
    }

    @Override
    public String reshape(AgentTokenDecision.Reshape decision) {
        return "reshapes the Secret";
    }

    @Override
    public String concludeDelivery(AgentTokenDecision.ConcludeDelivery decision) {
        return "concludes the delivery" + next(decision.next());
    }

    @Override
    public String finish(AgentTokenDecision.Finish decision) {
        return "ends " + decision.phase() + " since " + time(decision.since());
    }

    @Override
    public String remove(AgentTokenDecision.Remove decision) {
        return "removes the object";
    }

    @Override
    public String refuse(AgentTokenDecision.Refuse decision) {
        return "refuses: " + decision.refusal().code() + ", is " + decision.phase() + next(decision.next());
    }
}
