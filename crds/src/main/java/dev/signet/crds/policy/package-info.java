/**
 * {@code TokenPolicy}: limits on what a set of namespaces may issue, for every requester.
 */
@NullMarked
package dev.signet.crds.policy;

import org.jspecify.annotations.NullMarked;
