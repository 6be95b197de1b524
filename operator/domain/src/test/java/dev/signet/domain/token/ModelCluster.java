package dev.signet.domain.token;

import dev.signet.domain.FailureCode;
import dev.signet.domain.Refusal;
import dev.signet.domain.lifetime.Lifetime;
import dev.signet.domain.lifetime.Ttl;
import dev.signet.domain.order.DraftOrder;
import dev.signet.domain.order.TokenOrder;
import dev.signet.domain.policy.TokenPermission;
import dev.signet.domain.restriction.NamedRestrictions;
import dev.signet.domain.secret.Sha256;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A cluster with one token object: its spec, its status and its Secret as the API server has them, and the Secret as the
 * controller's cache shows it. {@link #reconcile} does what the reconciler does, and can be cut off between two writes.
 */
final class ModelCluster {

    /** A Secret under the token's name. */
    record StoredSecret(long version, boolean ours, boolean labelled, Optional<Sha256> value, int shape) {}

    /** Somebody else has the name. */
    static final Refusal TAKEN = new Refusal(FailureCode.Conflict, "another's");

    /** A condition: whether it holds, and since when. */
    record Held(boolean holds, Instant since) {
        Held then(boolean now, Instant at) {
            return holds == now ? this : new Held(now, at);
        }
    }

