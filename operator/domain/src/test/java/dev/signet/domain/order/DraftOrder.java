package dev.signet.domain.order;

import dev.signet.domain.lifetime.Lifetime;
import dev.signet.domain.lifetime.RenewAt;
import dev.signet.domain.lifetime.TimeSpan;
import dev.signet.domain.lifetime.Ttl;
import dev.signet.domain.result.Outcome;
import dev.signet.domain.scope.Scopes;
import dev.signet.domain.subject.Subject;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** An order in the making: of an access token for agent-7 at first, kept and renewed; each method changes one thing. */
public final class DraftOrder {

    private TokenUse use = TokenUse.Access;
    private TokenFormat format = TokenFormat.JWT;
    private Subject subject = subjectOf("Agent", "agent-7", false, "builders");
    private TargetScope scope = TargetScope.Agent;
    private List<String> agents = List.of();
    private boolean referenceToken;
    private Optional<Duration> refreshGrace = Optional.empty();
    private Optional<Lifetime> lifetime = Optional.empty();
    private List<String> scopes = List.of("applied-permissions/user");
    private List<String> audiences = List.of();
    private Rotation rotation = new Rotation(true, RenewAt.DEFAULT, Duration.ofMinutes(10));
    private String secretName = "agent-7";
    private Map<String, String> labels = Map.of();
    private Map<String, String> annotations = Map.of();
    private boolean once;
    private Optional<String> revoked = Optional.empty();
    private Optional<TimeSpan> ttlAfterFinished = Optional.empty();

    /** Also in the format and with the rotation that are this use's defaults. */
    public DraftOrder use(TokenUse wanted) {
        use = wanted;
        format = wanted.defaultFormat();
        return wanted.oneTime() || wanted == TokenUse.Unlock ? expiring() : this;
    }

    public DraftOrder format(TokenFormat wanted) {
        format = wanted;
        return this;
    }

    public DraftOrder subject(String kind, String name, String... groups) {
        subject = subjectOf(kind, name, false, groups);
        return this;
    }

    public DraftOrder globalSubject(String kind, String name, String... groups) {
        subject = subjectOf(kind, name, true, groups);
        return this;
    }

    private static Subject subjectOf(String kind, String name, boolean global, String... groups) {
        return Outcome.valueOf(Subject.parse(kind, name, List.of(groups), global));
    }

    public DraftOrder target(TargetScope wanted) {
        scope = wanted;
        return this;
    }

    /** These agents in place of the subject's name. */
    public DraftOrder agents(String... wanted) {
        agents = List.of(wanted);
        return this;
    }

    public DraftOrder reference() {
        referenceToken = true;
        return this;
    }

    /** Refreshable for a day after expiry. */
    public DraftOrder refreshable() {
        refreshGrace = Optional.of(Duration.ofHours(24));
        return once().expiring();
    }

    public DraftOrder ttl(String wanted) {
        return lifetime(new Lifetime.Relative(Outcome.valueOf(Ttl.parse(wanted))));
    }

    public DraftOrder expiresAt(Instant end) {
        return lifetime(new Lifetime.Absolute(end));
    }

    public DraftOrder validUntil(String time, String zone) {
        return lifetime(
                Outcome.valueOf(Lifetime.parse(null, null, time, zone, false)).orElseThrow());
    }

    public DraftOrder nonExpiring() {
        return lifetime(new Lifetime.NonExpiring());
    }

    private DraftOrder lifetime(Lifetime wanted) {
        lifetime = Optional.of(wanted);
        return this;
    }

    /** The lifetime that its object states. */
    public Optional<Lifetime> lifetime() {
        return lifetime;
    }

    public DraftOrder scopes(String... wanted) {
        scopes = List.of(wanted);
        return this;
    }

    public DraftOrder audiences(String... wanted) {
        audiences = List.of(wanted);
        return this;
    }

    public DraftOrder renewing(String renewAt, String overlap) {
        rotation = new Rotation(
                true, Outcome.valueOf(RenewAt.parse(renewAt)), span(overlap).approximate());
        return this;
    }

    public DraftOrder expiring() {
        rotation = new Rotation(false, rotation.renewAt(), rotation.overlap());
        return this;
    }

    public DraftOrder secretName(String wanted) {
        secretName = wanted;
        return this;
    }

    public DraftOrder labels(Map<String, String> wanted) {
        labels = wanted;
        return this;
    }

    public DraftOrder annotations(Map<String, String> wanted) {
        annotations = wanted;
        return this;
    }

    /** The Secret is shown once, for ten minutes, or kept. */
    public DraftOrder once(boolean wanted) {
        once = wanted;
        return this;
    }

    public DraftOrder once() {
        return once(true);
    }

    public DraftOrder revoked(String reason) {
        revoked = Optional.of(reason);
        return this;
    }

    public DraftOrder ttlAfterFinished(String wanted) {
        ttlAfterFinished = Optional.of(span(wanted));
        return this;
    }

    private static TimeSpan span(String text) {
        return Outcome.valueOf(TimeSpan.parse(text));
    }

    public TokenContent content() {
        return new TokenContent(lifetime, Outcome.valueOf(Scopes.parse(scopes)), audiences);
    }

    public TokenOrder order() {
        return new TokenOrder(
                "signet",
                new TokenOrder.Kind(
                        use,
                        format,
                        subject,
                        new Target(scope, agents.isEmpty() ? List.of(subject.name()) : agents, List.of()),
                        referenceToken,
                        refreshGrace),
                content(),
                rotation,
                new Delivery(
                        secretName, SecretType.Opaque, List.of(), labels, annotations, once, Duration.ofMinutes(10)),
                new TokenOrder.End(revoked, ttlAfterFinished));
    }
}
