package dev.signet.domain.token;

import dev.signet.domain.FailureCode;
import dev.signet.domain.Refusal;
import dev.signet.domain.order.TokenFormat;
import dev.signet.domain.order.TokenUse;
import dev.signet.domain.secret.Sha256;
import dev.signet.domain.token.ModelCluster.StoredSecret;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.function.Consumer;

/** What users, tenants, holders, authorities and clocks do to a token, at random. */
final class RandomEvents {

    /** What the object orders at first. */
    enum Kind {
        RENEWED,
        EXPIRING,
        SHOWN_ONCE,
        ONE_TIME,
        WITHOUT_END
    }

    private final Kind kind;
    private final Random random;
    private final ModelCluster cluster;
    private final Consumer<String> story;
    private long epoch = 1;

    RandomEvents(Kind kind, Random random, ModelCluster cluster, Consumer<String> story) {
        this.kind = kind;
        this.random = random;
        this.cluster = cluster;
        this.story = story;
        switch (kind) {
            case RENEWED -> cluster.spec.renewing("66%", "10m");
            case EXPIRING -> cluster.spec.expiring();
            case SHOWN_ONCE -> cluster.spec.once().expiring();
            case ONE_TIME -> cluster.spec.use(TokenUse.Enrollment);
            case WITHOUT_END ->
                cluster.spec.format(TokenFormat.Opaque).nonExpiring().renewing("1d", "1h");
        }
        if (random.nextInt(3) == 0) {
            cluster.spec.ttlAfterFinished("7d");
        }
    }

    /** Something happens outside. */
    void happen() {
        switch (random.nextInt(25)) {
            case 0, 1, 2 -> pass(Duration.ofSeconds(random.nextInt(1200)));
            case 3 -> pass(Duration.ofMinutes(random.nextInt(120)));
            case 4 -> pass(Duration.ofHours(random.nextInt(200)));
            case 5 -> pass(Duration.ofSeconds(-random.nextInt(3600)));
            case 6 -> does("edits scopes", () -> cluster.spec.scopes("s" + random.nextInt(3)));
            case 7 -> does("edits the lifetime", this::editLifetime);
            case 8 -> does("edits to have ended", () -> cluster.spec.expiresAt(Situation.at("-1d")));
            case 9 -> does("changes labels", () -> cluster.shape++);
            case 10 -> does("deletes the Secret", this::deleteSecret);
            case 11 -> does("forges the Secret", () -> forge(Optional.of(Situation.sha("forged"))));
            case 12 -> does("empties the Secret", () -> forge(Optional.empty()));
            case 13 -> does("puts an old value back", this::putBack);
            case 14 -> does("another takes the name, or leaves it", this::foreign);
            case 15 -> does("policies forbid, or allow", () -> cluster.denied = toggled(FailureCode.PolicyViolation));
            case 16 -> does("the authority goes, or comes", this::toggleAuthority);
            case 17 -> does("reset", () -> able(++epoch, Optional.empty()));
            case 18 -> does("reject before now", () -> able(epoch, Optional.of(cluster.now)));
            case 19 ->
                does(
                        "a newer one comes, or goes",
                        () -> cluster.superseded = kind == Kind.ONE_TIME && !cluster.superseded);
            case 20 -> does("restart", cluster::restart);
            case 21 -> does("switch rotation", this::switchRotation);
            case 22 -> does("is to be kept from now on", () -> cluster.spec.once(false));
            case 23 -> does("takes the label from the Secret", cluster::takeLabel);
            default -> rarely();
        }
    }

    private void does(String what, Runnable event) {
        story.accept(what);
        event.run();
    }

    private void pass(Duration time) {
        cluster.now = cluster.now.plus(time);
        story.accept("the clock shows this");
    }

    private void editLifetime() {
        if (kind == Kind.WITHOUT_END) {
            cluster.spec.nonExpiring();
        } else {
            cluster.spec.ttl(random.nextBoolean() ? "1h" : "3h");
        }
    }

    private void deleteSecret() {
        cluster.secret.filter(StoredSecret::ours).ifPresent(there -> cluster.delete());
    }

    private void forge(Optional<Sha256> value) {
        if (cluster.secret.filter(there -> !there.ours()).isEmpty()) {
            cluster.put(true, value);
        }
    }

    private void putBack() {
        List<Sha256> values = cluster.everIssued();
        if (!values.isEmpty()) {
            forge(Optional.of(values.get(random.nextInt(values.size()))));
        }
    }

    private void foreign() {
        if (cluster.secret.isEmpty()) {
            cluster.put(false, Optional.empty());
        } else if (!cluster.secret.get().ours()) {
            cluster.delete();
        }
    }

    private Optional<Refusal> toggled(FailureCode code) {
        return cluster.denied.isPresent() ? Optional.empty() : Optional.of(new Refusal(code, "no"));
    }

    private void toggleAuthority() {
        if (cluster.authority instanceof IssuingAuthority.Able) {
            cluster.authority = new IssuingAuthority.Unable(new Refusal(FailureCode.AuthorityNotReady, "not ready"), 0);
        } else {
            able(epoch, Optional.empty());
        }
    }

    private void able(long newEpoch, Optional<Instant> rejectsBefore) {
        cluster.authority = new IssuingAuthority.Able(newEpoch, rejectsBefore, Instant.MAX, Duration.ofDays(366), true);
    }

    private void switchRotation() {
        if (kind == Kind.RENEWED || kind == Kind.EXPIRING) {
            if (random.nextBoolean()) {
                cluster.spec.renewing("66%", "10m");
            } else {
                cluster.spec.expiring();
            }
        }
    }

    private void rarely() {
        switch (random.nextInt(6)) {
            case 0 ->
                does("revoked", () -> {
                    cluster.spec.revoked("x");
                });
            case 1 -> does("revoked by its holder", () -> end(TokenRecord.Ended.REVOKED));
            case 2 -> does("redeemed", () -> end(TokenRecord.Ended.REDEEMED));
            default -> story.accept("nothing");
        }
    }

    /** The token service records an end of a token in force. */
    private void end(TokenRecord.Ended how) {
        if (cluster.status.phase() == Phase.Valid && (how == TokenRecord.Ended.REVOKED || kind == Kind.ONE_TIME)) {
            cluster.status = cluster.status.ended(how);
        }
    }

    /** Everything that kept the token from being issued goes away. */
    void heal() {
        story.accept("all heals");
        cluster.denied = Optional.empty();
        able(epoch, Optional.empty());
        cluster.secret.filter(there -> !there.ours()).ifPresent(there -> cluster.delete());
        cluster.superseded = false;
        cluster.spec.ttl("1h");
        if (kind == Kind.WITHOUT_END) {
            cluster.spec.nonExpiring();
        }
    }
}
