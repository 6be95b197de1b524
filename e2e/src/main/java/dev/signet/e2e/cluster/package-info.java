/**
 * A real Kubernetes control plane on this machine, for tests, benchmarks and the quickstart. Each of its processes
 * can be stopped, killed and paused on its own; all of them end with the JVM.
 */
@NullMarked
package dev.signet.e2e.cluster;

import org.jspecify.annotations.NullMarked;
