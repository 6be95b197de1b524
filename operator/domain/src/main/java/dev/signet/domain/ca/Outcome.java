package dev.signet.domain.ca;

import java.util.Optional;
import java.util.function.Function;

/**
 * What comes of an attempt that may well be refused: a value, or the reason why there is none. Bugs and broken platforms are
 * exceptions instead.
 *
 * @param <T> the value
 * @param <R> the reason of a refusal
 */
public sealed interface Outcome<T, R> {

    /** The attempt succeeded. Prints nothing of its value, which may be a key. */
    record Accepted<T, R>(T value) implements Outcome<T, R> {
        @Override
        public String toString() {
            return "Accepted";
        }
    }

    /** The attempt was refused. */
    record Refused<T, R>(R reason) implements Outcome<T, R> {}

    static <T, R> Outcome<T, R> accepted(T value) {
        return new Accepted<>(value);
    }

    static <T, R> Outcome<T, R> refused(R reason) {
        return new Refused<>(reason);
    }

    /** The next attempt, made with the value of this one; a refusal stays as it is. */
    default <U> Outcome<U, R> then(Function<? super T, Outcome<U, R>> next) {
        if (this instanceof Accepted<T, R> accepted) {
            return next.apply(accepted.value());
        }
        return new Refused<>(((Refused<T, R>) this).reason());
    }

    default <U> Outcome<U, R> map(Function<? super T, ? extends U> mapping) {
        return then(value -> new Accepted<>(mapping.apply(value)));
    }

    default <S> Outcome<T, S> mapRefusal(Function<? super R, ? extends S> mapping) {
        if (this instanceof Refused<T, R> refused) {
            return new Refused<>(mapping.apply(refused.reason()));
        }
        return new Accepted<>(((Accepted<T, R>) this).value());
    }

    default Optional<T> toOptional() {
        return this instanceof Accepted<T, R> accepted ? Optional.of(accepted.value()) : Optional.empty();
    }

    default Optional<R> refusal() {
        return this instanceof Refused<T, R> refused ? Optional.of(refused.reason()) : Optional.empty();
    }

    /** The value where a refusal would be a bug of the caller. */
    default T orElseThrow() {
        if (this instanceof Refused<T, R> refused) {
            throw new IllegalStateException("refused: " + refused.reason());
        }
        return ((Accepted<T, R>) this).value();
    }
}
