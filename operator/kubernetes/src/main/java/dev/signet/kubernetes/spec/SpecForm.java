package dev.signet.kubernetes.spec;

import dev.signet.crds.Condition;
import java.util.List;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * A kind whose status is a generation and conditions.
 *
 * @param blank an object that says nothing
 * @param conditions what a status says
 * @param status the status that was made from a generation and says this
 * @param inForce what to tell people of an object that is in force
 * @param notInForce the same of one that cannot be read
 * @param <T> the kind
 * @param <S> its status
 */
public record SpecForm<T, S>(
        Supplier<T> blank,
        Function<S, List<Condition>> conditions,
        BiFunction<Long, List<Condition>, S> status,
        String inForce,
        String notInForce) {}
