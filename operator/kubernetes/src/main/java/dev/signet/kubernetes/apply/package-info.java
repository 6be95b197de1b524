/**
 * The one place that writes to an API server. Its rules, each learned from a race, stand in {@link
 * dev.signet.kubernetes.apply.Applier}.
 */
@NullMarked
package dev.signet.kubernetes.apply;

import org.jspecify.annotations.NullMarked;
