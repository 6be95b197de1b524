package dev.signet.e2e.token;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/**
 * A test that works in a namespace of its own and mostly waits, so that it runs beside the others of its class; the
 * classes run one after the other, but for those that wait long.
 */
@Target(ElementType.METHOD)
@Retention(RetentionPolicy.RUNTIME)
@Test
@Tag("full")
@Execution(ExecutionMode.CONCURRENT)
@interface LifeTest {}
