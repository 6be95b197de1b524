package dev.signet.kubernetes.revocation;

import dev.signet.crds.revocation.TokenRevocation;
import dev.signet.crds.revocation.TokenRevocationStatus;
import dev.signet.domain.lifetime.Moment;
import dev.signet.domain.result.Parsed;
import dev.signet.kubernetes.apply.Applier;
import dev.signet.kubernetes.spec.SpecForm;
import dev.signet.kubernetes.spec.SpecReport;
import io.javaoperatorsdk.operator.api.reconciler.UpdateControl;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;

/**
 * Says of a TokenRevocation that it is in force, and deletes it once no replica of the token service would accept the token
 * any more. One whose end cannot be read stays until somebody deletes it, since the token is refused by its name.
 */
final class RevocationActor {

    /** As the API says; enough for the leeway that the token service has by default. */
    private static final Duration LEAST = Duration.ofMinutes(1);
    /** Between the clocks of the token service and of the controller, beyond that leeway. */
    private static final Duration APART = Duration.ofSeconds(30);

    private static final SpecForm<TokenRevocation, TokenRevocationStatus> FORM = new SpecForm<>(
            TokenRevocation::new,
            TokenRevocationStatus::conditions,
            TokenRevocationStatus::new,
            "the token is refused",
            "the token is refused until somebody deletes this object");

    private final Applier applier;
    private final SpecReport report;
    private final Duration kept;
    private final Clock clock;

    /** @param leeway for how long after its end a token may be accepted */
    RevocationActor(Applier applier, SpecReport report, Duration leeway, Clock clock) {
        this.applier = applier;
        this.report = report;
        this.kept = leeway.plus(APART).compareTo(LEAST) > 0 ? leeway.plus(APART) : LEAST;
        this.clock = clock;
    }

    /** Deletes it, or says what it is and when to look again. */
    UpdateControl<TokenRevocation> look(TokenRevocation revocation) {
        Parsed<Instant> expiry =
                Moment.parse(revocation.getSpec().expiresAt()).in("expiresAt").in("spec");
        return expiry.map(at -> Duration.between(clock.instant(), at.plus(kept)))
                .toOptional()
                .map(left -> left.compareTo(Duration.ZERO) > 0 ? inForce(revocation, expiry, left) : over(revocation))
                .orElseGet(() -> report.ifChanged(revocation, expiry, FORM));
    }

    /** The end may come before what else there is to come back for. */
    private UpdateControl<TokenRevocation> inForce(TokenRevocation revocation, Parsed<Instant> expiry, Duration left) {
        UpdateControl<TokenRevocation> reported = report.ifChanged(revocation, expiry, FORM);
        boolean sooner = reported.getScheduleDelay()
                .filter(delay -> delay < left.toMillis())
                .isPresent();
        return sooner ? reported : reported.rescheduleAfter(left.plusMillis(1));
    }

    private UpdateControl<TokenRevocation> over(TokenRevocation revocation) {
        return applier.delete(revocation)
                ? UpdateControl.noUpdate()
                : UpdateControl.<TokenRevocation>noUpdate().rescheduleAfter(Applier.AFTER_CONFLICT);
    }
}
