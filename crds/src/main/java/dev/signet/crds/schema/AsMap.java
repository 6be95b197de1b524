package dev.signet.crds.schema;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** A list of objects of which one field is the key ({@code x-kubernetes-list-type: map}). */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.RECORD_COMPONENT)
public @interface AsMap {
    /** The field that tells items apart. */
    String value();
}
