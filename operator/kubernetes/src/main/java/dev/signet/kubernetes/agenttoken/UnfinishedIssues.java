package dev.signet.kubernetes.agenttoken;

import dev.signet.crds.token.AgentToken;
import dev.signet.crds.token.AgentTokenStatus;
import dev.signet.domain.token.AgentTokenFacts;
import dev.signet.domain.token.CurrentToken;
import dev.signet.domain.token.WriteOrder;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Issues whose Secret was written and whose status was not, since the API server put it off or its answer was lost: they go on
 * with the status instead of beginning anew with another token. Nothing is adopted by it: what the Secret carries was made
 * here. Digests are kept, no values; and only until the next look.
 */
final class UnfinishedIssues {

    private final Map<String, Unfinished> byUid = new ConcurrentHashMap<>();

    /**
     * One of them.
     *
     * @param before the status that it was made from
     * @param after the status to be written
     * @param token the token that the Secret carries
     */
    record Unfinished(@Nullable AgentTokenStatus before, AgentTokenStatus after, CurrentToken token) {}

    /** Remembers one, until it is {@link #finished} or {@link #take taken}. */
    void begun(String uid, Unfinished issue) {
        byUid.put(uid, issue);
    }

    /** Its status was written, or will not be. */
    void finished(String uid) {
        byUid.remove(uid);
    }

    /** The one that this object's issue can go on with, if there is one; it is forgotten. */
    Optional<Unfinished> take(AgentToken object, AgentTokenFacts facts) {
        return Optional.ofNullable(byUid.remove(facts.identity().uid()))
                .filter(issue -> Objects.equals(issue.before(), object.getStatus()))
                .filter(issue -> WriteOrder.goesOn(facts, issue.token()));
    }
}
