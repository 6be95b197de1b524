/**
 * Child processes that end no later than the JVM that started them. Knows nothing of Kubernetes.
 */
@NullMarked
package dev.signet.e2e.process;

import org.jspecify.annotations.NullMarked;
