package dev.signet.http.check;

import dev.signet.domain.FailureCode;
import dev.signet.domain.result.Parsed;
import dev.signet.domain.verification.Caller;
import dev.signet.domain.verification.PresentedToken;
import dev.signet.domain.verification.Terms;
import dev.signet.domain.verification.Verdict;
import dev.signet.domain.verification.Verifier;
import dev.signet.http.credential.Credential;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.time.Clock;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;

/**
 * Has tokens looked at for the endpoints. A token that nothing here knows yet is parked for a moment, as long as there is room:
 * that is what makes {@code Ready} mean accepted on every replica. Called on an event loop; never blocks it.
 */
public final class TokenCheck {

    /** How often a parked token is looked at again, in milliseconds. */
    private static final long AGAIN = 10;

    private final Vertx vertx;
    private final Verifier verifier;
    private final FailureLimits failures;
    private final Parking parking;
    private final BooleanSupplier stale;
    private final Clock clock;
    private final AtomicInteger parked = new AtomicInteger();

    /**
     * How long and how many tokens are parked.
     *
     * @param milliseconds how long one is
     * @param most how many at a time; further ones are refused at once
     */
    public record Parking(long milliseconds, int most) {}

    /** @param stale whether what is known is older than it may be to decide anything */
    public TokenCheck(
            Vertx vertx,
            Verifier verifier,
            FailureLimits failures,
            Parking parking,
            BooleanSupplier stale,
            Clock clock) {
        this.stale = stale;
        this.vertx = vertx;
        this.verifier = verifier;
        this.failures = failures;
        this.parking = parking;
        this.clock = clock;
    }

    /** Looks at a credential. The verdict is never {@link Verdict.NotYetKnown}. */
    public Future<Verdict> check(Credential credential, Terms terms, Asked asked) {
        if (stale.getAsBoolean()) {
            return Future.succeededFuture(refused(FailureCode.StateStale));
        }
        Parsed<PresentedToken> presented = verifier.parse(credential.token());
        boolean over = failures.isOver(asked.client());
        if (over && !presented.toOptional().filter(verifier::isKnown).isPresent()) {
            return Future.succeededFuture(refused(FailureCode.TooManyFailures));
        }
        return presented
                .fold(
                        token -> verify(token, terms),
                        fault -> Future.succeededFuture(refused(FailureCode.CredentialMalformed)))
                .map(verdict -> counted(named(verdict, credential.username()), asked));
    }

    private Future<Verdict> verify(PresentedToken token, Terms terms) {
        Instant now = clock.instant();
        Verdict verdict = verifier.verify(token, terms, now);
        if (!(verdict instanceof Verdict.NotYetKnown unknown)) {
            return Future.succeededFuture(verdict);
        }
        if (parked.incrementAndGet() > parking.most()) {
            parked.decrementAndGet();
            return Future.succeededFuture(unknown.otherwise());
        }
        Promise<Verdict> promise = Promise.promise();
        vertx.setTimer(AGAIN, timer -> again(token, terms, parking.milliseconds() / AGAIN, promise));
        return promise.future().onComplete(done -> parked.decrementAndGet());
    }

    private void again(PresentedToken token, Terms terms, long looks, Promise<Verdict> promise) {
        try {
            Verdict verdict = verifier.verify(token, terms, clock.instant());
            if (!(verdict instanceof Verdict.NotYetKnown unknown)) {
                promise.complete(verdict);
            } else if (looks <= 1) {
                promise.complete(unknown.otherwise());
            } else {
                vertx.setTimer(AGAIN, timer -> again(token, terms, looks - 1, promise));
            }
        } catch (RuntimeException e) {
            promise.fail(e);
        }
    }

    /** Basic authentication must name whom the token speaks for. */
    private static Verdict named(Verdict verdict, Optional<String> username) {
        return verdict instanceof Verdict.Accepted accepted
                        && username.filter(name -> !name.equals(username(accepted.caller())))
                                .isPresent()
                ? new Verdict.Refused(
                        FailureCode.UsernameMismatch,
                        Optional.of(accepted.caller().tokenId()))
                : verdict;
    }

    private static String username(Caller caller) {
        return caller.identity().username();
    }

    private Verdict counted(Verdict verdict, Asked asked) {
        if (verdict instanceof Verdict.Refused refused) {
            failures.count(asked.client(), refused.code());
        }
        return verdict;
    }

    private static Verdict refused(FailureCode code) {
        return new Verdict.Refused(code, Optional.empty());
    }
}
