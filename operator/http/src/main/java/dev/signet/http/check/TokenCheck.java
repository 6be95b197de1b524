package dev.signet.http.check;

import dev.signet.domain.FailureCode;
import dev.signet.domain.result.Parsed;
import dev.signet.domain.verification.PresentedToken;
import dev.signet.domain.verification.Terms;
import dev.signet.domain.verification.Verdict;
import dev.signet.domain.verification.Verifier;
import dev.signet.http.credential.Credential;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.time.Clock;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

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
                .map(verdict -> counted(verdict.named(credential.username()), asked));
    }

    /** Whether a client has failed too often to have the API server look at what it presents. */
    public boolean holdsOff(Asked asked) {
        return failures.isOver(asked.client());
    }

    /** Counts a credential that the API server does not know. */
    public Verdict.Refused unknown(Asked asked) {
        failures.count(asked.client(), FailureCode.TokenUnknown);
        return new Verdict.Refused(FailureCode.TokenUnknown, Optional.empty());
    }

    private Future<Verdict> verify(PresentedToken token, Terms terms) {
        Verdict verdict = verifier.verify(token, terms, clock.instant());
        return verdict instanceof Verdict.NotYetKnown unknown
                ? parked(() -> settled(verifier.verify(token, terms, clock.instant())))
                        .map(later -> later.orElseGet(unknown::otherwise))
                : Future.succeededFuture(verdict);
    }

    private static Optional<Verdict> settled(Verdict verdict) {
        return Optional.of(verdict).filter(each -> !(each instanceof Verdict.NotYetKnown));
    }

    /**
     * Waits for something that a watch is about to bring; empty where it does not come, or too much is waited for.
     *
     * @param known looks whether it is there; cheap
     */
    public <T> Future<Optional<T>> await(Supplier<Optional<T>> known) {
        Optional<T> now = known.get();
        return now.isPresent() ? Future.succeededFuture(now) : parked(known);
    }

    private <T> Future<Optional<T>> parked(Supplier<Optional<T>> known) {
        if (parked.incrementAndGet() > parking.most()) {
            parked.decrementAndGet();
            return Future.succeededFuture(Optional.empty());
        }
        Promise<Optional<T>> promise = Promise.promise();
        vertx.setTimer(AGAIN, timer -> again(known, parking.milliseconds() / AGAIN, promise));
        return promise.future().onComplete(done -> parked.decrementAndGet());
    }

    private <T> void again(Supplier<Optional<T>> known, long looks, Promise<Optional<T>> promise) {
        try {
            Optional<T> now = known.get();
            if (now.isPresent() || looks <= 1) {
                promise.complete(now);
            } else {
                vertx.setTimer(AGAIN, timer -> again(known, looks - 1, promise));
            }
        } catch (RuntimeException e) {
            promise.fail(e);
        }
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
