/**
 * The configuration: a file and the environment, read once at start into a type that proves that every value was checked.
 */
@NullMarked
package dev.signet.app.config;

import org.jspecify.annotations.NullMarked;
