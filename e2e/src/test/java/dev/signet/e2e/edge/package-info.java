/** The token service on a real API server: as many replicas as a test wants, each with the rights of the chart and no others. */
@NullMarked
package dev.signet.e2e.edge;

import org.jspecify.annotations.NullMarked;
