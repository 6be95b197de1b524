/**
 * Probes and metrics, on a port of their own. What they say comes from functions handed in, so that nothing here knows a
 * cluster.
 */
@NullMarked
package dev.signet.http.management;

import org.jspecify.annotations.NullMarked;
