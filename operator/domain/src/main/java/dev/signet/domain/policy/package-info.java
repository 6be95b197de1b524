/**
 * Limits on what a set of namespaces may issue, for every requester. Admission checks them first; the controller, which
 * alone sees exact times and the built-in limits, checks them again with the code here.
 */
@NullMarked
package dev.signet.domain.policy;

import org.jspecify.annotations.NullMarked;
