/**
 * Real proxies and a real registry beside Signet, configured by the files of {@code samples/} as their readers are told to, and what
 * stands around them in tests: a server that is asked, one that is protected, clients of registries. Knows nothing of Kubernetes.
 */
@NullMarked
package dev.signet.e2e.peer;

import org.jspecify.annotations.NullMarked;
