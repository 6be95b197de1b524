package dev.signet.crds.schema;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** A moment as RFC 3339 writes it; what controllers write has seconds and {@code Z}. */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.RECORD_COMPONENT)
public @interface Time {
    /**
     * Whether users write it. Then rules with messages of their own check it, since the API server says of
     * {@code format: date-time} only that a value is not of that type.
     */
    boolean byUsers() default false;
}
