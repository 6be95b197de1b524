/**
 * Runs Signet against real API servers.
 */
@NullMarked
package dev.signet.e2e;

import org.jspecify.annotations.NullMarked;
