/**
 * AgentTokens, reconciled into Secrets. {@link dev.signet.kubernetes.agenttoken.AgentTokenReconciler} is the shape that
 * every controller follows: gather, decide, apply, report.
 */
@NullMarked
package dev.signet.kubernetes.agenttoken;

import org.jspecify.annotations.NullMarked;
