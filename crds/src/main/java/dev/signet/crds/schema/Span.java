package dev.signet.crds.schema;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * A length of time such as {@code 1h30m}: numbers of at most ten digits, each followed by one of {@code s m h d w M y}.
 * For its bounds a month ({@code M}) has 31 days and a year 366.
 */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.RECORD_COMPONENT)
public @interface Span {
    /** The shortest one allowed. */
    String least() default "10s";

    /** The longest one allowed. */
    String most() default "100y";

    /** Whether a bare {@code 0} may be written, for "no limit". */
    boolean zero() default false;
}
