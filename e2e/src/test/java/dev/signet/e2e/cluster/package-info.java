/** That the control plane which tests share starts, fails and ends as it should. */
@NullMarked
package dev.signet.e2e.cluster;

import org.jspecify.annotations.NullMarked;
