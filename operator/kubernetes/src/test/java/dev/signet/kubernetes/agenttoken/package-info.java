/** What is said of tokens, and whose Secrets are whose. */
@NullMarked
package dev.signet.kubernetes.agenttoken;

import org.jspecify.annotations.NullMarked;
