/**
 * The chart's admission policies and roles on a real API server, by impersonation. The cases are data, in {@code
 * admission/tests}.
 */
@NullMarked
package dev.signet.e2e.admission;

import org.jspecify.annotations.NullMarked;
