package dev.signet.crds.schema;

import java.lang.annotation.ElementType;
import java.lang.annotation.Repeatable;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** A column of {@code kubectl get}; columns stand in the order of their annotations. */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.TYPE)
@Repeatable(Column.List.class)
public @interface Column {
    String name();

    String path();

    String description();

    /** {@code string}, {@code integer}, {@code boolean} or {@code date}, which is for the past only. */
    String type() default "string";

    /** Whether it is shown with {@code -o wide} only. */
    boolean wide() default false;

    /** The columns of one kind. */
    @Retention(RetentionPolicy.RUNTIME)
    @Target(ElementType.TYPE)
    @interface List {
        Column[] value();
    }
}
