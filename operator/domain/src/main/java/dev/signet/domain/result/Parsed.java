package dev.signet.domain.result;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * The outcome of a check: the value that proves it, or the first fault found.
 *
 * <p>A fault is an expected outcome and no exception. Its field is relative to what was parsed and empty for a single
 * value; {@link #in} places it under the parent's name, so that {@code name} becomes {@code subject.name} and
 * {@code [3]} becomes {@code scopes[3]}.
 *
 * @param <T> what was parsed
 */
public sealed interface Parsed<T> {

    /** A value that passed every check. */
    record Valid<T>(T value) implements Parsed<T> {}

    /**
     * A fault.
     *
     * @param field where it stands, relative to what was parsed; empty for a single value
     * @param message what is wrong and what to write instead; never holds a secret
     */
    record Invalid<T>(String field, String message) implements Parsed<T> {

        /** The same fault in place of another type's value. */
        public <R> Parsed<R> as() {
            return new Invalid<>(field, message);
        }

        /** Field and message in one line, for a condition or a log. */
        public String describe() {
            return field.isEmpty() ? message : field + ": " + message;
        }
    }

    static <T> Parsed<T> valid(T value) {
        return new Valid<>(value);
    }

    /** A fault of the value as a whole. */
    static <T> Parsed<T> invalid(String message) {
        return new Invalid<>("", message);
    }

    /** A fault of one field of the value. */
    static <T> Parsed<T> invalid(String field, String message) {
        return new Invalid<>(field, message);
    }

    /** Parses each element, in order, up to the first fault, whose field is then {@code [index]}. */
    static <S, T> Parsed<List<T>> each(List<S> elements, Function<? super S, Parsed<T>> parser) {
        List<T> values = new ArrayList<>(elements.size());
        for (S element : elements) {
            Parsed<T> parsed = parser.apply(element);
            if (parsed instanceof Invalid<T> fault) {
                return fault.<List<T>>as().in("[" + values.size() + "]");
            }
            parsed.stream().forEach(values::add);
        }
        return valid(List.copyOf(values));
    }

    default <R> Parsed<R> map(Function<? super T, ? extends R> change) {
        return flatMap(value -> valid(change.apply(value)));
    }

    default <R> Parsed<R> flatMap(Function<? super T, Parsed<R>> next) {
        return this.<Parsed<R>>fold(next, Invalid::as);
    }

    /** Places a fault under {@code parent}; a value stays as it is. */
    default Parsed<T> in(String parent) {
        if (this instanceof Invalid<T> fault) {
            boolean joins = fault.field().isEmpty() || fault.field().startsWith("[");
            return new Invalid<>(parent + (joins ? "" : ".") + fault.field(), fault.message());
        }
        return this;
    }

    /** What either outcome becomes; on Java 17 this stands for the exhaustive switch. */
    default <R> R fold(
            Function<? super T, ? extends R> whenValid, Function<? super Invalid<T>, ? extends R> whenInvalid) {
        if (this instanceof Valid<T> valid) {
            return whenValid.apply(valid.value());
        }
        return whenInvalid.apply((Invalid<T>) this);
    }

    default boolean isValid() {
        return this instanceof Valid<T>;
    }

    /** The value, where only its presence matters and the fault is of no interest. */
    default Optional<T> toOptional() {
        return this instanceof Valid<T> valid ? Optional.of(valid.value()) : Optional.empty();
    }

    /** The fault, to be reported. */
    default Optional<Invalid<T>> fault() {
        return this instanceof Invalid<T> invalid ? Optional.of(invalid) : Optional.empty();
    }

    /** The value as a stream of one or none. */
    default Stream<T> stream() {
        return toOptional().stream();
    }
}
