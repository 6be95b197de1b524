/**
 * Real proxies beside Signet, configured by the files of {@code samples/} as their readers are told to, and the two servers that
 * stand around them in tests: one that is asked and one that is protected. Knows nothing of Kubernetes.
 */
@NullMarked
package dev.signet.e2e.peer;

import org.jspecify.annotations.NullMarked;
