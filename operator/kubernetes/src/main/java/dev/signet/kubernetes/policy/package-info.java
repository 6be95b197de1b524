/** TokenPolicies and what they select by: the second check of what admission has checked first. */
@NullMarked
package dev.signet.kubernetes.policy;

import org.jspecify.annotations.NullMarked;
