/** The order of writes of authorities, and what asks for their keys gets. */
@NullMarked
package dev.signet.kubernetes.authority;

import org.jspecify.annotations.NullMarked;
