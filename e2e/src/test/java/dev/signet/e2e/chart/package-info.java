/** The Helm chart: what it renders, and what it does to a real cluster. */
@NullMarked
package dev.signet.e2e.chart;

import org.jspecify.annotations.NullMarked;