    /** Status, as far as decisions read it or people do. */
    record Status(
            Phase phase,
            String reason,
            @Nullable Held ready,
            @Nullable Held usable,
            Optional<CurrentToken> current,
            List<PreviousToken> previous,
            Optional<Long> secretVersion,
            Optional<Instant> deliveredAt,
            Optional<TokenRecord.Ended> ended) {

        static final Status NONE = new Status(
                Phase.Pending,
                "",
                null,
                null,
                Optional.empty(),
                List.of(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty());

        Status at(Phase newPhase, String newReason, boolean isReady, Instant when) {
            return new Status(
                    newPhase,
                    newReason,
                    then(ready, isReady, when),
                    then(usable, newPhase == Phase.Valid, when),
                    current,
                    previous,
                    secretVersion,
                    deliveredAt,
                    ended);
        }

        private static Held then(@Nullable Held before, boolean holds, Instant when) {
            return before == null ? new Held(holds, when) : before.then(holds, when);
        }

        Status tokens(Optional<CurrentToken> newCurrent, List<PreviousToken> newPrevious) {
            return new Status(phase, reason, ready, usable, newCurrent, newPrevious, secretVersion, deliveredAt, ended);
        }

        Status secret(Optional<Long> newVersion, Optional<Instant> newDeliveredAt) {
            return new Status(phase, reason, ready, usable, current, previous, newVersion, newDeliveredAt, ended);
        }

        Status ended(TokenRecord.Ended how) {
            return new Status(
                    phase,
                    reason,
                    ready,
                    usable,
                    current,
                    previous,
                    secretVersion,
                    deliveredAt,
                    Optional.of(ended.orElse(how)));
        }

        TokenRecord record() {
            return new TokenRecord(
                    phase,
                    phase.finished()
                            ? Stream.of(ready, usable).map(Held::since).max(Instant::compareTo)
                            : Optional.empty(),
                    Optional.ofNullable(ready).filter(held -> !held.holds()).map(Held::since),
                    current,
                    previous,
                    deliveredAt,
                    ended,
                    Optional.empty());
        }

        boolean isReady() {
            return ready != null && ready.holds();
        }

        /** The values that status lets pass, whatever the clock says. */
        Set<Sha256> known() {
            Set<Sha256> known = new HashSet<>();
            if (phase == Phase.Valid) {
                current.map(CurrentToken::sha256).ifPresent(known::add);
                previous.forEach(each -> known.add(each.sha256()));
            }
            return known;
        }
    }

    /** The process was killed. */
    static final class Killed extends RuntimeException {
        private static final long serialVersionUID = 1L;
    }

    Instant now = Situation.START;
    final DraftOrder spec = new DraftOrder();
    int shape;
    boolean removed;
    Status status = Status.NONE;
    Optional<StoredSecret> secret = Optional.empty();
    Optional<Refusal> denied = Optional.empty();
    IssuingAuthority authority =
            new IssuingAuthority.Able(1, Optional.empty(), Instant.MAX, Duration.ofDays(366), true);
    boolean superseded;

    /** Every value that was ever issued, with the end of its token. */
    final Map<Sha256, Optional<Instant>> issued = new HashMap<>();
    /** Every value that ever stood in the Secret. */
    final Set<Sha256> shown = new HashSet<>();

    private long version = 1;
    private Optional<StoredSecret> cached = Optional.empty();
    private long cacheReached = 1;
    private Optional<StoredSecret> expected = Optional.empty();
    private int writesLeft = Integer.MAX_VALUE;
    private boolean conflicts;
    private int writes;
    private int reads;
    private @Nullable AgentTokenDecision last;

    // what happens to it from outside

    void put(boolean ours, Optional<Sha256> value) {
        store(Optional.of(new StoredSecret(++version, ours, true, value, shape)));
    }

    /**
     * The watch shows the Secret no more, and tells so at once: only a controller that is killed between the two writes of a
     * delivery, before it was told, does not know that one stands.
     */
    void takeLabel() {
        if (status.secretVersion().isPresent()) {
            secret = secret.filter(StoredSecret::ours)
                    .map(there -> new StoredSecret(++version, true, false, there.value(), there.shape()))
                    .or(() -> secret);
            catchUp();
        }
    }

    void delete() {
        version++;
        store(Optional.empty());
    }

    private void store(Optional<StoredSecret> next) {
        secret = next;
        next.filter(StoredSecret::ours).flatMap(StoredSecret::value).ifPresent(shown::add);
    }

    /** The cache shows what there is. */
    void catchUp() {
        cached = secret.filter(StoredSecret::labelled);
        cacheReached = version;
        expected = Optional.empty();
    }

    /** All that was in memory is lost; the first list is a fresh one. */
    void restart() {
        catchUp();
    }

    // the controller

    /** Reconciles, and is killed before the write after so many. */
    void reconcileAndDie(int writesBefore) {
        writesLeft = writesBefore;
        try {
            reconcile();
        } catch (Killed e) {
            restart();
        } finally {
            writesLeft = Integer.MAX_VALUE;
        }
    }

    /** Reconciles, and finds the object changed when it writes its status. */
    void reconcileInConflict() {
        conflicts = true;
        try {
            reconcile();
        } finally {
            conflicts = false;
        }
    }

    /** One reconcile; what was decided last. */
    AgentTokenDecision reconcile() {
        AgentTokenFacts facts = facts(now);
        AgentTokenDecision decision = AgentTokenPolicy.decide(facts);
        last = decision;
        decision.by(new ModelActor(this, facts));
        return decision;
    }

    /** Reconciles as often as it takes until nothing is written; the last decision. */
    AgentTokenDecision settle() {
        for (int i = 0; i < 10; i++) {
            int before = writes;
            AgentTokenDecision decision = reconcile();
            catchUp();
            if (removed || writes == before) {
                return decision;
            }
        }
        throw new AssertionError("no rest in ten reconciles; the last decision was " + last);
    }

    /** How often a Secret was asked for by its name. */
    int reads() {
        return reads;
    }

    /** How many writes there were. */
    int writes() {
        return writes;
    }

    AgentTokenFacts facts(Instant at) {
        TokenOrder order = spec.order();
        Lifetime lifetime = spec.lifetime().orElse(new Lifetime.Relative(Ttl.of(Duration.ofHours(1))));
        return new AgentTokenFacts(
                Situation.IDENTITY,
                order,
                status.record(),
                observed(),
                denied.<TokenPermission>map(TokenPermission.Denied::new)
                        .orElseGet(() -> new TokenPermission.Granted(lifetime, List.of())),
                authority,
                NamedRestrictions.STANDING,
                superseded,
                Duration.ofMinutes(10),
                at);
    }

    private Optional<StoredSecret> view() {
        return expected.isPresent() && expected.get().version() > cacheReached ? expected : cached;
    }

    private ObservedSecret observed() {
        if (view().isPresent()) {
            StoredSecret seen = view().get();
            return seen.ours()
                    ? new ObservedSecret.Present(seen.value(), seen.shape() == shape)
                    : new ObservedSecret.Foreign(TAKEN);
        }
        return status.secretVersion().filter(known -> known > cacheReached).isPresent()
                ? new ObservedSecret.NotYetSeen()
                : new ObservedSecret.Absent(status.secretVersion().isPresent());
    }

    Optional<Long> secretVersion() {
        return view().filter(StoredSecret::ours).map(StoredSecret::version);
    }

    private void count() {
        if (writesLeft-- <= 0) {
            throw new Killed();
        }
        writes++;
    }

    /** A write of the status; false where the object changed meanwhile. */
    boolean write(Status after) {
        if (after.equals(status)) {
            return true;
        }
        count();
        if (conflicts) {
            return false;
        }
        status = after.deliveredAt().isEmpty() && secretVersion().isPresent()
                ? after.secret(secretVersion(), Optional.empty())
                : after;
        return true;
    }

    /** A write of the Secret; empty where something is in the way. */
    Optional<Long> write(Sha256 value) {
        Optional<StoredSecret> known = view();
        if (known.isPresent() && !known.get().ours()) {
            return Optional.empty();
        }
        count();
        boolean outdated =
                known.isPresent() && !known.map(StoredSecret::version).equals(secret.map(StoredSecret::version));
        if (outdated || secret.filter(there -> !there.ours()).isPresent()) {
            return Optional.empty();
        }
        put(true, Optional.of(value));
        expected = secret;
        return Optional.of(version);
    }

    /** A rewrite of the Secret around this value. */
    void reshape(Sha256 value) {
        if (secret.filter(StoredSecret::ours).flatMap(StoredSecret::value).equals(Optional.of(value))) {
            write(value);
        }
    }

    void removeSecret(boolean mayStand) {
        Optional<StoredSecret> known = view();
        if (known.isPresent() ? !known.get().ours() : !mayStand) {
            return;
        }
        boolean asked = known.isEmpty() || (secret.isPresent() && !secret.equals(known));
        if (asked) {
            reads++;
        }
        if (known.isPresent() || secret.isPresent()) {
            count();
        }
        if (secret.isEmpty() || secret.get().ours()) {
            delete();
            cached = Optional.empty();
            expected = Optional.empty();
        }
    }

    void removeObject() {
        count();
        removed = true;
        store(secret.filter(there -> !there.ours()));
    }

    List<Sha256> everIssued() {
        return new ArrayList<>(issued.keySet());
    }
}
