/** Tests of the comparison with the policies that the cluster holds. */
@NullMarked
package dev.signet.kubernetes.admission;

import org.jspecify.annotations.NullMarked;
