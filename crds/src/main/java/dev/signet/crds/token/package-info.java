/**
 * {@code AgentToken}: one token as a custom resource, which becomes one Secret. Spec and status as records.
 */
@NullMarked
package dev.signet.crds.token;

import org.jspecify.annotations.NullMarked;
